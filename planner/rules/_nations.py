"""How many nations count where their offers share what a pool supplies: as many as can have a whole unit each at the same time."""

from collections.abc import Mapping
from math import inf
from typing import TypeAlias

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from planner.account import SLACK

Units: TypeAlias = Mapping[tuple[str, str], float]  # by nation and source


def whole(units: Units, room: Mapping[str, float]) -> int:
    """Return the most nations of which a unit counts.

    Parameters
    ----------
    units
        The most that counts of a nation from a source, by (nation, source).
    room
        The most that counts from a source altogether; a source that is not named has room for all.
    """
    asked: dict[str, float] = {}
    for (_, source), amount in units.items():
        asked[source] = asked.get(source, 0.0) + amount
    short = {source for source in asked if asked[source] > room.get(source, inf) + SLACK}
    lacks = dict.fromkeys((nation for nation, _ in units), 1.0)
    for (nation, source), amount in units.items():
        lacks[nation] -= 0.0 if source in short else amount
    sure = {nation for nation, lack in lacks.items() if lack <= SLACK}
    shared = {(nation, source): amount for (nation, source), amount in units.items() if source in short and nation not in sure}
    return len(sure) + (_most(shared, lacks, room) if shared else 0)


def _most(units: Units, lacks: Mapping[str, float], room: Mapping[str, float]) -> int:
    """Return the most nations that get all they lack from sources that cannot serve each: what every pair draws, and who counts."""
    nations, sources = sorted({nation for nation, _ in units}), sorted({source for _, source in units})
    of_nation = np.array([[float(nation == n) for n, _ in units] for nation in nations])
    of_source = np.array([[float(source == s) for _, s in units] for source in sources])
    lacking = np.diag([lacks[nation] for nation in nations])
    counts = np.repeat([0, 1], [len(units), len(nations)])
    found = milp(
        -counts,
        integrality=counts,
        bounds=Bounds(0.0, [*units.values(), *np.ones(len(nations))]),
        constraints=[
            LinearConstraint(np.hstack([of_nation, -lacking]), 0.0, np.inf),
            LinearConstraint(np.hstack([of_source, np.zeros((len(sources), len(nations)))]), -np.inf, [room[source] for source in sources]),
        ],
    )
    return int(np.asarray(found.x)[len(units) :].round().sum())
