"""Blocks: what is left of a program, for some of its aims, once everything that only helps is granted.

A column that costs nothing in these aims and whose increase hurts no row (a base that may be open, a nation that may take part)
can stand at its upper bound; likewise at its lower bound a column whose decrease never hurts. That fixes columns and makes rows
unable to bind, by which more columns only help, until nothing moves. The rows that remain join columns into connected components;
each has its own optimum, and together they are one of the whole. Found from the matrix alone.

For ordered aims this is exact as long as no level but the last of the run has a tolerance: an ordered optimum of the whole is
then one of each block.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from solvers.parts import Part, binding, take
from solvers.program import Aim, Program, Vector

SMALL = 40  # columns; components below this share one block
GROWTH = 1.1  # a later aim joins a run of aims if the largest block grows by no more than this factor


@dataclass(frozen=True)
class Stage:
    """Consecutive aims [first, last] with the blocks that serve all of them; blocks ordered by size, smallest first."""

    first: int
    last: int
    blocks: tuple[Part, ...]
    granted: Vector  # a feasible plan, no worse in these aims than the one asked with, in which all that only helps is granted


def stage(program: Program, aims: Sequence[Aim], first: int, x: Vector) -> Stage:
    """Return the longest run of aims from `first` on whose blocks are about as small as those of `first` alone."""
    bounds, groups, last = None, [], first
    for end in range(first, len(aims)):
        tried = granted(program, aims[first : end + 1])
        found = components(program, *tried)
        if bounds is not None and largest(found) > GROWTH * largest(groups):
            break
        bounds, groups, last = tried, found, end
        if aims[end].relative or aims[end].absolute:
            break
    lower, upper = bounds if bounds is not None else (program.lower, program.upper)
    plan = np.clip(x, lower, upper)
    serving = replace(program, aims=tuple(aims[first : last + 1]))
    blocks = tuple(take(serving, columns, lower, upper, plan) for columns in sorted(groups, key=len))
    return Stage(first, last, blocks, plan)


def granted(program: Program, aims: Sequence[Aim]) -> tuple[Vector, Vector]:
    """Return bounds in which each column that only helps, for these aims, is fixed where it helps most."""
    lower, upper = program.lower.copy(), program.upper.copy()
    entries = program.matrix.tocoo()
    positive = entries.data > 0
    up_free = np.all([a.cost <= 0 for a in aims], axis=0)
    down_free = np.all([a.cost >= 0 for a in aims], axis=0)
    while True:
        below, above = binding(program, lower, upper)
        hurts_up = np.where(positive, above[entries.row], below[entries.row])
        hurts_down = np.where(positive, below[entries.row], above[entries.row])
        free = upper > lower
        up = free & up_free & np.isfinite(upper) & (np.bincount(entries.col, hurts_up, lower.size) == 0)
        down = free & down_free & np.isfinite(lower) & (np.bincount(entries.col, hurts_down, lower.size) == 0) & ~up
        if not (up | down).any():
            return lower, upper
        lower, upper = np.where(up, upper, lower), np.where(down, lower, upper)


def components(program: Program, lower: Vector, upper: Vector) -> list[npt.NDArray[np.intp]]:
    """Return the free columns, grouped by what rows that can bind join together; small groups share one."""
    below, above = binding(program, lower, upper)
    columns = np.flatnonzero(upper > lower)
    if not columns.size:
        return []
    inner = sparse.csr_array(program.matrix[:, columns])[np.flatnonzero(below | above)]
    rows = inner.shape[0]
    edges = inner.tocoo()
    graph = sparse.coo_array((np.ones(edges.nnz), (edges.row, rows + edges.col)), shape=(rows + columns.size,) * 2)
    _, label = connected_components(graph, directed=False)
    _, group, count = np.unique(label[rows:], return_inverse=True, return_counts=True)
    group = np.where(count[group] < SMALL, -1, group)
    return [columns[group == g] for g in np.unique(group)]


def largest(groups: Sequence[npt.NDArray[np.intp]]) -> int:
    """Return the number of columns of the largest group."""
    return max((len(g) for g in groups), default=0)
