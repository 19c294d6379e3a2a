"""Who stands in for what in a plan, and how each unit type comes to it."""

import pandas as pd

from planner.plan import Plan
from planner.rules import gives, stay
from planner.scenario import Scenario

COLUMNS = ("requirement", "capability", "unit_type", "path", "amount")


def stand_ins(scenario: Scenario, plan: Plan) -> pd.DataFrame:
    """Return what substitutes give: requirement, capability, unit_type, path (from type to capability), amount in the fullest step."""
    posture, able = plan.frames["posture"], gives(scenario)
    rows = posture.assign(stay=stay(scenario, posture)).merge(able[able["substitute"].astype(bool)], on=["unit_type", "requirement"])
    rows = rows.assign(amount=rows["units"] * rows["amount"] * rows["stay"])
    key = ["requirement", "capability", "unit_type"]
    most = rows.groupby([*key, "step"])["amount"].sum().groupby(key).max().reset_index()
    found: pd.DataFrame = most.merge(scenario.frames["substitutes"][["unit_type", "capability", "path"]], on=["unit_type", "capability"])
    return found.sort_values(key, ignore_index=True)[list(COLUMNS)]
