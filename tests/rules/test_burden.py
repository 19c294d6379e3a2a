"""Burden on paper: France and Estonia in a camp in Ukraine; 3 months of entry, 9 of stabilise; GDP 3 162 and 43."""

from dataclasses import replace

import pytest

from planner.conductor import solve
from planner.rules import burden
from planner.scenario import Burden, Goal
from planner.verify import verify
from solvers import Limits
from tests.rules.plans import assert_order_is_nothing, decide
from tests.tiny import ROWS, tiny

PLACE = [("FRA-bg", "land", "camp", 1, 1), ("EST-coy", "land", "camp", 1, 1), ("EST-coy", "land", "camp", 2, 1)]


def account(place=PLACE, *, rows=None, goals=()):
    return burden.account(tiny(rows, goals=goals), decide(place))


def asked(load="person_months", key="gdp", ignore_below=0.0, largest=1) -> Goal:
    return Goal("peak_burden", burden=Burden(load, key, ignore_below, largest))


def test_person_months_against_two_keys():
    """France 1 200 for 3 months, Estonia 150 for 12: 3 600 and 1 800 of 5 400; a third over 43 of 3 205 is 24.8 times its share."""
    rows = account().frames["burden"].set_index(["key", "nation"])
    assert rows["amount"].tolist() == [1800, 3600, 1800, 3600]
    assert rows.loc[("equal", "EST"), ["share", "ratio"]].tolist() == pytest.approx([1 / 2, 2 / 3])
    assert rows.loc[("gdp", "EST"), ["share", "ratio"]].tolist() == pytest.approx([43 / 3205, 1 / 3 * 3205 / 43])
    assert rows.loc[("gdp", "FRA"), "ratio"] == pytest.approx(2 / 3 * 3205 / 3162)


def test_how_unequal_it_is():
    """3 600 and 1 800: half the mean difference over the mean is 1/6; (5 400)² over twice the squares is 0.9."""
    metrics = account().metrics
    assert (metrics["gini"], metrics["jain"]) == pytest.approx((1 / 6, 0.9))
    assert (metrics["peak_ratio.equal"], metrics["peak_ratio.gdp"]) == pytest.approx((4 / 3, 1 / 3 * 3205 / 43))


@pytest.mark.parametrize(("shares", "value"), [([], 0), ([5], 0), ([1, 1, 1], 0), ([0, 0, 0, 4], 0.75), ([1, 2, 3], 2 / 9)])
def test_gini(shares, value):
    """Of 1, 2, 3 the mean difference over all pairs of nine is 8/9, half of it over the mean 2 is 2/9."""
    assert burden.gini(shares) == pytest.approx(value)


@pytest.mark.parametrize(("shares", "value"), [([], 0), ([5], 1), ([2, 2], 1), ([0, 0, 0, 4], 0.25), ([1, 2, 3], 36 / 42)])
def test_jain(shares, value):
    assert burden.jain(shares) == pytest.approx(value)


def test_the_peak_and_the_two_largest():
    """Estonia 1 800 over 43/3205, France 3 600 over 3162/3205."""
    estonia, france = 1800 * 3205 / 43, 3600 * 3205 / 3162
    metrics = account(goals=(asked(), asked(largest=2))).metrics
    assert (metrics["peak_burden"], metrics["peak_burden.2"]) == pytest.approx((estonia, estonia + france))


def test_what_does_not_count_is_taken_off_every_load():
    """1 800 each are free: nothing of Estonia is left, 1 800 of France."""
    assert account(goals=(asked(ignore_below=1800.0),)).metrics["peak_burden"] == pytest.approx(1800 * 3205 / 3162)


def test_other_keys():
    """Active personnel 200 000 and 7 500; agreed 3 to 1 as parts of their sum."""
    assert account(goals=(asked(key="active"),)).metrics["peak_burden"] == pytest.approx(1800 * 207500 / 7500)
    nations = [row | {"given_share": s} for row, s in zip(ROWS["nations"], (0.75, 0.25), strict=True)]
    assert account(rows={"nations": nations}, goals=(asked(key="given"),)).metrics["peak_burden"] == pytest.approx(1800 / 0.25)


def test_exposed_places_weigh_more():
    sites = [ROWS["sites"][0] | {"exposure": 2.5}, ROWS["sites"][1]]
    made = account(rows={"sites": sites}, goals=(asked("exposure", "equal"),))
    assert made.metrics["peak_burden"] == pytest.approx(3600 * 2.5 * 2)
    assert set(made.frames["burden"]["load"]) == {"person_months", "exposure"}


def test_money_is_what_a_nation_pays():
    """A battlegroup for 3 months: 21, and half a tour of moves: 4.5. The host pays the camp, and is nobody here: it offers nothing."""
    made = account([PLACE[0]], goals=(asked("cost", "equal"),))
    assert made.metrics["peak_burden"] == pytest.approx(25.5 * 2)
    assert set(made.frames["burden"]["nation"]) == {"EST", "FRA"}


def test_on_own_soil_and_at_notice_nobody_bears_anything():
    rows = {
        "sites": [ROWS["sites"][0] | {"country": "EST"}, ROWS["sites"][1]],
        "requirements": [*ROWS["requirements"], ROWS["requirements"][0] | {"requirement": "held", "standby": True}],
    }
    made = account([PLACE[1], ("FRA-bg", "held", "camp", 1, 2)], rows=rows)
    assert made.frames["burden"]["amount"].sum() == 0
    assert made.frames["burden"]["ratio"].isna().all()
    assert (made.metrics["gini"], made.metrics["peak_ratio.gdp"]) == (0, 0)


def test_a_nation_without_the_key_is_left_out_of_its_shares():
    rows = account(rows={"nations": [ROWS["nations"][0], ROWS["nations"][1] | {"gdp_busd": float("nan")}]}).frames["burden"]
    by_gdp = rows[rows["key"] == "gdp"].set_index("nation")
    assert by_gdp["share"].isna().tolist() == [True, False]
    assert by_gdp.at["FRA", "share"] == 1


def test_order_of_rows_is_nothing():
    assert_order_is_nothing(burden, tiny(goals=(asked(), asked("cost", "equal"))), decide(PLACE))


def test_the_sentence():
    assert burden.say("EST", "person_months", "gdp", 1800, 24.85) == "EST bears 1 800 person-months, 24.85 times its share by GDP"


SCENARIO = tiny(goals=(Goal("shortfall", 1), asked(), asked(largest=2), Goal("cost")))


@pytest.fixture(scope="module")
def plan():
    return solve(SCENARIO, Limits(seconds=60))


def _cell(plan, column, value):
    return replace(plan, frames=plan.frames | {"burden": plan.frames["burden"].assign(**{column: value})})


def _claim(plan, goal, value):
    return replace(plan, levels=tuple(replace(x, value=value, bound=value, reached=value) if x.goal == goal else x for x in plan.levels))


FALSE = {
    "a lighter load": lambda p: _cell(p, "amount", 1.0),
    "another share": lambda p: _cell(p, "share", 0.5),
    "a fair ratio": lambda p: _cell(p, "ratio", 1.0),
    "another Gini": lambda p: replace(p, metrics=p.metrics | {"gini": 0.0}),
    "a lower peak": lambda p: _claim(p, "peak_burden", 1.0),
    "a lower sum of two": lambda p: _claim(p, "peak_burden.2", 1.0),
}


@pytest.mark.parametrize("falsified", FALSE)
def test_a_false_figure_is_found(plan, falsified):
    assert not verify(SCENARIO, FALSE[falsified](plan)).empty


def test_the_plan_itself_stands(plan):
    assert verify(SCENARIO, plan).empty
