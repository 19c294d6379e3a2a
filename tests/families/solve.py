"""A few lines that solve a Program level by level with HiGHS, to hold families to values worked out on paper."""

from typing import Any

import highspy
import numpy as np

from planner.decisions import Decisions, read
from planner.model.build import build
from planner.placements import placements
from planner.scenario import Scenario
from solvers.program import Program


def optimum(scenario: Scenario, without: frozenset[str] = frozenset()) -> tuple[dict[str, float], Decisions]:
    """Return each goal's value, in the order of the goals and with tolerance 0, and the decisions."""
    program = build(scenario, placements(scenario), without)
    x = lexicographic(program)
    assert x is not None, "no plan exists"
    return {a.name: round(a.value(x), 9) for a in program.aims}, read(program.column_labels, x)


def feasible(scenario: Scenario) -> bool:
    """Say whether any plan exists."""
    return lexicographic(build(scenario, placements(scenario))) is not None


def lexicographic(program: Program) -> Any:
    """Return the lexicographic optimum, or None if nothing is feasible."""
    solver = _load(program)
    columns = np.arange(len(program.lower), dtype=np.int32)
    x = None
    for aim in program.aims:
        solver.changeColsCost(len(columns), columns, aim.cost)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        x = np.array(solver.getSolution().col_value)
        used = np.flatnonzero(aim.cost)
        solver.addRow(-np.inf, float(aim.cost @ x) + 1e-7, len(used), used.astype(np.int32), aim.cost[used])
    return x


def _load(program: Program) -> highspy.Highs:
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("mip_rel_gap", 0.0)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(program.lower), len(program.row_lower)
    lp.col_cost_ = np.zeros(lp.num_col_)
    lp.col_lower_, lp.col_upper_, lp.row_lower_, lp.row_upper_ = program.lower, program.upper, program.row_lower, program.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = program.matrix.indptr, program.matrix.indices, program.matrix.data
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    lp.integrality_ = [kinds[int(i)] for i in program.integer]
    assert solver.passModel(lp) == highspy.HighsStatus.kOk
    return solver
