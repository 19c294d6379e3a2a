"""What is admissible: every reason is asked of every triple; what no reason bars is a placement with a tight bound a step."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.placements.admitted import Placements, Reason
from planner.placements.ceilings import CEILINGS
from planner.placements.outlook import outlook
from planner.placements.reasons import FREE, REASONS, Bar, Ground
from planner.placements.supply import supply
from planner.placements.triples import Codes, Triples, triples
from planner.scenario import Clauses, Scenario

ROUNDING = 1e-9


def placements(scenario: Scenario, waive: frozenset[str] = frozenset()) -> Placements:
    """Return the placements of a scenario and what bars the rest.

    Parameters
    ----------
    scenario
        A resolved scenario.
    waive
        Causes of reasons to ignore, such as "caveat pol-no-ukr", for questions of the kind "what if".
    """
    ground = Ground(scenario, triples(scenario), outlook(scenario), supply(scenario))
    cube = ground.triples
    wanted = cube.wanted
    asked = wanted | ~wanted.any(axis=1, keepdims=True)  # the steps in which a reason matters: where the line needs something
    pledged = scenario.frames["tiers"].groupby("offer")["units"].sum()
    units = np.repeat(cube.of("offer", pledged)[:, None], len(scenario.steps), axis=1) + ROUNDING  # no waiver makes more than was offered
    marks = _Marks(len(cube))
    clauses: dict[tuple[str, ...], npt.NDArray[np.bool_]] = {}
    for bar in _bars(ground):
        heard = ~np.array([r.cause in waive for r in bar.reasons], dtype=bool)[bar.code]
        leaves = np.where(heard[:, None], bar.leaves, FREE) + ROUNDING
        np.minimum(units, leaves, out=units)
        marks.note(bar, leaves < 1, asked)
        for clause in bar.asks[0] if bar.asks else ():
            where = clauses.setdefault(clause, np.zeros(units.shape, dtype=bool))
            where |= bar.asks[1] & heard[:, None]  # type: ignore[index]  # a clause comes of asks
    ub = np.floor(units).astype(np.int64)
    rows = np.flatnonzero(ub.any(axis=1))
    out = np.flatnonzero(~ub.any(axis=1))
    bits, reasons = marks.bits(out)
    names = tuple(sorted(c for c, where in clauses.items() if where[rows].any()))
    asks = np.stack([clauses[c][rows] for c in names], axis=2) if names else np.zeros((len(rows), len(scenario.steps), 0), dtype=bool)
    asks &= (ub[rows] > 0)[:, :, None]
    return Placements(
        chosen=_chosen(scenario, cube, rows, names, asks), gives=_gives(cube, rows), ub=ub[rows], barred=_ids(cube, out),
        bits=bits, reasons=reasons, clauses=names, asks=asks,
    )  # fmt: skip


def _bars(ground: Ground) -> Iterator[Bar]:
    for reason in (*REASONS, *CEILINGS):
        yield from reason(ground)


class _Marks:
    """Which reason bars which triple: in every step asked for, or in some."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.reasons: list[Reason] = []
        self.always: list[tuple[Codes, Codes]] = []
        self.sometimes: list[tuple[Codes, Codes]] = []

    def note(self, bar: Bar, none: npt.NDArray[np.bool_], asked: npt.NDArray[np.bool_]) -> None:
        """Note where a bar leaves no unit."""
        for found, kept in (((none | ~asked).all(axis=1), self.always), ((none & asked).any(axis=1), self.sometimes)):
            rows = np.flatnonzero(found)
            kept.append((rows, bar.code[rows] + len(self.reasons)))
        self.reasons.extend(bar.reasons)

    def bits(self, rows: Codes) -> tuple[npt.NDArray[np.uint32], tuple[Reason, ...]]:
        """Return the bits of some triples, and the reasons that occur among them."""
        flags = np.zeros((self.size, len(self.reasons)), dtype=bool)
        for i, j in self.always:
            flags[i, j] = True
        partly = ~np.asarray(flags.any(axis=1))
        for i, j in self.sometimes:
            flags[i[partly[i]], j[partly[i]]] = True
        flags = flags[rows]
        used = np.flatnonzero(flags.any(axis=0))
        padded = np.zeros((len(rows), -(-len(used) // 32) * 32), dtype=np.bool_)
        padded[:, : len(used)] = flags[:, used]
        words = np.packbits(padded, axis=1, bitorder="little").view("<u4").astype(np.uint32)
        return words, tuple(self.reasons[j] for j in used)


def _ids(cube: Triples, rows: Codes, columns: tuple[str, ...] = ("offer", "requirement", "site")) -> pd.DataFrame:
    return pd.DataFrame({c: np.array(cube.labels[c], dtype=object)[cube.code[c][rows]] for c in columns}, columns=list(columns))


def _chosen(scenario: Scenario, cube: Triples, rows: Codes, names: Clauses, asks: npt.NDArray[np.bool_]) -> pd.DataFrame:
    chosen = _ids(cube, rows, ("offer", "requirement", "site", "nation", "unit_type", "country"))
    chosen["own_soil"] = cube.own_soil[rows]
    chosen["personnel"] = cube.of("unit_type", scenario.frames["unit_types"]["personnel"])[rows]
    chosen["stay"] = cube.stay[rows]
    chosen["substitute"] = cube.substitute[rows]
    asked, kind = np.unique(asks.any(axis=1), axis=0, return_inverse=True)
    found = np.empty(len(asked), dtype=object)
    found[:] = [tuple(names[j] for j in np.flatnonzero(flags)) for flags in asked]
    chosen["requires"] = found[kind.reshape(-1)] if len(rows) else pd.Series([], dtype=object)
    return chosen


def _gives(cube: Triples, rows: Codes) -> pd.DataFrame:
    amounts = cube.gives[cube.code["unit_type"][rows], cube.code["requirement"][rows]] * cube.stay[rows, None]
    a, c = np.nonzero(amounts)
    capability = np.array(cube.capabilities, dtype=object)[c]
    return pd.DataFrame({"a": a.astype(np.int64), "capability": capability, "amount": amounts[a, c]})
