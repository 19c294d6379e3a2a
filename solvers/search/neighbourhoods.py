"""Neighbourhoods: which columns to set free around a plan.

Each axis gives one kind: some of its groups, or a window of neighbouring groups where it is ordered; and one kind takes columns at
random. Columns of the chosen groups are free, and with them the columns that have no group on that axis but share a row with a
chosen one (a tour, a base, a condition). Continuous columns are always free.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from solvers.program import Axis, Program

Mask = npt.NDArray[np.bool_]


@dataclass
class Kind:
    """One way of choosing, its share of the columns as it has learnt it, and how well it has served."""

    axis: Axis | None
    size: float
    merit: float = 1.0


class Neighbourhoods:
    """Chooses kinds by merit and sizes by whether the last program of that kind could be solved."""

    def __init__(self, program: Program, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        self._matrix = program.matrix
        self._columns = sparse.csr_array(program.matrix.T)
        self._integer = program.integer
        coded = np.zeros(program.integer.size, dtype=int)
        for axis in program.axes:
            coded += axis.code >= 0
        self._coded = coded
        self._inner = program.integer & (coded == coded[program.integer].max(initial=0))  # what other columns serve
        axes = [a for a in program.axes if a.size > 1 and np.unique(a.code[self._inner & (a.code >= 0)]).size > 1]
        self.kinds = [Kind(a, 0.25 if a.ordered else 0.12) for a in axes] + [Kind(None, 0.12)]

    def choose(self) -> tuple[Kind, Mask]:
        """Return a kind and the columns that it sets free."""
        merits = np.array([k.merit for k in self.kinds])
        kind = self.kinds[int(self._random.choice(len(self.kinds), p=merits / merits.sum()))]
        if kind.axis is None:
            chosen = self._inner & (self._random.random(self._inner.size) < kind.size)
            loose = self._integer & ~self._inner
        else:
            chosen = self._integer & np.isin(kind.axis.code, self._groups(kind.axis, kind.size))
            loose = self._integer & (kind.axis.code < 0)
        return kind, chosen | (loose & self._linked(chosen)) | ~self._integer

    def learn(self, kind: Kind, gain: float, spent: float, *, solved: bool, quick: bool) -> None:
        """Take in what a program of this kind brought: relative gain, budget spent, solved to the end or not, and quickly or not."""
        kind.merit = 0.8 * kind.merit + 0.2 * (50.0 * gain / max(spent, 0.1) + 0.05)
        if not solved:
            kind.size *= 0.8
        elif quick:
            kind.size *= 1.25
        kind.size = float(np.clip(kind.size, 0.01, 1.0))

    def _groups(self, axis: Axis, share: float) -> npt.NDArray[np.intp]:
        """Return groups that hold about this share of the inner columns: in random order, or a window where they are ordered."""
        codes = axis.code[self._inner & (axis.code >= 0)]
        weight = np.bincount(codes, minlength=axis.size)
        if axis.ordered:
            width = max(1, round(share * axis.size))
            first = int(self._random.integers(0, max(1, axis.size - width + 1)))
            return np.arange(first, min(first + width, axis.size))
        order = self._random.permutation(axis.size)
        enough = int(np.searchsorted(np.cumsum(weight[order]), share * weight.sum())) + 1
        return order[:enough]

    def _linked(self, chosen: Mask) -> Mask:
        """Say which columns share a row with a chosen one."""
        rows = abs(self._matrix) @ chosen.astype(float) > 0
        linked: Mask = abs(self._columns) @ rows.astype(float) > 0
        return linked
