"""A crew: worker processes of our own that solve the blocks of a level at the same time.

Each task is a program with one aim, which is what any worker solves; so the crew talks to its members by the same client as the
parent does to us, and a member that dies costs its task no more than time. Only the clock may decide which plan is told first:
where work is counted, plans are told when all are done, in the order of the tasks, so that the same work gives the same plan.
"""

import contextlib
import math
import queue
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

from solvers.book import UNBOUNDED
from solvers.client import Client
from solvers.meter import Meter
from solvers.program import Event, Outcome
from solvers.search.reach import Reached, Task, at_best


@dataclass
class Watch:
    """What the members of a crew share while a level lasts: the time it may take, and how many tasks wait."""

    end: float
    waiting: int
    share: float


class Crew:
    """As many workers as there are cores; a context manager."""

    def __init__(self, cores: int) -> None:
        self._cores = cores
        self._free: queue.Queue[Client] = queue.Queue()
        self._clients = [Client() for _ in range(cores)]
        for client in self._clients:
            self._free.put(client)
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for client in self._clients:
            client.close()

    def each(self, tasks: Sequence[Task], meter: Meter, share: float) -> list[Reached]:
        """Do all tasks, the largest first; a share of the clock is for all of them, a share of work is divided among them."""
        watch = Watch(time.monotonic() + share, len(tasks), share / len(tasks))
        order = sorted(range(len(tasks)), key=lambda k: (-tasks[k].x.size, k))
        with ThreadPoolExecutor(self._cores) as pool:
            running = {k: pool.submit(self._one, tasks[k], meter, watch) for k in order}
        outcomes = [running[k].result() for k in range(len(tasks))]
        return [_reached(task, outcome, meter) for task, outcome in zip(tasks, outcomes, strict=True)]

    def _one(self, task: Task, meter: Meter, watch: Watch) -> Outcome | None:
        """Do one task in whichever worker is free; None if there is nothing to do."""
        with self._lock:
            part = min(1.0, self._cores / watch.waiting)
            watch.waiting -= 1
            seconds = part * (watch.end - time.monotonic()) if meter.limits.work is None else meter.limits.seconds - meter.seconds()
            if meter.over() or seconds <= 0 or Reached(task.x, at_best(task.program, task.aim)).proven(task.aim):
                return None
        counted = None if meter.limits.work is None else watch.share
        limits = replace(meter.limits, seconds=seconds, work=counted, cores=1)
        program = replace(task.program, aims=(task.aim,), start=task.x, column_labels=(), row_labels=())
        with self._borrowed() as client:
            return client.solve(program, limits, tell=lambda event: self._tell(task, event, meter), stop=meter.stopped)

    @contextlib.contextmanager
    def _borrowed(self) -> Iterator[Client]:
        client = self._free.get()
        try:
            yield client
        finally:
            self._free.put(client)

    def _tell(self, task: Task, event: Event, meter: Meter) -> None:
        with self._lock:
            if event.kind == "log" and meter.log is not None:
                meter.log(event.note)
            if meter.limits.work is not None:
                return
            if event.kind == "incumbent" and event.x is not None:
                task.voice.plan(event.x)
            elif event.kind == "bound" and math.isfinite(event.bound):
                task.voice.bound(event.bound)


def _reached(task: Task, outcome: Outcome | None, meter: Meter) -> Reached:
    """Turn a worker's outcome into what the task reached; the plan is settled here, for the worker knew one aim only."""
    least = at_best(task.program, task.aim)
    if outcome is None:
        return Reached(task.x, least)
    meter.work += outcome.work
    x = None if outcome.x is None else task.settled(outcome.x, meter)
    level = outcome.levels[0]
    return Reached(task.x if x is None else x, max(least, level.bound), unbounded=UNBOUNDED in outcome.detail)
