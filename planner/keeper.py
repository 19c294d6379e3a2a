"""The keeper of a run: writes what a search says while it searches, so that whatever ends it, the best plan and its proofs lie on disk.

A disk that takes no more does not end a search: it is said once, logs stop, and each better plan is tried anew.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from math import isfinite, nan
from typing import Self

from planner.plan import GoalLevel, Plan
from planner.store import Folder, reason
from solvers.program import Aim, Event

EVERY = 1.0  # seconds between two incumbents written to disk
PAUSE = 4.0  # times as long as reading one took: the solver waits for a slow listener
SEARCHED = {"proven", "within"}  # a level that was cut short may claim a worse value than its plan has: the plan's stands
KEPT = 1e-6  # relative difference at which a plan still has the value that its level ended with
Tell = Callable[[Event, Plan | None], None]  # an event, and the plan of its incumbent where that was read


class Keeper:
    """Writes events, the log and, at most once a second, the incumbent with what is proven of it.

    `read` makes a plan of an incumbent, `aims` are those of its program, in order. As a context it sees to it that what ends the search
    at once leaves the last plan whole, with all that was proven by then.
    """

    def __init__(self, folder: Folder, read: Callable[[Event], Plan], aims: Sequence[Aim], tell: Tell | None = None) -> None:
        self.folder, self.read, self.aims, self.onward = folder, read, aims, tell
        self.next_at = 0.0
        self.unsaved: Event | None = None
        self.last: Plan | None = None
        self.bounds: dict[int, float] = {}
        self.ended: dict[int, Event] = {}
        self.logging = True
        self.refused = ""  # why the disk did not take the last plan

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self.save()

    def tell(self, event: Event) -> None:
        """Keep one event, then pass it on; what is only for the log is not."""
        self.note(event)
        if event.kind == "log":
            return
        self.learn(event)
        plan = None
        if event.kind == "incumbent" and event.x is not None:
            self.unsaved = event
        if self.unsaved and event.seconds >= self.next_at:  # also when a bound follows: the last one is always saved
            began = time.perf_counter()
            self.last = self.read(self.unsaved)
            plan = self.save(event.seconds)
            self.next_at, self.unsaved = event.seconds + max(EVERY, PAUSE * (time.perf_counter() - began)), None
        elif event.kind == "level":
            self.save(event.seconds)
        if self.onward:
            self.onward(event, plan)

    def note(self, event: Event) -> None:
        """Write an event to its log; a log that was torn ends there."""
        if not self.logging:
            return
        try:
            if event.kind == "log":
                self.folder.log(event.note)
                return
            self.folder.event({k: v for k, v in vars(event).items() if k != "x"})
            if event.kind in {"step", "level"}:
                goal = f"goal {event.level + 1}, " if event.level >= 0 else ""
                self.folder.log(f"\n== {event.seconds:.1f} s, {goal}{event.kind}: {event.note}\n")
        except OSError:
            self.logging = False

    def learn(self, event: Event) -> None:
        """Keep the best bound of each level, and how it last ended."""
        if event.kind in {"bound", "level"} and isfinite(event.bound):
            self.bounds[event.level] = max(event.bound, self.bounds.get(event.level, event.bound))
        if event.kind == "level":
            self.ended[event.level] = event

    def save(self, seconds: float = nan) -> Plan | None:
        """Write the plan that was read last with what is proven by now; return it, also where the disk does not take it."""
        if self.last is None:
            return None
        levels = self.levels(self.last)
        status = "proven" if all(level.state == "proven" for level in levels) else "feasible"
        plan = replace(self.last, levels=tuple(levels), status=status)
        try:
            self.folder.save(plan)
            self.refused = ""
        except OSError as fault:
            told, self.refused = self.refused, f"The plan cannot be saved: {reason(fault)}. The search goes on, and saving is tried again."
            if self.onward and not told:
                self.onward(Event("fault", seconds, 0.0, note=self.refused), None)
        return plan

    def levels(self, plan: Plan) -> Sequence[GoalLevel]:
        """Return how far each goal of a plan is known to be.

        What was proven of a goal is given the earlier ones: it holds for a plan only while it has all that they reached.
        """
        levels, open_before, given = list[GoalLevel](), False, True
        for i, aim in enumerate(self.aims):
            value, end = plan.metrics[aim.name], self.ended.get(i)
            bound, state, reached = (self.bounds.get(i, nan) if given else nan), "stopped", nan
            given = given and end is not None and value <= _allowed(aim, end.value)
            if given and end is not None and end.note in SEARCHED:
                state, reached = "within" if open_before else end.note, end.value
            levels.append(GoalLevel(aim.name, value, bound, state, open_before, reached=reached))
            open_before = open_before or state != "proven"
        return levels


def _allowed(aim: Aim, reached: float) -> float:
    """Return the most that a goal may come to once its level has ended: what was reached, with its tolerance."""
    return reached + aim.absolute + aim.relative * abs(reached) + KEPT * max(1.0, abs(reached))
