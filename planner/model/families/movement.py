"""Movement, as rows: who comes to a site before a step fits into what it takes in during the step before.

    sum of arrive * persons <= reception.persons * months       sum of arrive * lift_t <= reception.t * months
    sum of arrive * lift_t <= sum of what the usable routes to the site carry in a month * months

A row is left out where nobody could come in such numbers. The goal `arrivals` is the sum of persons * arrive.
"""

from collections.abc import Iterator

import numpy as np

from planner.frames import records
from planner.model.algebra import TINY, Model, constrain, groups, heaviest
from planner.model.arrivals import arrivals, coming
from planner.model.goals import aim
from planner.placements import Placements
from planner.scenario import Scenario, Step


def rows(m: Model, scenario: Scenario, placements: Placements) -> None:
    """Limit what comes, and count it where a goal asks."""
    who = coming(m)
    amounts = {
        "persons": m.posture["personnel"].to_numpy(dtype=float),
        "t": scenario.frames["unit_types"]["lift_t"].loc[m.posture["unit_type"]].to_numpy(dtype=float),
    }
    limited = who[m.posture["site"].isin(set(scenario.frames["reception"]["site"])).to_numpy()[who]]
    for (site, step), at in groups(m.posture, ("site", "step"), limited):
        for name, measure, most in _limits(scenario, site, scenario.steps[step - 1]):
            mine = at[amounts[measure][at] > 0]
            if len(mine) and heaviest(m, mine, amounts[measure][mine]) > most + TINY:
                constrain(m, "movement", (site, step, name), arrivals(m, mine, amounts[measure][mine]), upper=most)
    if any(goal.metric == "arrivals" for goal in scenario.goals):
        aim(m, "arrivals", arrivals(m, who, amounts["persons"][who]))


def _limits(scenario: Scenario, site: str, step: Step) -> Iterator[tuple[str, str, float]]:
    """Yield the limits of a site on those who come in a step: name, measure, amount."""
    reception = scenario.frames["reception"]
    rows = reception[reception["site"] == site]
    own = rows["over"] == ""
    for r in records(rows[own]):
        yield r.measure, r.measure, r.a_month * step.months
    if not own.all():
        usable = rows[~own & (rows["first_month"] <= step.first_month)]
        yield "routes", "t", float(np.sum(usable["a_month"])) * step.months
