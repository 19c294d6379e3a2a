"""posture conditions: of a scenario and of a run, in words and as JSON."""

import json
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from planner.cli import app
from planner.cli.unlocking import separates
from planner.scenario import Step
from planner.study.conditions import Stage

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


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ("date", "Nothing must be earned: at most 300 persons may stand in second."),
        ("turn", "With or without the conditions, rooms and ceilings hold the persons at 300, in second; 1 offer waits."),
    ],
)
def test_where_rooms_make_the_persons_equal_it_does_not_say_that_nothing_must_be_earned(how, says):
    steps = (Step("first", "first", 0, 6), Step("second", "second", 6, 6))
    stage = Stage(1, how, ("backstop",), (0, 1), (0, 0), (0, 0), (), 0, (), ())
    persons = pd.DataFrame({"step": [0, 1], "core": [200, 300], "turn": [200, 300], "largest": [200, 300]})
    waiting = pd.DataFrame({"offer": ["FRA-bn", "FRA-bn"], "nation": "FRA"})
    found = SimpleNamespace(stages=(stage,), persons=persons, waiting=waiting)
    assert separates(found, [s.name for s in steps]) == says


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
