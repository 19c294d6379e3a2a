"""What routes can carry to a posture: the flows that leave least unsupported, for plans whose flows nobody decided."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.decisions import NOISE
from planner.frames import groups, records
from planner.rules._supply import fed, passed, throughput
from planner.scenario import Scenario


def carried(scenario: Scenario, used: pd.DataFrame) -> Iterator[tuple[str, str, int, float]]:
    """Yield flows (route, supply, step, t/day) that bring as much as can come to where it is used; a linear program a step.

    `used`: site, supply, step, used.
    """
    routes = scenario.frames["routes"]
    for step, rows in groups(used.groupby("step")):
        usable = routes[routes["first_month"] <= scenario.steps[step].first_month]
        supplies = sorted(set(rows["supply"]))
        ways = pd.DataFrame([(r, w) for r in usable.index for w in supplies], columns=["route", "supply"], dtype=object)
        if len(ways):
            flows = _most(scenario, ways.join(usable, on="route"), {(b, w): tpd for b, w, tpd in records(rows, "site", "supply", "used")})
            found = zip(ways["route"], ways["supply"], flows, strict=True)
            yield from ((str(route), str(supply), int(step), tpd) for route, supply, tpd in found if tpd > NOISE)


def _most(scenario: Scenario, ways: pd.DataFrame, used: dict[tuple[str, str], float]) -> Sequence[float]:
    """Return the flow on each way that leaves least unsupported: what comes to a fed site is used there, up to its use, or goes on."""
    from scipy.optimize import linprog  # here, for it takes long to load

    def at(column: str, value: str) -> npt.NDArray[np.float64]:
        return np.array(ways[column] == value, dtype=np.float64)

    places = [(site, supply) for site in sorted(fed(scenario)) for supply in sorted(set(ways["supply"]))]
    stays = [at("supply", supply) * (at("destination", site) - at("origin", site)) for site, supply in places]
    limits = [(at("route", route), float(most)) for route, most in records(ways.drop_duplicates("route"), "route", "capacity_tpd")]
    for site, free in throughput(scenario).items():
        if site in passed(scenario):
            limits.append((at("destination" if site in fed(scenario) else "origin", site), free))
    rows = np.vstack([*stays, *(-row for row in stays), *(row for row, _ in limits)])
    most = [used.get(place, 0.0) for place in places]
    bounds = [*most, *(0.0 for _ in most), *(limit for _, limit in limits)]
    found = linprog(-np.sum(stays, axis=0), A_ub=rows, b_ub=bounds, method="highs")
    return [] if found.x is None else [float(tpd) for tpd in found.x]
