"""What pins cost: a pin that binds costs what the goals lose by it, one that does not costs nothing, and what is not proven is said so."""

from dataclasses import replace
from math import inf

import pytest

from planner.conductor import NoPlanError, solve
from planner.scenario import Goal, Mark, Pin, Selector
from planner.study.pins import prices, told
from solvers import Limits
from tests.families.small import line, offer, small

FRANCE = Selector(nations=frozenset({"FRA"}))
BRITAIN = Selector(nations=frozenset({"GBR"}))
STAYS, COMES, NOTHING = Pin(FRANCE, 2, inf, (0, 1)), Pin(BRITAIN, 1, 1, (0,)), Pin(FRANCE, 0, 9, (1,))
TYPES = [
    {"unit_type": u, "domain": "land", "personnel": p, "cost_month": c} for u, p, c in (("coy", 100, 1), ("bn", 400, 9), ("eng", 50, 1))
]


@pytest.fixture(scope="module")
def scenario():
    """Four companies are needed: Britain's cost 1 each a month, a French battalion of four 9."""
    offers = [offer("GBR", 4), offer("FRA", 2, unit="bn")]
    goals = (Goal("shortfall", 1), Goal("cost"))
    return small(offers, [line("a", 4)], {"unit_types": TYPES}, goals=goals, pins=(STAYS, COMES, NOTHING))


@pytest.fixture(scope="module")
def found(scenario):
    def again(other):
        return solve(other, Limits(seconds=30))

    return list(prices(scenario, again(scenario), again, (NoPlanError,)))


def test_each_pin_alone_is_taken_away(found):
    """Two French battalions cost 18 a month; without them, in the first step one beside the one British company, then four companies."""
    first = found[0].goals
    assert first[["goal", "with_pin", "without", "proven"]].values.tolist() == [
        ["shortfall.1", 0, 0, True], ["cost", 12 * 18 + 6 * 1, 6 * (1 + 9) + 6 * 4, True],
    ]  # fmt: skip
    assert found[0].moved["goal"].tolist() == ["cost"]
    assert found[1].moved[["with_pin", "without"]].values.tolist() == [[222, 216]]


def test_a_pin_that_does_not_bind_is_proven_to_cost_nothing(found):
    assert [price.free for price in found] == [False, False, True]


def test_what_is_not_proven_is_said_so_and_where_no_plan_was_found_why(scenario):
    honest = solve(scenario, Limits(seconds=30))
    rough = replace(honest, levels=tuple(replace(level, state="stopped", under_unproven=n > 0) for n, level in enumerate(honest.levels)))
    (price, *_) = prices(scenario, honest, lambda _: rough, (NoPlanError,))
    assert not price.goals["proven"].any()
    assert price.moved.empty
    assert not price.free

    def nothing(_):
        raise TimeoutError("no plan was found in time")

    (price, *_) = prices(scenario, honest, nothing, (TimeoutError,))
    assert price.why == "no plan was found in time"
    assert not price.free


def test_pins_come_as_they_are_written_with_who_decided_them(scenario):
    """The scenario holds its pins in canonical order; whoever reads them reads the file."""
    marks = {0: Mark("a.yaml", 9, 1), 1: Mark("a.yaml", 7, 1), 2: Mark("a.yaml", 8, 1)}
    pins = tuple(replace(pin, mark=marks[n], notes=f"decided {n}") for n, pin in enumerate(scenario.pins))
    made = replace(scenario, pins=pins)
    plan = solve(made, Limits(seconds=30))
    found = list(prices(made, plan, lambda _: plan, (NoPlanError,)))
    assert [(price.number, price.notes) for price in found] == [(1, "decided 1"), (2, "decided 2"), (3, "decided 0")]


def test_a_pin_in_words(scenario):
    assert [told(scenario, pin) for pin in scenario.pins] == [
        "at least 2 of FRA, first to second", "exactly 1 of GBR, first", "at most 9 of FRA, second",
    ]  # fmt: skip
    assert told(scenario, Pin(FRANCE, 0, 0, (0,))) == "none of FRA, first"
