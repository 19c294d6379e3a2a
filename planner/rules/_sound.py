"""Whether a decision makes sense by itself: known ids, a step of the calendar, a whole amount, said once."""

import math
from collections.abc import Container
from numbers import Real

from planner.account import Row
from planner.decisions import KINDS, Decisions
from planner.frames import records
from planner.rules._posture import decided
from planner.rules._words import figure, key, step_name
from planner.scenario import Scenario


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
        if not (math.isfinite(number) and number >= 0 and number == math.floor(number)):
            faults.append(f"{named}: {figure(number)} is not a whole number of {'units' if kind == 'place' else 'yes or no'}")
        elif kind != "place" and number > 1:
            faults.append(f"{named}: {figure(number)} is neither yes (1) nor no (0)")
        seen.add(tuple(ids))
        found += [(rule, named, number, 0.0, fault) for fault in faults]
    return found


def _domains(scenario: Scenario) -> dict[str, Container[object]]:
    return {
        "offer": set(scenario.frames["offers"].index),
        "requirement": set(scenario.frames["requirements"].index),
        "site": set(scenario.frames["sites"].index),
        "nation": set(scenario.frames["nations"].index),
        "condition": set(scenario.conditions),
        "step": range(len(scenario.steps)),
    }
