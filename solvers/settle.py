"""Settling a plan: integers rounded and fixed, the continuous part solved again, aim after aim.

What comes back is exact in its integers and, given them, as good as can be in each aim in turn. Later aims move only on
the set of optimal points of the earlier ones, which reduced costs and duals describe without a row of a level and its slack.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from solvers.highs import minimise
from solvers.meter import Meter
from solvers.parts import freed
from solvers.program import FEASIBLE, Aim, Program, Vector

PRICED = 1e-7  # a reduced cost or dual above this binds its column or row


def settle(program: Program, x: Vector, aims: Sequence[Aim], meter: Meter) -> Vector | None:
    """Return the settled plan; None if x rounded admits no continuous part."""
    rounded = np.where(program.integer, np.round(x), x)
    outer = freed(replace(program, aims=tuple(aims)), rounded, ~program.integer)
    inner = outer.program
    z = outer.inner(rounded)
    for aim in inner.aims:
        if not z.size or not aim.cost.any():
            continue
        answer = minimise(inner, aim, meter, meter.limits.seconds, relaxed=True)
        if answer.x is None or answer.state != "optimal":
            break
        z = answer.x
        if answer.reduced is not None and answer.dual is not None:
            inner = _on_the_face(inner, z, answer.reduced, answer.dual)
    settled = outer.outer(np.clip(z, outer.program.lower, outer.program.upper))
    return next((y for y in (settled, rounded) if program.violation(y) <= FEASIBLE), None)


def _on_the_face(program: Program, z: Vector, reduced: Vector, dual: Vector) -> Program:
    """Fix what must stand for the last aim to keep its value: priced columns at z, priced rows at their activity."""
    priced, bound = np.abs(reduced) > PRICED, np.abs(dual) > PRICED
    level = program.matrix @ z
    return replace(
        program,
        lower=np.where(priced, z, program.lower),
        upper=np.where(priced, z, program.upper),
        row_lower=np.where(bound, level, program.row_lower),
        row_upper=np.where(bound, level, program.row_upper),
    )
