"""The order of unlocking: from what holds in any case to the largest set, stage by stage."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from planner.account import exceeds
from planner.doubts.hanging import parts
from planner.rules import Holding
from planner.scenario import Reach, Scenario
from planner.study.conditions.announced import groups
from planner.study.conditions.effort import Most
from planner.study.conditions.offers import Flags
from planner.study.conditions.points import beyond, in_date, made, seen_in, together, upwards

SLACK = 1e-6


@dataclass(frozen=True)
class Stage:
    """Conditions that come at one stage of unlocking.

    `how`: date (granted, or by what is promised whatever stands), turn (reached by what the stages before it allow), together (they
    carry each other and must be announced at once), or never (out of reach with all the others). `steps`: in which they hold; of what is
    out of reach, in which they might by their dates. `value`, `threshold`: the most that counts in each of them, where it is one
    condition with one threshold, else nothing. `only_with`: nations without any one of which it is out of reach in some step. `persons`:
    how many more may stand once they hold, in the step in which that is most; `nations` and `lines`: whose, and where something is
    missing until then.
    """

    number: int
    how: str
    conditions: tuple[str, ...]
    steps: tuple[int, ...]
    value: tuple[float, ...]
    threshold: tuple[float, ...]
    only_with: tuple[str, ...]
    persons: float
    nations: tuple[str, ...]
    lines: tuple[str, ...]


def stages(scenario: Scenario, most: Most, core: Holding, largest: Holding) -> tuple[Stage, ...]:
    """Return the stages from nothing to the largest set, those of one number at the same time."""
    found = [_stage(scenario, most, 0, "date", names, core, core) for names in _alike(core)]
    number, held = 0, core
    while held != largest:
        before, *rounds = upwards(scenario, most, held)
        for after in rounds:
            number += 1
            new = beyond(after, before)
            found += [_stage(scenario, most, number, "turn", (name,), new, before) for name in sorted(frozenset().union(*new))]
            before = after
        held = before
        if held != largest:
            number += 1
            knots = _knots(scenario, most, held, largest)
            found += [_stage(scenario, most, number, "together", names, knot, held) for names, knot in knots.items()]
            for knot in knots.values():
                held = together(held, knot)
    never = [name for name, c in scenario.conditions.items() if c.granted == "if-earned" and not any(name in those for those in largest)]
    return (*found, *(_never(scenario, most, number + 1, name, largest) for name in never))


def _knots(scenario: Scenario, most: Most, held: Holding, largest: Holding) -> dict[tuple[str, ...], Holding]:
    """Return the groups that must be announced together, by their conditions: over several steps one, with what follows of it at once."""
    knots: dict[tuple[str, ...], Holding] = {}
    for group in groups(scenario, most, held, largest):
        names, knot = tuple(sorted({name for _, name in group})), _holding(group, len(held))
        knots[names] = together(knots[names], knot) if names in knots else knot
    taken = held
    for knot in knots.values():
        taken = together(taken, knot)
    for names, knot in knots.items():
        follows = beyond(made(scenario, most, together(held, knot)), taken)
        knots[names] = together(knot, tuple(those & frozenset(names) for those in follows))
    return knots


def _holding(group: frozenset[tuple[int, str]], steps: int) -> Holding:
    return tuple(frozenset(name for q, name in group if q == p) for p in range(steps))


def _alike(core: Holding) -> Iterator[tuple[str, ...]]:
    """Yield the conditions of the core that hold in the same steps, the first first."""
    spans: dict[tuple[int, ...], list[str]] = {}
    for name in sorted(frozenset().union(*core)):
        spans.setdefault(tuple(p for p, those in enumerate(core) if name in those), []).append(name)
    for _, names in sorted(spans.items()):
        yield tuple(names)


def _stage(
    scenario: Scenario, most: Most, number: int, how: str, names: tuple[str, ...], new: Holding, held: Holding
) -> Stage:  # fmt: skip
    """Return the stage at which `names`, among what is `new`, join what is held; of the core: what stands only while they hold."""
    mine = tuple(those & frozenset(names) for those in new)
    steps = tuple(p for p, those in enumerate(mine) if those)
    before, after = (beyond(held, mine), held) if how == "date" else (held, together(held, mine))
    more = {p: most.persons_of(p, after) - most.persons_of(p, before) for p in steps}
    fullest = max(steps, key=lambda p: (float(more[p].sum()), -p))
    gaining = more[fullest].groupby(scenario.frames["offers"]["nation"]).sum()
    value, threshold, only_with = _measured(scenario, most, names, steps, after if how == "together" else before)
    return Stage(
        number, how, names, steps, value, threshold, only_with, max(0.0, float(more[fullest].sum())),
        tuple(str(n) for n in gaining[gaining > SLACK].sort_values(ascending=False, kind="stable").index),
        tuple(_lines(scenario, most, steps, before, after)),
    )  # fmt: skip


def _never(scenario: Scenario, most: Most, number: int, name: str, largest: Holding) -> Stage:
    """Return what a condition comes to that is out of reach in every step."""
    steps = tuple(p for p, step in enumerate(scenario.steps) if in_date(scenario.conditions[name], step))
    value, threshold, _ = _measured(scenario, most, (name,), steps, largest)
    return Stage(number, "never", (name,), steps, value, threshold, (), 0.0, (), ())


def _measured(
    scenario: Scenario, most: Most, names: tuple[str, ...], steps: tuple[int, ...], held: Holding
) -> tuple[tuple[float, ...], tuple[float, ...], tuple[str, ...]]:
    """Return the most that counts and the threshold in each step, and the nations without any one of which one is not reached."""
    tests = [(n, t) for n in names for t in parts(scenario.conditions[n].earned) if isinstance(t, Reach)]
    if len(names) > 1 or len(tests) != 1 or scenario.conditions[names[0]].granted != "if-earned":
        return (), (), ()
    name, test = tests[0]
    seen = {p: seen_in(test, p) for p in steps}
    value = tuple(most.value(name, test, seen[p], held) if seen[p] >= 0 else 0.0 for p in steps)
    least = tuple(test.at_least[p] for p in steps)
    reached = [p for p, got, asked in zip(steps, value, least, strict=True) if got >= asked - SLACK and seen[p] >= 0 and not test.of_offers]
    needed = [
        str(n)
        for n in scenario.frames["nations"].index
        if any(exceeds(test.at_least[p], most.value(name, test, seen[p], held, frozenset({n}))) for p in reached)
    ]
    return value, least, tuple(needed)


def _lines(scenario: Scenario, most: Most, steps: tuple[int, ...], before: Holding, after: Holding) -> list[str]:
    """Return the lines that may have more once conditions hold, and that could not be filled before."""
    needs = scenario.frames["needs"]
    found = set()
    for p in (p for p in steps if (before[p] ^ after[p]) & most.asked):
        touched = set(most.admitted.chosen["requirement"][_more(most, p, before, after)])
        rows = needs[(needs["step"] == p) & needs["requirement"].isin(touched)]
        for r, c, level in zip(rows["requirement"], rows["capability"], rows["level"], strict=True):
            filled = most.filled(r, c, p, before)
            if filled < level - SLACK and most.filled(r, c, p, after) > filled + SLACK:
                found.add(str(r))
    return sorted(found)


def _more(most: Most, step: int, before: Holding, after: Holding) -> Flags:
    """Return the placements that are open only after, or whose offer may use more units then."""
    grown = most.units(step, after) > most.units(step, before) + SLACK
    flags: Flags = most.open(step, after) & (~most.open(step, before) | grown[most.of])
    return np.asarray(flags, dtype=bool)
