"""A second opinion on a plan: the same program, built anew, solved by a solver of another make."""

import math

import pandas as pd

from planner.account import SLACK
from planner.placements import placements
from planner.plan import GoalLevel, Plan
from planner.scenario import Scenario
from solvers.program import Limits
from solvers.second import opinion


def second_opinion(scenario: Scenario, plan: Plan, limits: Limits | None = None) -> pd.DataFrame:
    """Return what a solver of another make reaches, goal by goal: goal, value (of the plan), bound, second, state, verdict.

    The program is built anew and solved without anything of the first search. `verdict`: agrees, differs (both are called proven and
    are not equal), better (the plan is not proven, and can be improved), or "" where nothing can be said: from the first goal on that the
    second solver did not prove, or after two goals that are not equal, for then the later ones are solved under other bounds.

    Raises
    ------
    solvers.second.SecondError
        It is not installed, or ended without an answer.
    """
    from planner.model.build import build  # here, so that to verify alone never loads Pyomo

    found = opinion(build(scenario, placements(scenario)), limits or Limits())
    rows, comparable = [], True
    for level, other in zip(plan.levels, found.levels or [None] * len(plan.levels), strict=True):
        value, state = (other.final, other.state) if other else (float("nan"), found.status)
        comparable = comparable and state == "proven"
        verdict = _verdict(level, value) if comparable else ""
        comparable = comparable and verdict == "agrees"
        rows.append((level.goal, level.value, level.bound, value, state, verdict))
    return pd.DataFrame(rows, columns=["goal", "value", "bound", "second", "state", "verdict"])


def _verdict(level: GoalLevel, value: float) -> str:
    reached = level.value if math.isnan(level.reached) else level.reached
    if abs(reached - value) <= 2 * SLACK * max(1.0, abs(value)):
        return "agrees"
    return "differs" if level.state == "proven" or value > reached else "better"
