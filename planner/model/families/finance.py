"""Finance, as a goal: what units and sites cost beyond being at home, over the horizon.

cost = sum of place * (months * month + months / tour * move) + opening * open at the end + monthly * months * open
       + placement cost * the most units of the offer that stand at the site
"""

import numpy as np
import pandas as pd

from planner.model.algebra import Model, columns, constrain, groups, most, one, units
from planner.model.goals import aim
from planner.placements import Placements
from planner.scenario import Scenario


def rows(m: Model, scenario: Scenario, placements: Placements) -> None:
    """Add up the cost; a move is a round trip a tour, and none on own soil."""
    posture = m.posture
    months = np.array([s.months for s in scenario.steps])[posture["step"].to_numpy(dtype=int)]
    trips = np.where(posture["own_soil"].to_numpy(dtype=bool), 0.0, months / posture["tour_months"].to_numpy())
    each = months * posture["cost_month"].to_numpy() + trips * posture["cost_move"].to_numpy()
    spent = np.flatnonzero(each)
    aim(m, "cost", units(m, spent, each[spent]))
    _sites(m, scenario)
    _placements(m, scenario)


def _sites(m: Model, scenario: Scenario) -> None:
    """Pay for works once, in the last step, since what opens stays open; then for each month in use."""
    sites, last = scenario.frames["sites"], len(scenario.steps) - 1
    for (site, step), used in m.open.items():
        once = float(sites["opening_cost"][site]) if step == last else 0.0
        aim(m, "cost", one(used, once + float(sites["monthly_cost"][site]) * scenario.steps[step].months))


def _placements(m: Model, scenario: Scenario) -> None:
    """Pay once for each unit placed: for the most that ever stand there."""
    costs = scenario.frames["placement_costs"].set_index(["offer", "site"])["cost_meur"]
    pairs = pd.MultiIndex.from_frame(m.posture[["offer", "site"]])
    standing = groups(m.posture, ("offer", "site", "step"), np.flatnonzero(pairs.isin(costs.index)))
    peak: dict[tuple[str, str], int] = {}
    for (offer, site, _), at in standing:
        peak[offer, site] = max(peak.get((offer, site), 0), most(m, at))
    made = columns(m, "peak", ("offer", "site"), list(peak), list(peak.values()), whole=False)
    for (offer, site, step), at in standing:
        constrain(m, "finance_peak", (offer, site, step), units(m, at) - one(made[offer, site]), upper=0.0)
    for pair, column in made.items():
        aim(m, "cost", one(column, costs[pair]))
