"""Rounds of force generation as the lesson has them: what changed, the plan that is agreed, the next one that keeps to it."""

import json
import shutil
from contextlib import chdir
from pathlib import Path

import pytest
from typer.testing import CliRunner

from planner.cli import app
from planner.shipped import scenarios

LESSON = scenarios() / "lessons/rounds"


def posture(folder: Path, *words: object, ends: int = 0) -> str:
    with chdir(folder):
        done = CliRunner(env={"NO_COLOR": "1", "COLUMNS": "150"}).invoke(app, [str(w) for w in words])
    assert done.exit_code == ends, done.output
    return done.output


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A copy of the lesson, with the first and the second round solved and their plans exported; pinned is the Estonian company."""
    here = tmp_path_factory.mktemp("rounds")
    shutil.copytree(LESSON, here / "plan")
    for n in (1, 2):
        posture(here, "solve", f"plan/round-{n}.yaml", "-q", "--runs", f"plan/runs-{n}")
        posture(here, "export", "latest", "--baseline", f"agreed-{n}.csv", "--runs", f"plan/runs-{n}")
    return here


def test_the_agreed_plans_of_the_lesson_are_those_of_its_rounds(folder):
    for n in (1, 2):
        assert (folder / f"agreed-{n}.csv").read_text() == (LESSON / f"agreed-{n}.csv").read_text()


def test_a_table_is_written_once_and_over_nothing(folder):
    again = ("export", "latest", "--baseline", "agreed-1.csv", "--runs", "plan/runs-1")
    assert "is there already" in posture(folder, *again, ends=2)
    posture(folder, *again, "--force")
    assert "name a folder with --to, or a table" in posture(folder, "export", "latest", "--runs", "plan/runs-1", ends=2)
    assert "write it as agreed.csv" in posture(folder, "export", "latest", "--baseline", "agreed.txt", "--runs", "plan/runs-1", ends=2)


def test_a_saved_run_is_a_baseline_too_and_a_run_of_it_opens_again(folder):
    """The same plan by its run as by its table; the run that rests on it holds what it needs to be judged anew."""
    run = next((folder / "plan/runs-1").iterdir()).name
    text = (folder / "plan/round-2.yaml").read_text().replace("{table: agreed-1.csv}", f"{{run: runs-1/{run}}}")
    (folder / "plan/by-run.yaml").write_text(text)
    posture(folder, "solve", "plan/by-run.yaml", "-q", "--runs", "by-run")
    shutil.move(folder / "plan/runs-1", folder / "gone")
    try:
        told = json.loads(posture(folder, "verify", "latest", "--runs", "by-run", "--json"))
        assert told["verified"]
        posture(folder, "export", "latest", "--baseline", "by-run.csv", "--runs", "by-run")
    finally:
        shutil.move(folder / "gone", folder / "plan/runs-1")
    assert (folder / "by-run.csv").read_text() == (folder / "agreed-2.csv").read_text()


def test_diff_says_what_changed_from_round_to_round(folder):
    told = json.loads(posture(folder, "diff", "plan", "--json"))
    assert [(pair["old"], pair["new"]) for pair in told] == [("first", "second"), ("second", "third")]
    assert [(row["what"], row["offer"], row["persons"]) for row in told[0]["changes"]] == [
        ("new", "NOR-infantry", 600), ("changed", "FRA-battlegroup", 800), ("changed", "POL-engineers", 120),
    ]  # fmt: skip
    shown = posture(folder, "diff", "plan/offers-2.csv", "plan/offers-3.csv")
    assert "gone     FRA" in shown
    assert "−1 600" in shown


def test_diff_without_a_scenario_counts_no_people_and_one_round_is_none(folder, tmp_path):
    shutil.copy(folder / "plan/offers-1.csv", tmp_path / "a.csv")
    shutil.copy(folder / "plan/offers-2.csv", tmp_path / "b.csv")
    assert "no scenario says what a unit is" in posture(tmp_path, "diff", "a.csv", "b.csv")
    assert "+600" in posture(tmp_path, "diff", "a.csv", "b.csv", "--scenario", folder / "plan")
    (folder / "plan/offers-3.csv").rename(folder / "plan/later.csv")
    try:
        assert "third (plan/offers-3.csv)" in posture(folder, "diff", "plan/round-1.yaml")
    finally:
        (folder / "plan/later.csv").rename(folder / "plan/offers-3.csv")


def test_pins_say_what_they_cost(folder):
    pinned = (folder / "plan/round-2.yaml").read_text() + "pins: [{place: {offer: EST-infantry}, at_most: 1}]\n"
    (folder / "plan/pinned.yaml").write_text(pinned)
    posture(folder, "solve", "plan/pinned.yaml", "-q", "--runs", "pinned")
    shown = posture(folder, "pins", "latest", "--runs", "pinned")
    assert "at most 1 of EST-infantry, entry to stabilise" in shown
    assert "changes, person-months" in shown
    told = json.loads(posture(folder, "pins", "latest", "--runs", "pinned", "--json"))
    assert {row["goal"]: row["proven"] for row in told["pins"][0]["goals"]} == {"shortfall.1": True, "changes": True, "cost": True}
    assert "nothing is pinned" in posture(folder, "pins", "latest", "--runs", "plan/runs-2")
