"""What figures rest on: of which tiers a posture is made, who vouches for them and how firmly they are pledged.

Units stand per offer, and an offer may have tiers of different standing. The firmest are counted first: what is deployed, then what is
announced, offered, explored; of one status in the order of their names. Each counts with what it keeps in place for good. What stands
above them all, in a pool that other offers share or on own soil, is taken from the last of them.
"""

import numpy as np
import pandas as pd

from planner.account import SLACK
from planner.decisions import Decisions
from planner.frames import arrange
from planner.rules._tiers import FIRM, holding, usable
from planner.scenario import Scenario

BASES = ("quoted", "derived", "assumed")
UNVOUCHED = {"tier": "", "share": 1.0, "status": "exploratory", "basis": "assumed", "source": "", "confidence": ""}
TOLD = ["status", "basis", "source", "confidence"]


def drawn(scenario: Scenario, decisions: Decisions, stands: pd.DataFrame) -> pd.DataFrame:
    """Return of which tiers each row of `stands` is made: row (label in stands), tier, share of the row; status, basis, source, confidence.

    A row without any tier that may be used breaks a rule elsewhere; here nobody vouches for it.
    """
    tiers = usable(scenario, holding(scenario, decisions))
    posture = stands.groupby(["offer", "step"])["units"].sum().rename("posture").reset_index()
    made = tiers.merge(posture, on=["offer", "step"])
    of = [made["offer"], made["step"]]
    before = made["in_place"].groupby(of).cumsum() - made["in_place"]
    last = made["in_place"].groupby(of).cumcount(ascending=False) == 0
    made["share"] = np.clip(made["posture"] - before, 0.0, np.where(last, np.inf, made["in_place"])) / made["posture"]
    made = made.loc[made["share"] > SLACK, ["offer", "step", "tier", "share", *TOLD]]
    rows = stands[["offer", "step"]].assign(row=stands.index).merge(made, on=["offer", "step"], how="left")
    return rows[["row", "tier", "share", *TOLD]].fillna(UNVOUCHED)


def vouched(made: pd.DataFrame) -> pd.DataFrame:
    """Return the share of each row that is firm, and that is quoted, derived, assumed: one row a row of `stands`, by its label."""
    told = {name: made["basis"] == name for name in BASES} | {"firm": made["status"].isin(FIRM)}
    return pd.DataFrame({name: made["share"].where(said, 0.0).groupby(made["row"]).sum() for name, said in told.items()})


def rests(stands: pd.DataFrame, made: pd.DataFrame) -> pd.DataFrame:
    """Return the frame `basis`: what is in place, by the tier it is taken from."""
    there = stands[~stands["standby"]]
    rows = made[made["row"].isin(there.index)].join(there[["offer", "requirement", "site", "step", "nation", "units", "persons"]], on="row")
    key = ["offer", "tier", "requirement", "site", "step", "nation", *TOLD]
    rows[["units", "persons"]] = rows[["units", "persons"]].mul(rows["share"], axis=0)
    return arrange("basis", rows.groupby(key, as_index=False)[["units", "persons"]].sum())


def measures(scenario: Scenario, basis: pd.DataFrame) -> dict[str, float]:
    """Return the shares of all person-months that are quoted, derived, assumed, and that are announced or deployed; 0 of nobody."""
    months = basis["persons"] * basis["step"].map({p: float(step.months) for p, step in enumerate(scenario.steps)}).astype(float)
    total = float(months.sum())
    by_basis = {f"basis.{name}": float(months[basis["basis"] == name].sum()) for name in BASES}
    sums = by_basis | {"firm": float(months[basis["status"].isin(FIRM)].sum())}
    return {name: amount / total if total else 0.0 for name, amount in sums.items()}
