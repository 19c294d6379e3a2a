"""Whose word a figure rests on: how much of what stands, or of what it costs, is quoted, derived or assumed, and how firm it is."""

import numpy as np
import pandas as pd

from planner.plan import Plan
from planner.rules import BASES, FIRM
from planner.scenario import Scenario

__all__ = ["BASES", "CONFIDENCE", "OF_UNITS", "SHARES", "lowest", "paid_on", "resting", "sources"]

POSTURE = ["offer", "requirement", "site", "step"]
CONFIDENCE = ("high", "medium", "low")
SHARES = (*BASES, "firm")
OF_UNITS = ("month", "move", "placement")  # purposes of a cost that name an offer; the others name a site


def resting(scenario: Scenario, plan: Plan, *by: str) -> pd.DataFrame:
    """Return what person-months rest on, one row for each of `by`: columns of the frame `posture` (requirement, nation, step, ...).

    Columns: those of `by`; person_months; quoted, derived, assumed and firm (announced or deployed), shares of them; confidence, the lowest
    that is said; sources, each once. Without `by` one row for the whole plan, or none where nobody stands.
    """
    posture, tiers = plan.frames["posture"], plan.frames["basis"]
    rows = tiers.merge(posture[[*POSTURE, *(c for c in by if c not in tiers)]], on=POSTURE)
    months = rows["step"].map({p: float(step.months) for p, step in enumerate(scenario.steps)}).astype(float)
    rows = rows.assign(person_months=rows["persons"] * months, all=0)
    told = {name: rows["basis"] == name for name in BASES} | {"firm": rows["status"].isin(FIRM)}
    rows = rows.assign(**{name: rows["person_months"].where(said, 0.0) for name, said in told.items()})
    grouped = rows.groupby(list(by) or "all", sort=True)
    sums = grouped[["person_months", *SHARES]].sum()
    sums[list(SHARES)] = sums[list(SHARES)].div(sums["person_months"].replace(0.0, np.nan), axis=0).fillna(0.0)
    return sums.assign(confidence=grouped["confidence"].agg(lowest), sources=grouped["source"].agg(sources)).reset_index(drop=not by)


def paid_on(scenario: Scenario, plan: Plan) -> dict[str, float]:
    """Return the shares of the cost by the basis of its rates, which are those of unit types and sites; what says nothing is assumed."""
    costs, offers = plan.frames["costs"], scenario.frames["offers"]["unit_type"]
    types, sites = scenario.frames["unit_types"]["basis"], scenario.frames["sites"]["basis"]
    of_units = costs["purpose"].isin(OF_UNITS)
    basis = costs["what"].map(offers).map(types).where(of_units, costs["what"].map(sites)).replace("", np.nan).fillna("assumed")
    total = float(costs["meur"].sum())
    return {name: float(costs.loc[basis == name, "meur"].sum()) / total if total else 0.0 for name in BASES}


def lowest(said: pd.Series) -> str:
    """Return the lowest confidence that is said; nothing where none is."""
    known = [CONFIDENCE.index(c) for c in said if c in CONFIDENCE]
    return CONFIDENCE[max(known)] if known else ""


def sources(said: pd.Series) -> tuple[str, ...]:
    """Return each source once, in sorted order."""
    return tuple(sorted({str(s) for s in said if s}))
