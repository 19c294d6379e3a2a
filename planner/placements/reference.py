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

    months = np.array([step.months for step in scenario.steps], dtype=float)
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
                total += (rising(level) / months if d.kind == "lift" else level) * max(asks, default=0.0)
        return d.ratio * np.minimum(total, room(scenario, sites.get(d.requirement, frozenset())) if d.kind == "flow" else np.inf)

    return {(r, c): level for r in scenario.frames["requirements"].index for c, level in sorted(of_line(r).items())}


def rising(level: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return by how much a level rises after each step or, while it does not and is above 0 then, by how much it rose last."""
    rise, last = np.zeros_like(level), float(level[0])
    for p in range(len(level) - 1):
        last = level[p + 1] - level[p] if level[p + 1] > level[p] else last
        rise[p] = last if level[p + 1] > 0 else 0.0
    return rise


def room(scenario: Scenario, sites: frozenset[str]) -> float:
    """Return what some sites can pass together, t/day: their free throughput.

    No limit where one through which supplies come, a fed site or a source, says none, or where none of them all does.
    """
    ways, capacity = scenario.frames["sites"]["supplied"], scenario.frames["capacity"]
    free = capacity[(capacity["resource"] == "throughput_tpd") & capacity["site"].isin(sites)].set_index("site")["free"]
    open_ended = free.empty or any(ways[site] != "spot" and site not in free.index for site in sites)
    return np.inf if open_ended else float(free.sum())


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
    """Return what one unit of a type counts for in a derivation, before its ratio.

    Persons, t to move it, t/day that it uses of the supply that flows, or what it provides by itself.
    """
    if d.kind == "lift":
        return float(scenario.frames["unit_types"]["lift_t"][unit_type])
    if d.kind == "flow":
        consumes = scenario.frames["consumes"]
        return float(consumes.loc[(consumes["unit_type"] == unit_type) & (consumes["supply"] == d.of), "tpd"].sum())
    if d.of == "personnel":
        return float(scenario.frames["unit_types"]["personnel"][unit_type])
    return amounts.get((unit_type, d.of), 0.0)


def drivers(
    scenario: Scenario, d: Derivation, amounts: Mapping[tuple[str, str], float], lines: Mapping[str, tuple[frozenset[str], frozenset[str]]]
) -> dict[str, frozenset[str]]:
    """Return the lines that drive a derivation, each with the unit types that serve it by themselves and count.

    `lines` says of each line what it needs in any step, and its sites. What carries supplies asks for no other line that does.
    """
    offers, select = scenario.frames["offers"], d.select
    fits = np.ones(len(offers), dtype=bool)
    for column, ids in select.fields()[:3]:
        if ids is not None:
            fits &= (offers.index if column == "offer" else offers[column]).isin(ids)
    types = frozenset(u for u in offers["unit_type"][fits].unique() if asked(scenario, d, u, amounts) > 0)
    found, held = {}, scenario.frames["requirements"]["standby"]  # who is held at notice at home asks for nothing
    carrying = {other.requirement for other in scenario.derivations if d.kind == other.kind == "flow"}
    for line, (needs, sites) in lines.items():
        near = bool(sites) if select.sites is None else not sites.isdisjoint(select.sites)
        barred = line in {d.requirement, *carrying} or held[line]
        if near and not barred and (select.requirements is None or line in select.requirements):
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
