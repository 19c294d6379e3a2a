"""The levels that lines can have: given ones, and the reference level of lines whose need the posture makes.

A derived line's reference is what its need would be if each driver stood exactly at its level, made only of the unit type among its
own providers that asks most per unit of capability. Caveats, consent and dates do not matter: the reference is the same in every option.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from planner.frames import records
from planner.scenario import Derivation, Scenario


def levels(scenario: Scenario) -> dict[tuple[str, str], npt.NDArray[np.float64]]:
    """Return the level of each capability of each given line and the reference of each derived one, by step."""
    found = given(scenario)
    amounts, needs = provided(scenario), needed(scenario)
    sites = scenario.frames["reach"].groupby("requirement")["site"].agg(frozenset).to_dict()
    lines = {line: (needs.get(line, frozenset()), sites.get(line, frozenset())) for line in sorted(scenario.frames["requirements"].index)}

    known: dict[str, dict[str, npt.NDArray[np.float64]]] = {}

    def of_line(requirement: str) -> dict[str, npt.NDArray[np.float64]]:
        if requirement not in known:
            known[requirement] = {}  # what a line finds of itself in a circle, which the rules refuse
            made = {c: level for (r, c), level in found.items() if r == requirement}
            for d in scenario.derivations:
                if d.requirement == requirement:
                    made[d.capability] = made.get(d.capability, np.zeros(len(scenario.steps))) + reference(d)
            known[requirement] = made
        return known[requirement]

    def reference(d: Derivation) -> npt.NDArray[np.float64]:
        total = np.zeros(len(scenario.steps))
        for driver, types in drivers(scenario, d, amounts, lines).items():
            for capability, level in sorted(of_line(driver).items()):
                asks = [asked(scenario, d, u, amounts) / amounts[u, capability] for u in types if (u, capability) in amounts]
                total += level * max(asks, default=0.0)
        return d.ratio * total

    return {(r, c): level for r in scenario.frames["requirements"].index for c, level in sorted(of_line(r).items())}


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


def drivers(
    scenario: Scenario, d: Derivation, amounts: Mapping[tuple[str, str], float], lines: Mapping[str, tuple[frozenset[str], frozenset[str]]]
) -> dict[str, frozenset[str]]:
    """Return the lines that drive a derivation, each with the unit types that serve it by themselves and count.

    `lines` says of each line what it needs in any step, and its sites.
    """
    offers, select = scenario.frames["offers"], d.select
    fits = np.ones(len(offers), dtype=bool)
    for column, ids in select.fields()[:3]:
        if ids is not None:
            fits &= (offers.index if column == "offer" else offers[column]).isin(ids)
    types = frozenset(u for u in offers["unit_type"][fits].unique() if asked(scenario, d, u, amounts) > 0)
    found = {}
    for line, (needs, sites) in lines.items():
        near = bool(sites) if select.sites is None else not sites.isdisjoint(select.sites)
        if near and line != d.requirement and (select.requirements is None or line in select.requirements):
            serving = frozenset(u for u in types if any((u, c) in amounts for c in needs))
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
