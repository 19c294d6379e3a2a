"""A program that no one proves in the time of a test: many whole columns against a few tight rows."""

import numpy as np
from scipy import sparse

from solvers import Aim, Axis, Program


def hard(columns: int = 300, rows: int = 12, seed: int = 0) -> Program:
    """Market split, softened: what a row misses or exceeds costs; the plan that takes nothing is feasible."""
    random = np.random.default_rng(seed)
    taken = random.integers(10, 100, (rows, columns)).astype(float)
    matrix = sparse.csr_array(np.hstack([taken, np.eye(rows), -np.eye(rows)]))
    half = np.floor(taken.sum(axis=1) / 2)
    missed = np.r_[np.zeros(columns), np.ones(2 * rows)]
    count = np.r_[random.integers(1, 9, columns).astype(float), np.zeros(2 * rows)]
    whole = missed == 0
    return Program(
        matrix=matrix,
        row_lower=half,
        row_upper=half,
        lower=np.zeros(whole.size),
        upper=np.where(whole, 1.0, np.inf),
        integer=whole,
        aims=(Aim("missed", missed), Aim("count", count)),
        column_labels=(),
        row_labels=(),
        axes=(Axis("tens", columns // 10, np.where(whole, np.arange(whole.size) // 10, -1).astype(np.int32), ordered=True),),
        start=np.r_[np.zeros(columns), half, np.zeros(rows)],
    )
