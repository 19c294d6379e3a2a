"""What a scenario holds, before anything is solved: the summary that `posture check` prints."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from planner.placements import Placements
from planner.placements.rounding import rounding
from planner.scenario import Scenario


def survey(scenario: Scenario, admitted: Placements) -> Mapping[str, pd.DataFrame]:
    """Return the tables of the summary by name: counts, pillars, people, supply, pools, rounding, asks, barred."""
    return {
        "counts": counts(scenario, admitted),
        "pillars": pillars(scenario, admitted),
        "people": people(scenario),
        "supply": supply(scenario),
        "pools": weak_pools(scenario),
        "rounding": rounding(scenario),
        "asks": asks(scenario),
        "barred": barred(admitted),
    }


def counts(scenario: Scenario, admitted: Placements) -> pd.DataFrame:
    """Return how many of each thing there are (what, count)."""
    offers, frames = scenario.frames["offers"], scenario.frames
    return pd.DataFrame(
        [
            ("nations", len(frames["nations"])),
            ("nations with an offer", offers["nation"].nunique()),
            ("offers", len(offers)),
            ("tiers of offers", len(frames["tiers"])),
            ("lines of requirement", len(frames["requirements"])),
            ("sites", len(frames["sites"])),
            ("conditions", len(scenario.conditions)),
            ("caveats", len(scenario.caveats)),
            ("placements admissible", len(admitted.chosen)),
            ("placements barred", len(admitted.barred)),
        ],
        columns=["what", "count"],
    )


def units_in_place(scenario: Scenario) -> pd.Series:
    """Return units that each tier keeps in place at most, rotation applied, conditions and dates aside."""
    tiers = scenario.frames["tiers"].join(scenario.frames["offers"], on="offer")
    sustained = tiers["units"] * tiers["tour_months"] / (tiers["tour_months"] + tiers["dwell_months"])
    return tiers["units"].where(tiers["kind"] != "in_cycle", sustained)


def pillars(scenario: Scenario, admitted: Placements) -> pd.DataFrame:
    """Nations, offers and persons that may serve each pillar (pillar, nations, offers, persons); an offer counts in each that it may."""
    serves = admitted.chosen[["offer", "nation", "requirement"]].join(scenario.frames["requirements"]["pillar"], on="requirement")
    serves = serves.drop_duplicates(["offer", "pillar"])
    tiers = scenario.frames["tiers"].assign(units=units_in_place(scenario)).groupby("offer")["units"].sum()
    persons = scenario.frames["offers"]["unit_type"].map(scenario.frames["unit_types"]["personnel"])
    serves = serves.assign(persons=serves["offer"].map(tiers * persons))
    table = serves.groupby("pillar").agg(nations=("nation", "nunique"), offers=("offer", "nunique"), persons=("persons", "sum"))
    return table.reset_index()


def people(scenario: Scenario) -> pd.DataFrame:
    """Return persons offered by domain and status (domain, status, persons): what could stand in place, every condition held."""
    tiers = scenario.frames["tiers"].join(scenario.frames["offers"][["unit_type"]], on="offer")
    types = scenario.frames["unit_types"].loc[tiers["unit_type"], ["domain", "personnel"]].reset_index(drop=True)
    persons = units_in_place(scenario).to_numpy() * types["personnel"]
    table = pd.DataFrame({"domain": types["domain"], "status": tiers["status"].to_numpy(), "persons": persons})
    return pd.DataFrame(table.groupby(["domain", "status"], as_index=False)["persons"].sum())


def supply(scenario: Scenario) -> pd.DataFrame:
    """Return the largest given need against supply (capability, unit, need, supply).

    Supply is what could stand in place, every condition held, each unit counted for every capability it provides.
    """
    offered = scenario.frames["tiers"].join(scenario.frames["offers"]["unit_type"], on="offer").assign(units=units_in_place(scenario))
    given = offered.merge(scenario.frames["provides"], on="unit_type")
    supplied = (given["units"] * given["amount"]).groupby(given["capability"]).sum()
    needed = scenario.frames["needs"].groupby(["capability", "step"])["level"].sum().groupby("capability").max()
    table = pd.DataFrame({"need": needed, "supply": supplied}).fillna(0.0).rename_axis("capability").reset_index()
    table.insert(1, "unit", scenario.frames["capabilities"]["unit"].reindex(table["capability"]).to_numpy())
    return table


def weak_pools(scenario: Scenario) -> pd.DataFrame:
    """Return pools that keep not even one unit in place (pool, sustained): units for good, on own soil where a member has sites there."""
    known = ["pool", "kind", "nation", "tour_months", "dwell_months", "home_availability"]
    cycle = scenario.frames["tiers"].join(scenario.frames["offers"][known], on="offer").assign(units=units_in_place(scenario))
    cycle = cycle[cycle["kind"] == "in_cycle"]
    at_home = cycle["nation"].isin(scenario.frames["sites"]["country"])
    rate = cycle["home_availability"] * (cycle["tour_months"] + cycle["dwell_months"]) / cycle["tour_months"]  # of those away, at home
    pools = cycle.assign(rate=rate.where(at_home, 1.0).clip(lower=1.0)).groupby("pool")
    sustained = (pools["units"].sum() * pools["rate"].max()).rename("sustained").reset_index()
    return pd.DataFrame(sustained[sustained["sustained"] < 1 - 1e-9]).reset_index(drop=True)


def asks(scenario: Scenario) -> pd.DataFrame:
    """Return the soft caveats, whether or not asks are allowed (caveat, nations, price in points, owner, where it is written)."""
    nations = scenario.frames["offers"]["nation"]
    rows = [
        (
            c.name,
            ", ".join(sorted(c.select.nations or set(nations[nations.index.isin(c.select.offers or ())]))),
            c.price,
            c.owner,
            str(c.mark or ""),
        )
        for c in scenario.caveats
        if c.negotiable
    ]
    return pd.DataFrame(rows, columns=["caveat", "nations", "price", "owner", "where"])


def barred(admitted: Placements) -> pd.DataFrame:
    """Return what each reason removed (rule, cause, placements, alone): `alone` counts those that it alone removed."""
    row, code = admitted.by.T
    single = np.bincount(row, minlength=len(admitted.barred)) == 1
    every = np.bincount(code, minlength=len(admitted.reasons))
    alone = np.bincount(code[single[row]], minlength=len(admitted.reasons))
    told = zip(admitted.reasons, every.tolist(), alone.tolist(), strict=True)
    table = pd.DataFrame([(r.rule, r.cause, n, own) for r, n, own in told], columns=["rule", "cause", "placements", "alone"])
    return table.sort_values(["placements", "rule", "cause"], ascending=[False, True, True], ignore_index=True)
