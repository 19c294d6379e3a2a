"""n-1 on paper: at least 6 companies in entry, 8 in stabilise; a battlegroup gives 4, a company 1."""

import pytest

from planner.rules import resilience
from planner.scenario import Goal
from tests.rules.plans import assert_order_is_nothing, decide
from tests.tiny import ROWS, tiny

LAND = ROWS["requirements"][0] | {"n_minus_1": True}


def account(place, rows=None):
    return resilience.account(tiny({"requirements": [LAND]} | (rows or {})), decide(place))


def stands(units, offer="FRA-bg", step=1, site="camp"):
    return (offer, "land", site, step, units)


def test_the_nation_whose_leaving_hurts_most():
    """France gives 8, Estonia 5: without France 5 are left of 6."""
    row = account([stands(2), stands(5, "EST-coy")]).frames["resilience"].iloc[0]
    assert (row["nation"], row["left"], row["minimum"], row["gap"]) == ("FRA", 5, 6, 1)


def test_the_gap_is_weighed_as_the_shortfall():
    """1 of 6 for 3 of 12 months, and nothing stands in stabilise: all of 8 for 9 months; the line weighs 2."""
    place = [stands(2), stands(5, "EST-coy")]
    assert account(place).metrics["resilience_gap"] == pytest.approx(3 / 12 * 1 / 6 + 9 / 12)
    assert account(place, {"requirements": [LAND | {"weight": 2}]}).metrics["resilience_gap"] == pytest.approx(1 / 12 + 18 / 12)


def test_surplus_counts():
    """16 companies of France and 6 of Estonia, with 12 asked for: whoever leaves, 6 are left."""
    assert account([stands(4), stands(6, "EST-coy")]).frames["resilience"]["gap"].tolist() == [0, 8]


def test_a_nation_leaves_with_all_that_it_has_there():
    """France at two sites with two offers leaves with both."""
    offers = [*ROWS["offers"], ROWS["offers"][0] | {"offer": "FRA-coy", "unit_type": "infantry-coy"}]
    place = [stands(1), stands(1, site="hub"), stands(2, "FRA-coy"), stands(7, "EST-coy")]
    row = account(place, {"offers": offers}).frames["resilience"].iloc[0]
    assert (row["nation"], row["left"]) == ("FRA", 7)


def test_where_nobody_stands_the_whole_minimum_is_missing():
    frame = account([]).frames["resilience"]
    assert frame[["nation", "left", "gap"]].values.tolist() == [["", 0, 6], ["", 0, 8]]


def test_mean_over_the_capabilities_that_are_needed():
    """Engineers are needed without a minimum: the gap of manoeuvre counts half."""
    rows = {
        "needs": [ROWS["needs"][0], {"requirement": "land", "capability": "engineering", "step": 1, "level": 5}],
        "capabilities": [*ROWS["capabilities"], {"capability": "engineering"}],
    }
    assert account([stands(2)], rows).metrics["resilience_gap"] == pytest.approx(1 / 2)
    assert len(account([stands(2)], rows).frames["resilience"]) == 1


def test_lines_that_do_not_ask_are_left_out():
    made = account([stands(1)], {"requirements": ROWS["requirements"]})
    assert made.frames["resilience"].empty
    assert made.metrics["resilience_gap"] == 0


def test_a_tie_is_named_alike_every_time():
    assert account([stands(1), stands(4, "EST-coy")]).frames["resilience"]["nation"].tolist() == ["EST", ""]


def test_order_of_rows_is_nothing():
    assert_order_is_nothing(resilience, tiny({"requirements": [LAND]}), decide([stands(1), stands(4, "EST-coy"), stands(3, step=2)]))


def test_check_warns_where_n_minus_1_asks_for_nothing_and_nobody_looks():
    bare = tiny({"requirements": [LAND], "needs": [ROWS["needs"][0] | {"minimum": 0}]})
    assert [p.severity for p in resilience.check(bare)] == ["warning", "warning"]
    assert resilience.check(tiny({"requirements": [LAND]}, goals=(Goal("resilience_gap"),))) == []


def test_the_sentence():
    assert resilience.say("land", "manoeuvre_coy", "entry", "FRA", 5, 6) == (
        "land in entry: if FRA leaves, 5 of manoeuvre_coy are left, 6 is the minimum"
    )
