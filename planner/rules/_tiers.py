"""Which conditions hold, and which tiers of the offers may be used while they do."""

import math
from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
import pandas as pd

from planner.decisions import Decisions
from planner.frames import records
from planner.rules._posture import marked
from planner.scenario import Condition, Scenario, Step

Holding: TypeAlias = tuple[frozenset[str], ...]  # the conditions that hold, one set a step

DAYS_A_MONTH = 30.4375
FIRM = ("announced", "deployed")


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


def in_time(condition: Condition, step: Step, notice_days: float) -> bool:
    """Say whether a unit that may not move before `condition` is granted has had its notice by the start of the step."""
    if condition.granted != "granted" or not condition.starts_notice:
        return True
    return step.first_month >= condition.first_month + math.ceil(notice_days / DAYS_A_MONTH)


def usable(scenario: Scenario, held: Holding) -> pd.DataFrame:
    """Return the tiers that may be used in each step: offer, tier, step, units, firm, requires."""
    rows = [
        (tier.offer, tier.tier, p, float(tier.units), tier.status in FIRM, tier.requires)
        for tier in records(scenario.frames["tiers"])
        for p, step in enumerate(scenario.steps)
        if step.within(tier.first_month, tier.until_month) and _fulfilled(scenario, tier.requires, tier.notice_days, held[p], step)
    ]
    return pd.DataFrame(rows, columns=["offer", "tier", "step", "units", "firm", "requires"])


def strength(tiers: pd.DataFrame, without: frozenset[str] = frozenset()) -> "pd.Series[float]":
    """Return the units of usable tiers by offer and step, less the tiers with a clause that only `without` can fulfil."""
    free = [not needs(clauses, without) for clauses in tiers["requires"]]
    return tiers[np.array(free, dtype=bool)].groupby(["offer", "step"])["units"].sum()


def needs(clauses: Iterable[Iterable[str]], gone: frozenset[str]) -> bool:
    """Say whether one of the clauses has only conditions of `gone`."""
    return any(set(clause) <= gone for clause in clauses)


def _fulfilled(scenario: Scenario, clauses: Iterable[Iterable[str]], notice: float, held: frozenset[str], step: Step) -> bool:
    """Say whether of each clause one condition holds, and has held long enough where notice starts with it."""
    return all(any(k in held and in_time(scenario.conditions[k], step, notice) for k in clause) for clause in clauses)


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
