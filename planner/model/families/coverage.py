"""Coverage, as rows: what units give fills a level and a minimum, and the rest is a shortfall.

sum of gives * place + short >= level        sum of gives * place + below >= minimum
sum of gives * place over the substitutes of a type <= max_share * level
"""

from typing import Any

import numpy as np

from planner.frames import records
from planner.model.algebra import Model, Rows, Sum, columns, constrain, groups, one, total
from planner.model.goals import aim
from planner.model.index import grain, index
from planner.placements import Placements
from planner.scenario import Scenario


def rows(m: Model, scenario: Scenario, placements: Placements) -> None:
    """Add shortfalls against level and minimum, and the limits of substitutes."""
    needs = index(scenario)
    filled = dict(groups(m.provided, ("requirement", "capability", "step")))
    for kind, amount in (("short", "level"), ("below", "minimum")):
        due = needs[needs[amount] > 0]
        keys = list(zip(due["requirement"], due["capability"], due["step"].tolist(), strict=True))
        gaps = missing(m, kind, keys, due[amount].tolist(), filled)
        for n, gap in zip(records(due), gaps, strict=True):
            goal = f"shortfall.{n.priority}" if kind == "short" else "below_minimum"
            aim(m, goal, n.weight * n.share / getattr(n, amount) * gap)
    _shares(m, scenario)


def missing(m: Model, kind: str, keys: list[tuple[str, str, int]], due: list[float], filled: dict[Any, Rows]) -> list[Sum]:
    """Declare what is missing of some amounts, add its rows, and return it as sums: in grains and integer where the amounts allow."""
    amounts = m.provided["amount"].to_numpy()
    given = [filled.get(key, np.zeros(0, dtype=np.int64)) for key in keys]
    grains = [grain(amounts[rows], level) for rows, level in zip(given, due, strict=True)]
    whole = [(key, level / g, level) for key, g, level in zip(keys, grains, due, strict=True) if g > 0]
    parts = [(key, level) for key, g, level in zip(keys, grains, due, strict=True) if g == 0]
    axes = ("requirement", "capability", "step")
    made = columns(m, kind, axes, [k for k, _, _ in whole], [n for _, n, _ in whole], full=True)
    made |= columns(m, f"{kind}_part", axes, [k for k, _ in parts], [level for _, level in parts], whole=False, full=True)
    gaps = [one(made[key], g or 1.0) for key, g in zip(keys, grains, strict=True)]
    for key, rows, gap, level in zip(keys, given, gaps, due, strict=True):
        constrain(m, f"coverage_{kind}", key, gives(m, rows) + gap, lower=level)
    return gaps


def gives(m: Model, rows: Rows) -> Sum:
    """Return the sum of what some rows of `provided` give."""
    return total(m.units[m.provided["i"].to_numpy()[rows]].tolist(), m.provided["amount"].to_numpy()[rows].tolist())


def _shares(m: Model, scenario: Scenario) -> None:
    """Limit the units of each type that stand in for others, on given lines, to their share of the level."""
    limits = scenario.frames["substitutes"].dropna(subset="max_share").set_index(["unit_type", "capability"])["max_share"]
    levels = scenario.frames["needs"].set_index(["requirement", "capability", "step"])["level"].to_dict()
    given = scenario.frames["requirements"]["derived"] == ""
    others = np.flatnonzero(m.provided["substitute"].to_numpy(dtype=bool) & given[m.provided["requirement"]].to_numpy())
    for key, found in groups(m.provided, ("unit_type", "requirement", "capability", "step"), others):
        unit_type, requirement, capability, step = key
        if (unit_type, capability) in limits.index:
            share = limits[unit_type, capability] * levels.get((requirement, capability, step), 0.0)
            constrain(m, "coverage_share", key, gives(m, found), upper=share)
