"""A solve recorded once and played again: what the disk, the clock or another process does to a run needs no second search."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from planner import conductor
from planner.conductor import load
from planner.plan import Plan
from planner.scenario import Scenario
from planner.verify import verify
from solvers import Event, Limits, Outcome, solve

STARTER = Path(__file__).parents[2] / "scenarios/starter"


class Work(conductor._Work):
    """A scenario with its program that makes each plan once."""

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(scenario, frozenset())
        self.incumbent = cache_by_id(super().incumbent)
        self.plan = cache_by_id(super().plan)


def cache_by_id(make):
    """Return a function that makes something of a thing once, for things that live as long as the tests."""
    made = {}

    def known(thing):
        if id(thing) not in made:
            made[id(thing)] = (thing, make(thing))
        return made[id(thing)][1]

    return known


@dataclass(frozen=True)
class Recorded:
    """A scenario, its program made, and what a solver said of it; incumbents lie far enough apart for each to be saved."""

    scenario: Scenario
    work: Work
    events: tuple[Event, ...]
    outcome: Outcome
    breaches: Callable[[Plan], pd.DataFrame]

    def play(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let every solve from now on be this one."""

        def solved(_program, _limits, tell, stop=None):
            for event in self.events:
                tell(event)
            return self.outcome

        monkeypatch.setattr(conductor, "_Work", lambda *_: self.work)
        monkeypatch.setattr(conductor.solvers, "solve", solved)
        monkeypatch.setattr(conductor, "verify", lambda _, plan: self.breaches(plan))


@cache
def recorded() -> Recorded:
    """Return a solve of the starter."""
    scenario = load(STARTER)
    work = Work(scenario)
    events: list[Event] = []
    outcome = solve(work.program, Limits(seconds=60), tell=events.append)
    apart = [Event(**{**vars(event), "seconds": 2.0 * i}) for i, event in enumerate(events)]
    return Recorded(scenario, work, tuple(apart), outcome, cache_by_id(lambda plan: verify(scenario, plan)))
