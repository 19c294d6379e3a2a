"""One aim over one program: from a plan to a better plan, and to a proof if the budget lasts.

Small programs go straight to branch and bound. Larger ones pass through relaxation → restricted program → neighbourhoods →
branch and bound, and leave the chain as soon as a plan meets the bound. Each step starts from the best plan so far.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from solvers.highs import Answer, minimise
from solvers.meter import Meter
from solvers.parts import Part, freed, slack
from solvers.program import Aim, Program, Vector
from solvers.search.neighbourhoods import Neighbourhoods
from solvers.search.relaxation import relax
from solvers.search.restricted import box
from solvers.settle import settle

SMALL = 2000  # columns up to which branch and bound alone is the best search
RESTRICTED = 0.15  # shares of the budget
PROOF = 0.35  # kept for the proof where the bound is near, FAR_PROOF where it is not and branch and bound would find little
FAR_PROOF = 0.1
NEAR = 0.05  # relative gap that is near
SMALLEST = 4.0  # units of budget for a neighbourhood
PATIENCE = 20  # neighbourhoods without a gain after which the search gives way


@dataclass(frozen=True)
class Voice:
    """Whom to tell: each better plan, each better bound, each step begun."""

    plan: Callable[[Vector], None]
    bound: Callable[[float], None]
    step: Callable[[str], None]


@dataclass
class Reached:
    """The best plan, the best bound, and whether the two meet."""

    x: Vector
    bound: float
    unbounded: bool = False

    def proven(self, aim: Aim, gap: float = 0.0) -> bool:
        """Say whether no plan is better than this one by more than rounding, or by more than the gap."""
        value = aim.value(self.x)
        return value - self.bound <= max(slack(value), gap * abs(value))


@dataclass(frozen=True)
class Task:
    """Minimise the last of `aims` from x over a program whose rows hold the other aims where they are."""

    program: Program
    aims: tuple[Aim, ...]
    x: Vector
    voice: Voice

    @property
    def aim(self) -> Aim:
        """The aim to minimise."""
        return self.aims[-1]

    def settled(self, x: Vector, meter: Meter) -> Vector | None:
        """Return x settled if it is better than the task's own x then; settling gives back what x took of earlier levels' rounding."""
        if self.aim.value(x) < self.aim.value(self.x):
            found = settle(self.program, x, self.aims, meter)
            if found is not None and self.aim.value(found) < self.aim.value(self.x):
                return found
        return None


def one_by_one(tasks: Sequence[Task], meter: Meter, share: float) -> list[Reached]:
    """Do tasks in turn; what one does not spend of its part of the share passes on to the next."""
    begun, done = meter.spent(), []
    for k, task in enumerate(tasks):
        left = max(0.0, share - (meter.spent() - begun))
        done.append(Reach(task, meter, left / (len(tasks) - k)).run())
    return done


class Reach:
    """One attempt; holds what its steps share."""

    def __init__(self, task: Task, meter: Meter, share: float) -> None:
        self.task, self.aim, self.meter, self.voice = task, task.aim, meter, task.voice
        self.program = replace(task.program, aims=(task.aim,))
        self.gap = meter.limits.gap
        self._end = meter.spent() + share
        self.best = Reached(task.x, at_best(task.program, task.aim))

    def run(self) -> Reached:
        """Go through the steps until the aim is proven or the share is spent."""
        if self._done():
            return self.best
        if self.program.lower.size > SMALL and not self._guided():
            return self.best
        self.voice.step("proof")
        self._take(self._minimise(self.program, self.left(), start=self.best.x, bound=self._bounded))
        return self.best

    def left(self) -> float:
        """Return what is left of the share."""
        return max(0.0, min(self._end - self.meter.spent(), self.meter.left()))

    def _guided(self) -> bool:
        """Search by relaxation, restricted program and neighbourhoods; say whether a proof is still to be sought."""
        share = self.left()
        self.voice.step("relaxation")
        relaxed = relax(self.program, self.aim, self.meter, share)
        self._bounded(relaxed.bound)
        if self._done():
            return False
        if relaxed.x is not None:
            self.voice.step("restricted")
            self._inside(box(self.program, relaxed.x, self.best.x), RESTRICTED * share)
        if not self._done():
            self.voice.step("neighbourhoods")
            self._neighbourhoods(share)
        return not self._done()

    def _neighbourhoods(self, share: float) -> None:
        """Improve the plan by neighbourhoods until what is kept for the proof is all that is left, or nothing improves any more."""
        around = Neighbourhoods(self.program, self.meter.limits.seed)
        idle = 0
        while idle < PATIENCE and self.left() > (reserve := self._kept() * share) and not self._done():
            kind, free = around.choose()
            before, begun = self.aim.value(self.best.x), self.meter.spent()
            most = min(SMALLEST, self.left() - reserve)
            answer = self._inside(freed(self.program, self.best.x, free), most)
            after, spent = self.aim.value(self.best.x), self.meter.spent() - begun
            idle = 0 if after < before else idle + 1
            around.learn(
                kind, (before - after) / max(1.0, abs(before)), spent, solved=answer.state != "stopped", quick=spent < SMALLEST / 2
            )

    def _kept(self) -> float:
        """Return the share of the budget to keep for the proof."""
        value = self.aim.value(self.best.x)
        return PROOF if value - self.best.bound <= NEAR * abs(value) else FAR_PROOF

    def _inside(self, inner: Part, share: float) -> Answer:
        """Minimise a part, from the plan where it fits, and take what comes of it."""
        z = inner.inner(self.best.x)
        start = z if inner.program.violation(z) <= 1e-6 and np.array_equal(inner.outer(z), self.best.x) else None
        answer = self._minimise(inner.program, share, start=start, outer=inner)
        self._take(answer, inner)
        return answer

    def _minimise(
        self,
        program: Program,
        share: float,
        *,
        start: Vector | None,
        outer: Part | None = None,
        bound: Callable[[float], None] | None = None,
    ) -> Answer:
        aim = self.aim if outer is None else program.aims[0]

        def plan(z: Vector) -> None:
            self.voice.plan(z if outer is None else outer.outer(z))

        return minimise(program, aim, self.meter, share, start=start, gap=self.gap, plan=plan, bound=bound)

    def _take(self, answer: Answer, inner: Part | None = None) -> None:
        """Take a run's plan if it is better, and its bound if the run was over the whole program."""
        if answer.x is not None:
            self._better(answer.x if inner is None else inner.outer(answer.x))
        if inner is None:
            self.best.unbounded = answer.state == "unbounded"
            self._bounded(answer.bound)

    def _better(self, x: Vector) -> None:
        """Take a plan if it is better once it is settled."""
        settled = replace(self.task, x=self.best.x).settled(x, self.meter)
        if settled is not None:
            self.best.x = settled
            self.voice.plan(settled)

    def _bounded(self, bound: float) -> None:
        """Take a better bound; one that a plan in hand contradicts is no bound, whoever claims it."""
        value = self.aim.value(self.best.x)
        if self.best.bound < bound <= value + slack(value):
            self.best.bound = bound
            self.voice.bound(bound)

    def _done(self) -> bool:
        return self.best.proven(self.aim, self.gap) or bool(self.meter.over()) or self.left() <= 0


def at_best(program: Program, aim: Aim) -> float:
    """Return the bound that column bounds alone give."""
    touched = aim.cost != 0
    cost = aim.cost[touched]
    return float(np.where(cost > 0, cost * program.lower[touched], cost * program.upper[touched]).sum()) + aim.constant
