"""n-1, as rows: whichever nation leaves, what the others give and the gap make up the minimum.

sum of gives * place of all others + gap >= minimum, for each nation; the gap is that of the nation whose leaving hurts most
"""

import numpy as np

from planner.frames import records
from planner.model.algebra import Model, columns, constrain, groups, one
from planner.model.families.coverage import gives
from planner.model.goals import aim
from planner.model.index import grain, index
from planner.placements import Placements
from planner.scenario import Scenario


def rows(m: Model, scenario: Scenario, placements: Placements) -> None:
    """Add the gaps of the lines that ask for n-1; in grains where all amounts allow."""
    needs = index(scenario)
    due = needs[needs["n_minus_1"].to_numpy(dtype=bool) & (needs["minimum"] > 0)]
    nations, amounts = m.provided["nation"].to_numpy(), m.provided["amount"].to_numpy()
    filled = dict(groups(m.provided, ("requirement", "capability", "step")))
    none = np.zeros(0, dtype=np.int64)
    for kind in ("gap", "gap_part"):
        sizes = {
            (n.requirement, n.capability, n.step): grain(amounts[filled.get((n.requirement, n.capability, n.step), none)], n.minimum)
            for n in records(due)
        }
        mine = [n for n in records(due) if (sizes[n.requirement, n.capability, n.step] > 0) == (kind == "gap")]
        keys = [(n.requirement, n.capability, n.step) for n in mine]
        units_of = [sizes[key] or 1.0 for key in keys]
        upper = [n.minimum / size for n, size in zip(mine, units_of, strict=True)]
        made = columns(m, kind, ("requirement", "capability", "step"), keys, upper, whole=kind == "gap", full=True)
        for n, key, size in zip(mine, keys, units_of, strict=True):
            at = filled.get(key, none)
            for nation in sorted(set(nations[at])) or [""]:
                others = gives(m, at[nations[at] != nation])
                constrain(m, "resilience", (*key, nation), others + one(made[key], size), lower=n.minimum)
            aim(m, "resilience_gap", one(made[key], n.weight * n.share * size / n.minimum))
