"""Supplies, as columns: what routes carry (flow) and what of the use of each fed site comes nowhere (unsupported)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.frames import records
from planner.model.algebra import Model, Rows, Sum, columns, groups, heaviest, total
from planner.scenario import Scenario

Use = tuple[Rows, npt.NDArray[np.float64]]


@dataclass(frozen=True)
class Supplies:
    """What is carried and what is lacking, with the use that asks for it.

    `flow` by (route, supply, step), `lacking` by (site, supply, step); `use` by the latter: rows of the posture and t/day a unit of each.
    `routes` is the frame; `fed` the sites that live on routes, `sources` those from which supplies set out.
    """

    flow: dict[tuple[str, str, int], Any]
    lacking: dict[tuple[str, str, int], Any]
    use: dict[tuple[str, str, int], Use]
    routes: pd.DataFrame
    fed: frozenset[str]
    sources: frozenset[str]

    def into(self, site: str, supply: str, step: int) -> list[Any]:
        """Return the flows of a supply that end at a site."""
        return self._along("destination", site, supply, step)

    def out_of(self, site: str, supply: str, step: int) -> list[Any]:
        """Return the flows of a supply that begin at a site."""
        return self._along("origin", site, supply, step)

    def through(self, site: str, supply: str, step: int) -> Sum:
        """Return what passes a site: into a fed one what comes in, out of a source what goes out."""
        return total(self.out_of(site, supply, step) if site in self.sources else self.into(site, supply, step))

    def entering(self, sites: Collection[str], supply: str, step: int) -> Sum:
        """Return what enters some sites: out of the sources among them, and into the others from outside; each tonne that enters once."""
        ways = zip(self.routes.index, self.routes["origin"], self.routes["destination"], strict=True)
        enters = [name for name, begin, end in ways if (begin in self.sources if begin in sites else end in sites)]
        return total([self.flow[name, supply, step] for name in enters if (name, supply, step) in self.flow])

    def _along(self, end: str, site: str, supply: str, step: int) -> list[Any]:
        names = self.routes.index[self.routes[end] == site]
        return [self.flow[name, supply, step] for name in names if (name, supply, step) in self.flow]


def supplies(m: Model, scenario: Scenario) -> Supplies:
    """Declare what routes carry and what is lacking, of each supply in each step in which anything at a fed site may use it."""
    sites, routes = scenario.frames["sites"]["supplied"], scenario.frames["routes"]
    fed, sources = (frozenset(sites.index[sites == way]) for way in ("route", "source"))
    use = _use(m, scenario, fed)
    lacking = columns(m, "unsupported", ("site", "supply", "step"), list(use), [heaviest(m, *found) for found in use.values()], whole=False)
    asked = sorted({(supply, step) for _, supply, step in use})
    carried = {
        (route.Index, supply, step): route.capacity_tpd
        for route in records(routes, index=True)
        for supply, step in asked
        if route.capacity_tpd > 0 and scenario.steps[step].first_month >= route.first_month
    }
    flow = columns(m, "flow", ("route", "supply", "step"), list(carried), list(carried.values()), whole=False)
    return Supplies(flow, lacking, use, routes, fed, sources)


def _use(m: Model, scenario: Scenario, fed: frozenset[str]) -> dict[tuple[str, str, int], Use]:
    """Return what may stand at each fed site in each step and uses a supply, with t/day a unit."""
    found: dict[tuple[str, str, int], Use] = {}
    there = m.posture["site"].isin(fed).to_numpy() & m.in_place
    for supply, of in scenario.frames["consumes"].groupby("supply"):
        each = m.posture["unit_type"].map(of.set_index("unit_type")["tpd"]).fillna(0.0).to_numpy(dtype=float)
        for (site, step), rows in groups(m.posture, ("site", "step"), np.flatnonzero(there & (each > 0))):
            found[site, str(supply), step] = (rows, each[rows])
    return dict(sorted(found.items()))
