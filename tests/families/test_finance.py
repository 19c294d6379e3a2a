"""Cost on paper: months, moves, works, and a price once per unit placed."""

import pytest

from planner.scenario import Goal
from tests.families.small import SHORT, TYPES, line, offer, small
from tests.families.solve import optimum

COST = (*SHORT, Goal("cost"))
PRICED = [TYPES[0] | {"cost_month": 2.0, "cost_move": 3.0}, *TYPES[1:]]


def cost(offers, lines, rows=None) -> float:
    return optimum(small(offers, lines, {"unit_types": PRICED} | (rows or {}), goals=COST))[0]["cost"]


def test_a_unit_costs_its_months_and_a_round_trip_a_tour():
    """12 months at 2, and 12 / 6 round trips at 3; a tour of 8 months makes 1.5 of them."""
    assert cost([offer("GBR", 1)], [line("a", 1)]) == 30.0
    assert cost([offer("GBR", 1, tour_months=8)], [line("a", 1)]) == 28.5


def test_own_soil_needs_no_move():
    assert cost([offer("POL", 1)], [line("a", 1, at="base")]) == 24.0


@pytest.mark.parametrize(("levels", "expected"), [((2, 1), 10.0), ((1, 2), 10.0), ((2, 2), 10.0), ((0, 1), 5.0)])
def test_a_placement_costs_once_for_the_most_that_stand(levels, expected):
    prices = [{"offer": "GBR", "site": "camp", "cost_meur": 5.0}]
    assert cost([offer("GBR", 2)], [line("a", levels)], {"unit_types": TYPES, "placement_costs": prices}) == expected


def test_a_placement_costs_over_lines_together():
    """One company that serves one line and then the other stands once; two at a time stand twice."""
    prices = [{"offer": "GBR", "site": "camp", "cost_meur": 5.0}, {"offer": "GBR", "site": "base", "cost_meur": 1.0}]
    lines = [line("a", (1, 0), at="camp base"), line("b", (0, 1))]
    assert cost([offer("GBR", 2)], lines, {"unit_types": TYPES, "placement_costs": prices}) == 5.0
    assert cost([offer("GBR", 2)], [line("a", 1), line("b", 1)], {"unit_types": TYPES, "placement_costs": prices}) == 10.0
