"""Areas on paper: aggregate and per-state limits, stays, entry."""

from planner.scenario import Area, AreaLimit, Condition, Selector
from tests.families.small import TYPES, line, offer, small
from tests.families.solve import optimum

TONNES = [TYPES[0] | {"tonnes": 600.0}, *TYPES[1:]]
GUESTS = Selector(nations=frozenset({"GBR", "FRA"}))
OFFERS = [offer("GBR", 5), offer("FRA", 5), offer("TUR", 5)]


def short(*limits: AreaLimit, **fields) -> float:
    area = Area("sea", frozenset({"camp"}), limits, **fields)
    return optimum(small(OFFERS, [line("a", 20)], {"unit_types": TONNES}, areas=(area,)))[0]["shortfall.1"]


def test_an_aggregate_limit_binds_whom_it_selects():
    """1900 t are three hulls of 600 t of the guests; Turkey's 5 are free: 8 of 20."""
    assert short(AreaLimit("aggregate", "tonnes", GUESTS, 1900.0)) == 0.6


def test_a_limit_for_each_nation():
    """1200 t for each: 2 + 2 + 5 of 20."""
    assert short(AreaLimit("one state", "tonnes", GUESTS, 1200.0, per_nation=True)) == 0.55


def test_a_stay_scales_what_a_unit_gives():
    """21 of 30 days: 10 guests give 7, with Turkey's 5 that is 12 of 20."""
    assert short(stays=((GUESTS, 21.0),)) == 0.4


def test_entry_waits_for_its_condition():
    area = Area("sea", frozenset({"camp"}), requires=((GUESTS, (("open",),)),))
    conditions = {"open": Condition("open", "granted", first_month=6)}
    values, decisions = optimum(small(OFFERS, [line("a", 20)], areas=(area,), conditions=conditions))
    assert values == {"shortfall.1": 0.5}  # 5 of 20, then 15
    assert decisions["place"].groupby("step")["units"].sum().tolist() == [5, 15]
