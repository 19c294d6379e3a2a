"""Sites, as rows: a site holds what it has room for once it is open, and stays open; hosts admit no more than their ceiling.

sum of occupies * place <= free * open        sum of place of an offer <= most * open        open[p] >= open[p - 1]
"""

import numpy as np

from planner.model.algebra import Model, constrain, groups, heaviest, most, one, units
from planner.placements import Placements
from planner.scenario import Scenario


def rows(m: Model, scenario: Scenario, placements: Placements) -> None:
    """Add room, opening and the ceilings of hosts."""
    existing = scenario.frames["sites"]["existing"]
    _room(m, scenario, existing)
    new = np.flatnonzero(~existing[m.posture["site"]].to_numpy(dtype=bool))
    for key, at in groups(m.posture, ("offer", "site", "step"), new):
        constrain(m, "sites_open", key, units(m, at) - one(m.open[key[1:]], most(m, at)), upper=0.0)
    for site, step in m.open:
        if (site, step - 1) in m.open:
            constrain(m, "sites_stay", (site, step), one(m.open[site, step - 1]) - one(m.open[site, step]), upper=0.0)
    _hosts(m, scenario)


def _room(m: Model, scenario: Scenario, existing: object) -> None:
    """Keep what stands at a site within each resource."""
    free = scenario.frames["capacity"].set_index(["site", "resource"])["free"].to_dict()
    occupies = scenario.frames["occupies"]
    takes = m.posture[["site", "step", "unit_type"]].assign(i=np.arange(len(m.posture))).merge(occupies, on="unit_type")
    takes = takes[takes["amount"] > 0].sort_values(["i", "resource"], ignore_index=True)
    i, amounts = takes["i"].to_numpy(), takes["amount"].to_numpy()
    for key, at in groups(takes, ("site", "resource", "step")):
        site, resource, step = key
        room = float(free[site, resource])
        used = units(m, i[at], amounts[at])
        if heaviest(m, i[at], amounts[at]) <= room:
            continue
        if (site, step) in m.open:
            constrain(m, "sites_room", key, used - one(m.open[site, step], room), upper=0.0)
        else:
            constrain(m, "sites_room", key, used, upper=room)


def _hosts(m: Model, scenario: Scenario) -> None:
    """Keep foreign persons in a country within its ceiling."""
    persons = m.posture["personnel"].to_numpy()
    foreign = np.flatnonzero(~m.posture["own_soil"].to_numpy(dtype=bool))
    for (country, step), at in groups(m.posture, ("country", "step"), foreign):
        host = scenario.hosts.get(country)
        if host is not None and heaviest(m, at, persons[at]) > host.ceiling:
            constrain(m, "sites_host", (country, step), units(m, at, persons[at]), upper=host.ceiling)
