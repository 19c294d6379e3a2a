"""A folder with the starter and its solved runs, made once for the verbs that are tried on it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from planner.cli import app


def _posture(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture(scope="session")
def plan_folder(tmp_path_factory) -> Path:
    """Write a folder with the starter and a solved run of each of its options."""
    folder = tmp_path_factory.mktemp("cli")
    assert _posture("init", folder / "plan").exit_code == 0
    result = _posture("solve", folder / "plan", "--all-options", "--time-limit", "60s", "--runs", folder / "runs", "--json")
    assert result.exit_code == 0, result.output
    (folder / "solved.json").write_text(result.stdout)
    return folder


@pytest.fixture(scope="session")
def runs(plan_folder) -> list[str]:
    return [record["run"] for record in json.loads((plan_folder / "solved.json").read_text())]
