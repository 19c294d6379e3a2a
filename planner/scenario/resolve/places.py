"""Sites, areas and costs of placement: where units stand."""

from math import nan

from planner.scenario.document import Path
from planner.scenario.resolve.months import Months
from planner.scenario.resolve.names import Names
from planner.scenario.resolve.routes import supplied
from planner.scenario.resolve.selectors import Selectors
from planner.scenario.resolve.stages import added
from planner.scenario.resolve.units import Rows
from planner.scenario.scenario import Area, AreaLimit
from planner.scenario.schema.sites import AreaEntry, SiteEntry


def sites(names: Names, months: Months) -> Rows:
    """Return rows of the frames of sites, their capacity, and costs of placement."""
    found: Rows = {"sites": [], "capacity": [], "placement_costs": _placement_costs(names)}
    ways = supplied(names)
    for name, entry in names.file.sites.items():
        path: Path = ("sites", name)
        works = entry.opening.months if entry.opening else 0
        ready = 0 if entry.existing else months.first(entry.works_from, (*path, "works_from")) + works
        if entry.existing and entry.opening:
            names.error((*path, "opening"), f"{name} exists already: it needs no opening", "take existing or opening away")
        if entry.payer:
            names.check("nation", entry.payer, (*path, "payer"))
        lat, lon = entry.coordinates or (float("nan"), float("nan"))
        found["sites"].append(
            {
                "site": name,
                "title": entry.title or name,
                "country": entry.country,
                "kinds": tuple(sorted(set(entry.kind))),
                "lat": lat,
                "lon": lon,
                "existing": entry.existing,
                "ready_month": ready,
                "opening_months": works,
                "opening_cost": entry.opening.cost_meur if entry.opening else 0.0,
                "monthly_cost": entry.monthly_meur,
                "payer": entry.payer or "",
                "exposure": entry.exposure,
                "stock_days": nan if entry.stock_days is None else entry.stock_days,
                "supplied": ways[name],
                "basis": entry.basis or "",
                "source": entry.source or "",
                "confidence": entry.confidence or "",
            }
        )
        found["capacity"] += _capacity(name, entry, names)
    return found


def _capacity(name: str, entry: SiteEntry, names: Names) -> list[dict[str, str | float]]:
    path: Path = ("sites", name)
    for resource, load in entry.baseline_load.items():
        here = (*path, "baseline_load", resource)
        if resource not in entry.capacity:
            names.error(here, f"{name} has a load of {resource}, but no capacity of it", f"add {resource} to its capacity")
        elif load > entry.capacity[resource]:
            names.warn(
                here, f"{name}: others use {load:g} of {entry.capacity[resource]:g} {resource}: nothing is free", "check the two figures"
            )
    capacity = entry.capacity | dict.fromkeys(added(entry), 0.0)
    loads = {r: entry.baseline_load.get(r, 0.0) for r in capacity}
    return [{"site": name, "resource": r, "free": max(0.0, c - loads[r]), "baseline": loads[r]} for r, c in capacity.items()]


def _placement_costs(names: Names) -> list[dict[str, str | float]]:
    found: dict[tuple[str, str], dict[str, str | float]] = {}
    for i, row in enumerate(names.file.placement_costs):
        path: Path = ("placement_costs", i)
        known = [names.check("offer", row.offer, (*path, "offer")), names.check("site", row.site, (*path, "site"))]
        if (row.offer, row.site) in found:
            names.error(path, f"a second cost of {row.offer} at {row.site}", "keep one of the two")
        elif all(known):
            found[row.offer, row.site] = {"offer": row.offer, "site": row.site, "cost_meur": row.cost_meur}
    return list(found.values())


def areas(names: Names, selectors: Selectors) -> tuple[Area, ...]:
    """Return the seas and air spaces, by name."""
    return tuple(_area(name, entry, names, selectors) for name, entry in sorted(names.file.areas.items()))


def _area(name: str, entry: AreaEntry, names: Names, selectors: Selectors) -> Area:
    path: Path = ("areas", name)
    limits = []
    for i, limit in enumerate(entry.limits):
        who = selectors.expand(limit.who, (*path, "limits", i, "who"))
        if who is not None:
            limits.append(AreaLimit(limit.name, limit.of, who, limit.at_most, limit.per == "nation"))
    if len({limit.name for limit in limits}) < len(limits):
        names.error((*path, "limits"), f"two limits of {name} bear one name", "give each a name of its own")
    stays = [(selectors.expand(s.who, (*names.item((*path, "stay"), i), "who")), s.days) for i, s in enumerate(entry.stay)]
    entries = []
    for i, e in enumerate(entry.requires):
        here = names.item((*path, "requires"), i)
        entries.append((selectors.expand(e.who, (*here, "who")), names.clauses(e.condition, (*here, "condition"))))
    return Area(
        name,
        selectors.area(entry.sites, (*path, "sites")),
        tuple(sorted(limits, key=lambda limit: limit.name)),
        tuple((who, days) for who, days in stays if who is not None),
        tuple((who, clauses) for who, clauses in entries if who is not None),
        names.place(*path),
    )
