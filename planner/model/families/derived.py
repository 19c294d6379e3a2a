"""Derived lines, as rows: their level is a ratio of what the posture on other lines counts for.

    sum of gives * place + uncovered >= level = sum of ratio * amount * place over the selected posture of other lines
    of lift: level[p] = sum of ratio * lift_t * arrive[p+1] / months of p
    of a flow: level = sum of flow that enters the line's sites + sum of unsupported, of its supply

A hard line has no shortfall: what it gives is a limit to its drivers.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from planner.model.algebra import NOTHING, Model, Rows, Sum, columns, constrain, groups, most, one, total, units
from planner.model.arrivals import arrivals, coming, exactly
from planner.model.families.coverage import gives
from planner.model.goals import aim
from planner.placements import Placements
from planner.placements.reference import asked, levels, provided
from planner.scenario import Derivation, Scenario

Amounts: TypeAlias = Mapping[tuple[str, str], float]  # what a unit of a type provides of a capability by itself
Weights: TypeAlias = npt.NDArray[np.float64]


def rows(m: Model, scenario: Scenario, placements: Placements) -> None:
    """Add the levels that the posture makes, what is missing of them, and the limits of substitutes on such lines."""
    lines = scenario.frames["requirements"]
    made = _levels(m, scenario)
    references = levels(scenario)
    filled = dict(groups(m.provided, ("requirement", "capability", "step")))
    soft = [key for key in made if not lines["hard"][key[0]] and references[key[:2]][key[2]] > 0]
    gaps = columns(m, "uncovered", ("requirement", "capability", "step"), soft, [made[k][1] for k in soft], whole=False)
    shares = _shares(scenario, references)
    for key, (level, _) in made.items():
        given = gives(m, filled.get(key, NOTHING))
        if lines["hard"][key[0]]:
            constrain(m, "derived_hard", key, given - level, lower=0.0)
        elif key in gaps:
            constrain(m, "derived_level", key, given + one(gaps[key]) - level, lower=0.0)
            goal = "uncovered" if lines["cover"][key[0]] else "support_gap"
            weight = float(lines["weight"][key[0]]) * shares[key] / float(references[key[:2]][key[2]])
            aim(m, goal, one(gaps[key], weight))
    _substitutes(m, scenario, {key: level for key, (level, _) in made.items()})


def _levels(m: Model, scenario: Scenario) -> dict[tuple[str, str, int], tuple[Sum, float]]:
    """Return the level of each derived need in each step as a sum over the posture, and the largest it can be."""
    amounts = provided(scenario)
    found: dict[tuple[str, str, int], tuple[Sum, float]] = {}
    for d in scenario.derivations:
        for step, level, size in _flowing(m, scenario, d) if d.kind == "flow" else _standing(m, scenario, d, amounts):
            before, most_before = found.get((d.requirement, d.capability, step), (total([]), 0.0))
            found[d.requirement, d.capability, step] = (before + level, most_before + size)
    return dict(sorted(found.items()))


def _standing(m: Model, scenario: Scenario, d: Derivation, amounts: Amounts) -> Iterator[tuple[int, Sum, float]]:
    """Yield each step with the level that who stands there, or comes there next, makes, and the most it can be."""
    for step, at, weights in _counted(m, scenario, d, amounts):
        size = sum(float(weights[own[0]]) * most(m, at[own]) for _, own in groups(m.posture.iloc[at], ("unit_type",)))
        yield step, arrivals(m, at, weights) if d.kind == "lift" else units(m, at, weights), size


def _flowing(m: Model, scenario: Scenario, d: Derivation) -> Iterator[tuple[int, Sum, float]]:
    """Yield each step with the level that a flow makes, what enters the line's sites and what comes nowhere, and the most it can be."""
    reach = scenario.frames["reach"]
    area = set(reach.loc[reach["requirement"] == d.requirement, "site"])
    for step in m.steps:
        lacking = [column for (_, supply, p), column in m.supplies.lacking.items() if (supply, p) == (d.of, step)]
        level = m.supplies.entering(area, d.of, step) + total(lacking)
        if level.columns:
            yield step, d.ratio * level, d.ratio * sum(column.ub for column in level.columns)


def _counted(m: Model, scenario: Scenario, d: Derivation, amounts: Amounts) -> Iterator[tuple[int, Rows, Weights]]:
    """Yield each step with the rows of the posture that count in it and what a unit of each counts; of lift those of the next step."""
    counts = np.array([asked(scenario, d, u, amounts) for u in scenario.frames["unit_types"].index]) * d.ratio
    weights = counts[scenario.frames["unit_types"].index.get_indexer(m.posture["unit_type"])]
    chosen = d.select.match(m.posture).to_numpy() & (m.posture["requirement"] != d.requirement).to_numpy() & (weights > 0)
    chosen &= m.in_place
    if d.kind == "lift":
        chosen &= np.isin(np.arange(len(chosen)), coming(m))
    for (step,), at in groups(m.posture, ("step",), np.flatnonzero(chosen)):
        yield (step - 1, at, weights[at] / scenario.steps[step - 1].months) if d.kind == "lift" else (step, at, weights[at])


def _shares(scenario: Scenario, references: Any) -> dict[tuple[str, str, int], float]:
    """Return the part of each derived need in its line's index: months of the step over months needed, over the capabilities then."""
    derived = {d.requirement for d in scenario.derivations}
    above: dict[tuple[str, int], list[str]] = {}
    for (requirement, capability), reference in references.items():
        for step in np.flatnonzero(reference > 0).tolist() if requirement in derived else ():
            above.setdefault((requirement, step), []).append(capability)
    months: dict[str, int] = {}
    for requirement, step in above:
        months[requirement] = months.get(requirement, 0) + scenario.steps[step].months
    return {(r, c, p): scenario.steps[p].months / months[r] / len(needs) for (r, p), needs in above.items() for c in needs}


def _substitutes(m: Model, scenario: Scenario, made: dict[tuple[str, str, int], Sum]) -> None:
    """Limit the units of each type that stand in for others to their share of the level that the posture makes."""
    limits = scenario.frames["substitutes"].dropna(subset="max_share").set_index(["unit_type", "capability"])["max_share"]
    derived = (scenario.frames["requirements"]["derived"] != "")[m.provided["requirement"]].to_numpy()
    others: Rows = np.flatnonzero(m.provided["substitute"].to_numpy(dtype=bool) & derived)
    limited: set[tuple[str, str]] = set()
    for key, found in groups(m.provided, ("unit_type", "requirement", "capability", "step"), others):
        if (key[0], key[2]) in limits.index:
            level = made.get((key[1], key[2], key[3]), total([]))
            constrain(m, "derived_share", key, gives(m, found) - limits[key[0], key[2]] * level, upper=0.0)
            limited.add((key[1], key[2]))
    for d in scenario.derivations:
        if d.kind == "lift" and (d.requirement, d.capability) in limited:
            for _, at, _ in _counted(m, scenario, d, provided(scenario)):
                exactly(m, at)
