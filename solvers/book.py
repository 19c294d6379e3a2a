"""The book of one solve: the best plan and how far each level came; whoever listens is told as it is written."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from solvers.meter import Meter
from solvers.order import Ladder
from solvers.parts import slack
from solvers.program import FEASIBLE, Aim, Event, EventKind, Level, Program, Vector

UNBOUNDED = "is not bounded below"  # said of an aim in Outcome.detail


@dataclass
class Entry:
    """What is known of one level. `tried` and `met` are taken back when an earlier level improves."""

    reached: float = math.nan
    bound: float = -math.inf
    tried: bool = False
    met: bool = False  # the bound, given the earlier levels, meets the value up to the allowed gap
    exact: bool = False  # or up to rounding
    seconds: float = 0.0
    work: float = 0.0


class Book:
    """Takes plans and bounds, keeps the best, tells of them."""

    def __init__(self, program: Program, meter: Meter, tell: Callable[[Event], None]) -> None:
        self.program, self.meter = program, meter
        self.ladder = Ladder(program.aims)
        self.entries = [Entry() for _ in program.aims]
        self.unbounded: set[int] = set()
        self._tell = tell

    @property
    def x(self) -> Vector:
        """The best plan."""
        if self.ladder.x is None:
            raise LookupError("no plan is known yet")
        return self.ladder.x

    def offer(self, x: Vector) -> bool:
        """Take a plan if it is feasible and better than the best; levels behind an improved one must be solved again."""
        whole = np.where(self.program.integer, np.round(x), x) + 0.0  # no negative zeros
        if self.program.violation(whole) > FEASIBLE:
            return False
        level = self.ladder.climb(whole)
        if level < 0:
            return False
        for entry in self.entries[level + 1 :]:
            entry.tried = entry.met = entry.exact = False
        self.meter.news()
        if self.entries:
            self.tell("incumbent", level, value=self.ladder.floor[level], bound=self.entries[level].bound, x=whole)
        return True

    def polish(self, x: Vector) -> None:
        """Take a plan that is no worse in any goal than the best, up to rounding: the same plan, without what rounding left in it.

        What later plans are measured by stays, and so does the order of the goals.
        """
        whole = np.where(self.program.integer, np.round(x), x) + 0.0
        pairs = [(aim.value(whole), aim.value(self.x)) for aim in self.program.aims]
        if self.program.violation(whole) <= FEASIBLE and all(value <= best + slack(best) for value, best in pairs):
            self.ladder.x = whole

    def bound(self, level: int, bound: float) -> None:
        """Take a bound on a level, given the earlier ones."""
        entry = self.entries[level]
        if bound > entry.bound:
            entry.bound = min(bound, self.ladder.floor[level])
            self.tell("bound", level, value=self.ladder.floor[level], bound=entry.bound)

    def close(self, level: int, *, tried: bool, met: bool, exact: bool) -> None:
        """Note how an attempt on a level ended; `tried` is False where no budget was left for one."""
        entry, reached = self.entries[level], self.ladder.floor[level]
        open_ = reached - entry.bound  # the best plan may not be the one that the blocks ended with
        met = met and open_ <= max(slack(reached), self.meter.limits.gap * abs(reached))
        exact = exact and open_ <= slack(reached)
        entry.tried, entry.met, entry.exact, entry.reached = tried or met, met, exact, reached
        if met:
            self.meter.news()
        self.tell("level", level, value=entry.reached, bound=entry.bound, note=self.state(level))

    def tell(
        self,
        kind: EventKind,
        level: int = -1,
        *,
        value: float = math.nan,
        bound: float = math.nan,
        x: Vector | None = None,
        note: str = "",
    ) -> None:
        """Tell of something, with the time and the work so far."""
        self._tell(Event(kind, self.meter.seconds(), self.meter.work, level, value, bound, x, note))

    def state(self, level: int) -> str:
        """Return the state of a level: proven only if all before it are."""
        return self.levels()[level].state

    def levels(self) -> tuple[Level, ...]:
        """Return all levels, with their values in the best plan."""
        return rated(self.program.aims, self.entries, self.ladder.x, self.meter.limits.gap)


def rated(aims: tuple[Aim, ...], entries: list[Entry], x: Vector | None, gap: float) -> tuple[Level, ...]:
    """Turn entries into Levels.

    `within` means that the bound given the earlier levels meets the value, but only by the allowed gap, or under an unproven level.
    """
    levels: list[Level] = []
    sure = True
    for aim, entry in zip(aims, entries, strict=True):
        final = math.nan if x is None else aim.value(x)
        sure = sure and entry.exact
        near = entry.met or final - entry.bound <= max(gap * abs(final), slack(final))
        state = "proven" if sure else "within" if near else "stopped" if entry.tried else "skipped"
        levels.append(Level(entry.reached, final, entry.bound, state, entry.seconds, entry.work))  # type: ignore[arg-type]
    return tuple(levels)
