"""What separates the core from the largest coalition: persons, lines that nothing in the core can fill, tiers that wait."""

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
import pandas as pd

from planner.frames import records
from planner.rules import Holding, lacking
from planner.study.conditions.effort import Most

SLACK = 1e-6
LINES = ("requirement", "capability", "step", "level", "core", "turn", "largest")
WAITING = ("offer", "nation", "unit_type", "tier", "waits", "lines", "units", "persons", "step")
Waiting: TypeAlias = tuple[str, str, str, str, tuple[str, ...], tuple[str, ...], float, float, int]  # in the order of WAITING


def persons(most: Most, sets: dict[str, Holding]) -> pd.DataFrame:
    """Return the most persons that may stand in each step with each set of conditions: step, and a column a set."""
    steps = range(len(most.scenario.steps))
    return pd.DataFrame({"step": list(steps)} | {k: [float(most.persons_of(p, held).sum()) for p in steps] for k, held in sets.items()})


def lines(most: Most, sets: dict[str, Holding]) -> pd.DataFrame:
    """Return the given needs that the first set cannot fill and the last might (LINES): the need, and the most of it with each set."""
    first, last = next(iter(sets.values())), list(sets.values())[-1]
    rows = []
    for n in records(most.scenario.frames["needs"]):
        at_first = most.filled(n.requirement, n.capability, n.step, first)
        if at_first < n.level - SLACK and most.filled(n.requirement, n.capability, n.step, last) > at_first + SLACK:
            most_of_it = [min(n.level, most.filled(n.requirement, n.capability, n.step, held)) for held in sets.values()]
            rows.append((n.requirement, n.capability, n.step, n.level, *most_of_it))
    return pd.DataFrame(rows, columns=["requirement", "capability", "step", "level", *sets])


def waiting(most: Most, core: Holding, largest: Holding) -> pd.DataFrame:
    """Return the tiers, and the offers with places, that the largest set opens and the core does not (WAITING), in the first such step."""
    tiers = list(_tiers(most, core, largest))
    told = {row[0] for row in tiers}
    rows = sorted((*tiers, *_places(most, core, largest, told)), key=lambda row: (-row[-2], row[0], row[3]))
    return pd.DataFrame(rows, columns=list(WAITING))


def _tiers(most: Most, core: Holding, largest: Holding) -> Iterator[Waiting]:
    """Yield each tier that waits for more than the core, with the units that it keeps in place."""
    before, after = (most.offers.usable(held).set_index(["offer", "tier", "step"]) for held in (core, largest))
    more = after.loc[after.index.difference(before.index)].reset_index().drop_duplicates(["offer", "tier"])
    for t in records(more):
        each = most.persons[most.names.index(t.offer)]
        yield (
            *_offer(most, t.offer),
            t.tier,
            lacking(t.requires, core[t.step]),
            (),
            float(t.in_place),
            float(t.in_place * each),
            int(t.step),
        )


def _places(most: Most, core: Holding, largest: Holding, told: set[str]) -> Iterator[Waiting]:
    """Yield each offer not told already whose placements wait for more than the core: what it may place then, and on which lines."""
    told = set(told)
    for p in range(len(most.scenario.steps)):
        opened = most.open(p, largest) & ~most.open(p, core)
        keeps = most.offers.free(p, largest)["in_place"].to_numpy(dtype=float)
        units = np.minimum(most.units(p, largest), np.maximum(np.floor(keeps + SLACK), 1.0))
        for offer in sorted({most.names[i] for i in most.of[opened] if units[i] >= 1} - told):
            i, mine = most.names.index(offer), opened & (most.of == most.names.index(offer))
            asked = most.admitted.asks[mine, p].any(axis=0)
            clauses = tuple(c for c, flag in zip(most.admitted.clauses, asked, strict=True) if flag)
            lines = tuple(sorted(set(most.admitted.chosen["requirement"][mine])))
            told.add(offer)
            yield *_offer(most, offer), "", lacking(clauses, core[p]), lines, float(units[i]), float(units[i] * most.persons[i]), p


def _offer(most: Most, offer: str) -> tuple[str, str, str]:
    row = most.scenario.frames["offers"].loc[offer]
    return offer, str(row["nation"]), str(row["unit_type"])
