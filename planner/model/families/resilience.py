"""n-1, as rows: whichever nation leaves, what the others give and the gap make up the minimum.

sum of gives * place of all others + gap >= minimum, for each nation; the gap is that of the nation whose leaving hurts most
"""

from planner.frames import records
from planner.model.algebra import NOTHING, Model, constrain, groups
from planner.model.families.coverage import gives
from planner.model.goals import aim
from planner.model.shortfall import index, lacking
from planner.placements import Placements
from planner.scenario import Scenario


def rows(m: Model, scenario: Scenario, placements: Placements) -> None:
    """Add the gaps of the lines that ask for n-1; where nobody gives anything, all of the minimum is one."""
    needs = index(scenario)
    due = needs[needs["n_minus_1"].to_numpy(dtype=bool) & (needs["minimum"] > 0)]
    nations = m.provided["nation"].to_numpy()
    filled = dict(groups(m.provided, ("requirement", "capability", "step")))
    keys = list(zip(due["requirement"], due["capability"], due["step"].tolist(), strict=True))
    given = [filled.get(key, NOTHING) for key in keys]
    gaps = lacking(m, "gap", keys, due["minimum"].tolist(), given)
    for n, key, at, gap in zip(records(due), keys, given, gaps, strict=True):
        for nation in sorted(set(nations[at])) or [""]:
            constrain(m, "resilience", (*key, nation), gives(m, at[nations[at] != nation]) + gap, lower=n.minimum)
        aim(m, "resilience_gap", n.weight * n.share / n.minimum * gap)
