"""Who is sent only to earn a condition: units without which nothing that is asked for is worse, and a condition falls.

Asked of one offer, line and step at a time: as many units as the line can spare are taken away, the rest is left as it is, and the rules
judge what remains. Two offers of which either could go, and not both, are each found.
"""

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd

from planner.account import SLACK, Account
from planner.decisions import Decisions
from planner.frames import records
from planner.plan import Plan
from planner.rules import conditions, gives, stay
from planner.scenario import Scenario
from planner.verify import account

COLUMNS = ("offer", "nation", "requirement", "step", "units", "persons", "earns")
FOLLOWS = ("conditions", "sustainment")  # what falls is what is asked, and supplies carry less for fewer: no reason to stay


def sent_to_earn(scenario: Scenario, plan: Plan) -> pd.DataFrame:
    """Return the units that a plan sends only to earn conditions (COLUMNS); `earns`: the conditions that fall without them, in any step."""
    found = list(_decisive(scenario, plan))
    before = account(scenario, plan.decisions) if found else Account()
    kept = [row for row, fewer in found if _as_good(scenario, before, account(scenario, fewer))]
    return pd.DataFrame(kept, columns=list(COLUMNS))


def _decisive(scenario: Scenario, plan: Plan) -> Iterator[tuple[tuple[object, ...], Decisions]]:
    """Yield what could be spared and earns something, as a row and as the decisions without it."""
    holds = plan.decisions["holds"]
    relied = {(row.condition, row.step) for row in records(holds[holds["holds"] == 1])}
    for spare in records(_spare(scenario, plan)) if relied else ():
        fewer = taken(plan.decisions, spare.offer, spare.requirement, spare.step, spare.units)
        could = conditions.largest(scenario, fewer)
        lost = tuple(sorted({name for name, p in relied if name not in could[p]}))
        if lost:
            persons = spare.units * spare.personnel
            yield (spare.offer, spare.nation, spare.requirement, spare.step, spare.units, persons, lost), fewer


def taken(decisions: Decisions, offer: str, requirement: str, step: int, units: int) -> Decisions:
    """Return decisions with units of an offer on a line taken away in a step, from its sites in their order."""
    place = decisions["place"]
    mine = (place["offer"] == offer) & (place["requirement"] == requirement) & (place["step"] == step)
    before = place["units"].where(mine, 0).cumsum()
    gone = (before.clip(upper=units) - (before - place["units"]).clip(upper=units)).where(mine, 0)
    kept = place.assign(units=place["units"] - gone)
    return {**decisions, "place": kept[kept["units"] > 0].reset_index(drop=True)}


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


def _as_good(scenario: Scenario, before: Account, after: Account) -> bool:
    """Say whether with fewer units no goal is worse and no rule is broken that was kept, a pin or a lead."""
    goals = [g.name for g in scenario.goals if g.name in before.metrics]
    worse = any(after.metrics[g] > before.metrics[g] + SLACK * max(1.0, abs(before.metrics[g])) for g in goals)
    return not worse and _broken(after) <= _broken(before)


def _broken(made: Account) -> set[tuple[str, str]]:
    found = made.breaches[~made.breaches["rule"].isin(FOLLOWS)]
    return set(zip(found["rule"], found["key"], strict=True))
