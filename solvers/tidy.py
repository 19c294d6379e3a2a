"""Tidying: what was granted for the sake of earlier aims is taken back where later aims would rather not have it."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from solvers.highs import minimise
from solvers.meter import Meter
from solvers.parts import part, under
from solvers.program import Program, Vector
from solvers.settle import settle

MOST = 0.5  # units of budget for each later aim


def tidied(program: Program, x: Vector, last: int, granted: npt.NDArray[np.bool_], meter: Meter) -> Vector | None:
    """Lower the aims after `last`, in order, by the columns that were granted alone."""
    later = program.aims[last + 1 :]
    if not later or not granted.any():
        return None
    limited = program
    for aim in program.aims[: last + 1]:
        limited = under(limited, aim, aim.value(x))
    lower = np.where(granted | ~program.integer, limited.lower, x)
    upper = np.where(granted | ~program.integer, limited.upper, x)
    inner = part(replace(limited, aims=later), np.minimum(lower, x), np.maximum(upper, x), x)
    z, small = inner.inner(x), inner.program
    for aim in small.aims:
        if not z.size or not aim.cost.any():
            continue
        answer = minimise(small, aim, meter, MOST, start=z)
        if answer.x is not None and aim.value(answer.x) <= aim.value(z):
            z = np.where(small.integer, np.round(answer.x), answer.x)
        small = under(small, aim, aim.value(z))
    return settle(program, inner.outer(z), program.aims, meter)
