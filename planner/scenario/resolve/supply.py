"""What offers can give at the most, by dates and conditions alone: enough to see that a pin or a date cannot be meant."""

from math import isnan

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.frames import NEVER
from planner.scenario.conditions import After, AllOf, AnyOf, Clauses, Covered, Pledged, Quorum, Reach, Test
from planner.scenario.resolve.months import notice_months
from planner.scenario.scenario import Scenario
from planner.scenario.selector import Selector


def supply(scenario: Scenario) -> pd.DataFrame:
    """Return the tiers with what they can keep in place, and when.

    Beside the columns of tiers: nation, unit_type, kind and pool of the offer; `share`, what of a unit a rotation keeps in place: where
    tours are planned one by one all of it, for a tour or two;
    `cost`, the least that a unit in place takes of its pool's strength (on own soil less than one); `in_place` (units), `persons`;
    `begin`, the first month in which the tier may stand, its conditions counted.
    """
    offers, tiers = scenario.frames["offers"], scenario.frames["tiers"]
    known = ["nation", "unit_type", "kind", "pool", "tour_months", "dwell_months", "home_availability"]
    found = tiers.join(offers[known], on="offer")
    turning = found["kind"] == "in_cycle"
    for_good = turning & (not scenario.tours)
    found["share"] = (found["tour_months"] / (found["tour_months"] + found["dwell_months"])).where(for_good, 1.0)
    held = bool(scenario.frames["requirements"]["standby"].any())  # a stand-by is at home wherever the sites lie
    at_home = (found["nation"].isin(scenario.frames["sites"]["country"]) | held) & turning & (found["home_availability"] > 0)
    found["cost"] = (found["share"] / found["home_availability"]).where(at_home, 1.0).clip(upper=1.0)
    found["in_place"] = found["units"] * found["share"]
    found["persons"] = found["in_place"] * found["unit_type"].map(scenario.frames["unit_types"]["personnel"])
    rows = zip(found["requires"], found["notice_days"], found["unit_type"], strict=True)
    conditional = [first_by_conditions(requires, notice, scenario, unit_type) for requires, notice, unit_type in rows]
    found["begin"] = np.maximum(found["first_month"], np.array(conditional, dtype=np.int64))
    return found


def speaks_of(tiers: pd.DataFrame, select: Selector) -> pd.DataFrame:
    """Return the tiers of the offers that a selector speaks of, wherever they stand."""
    chosen = np.ones(len(tiers), dtype=np.bool_)
    for column, ids in select.fields():
        if ids is not None and column in tiers:
            chosen &= tiers[column].isin(ids).to_numpy()
    return tiers[chosen]


def worth(scenario: Scenario, test: Reach, tiers: pd.DataFrame) -> pd.Series:
    """Return what one unit of each tier counts in a test: 1, its persons, or the most it gives of the capability."""
    if test.measure in ("units", "nations"):
        return pd.Series(1.0, index=tiers.index)
    if test.measure == "personnel":
        return tiers["unit_type"].map(scenario.frames["unit_types"]["personnel"])
    given = pd.concat([scenario.frames[name][["unit_type", "capability", "amount"]] for name in ("provides", "substitutes")])
    amounts = given[given["capability"] == test.capability].groupby("unit_type")["amount"].max()
    return tiers["unit_type"].map(amounts).fillna(0.0)


def most_given(there: pd.DataFrame, chosen: npt.NDArray[np.bool_], each: pd.Series | float = 1.0) -> float:
    """Return how much the chosen tiers can give together, `each` a unit: no more than they have, and than their pools sustain."""
    mine = there.assign(each=each)[chosen & (there["units"] > 0)]
    mine = mine.assign(given=mine["units"] * mine["each"])
    alone = mine["pool"] == ""
    pools = mine[~alone].groupby("pool")
    sustained = there.groupby("pool")["in_place"].sum() / pools["cost"].min() * pools["each"].max()
    return float(mine.loc[alone, "given"].sum() + np.minimum(pools["given"].sum(), sustained.dropna()).sum())


def pledged(scenario: Scenario, test: Pledged) -> pd.DataFrame:
    """Return the pledges that a test counts, each with `begin`, the first month in which it is paid and its conditions may hold."""
    pledges = scenario.frames["pledges"]
    of_whom = pledges["nation"].isin(test.nations) if test.nations is not None else pledges["nation"] != ""
    mine = pledges[of_whom & ((pledges["fund"] == test.fund) | (test.fund == ""))]
    begins = [
        max(month, first_by_conditions(requires, 0.0, scenario)) for month, requires in zip(mine["month"], mine["requires"], strict=True)
    ]
    return mine.assign(begin=np.array(begins, dtype=np.int64))


def first_by_conditions(requires: Clauses, notice_days: float, scenario: Scenario, unit_type: str = "") -> int:
    """Return the first month in which all clauses may hold; where nothing moves before a condition is granted, notice comes on top.

    With a unit type, only the conditions count that open it: a partial backstop opens some types alone.
    """

    def ready(name: str) -> int:
        condition = scenario.conditions[name]
        if unit_type and condition.opens is not None and unit_type not in condition.opens:
            return NEVER
        late = condition.starts_notice and condition.granted == "granted"
        return _may_hold_from(name, scenario) + (notice_months(notice_days) if late else 0)

    return max((min(ready(c) for c in clause) for clause in requires), default=0)


def _may_hold_from(name: str, scenario: Scenario, asked: frozenset[str] = frozenset()) -> int:
    """Return the first month in which a condition may hold, by its dates and thresholds; a circle of conditions is no obstacle."""
    condition = scenario.conditions[name]
    if condition.granted == "denied":
        return NEVER
    if condition.earned is None or name in asked:
        return condition.first_month
    return max(condition.first_month, _earned_from(condition.earned, scenario, asked | {name}))


def _earned_from(test: Test, scenario: Scenario, asked: frozenset[str]) -> int:
    match test:
        case Reach() | Covered() | Pledged():  # that so much money comes so late is told by a warning
            return next((step.first_month for step, level in zip(scenario.steps, test.at_least, strict=True) if not isnan(level)), NEVER)
        case Quorum():
            return sorted(_may_hold_from(name, scenario, asked) for name in test.conditions)[test.at_least - 1]
        case After():
            return _may_hold_from(test.condition, scenario, asked)
        case AllOf():
            return max(_earned_from(part, scenario, asked) for part in test.parts)
        case AnyOf():
            return min(_earned_from(part, scenario, asked) for part in test.parts)
        case _:
            return NEVER
