"""Published programs of the default mode: the first ordered goals at their proven values, found by blocks, in a few seconds."""

import numpy as np
import pytest

from solvers import Client, Limits
from tests.bench.instances import PROVEN, folder, levels

pytestmark = pytest.mark.skipif(folder() is None, reason="the instances are not here")


@pytest.mark.parametrize("cores", [1, 2])
def test_the_first_goals_reach_their_proven_values(cores):
    p = levels("levels-2", goals=4)
    with Client() as client:
        outcome = client.solve(p, Limits(seconds=120, cores=cores))
    assert outcome.status == "proven"
    assert [level.final for level in outcome.levels] == pytest.approx(PROVEN["levels-2"][:4], abs=1e-5)


def test_counted_work_is_the_same_with_two_workers():
    p = levels("levels-2", goals=3)
    plans = []
    for _ in range(2):
        with Client() as client:
            plans.append(client.solve(p, Limits(seconds=120, work=1.0, cores=2)))
    assert plans[0].work == plans[1].work
    assert np.array_equal(plans[0].x, plans[1].x)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "goals"), [("levels-0", 8), ("levels-1", 6), ("levels-2", 8)])
def test_goals_before_cost_reach_their_proven_values(name, goals):
    # Seconds on two free cores: 97, 30 and 21. The seventh goal of levels-1 was not proven in 75 s of its own, and is not claimed.
    p = levels(name, goals=goals)
    with Client() as client:
        outcome = client.solve(p, Limits(seconds=400, cores=2))
    assert outcome.status == "proven"
    assert [level.final for level in outcome.levels] == pytest.approx(PROVEN[name][:goals], abs=1e-5)
