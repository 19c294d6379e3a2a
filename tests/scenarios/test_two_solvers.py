"""Two solvers agree on every small scenario, base and options; a lesson that is added is asked by itself."""

import pytest

from planner.conductor import load, solve
from planner.second import second_opinion
from planner.shipped import scenarios
from solvers import Limits

SMALL = ("starter", "worked-example", "tutorial", "lessons/*")
FOUND = [path for pattern in SMALL for path in sorted(scenarios().glob(pattern)) if (path / "scenario.yaml").exists()]
ASKED = [(path, option) for path in FOUND for option in {"base": "", **load(path).options}]


@pytest.mark.parametrize(("path", "option"), ASKED, ids=[f"{path.name}-{option}" for path, option in ASKED])
def test_two_solvers_agree(path, option):
    scenario = load(path, option)
    told = second_opinion(scenario, solve(scenario, Limits(seconds=60)), Limits(seconds=60))
    assert (told["verdict"] == "agrees").all(), told.to_string()
