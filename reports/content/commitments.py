"""Conditions: what is relied on, how far it is from its threshold, what hangs on it, and by when somebody must decide."""

import math
from datetime import timedelta
from typing import TypeAlias

import numpy as np
import pandas as pd

from planner.scenario import AllOf, AnyOf, Condition, Covered, Pledged, Quorum, Reach, Scenario, Test
from planner.study.dossier import Dossier
from reports.content.mandates import who
from reports.content.names import Names
from reports.content.numbers import amount, apart, day, distance, listed, month, percent, plural, signed
from reports.content.parts import Commitment
from reports.content.periods import told

NEVER = "–"
Distances: TypeAlias = tuple[tuple[tuple[str, str, str], ...], tuple[float, ...]]


def commitments(dossier: Dossier, names: Names) -> tuple[Commitment, ...]:
    """Return the conditions that the plan relies on or that keep something out; earned ones first, then by persons that hang on them."""
    table = dossier.plan.frames["conditions"]
    waiting = {c.subject for s in dossier.shortfalls for c in s.causes if c.kind == "condition"}
    found = []
    for name, condition in dossier.scenario.conditions.items():
        rows = table[table["condition"] == name].sort_values("step")
        if rows["holds"].any() or rows["persons"].any() or name in waiting or condition.granted == "if-earned":
            found.append((condition.granted != "if-earned", _commitment(dossier, names, condition, rows, name in waiting)))
    return tuple(c for _, c in sorted(found, key=lambda pair: (pair[0], -pair[1].persons, pair[1].id)))


def tightest(found: tuple[Commitment, ...]) -> Commitment | None:
    """Return the held commitment that fails later, else that is nearest to its threshold, of those on which anybody hangs."""
    near = [c for c in found if math.isfinite(c.margin) and c.state < 2 and c.relied_on]
    return min(near, key=lambda c: (not c.fails, c.margin <= 0, c.margin, c.id)) if near else None


def _commitment(dossier: Dossier, names: Names, condition: Condition, rows: pd.DataFrame, waits: bool) -> Commitment:  # noqa: FBT001
    scenario = dossier.scenario
    held = rows[rows["holds"].astype(bool)]
    steps = tuple(int(p) for p in held["step"])
    hung = rows if len(held) else held  # who comes after it hangs on it, in a step in which it is not relied on any more too
    persons, at_notice = (float(hung[column].max()) if len(hung) else 0.0 for column in ("persons", "at_notice"))
    counts = held[held["persons"] > 0] if (held["persons"] > 0).any() else held  # a margin matters where somebody hangs on it
    margins = (counts["value"] - counts["threshold"]).dropna()
    return Commitment(
        condition.name, names.condition(condition.name), names.owner(condition.name),
        2 if not steps else 1 if waits or _gaps(steps, len(scenario.steps)) else 0,
        _held(scenario, steps), *_distances(dossier, names, condition, rows), _hangs(dossier, names, condition.name, persons, at_notice),
        _decide_by(dossier, rows, tuple(rows["step"])) if steps else NEVER, float(margins.min()) if len(margins) else math.nan,
        _fails(dossier, names, condition, rows, counts), _unit(names, condition.earned) == "", persons,
        at_notice, len(_lines(dossier, condition.name)),
        percent(condition.probability) if condition.probability is not None else "",
    )  # fmt: skip


def _fails(dossier: Dossier, names: Names, condition: Condition, rows: pd.DataFrame, counts: pd.DataFrame) -> str:
    """Return where a condition holds and where later it does not: "holds in entry by 500, fails in hold by 20 500"; "" where it does.

    Where nothing that hangs on it is needed any more it is not missed.
    """
    over = rows.assign(margin=rows["value"] - rows["threshold"]).set_index("step")
    held = over.loc[counts["step"], "margin"].dropna()
    lost = over.loc[(over["margin"] < 0) & ~over["holds"].astype(bool), "margin"]
    lost = lost[(lost.index > held.index.min()) & lost.index.isin(_needed(dossier, condition.name))] if len(held) else lost[:0]
    if lost.empty:
        return ""
    unit = _unit(names, condition.earned)
    tight, fails = (told(dossier.scenario, (p,)) for p in (int(held.idxmin()), int(lost.index[0])))
    by, misses = (distance(d, unit == "") for d in (held.min(), -lost.iloc[0]))
    return f"holds in {tight} by {by}{unit or ' persons'}, fails in {fails} by {misses}"


def _needed(dossier: Dossier, name: str) -> set[int]:
    """Return the steps in which a line is needed that hangs on a condition in any step."""
    table = dossier.plan.frames["coverage"]
    return set(table.loc[table["requirement"].isin(_lines(dossier, name)) & (table["level"] > 0), "step"])


def _held(scenario: Scenario, steps: tuple[int, ...]) -> str:
    """Return when a condition holds: from the phase or, inside one, the month in which it begins to; where it stops, each run of steps."""
    if not steps:
        return "not held"
    first = scenario.steps[steps[0]]
    if len(steps) < len(scenario.steps) - steps[0]:
        return f"held in {listed([told(scenario, run) for run in _runs(steps)], 3)}"
    if steps[0] == 0:
        return "held throughout"
    begins_inside = scenario.steps[steps[0] - 1].phase == first.phase
    return f"held from {month(scenario.first_day(first.first_month)) if begins_inside else first.phase}"


def _runs(steps: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Return runs of consecutive steps."""
    begins = [i for i, p in enumerate(steps) if i == 0 or p > steps[i - 1] + 1]
    return [steps[i:j] for i, j in zip(begins, [*begins[1:], len(steps)], strict=True)]


def _gaps(steps: tuple[int, ...], total: int) -> bool:
    return steps != tuple(range(steps[0], total))


def _distances(dossier: Dossier, names: Names, condition: Condition, rows: pd.DataFrame) -> Distances:
    """Return (when, "6 650 of 6 000, +650", decide by) for runs of steps with the same value and threshold, and their margins."""
    known = rows[np.isfinite(rows["threshold"]) & np.isfinite(rows["value"])]
    if known.empty:
        return (), ()
    unit = _unit(names, condition.earned)
    turns = known[["value", "threshold", "holds"]].ne(known[["value", "threshold", "holds"]].shift()).any(axis=1).cumsum()
    said, margins = [], []
    for _, run in known.groupby(turns):
        steps, first = tuple(int(p) for p in run["step"]), run.iloc[0]
        value, threshold = float(first["value"]), float(first["threshold"])
        digits = apart(value, threshold) if unit else 0
        what = f"{amount(value, digits)} of {amount(threshold, digits)}{unit}, {signed(value - threshold, digits)}"
        asked = first["holds"] or run["persons"].max() > 0  # by what comes after it, though it is not relied on any more
        standing = ", not held" if value < threshold and not first["holds"] else "" if asked else ", earned, not used"
        said.append((told(dossier.scenario, steps), what + standing, _decide_by(dossier, rows, steps)))
        margins.append(value - threshold)
    return tuple(said), tuple(margins)


def _unit(names: Names, test: Test | None) -> str:
    match test:
        case AllOf() | AnyOf():
            return _unit(names, next((t for t in test.parts if isinstance(t, Reach | Covered | Pledged | Quorum)), None))
        case Covered():
            return " of the level"
        case Pledged():
            return " M EUR"
        case Quorum():
            return " conditions"
        case Reach() if test.measure != "personnel":
            return " " + plural({"capability": names.unit(test.capability), "nations": "nation"}.get(test.measure, "unit"))
        case _:
            return ""


def _hangs(dossier: Dossier, names: Names, name: str, persons: float, at_notice: float) -> str:
    if persons <= 0 and at_notice <= 0:
        return "nobody hangs on it"
    lines = _lines(dossier, name)
    where = "" if not lines else f" in {len(lines)} lines" if len(lines) > 2 else f" in {listed([names.line(r) for r in lines])}"
    return f"{who(persons, at_notice, where)} hang on it"


def _lines(dossier: Dossier, name: str) -> list[str]:
    hanging = dossier.hanging
    return sorted(hanging.loc[hanging["condition"] == name, "requirement"].unique())


def _decide_by(dossier: Dossier, rows: pd.DataFrame, steps: tuple[int, ...]) -> str:
    """Return the day by which a condition must be there for those who hang on it in some steps, with their notice as `mandates` has it.

    Where nobody does, nothing is to be decided.
    """
    waits = rows.loc[rows["step"].isin(steps) & (rows["persons"] + rows["at_notice"] > 0), "step"]
    if waits.empty:
        return NEVER
    notice = dossier.plan.frames["mandates"].set_index("condition")["notice_days"].get(rows["condition"].iloc[0], 0.0)
    first = dossier.scenario.first_day(dossier.scenario.steps[int(waits.min())].first_month)
    return day(first - timedelta(days=math.ceil(notice)))
