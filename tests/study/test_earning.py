"""Who is sent only to earn: 9 companies of 100 persons stand where 8 are needed, for the backstop asks for 900 persons."""

import pytest

from planner.plan import Plan
from planner.scenario import Condition, Goal, Pin, Reach, Selector
from planner.study.earning import sent_to_earn, taken
from planner.verify import account
from tests.families.small import line, offer, small
from tests.rules.plans import decide

GOALS = (Goal("below_minimum"), Goal("shortfall", 1), Goal("resilience_gap"), Goal("cost"))


def found(place, holds=(("backstop", 0),), least=900, seen_in=(), pins=(), **line_terms):
    backstop = Condition("backstop", "if-earned", earned=Reach("personnel", "", Selector(), False, (least, least), seen_in))
    offers = [offer("FRA-coy", 9), offer("GBR-coy", 9)]
    lines = [line("land", 8, **line_terms), line("other", 9)]
    scenario = small(offers, lines, conditions={"backstop": backstop}, goals=GOALS, pins=pins)
    decisions = decide(place, holds=holds)
    made = account(scenario, decisions)
    return sent_to_earn(scenario, Plan("small", "base", decisions, made.frames, made.metrics, (), "hand-made", "hand-made"))


def stands(units, offer="FRA-coy", step=0, line="land"):
    return (offer, line, "camp", step, units)


def test_the_ninth_company_is_there_for_the_backstop_alone():
    table = found([stands(9)])
    assert table.to_numpy().tolist() == [["FRA-coy", "FRA", "land", 0, 1, 100, ("backstop",)]]


def test_of_two_that_could_go_each_is_found():
    assert found([stands(5), stands(4, "GBR-coy")])[["offer", "units"]].to_numpy().tolist() == [["FRA-coy", 1], ["GBR-coy", 1]]


@pytest.mark.parametrize(
    ("case", "arguments"),
    [
        ("nothing is relied on", {"place": [stands(9)], "holds": ()}),
        ("the backstop stands without it", {"place": [stands(9)], "least": 800}),
        ("a need would be shorter", {"place": [stands(4), stands(5, "GBR-coy", line="other")]}),
    ],
)
def test_nobody_is_sent_only_to_earn_where(case, arguments):
    assert found(**arguments).empty, case


def test_who_is_there_in_case_another_leaves_is_not_spared():
    """One of the eight French companies could go; the British one alone is left if France leaves."""
    assert found([stands(8), stands(1, "GBR-coy")], minimum=1, n_minus_1=True)["offer"].tolist() == ["FRA-coy"]


def test_a_promise_falls_with_who_keeps_it():
    """The backstop holds in the first step by what the second will have."""
    table = found([stands(9, step=1)], seen_in=(1, 1))
    assert table[["step", "units", "earns"]].to_numpy().tolist() == [[1, 1, ("backstop",)]]


def test_who_is_pinned_is_there_for_the_pin():
    pin = Pin(Selector(offers=frozenset({"FRA-coy"})), 9.0, 9.0, (0,))
    assert found([stands(9)], pins=(pin,)).empty


def test_units_are_taken_from_sites_in_their_order():
    decisions = decide([("o", "r", "a", 0, 2), ("o", "r", "b", 0, 2), ("o", "r", "a", 1, 2), ("o", "s", "a", 0, 2)])
    left = taken(decisions, "o", "r", 0, 3)["place"]
    assert left[["requirement", "site", "step", "units"]].to_numpy().tolist() == [["r", "a", 1, 2], ["r", "b", 0, 1], ["s", "a", 0, 2]]
