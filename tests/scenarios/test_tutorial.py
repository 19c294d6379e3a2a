"""The tutorial: small enough to read, proven in about a second, and each short line short for another reason."""

import pytest

from planner.conductor import solve
from planner.placements import placements
from planner.scenario.load import load
from planner.shipped import scenarios
from planner.study.shortfalls import shortfalls
from solvers import Limits
from tests.scenarios.expected import differences, expected
from tests.scenarios.solved import Plans, Solved

FOLDER = scenarios() / "tutorial"
EXPECTED = expected(FOLDER)


@pytest.fixture(scope="module")
def plans() -> Plans:
    read = {option: load(FOLDER, option) for option in EXPECTED}
    return {option: Solved(scenario, solve(scenario, Limits(seconds=60))) for option, scenario in read.items()}


def test_every_option_has_its_figures() -> None:
    assert set(EXPECTED) == {"base", *load(FOLDER).options}


@pytest.mark.parametrize("option", EXPECTED)
def test_every_plan_is_proven_and_holds_its_figures(option: str, plans: Plans) -> None:
    assert plans[option].plan.status == "proven"
    assert EXPECTED[option]["first"] == len(EXPECTED[option]["levels"])
    assert differences(EXPECTED[option], plans[option]) == []


def test_each_short_line_is_short_for_another_reason(plans: Plans) -> None:
    base = plans["base"]
    found = {s.requirement: s for s in shortfalls(base.scenario, base.plan, placements(base.scenario))}
    assert set(found) == {"camp-air-defence", "engineers", "reserve"}


def test_estonia_comes_only_with_britain(plans: Plans) -> None:
    land = plans["base"].posture.query("requirement == 'land'").groupby("step")["nation"].agg(set)
    assert all("GBR" in nations for nations in land if "EST" in nations)
    assert any("EST" in nations for nations in land)
