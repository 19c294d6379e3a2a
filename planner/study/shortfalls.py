"""Why a line is short: what is missing, what it delays, what stands in the way, and who could fill it. Computed, never guessed.

One shortfall is a line and capability over consecutive steps in which it is short. Its causes are those of its worst step.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from planner.frames import records
from planner.placements import Placements
from planner.plan import Plan
from planner.rules import Readiness, full, initial
from planner.scenario import Scenario
from planner.study.capability import Delay, delay
from planner.study.causes import Cause
from planner.study.remedies import Remedy, remedies
from planner.study.witness import Witness

EPS = 1e-6


@dataclass(frozen=True)
class Shortfall:
    """One shortfall. `filled` and `level` in units of capability in its worst step; `weight` is what it adds to its goal, in lines."""

    requirement: str
    capability: str
    steps: tuple[int, ...]
    worst: int
    filled: float
    level: float
    minimum: float
    priority: int
    derived: bool
    weight: float
    months: int
    months_needed: int
    delays: tuple[Delay, ...]
    causes: tuple[Cause, ...]
    remedies: tuple[Remedy, ...]

    @property
    def share(self) -> float:
        """Share of the need that is filled in the worst step."""
        return self.filled / self.level if self.level > 0 else 1.0

    @property
    def below_minimum(self) -> bool:
        """Whether it stands below the least useful amount."""
        return self.filled < self.minimum - EPS


def shortfalls(scenario: Scenario, plan: Plan, admitted: Placements) -> tuple[Shortfall, ...]:
    """Return every shortfall of a plan: by priority, then by weight in its goal, the heaviest first."""
    coverage = plan.frames["coverage"]
    short = coverage[coverage["short"] > EPS * np.maximum(1.0, coverage["level"])]
    if short.empty:
        return ()
    witness = Witness.of(scenario, plan, admitted, frozenset(short["requirement"]))
    dates = {"IOC": initial(scenario, coverage), "FOC": full(scenario, coverage)}
    found = [
        _shortfall(scenario, coverage, run, witness, dates)
        for _, rows in short.groupby(["requirement", "capability"], sort=True)
        for _, run in rows.groupby((rows["step"].diff() != 1).cumsum())
    ]
    return tuple(sorted(found, key=lambda s: (s.priority, -s.weight, s.requirement, s.capability, s.worst)))


def _shortfall(
    scenario: Scenario, coverage: pd.DataFrame, run: pd.DataFrame, witness: Witness, dates: Mapping[str, Readiness]
) -> Shortfall:
    first = run.iloc[0]
    requirement, capability = str(first["requirement"]), str(first["capability"])
    line = next(records(scenario.frames["requirements"].loc[[requirement]]))
    lengths = np.array([s.months for s in scenario.steps])
    of_line = coverage[coverage["requirement"] == requirement]
    needed = of_line[of_line["level"] > 0]
    months_needed = int(lengths[needed["step"].unique()].sum())
    beside = needed.groupby("step")["capability"].nunique().reindex(run["step"]).to_numpy()  # capabilities the index is a mean over
    reference = np.where(run["reference"] > 0, run["reference"], run["level"])
    index = (lengths[run["step"]] / months_needed * (run["short"] / reference) / beside).sum()
    worst = min(records(run), key=lambda row: row.filled / row.level)
    causes = witness.hear(requirement, capability, worst.step)
    delays = (delay(what, ready, (requirement, capability)) for what, ready in dates.items())
    return Shortfall(
        requirement, capability, tuple(run["step"].astype(int).tolist()), worst.step, worst.filled, worst.level,
        worst.minimum, line.priority, bool(line.derived), float(line.weight * index),
        _months(scenario, run), months_needed,
        tuple(d for d in delays if d and _matters(d, run["step"])), causes,
        remedies(scenario, causes, capability, worst.short, _months(scenario, run), partial(witness.closed, requirement, worst.step)),
    )  # fmt: skip


def _months(scenario: Scenario, run: pd.DataFrame) -> int:
    return sum(scenario.steps[p].months for p in run["step"])


def _matters(delay: Delay, steps: pd.Series) -> bool:
    """Say whether this run of steps, not another of the same line, is what delays."""
    if delay.would_be is None:
        return True
    until = delay.planned if delay.planned is not None else int(steps.max()) + 1
    return bool(((steps >= delay.would_be) & (steps < until)).any())
