"""A Plan: decisions, and the accounts that the rules make of them."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from planner.decisions import Decisions


@dataclass(frozen=True)
class GoalLevel:
    """How far one goal came: value of the plan, bound given the earlier levels, and its state.

    `state` is proven, within (the gap asked for, or under an unproven level), stopped, or skipped; `under_unproven`: the earlier
    levels are not all proven. `reached`: the value when the level ended; later levels may have used its tolerance.
    """

    goal: str
    value: float
    bound: float
    state: str
    under_unproven: bool = False
    note: str = ""
    reached: float = float("nan")


@dataclass(frozen=True)
class Plan:
    """A plan of one scenario: what was decided, what the rules make of it, and how good it is known to be.

    `status` is proven, feasible or hand-made; `stopped_by` what ended the search. No clock and no id: the same plan is the same bytes.
    """

    digest: str
    option: str
    decisions: Decisions
    frames: Mapping[str, pd.DataFrame]
    metrics: Mapping[str, float]
    levels: tuple[GoalLevel, ...]
    status: str
    stopped_by: str
