"""What each offer could keep in place in each step, given the conditions that hold."""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from planner.frames import records
from planner.plan import Plan
from planner.scenario import Clauses, Scenario

RANK = {"deployed": 0, "announced": 1, "offered": 2, "exploratory": 3}  # the firmest tier is counted first
FIRM = ("deployed", "announced")
Holding = tuple[frozenset[str], ...]  # conditions that hold, by step


def holding(scenario: Scenario, plan: Plan) -> Holding:
    """Return the conditions that the plan relies on, by step, and those granted by date, whether used or not."""
    held = plan.frames.get("conditions", pd.DataFrame(columns=["condition", "step", "holds"]))
    relied = held[held["holds"].astype(bool)]
    return tuple(
        frozenset(relied.loc[relied["step"] == p, "condition"])
        | {k for k, c in scenario.conditions.items() if c.granted == "granted" and step.within(c.first_month, c.until_month)}
        for p, step in enumerate(scenario.steps)
    )


def met(clauses: Clauses, held: frozenset[str]) -> bool:
    """Say whether each clause has a condition that holds."""
    return all(any(condition in held for condition in clause) for clause in clauses)


def missing(clauses: Clauses, held: frozenset[str]) -> tuple[str, ...]:
    """Return the conditions of the clauses that do not hold, each once."""
    return tuple(dict.fromkeys(c for clause in clauses if not any(k in held for k in clause) for c in clause))


def rate(offers: pd.DataFrame) -> pd.Series:
    """Return the share of an offer's units that it keeps in place for good: tour / (tour + dwell) of a cycle, 1 of any other kind."""
    share = offers["tour_months"] / (offers["tour_months"] + offers["dwell_months"])
    return share.where(offers["kind"] == "in_cycle", 1.0)


def tiers(scenario: Scenario, held: Sequence[frozenset[str]]) -> pd.DataFrame:
    """Return each tier in each step.

    Columns: offer, tier, step, pledged (units as offered), units (in place, at the sustained rate), in_dates, usable (in dates and its
    conditions hold), lacking (conditions that do not hold), first_month, until_month, status, basis. Firm tiers stand first.
    """
    table = scenario.frames["tiers"]
    rates = rate(scenario.frames["offers"])
    rows = []
    for tier in records(table):
        first = max(tier.first_month, _noticed(scenario, tier.requires, tier.notice_days))
        for p, step in enumerate(scenario.steps):
            in_dates = step.within(first, tier.until_month)
            lacking = missing(tier.requires, held[p])
            rows.append(
                (tier.offer, tier.tier, p, tier.units, tier.units * rates[tier.offer], in_dates, in_dates and not lacking, lacking,
                 first, tier.until_month, tier.status, tier.basis, RANK.get(tier.status, 9))
            )  # fmt: skip
    names = ["offer", "tier", "step", "pledged", "units", "in_dates", "usable", "lacking", "first_month", "until_month", "status", "basis"]
    frame = pd.DataFrame(rows, columns=[*names, "rank"])
    return frame.sort_values(["offer", "step", "rank", "tier"], ignore_index=True).drop(columns="rank")


def standing_on(scenario: Scenario, plan: Plan) -> pd.DataFrame:
    """Return what stands by the tier it is taken from, firm tiers first: offer, step, status, basis, persons.

    What an offer keeps in place beyond its own tiers (a shared pool, own soil) is taken from its last usable tier.
    """
    posture = plan.frames["posture"]
    stands = posture.groupby(["offer", "step"], as_index=False)[["units", "persons"]].sum()
    usable = tiers(scenario, holding(scenario, plan)).query("usable")
    joined = usable.merge(stands, on=["offer", "step"], suffixes=("", "_standing"))
    key = [joined["offer"], joined["step"]]
    before = joined["units"].groupby(key).cumsum() - joined["units"]
    last = joined["units"].groupby(key).cumcount(ascending=False) == 0
    room = np.where(last, np.inf, joined["units"])
    taken = np.clip(joined["units_standing"] - before, 0.0, room)
    joined["persons"] = joined["persons"] * taken / joined["units_standing"]
    return joined.loc[joined["persons"] > 0, ["offer", "step", "status", "basis", "persons"]].reset_index(drop=True)


def _noticed(scenario: Scenario, requires: Clauses, notice_days: float) -> int:
    """Return the month before which a tier may not stand because its notice starts only when a condition is granted."""
    months = 0
    for clause in requires:
        conditions = [scenario.conditions[k] for k in clause if k in scenario.conditions]
        if conditions and all(c.starts_notice and c.granted == "granted" for c in conditions):
            months = max(months, min(c.first_month for c in conditions) + math.ceil(notice_days / 30.4375))
    return months
