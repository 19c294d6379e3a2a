"""The worker may die, lie, hang or be told to stop: there is always an Outcome, and its plan is one."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from solvers import Aim, Client, Event, Limits
from solvers.record import Record
from tests.solvers.hard import hard
from tests.solvers.small import best, program

BOUND = Limits(seconds=30)


def impatient() -> Callable[[], bool]:
    """Return a stop that is asked for only long after a short limit: a solve that it ends has not kept to its limit."""
    until = time.monotonic() + BOUND.seconds
    return lambda: time.monotonic() > until


@pytest.mark.parametrize("moment", [0.0, 0.15, 0.4, 0.9])
def test_a_killed_worker_leaves_the_best_verified_plan(moment):
    p = hard()
    told: list[Event] = []
    with Client() as client:
        killer = threading.Timer(moment + random.Random(moment).random() / 10, lambda: client.pid and os.kill(client.pid, signal.SIGKILL))
        killer.start()
        begun = time.monotonic()
        outcome = client.solve(p, BOUND, tell=told.append)
        killer.join()
        assert time.monotonic() - begun < BOUND.seconds / 2
        if outcome.stopped_by != "user" and outcome.stopped_by != "proof":
            assert (outcome.status, outcome.stopped_by) == ("feasible", "crash")
        assert p.violation(outcome.x) <= 1e-6
        plans = [e.x for e in told if e.kind == "incumbent"]
        assert p.aims[0].value(outcome.x) <= min([p.aims[0].value(x) for x in plans], default=np.inf) + 1e-9
        assert client.solve(program(0), BOUND).status == "proven"  # a new worker takes over


def test_a_killed_worker_without_any_plan_is_a_crash():
    p = replace(hard(), start=np.full(hard().start.size, np.nan))
    with Client() as client:
        threading.Timer(0.05, lambda: client.pid and os.kill(client.pid, signal.SIGKILL)).start()
        outcome = client.solve(p, BOUND)
        if outcome.x is None:
            assert (outcome.status, outcome.stopped_by) == ("crashed", "crash")


@pytest.mark.parametrize("kind", ["callable", "event"])
def test_stop_keeps_the_best_plan_and_does_not_wait_for_the_clock(kind):
    p, flag = hard(), threading.Event()
    threading.Timer(0.8, flag.set).start()
    with Client() as client:
        begun = time.monotonic()
        outcome = client.solve(p, BOUND, stop=flag if kind == "event" else flag.is_set)
        assert time.monotonic() - begun < BOUND.seconds / 2
    assert outcome.stopped_by == "user"
    assert outcome.status == "feasible"
    assert p.violation(outcome.x) <= 1e-6


def test_the_clock_ends_a_solve_with_a_plan():
    p = hard()
    with Client() as client:
        outcome = client.solve(p, Limits(seconds=1.0), stop=impatient())
    assert (outcome.status, outcome.stopped_by) == ("feasible", "clock")
    assert p.aims[0].value(outcome.x) < p.aims[0].value(p.start)


def test_a_stopped_process_does_not_hang_the_parent():
    with Client() as client:
        client.solve(program(0), BOUND)
        os.kill(client.pid, signal.SIGSTOP)
        outcome = client.solve(hard(), Limits(seconds=0.5), stop=impatient())
    assert (outcome.status, outcome.stopped_by) == ("feasible", "clock")


def test_events_come_in_order_with_plans_that_improve():
    p, told = program(7), []
    with Client() as client:
        outcome = client.solve(p, BOUND, tell=told.append)
    assert [e.level for e in told if e.kind == "level"] == [0, 1, 2]
    assert [e.seconds for e in told] == sorted(e.seconds for e in told)
    assert [e.work for e in told] == sorted(e.work for e in told)
    plans = [e for e in told if e.kind == "incumbent"]
    assert all(p.violation(e.x) <= 1e-6 and e.value == pytest.approx(p.aims[e.level].value(e.x)) for e in plans)
    assert np.array_equal(plans[-1].x, outcome.x)
    assert {e.kind for e in told} >= {"step", "incumbent", "level"}


def test_one_worker_serves_many_programs_and_ends_with_its_client():
    with Client() as client:
        assert client.pid is None
        values = [client.solve(program(s), BOUND).levels[0].final for s in (1, 2)]
        pid = client.pid
        assert values == pytest.approx([best(program(s))[0] for s in (1, 2)], abs=2e-6)
        client.solve(program(3), BOUND)
        assert client.pid == pid
        assert os.getpgid(pid) == pid != os.getpgid(0)
    assert client.pid is None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_what_tell_raises_comes_through_and_the_client_lives_on():
    def fail(event: Event) -> None:
        raise RuntimeError("screen gone")

    with Client() as client:
        with pytest.raises(RuntimeError, match="screen gone"):
            client.solve(program(0), BOUND, tell=fail)
        assert client.solve(program(0), BOUND).status == "proven"


def test_a_worker_ends_when_its_input_closes():
    worker = subprocess.Popen([sys.executable, "-m", "solvers.worker"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, cwd=root())
    worker.stdin.close()
    assert worker.wait(timeout=10) == 0


def test_the_parent_believes_nothing():
    p = program(5)
    record = Record(p, Limits(), None)
    lie = np.zeros(p.start.size)  # cheap and infeasible
    for x in (lie, np.full(p.start.size, np.nan), np.zeros(3), np.full(p.start.size, 0.5)):
        assert record.hear(Event("incumbent", 0.0, 0.0, level=0, value=-1e9, x=x)) is None
    record.hear(Event("level", 0.0, 0.0, level=0, value=-1e9, bound=-1e9, note="proven"))
    outcome = record.cut("crash")
    assert np.array_equal(outcome.x, p.start)
    assert [level.state for level in outcome.levels] == ["stopped", "skipped", "skipped"]


def test_the_memory_limit_ends_in_an_outcome():
    with Client() as client:
        outcome = client.solve(hard(), Limits(seconds=5, memory=50_000_000))
        assert outcome.x is not None
        assert outcome.stopped_by in {"memory", "crash"}
        assert client.solve(program(0), BOUND).status == "proven"


def root() -> Path:
    """The folder that holds the package."""
    return Path(__file__).resolve().parents[2]


def test_what_lies_in_the_users_folder_is_not_imported(tmp_path, monkeypatch):
    (tmp_path / "queue.py").write_text("raise SystemExit(1)\n")
    monkeypatch.chdir(tmp_path)
    with Client() as client:
        assert client.solve(program(3), Limits(seconds=20)).status == "proven"


def test_a_stop_while_the_program_is_still_being_sent_is_a_stop():
    wide = 300_000
    many, one = np.ones(wide), np.ones(1)
    large = replace(
        program(3), matrix=sparse.csr_array((1, wide)), row_lower=0 * one, row_upper=one, lower=0 * many, upper=many, integer=many < 0,
        aims=(Aim("nothing", 0 * many),), column_labels=(), row_labels=(), axes=(), start=0 * many,
    )  # fmt: skip
    with Client() as client:
        assert client.solve(large, Limits(seconds=20), stop=lambda: True).stopped_by in {"user", "proof"}


def test_a_slow_listener_loses_no_proof():
    with Client() as client:
        outcome = client.solve(program(3), Limits(seconds=1.0), tell=lambda _: time.sleep(0.4))
    assert outcome.status == "proven"
