"""Arrivals: what stands in a step and did not stand on its line and at its site in the step before, own soil aside.

Whoever stands in the first step came before the calendar. An offer that keeps its number is relieved in place, and that is no arrival; one
that goes to another line or site arrives there.
"""

import pandas as pd

from planner.scenario import Scenario

PLACEMENT = ["offer", "requirement", "site"]


def arrivals(scenario: Scenario, stands: pd.DataFrame) -> pd.DataFrame:
    """Return one row a placement and step to which units come: the columns of `stands`, units and persons of those who come, tonnes."""
    together = stands.groupby([*PLACEMENT, "step"], as_index=False)[["units"]].sum()
    before = together.assign(step=together["step"] + 1).rename(columns={"units": "before"})
    rows = together.merge(before, on=[*PLACEMENT, "step"], how="left").fillna({"before": 0.0})
    rows["units"] -= rows.pop("before")
    about = stands.drop(columns=["units", "persons"]).drop_duplicates([*PLACEMENT, "step"])
    rows = rows.merge(about, on=[*PLACEMENT, "step"])
    rows = rows[(rows["units"] > 0) & (rows["step"] > 0) & ~rows["own_soil"].astype(bool)].reset_index(drop=True)
    lift = rows["unit_type"].map(scenario.frames["unit_types"]["lift_t"]).astype(float)
    return rows.assign(persons=rows["units"] * rows["personnel"], tonnes=rows["units"] * lift)
