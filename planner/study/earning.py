"""Who is sent only to earn a condition: units without which no goal is worse and a condition falls.

Asked of one offer, line and step at a time: as many units as the line can spare are taken away, the rest is left as it is, and the rules
judge what remains. Two offers of which either could go, and not both, are each found.
"""

import math

import numpy as np
import pandas as pd

from planner.account import SLACK
from planner.decisions import Decisions
from planner.frames import groups, records
from planner.plan import Plan
from planner.rules import conditions, gives, stay
from planner.scenario import Scenario
from planner.verify import account

COLUMNS = ("offer", "nation", "requirement", "step", "units", "persons", "earns")


def sent_to_earn(scenario: Scenario, plan: Plan) -> pd.DataFrame:
    """Return the units that a plan sends only to earn conditions (COLUMNS); `earns`: the conditions that fall without them."""
    relied = _relied(plan)
    rows = []
    for spare in records(_spare(scenario, plan)) if any(relied.values()) else ():
        fewer = taken(plan.decisions, spare.offer, spare.requirement, spare.step, spare.units)
        lost = tuple(sorted(relied[spare.step] - conditions.largest(scenario, fewer)[spare.step])) if relied.get(spare.step) else ()
        if lost and _as_good(scenario, plan, fewer):
            persons = spare.units * spare.personnel
            rows.append((spare.offer, spare.nation, spare.requirement, spare.step, spare.units, persons, lost))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def taken(decisions: Decisions, offer: str, requirement: str, step: int, units: int) -> Decisions:
    """Return decisions with units of an offer on a line taken away in a step, from its sites in their order."""
    place = decisions["place"]
    mine = (place["offer"] == offer) & (place["requirement"] == requirement) & (place["step"] == step)
    before = place["units"].where(mine, 0).cumsum()
    gone = (before.clip(upper=units) - (before - place["units"]).clip(upper=units)).where(mine, 0)
    kept = place.assign(units=place["units"] - gone)
    return {**decisions, "place": kept[kept["units"] > 0].reset_index(drop=True)}


def _relied(plan: Plan) -> dict[int, frozenset[str]]:
    """Return the conditions to be earned on which a plan relies, by step."""
    holds = plan.decisions["holds"]
    return {p: frozenset(rows["condition"]) for p, rows in groups(holds[holds["holds"] == 1].groupby("step"))}


def _spare(scenario: Scenario, plan: Plan) -> pd.DataFrame:
    """Return what lines can spare: of each offer, line and step the most units without which nothing that it gives is shorter."""
    posture, coverage = plan.frames["posture"], plan.frames["coverage"]
    rows = posture.assign(stay=stay(scenario, posture)).merge(gives(scenario), on=["unit_type", "requirement"])
    rows = rows.merge(coverage[["requirement", "capability", "step", "filled", "level"]], on=["requirement", "capability", "step"])
    over = (rows["filled"] - rows["level"] + SLACK).clip(lower=0.0) / (rows["amount"] * rows["stay"])
    most = rows.assign(most=np.floor(over)).groupby(["offer", "requirement", "step"])["most"].min()
    stands = posture.groupby(["offer", "nation", "unit_type", "requirement", "step"], as_index=False)[["units"]].sum()
    spare = most.reindex(pd.MultiIndex.from_frame(stands[["offer", "requirement", "step"]])).fillna(math.inf).to_numpy()
    stands["units"] = np.minimum(stands["units"], spare).astype(np.int64)
    stands["personnel"] = stands["unit_type"].map(scenario.frames["unit_types"]["personnel"])
    spared: pd.DataFrame = stands[stands["units"] > 0]
    return spared


def _as_good(scenario: Scenario, plan: Plan, decisions: Decisions) -> bool:
    """Say whether no goal of the plan is worse with other decisions, what is relied on held as it is."""
    metrics = account(scenario, decisions).metrics
    goals = [g.name for g in scenario.goals if g.name in plan.metrics]
    return all(metrics[g] <= plan.metrics[g] + SLACK * max(1.0, abs(plan.metrics[g])) for g in goals)
