"""A plan with asks from the command line: the force without them is solved first and stands beside it, also when the run is shown later."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from planner import store
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
    assert "Without asks: shortfall, priority 1 0.25 lines instead of 0.00" in said
    later = posture("show", "latest", "--runs", runs)
    assert "with asks" in later
    assert "Without asks: shortfall, priority 1 0.25 lines instead of 0.00" in later
    assert len(posture("runs", "--runs", runs).split(" done ")) == 3, "two runs"
    assert "no breach" in posture("verify", "latest", "--runs", runs)


def test_a_force_without_asks_whose_plan_failed_is_said_to_have_failed(runs, monkeypatch):
    """Not to be solved: it was, and the command to do so is the one that has just ended."""
    listing = store.listing

    def failed(root):
        known = listing(root)
        newest = known["id"].iloc[-1]
        return known.assign(state=known["state"].where(known["id"] == newest, "failed"))

    monkeypatch.setattr(store, "listing", failed)
    without = str(listing(Path(runs))["id"].iloc[0])
    said = posture("show", "latest", "--runs", runs)
    assert f"The force without asks was solved and failed: posture verify {without} says where." in said
    assert "is not solved" not in said


@pytest.mark.parametrize("model", ["{asks: allowed}", "{}"])
def test_check_lists_what_may_be_asked_at_what_price_and_where(tmp_path, model):
    text = (scenarios() / "lessons" / "asks" / "scenario.yaml").read_text(encoding="utf-8")
    file = tmp_path / "scenario.yaml"
    file.write_text(text.replace("model: {asks: allowed}", f"model: {model}"), encoding="utf-8")
    table = json.loads(CliRunner().invoke(app, ["check", str(file), "--option", "base", "--json"]).stdout)["asks"]
    assert [(row["caveat"], row["nations"], row["price"], row["owner"]) for row in table] == [
        ("esp-stays-out", "ESP", 5, "the Cortes"), ("ita-stays-out", "ITA", 3, "the Camera"), ("swe-not-under", "SWE", 1, "the Riksdag"),
    ]  # fmt: skip
    line = text.splitlines().index(next(row for row in text.splitlines() if row.startswith("  esp-stays-out"))) + 1
    assert f"scenario.yaml:{line}:" in table[0]["where"]
    said = posture("check", str(file), "--option", "base")
    assert "WHAT MAY BE ASKED" in said
    assert ("with model: {asks: allowed}" in said) == (model == "{}")
