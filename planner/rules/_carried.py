"""What routes can carry to a posture: the flows that leave least unsupported, for plans whose flows nobody decided."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.decisions import NOISE
from planner.frames import groups, records
from planner.rules._supply import fed, passed, throughput
from planner.scenario import Scenario

GROWTH = 1e-3  # what a t/day for which a hub must grow counts, where one that comes nowhere counts 1: a way over many pays


def carried(scenario: Scenario, used: pd.DataFrame, more: Mapping[tuple[str, int], float]) -> Iterator[tuple[str, str, int, float]]:
    """Yield flows (route, supply, step, t/day) that bring as much as can come to where it is used; a linear program a step.

    `used`: site, supply, step, used. `more`: what sites may grow by, t/day by site and step; none without need.
    """
    routes = scenario.frames["routes"]
    for step, rows in groups(used.groupby("step")):
        usable = routes[routes["first_month"] <= scenario.steps[step].first_month]
        supplies = sorted(set(rows["supply"]))
        ways = pd.DataFrame([(r, w) for r in usable.index for w in supplies], columns=["route", "supply"], dtype=object)
        if len(ways):
            asked = {(b, w): tpd for b, w, tpd in records(rows, "site", "supply", "used")}
            flows = _most(scenario, ways.join(usable, on="route"), asked, {site: tpd for (site, p), tpd in more.items() if p == step})
            found = zip(ways["route"], ways["supply"], flows, strict=True)
            yield from ((str(route), str(supply), int(step), tpd) for route, supply, tpd in found if tpd > NOISE)


def _most(scenario: Scenario, ways: pd.DataFrame, used: Mapping[tuple[str, str], float], more: Mapping[str, float]) -> Sequence[float]:
    """Return the flow on each way that leaves least unsupported: what comes to a fed site is used there, up to its use, or goes on.

    After the ways there is a column for each hub that may grow: what passes there above its free throughput.
    """
    from scipy.optimize import linprog  # here, for it takes long to load

    free, hubs = throughput(scenario), sorted(more)

    def at(column: str, value: str) -> npt.NDArray[np.float64]:
        return np.array([*(ways[column] == value), *(0.0 for _ in hubs)], dtype=np.float64)

    places = [(site, supply) for site in sorted(fed(scenario)) for supply in sorted(set(ways["supply"]))]
    stays = [at("supply", supply) * (at("destination", site) - at("origin", site)) for site, supply in places]
    limits = [(at("route", route), float(most)) for route, most in records(ways.drop_duplicates("route"), "route", "capacity_tpd")]
    grows = {site: np.array([*(0.0 for _ in ways.index), *(site == hub for hub in hubs)], dtype=np.float64) for site in hubs}
    for site in sorted(free.keys() & passed(scenario)):
        limits.append((at("destination" if site in fed(scenario) else "origin", site) - grows.get(site, 0.0), free[site]))
    rows = np.vstack([*stays, *(-row for row in stays), *(row for row, _ in limits)])
    most = [used.get(place, 0.0) for place in places]
    limit = [*most, *(0.0 for _ in most), *(limit for _, limit in limits)]
    cost = GROWTH * sum(grows.values()) - np.sum(stays, axis=0)
    found = linprog(cost, A_ub=rows, b_ub=limit, bounds=[*((0.0, None) for _ in ways.index), *((0.0, more[hub]) for hub in hubs)])
    return [] if found.x is None else [float(tpd) for tpd in found.x[: len(ways)]]
