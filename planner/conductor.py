"""The one conductor: scenario → placements → program → outcome → decisions → plan → verified → stored.

The only module that sees both the model and the rules. Incumbents are read, accounted and written while the solver still works, so that
whatever ends it, the best plan lies on disk.
"""

import os
import platform
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

import solvers
from planner import rules, store
from planner.decisions import read
from planner.placements import Placements, placements
from planner.plan import GoalLevel, Plan
from planner.scenario import Problem, Scenario, ScenarioError
from planner.scenario.load import load
from planner.verify import account, verify
from solvers import Event, Limits, Outcome, Program
from solvers.program import Vector

__all__ = ["Checked", "NoPlanError", "Run", "check", "load", "run", "solve"]

EVERY = 1.0  # seconds between two incumbents written to disk
SEARCHED = {"proven", "within"}  # a level that was cut short may claim a worse value than its plan has: the plan's stands
PAUSE = 4.0  # times as long as reading one took: the solver waits for a slow listener
Tell = Callable[[Event, Plan | None], None]  # an event, and the plan of its incumbent where that was read


class NoPlanError(Exception):
    """No plan came of a solve: proven infeasible, or time, memory, a person or a crash ended it without one."""

    def __init__(self, outcome: Outcome, conflict: tuple[str, ...] = ()) -> None:
        self.outcome = outcome
        self.conflict = conflict
        super().__init__("no plan exists: proven" if self.proven else f"no plan was found before {outcome.stopped_by} ended the search")

    @property
    def proven(self) -> bool:
        """Whether it is proven that no plan exists."""
        return self.outcome.status == "infeasible"


@dataclass(frozen=True)
class Checked:
    """A scenario looked at without solving: the scenario (None with errors), every problem, what is admissible."""

    scenario: Scenario | None
    problems: tuple[Problem, ...]
    placements: Placements | None

    @property
    def usable(self) -> bool:
        """Whether there is no error."""
        return all(p.severity != "error" for p in self.problems)


@dataclass(frozen=True)
class Run:
    """A saved solve: the plan, what verify found, how the search ended, where it lies, seconds per step."""

    id: str
    path: Path
    scenario: Scenario
    plan: Plan
    breaches: pd.DataFrame
    outcome: Outcome
    timings: dict[str, float] = field(default_factory=dict)


def check(path: str | Path, option: str | None = None) -> Checked:
    """Read a scenario and say everything that is wrong or noteworthy, without building a program."""
    try:
        scenario = load(path, option)
    except ScenarioError as fault:
        return Checked(None, fault.problems, None)
    found = (*scenario.problems, *_judge(scenario))
    return Checked(scenario, found, placements(scenario))


def solve(
    scenario: Scenario,
    limits: Limits | None = None,
    tell: Tell | None = None,
    stop: Callable[[], bool] | None = None,
    without: frozenset[str] = frozenset(),
) -> Plan:
    """Return the best plan of a scenario, saved nowhere.

    Raises
    ------
    ScenarioError
        The scenario contradicts itself.
    NoPlanError
        No plan exists, or none was found within the limits.
    """
    refuse_errors(scenario)
    work = _Work(scenario, without)
    outcome = solvers.solve(work.program, limits or Limits(), tell=(lambda event: tell(event, None)) if tell else None, stop=stop)
    return work.plan(outcome)


def run(
    scenario: Scenario,
    limits: Limits | None = None,
    runs_dir: Path | None = None,
    tell: Tell | None = None,
    stop: Callable[[], bool] | None = None,
    without: frozenset[str] = frozenset(),
) -> Run:
    """Solve a scenario, keeping everything in a run folder from the first second. Raises as `solve` does."""
    refuse_errors(scenario)
    limits = limits or Limits()
    folder = store.create(store.runs_dir(runs_dir), scenario, _versions(), asdict(limits))
    try:
        return _run(folder, scenario, limits, tell, stop, without)
    except NoPlanError as none:
        folder.outcome(_outcome_record(none.outcome, none.outcome.timings))
        folder.note(state="failed", ended=store.now(), why=str(none))
        raise
    except BaseException as fault:
        folder.note(state="failed", ended=store.now(), why=f"{type(fault).__name__}: {fault}")
        raise


def _run(
    folder: store.Folder, scenario: Scenario, limits: Limits, tell: Tell | None, stop: Callable[[], bool] | None, without: frozenset[str]
) -> Run:
    clock = _Clock()
    work = _Work(scenario, without, clock)
    keeper = _Keeper(folder, work, tell)
    with clock("solve"):
        outcome = solvers.solve(work.program, limits, tell=keeper.tell, stop=stop)
    with clock("read"):
        plan = work.plan(outcome)
    with clock("verify"):
        breaches = verify(scenario, plan)
    with clock("save"):
        folder.save(plan)
        folder.outcome(_outcome_record(outcome, clock.seconds, breaches))
        folder.note(
            state="done" if breaches.empty and outcome.stopped_by != "user" else "failed" if len(breaches) else "stopped", ended=store.now()
        )
    return Run(folder.id, folder.path, scenario, plan, breaches, outcome, clock.seconds)


def refuse_errors(scenario: Scenario) -> None:
    """Raise ScenarioError where the rules see a contradiction before anything is solved."""
    found = _judge(scenario)
    if any(p.severity == "error" for p in found):
        raise ScenarioError((*scenario.problems, *found))


def _judge(scenario: Scenario) -> list[Problem]:
    return [problem for name in rules.NAMES for problem in rules.rule(name).check(scenario)]


class _Clock:
    """Seconds per step, by name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def __call__(self, step: str) -> "_Span":
        return _Span(self.seconds, step)


@dataclass
class _Span:
    seconds: dict[str, float]
    step: str
    began: float = 0.0

    def __enter__(self) -> None:
        self.began = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self.seconds[self.step] = self.seconds.get(self.step, 0.0) + time.perf_counter() - self.began


class _Work:
    """A scenario with its program: what turns vectors into plans."""

    def __init__(self, scenario: Scenario, without: frozenset[str], clock: _Clock | None = None) -> None:
        from planner.model.build import build  # here, so that `check` never loads Pyomo

        clock = clock or _Clock()
        self.scenario = scenario
        with clock("placements"):
            admitted = placements(scenario)
        with clock("build"):
            self.program: Program = build(scenario, admitted, without)

    def plan(self, outcome: Outcome) -> Plan:
        """Return the plan of an outcome, every figure made by the rules."""
        if outcome.x is None:
            raise NoPlanError(outcome, tuple(str(self.program.row_labels[i]) for i in outcome.conflict))
        made = self._made(outcome.x, outcome.status, outcome.stopped_by)
        levels, open_before = [], False
        for aim, level in zip(self.program.aims, outcome.levels, strict=True):
            value = level.final if level.state in SEARCHED else min(level.final, made.metrics[aim.name])
            levels.append(GoalLevel(aim.name, value, level.bound, level.state, open_before))
            open_before = open_before or level.state != "proven"
        return replace(made, levels=tuple(levels))

    def _made(self, x: Vector, status: str, stopped_by: str) -> Plan:
        """Return the plan of one vector, as the rules see it; its levels are still to be filled in."""
        decisions = read(self.program.column_labels, x)
        made = account(self.scenario, decisions)
        return Plan(self.scenario.digest, self.scenario.option, decisions, made.frames, made.metrics, (), status, stopped_by)

    def incumbent(self, event: Event) -> Plan:
        """Return the plan of an incumbent: whole, with the values that the rules see; nothing about it is proven yet."""
        assert event.x is not None  # noqa: S101  # an incumbent carries its vector
        made = self._made(event.x, "feasible", "interrupted")
        names = [aim.name for aim in self.program.aims]
        return replace(made, levels=tuple(GoalLevel(n, made.metrics[n], float("nan"), "stopped", i > 0) for i, n in enumerate(names)))


class _Keeper:
    """Writes events, the log and, at most once a second, the incumbent."""

    def __init__(self, folder: store.Folder, work: _Work, tell: Tell | None) -> None:
        self.folder, self.work, self.onward = folder, work, tell
        self.next_at = 0.0
        self.unsaved: Event | None = None

    def tell(self, event: Event) -> None:
        """Keep one event, then pass it on."""
        if event.kind == "log":
            self.folder.log(event.note)
        else:
            record = {k: v for k, v in vars(event).items() if k != "x"}
            self.folder.event(record)
        plan = None
        if event.kind == "incumbent" and event.x is not None:
            self.unsaved = event
        if self.unsaved and event.seconds >= self.next_at:  # also when a bound follows: the last one is always saved
            began = time.perf_counter()
            plan = self.work.incumbent(self.unsaved)
            self.folder.save(plan)
            self.next_at, self.unsaved = event.seconds + max(EVERY, PAUSE * (time.perf_counter() - began)), None
        if self.onward:
            self.onward(event, plan)


def _versions() -> dict[str, str]:
    names = ("force-posture-planner", "pyomo", "highspy", "numpy", "scipy", "pandas")
    return {name: version(name) for name in names} | {
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
    }


def _outcome_record(outcome: Outcome, seconds: dict[str, float], breaches: pd.DataFrame | None = None) -> dict[str, Any]:
    return {
        "status": outcome.status,
        "stopped_by": outcome.stopped_by,
        "solver": outcome.solver,
        "seconds": outcome.seconds,
        "work": outcome.work,
        "detail": outcome.detail,
        "levels": [asdict(level) for level in outcome.levels],
        "timings": dict(seconds) | {f"solver: {k}": v for k, v in outcome.timings.items()},
        "breaches": None if breaches is None else breaches.to_dict("records"),
    }
