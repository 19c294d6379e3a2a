"""Pins on paper: at least, at most, and a pin that nothing can meet."""

from math import inf

import pytest

from planner.model.build import build
from planner.placements import placements
from planner.scenario import Pin, Selector
from tests.families.small import line, offer, small
from tests.families.solve import feasible, optimum

ON_B = Selector(requirements=frozenset({"b"}))


@pytest.mark.parametrize(
    ("pin", "first", "second"),
    [
        (Pin(ON_B, 2, inf, (0,)), 2, 0),
        (Pin(ON_B, 0, 0, (0, 1)), 0, 0),
        (Pin(Selector(offers=frozenset({"GBR"})), 0, 1, (1,)), 0, 0),
    ],
)
def test_pins_hold_in_their_steps(pin, first, second):
    """Line a is worth more and would take all three; so b has what the pin gives it."""
    lines = [line("a", 3, weight=9.0), line("b", 3)]
    place = optimum(small([offer("GBR", 3)], lines, pins=(pin,)))[1]["place"]
    by_step = place[place["requirement"] == "b"].groupby("step")["units"].sum()
    assert (by_step.get(0, 0), by_step.get(1, 0)) == (first, second)


def test_a_pin_at_most_binds():
    pin = Pin(Selector(offers=frozenset({"GBR"})), 0, 1, (1,))
    assert optimum(small([offer("GBR", 3)], [line("a", 3)], pins=(pin,)))[0]["shortfall.1"] == pytest.approx(1 / 3)


def test_a_pin_that_nothing_can_meet_is_seen_at_the_start_and_by_the_solver():
    """No placement at the base exists: the row stays in the program, and no plan exists."""
    scenario = small([offer("GBR", 3)], [line("a", 3)], pins=(Pin(Selector(sites=frozenset({"base"})), 1, inf, (0,)),))
    program = build(scenario, placements(scenario))
    assert program.violation(program.start) == 1.0
    assert not feasible(scenario)
