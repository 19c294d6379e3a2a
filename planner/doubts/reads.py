"""Which condition looks at which other, and in which step: by name, by the money it counts, by what hangs on others and counts for it.

Who waits for whom is read off this, before anything is solved: conditions that wait for each other, and who must announce together.
"""

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
import pandas as pd

from planner.doubts.hanging import hanging, parts
from planner.placements import Placements
from planner.placements.outlook import pledged
from planner.placements.triples import Flags
from planner.scenario import After, Clauses, Covered, Pledged, Quorum, Reach, Scenario, Selector, Test

Pair: TypeAlias = tuple[int, str]  # a condition in a step


class Reads:
    """What the tests of a scenario's conditions read."""

    def __init__(self, scenario: Scenario, admitted: Placements) -> None:
        self.scenario, self.admitted = scenario, admitted
        self._selected: dict[Selector, Flags] = {}

    def of(self, name: str, step: int) -> set[Pair]:
        """Return the conditions, each in its step, that may help a condition to hold in a step."""
        condition = self.scenario.conditions[name]
        kept = {(step - 1, name)} if condition.latch and step > 0 else set()
        return kept.union(*(self._read(name, test, step) for test in parts(condition.earned)))

    def _read(self, name: str, test: Test, step: int) -> Iterator[Pair]:
        for other in named(self.scenario, test):
            yield from ((p, other) for p in (range(step + 1) if isinstance(test, After) else (step,)))
        if isinstance(test, Reach | Covered):
            seen = test.seen_in[step] if test.seen_in else step
            without = hanging(self.scenario, name) if isinstance(test, Reach) and test.without_needs_it else frozenset[str]()
            yield from ((seen, other) for other in self._counted_on(test, seen) - without)

    def _counted_on(self, test: Reach | Covered, step: int) -> frozenset[str]:
        """Return the conditions on which anything that a test counts may hang: of placements, and of tiers of their offers and pools."""
        if step < 0:
            return frozenset()
        offers, tiers = self.scenario.frames["offers"], self.scenario.frames["tiers"]
        select = test.select if isinstance(test, Reach) else Selector(requirements=test.requirements)
        asked: Clauses = ()
        if isinstance(test, Reach) and test.of_offers:
            mine = meant(select, offers)
        else:
            rows = self._match(select) & (self.admitted.ub[:, step] > 0)
            mine = offers.index.isin(self.admitted.chosen["offer"][rows])
            asked = tuple(clause for j, clause in enumerate(self.admitted.clauses) if self.admitted.asks[rows, step, j].any())
        pools = set(offers["pool"][mine]) - {""}
        with_pool = offers.index[mine | offers["pool"].isin(pools).to_numpy()]
        return _names((asked, *tiers["requires"][tiers["offer"].isin(with_pool)]))

    def _match(self, select: Selector) -> Flags:
        if select not in self._selected:
            self._selected[select] = select.match(self.admitted.chosen).to_numpy(dtype=bool)
        return self._selected[select]


def named(scenario: Scenario, test: Test) -> frozenset[str]:
    """Return the conditions that a test names, or that money it counts is pledged under."""
    match test:
        case After():
            return frozenset({test.condition})
        case Quorum():
            return frozenset(test.conditions)
        case Pledged():
            return _names(tuple(pledged(scenario, test)["requires"]))
        case _:
            return frozenset()


def meant(select: Selector, offers: pd.DataFrame) -> Flags:
    """Return a flag an offer: whether a selector speaks of it, wherever it might stand."""
    chosen: Flags = np.ones(len(offers), dtype=bool)
    for column, ids in (("offer", select.offers), ("nation", select.nations), ("unit_type", select.unit_types)):
        if ids is not None:
            chosen &= (offers.index if column == "offer" else offers[column]).isin(ids)
    return chosen


def _names(clauses: tuple[Clauses, ...]) -> frozenset[str]:
    return frozenset(c for several in clauses for clause in several for c in clause)
