"""What holds units in common: pools, ceilings of nations and hosts, room at the sites; and what is left of it while units are taken.

Each limit lies inside the next: pool, domain of a nation, nation, all hosts together. So taking first what is worth most for a person
leaves the most that there can be (a greedy choice is best where limits are nested).
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from planner.frames import items, records
from planner.placements import Placements
from planner.scenario import Scenario

ROUNDING = 1e-9


class Ceilings:
    """What pools, nations, hosts and sites hold in common. Units that may stand on own soil are bound by their pool alone."""

    def __init__(self, scenario: Scenario, admitted: Placements) -> None:
        self.scenario, self.offers = scenario, scenario.frames["offers"]
        types = scenario.frames["unit_types"]
        self.persons: Mapping[str, float] = dict(items(types["personnel"]))
        self.domain: Mapping[str, str] = dict(items(types["domain"]))
        self.rows = list(records(self.offers, index=True))
        self.limits = {(row.nation, row.measure, row.of): float(row.limit) for row in records(scenario.frames["nation_limits"])}
        self.country: Mapping[str, str] = dict(items(scenario.frames["sites"]["country"]))
        self.room = _room(scenario, admitted)

    def of(self, sites: frozenset[str], in_place: pd.Series) -> "Left":
        """Return what is left of every ceiling before anybody stands at `sites`, of pools with the units that they may keep in place."""
        by_country: dict[str, float] = defaultdict(float)
        for site in sites:
            by_country[self.country[site]] += self.room.get(site, np.inf)
        hosts = self.scenario.hosts
        ceilings = {c: h.ceiling for c, h in hosts.items() if h.ceiling == h.ceiling}
        together = sum(min(room, ceilings.get(c, np.inf)) for c, room in by_country.items())
        return Left(self, frozenset(by_country), together, dict(items(in_place.groupby(self.offers["pool"]).sum())))


class Left:
    """What is left of ceilings while units are taken, in units of pools and persons of everything else."""

    def __init__(self, ceilings: Ceilings, countries: frozenset[str], together: float, pools: Mapping[str, float]) -> None:
        self.ceilings, self.countries, self.pools = ceilings, countries, pools
        self.left: dict[tuple[str, ...], float] = {("all",): together}

    def take(self, i: int, units: float, *, bound: bool) -> float:
        """Take as many of an offer's units as all that holds them allows, and return how many; `bound`: also by ceilings of persons."""
        offer = self.ceilings.rows[i]
        persons = self.ceilings.persons[offer.unit_type]
        keys = [(key, 1.0) for key in self._pool(offer, bound=bound)]
        keys += [(key, persons) for key in self._nation(offer)] if bound and persons else []
        taken = min([units, *(self.left[key] / each for key, each in keys)])
        for key, each in keys:
            self.left[key] -= taken * each
        return taken

    def _pool(self, offer: Any, *, bound: bool) -> list[tuple[str, ...]]:
        """Return the pool of an offer, of one nation and type at a time: what others take of it only makes the bound weaker."""
        if offer.kind != "in_cycle":
            return []
        key = ("pool", offer.pool, offer.nation, offer.unit_type, "away" if bound else "home")
        if key not in self.left:
            members = self.ceilings.offers[self.ceilings.offers["pool"] == offer.pool]
            rate = members["tour_months"] / (members["tour_months"] + members["dwell_months"])
            more = 1.0 if bound or self.ceilings.scenario.tours else max(1.0, float((members["home_availability"] / rate).max()))
            self.left[key] = float(np.floor(self.pools[offer.pool] * more + ROUNDING))
        return [key]

    def _nation(self, offer: Any) -> list[tuple[str, ...]]:
        """Return the ceilings in persons that hold an offer abroad: of its nation and domain, of the nation, of all hosts together."""
        limits, domain = self.ceilings.limits, self.ceilings.domain[offer.unit_type]
        everywhere = sum(limits.get((offer.nation, "country", c), np.inf) for c in self.countries)
        self.left.setdefault(("nation", offer.nation), min(limits.get((offer.nation, "deployed", ""), np.inf), everywhere))
        self.left.setdefault(("domain", offer.nation, domain), limits.get((offer.nation, "domain", domain), np.inf))
        return [("all",), ("nation", offer.nation), ("domain", offer.nation, domain)]


def _room(scenario: Scenario, admitted: Placements) -> dict[str, float]:
    """Return the most persons that a site holds when fully grown, whoever may stand there; no limit where one of these takes no room."""
    occupies, capacity, adds = (scenario.frames[name] for name in ("occupies", "capacity", "stage_adds"))
    takes = {(o.unit_type, o.resource): o.amount for o in records(occupies) if o.amount > 0}
    free: dict[tuple[str, str], float] = defaultdict(float)
    for row in records(capacity):
        free[row.site, row.resource] += max(0.0, row.free)
    for row in records(adds):
        free[row.site, row.resource] += row.amount
    persons, found = scenario.frames["unit_types"]["personnel"], {}
    for site, rows in admitted.chosen.groupby("site"):
        kinds = sorted(set(rows["unit_type"]))
        shared = [r for r in sorted({r for _, r in takes}) if all((u, r) in takes for u in kinds)]
        most = (max(float(persons[u]) / takes[u, r] for u in kinds) * free[str(site), r] for r in shared)
        found[str(site)] = min(most, default=np.inf)
    return found
