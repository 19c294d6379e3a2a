"""Conditions that wait for each other: allowed, since all may come at once, and worth knowing before anything is signed."""

from collections.abc import Iterator

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from planner.placements import Placements
from planner.placements.outlook import pledged
from planner.placements.triples import Flags
from planner.scenario import After, AllOf, AnyOf, Covered, Pledged, Problem, Quorum, Reach, Scenario, Test


def loops(scenario: Scenario, admitted: Placements) -> Iterator[Problem]:
    """Yield a note for each group of conditions that wait for each other, and for each that may carry itself."""
    names = [name for name, c in scenario.conditions.items() if c.granted == "if-earned" and c.earned is not None]
    waits = {name: _waits_for(scenario, admitted, name) & set(names) for name in names}
    graph = csr_array(np.array([[b in waits[a] for b in names] for a in names], dtype=float).reshape(len(names), len(names)))
    group = connected_components(graph, connection="strong")[1].tolist() if names else []
    for number in sorted(set(group)):
        members = [name for name, of in zip(names, group, strict=True) if of == number]
        mark = scenario.conditions[members[0]].mark
        if len(members) > 1:
            hint = "they hold together or not at all: who signs them signs at the same time"
            yield Problem("note", mark, f"{' and '.join(members)} wait for each other", hint)
        elif members[0] in waits[members[0]]:
            what = f"{members[0]}: what comes only if it holds counts towards it"
            yield Problem("note", mark, what, "so it may carry itself; to count only what comes anyway, write without: needs-it")


def _waits_for(scenario: Scenario, admitted: Placements, name: str) -> set[str]:
    """Return the conditions that may help a condition to its test: those that it names, and those that what it counts hangs on."""
    found: set[str] = set()
    for test in _parts(scenario.conditions[name].earned):
        found |= _named(scenario, test)
        if isinstance(test, Reach):
            asked = _asked(scenario, admitted, test.select.match(admitted.chosen).to_numpy(), placed=not test.of_offers)
            found |= asked - _after(scenario, name) if test.without_needs_it else asked
        elif isinstance(test, Covered):
            found |= _asked(scenario, admitted, admitted.chosen["requirement"].isin(test.requirements).to_numpy())
    return found


def _asked(scenario: Scenario, admitted: Placements, chosen: Flags, *, placed: bool = True) -> set[str]:
    """Return the conditions that placements ask for and the tiers of their offers; of offers that stand nowhere, those of the tiers."""
    counted = chosen & admitted.ub.any(axis=1)
    asked = {c for j, clause in enumerate(admitted.clauses) if admitted.asks[counted, :, j].any() for c in clause} if placed else set()
    tiers = scenario.frames["tiers"]
    mine = tiers["offer"].isin(admitted.chosen["offer"][counted])
    return asked | {c for requires in tiers["requires"][mine] for clause in requires for c in clause}


def _after(scenario: Scenario, name: str) -> set[str]:
    """Return a condition and those that come only after it: what needs them does not count for it, where it asks for needs-it."""
    found = {name}
    while more := {
        n
        for n, c in scenario.conditions.items()
        if n not in found and any(isinstance(t, After) and t.condition in found for t in _parts(c.earned))
    }:
        found |= more
    return found


def _named(scenario: Scenario, test: Test) -> set[str]:
    """Return the conditions that a test names, or that money it counts is pledged under."""
    match test:
        case After():
            return {test.condition}
        case Quorum():
            return set(test.conditions)
        case Pledged():
            return {c for requires in pledged(scenario, test)["requires"] for clause in requires for c in clause}
        case _:
            return set()


def _parts(test: Test | None) -> Iterator[Test]:
    match test:
        case AllOf() | AnyOf():
            for part in test.parts:
                yield from _parts(part)
        case None:
            return
        case _:
            yield test
