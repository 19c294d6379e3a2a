"""Parts of a Program, which are Programs again: some columns free, the rest fixed; only rows that can still bind."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import sparse

from solvers.program import Aim, Program, Vector

TINY = 1e-9


@dataclass(frozen=True)
class Part:
    """A part and the way back: `columns` of the whole are free in it, the others stand at `rest`."""

    program: Program
    columns: npt.NDArray[np.intp]
    rest: Vector

    def inner(self, x: Vector) -> Vector:
        """Return the part's columns of a whole x."""
        return x[self.columns]

    def outer(self, z: Vector) -> Vector:
        """Return the whole x that the part's z makes."""
        x = self.rest.copy()
        x[self.columns] = z
        return x


def activity(matrix: sparse.csr_array, lower: Vector, upper: Vector) -> tuple[Vector, Vector]:
    """Return the least and the most that each row can come to between bounds; infinite where a bound is."""
    positive, negative = matrix.maximum(0.0), matrix.minimum(0.0)
    return positive @ lower + negative @ upper, positive @ upper + negative @ lower


def binding(program: Program, lower: Vector, upper: Vector) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Say which rows can be broken from below, and which from above, by some x between the bounds."""
    least, most = activity(program.matrix, lower, upper)
    return least < program.row_lower - TINY, most > program.row_upper + TINY


def part(program: Program, lower: Vector, upper: Vector, rest: Vector) -> Part:
    """Return the program between tighter bounds. Columns whose bounds meet are fixed there and leave it.

    `rest` lies within the bounds; rows that no choice of the free columns can break are dropped.
    """
    columns = np.flatnonzero(upper - lower > TINY)
    return take(program, columns, lower, upper, rest)


def take(program: Program, columns: npt.NDArray[np.intp], lower: Vector, upper: Vector, rest: Vector) -> Part:
    """Return the part in which `columns` are free between the given bounds, and the others stand at `rest`."""
    fixed = rest.copy()
    fixed[columns] = 0.0
    moved = program.matrix @ fixed
    inner = sparse.csr_array(program.matrix[:, columns])
    smaller = replace(
        program,
        matrix=inner,
        row_lower=program.row_lower - moved,
        row_upper=program.row_upper - moved,
        lower=lower[columns],
        upper=upper[columns],
        integer=program.integer[columns],
        aims=tuple(replace(a, cost=a.cost[columns], constant=a.constant + float(a.cost @ fixed)) for a in program.aims),
        axes=tuple(replace(axis, code=axis.code[columns]) for axis in program.axes),
        column_labels=(),
        row_labels=(),
        start=rest[columns],
        follows=program.follows[columns] if program.follows.size else program.follows,
    )
    below, above = binding(smaller, smaller.lower, smaller.upper)
    kept = np.flatnonzero((below | above) & (np.diff(inner.indptr) > 0))
    smaller = replace(smaller, matrix=sparse.csr_array(inner[kept]), row_lower=smaller.row_lower[kept], row_upper=smaller.row_upper[kept])
    return Part(smaller, columns, fixed)


def freed(program: Program, x: Vector, free: npt.NDArray[np.bool_]) -> Part:
    """Return the part in which only the columns of the mask are free and the rest stand where x has them."""
    lower, upper = np.where(free, program.lower, x), np.where(free, program.upper, x)
    return part(program, lower, upper, x)


def with_rows(program: Program, rows: Iterable[tuple[Vector, float]]) -> Program:
    """Return the program with a row `cost @ x <= most` more for each pair."""
    pairs = list(rows)
    if not pairs:
        return program
    added = sparse.csr_array(np.vstack([cost for cost, _ in pairs]))
    return replace(
        program,
        matrix=sparse.csr_array(sparse.vstack([program.matrix, added], format="csr")),
        row_lower=np.concatenate([program.row_lower, np.full(len(pairs), -np.inf)]),
        row_upper=np.concatenate([program.row_upper, [most for _, most in pairs]]),
        row_labels=(),
    )


def under(program: Program, aim: Aim, value: float) -> Program:
    """Return the program in which `aim` may not exceed `value` by more than its tolerance.

    Where nothing can be better than 0 and none is allowed to be worse, the aim's columns are fixed at 0 instead of a row being added.
    """
    touched = aim.cost != 0
    zero = abs(value) <= TINY and aim.constant == 0 and not aim.relative and not aim.absolute
    if zero and (aim.cost >= 0).all() and (program.lower[touched] == 0).all():
        return replace(program, upper=np.where(touched, 0.0, program.upper))
    return with_rows(program, [(aim.cost, allowed(aim, value) - aim.constant)])


def allowed(aim: Aim, value: float) -> float:
    """Return the largest value of the aim that still counts as `value`, tolerance and rounding included."""
    return value + aim.absolute + aim.relative * abs(value) + slack(value)


def slack(value: float) -> float:
    """Return the room that a level's row leaves for rounding."""
    return 1e-6 * max(1.0, abs(value))
