"""Expansion of sites against brute force: every posture looked at, each with the fewest steps of expansion in which it finds room."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.scenario import Goal, Scenario
from tests.oracles.agreement import agrees, agrees_alone
from tests.oracles.cases import ABROAD, Draw
from tests.oracles.oracle import best

QUIET = list(HealthCheck)


@st.composite
def cases(draw: st.DrawFn) -> Scenario:
    """A site to be opened and one in use, each with up to two steps of expansion; some come late, some bring what was not there."""
    d = Draw(draw)
    d.site("x", ABROAD, d.pick(0.0, 150.0, 350.0), existing=False, ready_month=d.pick(0, 2), opening_cost=d.pick(0, 5), monthly_cost=1.0)
    d.site("y", ABROAD, d.pick(0.0, 100.0))
    for site in ("x", "y"):
        for number in range(1, 1 + d.pick(0, 1, 2)):
            d.rows["stages"].append({"site": site, "stage": number, "first_month": d.pick(0, 0, 2, 9), "cost": d.pick(0.0, 3.0, 40.0)})
            d.rows["stage_adds"].append({"site": site, "stage": number, "resource": "beds", "amount": d.pick(50.0, 100.0, 350.0)})
    d.offer("AAA", "coy", kind="deployed")
    d.offer("BBB", "bg", kind="deployed", tiers=[{"units": 1}])
    d.line("m", "man", d.pick((2, 4), (0, 5), (3, 1)), ("x", "y"))
    return d.scenario(*d.pick((Goal("shortfall", 1), Goal("cost")), (Goal("cost"), Goal("shortfall", 1))))


@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=QUIET)
@given(scenario=cases())
def test_sites_grow_as_far_as_it_pays(scenario):
    agrees_alone(scenario, best(scenario))


@pytest.mark.slow
@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=QUIET)
@given(scenario=cases())
def test_sites_grow_as_far_as_it_pays_in_many_cases(scenario):
    agrees(scenario, best(scenario))
