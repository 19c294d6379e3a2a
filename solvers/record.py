"""What the parent knows of a solve: only what it has checked itself.

An incumbent counts if it is finite, of the right length and feasible within 1e-6; levels are what events said of them, with values
computed here. So whatever becomes of the worker, the best verified plan is at hand.
"""

import math
import time
from dataclasses import replace

import numpy as np

from solvers.book import Entry, rated
from solvers.order import Ladder
from solvers.program import FEASIBLE, Event, Level, Limits, Outcome, Program, Vector


class Record:
    """Follows one solve from the parent's side."""

    def __init__(self, program: Program, limits: Limits, start: Vector | None) -> None:
        self._program, self._limits = program, limits
        self._begin = time.monotonic()
        self._ladder = Ladder(program.aims)
        self._entries = [Entry() for _ in program.aims]
        self._work = 0.0
        for x in (program.start, start):
            if x is not None:
                self.take(x)

    def seconds(self) -> float:
        """Return the seconds since the call."""
        return time.monotonic() - self._begin

    def take(self, x: Vector) -> bool:
        """Take a plan if it is one, and better than the best."""
        return self._program.violation(x) <= FEASIBLE and self._ladder.climb(x) >= 0

    def hear(self, event: Event) -> Event | None:
        """Take an event in; return it as it may be passed on, with the parent's clock, or None where it claims a plan that is none."""
        self._work = max(self._work, event.work)
        if event.kind == "incumbent" and (event.x is None or not self.take(event.x)):
            return None
        if event.kind in {"bound", "level"} and 0 <= event.level < len(self._entries):
            entry = self._entries[event.level]
            entry.bound = max(entry.bound, event.bound)
            if event.kind == "level":
                entry.reached, entry.tried = event.value, event.note != "skipped"
                entry.met, entry.exact = event.note in {"proven", "within"}, event.note == "proven"
        return replace(event, seconds=self.seconds())

    def end(self, outcome: Outcome) -> Outcome:
        """Check the worker's last word; without its plan, or with one that is none, the best verified plan stands instead."""
        if outcome.x is not None and self._program.violation(outcome.x) <= FEASIBLE:
            x = outcome.x
        elif outcome.status in {"infeasible", "none"} and self._ladder.x is None:
            return replace(outcome, x=None, seconds=self.seconds())
        else:
            return self.cut("crash", "the worker's last plan is not feasible")
        values = [aim.value(x) for aim in self._program.aims]
        levels = tuple(replace(level, final=value) for level, value in zip(outcome.levels, values, strict=True))
        return replace(outcome, levels=levels, seconds=self.seconds())

    def cut(self, stopped_by: str, detail: str = "") -> Outcome:
        """Return the outcome of a solve whose worker did not finish: the best verified plan, if any."""
        x = self._ladder.x
        return Outcome(
            status="feasible" if x is not None else "crashed" if stopped_by in {"crash", "memory"} else "none",
            x=x,
            levels=self._levels(x),
            stopped_by=stopped_by,
            solver="",
            seconds=self.seconds(),
            work=self._work,
            detail=detail,
        )

    def _levels(self, x: Vector | None) -> tuple[Level, ...]:
        """Return the levels as events told of them; none counts as proven whose value the best plan does not have."""
        for aim, entry in zip(self._program.aims, self._entries, strict=True):
            if x is None or not np.isclose(entry.reached, aim.value(x), rtol=1e-6, atol=1e-6):
                entry.met = entry.exact = False
                entry.reached = math.nan if x is None else aim.value(x)
        return rated(self._program.aims, self._entries, x, self._limits.gap)
