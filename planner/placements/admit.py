"""What is admissible: every reason is asked of every triple; what no reason bars is a placement with a tight bound a step."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.placements.admitted import Placements, Reason
from planner.placements.ceilings import CEILINGS
from planner.placements.outlook import outlook
from planner.placements.reasons import FIXED, FREE, REASONS, Bar, Ground, Why
from planner.placements.supply import supply
from planner.placements.triples import Amounts, Codes, Flags, Triples, triples
from planner.scenario import Clauses, Scenario

K = TypeVar("K", str, tuple[str, ...])
ROUNDING = 1e-9
CHANGING = (*REASONS, *CEILINGS)  # what may bar one step and not another


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
    units = _pledged(ground)
    marks = _Marks(len(cube))
    clauses: dict[tuple[str, ...], Flags] = {}
    lifts: dict[str, Flags] = {}
    for bar in _bars(ground, (*FIXED, *CHANGING)):
        heard = _heard(bar, waive)
        leaves = _leaves(bar, heard)
        np.minimum(units, leaves, out=units)
        marks.note(bar, leaves < 1, asked)
        for clause in bar.asks[0] if bar.asks else ():
            where = clauses.setdefault(clause, np.zeros(units.shape, dtype=bool))
            where |= bar.asks[1] & heard[:, None]  # type: ignore[index]  # a clause comes of asks
        if bar.lifts:
            where = lifts.setdefault(bar.lifts[0], np.zeros(units.shape, dtype=bool))
            where |= bar.lifts[1] & heard[:, None]
    ub = np.floor(units).astype(np.int64)
    rows = np.flatnonzero(ub.any(axis=1))
    out = np.flatnonzero(~ub.any(axis=1))
    by, reasons = marks.told(out)
    names, asks = _where(clauses, rows, ub)
    soft, lift = _where(lifts, rows, ub)
    return Placements(
        chosen=_chosen(scenario, cube, rows, names, asks), gives=_gives(cube, rows), ub=ub[rows], barred=_ids(cube, out),
        by=by, reasons=reasons, clauses=names, asks=asks, soft=soft, lifts=lift,
    )  # fmt: skip


def _where(found: Mapping[K, Flags], rows: Codes, ub: npt.NDArray[np.int64]) -> tuple[tuple[K, ...], Flags]:
    """Return what is asked of any admitted triple, sorted, and the flags of which asks it in which step, for these triples."""
    names = tuple(sorted(name for name, where in found.items() if where[rows].any()))
    flags = np.stack([found[n][rows] for n in names], axis=2) if names else np.zeros((len(rows), ub.shape[1], 0), dtype=bool)
    return names, flags & (ub[rows] > 0)[:, :, None]


def bounds(scenario: Scenario, waive: frozenset[str] = frozenset()) -> tuple[Ground, npt.NDArray[np.int64]]:
    """Return the triples that no fixed reason bars, and the bounds that `placements` gives them, without the reasons of the rest."""
    every = Ground(scenario, triples(scenario), outlook(scenario), supply(scenario))
    fixed = np.full(len(every.triples), FREE)
    for bar in _bars(every, FIXED):
        np.minimum(fixed, _leaves(bar, _heard(bar, waive))[:, 0], out=fixed)
    rows = np.flatnonzero(fixed >= 1)
    ground = replace(every, triples=every.triples.at(rows))
    units = np.minimum(_pledged(ground), fixed[rows, None])
    for bar in _bars(ground, CHANGING):
        np.minimum(units, _leaves(bar, _heard(bar, waive)), out=units)
    return ground, np.floor(units).astype(np.int64)


def _pledged(ground: Ground) -> Amounts:
    """Return the units of each triple if nothing barred any: no waiver makes more than was offered."""
    pledged = ground.triples.of("offer", ground.scenario.frames["tiers"].groupby("offer")["units"].sum())
    units: Amounts = np.repeat(pledged[:, None], len(ground.scenario.steps), axis=1) + ROUNDING
    return units


def _heard(bar: Bar, waive: frozenset[str]) -> Flags:
    """Return the triples whose reason is not waived."""
    waived = np.array([r.cause in waive for r in bar.reasons], dtype=bool)
    heard: Flags = ~waived[bar.code] if waived.any() else np.ones(len(bar.code), dtype=bool)
    return heard


def _leaves(bar: Bar, heard: Flags) -> Amounts:
    leaves: Amounts = (bar.leaves if heard.all() else np.where(heard[:, None], bar.leaves, FREE)) + ROUNDING
    return leaves


def _bars(ground: Ground, reasons: Sequence[Why]) -> Iterator[Bar]:
    for reason in reasons:
        yield from reason(ground)


class _Marks:
    """Which reason bars which triple: in every step asked for, or in some."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.reasons: list[Reason] = []
        self.always: list[Codes] = []  # each an array of triples over one of codes
        self.sometimes: list[Codes] = []

    def note(self, bar: Bar, none: Flags, asked: Flags) -> None:
        """Note where a bar leaves no unit."""
        for found, kept in (((none | ~asked).all(axis=1), self.always), ((none & asked).any(axis=1), self.sometimes)):
            rows = np.flatnonzero(found)
            kept.append(np.stack([rows, bar.code[rows] + len(self.reasons)]))
        self.reasons.extend(bar.reasons)

    def told(self, rows: Codes) -> tuple[Codes, tuple[Reason, ...]]:
        """Return the pairs of some triples and the reasons that bar them, both counted anew, and the reasons that occur among them."""
        always, sometimes = (np.hstack(kept) for kept in (self.always, self.sometimes))
        partly = np.ones(self.size, dtype=bool)
        partly[always[0]] = False
        pairs = np.hstack([always, sometimes[:, partly[sometimes[0]]]])
        place = np.full(self.size, -1)
        place[rows] = np.arange(len(rows))
        pairs = pairs[:, place[pairs[0]] >= 0]
        used, code = np.unique(pairs[1], return_inverse=True)
        by = np.stack([place[pairs[0]], code.reshape(-1)], axis=1)
        return by[np.lexsort((by[:, 1], by[:, 0]))], tuple(self.reasons[j] for j in used)


def _ids(cube: Triples, rows: Codes, columns: tuple[str, ...] = ("offer", "requirement", "site")) -> pd.DataFrame:
    return pd.DataFrame({c: np.array(cube.labels[c], dtype=object)[cube.code[c][rows]] for c in columns}, columns=list(columns))


def _chosen(scenario: Scenario, cube: Triples, rows: Codes, names: Clauses, asks: Flags) -> pd.DataFrame:
    chosen = _ids(cube, rows, ("offer", "requirement", "site", "nation", "unit_type", "country"))
    chosen["own_soil"], chosen["standby"] = cube.own_soil[rows], cube.standby[rows]
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
