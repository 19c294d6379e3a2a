"""Resilience: whether the least that is of use still stands when any one nation leaves.

On the lines that ask for it, each capability in each step: take away the nation that gives most and see what is left of the minimum.
Conditions, pairs and leads are held as they are; what would fall with them is a question of its own. A gap is a goal, never a breach.
"""

import pandas as pd

from planner.account import Account
from planner.decisions import Decisions
from planner.frames import arrange
from planner.rules._demand import KEY
from planner.rules._demand import given as needs_given
from planner.rules._lines import in_lines
from planner.rules._posture import given, standing
from planner.rules._words import figure
from planner.scenario import Problem, Scenario


def check(scenario: Scenario) -> list[Problem]:
    """Warn of lines that ask for n-1 without a minimum to keep, and of n-1 that no goal looks after."""
    lines = scenario.frames["requirements"]
    asking = lines.index[lines["n_minus_1"].astype(bool)]
    needs = scenario.frames["needs"]
    kept = set(needs.loc[needs["minimum"] > 0, "requirement"])
    found = [
        Problem(
            "warning",
            scenario.mark("requirements", r),
            f"{r} asks for n-1 and has no minimum, so nothing is to be kept",
            "give it a `minimum`",
        )
        for r in asking
        if r not in kept
    ]
    if len(asking) and not any(g.metric == "resilience_gap" for g in scenario.goals):
        where = scenario.mark("requirements", asking[0])
        found.append(
            Problem("warning", where, "lines ask for n-1, but no goal looks after it", "add `- {minimise: resilience_gap}` to goals")
        )
    return found


def account(scenario: Scenario, decisions: Decisions) -> Account:
    """Return for each line that asks for it the nation whose leaving hurts most, and what is then missing of the minimum."""
    lines = scenario.frames["requirements"]
    needs = needs_given(scenario)
    rows = needs[needs["requirement"].map(lines["n_minus_1"]).astype(bool)].reset_index(drop=True)
    parts = given(scenario, standing(scenario, decisions)).groupby([*KEY, "nation"], as_index=False)[["amount"]].sum()
    total = parts.groupby(KEY)["amount"].sum()
    worst = parts.sort_values(["amount", "nation"], ascending=[False, True]).drop_duplicates(KEY).set_index(KEY)
    at = pd.MultiIndex.from_frame(rows[KEY])
    nation = worst["nation"].reindex(at).to_numpy()
    left = (total - worst["amount"]).reindex(at, fill_value=0.0).to_numpy(dtype=float)
    rows = rows.assign(nation=nation, left=left).fillna({"nation": ""})
    rows["gap"] = (rows["minimum"] - rows["left"]).clip(lower=0.0)
    metrics = {"resilience_gap": in_lines(scenario, "resilience_gap", rows)}
    return Account({"resilience": arrange("resilience", rows[rows["minimum"] > 0])}, metrics)


def say(requirement: str, capability: str, step: str, nation: str, left: float, minimum: float) -> str:
    """Return the sentence for a line that would fall below its minimum when one nation leaves."""
    return f"{requirement} in {step}: if {nation} leaves, {figure(left)} of {capability} are left, {figure(minimum)} is the minimum"
