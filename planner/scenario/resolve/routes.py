"""Routes: the ways by which supplies and forces reach a site, each from one site to another."""

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from math import nan
from typing import Any

from planner.scenario.document import Path
from planner.scenario.problems import Problem
from planner.scenario.resolve.months import Months
from planner.scenario.resolve.names import Names
from planner.scenario.schema.sites import RouteEntry
from planner.scenario.selector import Selector


def routes(names: Names, months: Months, reach: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return rows of the frame of routes; one that leads to nowhere is an error, a circle of them is noted."""
    stood_at, begins = {row["site"] for row in reach}, {way.from_ for way in names.file.routes.values()}
    begins |= {str(way.get("from")) for way in _before(names).values()}  # a leg is no mistake because an option takes the next one away
    found = []
    for name, way in names.file.routes.items():
        path: Path = ("routes", name)
        if not _sound(name, way, names):
            continue
        if way.to not in stood_at | begins:
            what = f"{name} leads to nowhere: no line has {way.to} in its area, and no route goes on from there"
            names.error((*path, "to"), what, f"put {way.to} into the area of a line, or take {name} away")
        found.append(
            {
                "route": name,
                "origin": way.from_,
                "destination": way.to,
                "capacity_tpd": way.capacity_tpd,
                "mode": way.mode or "",
                "days": nan if way.days is None else way.days,
                "first_month": months.first(way.usable_from, (*path, "usable_from")),
            }
        )
    _circles(found, names)
    _lost(names)
    return found


def supplied(names: Names) -> dict[str, str]:
    """Return how supplies come to each site.

    By `route` where one ends, be it closed, or where stock is kept (of a scenario with routes): such a site falls dry when its last route
    is lost. Else from outside where a route begins (`source`), else on the `spot`.
    """
    ways = names.file.routes.values()
    begins, ends = {way.from_ for way in ways}, {way.to for way in ways}
    stock = {site for site, entry in names.file.sites.items() if ways and entry.stock_days is not None}
    return {site: "route" if site in ends | stock else "source" if site in begins else "spot" for site in names.file.sites}


def consumed(names: Names) -> bool:
    """Say whether routes feed sites, and units consume what they carry."""
    return "route" in supplied(names).values() and any(any(entry.consumes.values()) for entry in names.file.unit_types.values())


def fed(names: Names, path: Path) -> Selector:
    """Return the sites that routes feed, for a need by flow at `path`; that there are none is told."""
    sites = frozenset(site for site, way in supplied(names).items() if way == "route")
    if not sites:
        names.warn(
            path, "a need by flow, and no route: nothing flows, so it needs nothing", "add routes: {NAME: {from: ..., to: ..., ...}}"
        )
    return Selector(sites=sites)


def _before(names: Names) -> dict[str, dict[str, Any]]:
    """Return the routes as they were before an option changed them, as plain values."""
    written = names.document.before.get("routes")
    return {name: way for name, way in written.items() if isinstance(way, dict)} if isinstance(written, dict) else {}


def _lost(names: Names) -> None:
    """Warn of each route that an option takes away where its end then lives as if it had never had one."""
    taken, before, ways = names.document.taken, _before(names), supplied(names)
    whole = taken.get((), {}).get("routes")
    for name, way in before.items():
        mark = taken.get(("routes",), {}).get(name, whole)
        read_as = {"spot": "on the spot", "source": "from outside"}.get(ways.get(str(way.get("to")), ""))
        if mark is not None and read_as and name not in names.file.routes and not names.excused:
            what = f"{name} was the last route to {way.get('to')}, which is now read as supplied {read_as}"
            names.problems.append(Problem("warning", mark, what, "say the site's stock_days, or close the route with capacity_tpd: 0"))


def _sound(name: str, way: RouteEntry, names: Names) -> bool:
    """Say whether a route runs between two sites that are there."""
    path: Path = ("routes", name)
    known = [names.check("site", way.from_, (*path, "from")), names.check("site", way.to, (*path, "to"))]
    if way.from_ == way.to:
        names.error((*path, "to"), f"{name} begins and ends at {way.to}", "let it lead to another site, or take it away")
    return all(known) and way.from_ != way.to


def _circles(found: Iterable[Mapping[str, Any]], names: Names) -> None:
    """Note routes that lead back to where they begin: no site of such a circle is a source."""
    ahead: dict[str, set[str]] = {}
    for row in found:
        ahead.setdefault(row["origin"], set()).add(row["destination"])
    try:
        TopologicalSorter(ahead).prepare()
    except CycleError as circle:
        what = f"routes lead in a circle: {' → '.join(circle.args[1])}"
        names.note(("routes",), what, "none of these sites is a source: what they use must come to them from another")
