"""Tidy CSV: one row a fact, one column a thing, safe to open in a spreadsheet."""

import csv
from collections.abc import Mapping
from io import StringIO
from math import nan
from typing import Any

import pandas as pd

from planner.plan import Plan
from planner.scenario import Scenario

MONTHS = {"ioc_month", "foc_month"}  # metrics that are months of the calendar, and its end where they are not reached
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run: such text gets an apostrophe


def tables(scenario: Scenario, plan: Plan) -> Mapping[str, str]:
    """Return CSV text by name: the frames of the plan and of its scenario, decisions, metrics and goals; phases beside steps."""
    phases = [step.name for step in scenario.steps]
    metrics = pd.DataFrame(sorted(reached(plan.metrics, scenario.months).items()), columns=["metric", "value"])
    goals = pd.DataFrame([vars(level) for level in plan.levels])
    decided = {f"decided-{kind}": table for kind, table in plan.decisions.items()}
    read = {f"scenario-{name}": table for name, table in scenario.frames.items()}
    frames = {**plan.frames, **decided, **read, "metrics": metrics, "goals": goals}
    return {name: text(_phased(table, phases)) for name, table in sorted(frames.items())}


def reached(metrics: Mapping[str, float], months: int) -> Mapping[str, float]:
    """Return metrics with no number where a month does not come within the calendar: FOC that is not reached is no month of it."""
    return {name: nan if name in MONTHS and value >= months else value for name, value in metrics.items()}


def text(table: pd.DataFrame) -> str:
    """Return a frame as CSV: numbers that read back equal, nothing where there is no number, no cell that a spreadsheet runs."""
    flat = table.reset_index() if table.index.name else table
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(flat.columns)
    writer.writerows([_cell(value) for value in row] for row in flat.itertuples(index=False))
    return out.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, tuple):  # several ids; of clauses, all must hold, and of each one condition
        value = ";".join("|".join(part) if isinstance(part, tuple) else str(part) for part in value)
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    if isinstance(value, float):
        return "" if value != value else int(value) if value.is_integer() and abs(value) < 1e15 else repr(float(value))
    return value


def _phased(table: pd.DataFrame, phases: list[str]) -> pd.DataFrame:
    if "step" not in table:
        return table
    phased = table.copy()
    phased.insert(list(table.columns).index("step") + 1, "phase", [phases[int(step)] for step in table["step"]])
    return phased
