"""Areas, as rows: what the selected units bring into a sea or air space stays within its limits, in each step.

sum of (tonnes | personnel | 1) * place <= at_most, over all nations or for each
"""

import numpy as np

from planner.model.algebra import Model, constrain, groups, heaviest, units
from planner.placements import Placements
from planner.scenario import Scenario


def rows(m: Model, scenario: Scenario, placements: Placements) -> None:
    """Add each limit in each step in which it can bind."""
    for area in scenario.areas:
        inside = m.posture["site"].isin(area.sites).to_numpy() & m.in_place
        for limit in area.limits:
            weights = np.ones(len(m.posture)) if limit.of == "units" else m.posture[limit.of].to_numpy(dtype=float)
            meant = np.flatnonzero(inside & limit.who.match(m.posture).to_numpy())
            for key, at in groups(m.posture, ("nation", "step") if limit.per_nation else ("step",), meant):
                if heaviest(m, at, weights[at]) > limit.at_most:
                    constrain(m, "areas", (area.name, limit.name, *key), units(m, at, weights[at]), upper=limit.at_most)
