"""What is mistyped or mistaken on the command line: a sentence that says what was probably meant, and nothing done."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from planner import conductor
from planner.cli import app
from planner.conductor import load, run
from planner.store.layout import record
from solvers import Limits
from tests.faults.replay import STARTER

WORKED = STARTER.parent / "worked-example"


def posture(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def said(result: Result) -> str:
    return " ".join(result.stderr.split())


@pytest.fixture(scope="module")
def runs(tmp_path_factory) -> Path:
    """Solve the starter, its option, a second round of its offers, one with more room than is used, and another scenario."""
    folder = tmp_path_factory.mktemp("mistakes")
    text = (STARTER / "scenario.yaml").read_text()
    for name, old, new in (("round", "in_cycle: 3", "in_cycle: 6"), ("room", "beds: 1000", "beds: 1100")):
        assert old in text
        (folder / name).mkdir()
        (folder / name / "scenario.yaml").write_text(text.replace(old, new, 1))
    for path, option in (
        (STARTER, "base"),
        (STARTER, "no-backstop"),
        (folder / "round", "base"),
        (folder / "room", "base"),
        (WORKED, "base"),
    ):
        run(load(path, option), Limits(seconds=60), folder / "runs")
    return folder / "runs"


def ids(runs: Path) -> list[str]:
    return sorted((path.name for path in runs.iterdir()), key=lambda name: record(runs / name, "run.json")["number"])


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("--time-limit", "30", "sec"), "(sec): write a time as one word: 30s, 5m or 1h"),
        (("-t", "5", "minutes", "please"), "write a time as one word"),
        (("--gap", "0.5", "%"), "(%): write a share as one word: 1%"),
    ],
)
def test_a_unit_apart_from_its_number_is_hinted_at(words, hint):
    result = posture("solve", STARTER, *words)
    assert result.exit_code == 2
    assert hint in said(result)


def test_another_word_too_many_is_not():
    assert "one word" not in posture("solve", STARTER, "twice").stderr


def test_a_run_that_is_not_there_suggests_what_may_be_meant(runs):
    base, option, *_ = ids(runs)
    for word, told in (
        ("lates", "no run lates in"),
        ("lates", "did you mean latest? posture runs lists them, and latest is the newest"),
        ("no-backstop", f"did you mean {option}?"),
        (base[:-1], f"did you mean {base}?"),
        ("nope", "; posture runs lists them, and latest is the newest"),
    ):
        result = posture("verify", word, "--runs", runs)
        assert result.exit_code == 2
        assert told in said(result)
    assert "make one with: posture solve SCENARIO" in said(posture("show", "nope", "--runs", runs / "none"))


def test_a_scenario_among_runs_is_named(runs):
    result = posture("compare", STARTER, "room", "--runs", runs)
    assert result.exit_code == 2
    assert "starter: give one scenario, or runs; options of a scenario with --option" in said(result)


@pytest.mark.parametrize("verb", ["compare", "brief"])
def test_runs_of_different_scenarios_are_not_ranked(runs, tmp_path, verb):
    starter, *_, worked = ids(runs)
    result = posture(verb, starter, worked, "--runs", runs, *(["--to", tmp_path / "b.html"] if verb == "brief" else []))
    assert result.exit_code == 2
    assert 'these runs are of different scenarios: "Starter" and "Worked example"' in said(result)
    assert "compare runs of one scenario" in said(result)
    assert result.stdout == ""
    assert not list(tmp_path.iterdir())


def test_versions_of_one_scenario_are_compared_and_named(runs, tmp_path):
    base, option, later, room, _ = ids(runs)
    printed = " ".join(posture("compare", base, later, "--runs", runs).stdout.split())
    assert "Of different versions of the scenario: base (2) was read from other files than the base." in printed
    assert json.loads(posture("compare", base, option, "--runs", runs, "--json").stdout)["versions"] == []
    told = json.loads(posture("compare", base, room, "--runs", runs, "--json").stdout)
    assert told["versions"] == ["base (2)"]
    assert told["same"] == {"base (2)": "the same plan as base; what it changes does not bind"}
    assert "base (2): the same plan as base; what it changes does not bind" in posture("compare", base, room, "--runs", runs).stdout
    assert json.loads(posture("compare", base, option, "--runs", runs, "--json").stdout)["same"] == {}
    assert posture("brief", base, later, "--to", tmp_path / "b.txt", "--runs", runs).exit_code == 0
    assert "B of another version of the scenario." in " ".join((tmp_path / "b.txt").read_text().split())


@pytest.mark.parametrize("name", ["x.docx", "x.pdf", "x", "html"])
def test_a_brief_is_written_as_what_its_name_says_or_not_at_all(runs, tmp_path, name):
    result = posture("brief", ids(runs)[0], "--to", tmp_path / name, "--runs", runs)
    assert result.exit_code == 2
    assert "a brief is written as .html or, text alone, as .txt" in said(result)
    assert not list(tmp_path.iterdir())


def test_a_line_that_is_not_short_is_said_to_be_so(runs):
    shown = posture("show", ids(runs)[0], "--line", "land-west", "--runs", runs).stdout.splitlines()
    assert shown[-1].strip() == "it is not short"
    assert shown[-2].startswith(" WHY IT IS SHORT")


@pytest.mark.parametrize("verb", ["check", "solve"])
@pytest.mark.parametrize("fault", [MemoryError(), MemoryError("Unable to allocate 3 TiB")])
def test_too_little_memory_is_a_sentence_with_the_size(tmp_path, monkeypatch, verb, fault):
    def full(_):
        raise fault

    monkeypatch.setattr(conductor, "placements", full)
    shutil.copytree(STARTER, tmp_path / "plan")
    monkeypatch.chdir(tmp_path)
    result = posture(verb, "plan")
    assert result.exit_code == 5
    assert "Internal fault" not in result.stderr
    assert "Too large for this machine's memory: " in said(result)
    assert "offers on 4 lines at" in said(result)
    assert not list(tmp_path.rglob("fault-*.log"))
