"""The root relaxation: a bound, and a first idea of which columns matter."""

from solvers.highs import Answer, minimise, size
from solvers.meter import Meter
from solvers.program import Aim, Program

LARGE = 100_000  # rows, columns and nonzeros from which on the interior point with crossover beats dual simplex by far


def relax(program: Program, aim: Aim, meter: Meter, share: float) -> Answer:
    """Solve the program without integrality."""
    options = {"solver": "ipx", "run_crossover": "on"} if size(program) >= LARGE else {}
    return minimise(program, aim, meter, share, relaxed=True, options=options)
