"""Arrivals: what a placement holds in a step above what it held in the step before, own soil aside.

arrive[a,p] >= place[a,p] - place[a,p-1]; where nothing of the placement may stand in p-1, all of place[a,p] arrives and needs no column
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from planner.model.algebra import Model, Rows, Sum, column, constrain, one, total

KEY = ("offer", "requirement", "site", "step")


def coming(m: Model) -> Rows:
    """Return the rows of the posture to which anybody can come: not on own soil, and not in the first step."""
    return np.flatnonzero((m.posture["step"] > 0).to_numpy() & ~m.posture["own_soil"].to_numpy(dtype=bool))


def arrivals(m: Model, rows: Rows, weights: npt.NDArray[np.float64]) -> Sum:
    """Return the units that come in some rows of the posture, each times its weight."""
    return total([_arriving(m, i) for i in rows.tolist()], weights.tolist())


def exactly(m: Model, rows: Rows) -> None:
    """Hold the columns of some arrivals to no more than comes, where a limit grows with them: comes[a,p] says whether anything may."""
    for i in rows.tolist():
        key, j = m.units[i].index(), m.earlier[i]
        if j < 0 or _known(m, "comes", key) is not None:
            continue
        may, arrive = column(m, "comes", KEY, key, 1), one(_arriving(m, i))
        constrain(m, "movement_comes", key, arrive - one(may, m.ub[i]), upper=0.0)
        constrain(m, "movement_most", key, arrive - one(m.units[i]) + one(m.units[j]) + one(may, m.ub[j]), upper=float(m.ub[j]))


def _arriving(m: Model, i: int) -> Any:
    """Return the column that says how many units come in a row of the posture."""
    j = m.earlier[i]
    if j < 0:
        return m.units[i]
    key = m.units[i].index()
    if (known := _known(m, "arrive", key)) is not None:
        return known
    arrive = column(m, "arrive", KEY, key, m.ub[i], whole=False)
    constrain(m, "movement_arrive", key, one(arrive) - one(m.units[i]) + one(m.units[j]), lower=0.0)
    return arrive


def _known(m: Model, kind: str, key: tuple[Any, ...]) -> Any:
    """Return a column that was declared before, or None."""
    made = m.component(kind)
    return made[key] if made is not None and key in made else None
