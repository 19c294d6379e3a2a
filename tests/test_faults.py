"""Faults lose nothing: a worker killed at random moments leaves a readable run whose best plan verifies."""

import os
import random
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from planner import store
from planner.conductor import NoPlanError, load, run
from planner.verify import verify
from solvers import Limits

ROOT = Path(__file__).parents[1]


def children() -> list[int]:
    """Process ids of this process's own children, read from the kernel's list."""
    return [int(pid) for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs the kernel's list of children")
@pytest.mark.parametrize("seed", range(4))
def test_a_killed_worker_leaves_a_run_that_reads_and_verifies(seed, tmp_path):
    scenario = load(ROOT / "scenarios/example")
    before = set(children())
    delay = random.Random(seed).uniform(0.3, 2.0)

    def kill():
        time.sleep(delay)
        for pid in set(children()) - before:
            os.kill(pid, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    with suppress(NoPlanError):
        run(scenario, Limits(seconds=30), tmp_path)
    killer.join()
    saved = store.open("latest", tmp_path)
    assert saved.state in {"done", "failed"}
    assert saved.scenario.digest == scenario.digest
    if saved.plan is not None:
        assert verify(saved.scenario, saved.plan).empty
