"""Burden on paper: three nations that could each send all that is asked, and how it is shared among them."""

import pytest

from planner.scenario import Burden, Goal
from tests.families.small import SHORT, STEPS, line, offer, small
from tests.families.solve import optimum

GDP = {"EST": 8.0, "FRA": 80.0, "POL": 12.0}
ALL = [offer("EST", 8), offer("FRA", 8), offer("POL", 8)]
ONE = {"steps": STEPS[1:]}  # six months: a company of 100 bears 600


def nations() -> dict:
    return {"nations": [{"nation": n, "role": "member", "gdp_busd": gdp} for n, gdp in GDP.items()]}


def peaks(*asked: Burden, offers=ALL, rows=None, level=8):
    """Return the goals on burden, and the units of each offer."""
    goals = (*SHORT, *(Goal("peak_burden", burden=each) for each in asked))
    values, decisions = optimum(small(offers, [line("land", level)], rows or nations(), goals=goals, **ONE))
    return [values[g.name] for g in goals[1:]], decisions["place"].groupby("offer")["units"].sum().to_dict()


def test_equal_parts_ask_for_equal_loads():
    """8 companies: 3, 3 and 2; the most loaded bears 3 * 600 over a third."""
    (value,), place = peaks(Burden("person_months", "equal"))
    assert value == pytest.approx(3 * 600 * 3)
    assert max(place.values()) == 3


def test_by_gdp_the_large_nation_carries_most():
    """7 of France over 0.8 and one of Poland over 0.12; 8 of France alone are more, and so is one of Estonia over 0.08."""
    (value,), place = peaks(Burden("person_months", "gdp"))
    assert value == pytest.approx(7 * 600 / 0.8)
    assert place == {"FRA": 7, "POL": 1}


def test_what_does_not_count_is_free():
    """A company of each is ignored: the small ones send one each, and 5 of the 6 of France count."""
    (value,), place = peaks(Burden("person_months", "gdp", ignore_below=600.0))
    assert value == pytest.approx(5 * 600 / 0.8)
    assert place == {"EST": 1, "FRA": 6, "POL": 1}


def test_the_second_largest_counts_after_the_largest():
    """France has one company. The peak is 4 of a small nation with it or not; the two largest together are 7 if France does its part."""
    offers = [offer("EST", 8), offer("FRA", 1), offer("POL", 8)]
    values, place = peaks(*(Burden("person_months", "equal", largest=k) for k in (1, 2, 3)), offers=offers)
    assert values == pytest.approx([4 * 1800, 7 * 1800, 8 * 1800])
    assert sorted(place.values()) == [1, 3, 4]


def test_own_soil_and_stand_by_are_no_burden():
    """Poland works at home and Estonia waits at home: nobody bears anything."""
    lines = [line("held", 2, standby=True), line("land", 3, at="base")]
    goals = (*SHORT, Goal("peak_burden", burden=Burden("person_months", "equal")))
    values, _ = optimum(small([offer("EST", 2), offer("POL", 3)], lines, nations(), goals=goals, **ONE))
    assert values["peak_burden"] == 0.0


def test_money_is_what_the_nation_pays_for_units_and_sites():
    """Poland pays the camp, 6 months at 5: 30, as 5 companies would cost; the others share the 6 that are asked for."""
    types = [{"unit_type": "coy", "domain": "land", "personnel": 100, "cost_month": 1.0}]
    sites = [{"site": "camp", "country": "POL", "kinds": ("camp",), "existing": False, "monthly_cost": 5.0, "payer": "POL"}]
    rows = nations() | {"unit_types": types, "sites": sites, "provides": [{"unit_type": "coy", "capability": "companies", "amount": 1.0}]}
    (value,), place = peaks(Burden("cost", "equal"), rows=rows, level=6)
    assert value == pytest.approx(30 * 3)
    assert sum(place.values()) == 6
    assert place.get("POL", 0) == 0


def test_exposed_places_weigh_more():
    sites = [{"site": s, "country": "UKR", "kinds": ("camp",), "existing": True, "exposure": e} for s, e in (("base", 1.0), ("camp", 3.0))]
    offers = [offer("EST", 4, only_at=("camp",)), offer("FRA", 8, only_at=("base",))]
    rows = nations() | {"sites": sites}
    goals = (*SHORT, Goal("peak_burden", burden=Burden("exposure", "equal")))
    values, _ = optimum(small(offers, [line("land", 8, at="base camp")], rows, goals=goals, **ONE))
    assert values["peak_burden"] == pytest.approx(2 * 6 * 600), "of 8 France takes 6 at the quiet place, Estonia 2 at weight 3"


def test_without_a_goal_there_is_no_row():
    from planner.model.build import build
    from planner.placements import placements

    scenario = small(ALL, [line("land", 8)], nations())
    assert not [kind for kind, _ in build(scenario, placements(scenario)).row_labels if kind == "burden"]
