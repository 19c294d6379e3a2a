"""Asks, as rows and a goal: what only a soft caveat keeps away stands where the caveat is lifted, or where its exception holds.

    sum of place of an offer <= most * (lift + sum of holds over the clause)        lift <= sum of place of whom it speaks
    asks = sum of price * lift

A soft caveat by lead has its rows with those of command.
"""

import numpy as np

from planner.model.algebra import Model, constrain, groups, most, one, total, units
from planner.model.caveats import concerned
from planner.model.goals import aim
from planner.placements import Placements
from planner.scenario import Caveat, Scenario


def rows(m: Model, scenario: Scenario, placements: Placements) -> None:
    """Add for each soft caveat that may be lifted what hangs on it, and its price; none is lifted for nobody."""
    caveats = {caveat.name: caveat for caveat in scenario.caveats}
    for number, name in enumerate(placements.soft):
        _barred(m, scenario, placements, caveats[name], number)
    for name, lift in m.lift.items():
        constrain(m, "asks_for", (name,), one(lift) - units(m, np.flatnonzero(concerned(m, caveats[name]))), upper=0.0)
        aim(m, "asks", one(lift, caveats[name].price))


def _barred(m: Model, scenario: Scenario, placements: Placements, caveat: Caveat, number: int) -> None:
    """Bar what a caveat speaks of where it is not lifted and no exception holds: of each clause one condition."""
    at_risk = np.flatnonzero(placements.lifts[m.posture["a"].to_numpy(), m.posture["step"].to_numpy(), number])
    for (offer, step), at in groups(m.posture, ("offer", "step"), at_risk):
        clauses = m.outlook.open_to(caveat.unless, scenario.frames["offers"].at[offer, "unit_type"])
        for part, wait in enumerate(m.outlook.waits(clauses, step) if clauses else [()]):
            way_out = one(m.lift[caveat.name]) + total(m.holds[condition, step] for condition in wait)
            constrain(m, "asks_lift", (caveat.name, offer, step, part), units(m, at) - most(m, at) * way_out, upper=0.0)
