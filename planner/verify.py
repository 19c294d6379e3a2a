"""Judge a plan by its scenario and its decisions alone, as if nobody had computed it before.

Every figure is made anew by the rules. A plan passes if it breaks no rule, if what is stored with it is what the rules make of it, and if
what was claimed of each goal is true.
"""

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd

from planner.account import SLACK, Account, Row, breaches
from planner.decisions import KINDS, Decisions
from planner.frames import FRAMES, arrange
from planner.plan import GoalLevel, Plan
from planner.rules import NAMES, rule
from planner.scenario import Goal, Scenario

STATES = ("proven", "within", "stopped", "skipped")
BY_HAND = "hand-made"  # the status of a plan that no search made


def account(scenario: Scenario, decisions: Decisions) -> Account:
    """Return the accounts of all rules as one: each frame and metric once, all breaches.

    Decisions of an unknown kind, or that lack a column, can be read by no rule: then these alone are the account.
    """
    if torn := list(_torn(decisions)):
        return Account(breaches=breaches(torn))
    accounts = [rule(name).account(scenario, decisions) for name in NAMES]
    found = pd.concat([a.breaches for a in accounts if not a.breaches.empty] or [breaches([])], ignore_index=True)
    return Account(
        frames={name: frame for a in accounts for name, frame in a.frames.items()},
        metrics={name: value for a in accounts for name, value in a.metrics.items()},
        breaches=found.sort_values(["rule", "key", "say"], ignore_index=True),
    )


def verify(scenario: Scenario, plan: Plan) -> pd.DataFrame:
    """Return all that is wrong with a plan, one row a breach (planner.account.BREACH); empty if it stands.

    Beside the rules by their names: "digest" where the plan was made for another scenario, "stored" where a stored figure is not what the
    rules make of the decisions, "goal" where what is claimed of a goal, its value or its proof, is not so.
    """
    made = account(scenario, plan.decisions)
    told = breaches(
        [*judge_digest(scenario, plan), *_stored_frames(plan, made), *_stored_metrics(plan, made), *_claims(scenario, plan, made)]
    )
    return pd.concat([part for part in (made.breaches, told) if not part.empty] or [told], ignore_index=True)


def judge_digest(scenario: Scenario, plan: Plan) -> list[Row]:
    """Return a breach if the plan was made for another scenario than this."""
    if plan.digest == scenario.digest:
        return []
    text = f"the plan was made for scenario {plan.digest[:12]}, this is {scenario.digest[:12]}: something was changed since"
    return [("digest", plan.option, 0.0, 0.0, text)]


def _torn(decisions: Decisions) -> Iterator[Row]:
    for kind, table in sorted(decisions.items()):
        if kind not in KINDS:
            yield "stored", kind, 0.0, 0.0, f"{kind} is no kind of decision; these are: {', '.join(KINDS)}"
        elif lacking := [c for c in (*KINDS[kind].key, KINDS[kind].amount) if c not in table]:
            yield "stored", kind, 0.0, 0.0, f"decisions of kind {kind} lack {', '.join(lacking)}"


def _stored_frames(plan: Plan, made: Account) -> Iterator[Row]:
    for name in sorted({*plan.frames, *made.frames}):
        if name not in plan.frames:
            yield "stored", name, 0.0, 0.0, f"the plan does not hold the account {name}"
        elif name not in made.frames:
            yield "stored", name, 0.0, 0.0, f"the plan holds {name}, which no rule makes"
        else:
            yield from _differences(name, plan.frames[name], made.frames[name])


def _differences(name: str, stored: pd.DataFrame, right: pd.DataFrame) -> Iterator[Row]:
    """Yield where a stored frame is not the one the rules make: columns, rows, then the first wrong value of each column."""
    columns = [c.name for c in FRAMES[name].columns]
    if lacking := [c for c in columns if c not in stored]:
        yield "stored", name, 0.0, 0.0, f"{name} as stored lacks {', '.join(lacking)}"
        return
    if len(stored) != len(right):
        yield "stored", name, len(stored), len(right), f"{name} as stored has {len(stored)} rows, the rules make {len(right)}"
        return
    try:
        stored = arrange(name, stored)
    except (TypeError, ValueError) as fault:
        yield "stored", name, 0.0, 0.0, f"{name} as stored holds what is no number: {fault}"
        return
    for column in columns:
        wrong = np.flatnonzero([not _same(a, b) for a, b in zip(stored[column], right[column], strict=True)])
        if wrong.size:
            i = int(wrong[0])
            at = " / ".join(str(right[k].iloc[i]) for k in FRAMES[name].key)
            told, true = stored[column].iloc[i], right[column].iloc[i]
            text = f"{name}, {at}: {column} is stored as {told}, the rules make it {true} ({wrong.size} of {len(right)} rows differ)"
            yield "stored", f"{name} / {at} / {column}", _number(told), _number(true), text


def _stored_metrics(plan: Plan, made: Account) -> Iterator[Row]:
    for name in sorted({*plan.metrics, *made.metrics}):
        told, true = plan.metrics.get(name), made.metrics.get(name)
        if told is None or true is None or not _same(told, true):
            text = f"{name} is stored as {_spelt(told)}, the rules make it {_spelt(true)}"
            yield "stored", name, _number(told), _number(true), text


def _claims(scenario: Scenario, plan: Plan, made: Account) -> Iterator[Row]:
    """Yield what is claimed of goals and is not so: their list, their values, and how far each is said to be proven."""
    if plan.option != scenario.option:
        yield "goal", plan.option, 0.0, 0.0, f"the plan is of option {plan.option}, the scenario of {scenario.option}"
    goals = [goal.name for goal in scenario.goals]
    if plan.levels or plan.status != BY_HAND:
        if (told := [level.goal for level in plan.levels]) != goals:
            yield (
                "goal",
                "goals",
                len(told),
                len(goals),
                f"the plan tells of goals {', '.join(told) or 'none'}; the scenario's are {', '.join(goals)}",
            )
            return
        open_before = False
        for goal, level in zip(scenario.goals, plan.levels, strict=True):
            yield from _value(level, made.metrics.get(level.goal))
            yield from _proof(goal, level, open_before=open_before)
            open_before = open_before or level.state != "proven"
        if plan.status not in {"proven", "feasible"} or (plan.status == "proven") == open_before:
            yield (
                "goal",
                "status",
                0.0,
                0.0,
                f"the plan is said to be {plan.status}; {'not all' if open_before else 'all'} its goals are proven",
            )


def _value(level: GoalLevel, true: float | None) -> Iterator[Row]:
    """Yield a claimed value that is not the plan's; a goal that was skipped without a value claims nothing."""
    if level.state == "skipped" and math.isnan(level.value):
        return
    if true is None or not _same(level.value, true, 2 * SLACK):  # a level's row has a slack of its own
        text = f"goal {level.goal} is claimed to reach {_spelt(level.value)}, the rules make it {_spelt(true)}"
        yield "goal", level.goal, _number(level.value), _number(true), text


def _proof(goal: Goal, level: GoalLevel, *, open_before: bool) -> Iterator[Row]:
    """Yield what is claimed of a level's proof and cannot be: a bound above the value, or too far below it for what is called proven."""
    reached = level.value if math.isnan(level.reached) else level.reached
    room = 2 * SLACK * max(1.0, abs(reached))
    if level.state not in STATES:
        yield "goal", level.goal, 0.0, 0.0, f"goal {level.goal} is in state {level.state}; there are {', '.join(STATES)}"
    if level.under_unproven != open_before:
        yield "goal", level.goal, 0.0, 0.0, f"goal {level.goal} does not say rightly whether it stands under an unproven level"
    if level.state == "proven" and open_before:
        yield "goal", level.goal, 0.0, 0.0, f"goal {level.goal} is called proven after one that is not"
    if level.bound > level.value + room:
        yield (
            "goal",
            level.goal,
            level.value,
            level.bound,
            f"goal {level.goal} has {_spelt(level.value)}, below its bound {_spelt(level.bound)}",
        )
    if level.state == "proven" and not reached - level.bound <= room:
        yield (
            "goal",
            level.goal,
            reached,
            level.bound,
            f"goal {level.goal} is called proven at {_spelt(reached)} with bound {_spelt(level.bound)}",
        )
    if level.state in {"proven", "within"} and level.value > reached + goal.absolute + goal.relative * abs(reached) + room:
        yield (
            "goal",
            level.goal,
            level.value,
            reached,
            f"goal {level.goal} has {_spelt(level.value)}, more than its tolerance above {_spelt(reached)}",
        )


def _same(told: object, true: object, slack: float = SLACK) -> bool:
    """Say whether two values are equal, numbers within 1e-6 relative; a missing number equals only a missing number."""
    if isinstance(told, int | float) and isinstance(true, int | float):
        if math.isnan(told) or math.isnan(true):
            return math.isnan(told) and math.isnan(true)
        return told == true or abs(told - true) <= slack * max(1.0, abs(true))
    return told == true


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _spelt(value: float | None) -> str:
    return "nothing" if value is None else f"{value:.9g}"
