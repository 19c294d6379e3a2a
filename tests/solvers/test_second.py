"""The second solver: another make, another process, the same values; and a sentence where it is not to be had."""

import importlib.util

import pytest

from solvers import Limits, second, solve
from tests.solvers.small import program


@pytest.mark.parametrize("relative", [0.0, 0.1])
@pytest.mark.parametrize("seed", range(4))
def test_two_solvers_reach_the_same_values(seed, relative):
    asked = program(seed, relative=relative, parts=1 + seed % 2)
    mine, other = solve(asked, Limits(seconds=30)), second.opinion(asked, Limits(seconds=30))
    assert other.status == "proven"
    assert other.solver.startswith("SCIP")
    assert asked.violation(other.x) <= 1e-6
    assert [level.reached for level in other.levels] == pytest.approx([level.reached for level in mine.levels], abs=2e-6)


def test_what_no_plan_meets_is_infeasible_to_both():
    asked = program(0)
    asked.row_lower[-1], asked.row_upper[-1] = 1e5, 1e6
    assert second.opinion(asked, Limits(seconds=30)).status == "infeasible"


def test_without_time_nothing_is_called_proven():
    told = second.opinion(program(0), Limits(seconds=0.0))
    assert (told.status, {level.state for level in told.levels}) == ("none", {"skipped"})


def test_a_solver_that_is_not_installed_is_a_sentence(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(second.SecondError, match=r"pip install 'force-posture-planner\[second\]'"):
        second.opinion(program(0), Limits())


def test_a_solver_that_dies_is_a_sentence(monkeypatch):
    monkeypatch.setattr(second.sys, "executable", "false")
    with pytest.raises(second.SecondError, match="without an answer"):
        second.opinion(program(0), Limits())
