"""Counted work: the same program and work limit give the same plan to the last bit, in any process."""

import os
import subprocess
import sys

import numpy as np
import pytest

from solvers import Client, Limits
from tests.solvers.hard import hard
from tests.solvers.small import program


@pytest.mark.parametrize("work", [0.1, 0.4])
def test_work_ends_a_run_at_the_same_place(work):
    p = hard(columns=120, rows=6)
    with Client() as first, Client() as second:
        one, two = (c.solve(p, Limits(seconds=60, work=work)) for c in (first, second))
        again = first.solve(p, Limits(seconds=60, work=work))
    assert one.stopped_by == "work"
    assert one.work == two.work == again.work
    assert np.array_equal(one.x, two.x)
    assert np.array_equal(one.x, again.x)
    assert [level.bound for level in one.levels] == [level.bound for level in two.levels]


def test_the_search_is_the_same_too():
    p = hard(columns=2100, rows=5)
    outcomes = []
    for _ in range(2):
        with Client() as client:
            outcomes.append(client.solve(p, Limits(seconds=60, work=0.4)))
    assert outcomes[0].work == outcomes[1].work
    assert np.array_equal(outcomes[0].x, outcomes[1].x)
    assert p.aims[0].value(outcomes[0].x) < 0.1 * p.aims[0].value(p.start)


def test_more_work_is_never_worse():
    p = hard(columns=120, rows=6)
    with Client() as client:
        values = [p.aims[0].value(client.solve(p, Limits(seconds=60, work=w)).x) for w in (0.05, 0.1, 0.4)]
    assert values == sorted(values, reverse=True)


def test_hash_seeds_change_nothing():
    code = (
        "from solvers import Limits, solve; from tests.solvers.small import program; "
        "print(solve(program(9), Limits(work=5.0)).x.tobytes().hex(), end='')"
    )
    said = [
        subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("1", "2")
    ]
    assert said[0] == said[1]
    assert np.frombuffer(bytes.fromhex(said[0].decode())).size == program(9).start.size
