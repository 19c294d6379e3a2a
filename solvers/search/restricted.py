"""The restricted program: only what the relaxation uses, and a little more of that.

Whole columns that stand at their lower bound in the relaxation stay there; the others may go to its value rounded up, plus one. Without
the one more, thresholds that ask for a little extra cannot be reached.
"""

import numpy as np

from solvers.parts import TINY, Part, part
from solvers.program import Program, Vector


def box(program: Program, relaxation: Vector, x: Vector) -> Part:
    """Return the program between the bounds that the relaxation suggests; x is clipped into them and need not stay feasible."""
    unused = relaxation <= program.lower + 1e-6
    most = np.where(unused, program.lower, np.minimum(program.upper, np.ceil(relaxation - 1e-6) + 1.0))
    upper = np.where(program.integer, most, program.upper)
    upper = np.where(upper < program.lower + TINY, program.lower, upper)
    return part(program, program.lower, upper, np.clip(x, program.lower, upper))
