"""The parent's side of the second opinion: one program to a solver of another make, in a process of its own."""

import importlib.util
import subprocess
import sys
from io import BytesIO

from solvers import wire
from solvers.program import Limits, Outcome, Program

GRACE = 10.0  # seconds past the limit after which the process is ended


class SecondError(RuntimeError):
    """No second opinion is to be had: the solver is not installed, or it died; a sentence that says which."""


def opinion(program: Program, limits: Limits) -> Outcome:
    """Return what SCIP makes of a program: its aims in order, each proven or the last that it tried.

    Raises
    ------
    SecondError
        SCIP is not installed, or ended without an answer.
    """
    if importlib.util.find_spec("pyscipopt") is None:
        raise SecondError("the second solver is not installed; pip install 'force-posture-planner[second]'")
    asked = BytesIO()
    wire.write(asked, wire.pack(program, limits, None, 0))
    try:
        done = subprocess.run(  # our own module, by this interpreter
            [sys.executable, "-m", "solvers.scip"], input=asked.getvalue(), capture_output=True, check=False, timeout=limits.seconds + GRACE
        )
    except subprocess.TimeoutExpired as late:
        raise SecondError(f"the second solver did not end within {limits.seconds:g} s") from late
    answer = wire.read(BytesIO(done.stdout))
    if answer is None:
        raise SecondError(f"the second solver ended without an answer: {done.stderr.decode(errors='replace').strip()[-200:]}")
    return wire.unpack_outcome(answer)
