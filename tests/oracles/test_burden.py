"""Goals on burden by looking at every posture, many times over; a few are looked at in every run (`test_brute_force`)."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings

from planner.conductor import solve
from planner.scenario import Scenario
from planner.verify import verify
from solvers import Limits
from tests.oracles.cases import burden
from tests.oracles.oracle import best


@pytest.mark.slow
@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(scenario=burden())
def test_many_peaks(scenario: Scenario):
    plan = solve(scenario, Limits(seconds=60))
    assert {level.goal: level.value for level in plan.levels} == pytest.approx(best(scenario), rel=2e-6, abs=2e-6)
    assert verify(scenario, plan).empty


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
