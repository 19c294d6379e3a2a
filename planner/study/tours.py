"""What tours would change: what a posture asks of its cycles month by month, and what nobody on a tour would hold."""

from dataclasses import dataclass

import pandas as pd

from planner.frames import groups
from planner.plan import Plan
from planner.scenario import Scenario


@dataclass(frozen=True)
class Gap:
    """Months of a pool in which fewer stand on tours than the posture asks for: runs (first month, month after), units at the worst."""

    pool: str
    lines: tuple[str, ...]
    runs: tuple[tuple[int, int], ...]
    units: float
    unit_months: float


@dataclass(frozen=True)
class Tours:
    """The tours of a plan: unit-months that it asks of cycles away from home, how many tours begin, and what they leave empty.

    `decided` says whether the tours are the plan's own, or drawn from its posture.
    """

    decided: bool
    asked: float
    begin: float
    gaps: tuple[Gap, ...]

    @property
    def missing(self) -> float:
        """Unit-months that nobody on a tour holds."""
        return sum(gap.unit_months for gap in self.gaps)


def tours(scenario: Scenario, plan: Plan) -> Tours:
    """Return the tours of a plan, the pools that are empty for most unit-months first."""
    schedule, empty = plan.frames["schedule"], plan.frames["unrelieved"]
    gaps = [_gap(str(pool), rows) for pool, rows in groups(empty.groupby("pool"))]
    held = float((schedule["units"] * (schedule["until_month"] - schedule["first_month"]))[schedule["requirement"] != ""].sum())
    missing = float(empty["missing"].sum())
    return Tours(scenario.tours, held + missing, _begun(schedule), tuple(sorted(gaps, key=lambda gap: (-gap.unit_months, gap.pool))))


def _begun(schedule: pd.DataFrame) -> float:
    """Return how many tours begin: of a tour that changes places, what holds places at one time at most."""
    total = 0.0
    for _, stands in groups(schedule.groupby(["offer", "tier", "begins"])):
        months = sorted(set(stands["first_month"]))
        total += max(float(stands.loc[(stands["first_month"] <= m) & (m < stands["until_month"]), "units"].sum()) for m in months)
    return total


def _gap(pool: str, rows: pd.DataFrame) -> Gap:
    months = rows.groupby("month")["missing"].sum()
    lines = tuple(sorted(set(rows["requirement"])))
    return Gap(pool, lines, runs(sorted(int(m) for m in months.index)), float(months.max()), float(months.sum()))


def runs(months: list[int]) -> tuple[tuple[int, int], ...]:
    """Return runs of consecutive months, each with the month after it."""
    begins = [m for m in months if m - 1 not in months]
    ends = [m + 1 for m in months if m + 1 not in months]
    return tuple(zip(begins, ends, strict=True))
