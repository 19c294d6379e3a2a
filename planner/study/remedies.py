"""Who could fill a shortfall: its causes, turned round."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.rules import rate
from planner.scenario import Scenario
from planner.study.causes import EPS, Cause
from planner.study.rested import for_one_place


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
    scenario: Scenario,
    causes: Sequence[Cause],
    capability: str,
    short: float,
    months: int,
    closed: Callable[[Cause, float], Cause | None],
) -> tuple[Remedy, ...]:
    """Turn causes round: more of what stands already first, then what waits, then what is barred.

    It is short for so many months. `closed` says what so many units more would break: a ceiling, room, what a site takes in, or nothing.
    """
    if not any(c.offer for c in causes):
        return (Remedy("any", units=short, subject=capability),)
    found = []
    for c in _by_pool(scenario, causes):
        if c.gives > 0:
            more = float(np.ceil(short / c.gives - EPS))
            limit = closed(c, more) if c.kind == "offer" else None
            found.append(_remedy(c, more, _in_all(scenario, c, more, months), limit))
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


def _in_all(scenario: Scenario, cause: Cause, more: float, months: int) -> float:
    """Return how many units a cycle must have above what is pledged, for `more` in place for so many months; 0 where there is no cycle.

    At the sustained rate for what stands and what is missing together; by tours for what is missing, one unit after the other.
    """
    if scenario.frames["offers"]["kind"][cause.offer] != "in_cycle":
        return 0.0
    nobody = cause.subject == "cycle"  # the cycle is too small to keep one in place
    if scenario.tours:
        in_all = more * for_one_place(scenario, cause.offer, months) - (cause.pledged if nobody else 0.0)
    else:
        in_all = (more if nobody else cause.units + more) / float(rate(scenario)[cause.offer]) - cause.pledged
    return max(1.0, float(np.ceil(in_all - EPS)))


def _remedy(cause: Cause, more: float, in_all: float, limit: Cause | None) -> Remedy | None:
    """Return how the units of one cause could serve: `more` are missing in place, of a cycle `in_all`; `limit` has no room for them."""
    need = min(more, float(np.ceil(cause.units - EPS))) if cause.units else more
    how = {"other line": "line"}.get(cause.kind, cause.kind)
    if cause.kind == "offer" and cause.subject in {"", "cycle"}:
        if limit:
            return Remedy(limit.kind, cause.nation, cause.unit_type, more, limit.subject)
        return Remedy("cycle" if in_all else "more", cause.nation, cause.unit_type, in_all or more)
    if cause.kind == "offer":
        return Remedy("terms", cause.nation, cause.unit_type, need) if cause.subject == "terms" else None
    if how in {"condition", "caveat", "consent", "date", "room", "reception", "ceiling", "line", "idle"}:
        return Remedy(how, cause.nation, cause.unit_type, need, cause.subject, cause.month)
    return None
