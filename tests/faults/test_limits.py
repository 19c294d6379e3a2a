"""Limits that leave no room: too little memory, no time at all."""

import pytest
from typer.testing import CliRunner

from planner import conductor, store
from planner.cli import app
from planner.conductor import load, run
from planner.verify import verify
from solvers import Client, Limits
from tests.faults.replay import STARTER
from tests.solvers.hard import hard

TIGHT = 120_000_000  # bytes: less than the solver's libraries take


def test_a_memory_limit_ends_a_solve_with_the_plan_known_by_then():
    p = hard()
    with Client() as client:
        outcome = client.solve(p, Limits(seconds=20, memory=TIGHT))
        assert (outcome.status, outcome.stopped_by) == ("feasible", "memory")
        assert p.violation(outcome.x) <= 1e-6
        assert "memory" in outcome.detail
        assert client.solve(p, Limits(seconds=1)).stopped_by == "clock"  # and the next is not held to it


def test_a_solve_out_of_memory_says_so_and_keeps_its_plan(tmp_path, monkeypatch):
    solve = conductor.solvers.solve
    monkeypatch.setattr(
        conductor.solvers, "solve", lambda program, _limits, **more: solve(program, Limits(seconds=30, memory=TIGHT), **more)
    )
    result = CliRunner().invoke(app, ["solve", str(STARTER), "--runs", str(tmp_path)])
    said = " ".join(result.stderr.split())
    assert result.exit_code == 5, said
    assert "Stopped by the memory limit" in said
    saved = store.open("latest", tmp_path)
    assert saved.state == "failed"
    assert verify(saved.scenario, saved.plan).empty


@pytest.mark.parametrize("text", ["0", "0s", "0m", "-5", "none"])
def test_a_time_limit_of_nothing_is_a_wrong_use(tmp_path, text):
    result = CliRunner().invoke(app, ["solve", str(STARTER), f"--time-limit={text}", "--runs", str(tmp_path)])
    assert result.exit_code == 2
    assert "write 90s, 5m or 1h" in " ".join(result.stderr.replace("│", " ").split())
    assert not list(tmp_path.iterdir())


def test_no_time_at_all_returns_the_empty_posture_and_claims_nothing(tmp_path):
    done = run(load(STARTER), Limits(seconds=0), tmp_path)
    assert done.sound
    assert done.plan.decisions["place"].empty
    assert done.outcome.stopped_by == "clock"
    assert {level.state for level in done.plan.levels} <= {"skipped", "stopped"}
