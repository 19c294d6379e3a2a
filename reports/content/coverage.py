"""Coverage: each line in each phase against its need, and the dates on which the force is capable."""

import math

import pandas as pd

from planner.study.dossier import Dossier
from reports.content.names import Names
from reports.content.numbers import day, state
from reports.content.parts import Cell, Line
from reports.content.periods import Period


def lines(dossier: Dossier, names: Names, columns: tuple[Period, ...]) -> tuple[Line, ...]:
    """Return one row a line, for its worst capability; in the order of priority, then as sorted by id, derived lines last."""
    scenario, table = dossier.scenario, dossier.plan.frames["coverage"]
    needed = table[table["level"] > 0].assign(share=lambda t: (t["filled"] / t["level"]).clip(upper=1.0))
    if needed.empty:
        return ()
    needed["firmly"] = (needed["firm"] / needed["level"]).clip(upper=1.0)
    months = needed["step"].map({p: float(step.months) for p, step in enumerate(scenario.steps)}).astype(float)
    needed[["gave", "guessed"]] = needed[["filled", "assumed"]].mul(months, axis=0)
    worst = needed.groupby(["requirement", "capability"])["share"].min().groupby(level=0).idxmin()
    short = {s.requirement for s in dossier.shortfalls}
    several = needed.groupby("requirement")["capability"].nunique()
    found = []
    for requirement, capability in worst:
        rows = needed[(needed["requirement"] == requirement) & (needed["capability"] == capability)]
        row = scenario.frames["requirements"].loc[requirement]
        beside = f", {names.capability(capability)}" if several[requirement] > 1 else ""
        share = float(rows["share"].min())
        cells = tuple(_cell(rows, p, scenario.thresholds) for p in columns)
        title, unit = names.line(requirement) + beside, names.unit(capability)
        standing, firm = state(share, scenario.thresholds), float(rows["firmly"].min())
        found.append(
            Line(
                requirement + beside,
                title,
                unit,
                share,
                standing,
                firm,
                float(rows["guessed"].sum() / rows["gave"].sum()) if rows["gave"].sum() > 0 else math.nan,
                int(row["priority"]),
                bool(row["derived"]),
                requirement in short,
                cells,
            )
        )
    return tuple(sorted(found, key=lambda x: (x.derived, x.priority, x.id)))


def worst_first(found: tuple[Line, ...], most: int) -> tuple[tuple[Line, ...], int, int]:
    """Return the lines that a page shows, in their order, how many are left out, and how many of those are full.

    Where all fit, all are shown; else the worst, so that what is left out is never worse than what is shown.
    """
    if len(found) <= most:
        return found, 0, 0
    kept = sorted(range(len(found)), key=lambda i: (found[i].share, found[i].priority, i))[:most]
    left = [x for i, x in enumerate(found) if i not in kept]
    return tuple(found[i] for i in sorted(kept)), len(left), sum(not x.short for x in left)


def left_out(left: int, full: int) -> str:
    """Return how the lines stand that a page leaves out."""
    return "all full" if left == full else f"{full} full, none worse than those above"


def capable(dossier: Dossier, what: str) -> str:
    """Return when the force is capable, in words: "entry, 1 Mar 2026", "not reached"."""
    scenario = dossier.scenario
    reached = dossier.plan.metrics.get(f"{what}_month", float(scenario.months))
    if reached >= scenario.months:
        return "not reached"
    step = next(s for s in scenario.steps if s.first_month <= reached < s.until_month)
    return f"{step.phase}, {day(scenario.first_day(round(reached)))}"


def _cell(rows: pd.DataFrame, column: Period, thresholds: tuple[float, ...]) -> Cell:
    here = rows[rows["step"].isin(column.steps)]
    if here.empty:
        return Cell(0.0, 0.0, 1.0, 0)
    worst = here.iloc[int(here["share"].to_numpy().argmin())]
    share = float(worst["share"])
    return Cell(float(worst["filled"]), float(worst["level"]), share, state(share, thresholds))
