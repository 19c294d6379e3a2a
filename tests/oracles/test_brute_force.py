"""Every posture of tiny scenarios looked at, rule by rule: the solver reaches the same values, and the rules find no breach."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.conductor import NoPlanError, solve
from planner.scenario import Scenario, ScenarioError
from planner.verify import verify
from solvers import Limits
from tests.oracles.cases import FLAVOURS
from tests.oracles.oracle import best

QUIET = {"deadline": None, "derandomize": True, "suppress_health_check": list(HealthCheck)}


@pytest.mark.parametrize("flavour", sorted(FLAVOURS))
@settings(max_examples=6, **QUIET)
@given(data=st.data())
def test_the_solver_reaches_what_enumeration_finds(flavour, data):
    agrees(data.draw(FLAVOURS[flavour]()))


@pytest.mark.slow
@pytest.mark.parametrize("flavour", sorted(FLAVOURS))
@settings(max_examples=100, **QUIET)
@given(data=st.data())
def test_the_solver_reaches_what_enumeration_finds_in_many_cases(flavour, data):
    agrees(data.draw(FLAVOURS[flavour]()))


def agrees(scenario: Scenario) -> None:
    """Hold a solve to enumeration: the same values of all goals, all proven, and no breach; or no plan, and that proven."""
    expected = best(scenario)
    if expected is None:
        with pytest.raises((NoPlanError, ScenarioError)) as refused:
            solve(scenario, Limits(seconds=30))
        assert isinstance(refused.value, ScenarioError) or refused.value.proven
        return
    plan = solve(scenario, Limits(seconds=30))
    assert [level.state for level in plan.levels] == ["proven"] * len(plan.levels)
    assert {level.goal: level.value for level in plan.levels} == pytest.approx(expected, abs=2e-6)
    assert verify(scenario, plan).empty
