"""Nations, capabilities and unit types: who offers, and what units are and provide."""

from math import nan
from typing import Any

from planner.scenario.document import Path
from planner.scenario.problems import suggest
from planner.scenario.resolve.months import notice_months
from planner.scenario.resolve.names import Names
from planner.scenario.resolve.substitutes import substitutes

Rows = dict[str, list[dict[str, Any]]]


def units(names: Names) -> Rows:
    """Return rows of the frames of nations, capabilities and unit types."""
    return {**_nations(names), **_capabilities(names), **_unit_types(names), "substitutes": substitutes(names)}


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
                "given_share": _or_nan(entry.given_share),
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
    rows, provides, occupies, consumes = [], [], [], []
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
                "overlap_months": notice_months(entry.overlap_days),
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
        consumes += [{"unit_type": name, "supply": s, "tpd": tpd} for s, tpd in entry.consumes.items() if tpd > 0]
    return {"unit_types": rows, "provides": provides, "occupies": occupies, "consumes": consumes}


def _warn_of_resource(names: Names, unit_type: str, resource: str) -> None:
    known = names.known["resource"]
    if resource not in known:
        what = f"{unit_type} occupies {resource}, which no site has: it can stand nowhere{suggest(resource, known)}"
        names.warn(("unit_types", unit_type, "occupies", resource), what, f"resources of sites: {', '.join(sorted(known))}")


def _or_nan(value: float | None) -> float:
    return nan if value is None else value
