"""Who must announce together: conditions that carry each other and that nothing else carries."""

from collections.abc import Iterator
from typing import TypeAlias

import networkx as nx

from planner.rules import Holding
from planner.scenario import After, Clauses, Covered, Pledged, Quorum, Reach, Scenario, Selector, Test
from planner.study.conditions.effort import Most
from planner.study.conditions.hanging import hanging, parts
from planner.study.conditions.offers import meant
from planner.study.conditions.points import beyond, made, seen_in, shared, together

Pair: TypeAlias = tuple[int, str]  # a condition in a step


def groups(scenario: Scenario, most: Most, held: Holding, largest: Holding) -> list[frozenset[Pair]]:
    """Return the smallest groups among what `largest` has beyond `held` that carry themselves at once, one for each knot of needs.

    In the graph of which condition reads which, a strongly connected component from which no way leads to another carries itself, since
    all that it reads holds. It may be larger than it must be: what can be spared is taken away, one condition after the other.
    """
    missing = beyond(largest, held)
    graph = needs(scenario, most, missing)
    knots = nx.condensation(graph)
    lowest = [frozenset(knots.nodes[n]["members"]) for n in knots if knots.out_degree(n) == 0]
    return sorted((_smallest(scenario, most, held, knot) for knot in lowest), key=sorted)


def needs(scenario: Scenario, most: Most, among: Holding) -> "nx.DiGraph[Pair]":
    """Return the graph of conditions in steps: an arrow to each one that may help a test to be true."""
    graph: nx.DiGraph[Pair] = nx.DiGraph()
    graph.add_nodes_from(sorted((p, name) for p, those in enumerate(among) for name in those))
    for p, name in list(graph):
        graph.add_edges_from(((p, name), read) for read in set(_reads(scenario, most, name, p)) if read in graph)
    return graph


def _reads(scenario: Scenario, most: Most, name: str, step: int) -> Iterator[Pair]:
    """Yield the conditions that a condition looks at in a step, and in which step."""
    condition = scenario.conditions[name]
    if condition.latch and step > 0:
        yield step - 1, name
    for test in parts(condition.earned):
        yield from _read(scenario, most, name, test, step)


def _read(scenario: Scenario, most: Most, name: str, test: Test, step: int) -> Iterator[Pair]:
    match test:
        case After(condition=other):
            yield from ((p, other) for p in range(step + 1))
        case Quorum(conditions=names):
            yield from ((step, other) for other in names)
        case Pledged():
            yield from ((step, other) for other in _named(tuple(scenario.frames["pledges"]["requires"])))
        case Reach() | Covered():
            seen = seen_in(test, step)
            without = hanging(scenario, name) if isinstance(test, Reach) and test.without_needs_it else frozenset[str]()
            yield from ((seen, other) for other in _counted_on(scenario, most, test) - without)
        case _:
            return


def _counted_on(scenario: Scenario, most: Most, test: Reach | Covered) -> frozenset[str]:
    """Return the conditions on which anything that a test counts may hang: of placements, and of tiers of their offers and pools."""
    chosen, offers = most.admitted.chosen, scenario.frames["offers"]
    select = test.select if isinstance(test, Reach) else Selector(requirements=test.requirements)
    rows = most.selected(select)
    asked = [c for j, c in enumerate(most.admitted.clauses) if most.admitted.asks[rows, :, j].any()]
    mine = meant(select, offers) if isinstance(test, Reach) and test.of_offers else offers.index.isin(chosen["offer"][rows])
    pools = set(offers["pool"][mine]) - {""}
    tiers = scenario.frames["tiers"]
    with_pool = set(offers.index[mine | offers["pool"].isin(pools).to_numpy()])
    return _named((tuple(asked), *tiers["requires"][tiers["offer"].isin(with_pool)]))


def _named(clauses: tuple[Clauses, ...]) -> frozenset[str]:
    return frozenset(c for several in clauses for clause in several for c in clause)


def named(scenario: Scenario, name: str) -> frozenset[str]:
    """Return the conditions that the test of a condition names, itself or through pledges."""
    found: set[str] = set()
    for test in parts(scenario.conditions[name].earned):
        match test:
            case After(condition=other):
                found.add(other)
            case Quorum(conditions=names):
                found.update(names)
            case Pledged():
                found |= _named(tuple(scenario.frames["pledges"]["requires"]))
            case _:
                pass
    return frozenset(found)


def _smallest(scenario: Scenario, most: Most, held: Holding, group: frozenset[Pair]) -> frozenset[Pair]:
    """Return a part of a group that carries itself and of which no part does: what was needed once is needed in every smaller part."""
    for one in sorted(group):
        if one in group and (fewer := _carried(scenario, most, held, group - {one})):
            group = fewer
    return group


def _carried(scenario: Scenario, most: Most, held: Holding, group: frozenset[Pair]) -> frozenset[Pair]:
    """Return the largest part of a group that carries itself while `held` hold."""
    some = tuple(frozenset(name for q, name in group if q == p) for p in range(len(held)))
    while (kept := shared(some, made(scenario, most, together(held, some)))) != some:
        some = kept
    return frozenset((p, name) for p, those in enumerate(some) for name in those)
