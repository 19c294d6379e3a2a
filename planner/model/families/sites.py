"""Sites, as rows: a site holds what it has room for once it is open, and stays open; hosts admit no more than their ceiling.

sum of occupies * place <= free * open + sum of added * grow        sum of place of an offer <= most * open        open[p] >= open[p - 1]
grow[p] >= grow[p - 1]        grow of a step <= grow of the one before it        grow of the first <= open
"""

from collections.abc import Mapping, Sequence

import numpy as np

from planner.frames import records
from planner.model.algebra import Model, Sum, constrain, groups, heaviest, most, one, total, units
from planner.placements import Placements
from planner.scenario import Scenario


def rows(m: Model, scenario: Scenario, placements: Placements) -> None:
    """Add room, opening and the ceilings of hosts."""
    existing = scenario.frames["sites"]["existing"]
    _room(m, scenario, existing)
    new = np.flatnonzero(~existing[m.posture["site"]].to_numpy(dtype=bool) & m.in_place)
    for key, at in groups(m.posture, ("offer", "site", "step"), new):
        constrain(m, "sites_open", key, units(m, at) - one(m.open[key[1:]], most(m, at)), upper=0.0)
    for site, step in m.open:
        if (site, step - 1) in m.open:
            constrain(m, "sites_stay", (site, step), one(m.open[site, step - 1]) - one(m.open[site, step]), upper=0.0)
    _growth(m)
    _hosts(m, scenario)


def _room(m: Model, scenario: Scenario, existing: object) -> None:
    """Keep what stands at a site within each resource."""
    free = scenario.frames["capacity"].set_index(["site", "resource"])["free"].to_dict()
    occupies = scenario.frames["occupies"]
    added: dict[tuple[str, str], list[tuple[int, float]]] = {}
    for site, number, resource, amount in records(scenario.frames["stage_adds"], "site", "stage", "resource", "amount"):
        added.setdefault((site, resource), []).append((int(number), float(amount)))
    there = m.posture[["site", "step", "unit_type"]].assign(i=np.arange(len(m.posture)))[m.in_place]
    takes = there.merge(occupies, on="unit_type")
    takes = takes[takes["amount"] > 0].sort_values(["i", "resource"], ignore_index=True)
    i, amounts = takes["i"].to_numpy(), takes["amount"].to_numpy()
    for key, at in groups(takes, ("site", "resource", "step")):
        site, resource, step = key
        room = float(free.get((site, resource), 0.0))  # what is not there may come by growing
        used = units(m, i[at], amounts[at])
        if heaviest(m, i[at], amounts[at]) <= room:
            continue
        used = used - _grown(m, added, *key)
        if (site, step) in m.open:
            constrain(m, "sites_room", key, used - one(m.open[site, step], room), upper=0.0)
        else:
            constrain(m, "sites_room", key, used, upper=room)


def _grown(m: Model, added: Mapping[tuple[str, str], Sequence[tuple[int, float]]], site: str, resource: str, step: int) -> Sum:
    """Return the room that the steps of expansion add at a site."""
    parts = [(m.grow[site, number, step], amount) for number, amount in added.get((site, resource), ()) if (site, number, step) in m.grow]
    return total([grow for grow, _ in parts], [amount for _, amount in parts])


def _growth(m: Model) -> None:
    """Let sites grow in order, once they are open, and never shrink."""
    for site, number, step in m.grow:
        grow = one(m.grow[site, number, step])
        if (site, number, step - 1) in m.grow:
            constrain(m, "sites_grown", (site, number, step), one(m.grow[site, number, step - 1]) - grow, upper=0.0)
        if number > 1:
            constrain(m, "sites_order", (site, number, step), grow - one(m.grow[site, number - 1, step]), upper=0.0)
        elif (site, step) in m.open:
            constrain(m, "sites_grow", (site, number, step), grow - one(m.open[site, step]), upper=0.0)


def _hosts(m: Model, scenario: Scenario) -> None:
    """Keep foreign persons in a country within its ceiling."""
    persons = m.posture["personnel"].to_numpy()
    foreign = np.flatnonzero(~m.posture["own_soil"].to_numpy(dtype=bool))
    for (country, step), at in groups(m.posture, ("country", "step"), foreign):
        host = scenario.hosts.get(country)
        if host is not None and heaviest(m, at, persons[at]) > host.ceiling:
            constrain(m, "sites_host", (country, step), units(m, at, persons[at]), upper=host.ceiling)
