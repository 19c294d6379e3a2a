"""Who may leave, or what may be lost, and what goes at once: units, offers, pledges, and the conditions that a nation decides on."""

from dataclasses import dataclass, replace

from planner.frames import records
from planner.plan import Plan
from planner.scenario import Scenario


@dataclass(frozen=True)
class Departure:
    """Who leaves or what is lost: a nation, the nations of a group, a site."""

    kind: str
    name: str


def departures(scenario: Scenario, plan: Plan) -> tuple[Departure, ...]:
    """Return who may leave and what may be lost.

    The nations that stand or stand by anywhere, fill a pool of which somebody does, or own a condition that holds; the groups and sites
    whose loss lines must survive.
    """
    table, lines = plan.frames["conditions"], scenario.frames["requirements"]
    held = set(table.loc[table["holds"].astype(bool), "condition"])
    owners = {owner(scenario, name) for name in held} - {""}
    offers, there = scenario.frames["offers"], {o for name in ("posture", "standby") for o in plan.frames[name]["offer"]}
    turning = offers["kind"] == "in_cycle"  # whoever fills a pool keeps its places, under whatever flag
    pools = set(offers["pool"][turning & offers.index.isin(there)])
    standing = offers["nation"][offers.index.isin(there) | (turning & offers["pool"].isin(pools))]
    nations = sorted({*standing, *owners})
    asked = lines[lines["n_minus_1"].astype(bool)]
    groups = {g for row in records(asked) if row.loss_of == "group" for g in row.losses}
    sites = {s for row in records(asked) if row.loss_of == "site" for s in row.losses or plan.frames["posture"]["site"]}
    of = (("nation", nations), ("group", sorted(groups)), ("site", sorted(sites)))
    return tuple(Departure(kind, str(name)) for kind, names in of for name in names)


def owner(scenario: Scenario, condition: str) -> str:
    """Return the nation that decides on a condition, if its owner begins with a nation's code: "FRA National Assembly"; else ""."""
    said = scenario.conditions[condition].owner.replace(",", " ").split() if condition in scenario.conditions else []
    return said[0] if said and said[0] in scenario.frames["nations"].index else ""


def nations(scenario: Scenario, departure: Departure) -> frozenset[str]:
    """Return the nations that leave: one, those of a group, none where a site is lost."""
    if departure.kind == "nation":
        return frozenset({departure.name})
    groups = scenario.frames["nations"]["groups"]
    return frozenset(str(n) for n in groups.index[[departure.name in g for g in groups]]) if departure.kind == "group" else frozenset()


def without(scenario: Scenario, gone: frozenset[str]) -> Scenario:
    """Return the scenario in which nations offer and pledge nothing and what they decide on is denied."""
    if not gone:
        return scenario
    of = scenario.frames["offers"]["nation"]
    kept = {
        "tiers": scenario.frames["tiers"].loc[lambda t: ~t["offer"].map(of).isin(gone)].reset_index(drop=True),
        "pledges": scenario.frames["pledges"].loc[lambda t: ~t["nation"].isin(gone)].reset_index(drop=True),
    }
    named = {k: replace(c, granted="denied") if owner(scenario, k) in gone else c for k, c in scenario.conditions.items()}
    return replace(scenario, frames={**scenario.frames, **kept}, conditions=named)
