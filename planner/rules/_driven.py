"""Who makes the need of a derived line, in shares: by the line and the nation of the posture that asks for it."""

import pandas as pd

from planner.rules._demand import KEY, asking
from planner.rules._supply import AT, Supplied, area, eating
from planner.scenario import Derivation, Scenario

BY = [*KEY, "by", "nation"]


def shares(scenario: Scenario, stands: pd.DataFrame, found: Supplied) -> pd.DataFrame:
    """Return requirement, capability, step, by, nation, share: of each derived need above 0, who makes what share of it."""
    parts = []
    for d in scenario.derivations:
        rows = _eaten(scenario, d, stands, found) if d.kind == "flow" else asking(scenario, d, stands)
        rows = rows.rename(columns={"requirement": "by"}).assign(requirement=d.requirement, capability=d.capability)
        parts.append(rows.assign(share=d.ratio * rows["amount"])[[*BY, "share"]])
    filled = [part for part in parts if not part.empty]
    if not filled:
        return pd.DataFrame(columns=[*BY, "share"])
    made = pd.concat(filled).groupby(BY, as_index=False)[["share"]].sum()
    made = made[made["share"] > 0]
    return made.assign(share=made["share"] / made.groupby(KEY)["share"].transform("sum"))


def _eaten(scenario: Scenario, derivation: Derivation, stands: pd.DataFrame, found: Supplied) -> pd.DataFrame:
    """Return who uses what passes the sites of a line, or what comes nowhere: step, requirement, nation, amount.

    What is carried to a site is told of the line if supplies of the step lead there from the line's sites, whichever way they came.
    """
    rows = eating(scenario, stands)
    rows = rows[rows["supply"] == derivation.of].merge(found.sites, on=AT, suffixes=("", "_there"))
    behind = {p: _behind(area(scenario, derivation.requirement), flows) for p, flows in _by_step(found, derivation.of)}
    over = [site in behind.get(step, ()) for site, step in zip(rows["site"], rows["step"], strict=True)]
    asked = rows["carried"].where(pd.Series(over, index=rows.index, dtype=bool), 0.0) + rows["unsupported"]
    return rows.assign(amount=rows["used"] * asked / rows["used_there"])


def _by_step(found: Supplied, supply: str) -> list[tuple[int, list[tuple[str, str]]]]:
    """Return by step from where to where a supply is carried."""
    flows = found.flows[found.flows["supply"] == supply]
    return [
        (int(step), list(zip(rows["origin"], rows["destination"], strict=True)))
        for step, rows in flows.groupby("step")
        if isinstance(step, int)
    ]


def _behind(sites: frozenset[str], flows: list[tuple[str, str]]) -> frozenset[str]:
    """Return some sites, and those to which flows lead from there."""
    while more := {end for begin, end in flows if begin in sites} - sites:
        sites |= more
    return sites
