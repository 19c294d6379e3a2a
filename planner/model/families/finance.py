"""Finance, as a goal: what units and sites cost beyond being at home, over the horizon.

cost = sum of place * (months * month + months / tour * move) + (opening * open + works * grow) at the end + monthly * months * open
       + placement cost * the most units of the offer that stand at the site

Where tours are planned one by one, move * starts instead of place * months / tour * move.
"""

import numpy as np
import pandas as pd

from planner.frames import records
from planner.model.algebra import Model, Sum, columns, constrain, groups, most, one, units
from planner.model.goals import aim
from planner.placements import Placements
from planner.scenario import Scenario


def rows(m: Model, scenario: Scenario, placements: Placements) -> None:
    """Add up the cost; a move is a round trip a tour, and none on own soil."""
    posture = m.posture
    months = np.array([s.months for s in scenario.steps])[posture["step"].to_numpy(dtype=int)]
    decided = (posture["kind"] == "in_cycle").to_numpy() & scenario.tours  # a move is then a tour that begins
    trips = np.where(posture["own_soil"].to_numpy(dtype=bool) | decided, 0.0, months / posture["tour_months"].to_numpy())
    each = months * posture["cost_month"].to_numpy() + trips * posture["cost_move"].to_numpy()
    for (nation,), spent in groups(posture, ("nation",), np.flatnonzero(each * m.in_place)):
        pay(m, nation, units(m, spent, each[spent]))
    if scenario.tours:
        _tours(m, scenario)
    _sites(m, scenario)
    _placements(m, scenario)


def _tours(m: Model, scenario: Scenario) -> None:
    """Pay the round trip of each tour that begins."""
    offers, moves = scenario.frames["offers"], scenario.frames["unit_types"]["cost_move"]
    for (offer, _, _), begins in m.start.items():
        if moves[offers["unit_type"][offer]]:
            pay(m, offers["nation"][offer], one(begins, float(moves[offers["unit_type"][offer]])))


def pay(m: Model, payer: str, terms: Sum) -> None:
    """Add terms to the cost, and to what the payer bears of it."""
    aim(m, "cost", terms)
    m.paid.setdefault(payer, []).append(terms)


def _sites(m: Model, scenario: Scenario) -> None:
    """Pay for works once, in the last step, since what opens or grows stays so; then for each month in use."""
    sites, last = scenario.frames["sites"], len(scenario.steps) - 1
    for (site, step), used in m.open.items():
        once = float(sites["opening_cost"][site]) if step == last else 0.0
        payer = sites["payer"][site] or sites["country"][site]
        pay(m, payer, one(used, once + float(sites["monthly_cost"][site]) * scenario.steps[step].months))
    for site, number, cost in records(scenario.frames["stages"], "site", "stage", "cost"):
        if (site, number, last) in m.grow and cost:
            pay(m, sites["payer"][site] or sites["country"][site], one(m.grow[site, number, last], cost))


def _placements(m: Model, scenario: Scenario) -> None:
    """Pay once for each unit placed: for the most that ever stand there."""
    costs = scenario.frames["placement_costs"].set_index(["offer", "site"])["cost_meur"]
    pairs = pd.MultiIndex.from_frame(m.posture[["offer", "site"]])
    standing = groups(m.posture, ("offer", "site", "step"), np.flatnonzero(pairs.isin(costs.index) & m.in_place))
    peak: dict[tuple[str, str], int] = {}
    for (offer, site, _), at in standing:
        peak[offer, site] = max(peak.get((offer, site), 0), most(m, at))
    made = columns(m, "peak", ("offer", "site"), list(peak), list(peak.values()), whole=False)
    for (offer, site, step), at in standing:
        constrain(m, "finance_peak", (offer, site, step), units(m, at) - one(made[offer, site]), upper=0.0)
    for pair, column in made.items():
        pay(m, scenario.frames["offers"]["nation"][pair[0]], one(column, costs[pair]))
