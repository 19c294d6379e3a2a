"""Goals in order: each level is minimised subject to what the earlier ones reached, plus their tolerances.

The budget of a level is half of what is left (4 : 2 : 1 and so on), so what a level does not spend passes on. A better value of
an earlier level, wherever it is found, tightens that level's row and sends the later ones round again (the ratchet). What is left
after the last level goes to the first one that is not proven.
"""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace

import numpy as np

from solvers.book import UNBOUNDED, Book
from solvers.chatter import Chatter
from solvers.crew import Crew
from solvers.highs import SOLVER, conflict, minimise
from solvers.meter import Meter
from solvers.parts import under
from solvers.program import FEASIBLE, Aim, Event, Level, Limits, Outcome, Program, Vector
from solvers.search.blocks import stage
from solvers.settle import settle
from solvers.stages import StageRun
from solvers.tidy import tidied

EXPLAINING = 5.0  # seconds at most for finding which rows clash
CRUMB = 0.05  # units of budget below which no level is begun


def solve(program: Program, limits: Limits, start: Vector | None, tell: Callable[[Event], None], stopped: Callable[[], bool]) -> Outcome:
    """Solve the program's aims in order within the limits.

    Parameters
    ----------
    start : a plan to begin from beside the program's own start; either may be infeasible.
    tell : called with each event, in order.
    stopped : asked often; True ends the solve with the best plan so far.
    """
    return Run(program, limits, tell, stopped).solve(start)


class Run:
    """One solve of one program."""

    def __init__(self, program: Program, limits: Limits, tell: Callable[[Event], None], stopped: Callable[[], bool]) -> None:
        self._chatter = Chatter(tell)
        self.meter = Meter(limits, stopped, self._chatter.hear)
        self._chatter.at = lambda: (self.meter.seconds(), self.meter.work)
        self.program = cleaned(program)
        self.book = Book(self.program, self.meter, self._chatter.tell)
        self._given_up: set[int] = set()

    def solve(self, start: Vector | None) -> Outcome:
        """Find a first plan, go through the levels, settle the last plan."""
        try:
            return self._solve(start)
        finally:
            self._chatter.flush()

    def _solve(self, start: Vector | None) -> Outcome:
        found = self._begin(start)
        if self.book.ladder.x is None:
            return self._outcome("infeasible" if found == "infeasible" else "none")
        with Crew(self.meter.limits.cores) if self.meter.limits.cores > 1 else nullcontext() as crew:
            while (level := self._next()) is not None and not self.meter.over() and self.meter.left() > CRUMB:
                self._stage(level, crew)
        self._end()
        return self._outcome("feasible")

    def _begin(self, start: Vector | None) -> str:
        """Take the starts that are feasible; without one, look for any plan. Return the state of that search."""
        for x in (self.program.start, start):
            if x is not None and self.program.violation(x) <= FEASIBLE:
                self.book.offer(x)
        if self.book.ladder.x is not None:
            return "started"
        self.book.tell("step", note="feasibility")
        nothing = Aim("feasibility", np.zeros(self.program.lower.size))
        answer = minimise(self.program, nothing, self.meter, self.meter.left())
        if answer.x is not None:
            settled = settle(self.program, answer.x, self.program.aims, self.meter)
            self.book.offer(answer.x if settled is None else settled)
        return answer.state

    def _next(self) -> int | None:
        """Return the first level not tried yet, or else the first that is not met; None when there is nothing to do."""
        entries = self.book.entries
        fresh = next((k for k, e in enumerate(entries) if not e.tried), None)
        if fresh is not None:
            return fresh
        return next((k for k, e in enumerate(entries) if not e.met and k not in self._given_up), None)

    def _stage(self, first: int, crew: Crew | None) -> None:
        """Solve the levels of the stage that begins with `first`; stop where an earlier level improved, for the stage has changed."""
        book, aims = self.book, self.program.aims
        again = book.entries[first].tried
        whole = self.program
        for aim, value in zip(aims[:first], book.ladder.floor[:first], strict=True):
            whole = under(whole, aim, value)
        run = StageRun(whole, stage(whole, aims, first, book.x), book, crew)
        for level in range(first, run.stage.last + 1):
            levels_left = len(aims) - level
            share = 1.0 if again and level == first else 2 ** (levels_left - 1) / (2**levels_left - 1)
            run.level(level, share * self.meter.left())
            if not all(e.tried for e in book.entries[:level]):
                break
        closing = self.meter.closing()
        run.finish(closing)
        self.meter.work += closing.work
        if again and not book.entries[first].met:
            self._given_up.add(first)

    def _end(self) -> None:
        """Settle the last plan for all aims, and put right what only records it."""
        closing, follows = self.meter.closing(), self.program.follows
        settled = settle(self.program, self.book.x, self.program.aims, closing)
        if settled is not None:
            self.book.offer(settled)
            self.book.polish(settled)
        right = tidied(self.program, self.book.x, -1, follows, closing) if follows.any() else None
        if right is not None:
            self.book.offer(right)
            self.book.polish(right)
        self.meter.work += closing.work

    def _outcome(self, status: str) -> Outcome:
        levels = self.book.levels()
        x = self.book.ladder.x
        proven = x is not None and all(level.state == "proven" for level in levels)
        return Outcome(
            status="proven" if proven else status,  # type: ignore[arg-type]
            x=x,
            levels=levels,
            stopped_by="proof" if proven or status == "infeasible" else self._reason(levels),
            solver=SOLVER,
            seconds=self.meter.seconds(),
            work=self.meter.work,
            conflict=conflict(self.program, EXPLAINING) if status == "infeasible" else (),
            detail="; ".join(f"aim {k} {UNBOUNDED}" for k in sorted(self.book.unbounded)),
        )

    def _reason(self, levels: tuple[Level, ...]) -> str:
        """Return what ended a solve that proved less than everything."""
        if self.book.ladder.x is not None and all(level.state in {"proven", "within"} for level in levels):
            return "gap"
        return self.meter.over() or ("clock" if self.meter.limits.work is None else "work")


def cleaned(program: Program) -> Program:
    """Return the program without stored zeros, and with whole bounds on whole columns."""
    matrix = program.matrix.copy()
    matrix.eliminate_zeros()
    matrix.sort_indices()
    lower = np.where(program.integer, np.ceil(program.lower - FEASIBLE), program.lower)
    upper = np.where(program.integer, np.floor(program.upper + FEASIBLE), program.upper)
    return replace(program, matrix=matrix, lower=lower, upper=np.maximum(lower, upper))
