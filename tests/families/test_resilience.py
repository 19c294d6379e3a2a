"""n-1 on paper: what the others make up when the largest leaves."""

from planner.scenario import Goal
from tests.families.small import SHORT, line, offer, small
from tests.families.solve import optimum

N_1 = (*SHORT, Goal("resilience_gap"))


def gap(offers, *, minimum: float = 4, goals=N_1) -> float:
    return optimum(small(offers, [line("a", 8, minimum=minimum, n_minus_1=True)], goals=goals))[0]["resilience_gap"]


def test_the_others_hold_the_minimum():
    assert gap([offer("GBR", 4), offer("FRA", 2), offer("EST", 2)]) == 0.0


def test_the_largest_leaves():
    """5 + 2 + 1: without the 5 there are 3 of 4."""
    assert gap([offer("GBR", 5), offer("FRA", 2), offer("EST", 1)]) == 0.25


def test_offers_of_one_nation_leave_together():
    """3 + 2 of one nation, 2 of another: 2 of 4 are left."""
    assert gap([offer("GBR-1", 3), offer("GBR-2", 2), offer("FRA", 2)]) == 0.5


def test_alone_or_with_nobody_all_of_the_minimum_is_missing():
    assert gap([offer("GBR", 8)]) == 1.0
    assert gap([offer("GBR", 8, unit="eng")]) == 1.0


def test_lines_that_do_not_ask_have_no_gap():
    assert optimum(small([offer("GBR", 8)], [line("a", 8, minimum=4)], goals=N_1))[0]["resilience_gap"] == 0.0
