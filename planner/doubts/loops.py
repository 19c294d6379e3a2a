"""Conditions that wait for each other: allowed, since all may come at once, and worth knowing before anything is signed."""

from collections.abc import Iterator

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from planner.doubts.reads import Pair, Reads
from planner.placements import Placements
from planner.scenario import Problem, Scenario


def loops(scenario: Scenario, admitted: Placements) -> Iterator[Problem]:
    """Yield a note for each group of conditions that wait for each other in some step, and for each that may carry itself."""
    groups = _groups(scenario, Reads(scenario, admitted))
    for members in sorted(sorted(group) for group in groups if not any(group < other for other in groups)):
        mark = scenario.conditions[members[0]].mark
        if len(members) > 1:
            hint = "they hold together or not at all: who signs them signs at the same time"
            yield Problem("note", mark, f"{' and '.join(members)} wait for each other", hint)
        else:
            what = f"{members[0]}: what comes only if it holds counts towards it"
            yield Problem("note", mark, what, "so it may carry itself; to count only what comes anyway, write without: needs-it")


def _groups(scenario: Scenario, reads: Reads) -> set[frozenset[str]]:
    """Return the conditions of each knot of those that read each other, over all steps, and of each that reads itself."""
    earned = [name for name, c in scenario.conditions.items() if c.granted == "if-earned" and c.earned is not None]
    dated = {name: (scenario.conditions[name].first_month, scenario.conditions[name].until_month) for name in earned}
    pairs: list[Pair] = [(p, name) for p, step in enumerate(scenario.steps) for name in earned if step.within(*dated[name])]
    if not pairs:
        return set()
    place = {pair: i for i, pair in enumerate(pairs)}
    arrows = [(i, place[read]) for pair, i in place.items() for read in reads.of(pair[1], pair[0]) if read in place]
    graph = np.zeros((len(pairs), len(pairs)), dtype=bool)
    graph[tuple(np.array(arrows, dtype=np.int64).reshape(-1, 2).T)] = True
    knot = connected_components(csr_array(graph), connection="strong")[1]
    knots = [np.flatnonzero(knot == number) for number in np.unique(knot)]
    return {frozenset(pairs[i][1] for i in those) for those in knots if len(those) > 1 or graph[those[0], those[0]]}
