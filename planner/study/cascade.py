"""What is left when one nation leaves: its own units, then every condition that no longer holds, then all that hung on those.

Nobody replans: leads, ceilings and needs stay as they are, and nothing new is sent. The least that can happen, not the most.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from planner.decisions import Decisions
from planner.frames import records
from planner.placements import Placements
from planner.plan import Plan
from planner.rules import Holding, conditions, lacking, tiers
from planner.scenario import Scenario

COLUMNS = ("nation", "country", "step", "before", "own", "hung", "left", "fallen")


@dataclass(frozen=True)
class Stage:
    """Where a withdrawal is looked at: the country with most persons of the force abroad, in its fullest step."""

    country: str
    step: int
    persons: float


def stage(plan: Plan) -> Stage | None:
    """Return the country and step with most persons who are not on their own soil; None for an empty plan."""
    posture = plan.frames["posture"]
    abroad = posture[~posture["own_soil"].astype(bool)]
    if abroad.empty:
        return None
    people = abroad.groupby(["country", "step"])["persons"].sum().reset_index()
    most = next(records(people.nlargest(1, "persons")))
    return Stage(most.country, int(most.step), float(most.persons))


def cascade(scenario: Scenario, plan: Plan, admitted: Placements) -> pd.DataFrame:
    """Return, for each nation that stands anywhere, what its leaving takes from the main country, the worst first.

    Columns: nation, country, step, before, own (its persons), hung (others who stood on what fell), left, fallen (conditions).
    """
    where = stage(plan)
    if where is None:
        return pd.DataFrame(columns=list(COLUMNS))
    clauses = admitted.chosen[["offer", "requirement", "site", "requires"]]
    abroad = plan.frames["posture"][~plan.frames["posture"]["own_soil"].astype(bool)]  # as `stage` counts
    rows = []
    for nation in sorted(plan.frames["posture"]["nation"].unique()):
        remaining, fallen = _withdraw(scenario, plan, clauses, nation)
        there = _there(scenario, plan, remaining, where)
        own = abroad.query("nation == @nation and country == @where.country and step == @where.step")["persons"].sum()
        rows.append((nation, where.country, where.step, where.persons, own, where.persons - own - there, there, fallen[where.step]))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.sort_values(["left", "nation"], ignore_index=True)


def _withdraw(scenario: Scenario, plan: Plan, clauses: pd.DataFrame, nation: str) -> tuple[pd.DataFrame, tuple[tuple[str, ...], ...]]:
    """Take a nation out, then what falls with it until nothing more falls: what still stands, and the conditions fallen by step."""
    nations = scenario.frames["offers"]["nation"]
    place = plan.decisions["place"]
    place = place[place["offer"].map(nations) != nation]
    relied = _relied(plan, len(scenario.steps))
    held = relied
    while True:
        could = _could_hold(scenario, {**plan.decisions, "place": place.reset_index(drop=True)})
        after = tuple(now & then for now, then in zip(held, could, strict=True))
        if after == held:
            return place, tuple(tuple(sorted(before - now)) for before, now in zip(relied, held, strict=True))
        held = after
        place = _standing(scenario, place, clauses, held)


def _standing(scenario: Scenario, place: pd.DataFrame, clauses: pd.DataFrame, held: Holding) -> pd.DataFrame:
    """Return what can still stand: placements whose clauses hold, each offer within its usable tiers, later lines cut first."""
    kept = place.merge(clauses, on=["offer", "requirement", "site"], how="left")
    stands = [not lacking(c if isinstance(c, tuple) else (), held[p]) for c, p in zip(kept["requires"], kept["step"], strict=True)]
    kept = kept[np.array(stands, dtype=bool)]
    table = tiers(scenario, held)
    usable = table[table["usable"]].groupby(["offer", "step"])["units"].sum()
    lost = table[table["in_dates"] & ~table["usable"]].groupby(["offer", "step"])["units"].sum()
    keys = pd.MultiIndex.from_frame(kept[["offer", "step"]])
    # an offer that has lost no tier keeps what it has: own soil and shared pools may rightly exceed its own tiers
    most = np.where(lost.reindex(keys, fill_value=0.0) > 0, usable.reindex(keys, fill_value=0.0), np.inf)
    before = kept.groupby(["offer", "step"])["units"].cumsum() - kept["units"]
    units = np.floor(np.clip(most - before, 0, kept["units"]) + 1e-9).astype(np.int64)
    left: pd.DataFrame = kept.assign(units=units).drop(columns="requires")
    return left[left["units"] > 0]


def _relied(plan: Plan, steps: int) -> Holding:
    table = plan.frames["conditions"]
    held = table[table["holds"].astype(bool)]
    return tuple(frozenset(held.loc[held["step"] == p, "condition"]) for p in range(steps))


def _could_hold(scenario: Scenario, decisions: Decisions) -> Holding:
    """Return the largest consistent set of conditions for a posture, by step."""
    return tuple(frozenset(names) for names in conditions.largest(scenario, decisions))


def _there(scenario: Scenario, plan: Plan, place: pd.DataFrame, where: Stage) -> float:
    offers, sites, types = scenario.frames["offers"], scenario.frames["sites"], scenario.frames["unit_types"]
    country = place["site"].map(sites["country"])
    here = place[(country == where.country) & (place["step"] == where.step) & (place["offer"].map(offers["nation"]) != country)]
    return float((here["units"] * here["offer"].map(offers["unit_type"]).map(types["personnel"])).sum())
