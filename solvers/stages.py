"""A stage of levels, solved block by block; each block has its own ordered optimum, and together they are one of the whole."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from solvers.book import Book
from solvers.crew import Crew
from solvers.meter import Meter
from solvers.parts import Part, under
from solvers.program import Aim, Program, Vector
from solvers.search.blocks import Stage
from solvers.search.reach import Task, Voice, at_best, one_by_one
from solvers.settle import settle
from solvers.tidy import tidied

ALONE = 200  # columns up to which a block is not worth another process


@dataclass
class Block:
    """A block as it is worked on: its program gains the rows of the levels behind it."""

    way: Part
    program: Program
    aims: tuple[Aim, ...]
    x: Vector

    @classmethod
    def of(cls, way: Part, x: Vector) -> "Block":
        """Make a block whose aims count its own columns only."""
        aims = tuple(replace(a, constant=0.0) for a in way.program.aims)
        return cls(way, way.program, aims, way.inner(x))


class StageRun:
    """Solves the levels of one stage within shares of the budget."""

    def __init__(self, whole: Program, stage: Stage, book: Book, crew: Crew | None = None) -> None:
        self.whole, self.stage, self.book, self.crew = whole, stage, book, crew
        self.blocks = [Block.of(way, stage.granted) for way in stage.blocks]

    def level(self, level: int, share: float) -> None:
        """Solve one level in every block."""
        meter, entry = self.book.meter, self.book.entries[level]
        tried, seconds, work = not meter.over(), meter.seconds(), meter.work
        tasks = self._tasks(level)
        together = self.crew is not None and sum(len(t.x) > ALONE for t in tasks) > 1
        answers = self.crew.each(tasks, meter, share) if together and self.crew is not None else one_by_one(tasks, meter, share)
        for block, task, reached in zip(self.blocks, tasks, answers, strict=True):
            block.x = reached.x
            block.program = under(block.program, task.aim, task.aim.value(reached.x))
        if any(r.unbounded for r in answers):
            self.book.unbounded.add(level)
        self.book.offer(self._plan())
        self.book.bound(level, self._total(self.whole.aims[level], [r.bound for r in answers]))
        entry.seconds += meter.seconds() - seconds
        entry.work += meter.work - work
        self.book.close(
            level,
            tried=tried,
            met=all(r.proven(t.aim, meter.limits.gap) for t, r in zip(tasks, answers, strict=True)),
            exact=all(r.proven(t.aim) for t, r in zip(tasks, answers, strict=True)),
        )

    def finish(self, meter: Meter) -> None:
        """Settle the plan of the stage, and take back what was granted and later aims would rather not have."""
        last = self.stage.last
        plan = settle(self.whole, self._plan(), self.whole.aims[: last + 1], meter)
        if plan is None:
            return
        self.book.offer(plan)
        plan = tidied(self.whole, plan, last, self._fixed(), meter)
        if plan is not None:
            self.book.offer(plan)

    def _fixed(self) -> npt.NDArray[np.bool_]:
        fixed = np.ones(self.whole.lower.size, dtype=bool)
        for block in self.blocks:
            fixed[block.way.columns] = False
        return fixed

    def _plan(self, instead: int = -1, z: Vector | None = None) -> Vector:
        """Return the whole plan that the blocks make, one of them at z instead of its own best."""
        x = self.stage.granted.copy()
        for b, block in enumerate(self.blocks):
            x[block.way.columns] = z if b == instead and z is not None else block.x
        return x

    def _total(self, aim: Aim, bounds: list[float]) -> float:
        """Return the bound on the whole aim: that of the blocks, and what the rest costs."""
        return aim.constant + float(aim.cost[self._fixed()] @ self.stage.granted[self._fixed()]) + sum(bounds)

    def _tasks(self, level: int) -> list[Task]:
        """Return the level's task in each block."""
        index = level - self.stage.first
        bounds = [at_best(block.program, block.aims[index]) for block in self.blocks]
        return [Task(block.program, block.aims[: index + 1], block.x, self._voice(level, b, bounds)) for b, block in enumerate(self.blocks)]

    def _voice(self, level: int, b: int, bounds: list[float]) -> Voice:
        block, aim = self.blocks[b], self.blocks[b].aims[level - self.stage.first]

        def plan(z: Vector) -> None:
            if aim.value(z) < aim.value(block.x) and self.book.offer(self._plan(b, z)):
                block.x = z  # what other blocks tell of later in this level shows it too

        def bound(value: float) -> None:
            bounds[b] = value
            self.book.bound(level, self._total(self.whole.aims[level], bounds))

        def step(name: str) -> None:
            self.book.tell("step", level, note=name)

        return Voice(plan, bound, step)
