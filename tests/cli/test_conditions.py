"""posture conditions: of a scenario and of a run, in words and as JSON."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from planner.cli import app

LESSON = Path(__file__).parents[2] / "scenarios/lessons/together"


def posture(*words: object) -> Result:
    return CliRunner(env={"COLUMNS": "120"}).invoke(app, [str(word) for word in words])


@pytest.fixture(scope="module")
def runs(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    assert posture("solve", LESSON, "--quiet", "--runs", folder).exit_code == 0
    return folder


def test_of_a_scenario_it_says_the_order_of_unlocking():
    result = posture("conditions", LESSON, "--option", "danes-wait")
    assert result.exit_code == 0, result.output
    assert "1 in turn: backstop" in result.stdout
    assert "out of reach: dutch" in result.stdout
    assert "IF ONE LEAVES" not in result.stdout


def test_one_nation_of_a_scenario():
    result = posture("conditions", LESSON, "--nation", "PRT")
    assert "no condition hangs on PRT or brings it" in result.stdout
    assert "ESP-coy" not in result.stdout


def test_json_holds_all_of_it(runs):
    found = json.loads(posture("conditions", "latest", "--runs", runs, "--json").stdout)
    assert found["largest"] == [["backstop", "danes", "dutch"]]
    assert [stage["how"] for stage in found["stages"]] == ["turn", "together", "never"]
    assert {row["name"]: row["left"] for row in found["leaving"]}["NLD"] == 2700
    assert not any(row["fault"] for row in found["against"])
    assert json.loads(posture("conditions", LESSON, "--json").stdout)["run"] is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("latest", "--option", "danes-wait"), "--option and --root speak of a scenario"),
        (("latest", "--nation", "France"), "France is no nation of this scenario; these are: DNK, ESP"),
    ],
)
def test_wrong_use_is_told(words, said, runs):
    result = posture("conditions", *words, "--runs", runs)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
