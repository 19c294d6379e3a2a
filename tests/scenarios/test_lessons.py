"""The lessons: one small scenario a rule, each proven in about a second, each holding the figures that its README tells."""

from pathlib import Path

import pytest

from planner.conductor import solve
from planner.scenario.load import load
from planner.shipped import scenarios
from planner.verify import verify
from solvers import Limits
from tests.scenarios.expected import differences, expected
from tests.scenarios.solved import Solved

LESSONS = sorted(path.parent for path in (scenarios() / "lessons").glob("*/scenario.yaml"))
ASKED = [(folder, option) for folder in LESSONS for option in expected(folder)]
LINES = 30  # of a README: a lesson makes one point


@pytest.mark.parametrize(("folder", "option"), ASKED, ids=[f"{folder.name}-{option}" for folder, option in ASKED])
def test_a_lesson_is_proven_and_holds_its_figures(folder: Path, option: str):
    scenario = load(folder, option)
    plan = solve(scenario, Limits(seconds=30))
    assert plan.status == "proven"
    assert verify(scenario, plan).empty
    assert differences(expected(folder)[option], Solved(scenario, plan)) == []


@pytest.mark.parametrize("folder", LESSONS, ids=lambda folder: folder.name)
def test_a_lesson_says_how_it_is_run_and_tells_every_option(folder: Path):
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert "posture solve" in text
    assert set(expected(folder)) == {"base", *load(folder).options}
    assert len(text.splitlines()) <= LINES
