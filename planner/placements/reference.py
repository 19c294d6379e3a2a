"""The levels that lines can have: given ones, and the reference level of lines whose need the posture makes.

A derived line's reference is what its need would be if each driver stood exactly at its level, made only of the unit type among its
own providers that asks most per unit of capability. Caveats, consent and dates do not matter: the reference is the same in every option.
"""

from collections.abc import Mapping
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.frames import records
from planner.scenario import Derivation, Scenario


def levels(scenario: Scenario) -> dict[tuple[str, str], npt.NDArray[np.float64]]:
    """Return the level of each capability of each given line and the reference of each derived one, by step."""
    found = given(scenario)
    amounts = provided(scenario)

    @cache
    def of_line(requirement: str) -> tuple[tuple[str, npt.NDArray[np.float64]], ...]:
        made: dict[str, npt.NDArray[np.float64]] = {c: level for (r, c), level in found.items() if r == requirement}
        for d in scenario.derivations:
            if d.requirement == requirement:
                made[d.capability] = made.get(d.capability, np.zeros(len(scenario.steps))) + reference(d)
        return tuple(sorted(made.items()))

    def reference(d: Derivation) -> npt.NDArray[np.float64]:
        total = np.zeros(len(scenario.steps))
        for driver, types in drivers(scenario, d, amounts).items():
            for capability, level in of_line(driver):
                asks = [asked(scenario, d, u, amounts) / amounts[u, capability] for u in types if (u, capability) in amounts]
                total += level * max(asks, default=0.0)
        return d.ratio * total

    return {(r, c): level for r in scenario.frames["requirements"].index for c, level in of_line(r)}


def given(scenario: Scenario) -> dict[tuple[str, str], npt.NDArray[np.float64]]:
    """Return the levels that the planner gave, by line and capability."""
    found: dict[tuple[str, str], npt.NDArray[np.float64]] = {}
    for n in records(scenario.frames["needs"]):
        found.setdefault((n.requirement, n.capability), np.zeros(len(scenario.steps)))[n.step] = n.level
    return found


def provided(scenario: Scenario) -> dict[tuple[str, str], float]:
    """Return what a unit of each type provides by itself, (unit type, capability) -> amount above 0."""
    return {(p.unit_type, p.capability): p.amount for p in records(scenario.frames["provides"]) if p.amount > 0}


def asked(scenario: Scenario, d: Derivation, unit_type: str, amounts: Mapping[tuple[str, str], float]) -> float:
    """Return what one unit of a type counts for in a derivation, before its ratio: persons, or what it provides by itself."""
    if d.of == "personnel":
        return float(scenario.frames["unit_types"]["personnel"][unit_type])
    return amounts.get((unit_type, d.of), 0.0)


def drivers(scenario: Scenario, d: Derivation, amounts: Mapping[tuple[str, str], float]) -> dict[str, frozenset[str]]:
    """Return the lines that drive a derivation, each with the unit types that serve it by themselves and count."""
    offers = scenario.frames["offers"]
    fits = pd.Series(data=True, index=offers.index)
    for column, ids in d.select.fields()[:3]:
        if ids is not None:
            fits &= (offers.index if column == "offer" else offers[column]).isin(ids)
    types = frozenset(u for u in offers["unit_type"][fits] if asked(scenario, d, u, amounts) > 0)
    reach = scenario.frames["reach"]
    near = reach if d.select.sites is None else reach[reach["site"].isin(d.select.sites)]
    lines = sorted(set(near["requirement"]) - {d.requirement})
    needs = needed(scenario)
    found = {}
    for line in lines:
        if d.select.requirements is None or line in d.select.requirements:
            serving = frozenset(u for u in types if any((u, c) in amounts for c in needs.get(line, ())))
            if serving:
                found[line] = serving
    return found


def needed(scenario: Scenario) -> dict[str, frozenset[str]]:
    """Return the capabilities that each line needs in any step."""
    pairs = set(zip(scenario.frames["needs"]["requirement"], scenario.frames["needs"]["capability"], strict=True))
    pairs |= {(d.requirement, d.capability) for d in scenario.derivations}
    found: dict[str, set[str]] = {}
    for requirement, capability in pairs:
        found.setdefault(requirement, set()).add(capability)
    return {r: frozenset(c) for r, c in found.items()}
