"""Coverage, as rows: what units give fills a level and a minimum, and the rest is a shortfall.

sum of gives * place + short >= level        sum of gives * place + below >= minimum
sum of gives * place over the substitutes of a type <= max_share * level
"""

import numpy as np

from planner.frames import records
from planner.model.algebra import NOTHING, Model, Rows, Sum, constrain, groups, total
from planner.model.goals import aim
from planner.model.shortfall import index, lacking
from planner.placements import Placements
from planner.scenario import Scenario


def rows(m: Model, scenario: Scenario, placements: Placements) -> None:
    """Add shortfalls against level and minimum, and the limits of substitutes."""
    needs = index(scenario)
    filled = dict(groups(m.provided, ("requirement", "capability", "step")))
    for kind, amount in (("short", "level"), ("below", "minimum")):
        due = needs[needs[amount] > 0]
        keys = list(zip(due["requirement"], due["capability"], due["step"].tolist(), strict=True))
        given = [filled.get(key, NOTHING) for key in keys]
        gaps = lacking(m, kind, keys, due[amount].tolist(), given)
        for n, key, at, gap in zip(records(due), keys, given, gaps, strict=True):
            level = getattr(n, amount)
            constrain(m, f"coverage_{kind}", key, gives(m, at) + gap, lower=level)
            aim(m, f"shortfall.{n.priority}" if kind == "short" else "below_minimum", n.weight * n.share / level * gap)
    _shares(m, scenario)


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
