"""Whether a decision makes sense by itself: known ids, a step of the calendar, a whole amount, said once."""

import math
from collections.abc import Container, Iterator
from numbers import Real

from planner.account import Row
from planner.decisions import KINDS, Decisions
from planner.frames import records
from planner.rules._posture import decided
from planner.rules._words import figure, key, step_name
from planner.scenario import Scenario

COUNTED = {"place": "units", "start": "tours"}  # kinds of which there may be more than one; any other is a yes or no


def unsound(scenario: Scenario, decisions: Decisions, kind: str, rule: str) -> list[Row]:
    """Return a breach for each decision of one kind that no plan could hold, whatever the rules say."""
    domains = _domains(scenario)
    columns = KINDS[kind].key
    seen: set[tuple[object, ...]] = set()
    found: list[Row] = []
    for *ids, amount in records(decided(decisions, kind), *columns, KINDS[kind].amount):
        named = key(*(step_name(scenario, i) if c == "step" else i for c, i in zip(columns, ids, strict=True)))
        unknown = [f"{c} {i}" for c, i in zip(columns, ids, strict=True) if i not in domains[c]]
        number = float(amount) if isinstance(amount, Real) else math.nan
        faults = [f"{named}: the scenario has no {u}" for u in unknown]
        if tuple(ids) in seen:
            faults.append(f"{named} is decided twice")
        faults += [f"{named}: {figure(number)} is {wrong}" for wrong in _wrong(kind, number)]
        seen.add(tuple(ids))
        found += [(rule, named, number, 0.0, fault) for fault in faults]
    return found


def _wrong(kind: str, number: float) -> Iterator[str]:
    """Yield what an amount is that no decision of its kind can have."""
    there = math.isfinite(number) and number >= 0
    if not KINDS[kind].whole:
        if not there:
            yield f"no amount of {KINDS[kind].amount}"
    elif not (there and number == math.floor(number)):
        yield f"not a whole number of {COUNTED.get(kind, 'yes or no')}"
    elif kind not in COUNTED and number > 1:
        yield "neither yes (1) nor no (0)"


def _domains(scenario: Scenario) -> dict[str, Container[object]]:
    return {
        "offer": set(scenario.frames["offers"].index),
        "requirement": set(scenario.frames["requirements"].index),
        "site": set(scenario.frames["sites"].index),
        "nation": set(scenario.frames["nations"].index),
        "condition": set(scenario.conditions),
        "route": set(scenario.frames["routes"].index),
        "supply": set(scenario.frames["consumes"]["supply"]),
        "caveat": {caveat.name for caveat in scenario.caveats},
        "stage": set(scenario.frames["stages"]["stage"]),
        "step": range(len(scenario.steps)),
        "tier": set(scenario.frames["tiers"]["tier"]),
        "month": range(scenario.months),
    }
