"""What must be true of persistence whatever the scenario: an agreed plan can be kept, and who asks for it earlier gets no less of it."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.conductor import NoPlanError, solve
from planner.frames import make
from planner.plan import Plan
from planner.scenario import Goal, Persistence, Scenario, ScenarioError
from solvers import Limits
from tests.oracles.cases import FLAVOURS
from tests.oracles.test_persistence import cases

LIMITS = Limits(seconds=30)
WEIGHTS = {"exploratory": 0.5, "offered": 1.0, "announced": 5.0, "deployed": 20.0, "unused": 0.2}
QUIET = settings(max_examples=2, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def agreed(scenario: Scenario, plan: Plan, *goals: Goal) -> Scenario:
    """Return the next round of the same offers, with a plan agreed; whatever moves counts something."""
    place = plan.decisions["place"].astype({"units": float}).to_dict("records")
    frames = {**scenario.frames, "baseline": make("baseline", place)}
    return replace(scenario, frames=frames, persistence=Persistence(WEIGHTS, 0.0, per_site=True), goals=goals)


def assert_kept(scenario: Scenario) -> None:
    """First of the goals, or by the ceiling alone, the agreed plan comes out again, line by line and site by site."""
    try:
        first = solve(scenario, LIMITS)
    except (NoPlanError, ScenarioError):
        return
    if first.decisions["place"].empty:
        return
    for goals in ((Goal("changes"), *scenario.goals), scenario.goals):
        second = solve(agreed(scenario, first, *goals), LIMITS)
        assert second.metrics["changes"] == 0
        pd.testing.assert_frame_equal(second.decisions["place"], first.decisions["place"])


@pytest.mark.parametrize("flavour", ["coverage", "conditions"])
@QUIET
@given(data=st.data())
def test_with_the_same_offers_the_agreed_plan_is_kept(flavour, data):
    assert_kept(data.draw(FLAVOURS[flavour]()))


@pytest.mark.slow
@pytest.mark.parametrize("flavour", sorted(FLAVOURS))
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_the_rules_the_agreed_plan_is_kept(flavour, data):
    assert_kept(data.draw(FLAVOURS[flavour]()))


@QUIET
@given(scenario=cases())
def test_an_earlier_place_among_the_goals_never_raises_what_changes(scenario):
    others = [g for g in scenario.goals if g.metric != "changes"]
    found = []
    for at in range(len(others) + 1):
        try:
            plan = solve(replace(scenario, goals=(*others[:at], Goal("changes"), *others[at:])), LIMITS)
        except NoPlanError:
            return
        found.append(plan.metrics["changes"])
    assert found == sorted(found) or max(found) - min(found) < 1e-6
