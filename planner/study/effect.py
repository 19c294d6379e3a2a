"""What a rule changes: the plan made with it beside the plan made without it, goal by goal, and what that second plan would break."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from planner.plan import GoalLevel, Plan
from planner.scenario import Scenario
from planner.study.differences import moves
from planner.verify import account

GOALS = ("goal", "with", "without", "with_state", "without_state")
BROKEN = ("rule", "breaches", "say")
JUDGED = "judged"
UNDECIDED = {"leaderless": "who leads", "unsupported": "what routes carry"}  # goal: what a plan without its rule leaves open


@dataclass(frozen=True)
class Effect:
    """What the rules `without` change.

    `goals`: value and state of each goal in both plans. A goal that the second scenario does not have is `judged` in its plan: by the first
    scenario, as its posture stands there; where it decides nothing of the kind (UNDECIDED) that says nothing, and it is NaN and "".
    `broken`: of each rule that the plan without them would break, how often, and the sentence of its largest excess. `moves`: offers whose
    person-months differ.
    """

    without: tuple[str, ...]
    goals: pd.DataFrame
    broken: pd.DataFrame
    moves: pd.DataFrame


def effect(full: tuple[Scenario, Plan], less: tuple[Scenario, Plan]) -> Effect:
    """Return what rules change: `full` is planned with them, `less` the same scenario without (`Scenario.without`).

    A state short of proven is kept, for a difference of two values that are not proven need not be the rule's.
    """
    (scenario, plan), (lessened, other) = full, less
    made = account(scenario, other.decisions)
    told, rest = ({level.goal: level for level in p.levels} for p in (plan, other))
    names = [*told, *(name for name in rest if name not in told)]
    rows = [(name, *_beside(told.get(name), rest.get(name) or _judged(name, made.metrics))) for name in names]
    return Effect(lessened.without, pd.DataFrame(rows, columns=list(GOALS)), _broken(made.breaches), moves(full, less, "without"))


def _judged(goal: str, metrics: Mapping[str, float]) -> GoalLevel | None:
    """Return what a goal of the first scenario comes to in a plan that did not have it; None where its posture does not say."""
    if goal in UNDECIDED or goal not in metrics:
        return None
    return GoalLevel(goal, metrics[goal], float("nan"), JUDGED)


def _beside(one: GoalLevel | None, other: GoalLevel | None) -> tuple[float, float, str, str]:
    nothing = float("nan")
    return (
        one.value if one else nothing,
        other.value if other else nothing,
        one.state if one else "",
        other.state if other else "",
    )


def _broken(breaches: pd.DataFrame) -> pd.DataFrame:
    """Return the rules that are broken, the most often broken first."""
    excess = (breaches["amount"] - breaches["limit"]).abs()
    worst = breaches.assign(excess=excess).sort_values(["excess", "key"], ascending=[False, True], kind="stable")
    found = worst.groupby("rule", sort=True).agg(breaches=("say", "size"), say=("say", "first")).reset_index()
    return found.sort_values(["breaches", "rule"], ascending=[False, True], ignore_index=True)[list(BROKEN)]
