"""Burden, as rows, where a goal asks: what each nation bears above what does not count stays below its share of a peak.

    load - ignored <= share * peak                                       the largest of all
    load - ignored <= share * (level + over),  count * level + sum of over       the sum of the `count` largest

load = sum of months * persons * place outside own soil (times exposure), or what the nation pays. Minimised one after the other for
count = 1, 2, 3, ... the sums of the largest make the lexicographic min-max, with whole units too. Source: Ogryczak and Sliwinski, On
solving linear programs with the ordered weighted averaging objective, EJOR 148 (2003).
"""

import numpy as np

from planner.model.algebra import Model, Sum, column, constrain, groups, plus, total, units
from planner.model.goals import aim
from planner.placements import Placements
from planner.scenario import Burden, Scenario

KEYS = {"gdp": "gdp_busd", "defence": "defence_busd", "active": "active_personnel", "given": "given_share"}


def rows(m: Model, scenario: Scenario, placements: Placements) -> None:
    """Add the peak of each goal on burden."""
    for goal in scenario.goals:
        if goal.burden is not None:
            _peak(m, scenario, goal.name, goal.burden)


def _peak(m: Model, scenario: Scenario, goal: str, asked: Burden) -> None:
    """Declare the peak, or the level that the largest stand above and by how much each does, and hold every load below its share of it."""
    shares = _shares(scenario, asked.key)
    loads = {nation: load for nation, load in _loads(m, scenario, asked.load).items() if nation in shares}
    most = max((_most(load) / shares[nation] for nation, load in loads.items()), default=0.0)
    level = column(m, "burden_level", ("part", "number"), ("level", asked.largest), most, whole=False)
    over = []
    for nation, load in sorted(loads.items()):
        above = [column(m, "burden_over", ("nation", "number"), (nation, asked.largest), most, whole=False)] if asked.largest > 1 else []
        peak = shares[nation] * total([level, *above])
        constrain(m, "burden", (nation, asked.largest), load - peak, upper=asked.ignore_below)
        over += above
    aim(m, goal, total([level, *over], [float(asked.largest), *[1.0] * len(over)]))


def _most(load: Sum) -> float:
    """Return the most that a load can come to."""
    return sum(weight * float(column.ub) for weight, column in zip(load.weights, load.columns, strict=True) if weight > 0)


def _shares(scenario: Scenario, key: str) -> dict[str, float]:
    """Return the part of each nation that offers in a key."""
    nations = scenario.frames["nations"]
    offering = nations[nations.index.isin(scenario.frames["offers"]["nation"])]
    amounts = np.ones(len(offering)) if key == "equal" else offering[KEYS[key]].to_numpy(dtype=float)
    return dict(zip(offering.index, (amounts / amounts.sum()).tolist(), strict=True))


def _loads(m: Model, scenario: Scenario, load: str) -> dict[str, Sum]:
    """Return what each nation may bear, as a sum over the columns."""
    if load == "cost":
        return {nation: plus(parts) for nation, parts in sorted(m.paid.items())}
    months = np.array([step.months for step in scenario.steps], dtype=float)[m.posture["step"].to_numpy(dtype=int)]
    each = months * m.posture["personnel"].to_numpy(dtype=float)
    if load == "exposure":
        each *= scenario.frames["sites"]["exposure"].loc[m.posture["site"]].to_numpy(dtype=float)
    away = np.flatnonzero(~m.posture["own_soil"].to_numpy(dtype=bool) & (each > 0))
    return {nation: units(m, at, each[at]) for (nation,), at in groups(m.posture, ("nation",), away)}
