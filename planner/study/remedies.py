"""Who could fill a shortfall: its causes, turned round."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.rules import rate
from planner.scenario import Scenario
from planner.study.causes import EPS, Cause


@dataclass(frozen=True)
class Remedy:
    """Who could fill it, in things: `how` is more, cycle, line, terms, idle, any, or the kind of a cause; `units` of unit_type."""

    how: str
    nation: str = ""
    unit_type: str = ""
    units: float = 0.0
    subject: str = ""
    month: int | None = None


def remedies(
    scenario: Scenario, causes: Sequence[Cause], capability: str, short: float, closed: Callable[[Cause, float], str]
) -> tuple[Remedy, ...]:
    """Turn causes round: more of what stands already first, then what waits, then what is barred.

    `closed` names the limit of an area that so many units more would break, or nothing.
    """
    if not any(c.offer for c in causes):
        return (Remedy("any", units=short, subject=capability),)
    rates = rate(scenario)
    found = []
    for c in _by_pool(scenario, causes):
        if c.gives > 0:
            more = float(np.ceil(short / c.gives - EPS))
            limit = closed(c, more) if c.kind == "offer" else ""
            found.append(_remedy(c, more, float(rates[c.offer]), limit))
    order = ("idle", "more", "cycle", "condition", "consent", "date", "room", "reception", "ceiling", "line", "terms", "caveat")
    kept = sorted((r for r in found if r is not None), key=lambda r: order.index(r.how))
    return tuple(dict.fromkeys(kept)) or (Remedy("any", units=short),)


def _by_pool(scenario: Scenario, causes: Sequence[Cause]) -> list[Cause]:
    """Return the causes with the offers of one pool taken together where all of them stands: a cycle sustains as a whole."""
    pools = scenario.frames["offers"]["pool"]
    merged: dict[tuple[str, ...], Cause] = {}
    for number, cause in enumerate(causes):
        in_pool = cause.kind == "offer" and cause.subject in {"", "cycle"} and pools[cause.offer]
        key = (pools[cause.offer], cause.unit_type) if in_pool else (str(number),)
        first = merged.get(key)
        together = replace(first, units=first.units + cause.units, pledged=first.pledged + cause.pledged) if first else cause
        merged[key] = together
    return list(merged.values())


def _remedy(cause: Cause, more: float, share: float, limit: str) -> Remedy | None:
    """Return how the units of one cause could serve: `more` of them are missing; of a cycle a share is in place; a limit has no room."""
    need = min(more, float(np.ceil(cause.units - EPS))) if cause.units else more
    how = {"other line": "line"}.get(cause.kind, cause.kind)
    if cause.kind == "offer" and cause.subject in {"", "cycle"}:
        if limit:
            return Remedy("ceiling", cause.nation, cause.unit_type, more, limit)
        if share == 1:
            return Remedy("more", cause.nation, cause.unit_type, more)
        stands = cause.units if cause.subject == "" else 0.0
        return Remedy("cycle", cause.nation, cause.unit_type, max(1.0, float(np.ceil((stands + more) / share - cause.pledged - EPS))))
    if cause.kind == "offer":
        return Remedy("terms", cause.nation, cause.unit_type, need) if cause.subject == "terms" else None
    if how in {"condition", "caveat", "consent", "date", "room", "reception", "ceiling", "line", "idle"}:
        return Remedy(how, cause.nation, cause.unit_type, need, cause.subject, cause.month)
    return None
