"""Entry forces: whether a posture can be stood by units of one tour each, that rest before they come again.

The question is a small integer program of its own: how many units of each fleet stand from step i to step j. Units are alike, so a fleet
can be shared out among runs as long as no more of them than it has stand or rest at the same time.
"""

from typing import TypeAlias

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from planner.scenario import Step

Fleets: TypeAlias = tuple[tuple[int, tuple[bool, ...]], ...]  # (units, usable in each step): units of the same dates
Run: TypeAlias = tuple[int, int, int]  # fleet, first and last step


def sustainable(posture: tuple[int, ...], fleets: Fleets, tour: float, dwell: float, steps: tuple[Step, ...]) -> int | None:
    """Return the first step in which the posture cannot be stood, or None.

    A posture that can be stood can be stood up to any step, so the first that fails is found by halving.
    """
    if _stands(posture, fleets, tour, dwell, steps):
        return None
    able, unable = 0, len(steps)  # steps from the first on that can be stood, and that cannot
    while unable - able > 1:
        middle = (able + unable) // 2
        able, unable = (middle, unable) if _stands(posture[:middle], fleets, tour, dwell, steps[:middle]) else (able, middle)
    return unable - 1


def _stands(posture: tuple[int, ...], fleets: Fleets, tour: float, dwell: float, steps: tuple[Step, ...]) -> bool:
    """Say whether runs of one tour at most can be chosen that make the posture."""
    runs = _runs(fleets, tour, steps)
    if not runs:
        return not any(posture)
    standing = np.array([[i <= p <= j for _, i, j in runs] for p in range(len(steps))], dtype=float)
    taken = np.array(
        [[f == fleet and i <= p and (p <= j or steps[p].first_month < steps[j].until_month + dwell) for fleet, i, j in runs]
         for f in range(len(fleets)) for p in range(len(steps))], dtype=float,
    )  # fmt: skip
    units = np.repeat([float(n) for n, _ in fleets], len(steps))
    wanted = np.array(posture, dtype=float)
    found = milp(
        np.zeros(len(runs)),
        integrality=np.ones(len(runs), dtype=np.int64),
        bounds=Bounds(0, np.inf),
        constraints=[LinearConstraint(standing, wanted, wanted), LinearConstraint(taken, -np.inf, units)],
    )
    return bool(found.status == 0)


def _runs(fleets: Fleets, tour: float, steps: tuple[Step, ...]) -> list[Run]:
    """Return the spans of consecutive usable steps that one tour covers, by fleet."""
    return [
        (f, i, j)
        for f, (_, usable) in enumerate(fleets)
        for i in range(len(steps))
        for j in range(i, len(steps))
        if all(usable[i : j + 1]) and steps[j].until_month - steps[i].first_month <= tour
    ]
