"""n-1, as rows: whatever is lost, what the others give and the gap make up the minimum.

sum of gives * place of all others + gap >= minimum, for each loss; the gap is that of the loss that hurts most

What others hold on stand-by lines behind the line gives too; it is at home, and no loss of a site takes it. The goal `standby` is the sum
of persons * months * place of stand-by lines.
"""

from collections.abc import Iterator

import numpy as np

from planner.frames import items, records
from planner.model.algebra import NOTHING, Model, Rows, Sum, constrain, groups, total
from planner.model.families.coverage import gives
from planner.model.goals import aim
from planner.model.shortfall import index, lacking
from planner.placements import Placements
from planner.scenario import Scenario


def rows(m: Model, scenario: Scenario, placements: Placements) -> None:
    """Add the gaps of the lines that ask for n-1; where nobody gives anything, all of the minimum is one. Count who is held at notice."""
    needs = index(scenario)
    due = needs[needs["n_minus_1"].to_numpy(dtype=bool) & (needs["minimum"] > 0)]
    keys = list(zip(due["requirement"], due["capability"], due["step"].tolist(), strict=True))
    given = _given(m, scenario, keys)
    gaps = lacking(m, "gap", keys, due["minimum"].tolist(), given)
    for n, key, at, gap in zip(records(due), keys, given, gaps, strict=True):
        for lost, kept in _losses(m, scenario, n.requirement, at):
            constrain(m, "resilience", (*key, lost), gives(m, kept) + gap, lower=n.minimum)
        aim(m, "resilience_gap", n.weight * n.share / n.minimum * gap)
    if any(goal.metric == "standby" for goal in scenario.goals):
        aim(m, "standby", _waiting(m, scenario))


def _waiting(m: Model, scenario: Scenario) -> Sum:
    """Return the person-months that are held at notice."""
    held = m.posture[~m.in_place]
    months = held["step"].map([float(step.months) for step in scenario.steps].__getitem__)
    return total(m.units[~m.in_place], (held["personnel"] * months).tolist())


def _given(m: Model, scenario: Scenario, keys: list[tuple[str, str, int]]) -> list[Rows]:
    """Return what may give towards each need: the rows of `provided` of its line, then those of the stand-by lines that back it."""
    filled = dict(groups(m.provided, ("requirement", "capability", "step")))
    behind: dict[str, list[str]] = {}
    for held, backs in items(scenario.frames["requirements"]["backs"]):
        for line in backs:
            behind.setdefault(line, []).append(held)
    return [np.concatenate([filled.get((r, c, p), NOTHING) for r in (line, *behind.get(line, ()))]) for line, c, p in keys]


def _losses(m: Model, scenario: Scenario, requirement: str, at: Rows) -> Iterator[tuple[str, Rows]]:
    """Yield each loss that a line must survive, with what of some rows of `provided` it leaves; a nameless one where none can take any."""
    terms = scenario.frames["requirements"].loc[requirement]
    if terms["loss_of"] == "site":
        of = np.where(m.provided["standby"].to_numpy(dtype=bool)[at], "", m.provided["site"].to_numpy()[at])
    else:
        of = m.provided["nation"].to_numpy()[at]
    groups_of = scenario.frames["nations"]["groups"]
    lost = {name: {name} for name in terms["losses"] or sorted(set(of) - {""})}
    if terms["loss_of"] == "group":
        lost = {group: {nation for nation, member_of in items(groups_of) if group in member_of} for group in terms["losses"]}
    for name, gone in (lost or {"": set()}).items():
        yield name, at[[of_row not in gone for of_row in of]]
