"""Every posture of tiny scenarios looked at, rule by rule: the solver reaches the same values, and the rules find no breach."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.oracles.agreement import agrees
from tests.oracles.cases import FLAVOURS
from tests.oracles.oracle import best

QUIET = {"deadline": None, "derandomize": True, "suppress_health_check": list(HealthCheck)}


@pytest.mark.parametrize("flavour", sorted(FLAVOURS))
@settings(max_examples=6, **QUIET)
@given(data=st.data())
def test_the_solver_reaches_what_enumeration_finds(flavour, data):
    scenario = data.draw(FLAVOURS[flavour]())
    agrees(scenario, best(scenario))


@pytest.mark.slow
@pytest.mark.parametrize("flavour", sorted(FLAVOURS))
@settings(max_examples=150, **QUIET)
@given(data=st.data())
def test_the_solver_reaches_what_enumeration_finds_in_many_cases(flavour, data):
    scenario = data.draw(FLAVOURS[flavour]())
    agrees(scenario, best(scenario))
