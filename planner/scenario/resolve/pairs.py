"""Pairs: who serves only with whom, and who never does."""

from collections.abc import Iterator
from itertools import combinations

from planner.scenario.document import Path
from planner.scenario.resolve.names import Names
from planner.scenario.resolve.selectors import Selectors
from planner.scenario.scenario import Pair
from planner.scenario.schema.offers import Apart, OnlyWith, PairEntry


def pairs(names: Names, selectors: Selectors) -> tuple[Pair, ...]:
    """Return the pairs in canonical order; `together` and `apart` of more than two nations are all their pairs."""
    found: list[Pair] = []
    for i, entry in enumerate(names.file.pairs):
        path: Path = ("pairs", i)
        chosen = selectors.expand(entry.in_, (*path, "in"), allowed=("requirements",))
        named = list(_named(entry))
        known = [names.check("nation", nation, (*path, *where)) for nation, where in named]
        if chosen is None or not all(known):
            continue
        nations = [nation for nation, _ in named]
        if len(set(nations)) < 2:
            names.error(path, "a pair needs two nations", "name another nation")
            continue
        lines = frozenset(names.file.requirements) if chosen.requirements is None else chosen.requirements
        kind = "only_with" if isinstance(entry, OnlyWith) else "apart" if isinstance(entry, Apart) else "together"
        two = [tuple(nations)] if kind == "only_with" else combinations(sorted(set(nations)), 2)
        found += [Pair(kind, one, other, lines, names.place(*path)) for one, other in two]
    return tuple(sorted(found, key=lambda p: (p.kind, p.nation, p.other, sorted(p.requirements))))


def _named(entry: PairEntry) -> Iterator[tuple[str, Path]]:
    """Yield each nation of a pair and where it stands in it."""
    if entry.nation is not None:
        yield entry.nation, ("nation",)
    if isinstance(entry, OnlyWith):
        yield entry.only_with, ("only_with",)
        return
    key = "apart" if isinstance(entry, Apart) else "together"
    for i, nation in enumerate(getattr(entry, key)):
        yield nation, (key, i)
