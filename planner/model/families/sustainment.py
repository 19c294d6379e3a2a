"""Sustainment, as rows: what comes to a site that routes feed goes on from there or is used there, and the rest of its use is unsupported.

    sum of flow in = sum of flow out + sum of place * consumes - unsupported        unsupported <= sum of place * consumes
    sum of flow over supplies <= what the route carries        sum of flow through a site <= its free throughput, with what it grew by

A hard line that a flow makes lets nothing come nowhere: then who cannot be supplied does not stand.
"""

import numpy as np

from planner.frames import records
from planner.model.algebra import Model, Sum, constrain, one, plus, total, units
from planner.model.goals import aim
from planner.model.supplies import Supplies
from planner.placements import Placements
from planner.scenario import Scenario


def rows(m: Model, scenario: Scenario, placements: Placements) -> None:
    """Add the balance of each fed site, and the limits of routes and hubs where they can bind."""
    found: Supplies = m.supplies
    kinds = sorted({supply for _, supply, _ in found.use})
    hard = {d.of for d in scenario.derivations if d.kind == "flow" and scenario.frames["requirements"]["hard"][d.requirement]}
    for site in sorted(found.fed):
        for supply in kinds:
            for step in m.steps:
                _balance(m, found, (site, supply, step), hard=supply in hard)
    for (_, _, step), lacking in found.lacking.items():
        aim(m, "unsupported", one(lacking, scenario.steps[step].months))
    _routes(m, found, kinds)
    _hubs(m, scenario, found, kinds)


def _balance(m: Model, found: Supplies, key: tuple[str, str, int], *, hard: bool) -> None:
    """Let what comes to a site and stays be what is used there, less what comes nowhere."""
    use = units(m, *found.use[key]) if key in found.use else total([])
    lacking = total([found.lacking[key]] if key in found.lacking else [])
    stays = total(found.into(*key)) - total(found.out_of(*key))
    if stays.columns or lacking.columns:
        constrain(m, "sustainment_balance", key, stays + lacking - use, lower=0.0, upper=0.0)
    if lacking.columns:
        constrain(m, "sustainment_use", key, lacking - use, upper=0.0)
        if hard:
            constrain(m, "sustainment_hard", key, lacking, upper=0.0)


def _routes(m: Model, found: Supplies, kinds: list[str]) -> None:
    """Keep all supplies together on a route within what it carries; one alone is bounded by its column."""
    for route in found.routes.index:
        for step in m.steps:
            flows = [found.flow[route, supply, step] for supply in kinds if (route, supply, step) in found.flow]
            if len(flows) > 1:
                constrain(m, "sustainment_route", (route, step), total(flows), upper=float(found.routes["capacity_tpd"][route]))


def _hubs(m: Model, scenario: Scenario, found: Supplies, kinds: list[str]) -> None:
    """Keep what passes a site within its free throughput, and what the steps of its expansion add."""
    capacity, adds = (
        frame[frame["resource"] == "throughput_tpd"] for frame in (scenario.frames["capacity"], scenario.frames["stage_adds"])
    )
    for site, free in records(capacity, "site", "free"):
        most = _carried_past(found, site)
        for step in m.steps:
            passing = plus(found.through(site, supply, step) for supply in kinds)
            if passing.columns and most > free:
                grown = _grown(m, list(records(adds[adds["site"] == site], "stage", "amount")), site, step)
                constrain(m, "sustainment_hub", (site, step), passing - grown, upper=float(free))


def _carried_past(found: Supplies, site: str) -> float:
    """Return what all routes carry together that pass a site: in to a fed one, out of a source."""
    end = "destination" if site in found.fed else "origin"
    return float(np.sum(found.routes.loc[found.routes[end] == site, "capacity_tpd"]))


def _grown(m: Model, adds: list[tuple[int, float]], site: str, step: int) -> Sum:
    """Return what a site's own steps of expansion add in a step."""
    there = [(m.grow[site, stage, step], amount) for stage, amount in adds if (site, stage, step) in m.grow]
    return total([grow for grow, _ in there], [amount for _, amount in there])
