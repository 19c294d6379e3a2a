"""What holds of n-1 and stand-by whatever the case; `test_brute_force` looks at every posture."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from planner.conductor import solve
from planner.scenario import Goal, Scenario
from solvers import Limits
from tests.oracles.cases import resilience


@pytest.mark.slow
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(scenario=resilience())
def test_a_line_that_is_backed_has_no_larger_gap(scenario: Scenario):
    """With the gap first of all goals: to count what is held behind a line never makes it larger."""
    alone = replace(scenario, goals=(Goal("resilience_gap"), Goal("shortfall", 1)))
    lines = alone.frames["requirements"]
    backs = [("m",) if standby else () for standby in lines["standby"]]
    backed = replace(alone, frames={**alone.frames, "requirements": lines.assign(backs=backs)})
    unbacked = replace(alone, frames={**alone.frames, "requirements": lines.assign(backs=[()] * len(lines))})
    gaps = [solve(each, Limits(seconds=60)).levels[0].value for each in (backed, unbacked)]
    assert gaps[0] <= gaps[1] + 1e-6
