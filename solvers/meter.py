"""The budget of one solve: seconds on the clock or counted work, and every reason to stop before it is spent.

Counted work is the same on every machine: iterations of simplex and interior point, weighted with the size of the program; one
unit comes to about one second of a small machine. Where a work limit is given, every decision is made on work and the clock only guards.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from solvers.program import Limits

RESERVE = 0.02  # share of the budget, at most half a unit, kept for rounding and settling the last plan
CLOSING = 0.3  # units for settling a plan after the budget is spent or someone asked to stop


@dataclass(frozen=True)
class Allowance:
    """What one run may use: seconds on the clock and units of work (inf: not counted)."""

    seconds: float
    work: float


class Meter:
    """Counts what is spent and says when it is over."""

    def __init__(self, limits: Limits, stopped: Callable[[], bool], log: Callable[[str], None] | None = None) -> None:
        self.limits = limits
        self.log = log  # takes what the solver says of its runs, where anybody listens
        self.work = 0.0
        self._stopped = stopped
        self._begin = time.monotonic()
        self._news = 0.0
        total = limits.seconds if limits.work is None else limits.work
        self._total = total - min(0.5, RESERVE * total)

    def seconds(self) -> float:
        """Return the seconds since the solve began."""
        return time.monotonic() - self._begin

    def spent(self) -> float:
        """Return what is spent, in the unit of the budget."""
        return self.seconds() if self.limits.work is None else self.work

    def left(self) -> float:
        """Return what is left, in the unit of the budget."""
        return max(0.0, self._total - self.spent())

    def news(self) -> None:
        """Note that a better plan was found or a level ended: a stall counts from here."""
        self._news = self.seconds()

    def stalled(self) -> bool:
        """Say whether nothing better was found for as long as the limits allow."""
        return self.limits.stall is not None and self.seconds() - self._news >= self.limits.stall

    def stopped(self) -> bool:
        """Say whether someone asked to stop."""
        return self._stopped()

    def over(self) -> str:
        """Return why the solve must end now; empty if it need not."""
        if self._stopped():
            return "user"
        if self.limits.work is not None and self.work >= self._total:
            return "work"
        if self.seconds() >= self.limits.seconds - min(0.5, RESERVE * self.limits.seconds):
            return "clock"
        return "stall" if self.stalled() else ""

    def closing(self) -> "Meter":
        """Return a small budget of its own for settling the last plan, which a stop does not interrupt."""
        counted = self.limits.work is not None and not self._stopped()
        seconds, work = (10.0, CLOSING) if counted else (CLOSING, None)
        return Meter(replace(self.limits, seconds=seconds, work=work, stall=None), lambda: False, self.log)

    def allow(self, share: float) -> Allowance:
        """Turn a share of the budget into what a run may use."""
        share = max(0.0, min(share, self.left()))
        if self.limits.work is None:
            return Allowance(share, math.inf)
        return Allowance(max(0.0, self.limits.seconds - self.seconds()), share)
