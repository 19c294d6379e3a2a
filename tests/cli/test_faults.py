"""Every fault ends as a sentence and the right exit code, never as a traceback."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from planner import conductor
from planner.cli import app
from planner.cli.faults import UseError
from planner.scenario import Mark, Problem, ScenarioError
from planner.store import RunError
from solvers import Outcome
from tests.tiny import tiny


def outcome(status: str, stopped_by: str) -> Outcome:
    return Outcome(status=status, x=None, levels=(), stopped_by=stopped_by, solver="", seconds=1.0, work=0.0, detail="signal 9")


PROBLEM = Problem("error", Mark("s.yaml", 3, 5, text="    FRAA: {}"), "FRAA is no country", "write FRA")

FAULTS = [
    (ScenarioError([PROBLEM]), 1, "s.yaml:3:5: error: FRAA is no country"),
    (UseError("no such thing"), 2, "no such thing"),
    (RunError("no run x"), 2, "no run x"),
    (PermissionError(13, "Permission denied", "runs/x"), 2, "runs/x: permission denied"),
    (conductor.NoPlanError(outcome("infeasible", "proof"), ("pins / FRA-bg",)), 3, "pins / FRA-bg"),
    (conductor.NoPlanError(outcome("infeasible", "proof"), (), ("s.yaml:9:3: a pin",)), 3, "loosen one. s.yaml:9:3: a pin"),
    (conductor.NoPlanError(outcome("none", "clock")), 4, "--time-limit"),
    (conductor.NoPlanError(outcome("crashed", "crash")), 5, "signal 9"),
    (conductor.NoPlanError(outcome("none", "user")), 130, "before any plan"),
    (RuntimeError("a [bold]fault[/bold]"), 5, "a [bold]fault[/bold]"),
    (ZeroDivisionError(), 5, "ZeroDivisionError"),
    (KeyboardInterrupt(), 130, "no plan"),
    (conductor.StoppedError(Path("runs/x")), 0, "posture show runs/x"),
]


@pytest.fixture
def solved(monkeypatch, tmp_path):
    """Run `posture solve` where reading the scenario raises what a test wants raised."""
    monkeypatch.setenv("POSTURE_RUNS", str(tmp_path / "runs"))
    (tmp_path / "runs").mkdir()

    def run(fault: BaseException, *words: str):
        def raises(*_, **__):
            raise fault

        monkeypatch.setattr(conductor, "load", raises)
        return CliRunner().invoke(app, ["solve", str(tmp_path), *words])

    return run


@pytest.mark.parametrize(("fault", "code", "said"), FAULTS, ids=lambda x: type(x).__name__ if isinstance(x, BaseException) else None)
def test_a_fault_is_a_sentence_and_a_code(solved, fault, code, said):
    result = solved(fault)
    assert result.exit_code == code
    assert said in " ".join(result.stderr.split())
    assert "Traceback" not in result.output


def test_an_internal_fault_leaves_its_traceback_where_it_says(solved, tmp_path):
    result = solved(RuntimeError("broken"))
    (log,) = (tmp_path / "runs").glob("fault-*.log")
    assert "Traceback" in log.read_text()
    assert log.name in "".join(result.stderr.split())
    assert len(result.stderr.split()) < 60


def test_the_log_of_a_fault_lies_where_runs_lie(solved, tmp_path):
    (tmp_path / "own").mkdir()
    solved(RuntimeError("broken"), "--runs", str(tmp_path / "own"))
    assert len(list((tmp_path / "own").glob("fault-*.log"))) == 1
    assert not list((tmp_path / "runs").iterdir())


def test_debug_prints_the_traceback(solved, monkeypatch):
    monkeypatch.setenv("POSTURE_DEBUG", "1")
    assert "Traceback" in solved(RuntimeError("broken")).stderr


def test_the_highest_code_of_several_options_is_returned(monkeypatch, tmp_path):
    faults = {"base": outcome("infeasible", "proof"), "a": outcome("none", "clock"), "b": outcome("infeasible", "proof")}

    def raises(scenario, *_, **__):
        raise conductor.NoPlanError(faults[scenario.option])

    monkeypatch.setattr(conductor, "load", lambda _path, option=None, _root=None, _without=(): replace(tiny(), option=option))
    monkeypatch.setattr(conductor, "run", raises)
    result = CliRunner().invoke(app, ["solve", str(tmp_path), "-o", "base", "-o", "a", "-o", "b", "--json"])
    assert result.exit_code == 4
    assert [record["code"] for record in json.loads(result.stdout)] == [3, 4, 3]


def test_no_option_is_solved_where_one_cannot_be_read(monkeypatch, tmp_path):
    def read(_path, option=None, _root=None, _without=()):
        if option == "b":
            raise ScenarioError([PROBLEM])
        return replace(tiny(), option=option)

    monkeypatch.setattr(conductor, "load", read)
    monkeypatch.setattr(conductor, "run", lambda *_, **__: pytest.fail("solved"))
    result = CliRunner().invoke(app, ["solve", str(tmp_path), "-o", "base", "-o", "b"])
    assert result.exit_code == 1
    assert "s.yaml:3:5" in result.stderr


def test_a_reader_that_leaves_is_not_a_fault(tmp_path):
    code = "import sys\nfrom planner.cli import main\nsys.argv = ['posture', 'schema']\nmain()"
    program = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=Path(__file__).parents[2])
    assert program.stdout is not None
    assert program.stderr is not None
    program.stdout.close()
    assert program.stderr.read() == b""
    assert program.wait(timeout=60) == 0
