"""Judge a plan by its scenario and its decisions alone, as if nobody had computed it before.

Every figure is made anew by the rules. A plan passes if it breaks no rule, if what is stored with it is what the rules make of it, and if
what was claimed of each goal is true.
"""

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd

from planner.account import SLACK, Account, breaches
from planner.decisions import KINDS, Decisions
from planner.frames import FRAMES, arrange
from planner.plan import Plan
from planner.rules import NAMES, rule
from planner.scenario import Scenario

Row = tuple[str, str, float, float, str]


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
    rules make of the decisions, "goal" where a claimed value is not the plan's.
    """
    made = account(scenario, plan.decisions)
    told = breaches([*judge_digest(scenario, plan), *_stored_frames(plan, made), *_stored_metrics(plan, made), *_claims(plan, made)])
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


def _claims(plan: Plan, made: Account) -> Iterator[Row]:
    """Yield goals whose claimed value is not the plan's; a goal that was skipped without a value claims nothing."""
    for level in plan.levels:
        true = made.metrics.get(level.goal)
        if level.state == "skipped" and math.isnan(level.value):
            continue
        if true is None or not _same(level.value, true):
            text = f"goal {level.goal} is claimed to reach {_spelt(level.value)}, the rules make it {_spelt(true)}"
            yield "goal", level.goal, _number(level.value), _number(true), text


def _same(told: object, true: object) -> bool:
    """Say whether two values are equal, numbers within 1e-6 relative; a missing number equals only a missing number."""
    if isinstance(told, int | float) and isinstance(true, int | float):
        if math.isnan(told) or math.isnan(true):
            return math.isnan(told) and math.isnan(true)
        return told == true or abs(told - true) <= SLACK * max(1.0, abs(true))
    return told == true


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _spelt(value: float | None) -> str:
    return "nothing" if value is None else f"{value:.9g}"
