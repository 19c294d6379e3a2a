"""What stands: the placements of a plan, joined with what the scenario says of offer, line and site, and what they give.

Only rows whose ids and numbers make sense stand here; the others are named by the rule whose decision they are (`_sound.py`).
"""

import numpy as np
import pandas as pd

from planner.decisions import Decisions, frame
from planner.scenario import Scenario, Selector


def decided(decisions: Decisions, kind: str) -> pd.DataFrame:
    """Return the decisions of one kind; none where the plan has none."""
    return decisions[kind] if kind in decisions else frame(kind, [])


def marked(scenario: Scenario, decisions: Decisions, kind: str, amount: str) -> pd.DataFrame:
    """Return the yes-or-no decisions of one kind that say yes in a step of the calendar."""
    rows = decided(decisions, kind)
    steps = pd.to_numeric(rows["step"], errors="coerce")
    yes = (pd.to_numeric(rows[amount], errors="coerce") == 1) & steps.isin(range(len(scenario.steps)))
    return rows[yes].assign(step=steps[yes].astype(int)).drop_duplicates().reset_index(drop=True)


def standing(scenario: Scenario, decisions: Decisions) -> pd.DataFrame:
    """Return one row a placement and step with units in it, in place or held at notice at home.

    Columns: offer, requirement, site, step, units; nation, unit_type, kind, pool, country (of the site), standby (its line is held at
    notice: the site is where it would go), own_soil (at home, at a site there or at notice), pillar, domain; personnel (persons a unit),
    persons, months (of the step).
    """
    place = decided(decisions, "place")
    offers, lines, sites, types = (scenario.frames[name] for name in ("offers", "requirements", "sites", "unit_types"))
    steps = pd.to_numeric(place["step"], errors="coerce")
    units = pd.to_numeric(place["units"], errors="coerce").astype(float)
    known = place["offer"].isin(offers.index) & place["requirement"].isin(lines.index) & place["site"].isin(sites.index)
    real = known & steps.isin(range(len(scenario.steps))) & np.isfinite(units) & (units > 0)
    stands = place.loc[real, ["offer", "requirement", "site"]].assign(step=steps[real].astype(int), units=units[real])
    stands = stands.sort_values(["offer", "requirement", "site", "step", "units"], ignore_index=True)
    for column in ("nation", "unit_type", "kind", "pool"):
        stands[column] = stands["offer"].map(offers[column])
    stands["country"] = stands["site"].map(sites["country"])
    stands["standby"] = stands["requirement"].map(lines["standby"]).astype(bool)
    stands["own_soil"] = (stands["country"] == stands["nation"]) | stands["standby"]
    stands["pillar"] = stands["requirement"].map(lines["pillar"])
    stands["domain"] = stands["unit_type"].map(types["domain"])
    stands["personnel"] = stands["unit_type"].map(types["personnel"]).astype(float)
    stands["persons"] = stands["units"] * stands["personnel"]
    stands["months"] = stands["step"].map({p: step.months for p, step in enumerate(scenario.steps)}).astype(float)
    return stands


def in_place(scenario: Scenario, decisions: Decisions) -> pd.DataFrame:
    """Return the rows of `standing` that stand at their site: who is held at notice at home takes no room there and no money."""
    stands = standing(scenario, decisions)
    return stands[~stands["standby"]].reset_index(drop=True)


def offered(scenario: Scenario, select: Selector) -> pd.DataFrame:
    """Return the offers that a selector speaks of, wherever they stand."""
    offers = scenario.frames["offers"]
    chosen = np.ones(len(offers), dtype=bool)
    for column, ids in select.fields():
        if ids is not None and (column == "offer" or column in offers):
            chosen &= (offers.index if column == "offer" else offers[column]).isin(ids)
    return offers[chosen]


def needed(scenario: Scenario) -> pd.DataFrame:
    """Return the capabilities that each line needs in any step: requirement, capability."""
    needs = scenario.frames["needs"]
    given = needs.loc[needs["level"] > 0, ["requirement", "capability"]]
    derived = pd.DataFrame(
        [(d.requirement, d.capability) for d in scenario.derivations], columns=["requirement", "capability"], dtype=object
    )
    return pd.concat([given, derived]).drop_duplicates(ignore_index=True)


def gives(scenario: Scenario) -> pd.DataFrame:
    """Return what one unit of a type gives on a line: unit_type, requirement, capability, amount, substitute, max_share.

    A type that provides by itself anything the line needs gives its own amounts there; only another may stand in as a substitute.
    """
    provides, substitutes = scenario.frames["provides"], scenario.frames["substitutes"]
    own = provides[provides["amount"] > 0].merge(needed(scenario), on="capability").assign(substitute=False, max_share=np.nan)
    other = substitutes[substitutes["amount"] > 0].merge(needed(scenario), on="capability").assign(substitute=True)
    at_home = set(zip(own["unit_type"], own["requirement"], strict=True))
    stands_in = [pair not in at_home for pair in zip(other["unit_type"], other["requirement"], strict=True)]
    columns = ["unit_type", "requirement", "capability", "amount", "substitute", "max_share"]
    parts = [part[columns] for part in (own, other[stands_in]) if not part.empty]
    return pd.concat(parts, ignore_index=True) if parts else own[columns]


def stay(scenario: Scenario, stands: pd.DataFrame) -> pd.Series:
    """Return the share of a month that each row may stay where it stands: the shortest stay of the site's areas that select it, else 1."""
    share = pd.Series(1.0, index=stands.index)
    for area in scenario.areas:
        inside = stands["site"].isin(area.sites)
        for who, days in area.stays:
            share = share.where(~(inside & who.match(stands)), share.clip(upper=days / 30))
    return share


def given(scenario: Scenario, stands: pd.DataFrame) -> pd.DataFrame:
    """Return what the posture gives: the rows of `stands`, once a capability given, with capability, amount, substitute, max_share."""
    rows = stands.assign(stay=stay(scenario, stands), row=stands.index).merge(gives(scenario), on=["unit_type", "requirement"])
    return rows.assign(amount=rows["amount"] * rows["units"] * rows["stay"])
