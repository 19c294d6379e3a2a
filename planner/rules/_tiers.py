"""Which conditions hold, and which tiers of the offers may be used while they do."""

import math
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import pandas as pd

from planner.decisions import Decisions
from planner.frames import records
from planner.rules._clauses import opened
from planner.rules._posture import marked
from planner.scenario import DAYS_A_MONTH, Clauses, Condition, Scenario, Step

Holding: TypeAlias = tuple[frozenset[str], ...]  # the conditions that hold, one set a step

FIRM = ("deployed", "announced")
STATUSES = (*FIRM, "offered", "exploratory")  # the firmest first
RANK = {status: rank for rank, status in enumerate(STATUSES)}  # the firmest tiers are counted first
COLUMNS = (
    "offer", "tier", "step", "units", "in_place", "in_dates", "usable", "lacking", "first_month", "until_month", "requires", "status",
    "basis", "source", "confidence",
)  # fmt: skip


def in_date(condition: Condition, step: Step) -> bool:
    """Say whether a condition can hold in a step at all: not denied, and the step inside its months."""
    return condition.granted != "denied" and step.within(condition.first_month, condition.until_month)


def granted(scenario: Scenario) -> Holding:
    """Return the conditions that hold by date, whatever the posture."""
    by_date = [c for c in scenario.conditions.values() if c.granted == "granted"]
    return tuple(frozenset(c.name for c in by_date if in_date(c, step)) for step in scenario.steps)


def holding(scenario: Scenario, decisions: Decisions) -> Holding:
    """Return the conditions that hold in each step: the granted ones by date, those to be earned as the plan says."""
    rows = marked(scenario, decisions, "holds", "holds")
    earned = {name for name, c in scenario.conditions.items() if c.granted == "if-earned"}
    relied = [set(rows.loc[(rows["step"] == p) & rows["condition"].isin(earned), "condition"]) for p in range(len(scenario.steps))]
    return tuple(by_date | more for by_date, more in zip(granted(scenario), relied, strict=True))


def notice_months(days: float) -> int:
    """Return a notice in whole months, rounded up; what is over by less than a billionth of a month is no month more."""
    return math.ceil(days / DAYS_A_MONTH - 1e-9)


def in_time(condition: Condition, step: Step, notice_days: float) -> bool:
    """Say whether a unit that may not move before `condition` is granted has had its notice by the start of the step."""
    if condition.granted != "granted" or not condition.starts_notice:
        return True
    return step.first_month >= condition.first_month + notice_months(notice_days)


@lru_cache(maxsize=64)  # a question about departures asks for the same conditions again and again
def tiers(scenario: Scenario, held: Holding) -> pd.DataFrame:
    """Return each tier of each offer in each step, the firmest tiers of an offer first. Kept, so not to be changed.

    Columns: offer, tier, step; units (as pledged) and in_place (what they keep there for good); in_dates, usable (in dates, and its
    conditions hold), lacking (conditions that it waits for); first_month (dates and notice together), until_month, requires (clauses, of
    conditions that open its unit type); status, basis, source, confidence.
    """
    table, share, types = scenario.frames["tiers"], rate(scenario).to_dict(), scenario.frames["offers"]["unit_type"].to_dict()
    order = table.assign(rank=table["status"].map(RANK)).sort_values(["offer", "rank", "tier"], kind="stable")
    rows = []
    for t in records(order):
        pledged, in_place = float(t.units), float(t.units * share[t.offer])
        requires = tuple(opened(scenario, types[t.offer], clause) for clause in t.requires)
        shut = tuple(k for written, clause in zip(t.requires, requires, strict=True) if not clause for k in written)
        first = max([t.first_month, *(_noticed(scenario, clause, t.notice_days) for clause in requires)])
        for p, step in enumerate(scenario.steps):
            dated = step.within(first, t.until_month)
            ready = frozenset(k for k in held[p] if in_time(scenario.conditions[k], step, t.notice_days))
            waits = shut or lacking(requires, ready)
            rows.append(
                (t.offer, t.tier, p, pledged, in_place, dated, dated and not waits, waits, first, t.until_month, requires, t.status,
                 t.basis, t.source, t.confidence)
            )  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS).astype({"in_dates": bool, "usable": bool})


@lru_cache(maxsize=64)
def usable(scenario: Scenario, held: Holding) -> pd.DataFrame:
    """Return the tiers that may be used in each step, in the columns and the order of `tiers`. Kept, so not to be changed."""
    every = tiers(scenario, held)
    return every[every["usable"]].reset_index(drop=True)


def lacking(clauses: Clauses, held: frozenset[str]) -> tuple[str, ...]:
    """Return the conditions of clauses that none of `held` fulfils, each once; none where all clauses hold."""
    return tuple(dict.fromkeys(k for clause in clauses if not set(clause) & held for k in clause))


def strength(tiers: pd.DataFrame, without: frozenset[str] = frozenset()) -> "pd.Series[float]":
    """Return the units of usable tiers by offer and step, less the tiers with a clause that only `without` can fulfil."""
    free = [not needs(clauses, without) for clauses in tiers["requires"]]
    return tiers[np.array(free, dtype=bool)].groupby(["offer", "step"])["units"].sum()


def needs(clauses: Iterable[Iterable[str]], gone: frozenset[str]) -> bool:
    """Say whether one of the clauses has only conditions of `gone`."""
    return any(set(clause) <= gone for clause in clauses)


def units_by_date(scenario: Scenario, offers: Iterable[str], step: int) -> float:
    """Return the units that offers have in a step by their dates, whatever their conditions."""
    tiers = scenario.frames["tiers"]
    rows = tiers[tiers["offer"].isin(set(offers))]
    there = [scenario.steps[step].within(first, until) for first, until in zip(rows["first_month"], rows["until_month"], strict=True)]
    return float(rows.loc[there, "units"].sum())


def rate(scenario: Scenario) -> pd.Series:
    """Return the share of an offer's units that stands for good, by offer: tour / (tour + dwell) in a cycle, else 1."""
    offers = scenario.frames["offers"]
    share = offers["tour_months"] / (offers["tour_months"] + offers["dwell_months"])
    return share.where(offers["kind"] == "in_cycle", 1.0)


def _noticed(scenario: Scenario, clause: Iterable[str], notice_days: float) -> int:
    """Return the month before which no condition of a clause has been granted long enough, where notice starts with each of them."""
    conditions = [scenario.conditions[k] for k in clause]
    if not conditions or not all(c.granted == "granted" and c.starts_notice for c in conditions):
        return 0
    return min(c.first_month for c in conditions) + notice_months(notice_days)
