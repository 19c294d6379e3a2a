"""HiGHS, and everything known about driving it safely; no other file imports highspy.

The traps that this file exists for, each with a test: `passModel` takes NaN without a word; every call returns a status that must be
read; a misspelt option is an error status, not an exception; `time_limit` is per run; only `primal_solution_status` says whether
there is a plan; threads must be 1 and stay 1 in a process; parallel search is off. And a start given by `setSolution` can make HiGHS
1.15.1 prune, with presolve on, every plan that is better by less than an absolute amount and call the start optimal (seen in 85 of 300
variants of one block, never without a start). Handed over in the callback for user solutions it did not, so that is the way here.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import highspy
import numpy as np

from solvers.meter import Allowance, Meter
from solvers.program import Aim, Program, Vector

SOLVER = f"HiGHS {highspy.Highs().version()}"  # type: ignore[no-untyped-call]
EXACT = 5e-7  # relative gap at which HiGHS may stop: half of what a level's row leaves for rounding
CLASHES = (22, 6)  # values of iis_strategy; the default returns nothing and calls it success
FEASIBLE_POINT = 2  # HighsInfo.primal_solution_status of a feasible point

# One unit of work is about a second. Sizes count rows, columns and nonzeros; an iteration grew with their square root where tried.
ITERATION = 1.5e-6  # units per simplex iteration and root of size
OVERHEAD = 5000  # size that the smallest program is counted as
INTERIOR = 100  # simplex iterations that one interior point iteration is worth
TICK = 9  # simplex iterations between two calls of the interrupt callback, about: the only counter seen inside a run
BASE = 100  # simplex iterations that setting up and presolving are worth

State: TypeAlias = Literal["optimal", "infeasible", "unbounded", "stopped"]


@dataclass(frozen=True)
class Answer:
    """What one run came to; `bound` is the best proven bound on the aim (-inf if none), `x` None if no plan was found."""

    state: State
    x: Vector | None
    bound: float
    reduced: Vector | None = None
    dual: Vector | None = None


class HighsError(RuntimeError):
    """HiGHS refused a call."""


def minimise(
    program: Program,
    aim: Aim,
    meter: Meter,
    share: float,
    *,
    start: Vector | None = None,
    relaxed: bool = False,
    gap: float = 0.0,
    plan: Callable[[Vector], None] | None = None,
    bound: Callable[[float], None] | None = None,
    options: dict[str, Any] | None = None,
) -> Answer:
    """Minimise `aim` over `program` within a share of the meter's budget.

    Parameters
    ----------
    start : a feasible x to begin from (its integers are enough).
    relaxed : leave integrality out.
    plan, bound : called with each better x, and with each better bound, while the run lasts.
    """
    allowance = meter.allow(share)
    highs = _loaded(program, aim, relaxed=relaxed)
    run = {"time_limit": max(0.01, allowance.seconds), "mip_rel_gap": max(gap, EXACT), "random_seed": meter.limits.seed}
    set_options(highs, {**run, **(options or {})})
    whole = not relaxed and bool(program.integer.any())
    watch = _Watch(program, meter, allowance, plan, bound, start)
    watch.attach(highs, whole=whole)
    status = highs.run()
    watch.raise_failure()
    meter.work += watch.work(highs)
    return _answer(highs, status, aim, whole=whole)


def conflict(program: Program, seconds: float) -> tuple[int, ...]:
    """Return rows of an infeasible program that no x meets together, as few as were found; none if none were found in time.

    What is tried first finds rows that clash without integrality; the others find those that clash only with it, and may return too many.
    """
    for strategy in CLASHES:
        highs = _loaded(program, Aim("conflict", np.zeros(program.lower.size)), relaxed=False)
        set_options(highs, {"iis_strategy": strategy, "iis_time_limit": seconds, "time_limit": seconds})
        highs.run()
        status, found = highs.getIis()
        if status != highspy.HighsStatus.kError and len(found.row_index_):
            return tuple(int(row) for row in found.row_index_)
    return ()


def set_options(highs: Any, options: dict[str, Any]) -> None:
    """Set options; HighsError on a name or value that HiGHS does not know."""
    for name, value in options.items():
        _checked(highs.setOptionValue(name, value), f"option {name}={value!r}")


def size(program: Program) -> int:
    """Rows, columns and nonzeros together."""
    return int(sum(program.matrix.shape) + program.matrix.nnz)


def _loaded(program: Program, aim: Aim, *, relaxed: bool) -> Any:
    """Return a HiGHS that holds the program; ValueError where a number is not one, for HiGHS would not say."""
    rows, columns = program.matrix.shape
    numbers = (program.matrix.data, aim.cost)
    bounds = (program.lower, program.upper, program.row_lower, program.row_upper)
    if not all(np.isfinite(n).all() for n in numbers) or any(np.isnan(b).any() for b in bounds):
        raise ValueError("a program for HiGHS must hold numbers only")
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = columns, rows
    lp.col_cost_, lp.offset_ = aim.cost, aim.constant
    lp.col_lower_, lp.col_upper_ = program.lower, program.upper
    lp.row_lower_, lp.row_upper_ = program.row_lower, program.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = columns, rows
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = program.matrix.indptr, program.matrix.indices, program.matrix.data
    if not relaxed and program.integer.any():
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[i] for i in program.integer.astype(int)]
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    set_options(highs, {"output_flag": False, "threads": 1, "parallel": "off"})
    _checked(highs.passModel(lp), "passModel")
    return highs


def _checked(status: Any, call: str) -> None:
    if status == highspy.HighsStatus.kError:
        raise HighsError(f"HiGHS refused {call}")


def _answer(highs: Any, status: Any, aim: Aim, *, whole: bool) -> Answer:
    """Read what a run left behind."""
    if status == highspy.HighsStatus.kError:
        return Answer("stopped", None, -math.inf)
    kinds = highspy.HighsModelStatus
    model, info = highs.getModelStatus(), highs.getInfo()
    states: dict[Any, State] = {
        kinds.kOptimal: "optimal",
        kinds.kModelEmpty: "optimal",
        kinds.kInfeasible: "infeasible",
        kinds.kUnbounded: "unbounded",
        kinds.kUnboundedOrInfeasible: "unbounded",
    }
    state = states.get(model, "stopped")
    if state == "infeasible":
        return Answer(state, None, math.inf)
    solution = highs.getSolution()
    x = np.array(solution.col_value) if info.primal_solution_status == FEASIBLE_POINT or model == kinds.kModelEmpty else None
    if state == "optimal" and x is None:
        state = "stopped"
    if whole:
        bound = float(info.mip_dual_bound) if state != "unbounded" else -math.inf
    else:
        bound = aim.value(x) if state == "optimal" and x is not None else -math.inf
    duals = bool(solution.dual_valid) and not whole
    reduced, dual = (np.array(solution.col_dual), np.array(solution.row_dual)) if duals else (None, None)
    return Answer(state, x, bound if math.isfinite(bound) else -math.inf, reduced, dual)


class _Watch:
    """Sits in HiGHS's callbacks: passes plans and bounds on, and interrupts when asked to or when the work is spent."""

    def __init__(
        self,
        program: Program,
        meter: Meter,
        allowance: Allowance,
        plan: Callable[[Vector], None] | None,
        bound: Callable[[float], None] | None,
        start: Vector | None,
    ) -> None:
        self._meter = meter
        self._unit = ITERATION * math.sqrt(OVERHEAD + size(program))
        self._most = allowance.work / (TICK * self._unit)
        self._ticks = 0
        self._plan = plan
        self._bound = bound
        self._start = start
        self._best = -math.inf
        self._failure: BaseException | None = None

    def attach(self, highs: Any, *, whole: bool) -> None:
        """Subscribe to what the kind of run offers, and to the log: a listener takes what would go to the console."""
        if self._meter.log is not None:
            set_options(highs, {"output_flag": True})
            highs.cbLogging.subscribe(self._note)
        if not whole:
            highs.cbSimplexInterrupt.subscribe(self._interrupt_relaxation)
            highs.cbIpmInterrupt.subscribe(self._interrupt_relaxation)
            return
        highs.cbMipInterrupt.subscribe(self._interrupt)
        if self._start is not None:
            highs.cbMipUserSolution.subscribe(self._offer)
        if self._plan is not None:
            highs.cbMipImprovingSolution.subscribe(self._improve)

    def work(self, highs: Any) -> float:
        """Return the work of the run that has ended."""
        info = highs.getInfo()
        simplex = max(0, info.simplex_iteration_count) + max(0, info.crossover_iteration_count)
        iterations = simplex + INTERIOR * max(0, info.ipm_iteration_count)
        return float((BASE + max(iterations, TICK * self._ticks)) * self._unit)

    def raise_failure(self) -> None:
        """Raise what went wrong inside a callback: it must not travel through HiGHS."""
        if self._failure is not None:
            raise self._failure

    def _interrupt_relaxation(self, event: Any) -> None:
        # A relaxation is never cut by work: how often it asks is no measure that is the same on every machine.
        if self._meter.stopped():
            event.interrupt()

    def _interrupt(self, event: Any) -> None:
        self._ticks += 1
        if self._ticks > self._most or self._failure is not None or self._meter.stopped() or self._meter.stalled():
            event.interrupt()
        found = event.data_out.mip_dual_bound
        if self._bound is not None and math.isfinite(found) and found > self._best + 1e-6 * max(1.0, abs(found)):
            self._best = found
            self._guarded(self._bound, found)

    def _offer(self, event: Any) -> None:
        if self._start is not None:
            event.data_in.setSolution(self._start)
            self._start = None

    def _improve(self, event: Any) -> None:
        if self._plan is not None:
            self._guarded(self._plan, np.array(event.data_out.mip_solution))

    def _note(self, event: Any) -> None:
        if self._meter.log is not None:
            self._guarded(self._meter.log, event.message)

    def _guarded(self, call: Callable[[Any], None], value: Any) -> None:
        try:
            call(value)
        except Exception as failure:  # noqa: BLE001 - kept, and raised after the run
            self._failure = failure
