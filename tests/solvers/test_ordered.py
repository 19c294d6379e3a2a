"""Ordered goals against enumeration; blocks against the whole; infeasible, unbounded and empty programs."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

import solvers
from solvers import Aim, Client, Limits, Program
from tests.solvers.small import best, program


@pytest.fixture(scope="module")
def client():
    with Client() as c:
        yield c


@pytest.mark.parametrize("seed", range(30))
def test_values_are_those_of_enumeration(client, seed):
    p = program(seed)
    outcome = client.solve(p, Limits(seconds=30))
    assert outcome.status == "proven"
    assert outcome.stopped_by == "proof"
    assert p.violation(outcome.x) <= 1e-6
    assert [level.final for level in outcome.levels] == pytest.approx(best(p), abs=2e-6)
    assert [level.state for level in outcome.levels] == ["proven"] * 3


@pytest.mark.parametrize("seed", range(100, 110))
def test_a_tolerance_is_used_by_later_goals_and_no_more(client, seed):
    p = program(seed, relative=0.25)
    outcome = client.solve(p, Limits(seconds=30))
    first, second, cost = best(p)
    assert outcome.levels[0].reached == pytest.approx(first, abs=2e-6)
    assert outcome.levels[0].final <= 1.25 * first + 2e-6
    assert [outcome.levels[1].final, outcome.levels[2].final] == pytest.approx([second, cost], abs=2e-6)


@pytest.mark.parametrize("seed", range(200, 206))
def test_separate_parts_add_up(client, seed):
    p = program(seed, columns=4, rows=2, most=1, parts=3)
    outcome = client.solve(p, Limits(seconds=30))
    assert outcome.status == "proven"
    assert [level.final for level in outcome.levels] == pytest.approx(best(p), abs=2e-6)


@pytest.mark.parametrize("seed", range(300, 306))
def test_a_start_changes_no_value(client, seed):
    p = program(seed)
    start = p.start.copy()
    start[[seed % 6, (seed + 2) % 6]] = 1.0
    start[~p.integer] = np.maximum(0.0, p.row_lower[:4] - p.matrix[:4][:, :6] @ start[:6])
    assert p.violation(start) == 0
    outcome = client.solve(p, Limits(seconds=30), start=start)
    assert [level.final for level in outcome.levels] == pytest.approx(best(p), abs=2e-6)


def test_an_infeasible_start_is_repaired(client):
    p = program(1)
    outcome = client.solve(replace(p, start=np.full(p.start.size, np.nan)), Limits(seconds=30))
    assert [level.final for level in outcome.levels] == pytest.approx(best(p), abs=2e-6)


def test_infeasible_only_when_proven(client):
    p = one_column(row=(0.4, 0.6))  # no whole number lies between
    outcome = client.solve(p, Limits(seconds=30))
    assert (outcome.status, outcome.x, outcome.stopped_by) == ("infeasible", None, "proof")
    assert [level.state for level in outcome.levels] == ["skipped"]


def test_a_goal_without_a_bottom_is_said_and_does_no_harm(client):
    p = replace(one_column(row=(0.0, np.inf)), upper=np.array([np.inf]), aims=(Aim("down", np.array([-1.0])), Aim("none", np.array([0.0]))))
    outcome = client.solve(p, Limits(seconds=5))
    assert outcome.status == "feasible"
    assert outcome.levels[0].state != "proven"
    assert "not bounded" in outcome.detail
    assert p.violation(outcome.x) <= 1e-6


def test_no_columns_no_goals(client):
    empty = np.zeros(0)
    nothing = Program(sparse.csr_array((0, 0)), empty, empty, empty, empty, empty.astype(bool), (), (), (), (), empty)
    assert client.solve(nothing, Limits(seconds=5)).status == "proven"
    p = replace(program(3), aims=())
    assert client.solve(p, Limits(seconds=5)).status == "proven"


def test_the_bare_function_solves_too():
    p = program(4)
    assert [level.final for level in solvers.solve(p).levels] == pytest.approx(best(p), abs=2e-6)


def one_column(row: tuple[float, float]) -> Program:
    """One whole column 0..1 with one row on it, and no plan to start from."""
    return Program(
        sparse.csr_array(np.ones((1, 1))),
        np.array([row[0]]),
        np.array([row[1]]),
        np.zeros(1),
        np.ones(1),
        np.ones(1, bool),
        (Aim("up", np.ones(1)),),
        (),
        (),
        (),
        np.full(1, np.nan),
    )
