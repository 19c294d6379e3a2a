"""Nations, capabilities and unit types: who offers, and what units are and provide."""

from math import nan
from typing import Any

from planner.scenario.document import Path
from planner.scenario.problems import suggest
from planner.scenario.resolve.names import Names

Rows = dict[str, list[dict[str, Any]]]


def units(names: Names) -> Rows:
    """Return rows of the frames of nations, capabilities and unit types."""
    return {**_nations(names), **_capabilities(names), **_unit_types(names), "substitutes": _substitutes(names)}


def _nations(names: Names) -> Rows:
    rows, limits = [], []
    for nation, entry in names.file.nations.items():
        rows.append(
            {
                "nation": nation,
                "title": entry.title or nation,
                "groups": tuple(sorted(set(entry.groups))),
                "role": entry.role,
                "gdp_busd": _or_nan(entry.gdp_busd),
                "defence_busd": _or_nan(entry.defence_busd),
                "active_personnel": _or_nan(entry.active_personnel),
            }
        )
        limits += _limits(names, nation)
    return {"nations": rows, "nation_limits": limits}


def _limits(names: Names, nation: str) -> list[dict[str, Any]]:
    limits, path = names.file.nations[nation].limits, ("nations", nation, "limits")
    rows = []
    if limits.deployed_personnel is not None:
        rows.append({"nation": nation, "measure": "deployed", "of": "", "limit": limits.deployed_personnel})
    kinds = (("country", "country", limits.country), ("domain", "domain", limits.domain), ("reserve", "unit_type", limits.reserve))
    for measure, kind, said in kinds:
        for of, limit in said.items():
            if names.check_key(kind, (*path, measure, of)):
                rows.append({"nation": nation, "measure": measure, "of": of, "limit": limit})
    return rows


def _capabilities(names: Names) -> Rows:
    return {"capabilities": [{"capability": c, "title": e.title or c, "unit": e.unit} for c, e in names.file.capabilities.items()]}


def _unit_types(names: Names) -> Rows:
    rows, provides, occupies = [], [], []
    for name, entry in names.file.unit_types.items():
        path: Path = ("unit_types", name)
        cost = entry.cost_meur
        rows.append(
            {
                "unit_type": name,
                "title": entry.title or name,
                "domain": entry.domain,
                "symbol": entry.symbol or "",
                "personnel": entry.personnel,
                "tonnes": entry.tonnes,
                "lift_t": entry.lift_t,
                "tour_months": entry.tour_months,
                "dwell_months": entry.dwell_months,
                "home_availability": entry.home_availability,
                "cost_month": cost.month if cost else 0.0,
                "cost_move": cost.move if cost else 0.0,
                "basis": entry.basis or "",
                "source": entry.source or "",
                "confidence": entry.confidence or "",
            }
        )
        for capability, amount in entry.provides.items():
            if names.check_key("capability", (*path, "provides", capability)):
                provides.append({"unit_type": name, "capability": capability, "amount": amount})
        for resource, amount in entry.occupies.items():
            if amount > 0:
                _warn_of_resource(names, name, resource)
                occupies.append({"unit_type": name, "resource": resource, "amount": amount})
    return {"unit_types": rows, "provides": provides, "occupies": occupies}


def _warn_of_resource(names: Names, unit_type: str, resource: str) -> None:
    known = names.known["resource"]
    if resource not in known:
        what = f"{unit_type} occupies {resource}, which no site has: it can stand nowhere{suggest(resource, known)}"
        names.warn(("unit_types", unit_type, "occupies", resource), what, f"resources of sites: {', '.join(sorted(known))}")


def _substitutes(names: Names) -> list[dict[str, Any]]:
    rows = []
    for unit_type, entry in names.file.substitutes.items():
        path: Path = ("substitutes", unit_type)
        if not names.check_key("unit_type", path):
            continue
        gives = entry.model_extra or {}
        if not gives:
            names.error(path, f"what {unit_type} substitutes for is not said", "write capability: share, as in manoeuvre_coy: 50%")
        for capability, amount in gives.items():
            if not names.check_key("capability", (*path, capability)):
                continue
            if capability in names.file.unit_types[unit_type].provides:
                names.error((*path, capability), f"{unit_type} provides {capability} by itself", "take the substitution away")
            elif amount > 0:
                rows.append({"unit_type": unit_type, "capability": capability, "amount": amount, "max_share": _or_nan(entry.max_share)})
    return rows


def _or_nan(value: float | None) -> float:
    return nan if value is None else value
