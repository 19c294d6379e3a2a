"""A plan with asks from the command line: the force without them is solved first and stands beside it, also when the run is shown later."""

import pytest
from typer.testing import CliRunner

from planner.cli import app
from planner.shipped import scenarios

LESSON = str(scenarios() / "lessons" / "asks")


@pytest.fixture(scope="module")
def runs(tmp_path_factory) -> str:
    return str(tmp_path_factory.mktemp("runs"))


def posture(*words: str) -> str:
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def test_the_force_without_asks_stands_beside_the_plan_with_them(runs):
    said = posture("solve", LESSON, "--runs", runs)
    assert "Asks · base · with asks" in said
    assert "3 caveats to be lifted, at 9 points in all." in said
    assert "Without asks: shortfall, priority 1 0.250000 instead of 0.000000" in said
    later = posture("show", "latest", "--runs", runs)
    assert "with asks" in later
    assert "Without asks: shortfall, priority 1 0.250000 instead of 0.000000" in later
    assert len(posture("runs", "--runs", runs).split(" done ")) == 3, "two runs"
    assert "no breach" in posture("verify", "latest", "--runs", runs)
