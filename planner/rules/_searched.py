"""Tours searched for: when they begin, where those that are drawn month by month leave a place empty.

Drawing looks at no month but its own, and so begins a tour that a later month would have needed. The question as a whole is a small integer
program: starts n of fleets, and y, how many of a fleet's tours under way hold a place in a month.

    sum over fleets of y = units asked for       sum over places of y <= sum of n that stand       sum of n in a cycle + at home <= units
"""

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from planner.rules._schedule import Fleet, May, Place, Tour
from planner.scenario import Step

SECONDS = 10.0  # for one pool; what is not found by then stays as it was drawn


def searched(fleets: Sequence[Fleet], asked: Sequence[Mapping[Place, int]], may: May, steps: Sequence[Step]) -> dict[Tour, int] | None:
    """Return tours, as few as can be, by which somebody holds every place in every month; None where there are none, or none is found."""
    months = [(month, p) for p, step in enumerate(steps) for month in range(step.first_month, step.until_month)]
    starts = [(month, f) for month, p in months for f, fleet in enumerate(fleets) if fleet.usable[p]]
    holds = [
        (f, place, month, p)
        for (month, p), f in product(months, range(len(fleets)))
        for place in asked[p]
        if fleets[f].usable[p] and may(fleets[f].offer, place, p)
    ]
    rows = _Rows()
    for month, p in months:
        for place, units in asked[p].items():
            of = [len(starts) + j for j, (_, held, at, _) in enumerate(holds) if at == month and held == place]
            rows.add([(j, 1.0) for j in of], units, units)
        for f, fleet in enumerate(fleets):
            here = [(len(starts) + j, 1.0) for j, (g, _, at, _) in enumerate(holds) if g == f and at == month]
            begun = [(j, -1.0) for j, (begins, g) in enumerate(starts) if g == f and fleet.stands(begins, month)]
            away = [(j, 1.0) for j, (begins, g) in enumerate(starts) if g == f and begins <= month < begins + fleet.cycle]
            rows.add(here + begun, -np.inf, 0.0)
            rows.add(away, -np.inf, fleet.units - fleet.home[p])
    cost = np.r_[np.ones(len(starts)), np.zeros(len(holds))]
    found = milp(
        cost, integrality=cost, bounds=Bounds(0.0, np.inf), constraints=rows.made(len(cost)), options={"time_limit": SECONDS}
    )  # fmt: skip
    if found.x is None:
        return None
    return {tour: n for tour, n in zip(starts, np.round(found.x[: len(starts)]).astype(int).tolist(), strict=True) if n}


class _Rows:
    """Rows of a program, as they are found."""

    def __init__(self) -> None:
        self.entries: list[tuple[int, int, float]] = []
        self.bounds: list[tuple[float, float]] = []

    def add(self, terms: Sequence[tuple[int, float]], lower: float, upper: float) -> None:
        """Add one row: the columns and their weights, between bounds."""
        self.entries += [(len(self.bounds), j, weight) for j, weight in terms]
        self.bounds.append((lower, upper))

    def made(self, columns: int) -> LinearConstraint:
        """Return all of them."""
        i, j, weights = (np.array(part) for part in zip(*self.entries, strict=True))
        lower, upper = np.array(self.bounds).T
        return LinearConstraint(coo_array((weights, (i, j)), shape=(len(self.bounds), columns)).tocsr(), lower, upper)
