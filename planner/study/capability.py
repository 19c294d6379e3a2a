"""When the force is capable: initial and full operational capability, and which lines delay them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.frames import records
from planner.scenario import Scenario

ENOUGH = 0.95  # share of its largest level at which a line counts as complete
Line = tuple[str, str]  # requirement, capability


@dataclass(frozen=True)
class Delay:
    """What a shortfall does to a date: its name, the step it would fall in without it, the step as planned, other lines that share it."""

    what: str
    would_be: int | None
    planned: int | None
    others: int = 0

    @property
    def alone(self) -> bool:
        """Whether the date would be earlier with this line ready and all else as planned."""
        return self.others == 0


@dataclass(frozen=True)
class Readiness:
    """Which line is ready in which step, for one date: `ready[line, step]`, and the steps in which the date may fall."""

    what: str
    lines: tuple[Line, ...]
    ready: npt.NDArray[np.bool_]
    may: npt.NDArray[np.bool_]

    @property
    def step(self) -> int | None:
        """The first step in which every line is ready; None if there is none."""
        return self._first(np.ones(len(self.lines), dtype=bool))

    def delay(self, line: Line) -> Delay | None:
        """Return how a line delays the date: alone if the date were earlier with this line ready.

        With others if the date is not reached and, where the fewest lines are missing, this is one of them.
        """
        others = np.array([other != line for other in self.lines], dtype=bool)
        planned = self.step
        before = len(self.may) if planned is None else planned
        without = self._first(others)
        if without is not None and without < before:
            return Delay(self.what, without, planned)
        if planned is not None or not self.may.any():
            return None
        missing = np.where(self.may, (~self.ready).sum(axis=0), len(self.lines) + 1)
        nearest = int(np.flatnonzero(missing == missing.min())[-1])
        mine = not self.ready[~others, nearest].all()
        return Delay(self.what, None, None, int(missing[nearest]) - 1) if mine else None

    def _first(self, among: npt.NDArray[np.bool_]) -> int | None:
        steps = np.flatnonzero(self.ready[among].all(axis=0) & self.may)
        return int(steps[0]) if len(steps) else None


def full(scenario: Scenario, coverage: pd.DataFrame) -> Readiness:
    """Return readiness for full operational capability: 95 % of a line's largest level; of its level in the step if derived."""
    derived = scenario.frames["requirements"]["derived"] != ""
    lines = _lines(coverage)
    ready = np.zeros((len(lines), len(scenario.steps)), dtype=bool)
    for i, ((requirement, _), rows) in enumerate(coverage.groupby(["requirement", "capability"], sort=True)):
        ready[i] = bool(derived.get(requirement, False))  # a derived line asks nothing where it has no level
        level = rows["level"] if derived.get(requirement, False) else rows["level"].max()
        ready[i, rows["step"].to_numpy(dtype=int)] = (rows["filled"] >= ENOUGH * level - 1e-9).to_numpy()
    needed = set(scenario.frames["needs"]["step"])  # before anything is asked for, nothing is fully capable
    return Readiness("FOC", lines, ready, np.array([p in needed for p in range(len(scenario.steps))], dtype=bool))


def initial(scenario: Scenario, coverage: pd.DataFrame) -> Readiness:
    """Return readiness for initial operational capability: the minima of priority 1 hold; without a minimum, something stands."""
    lines = scenario.frames["requirements"]
    first = lines.index[(lines["priority"] == 1) & (lines["derived"] == "")]
    rows = coverage[coverage["requirement"].isin(first)]
    keys = _lines(rows)
    ready, may = np.ones((len(keys), len(scenario.steps)), dtype=bool), np.zeros(len(scenario.steps), dtype=bool)
    for i, (_, line) in enumerate(rows.groupby(["requirement", "capability"], sort=True)):
        steps = line["step"].to_numpy(dtype=int)
        needed = line["level"].to_numpy() > 0
        may[steps[needed]] = True
        enough = np.where(line["minimum"] > 0, line["filled"] >= line["minimum"] - 1e-9, line["filled"] > 0)
        ready[i, steps] = enough | ~needed
    return Readiness("IOC", keys, ready, may)


def _lines(coverage: pd.DataFrame) -> tuple[Line, ...]:
    keys = coverage[["requirement", "capability"]].drop_duplicates().sort_values(["requirement", "capability"])
    return tuple((str(r.requirement), str(r.capability)) for r in records(keys))
