"""Which placements stand while conditions hold: each clause that one asks for needs a condition that holds and opens to its type."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from planner.placements import Placements
from planner.scenario import Scenario

Flags: TypeAlias = npt.NDArray[np.bool_]
NONE: frozenset[str] = frozenset()


def fulfilled(
    scenario: Scenario, admitted: Placements, step: int, held: frozenset[str], without: frozenset[str] = NONE, kept: frozenset[str] = NONE
) -> Flags:
    """Return a flag a placement: whether its clauses hold in a step.

    `without`: none of them only by these conditions. `kept`: soft caveats that are not lifted, so that their exceptions are asked for.
    """
    flags: Flags = np.ones(len(admitted.chosen), dtype=bool)
    for j, clause in enumerate(admitted.clauses):
        flags &= ~admitted.asks[:, step, j] | _opened(scenario, admitted, clause, held, without)
    exceptions = {caveat.name: caveat.unless for caveat in scenario.caveats}
    for j, name in enumerate(admitted.soft):
        if name in kept:
            ways = [_opened(scenario, admitted, clause, held, without) for clause in exceptions[name]]
            flags &= ~admitted.lifts[:, step, j] | (np.logical_and.reduce(ways) if ways else np.zeros(len(flags), dtype=bool))
    return flags


def _opened(scenario: Scenario, admitted: Placements, clause: tuple[str, ...], held: frozenset[str], without: frozenset[str]) -> Flags:
    """Return a flag a placement: whether a condition of the clause holds and opens its unit type."""
    opened = np.zeros(len(admitted.chosen), dtype=bool)
    for name in NONE if set(clause) <= without else held & set(clause):
        opens = scenario.conditions[name].opens
        opened |= True if opens is None else admitted.chosen["unit_type"].isin(opens).to_numpy(dtype=bool)
    return opened
