"""What was noticed in reading a scenario is said before it is solved, so that nobody briefs a plan whose warnings he never saw."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from planner.cli import app

TUTORIAL = Path(__file__).parents[2] / "scenarios/tutorial"


@pytest.fixture(scope="module")
def warned(tmp_path_factory) -> Path:
    """Return the tutorial with prices that nobody converts, which is a warning."""
    folder = tmp_path_factory.mktemp("warned") / "plan"
    shutil.copytree(TUTORIAL, folder)
    page = folder / "scenario.yaml"
    page.write_text(page.read_text().replace("\ncalendar:", "\nprices: {year: 2026, currency: USD}\ncalendar:", 1))
    return folder


def solved(folder: Path, runs: Path, *more: str):
    return CliRunner().invoke(app, ["solve", str(folder), "--time-limit", "20s", "--runs", str(runs), *more])


def test_warnings_are_counted_before_the_solve(warned, tmp_path):
    done = solved(warned, tmp_path)
    first = done.stderr.splitlines()[0]
    assert "warning" in first
    assert "posture check" in done.stderr


def test_quiet_says_nothing_and_json_holds_them_whole(warned, tmp_path):
    assert "warning" not in solved(warned, tmp_path, "--quiet").stderr
    told = json.loads(solved(warned, tmp_path, "--json", "--quiet").stdout)["problems"]
    (prices,) = [p for p in told if p["what"].startswith("prices in USD: every amount is read and printed in M EUR")]
    assert prices["severity"] == "warning"
    assert prices["where"]["file"].endswith("scenario.yaml")
