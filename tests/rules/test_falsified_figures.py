"""Planted falsifications of what has no rule to break: costs and the loss of a nation are figures, and a false figure is found."""

from dataclasses import replace
from pathlib import Path

import pytest

from planner.conductor import load, solve
from planner.verify import verify
from solvers import Limits

SCENARIO = load(Path(__file__).parents[2] / "scenarios" / "worked-example")


@pytest.fixture(scope="module")
def plan():
    return solve(SCENARIO, Limits(seconds=60))


def with_cell(plan, name, column, value):
    table = plan.frames[name].copy()
    table.loc[table.index[0], column] = value
    return replace(plan, frames=plan.frames | {name: table})


def with_goal(plan, goal, value):
    levels = tuple(replace(x, value=value, bound=value, reached=value) if x.goal == goal else x for x in plan.levels)
    return replace(plan, levels=levels)


FALSE = {
    "a cheaper unit": lambda p: with_cell(p, "costs", "meur", 0.5),
    "another payer": lambda p: with_cell(p, "costs", "payer", "USA"),
    "a cost left out": lambda p: replace(p, frames=p.frames | {"costs": p.frames["costs"].iloc[1:].reset_index(drop=True)}),
    "a cheaper plan": lambda p: replace(p, metrics=p.metrics | {"cost": 300.0}),
    "a cheaper goal": lambda p: with_goal(p, "cost", 300.0),
    "no gap": lambda p: with_cell(p, "resilience", "gap", 0.0),
    "another nation that hurts": lambda p: with_cell(p, "resilience", "lost", "EST"),
    "a loss of another kind": lambda p: with_cell(p, "resilience", "loss_of", "site"),
    "more left": lambda p: with_cell(p, "resilience", "left", 99.0),
    "a gap of the whole": lambda p: replace(p, metrics=p.metrics | {"resilience_gap": 0.0}),
    "a goal without a gap": lambda p: with_goal(p, "resilience_gap", 0.0),
}


@pytest.mark.parametrize("falsified", FALSE)
def test_a_false_figure_is_found(plan, falsified):
    assert verify(SCENARIO, plan).empty
    assert not verify(SCENARIO, FALSE[falsified](plan)).empty
