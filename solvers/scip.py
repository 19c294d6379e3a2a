"""A second opinion: SCIP takes the aims in order, each a program of its own below the rows of those before it.

`python -m solvers.scip` reads one packed program from standard input and writes one outcome: a process of its own, started by
`solvers.second`. Nothing is shared with the first solver but the program: no start, no blocks, no search of ours.
"""

import sys
import time
from typing import Any

import numpy as np
import pyscipopt

from solvers import wire
from solvers.parts import allowed
from solvers.program import Aim, Level, Limits, Outcome, Program

GAP = 1e-9  # a level counts as proven at this distance: the tolerances of the two solvers are of this size


def solve(program: Program, limits: Limits) -> Outcome:
    """Return how far SCIP came with the aims; the first that it cannot prove is the last that it tries."""
    began, model, columns = time.monotonic(), *_model(program)
    levels: list[Level] = []
    x, status = None, "proven"
    for aim in program.aims:
        left = limits.seconds - (time.monotonic() - began)
        if status != "proven" or left <= 0:
            levels.append(Level(float("nan"), float("nan"), float("nan"), "skipped", 0.0, 0.0))
            status = "none" if x is None else "feasible"
            continue
        model.setParam("limits/time", left)
        asked = time.monotonic()
        model.setObjective(pyscipopt.quicksum(c * v for c, v in zip(aim.cost, columns, strict=True) if c) + aim.constant, "minimize")
        model.optimize()
        if model.getStatus() == "infeasible":
            return Outcome("infeasible", None, (), "proof", _name(), time.monotonic() - began, 0.0)
        if model.getNSols():
            x = np.array([model.getVal(v) for v in columns])
        proven = model.getStatus() in {"optimal", "gaplimit"} and x is not None
        status = "proven" if proven else "none" if x is None else "feasible"
        value = float("nan") if x is None else aim.value(x)
        levels.append(Level(value, value, model.getDualbound(), "proven" if proven else "stopped", time.monotonic() - asked, 0.0))
        model.freeTransform()
        if proven:
            _hold(model, columns, aim, value)
    stopped_by = "proof" if status == "proven" else "clock"
    return Outcome(status, x, tuple(levels), stopped_by, _name(), time.monotonic() - began, 0.0)  # type: ignore[arg-type]  # one of its words


def _model(program: Program) -> tuple[Any, list[Any]]:
    """Return SCIP's model of the rows and columns."""
    model = pyscipopt.Model("second")
    model.hideOutput()
    model.setParam("limits/gap", GAP)
    columns = [
        model.addVar(lb=_bound(low), ub=_bound(high), vtype="I" if whole else "C")
        for low, high, whole in zip(program.lower, program.upper, program.integer, strict=True)
    ]
    matrix = program.matrix
    for row in range(matrix.shape[0]):
        at = slice(matrix.indptr[row], matrix.indptr[row + 1])
        body = pyscipopt.quicksum(a * columns[j] for a, j in zip(matrix.data[at], matrix.indices[at], strict=True))
        low, high = program.row_lower[row], program.row_upper[row]
        if np.isfinite(low) or np.isfinite(high):
            model.addCons(pyscipopt.ExprCons(body, _bound(low), _bound(high)))
    return model, columns


def _hold(model: Any, columns: list[Any], aim: Aim, value: float) -> None:
    """Keep an aim at the value that it reached, within its tolerance, while the later ones are solved."""
    body = pyscipopt.quicksum(c * v for c, v in zip(aim.cost, columns, strict=True) if c) + aim.constant
    if aim.cost.any():
        model.addCons(body <= allowed(aim, value))


def _bound(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _name() -> str:
    return f"SCIP {pyscipopt.Model().version():.1f}"


def main() -> None:
    """Answer the one program on standard input."""
    message = wire.read(sys.stdin.buffer)
    if message is not None:
        program, limits, _ = wire.unpack(message)
        wire.write(sys.stdout.buffer, wire.pack_outcome(solve(program, limits), 0))


if __name__ == "__main__":
    main()
