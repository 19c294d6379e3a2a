"""The lessons, one small scenario a rule, and the second theatre: each proven, each holding the figures that its README tells."""

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
LONGER = [scenarios() / "baltic-cables"]  # some seconds an option, where a lesson takes one
ASKED = [pytest.param(f, option, id=f"{f.name}-{option}") for f in LESSONS for option in expected(f)] + [
    pytest.param(f, option, id=f"{f.name}-{option}", marks=pytest.mark.slow) for f in LONGER for option in expected(f)
]
LINES = 30  # of a README: a lesson makes one point


@pytest.mark.parametrize(("folder", "option"), ASKED)
def test_a_lesson_is_proven_and_holds_its_figures(folder: Path, option: str):
    scenario = load(folder, option)
    plan = solve(scenario, Limits(seconds=30))
    assert plan.status == "proven"
    assert verify(scenario, plan).empty
    assert differences(expected(folder)[option], Solved(scenario, plan)) == []


@pytest.mark.parametrize("folder", [*LESSONS, *LONGER], ids=lambda folder: folder.name)
def test_a_lesson_says_how_it_is_run_and_tells_every_option(folder: Path):
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert "posture solve" in text
    assert set(expected(folder)) == {"base", *load(folder).options}
    assert len(text.splitlines()) <= LINES
