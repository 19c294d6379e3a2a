"""When a force is capable: which need is ready in which step, for initial and for full operational capability."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.account import SLACK
from planner.frames import records
from planner.scenario import Scenario

FULL = 0.95  # share of its largest level at which a need counts as fully there
Need: TypeAlias = tuple[str, str]  # requirement, capability


@dataclass(frozen=True)
class Readiness:
    """For one date: `ready[need, step]`, and the steps in which the date may fall."""

    needs: tuple[Need, ...]
    ready: npt.NDArray[np.bool_]
    may: npt.NDArray[np.bool_]

    @property
    def step(self) -> int | None:
        """The first step in which every need is ready; None if there is none."""
        return self.without(None)

    def without(self, need: Need | None) -> int | None:
        """Return the first step in which every need but this one is ready; None if there is none."""
        others = np.array([other != need for other in self.needs], dtype=bool)
        steps = np.flatnonzero(self.ready[others].all(axis=0) & self.may)
        return int(steps[0]) if len(steps) else None


def initial(scenario: Scenario, coverage: pd.DataFrame) -> Readiness:
    """Return readiness for IOC: the minima of given lines of priority 1 hold; a line without one has something of each capability."""
    lines = scenario.frames["requirements"]
    first = lines.index[(lines["priority"] == 1) & (lines["derived"] == "")]
    rows = coverage[coverage["requirement"].isin(first)]
    bare = rows.groupby(["requirement", "step"])["minimum"].transform("max") <= 0
    held = (rows["below"] <= SLACK) & ~(bare & (rows["filled"] <= 0))
    needs = _needs(rows)
    ready, may = np.ones((len(needs), len(scenario.steps)), dtype=bool), np.zeros(len(scenario.steps), dtype=bool)
    for r, c, p, holds in zip(rows["requirement"], rows["capability"], rows["step"], held, strict=True):
        ready[needs[r, c], p], may[p] = holds, True
    return Readiness(tuple(needs), ready, may)


def full(scenario: Scenario, coverage: pd.DataFrame) -> Readiness:
    """Return readiness for FOC: 95 % of a given need's largest level over all steps; of its level in the step where it is derived.

    A given need that does not arise in a step is still asked for there, at its largest level: before anything stands nothing is full.
    """
    derived = set(scenario.frames["requirements"].index[scenario.frames["requirements"]["derived"] != ""])
    needs = _needs(coverage)
    most = coverage.groupby(["requirement", "capability"])["level"].max()
    ready = np.tile(np.array([[r in derived] for r, _ in needs], dtype=bool).reshape(-1, 1), (1, len(scenario.steps)))
    for row in records(coverage):
        need = (row.requirement, row.capability)
        want = FULL * (row.level if row.requirement in derived else float(most[need]))
        ready[needs[need], row.step] = row.filled >= want - SLACK * max(1.0, want)
    asked = set(scenario.frames["needs"]["step"])
    return Readiness(tuple(needs), ready, np.array([p in asked or not asked for p in range(len(scenario.steps))], dtype=bool))


def _needs(coverage: pd.DataFrame) -> dict[Need, int]:
    """Return the needs in sorted order, with their place."""
    keys = sorted(set(zip(coverage["requirement"], coverage["capability"], strict=True)))
    return {(str(r), str(c)): i for i, (r, c) in enumerate(keys)}
