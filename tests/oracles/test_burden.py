"""What holds of goals on burden whatever the case; `test_brute_force` looks at every posture."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings

from planner.conductor import solve
from planner.scenario import Scenario
from solvers import Limits
from tests.oracles.cases import burden


@pytest.mark.slow
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(scenario=burden())
def test_sums_of_the_largest_never_fall_and_rise_by_less_and_less(scenario: Scenario):
    """The sum of the two largest is not below the largest, nor above twice it: whatever the order of the goals."""
    plan = solve(scenario, Limits(seconds=60))
    sums = [0.0, *(plan.metrics[g.name] for g in scenario.goals if g.burden is not None)]
    rises = [after - before for before, after in pairwise(sums)]
    slack = 1e-6 * max(1.0, *sums)
    assert all(rise >= -slack for rise in rises)
    assert all(after <= before + slack for before, after in pairwise(rises))
