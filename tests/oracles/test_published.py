"""Published problems with known optima, as scenarios through the whole pipeline: file, model, search, rules."""

import pytest

from planner.conductor import load, solve
from planner.verify import verify
from solvers import Limits
from tests.oracles import published

pytestmark = pytest.mark.skipif(
    not published.FOLDER.is_dir(), reason="the published instances are not at hand; set POSTURE_INSTANCES to their folder"
)

QUICK = [("gap", "gap1-0"), ("gap", "gap3-2"), ("sscflp", "p1")]
ALL = [("gap", f"gap{k}-{i}") for k in range(1, 7) for i in range(5)] + [("sscflp", f"p{i}") for i in range(1, 13)]


def reaches_the_optimum(family, name, folder):
    document = published.assignment(name) if family == "gap" else published.location(name, folder)
    scenario = load(published.write(document, folder))
    plan = solve(scenario, Limits(seconds=240))
    value = {level.goal: level.value for level in plan.levels}
    assert value["shortfall.1"] == pytest.approx(0, abs=1e-9)
    assert value["cost"] == pytest.approx(published.optima(family)[name], rel=1e-6)
    assert plan.levels[-1].state == "proven"
    assert verify(scenario, plan).empty


@pytest.mark.parametrize(("family", "name"), QUICK)
def test_the_published_optimum_is_reached(family, name, tmp_path):
    reaches_the_optimum(family, name, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(("family", "name"), [pair for pair in ALL if pair not in QUICK])
def test_every_published_optimum_is_reached(family, name, tmp_path):
    reaches_the_optimum(family, name, tmp_path)
