"""Rotation and supply, as rows: no offer and no pool keeps more in place than its tiers and its cycle give.

    sum of place of an offer <= sum of units of its tiers * held
    sum of place away + sum of place at home * share / availability, over a pool <= sum of units * share * held
    one_tour: sum of place = sum of the runs over the step; runs under way or resting <= units of the tier

`held` is 1, or the condition's column, or a column of its own below each clause that the tier waits for. Where tours are planned one by
one, `share` is what of a unit can hold a place through the step, a bound for whole units, and the tours follow (`_tours.py`).
"""

import math
from typing import Any

import numpy as np
import pandas as pd

from planner.frames import records
from planner.model.algebra import TINY, Model, Sum, columns, constrain, groups, one, total, units
from planner.model.families._tours import tours
from planner.model.posture import alone
from planner.placements import Placements
from planner.scenario import Scenario


def rows(m: Model, scenario: Scenario, placements: Placements) -> None:
    """Add the limits of offers, pools and tours."""
    _offers(m, m.tiers, m.held, alone(m, scenario))
    _pools(m, scenario, m.tiers, m.held)
    _runs_of_one_tour(m, scenario, m.tiers, m.held)
    if scenario.tours:
        tours(m, scenario)


def _offers(m: Model, tiers: pd.DataFrame, held: list[Any], pooled: frozenset[str]) -> None:
    """Limit each offer to its tiers, where neither the bounds of its placements nor a pool of its own do so already."""
    supplied = dict(groups(tiers, ("offer", "step")))
    limited = ~(m.posture["offer"].isin(pooled) & (m.posture["kind"] == "in_cycle"))
    for key, at in groups(m.posture, ("offer", "step"), np.flatnonzero(limited)):
        found = supplied[key]
        sure, pending = _limit(tiers["units"].to_numpy()[found], [held[j] for j in found])
        if pending.columns or m.ub[at].sum() > sure:
            constrain(m, "rotation_offer", key, units(m, at) - pending, upper=sure)


def _pools(m: Model, scenario: Scenario, tiers: pd.DataFrame, held: list[Any]) -> None:
    """Limit each pool to what its cycle sustains; what works on own soil takes only its availability of the cycle."""
    offers = scenario.frames["offers"]
    of, code = (offers.index.get_indexer(pd.Index(rows["offer"], dtype=object)) for rows in (m.posture, tiers))
    share, tier_share = m.supply.keeps[of, m.posture["step"].to_numpy(dtype=int)], m.supply.keeps[code, tiers["step"].to_numpy(dtype=int)]
    home = share / offers["home_availability"].to_numpy()[of]
    taken = np.where(m.posture["own_soil"].to_numpy(dtype=bool), home, 1.0)
    cycle = tiers.assign(pool=offers["pool"].to_numpy()[code], rate=tiers["units"].to_numpy() * tier_share)
    supplied = dict(groups(cycle, ("pool", "step")))
    for key, at in groups(m.posture, ("pool", "step"), np.flatnonzero(m.posture["kind"] == "in_cycle")):
        found = supplied[key]
        sure, pending = _limit(cycle["rate"].to_numpy()[found], [held[j] for j in found], whole=bool((taken[at] == 1.0).all()))
        if pending.columns or m.ub[at] @ taken[at] > sure:  # not by what offers supply: it is this row that holds them to it
            constrain(m, "rotation_pool", key, units(m, at, taken[at]) - pending, upper=sure)


def _limit(amounts: np.ndarray, held: list[Any], *, whole: bool = True) -> tuple[float, Sum]:
    """Return what is sure of some amounts and what hangs on conditions; for whole units, rounded down where one condition alone decides."""
    sure = sum(float(a) for a, h in zip(amounts, held, strict=True) if h is None)
    pending = {id(h): h for h in held if h is not None}
    parts = {k: sum(float(a) for a, h in zip(amounts, held, strict=True) if id(h) == k) for k in pending}
    if whole and len(parts) <= 1:
        least = math.floor(sure + TINY)
        parts = {k: math.floor(sure + part + TINY) - least for k, part in parts.items()}
        sure = least
    return sure, total(pending.values(), list(parts.values()))


def _runs_of_one_tour(m: Model, scenario: Scenario, tiers: pd.DataFrame, held: list[Any]) -> None:
    """Make the posture of each one-tour offer a sum of runs: consecutive steps within the tour, then rest until dwell has passed."""
    offers = scenario.frames["offers"]
    single = np.flatnonzero(m.posture["kind"] == "one_tour")
    placed = dict(groups(m.posture, ("offer", "step"), single))
    runs = _runs(scenario, tiers[tiers["offer"].isin(offers.index[offers["kind"] == "one_tour"])], set(placed))
    made = columns(m, "run", ("offer", "tier", "step", "last"), [r[:4] for r in runs], [r[4] for r in runs])
    for (offer, step), at in placed.items():
        over = [made[r[:4]] for r in runs if r[0] == offer and r[2] <= step <= r[3]]
        constrain(m, "rotation_tour", (offer, step), units(m, at) - total(over), lower=0.0, upper=0.0)
    for j, t in enumerate(records(tiers)):
        mine = [r for r in runs if r[:2] == (t.offer, t.tier)]
        over = [made[r[:4]] for r in mine if r[2] <= t.step <= r[3]]
        if over and held[j] is not None:
            constrain(m, "rotation_run", (t.offer, t.tier, t.step), total(over) - one(held[j], t.units), upper=0.0)
        busy = [made[r[:4]] for r in mine if r[2] <= t.step < _back(scenario, r[3], float(offers["dwell_months"][t.offer]))]
        constrain(m, "rotation_rest", (t.offer, t.tier, t.step), total(busy), upper=math.floor(t.units + TINY))


def _runs(scenario: Scenario, tiers: pd.DataFrame, placed: set[tuple[str, int]]) -> list[tuple[str, str, int, int, int]]:
    """Return every run that a unit of a tier can stand: offer, tier, first and last step, units."""
    tours = scenario.frames["offers"]["tour_months"]
    found = []
    for (offer, tier), at in groups(tiers, ("offer", "tier")):
        usable = {int(p) for p in tiers["step"].to_numpy()[at] if (offer, int(p)) in placed}
        count = math.floor(float(tiers["units"].to_numpy()[at[0]]) + TINY)
        for first in sorted(usable):
            last, months = first, scenario.steps[first].months
            while last in usable and months <= tours[offer] + TINY:
                found.append((offer, tier, first, last, count))
                last += 1
                months += scenario.steps[last].months if last in usable else 0
    return found


def _back(scenario: Scenario, last: int, dwell: float) -> int:
    """Return the first step in which a unit may start again after a run that ends with `last`."""
    end = scenario.steps[last].until_month + dwell
    return next((p for p, s in enumerate(scenario.steps) if s.first_month >= end - TINY), len(scenario.steps))
