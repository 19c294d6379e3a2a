"""Killed at random moments, worker or parent: what was saved reads and verifies, the list says what happened, no process stays."""

import os
import random
import signal
import threading
import time
from contextlib import suppress

import pytest

from planner import store
from planner.conductor import NoPlanError, load, run
from planner.verify import verify
from solvers import Limits
from tests.faults.started import FLAGSHIP, PROC, family, gone, planned

pytestmark = pytest.mark.skipif(not PROC, reason="needs the kernel's lists of processes")
LIMIT = 30.0  # seconds of a search whose worker is killed: it would last them all
EXAMPLE = FLAGSHIP.parent / "example"
FEW, MANY = range(5), range(5, 50)


def kill_the_worker(seed: int, runs, folder, longest: float) -> None:
    """Kill the worker some time after it was started; where it had ended by itself, the run is done."""
    scenario = load(folder)
    before = set(family(os.getpid()))
    delay = random.Random(seed).uniform(0.0, longest)
    over = threading.Event()

    def kill() -> None:
        while not (found := set(family(os.getpid())) - before):
            if over.wait(0.01):
                return
        if not over.wait(delay):  # else its id may be another's by now
            with suppress(ProcessLookupError):
                os.kill(min(found), signal.SIGKILL)

    ends = ["crash"]
    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    try:
        with suppress(NoPlanError):
            done = run(scenario, Limits(seconds=LIMIT, cores=2), runs)
            ends[0:] = [done.outcome.stopped_by]
            assert done.sound == (done.outcome.stopped_by != "crash")
            assert ("code -9" in done.outcome.detail) == (done.outcome.stopped_by == "crash")
    finally:
        over.set()
        killer.join()
    saved = store.open("latest", runs)
    assert saved.state == ("failed" if ends == ["crash"] else "done")
    assert saved.scenario.digest == scenario.digest
    if saved.plan is not None:
        assert verify(saved.scenario, saved.plan).empty
    gone([pid for pid in family(os.getpid()) if pid not in before], LIMIT / 2)


def kill_the_parent(seed: int, runs, started, longest: float) -> None:
    """Kill the parent some time after it was started."""
    process = started(runs, "--quiet")
    time.sleep(random.Random(1000 + seed).uniform(0.5, longest))
    workers = family(process.pid)
    process.kill()
    process.wait()
    gone(workers)
    listed = store.listing(runs)
    if listed.empty:
        return  # it was still reading its scenario
    (row,) = listed.to_dict("records")
    if row["state"] == "damaged":  # killed between making its folder and writing the first file
        assert row["fault"] == "run.json is not there"
        return
    assert row["state"] == "interrupted"
    if row["status"] != "no plan":
        saved = store.open("latest", runs)
        assert verify(saved.scenario, saved.plan).empty
        assert saved.plan.stopped_by == "interrupted"


@pytest.mark.parametrize("seed", FEW)
def test_a_killed_worker_leaves_a_run_that_reads_and_verifies(seed, tmp_path):
    kill_the_worker(seed, tmp_path, EXAMPLE, 1.5)


@pytest.mark.parametrize("seed", FEW)
def test_a_killed_parent_leaves_a_run_that_reads_and_no_process(seed, tmp_path, started):
    kill_the_parent(seed, tmp_path, started, 6.0)


@pytest.mark.slow
@pytest.mark.parametrize("seed", MANY)
def test_a_killed_worker_at_many_moments(seed, tmp_path):
    kill_the_worker(seed, tmp_path, FLAGSHIP, 12.0)


@pytest.mark.slow
@pytest.mark.parametrize("seed", MANY)
def test_a_killed_parent_at_many_moments(seed, tmp_path, started):
    kill_the_parent(seed, tmp_path, started, 15.0)


@pytest.mark.slow
def test_a_plan_is_there_for_whoever_opens_it_while_it_is_being_replaced(tmp_path, started):
    path = planned(tmp_path, started(tmp_path, "--quiet"))
    seen = set()
    until = time.monotonic() + 6.0
    while time.monotonic() < until:
        saved = store.open(path)
        assert saved.state == "running"
        seen.add(store.plan_digest(saved.plan))
    assert seen
