"""Tiny ordered programs that enumeration can judge."""

import itertools

import numpy as np
from scipy import sparse

from solvers import Aim, Axis, Program


def program(seed: int, *, columns: int = 6, rows: int = 4, aims: int = 3, most: int = 2, relative: float = 0.0, parts: int = 1) -> Program:
    """Random whole columns 0..most, a shortfall column a row that makes everything feasible, fractional costs, in separate parts."""
    random = np.random.default_rng(seed)
    blocks = []
    for _ in range(parts):
        taken = random.integers(0, 4, (rows, columns))
        blocks.append(np.hstack([taken, np.eye(rows)]))
    cover = sparse.csr_array(sparse.block_diag(blocks))
    need = random.integers(3, 9, rows * parts).astype(float)
    cost = random.integers(1, 6, parts * columns).astype(float)
    whole = np.tile(np.r_[np.ones(columns, bool), np.zeros(rows, bool)], parts)
    limited = [np.zeros(cover.shape[1]) for _ in range(parts)]
    for part, row in enumerate(limited):
        row[part * (columns + rows) :][:columns] = random.integers(1, 4, columns)
    matrix = sparse.csr_array(sparse.vstack([cover, sparse.csr_array(np.array(limited))]))
    upper = np.where(whole, float(most), np.inf)
    goals = []
    for k in range(aims - 1):
        weight = np.zeros(whole.size)
        weight[~whole] = random.integers(0, 5, rows * parts) / 48 + (0.02 if k == 0 else 0.0)
        goals.append(Aim(f"short {k}", weight, constant=float(k), relative=relative if k == 0 else 0.0))
    money = np.zeros(whole.size)
    money[whole] = cost
    goals.append(Aim("cost", money))
    start = np.where(whole, 0.0, 0.0)
    start[~whole] = need
    return Program(
        matrix=matrix,
        row_lower=np.r_[need, np.full(parts, -np.inf)],
        row_upper=np.r_[np.full(need.size, np.inf), np.full(parts, 2.0 * columns * most / 3)],
        lower=np.zeros(whole.size),
        upper=upper,
        integer=whole,
        aims=tuple(goals),
        column_labels=tuple(("column", j) for j in range(whole.size)),
        row_labels=tuple(("row", i) for i in range(matrix.shape[0])),
        axes=(Axis("part", parts, np.repeat(np.arange(parts), columns + rows).astype(np.int32)),),
        start=start,
    )


def best(p: Program) -> list[float]:
    """Values of the ordered optimum by enumeration: given whole columns, each shortfall column stands at its least."""
    whole = np.flatnonzero(p.integer)
    short = np.flatnonzero(~p.integer)
    choices = np.array(list(itertools.product(*(range(int(p.upper[j]) + 1) for j in whole))), dtype=float)
    inner = p.matrix[:, whole].toarray()
    activity = choices @ inner.T
    cover = short.size
    plans = np.zeros((len(choices), p.integer.size))
    plans[:, whole] = choices
    plans[:, short] = np.maximum(0.0, p.row_lower[:cover] - activity[:, :cover])
    plans = plans[(activity[:, cover:] <= p.row_upper[cover:] + 1e-9).all(axis=1)]
    values = []
    for aim in p.aims:
        goal = plans @ aim.cost + aim.constant
        values.append(float(goal.min()))
        plans = plans[goal <= goal.min() + aim.absolute + aim.relative * abs(goal.min()) + 1e-7]
    return values
