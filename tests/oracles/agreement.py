"""What it means that a solve agrees with enumeration: one judgement for the oracles of all rules."""

from collections.abc import Mapping

import pytest

from planner.conductor import NoPlanError, solve
from planner.decisions import Decisions
from planner.scenario import Scenario, ScenarioError
from planner.verify import account, verify
from solvers import Limits
from tests.families.solve import optimum

NEAR = 2e-6  # what the two may differ by: a level's row has a slack of its own


def agrees(scenario: Scenario, expected: Mapping[str, float] | None) -> None:
    """Hold the whole way, by the search that planners use, to the values of the goals; None: there is no plan, and that is proven."""
    if expected is None:
        with pytest.raises((NoPlanError, ScenarioError)) as refused:
            solve(scenario, Limits(seconds=30))
        assert isinstance(refused.value, ScenarioError) or refused.value.proven
        return
    plan = solve(scenario, Limits(seconds=60))
    assert [level.state for level in plan.levels] == ["proven"] * len(plan.levels)
    assert {level.goal: level.value for level in plan.levels} == pytest.approx(expected, abs=NEAR)
    assert verify(scenario, plan).empty


def agrees_alone(scenario: Scenario, expected: Mapping[str, float]) -> Decisions:
    """Hold one solver alone, which is quicker, and the rules to the values of the goals; return what it decided."""
    values, decisions = by_the_rules(scenario)
    assert values == pytest.approx(expected, abs=NEAR)
    return decisions


def by_the_rules(scenario: Scenario) -> tuple[dict[str, float], Decisions]:
    """Return what one solver alone makes of the goals and what it decided, held to the rules: the same values, and no breach."""
    values, decisions = optimum(scenario)
    made = account(scenario, decisions)
    assert {goal: made.metrics[goal] for goal in values} == pytest.approx(values, abs=NEAR)
    assert made.breaches.empty
    return values, decisions
