"""Areas on paper: two ports on one sea; a French hull displaces 600 t, an Estonian one 200 t."""

import pytest

from planner.rules import areas
from planner.scenario import Area, AreaLimit, Selector
from tests.rules.plans import assert_order_is_nothing, decide, keys, sentences
from tests.tiny import ROWS, tiny

HULLS = [t | {"tonnes": tonnes} for t, tonnes in zip(ROWS["unit_types"], (600, 200), strict=True)]
PORTS = frozenset({"camp", "hub"})


def sea(*limits, sites=PORTS):
    return tiny({"unit_types": HULLS}, areas=(Area("sea", sites, tuple(limits)),))


def ships(french, estonian, step=1):
    return decide([("FRA-bg", "land", "camp", step, french), ("EST-coy", "land", "hub", step, estonian)])


def test_one_limit_for_all_over_all_ports():
    """2 · 600 + 3 · 200 = 1 800 t."""
    assert keys(areas, sea(AreaLimit("aggregate", "tonnes", Selector(), 1800)), ships(2, 3)) == []
    assert sentences(areas, sea(AreaLimit("aggregate", "tonnes", Selector(), 1799)), ships(2, 3)) == [
        "sea in entry: 1 800 t stand under aggregate, which allows 1 799 t"
    ]


def test_a_limit_for_each_nation():
    one = sea(AreaLimit("one state", "tonnes", Selector(), 1199, per_nation=True))
    assert sentences(areas, one, ships(2, 3)) == ["sea in entry: 1 200 t of FRA stand under one state, which allows 1 199 t"]
    used = areas.account(one, ships(2, 3)).frames["areas"]
    assert used.values.tolist() == [["sea", "one state", "EST", 1, 600.0, 1199.0], ["sea", "one state", "FRA", 1, 1200.0, 1199.0]]


@pytest.mark.parametrize(("of", "used"), [("tonnes", 1800), ("personnel", 2 * 1200 + 3 * 150), ("units", 5)])
def test_what_is_counted(of, used):
    assert keys(areas, sea(AreaLimit("a", of, Selector(), used)), ships(2, 3)) == []
    assert keys(areas, sea(AreaLimit("a", of, Selector(), used - 1)), ships(2, 3)) == ["sea / a / entry"]


def test_only_those_whom_it_names_and_only_there():
    others = AreaLimit("others", "tonnes", Selector(nations=frozenset({"EST"})), 600)
    assert keys(areas, sea(others), ships(9, 3)) == []
    assert keys(areas, sea(others), ships(9, 4)) == ["sea / others / entry"]
    assert keys(areas, sea(others, sites=frozenset({"camp"})), ships(9, 4)) == []


def test_a_stay_does_not_make_a_hull_lighter():
    scenario = tiny(
        {"unit_types": HULLS}, areas=(Area("sea", PORTS, (AreaLimit("a", "tonnes", Selector(), 1799),), stays=((Selector(), 21.0),)),)
    )
    assert keys(areas, scenario, ships(2, 3)) == ["sea / a / entry"]


def test_each_step_by_itself():
    found = areas.account(sea(AreaLimit("a", "units", Selector(), 1)), ships(1, 1, step=2))
    assert found.frames["areas"]["used"].tolist() == [0, 0, 2]
    assert found.breaches["key"].tolist() == ["sea / a / stabilise"]


def test_order_of_rows_is_nothing():
    limits = (AreaLimit("a", "units", Selector(), 1), AreaLimit("b", "tonnes", Selector(), 5, per_nation=True))
    assert_order_is_nothing(areas, sea(*limits), ships(2, 3))


def test_check_warns_of_hulls_without_weight_and_stays_of_no_day():
    scenario = tiny(
        areas=(
            Area("sea", PORTS, (AreaLimit("a", "tonnes", Selector(unit_types=frozenset({"battlegroup"})), 5),), stays=((Selector(), 0.0),)),
        )
    )
    assert [p.what for p in areas.check(scenario)] == [
        "sea, a: battlegroup displaces nothing, so the limit does not bind it",
        "sea: a stay of 0 days lets a unit give nothing",
    ]
    assert areas.check(sea(AreaLimit("a", "tonnes", Selector(), 5))) == []
