"""Entry forces on paper: 6 months in place, 18 at home; of a hundred units 25 stand for good and 26 until the nineteenth month."""

import pytest

from planner.rules._tours import sustainable
from planner.scenario import Step

MONTHS = tuple(Step(f"m{t}", "p", t, 1) for t in range(24))
ALWAYS = (True,) * 24


@pytest.mark.parametrize(("units", "fails"), [(25, None), (26, 18)])
def test_five_tiers_of_twenty_are_judged_at_once(units, fails):
    assert sustainable((units,) * 24, ((20, ALWAYS),) * 5, 6, 18, MONTHS) == fails


def test_a_tier_that_comes_late_relieves_nobody_before():
    late = (False,) * 6 + (True,) * 18
    assert sustainable((1,) * 12, ((1, ALWAYS[:12]), (1, late[:12])), 6, 18, MONTHS[:12]) is None
    assert sustainable((2,) + (1,) * 11, ((1, ALWAYS[:12]), (1, late[:12])), 6, 18, MONTHS[:12]) == 0


def test_a_step_longer_than_a_tour_can_be_stood_by_nobody():
    steps = (Step("a", "a", 0, 2), Step("b", "b", 2, 7))
    assert sustainable((1, 1), ((5, (True, True)),), 6, 18, steps) == 1
    assert sustainable((1, 0), ((5, (True, True)),), 6, 18, steps) is None
