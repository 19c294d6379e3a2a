"""More supply, a lifted caveat, a granted condition: a proven first level never gets worse."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.conductor import NoPlanError, solve
from planner.frames import arrange, make
from planner.scenario import Goal, Scenario
from solvers import Limits
from tests.oracles.cases import FLAVOURS

QUIET = {"deadline": None, "derandomize": True, "suppress_health_check": list(HealthCheck)}


def first_level(scenario: Scenario) -> float:
    plan = solve(replace(scenario, goals=(Goal("shortfall", 1),)), Limits(seconds=30))
    assert plan.levels[0].state == "proven"
    return plan.levels[0].value


def with_rows(scenario: Scenario, **rows) -> Scenario:
    frames = dict(scenario.frames)
    for name, more in rows.items():
        have = frames[name].reset_index() if frames[name].index.name else frames[name]
        new = make(name, more)
        frames[name] = arrange(name, pd.concat([have, new.reset_index() if new.index.name else new], ignore_index=True))
    return replace(scenario, frames=frames)


def another_offer(scenario: Scenario) -> Scenario:
    offer = {"offer": "CCC-more", "nation": "CCC", "unit_type": "coy", "kind": "deployed", "tour_months": 4, "dwell_months": 4}
    return with_rows(scenario, offers=[offer], tiers=[{"offer": "CCC-more", "tier": "1", "units": 1}])


def no_caveats(scenario: Scenario) -> Scenario:
    return replace(scenario, caveats=())


def all_granted(scenario: Scenario) -> Scenario:
    granted = {k: replace(c, granted="granted", earned=None, first_month=0) for k, c in scenario.conditions.items()}
    return replace(scenario, conditions=granted)


CHANGES = {
    another_offer: ("coverage", "rotation", "sites", "command", "areas", "conditions"),
    no_caveats: ("conditions", "admissibility"),
    all_granted: ("conditions", "areas"),
}


CASES = pytest.mark.parametrize(("change", "flavour"), [(c, f) for c, flavours in CHANGES.items() for f in flavours])


@CASES
@settings(max_examples=3, **QUIET)
@given(data=st.data())
def test_the_first_level_is_not_worse(change, flavour, data):
    never_worse(change, data.draw(FLAVOURS[flavour]()))


@pytest.mark.slow
@CASES
@settings(max_examples=40, **QUIET)
@given(data=st.data())
def test_the_first_level_is_not_worse_in_many_cases(change, flavour, data):
    never_worse(change, data.draw(FLAVOURS[flavour]()))


def never_worse(change: Callable[[Scenario], Scenario], scenario: Scenario) -> None:
    """Hold the first level after a change to that before it."""
    try:
        before = first_level(scenario)
    except NoPlanError:
        return
    assert first_level(change(scenario)) <= before + 1e-6
