"""Who must announce together: conditions that carry each other and that nothing else carries."""

import networkx as nx

from planner.doubts.reads import Pair, Reads
from planner.rules import Holding
from planner.scenario import Scenario
from planner.study.conditions.effort import Most
from planner.study.conditions.points import beyond, made, shared, together


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
    reads = Reads(scenario, most.admitted)
    graph.add_edges_from(((p, name), read) for p, name in list(graph) for read in reads.of(name, p) if read in graph)
    return graph


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
