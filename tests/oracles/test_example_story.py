"""The example's story: the backstop is earned in the base and not without it, lines are filled, every option differs."""

from pathlib import Path

import pytest

from planner.conductor import load, solve
from planner.store import plan_digest
from planner.verify import verify
from solvers import Limits

EXAMPLE = Path(__file__).parents[2] / "scenarios" / "example"
OPTIONS = ("base", "no-backstop", "france-late", "half-force")
WAITING = {"instructors"}  # its need waits for a rule of its own


@pytest.fixture(scope="module")
def solved():
    pairs = {}
    for option in OPTIONS:
        scenario = load(EXAMPLE, option)
        pairs[option] = scenario, solve(scenario, Limits(seconds=60))
    return pairs


def held(plan):
    table = plan.frames["conditions"]
    return table[(table["condition"] == "us-backstop") & table["holds"]]["step"].tolist()


def test_the_backstop_is_earned_in_the_base_and_not_without_it(solved):
    assert held(solved["base"][1]) == [1, 2, 3]
    assert held(solved["no-backstop"][1]) == []


def test_every_line_whose_need_can_be_computed_is_filled(solved):
    scenario, plan = solved["base"]
    filled = plan.frames["coverage"].groupby("requirement")["filled"].min()
    assert set(filled[filled > 0].index) == set(scenario.frames["requirements"].index) - WAITING


def test_every_option_is_another_plan(solved):
    assert len({plan_digest(plan) for _, plan in solved.values()}) == len(OPTIONS)


@pytest.mark.parametrize("option", OPTIONS)
def test_every_plan_is_proven_and_verifies(option, solved):
    scenario, plan = solved[option]
    assert plan.status == "proven"
    assert verify(scenario, plan).empty
