"""The one conductor: scenario → placements → program → outcome → decisions → plan → verified → stored.

The only module that sees both the model and the rules. Incumbents are read, accounted and written while the solver still works, so that
whatever ends it, the best plan lies on disk.
"""

import os
import platform
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

import solvers
from planner import rules, size, store
from planner.conflict import sentences
from planner.decisions import read
from planner.doubts import noticed, vain_pins
from planner.keeper import SEARCHED, Keeper, Tell
from planner.placements import Placements, placements
from planner.plan import GoalLevel, Plan
from planner.rules.pins import meant
from planner.rules.rotation import timed
from planner.scenario import Problem, Scenario, ScenarioError
from planner.scenario.load import every, load
from planner.verify import account, verify
from solvers import Event, Limits, Outcome, Program
from solvers.program import Vector

__all__ = ["Checked", "NoPlanError", "Run", "StoppedError", "check", "load", "run", "solve"]


CRASHED = frozenset({"crash", "memory"})  # ends of a solver that are faults, whatever plan it leaves


class NoPlanError(Exception):
    """No plan came of a solve: proven infeasible, or time, memory, a person or a crash ended it without one."""

    def __init__(self, outcome: Outcome, conflict: tuple[str, ...] = (), settled: tuple[str, ...] = ()) -> None:
        self.outcome = outcome
        self.conflict = conflict
        self.settled = settled  # what of the scenario can forbid every plan, each with its place
        super().__init__("no plan exists: proven" if self.proven else f"no plan was found before {outcome.stopped_by} ended the search")

    @property
    def proven(self) -> bool:
        """Whether it is proven that no plan exists."""
        return self.outcome.status == "infeasible"


class StoppedError(KeyboardInterrupt):
    """Stopped at once, by a second Ctrl-C: the run whose last saved plan stays."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"stopped at once; the last plan saved is in {path}")


@dataclass(frozen=True)
class Checked:
    """A scenario looked at without solving: the scenario (None with errors), every problem, what is admissible.

    `options` are those that were looked at beside it, `unusable` what of them all cannot be solved, itself as base.
    """

    scenario: Scenario | None
    problems: tuple[Problem, ...]
    placements: Placements | None
    options: tuple[str, ...] = ()
    unusable: tuple[str, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether there is no error."""
        return all(p.severity != "error" for p in self.problems)


@dataclass(frozen=True)
class Run:
    """A saved solve: the plan, what verify found, how the search ended, where it lies, seconds per step.

    `unsaved` says what of it the disk did not take, and what can be read instead; it is empty if all was.
    """

    id: str
    path: Path
    scenario: Scenario
    plan: Plan
    breaches: pd.DataFrame
    outcome: Outcome
    timings: dict[str, float] = field(default_factory=dict)
    unsaved: str = ""

    @property
    def sound(self) -> bool:
        """Whether the plan breaks no rule, lies on disk, and the solver ended by its own will."""
        return self.breaches.empty and not self.unsaved and self.outcome.stopped_by not in CRASHED


def check(path: str | Path, option: str | None = None, root: Path | None = None) -> Checked:
    """Read a scenario and say everything that is wrong or noteworthy, without building a program; of all its options if none is named."""
    ways = every(path, root) if option is None else iter([(option, _read(path, option, root))])
    _, read = next(ways)
    if isinstance(read, ScenarioError):
        return Checked(None, read.problems, None)
    with size.told(read):
        admitted = placements(read)
    found = noticed(read, admitted)
    told = {name: other.problems if isinstance(other, ScenarioError) else noticed(other, placements(other)) for name, other in ways}
    own = _by_option(found, told)
    looked_at = {read.option: found, **told}
    unusable = tuple(name for name, problems in looked_at.items() if any(p.severity == "error" for p in problems))
    return Checked(read, (*found, *own), admitted, tuple(told), unusable)


def solve(
    scenario: Scenario,
    limits: Limits | None = None,
    tell: Tell | None = None,
    stop: Callable[[], bool] | None = None,
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
    work = _Work(scenario)
    outcome = solvers.solve(work.program, limits or Limits(), tell=(lambda event: tell(event, None)) if tell else None, stop=stop)
    return work.plan(outcome)


def run(
    scenario: Scenario,
    limits: Limits | None = None,
    runs_dir: Path | None = None,
    tell: Tell | None = None,
    stop: Callable[[], bool] | None = None,
) -> Run:
    """Solve a scenario, keeping everything in a run folder from the first second. Raises as `solve` does."""
    refuse_errors(scenario)
    limits = limits or Limits()
    folder = store.create(store.runs_dir(runs_dir), scenario, _versions(), asdict(limits))
    try:
        return _run(folder, scenario, limits, tell, stop)
    except KeyboardInterrupt:
        _note_end(folder, "interrupted", "stopped at once by Ctrl-C")
        if folder.planned:
            raise StoppedError(folder.path) from None
        raise
    except NoPlanError as none:
        with suppress(OSError):
            folder.outcome(_outcome_record(none.outcome, none.outcome.timings))
        _note_end(folder, "failed", str(none))
        raise
    except BaseException as fault:
        _note_end(folder, "failed", f"{type(fault).__name__}: {fault}")
        raise


def _note_end(folder: store.Folder, state: str, why: str) -> None:
    """Note how a run ended that came to nothing; a Ctrl-C meanwhile must not leave it as if it ran, and a full disk must not hide why."""
    with suppress(OSError):
        try:
            folder.end(state, why=why)
        except KeyboardInterrupt:
            folder.end(state, why=why)


def _run(folder: store.Folder, scenario: Scenario, limits: Limits, tell: Tell | None, stop: Callable[[], bool] | None) -> Run:
    clock = _Clock()
    work = _Work(scenario, clock)
    keeper = Keeper(folder, work.incumbent, work.program.aims, tell)
    with clock("solve"), keeper:
        outcome = solvers.solve(work.program, limits, tell=keeper.tell, stop=stop)
    with clock("read"):
        plan = work.plan(outcome)
    with clock("verify"):
        breaches = verify(scenario, plan)
    with clock("save"):
        unsaved = _save(folder, plan, _ended(breaches, outcome), _outcome_record(outcome, clock.seconds, breaches))
    return Run(folder.id, folder.path, scenario, plan, breaches, outcome, clock.seconds, unsaved)


def _save(folder: store.Folder, plan: Plan, state: str, outcome: dict[str, Any]) -> str:
    """Write the plan and how the search ended; return what of it the disk did not take, and what can be read instead."""
    try:
        folder.save(plan)
    except OSError as fault:
        kept = f"an earlier one of this run can be read: posture show {folder.path}" if folder.planned else "no earlier one was saved"
        return f"This plan could not be saved: {store.reason(fault)}; {kept}."
    try:
        folder.outcome(outcome)
        folder.end(state)
    except OSError as fault:
        return f"The plan is saved in {folder.path}, but how the search ended could not be noted: {store.reason(fault)}."
    return ""


def _ended(breaches: pd.DataFrame, outcome: Outcome) -> str:
    """Return the state in which a run with a plan ends: one that breaks a rule, or whose solver died, is nothing to build on."""
    if len(breaches) or outcome.stopped_by in CRASHED:
        return "failed"
    return "stopped" if outcome.stopped_by == "user" else "done"


def refuse_errors(scenario: Scenario) -> None:
    """Raise ScenarioError where the rules see a contradiction before anything is solved."""
    found = [*_judge(scenario), *(vain_pins(scenario, placements(scenario)) if scenario.pins else ())]
    if any(p.severity == "error" for p in found):
        raise ScenarioError((*scenario.problems, *found))


def _read(path: str | Path, option: str, root: Path | None) -> Scenario | ScenarioError:
    try:
        return load(path, option, root)
    except ScenarioError as fault:
        return fault


def _by_option(base: tuple[Problem, ...], told: Mapping[str, tuple[Problem, ...]]) -> list[Problem]:
    """Return what only options have, each problem once, with the options that have it."""
    having: dict[Problem, list[str]] = {}
    for name, problems in told.items():
        for p in dict.fromkeys(problems):
            if p not in base:
                having.setdefault(p, []).append(name)
    return [replace(p, what=f"option{'s' if len(names) > 1 else ''} {', '.join(names)}: {p.what}") for p, names in having.items()]


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

    def __init__(self, scenario: Scenario, clock: _Clock | None = None) -> None:
        from planner.model.build import build  # here, so that `check` never loads Pyomo

        clock = clock or _Clock()
        self.scenario = scenario
        with clock("placements"), size.told(scenario):
            admitted = placements(scenario)
        with clock("build"), size.told(scenario):
            self.program: Program = build(scenario, admitted)

    def plan(self, outcome: Outcome) -> Plan:
        """Return the plan of an outcome, every figure made by the rules."""
        if outcome.x is None:
            clash = sentences(self.scenario, [self.program.row_labels[i] for i in outcome.conflict])
            raise NoPlanError(outcome, clash, tuple(_settled(self.scenario)))
        made = self._made(outcome.x, outcome.status, outcome.stopped_by)
        levels, open_before = [], False
        for aim, level in zip(self.program.aims, outcome.levels, strict=True):
            value = level.final if level.state in SEARCHED else min(level.final, made.metrics[aim.name])
            levels.append(GoalLevel(aim.name, value, level.bound, level.state, open_before, reached=level.reached))
            open_before = open_before or level.state != "proven"
        return replace(made, levels=tuple(levels))

    def _made(self, x: Vector, status: str, stopped_by: str) -> Plan:
        """Return the plan of one vector, as the rules see it; its levels are still to be filled in."""
        decisions = timed(self.scenario, read(self.program.column_labels, x))
        made = account(self.scenario, decisions)
        return Plan(self.scenario.digest, self.scenario.option, decisions, made.frames, made.metrics, (), status, stopped_by)

    def incumbent(self, event: Event) -> Plan:
        """Return the plan of an incumbent: whole, with the values that the rules see; its levels are still to be filled in."""
        assert event.x is not None  # noqa: S101  # an incumbent carries its vector
        return self._made(event.x, "feasible", "interrupted")


def _settled(scenario: Scenario) -> Iterator[str]:
    """Yield what can forbid every plan: pins that ask for units, and lines that are hard."""
    for pin in scenario.pins:
        if pin.at_least > 0:
            names = [scenario.steps[p].name for p in pin.steps]
            when = names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"
            yield f"{pin.mark or 'a pin'}: at least {pin.at_least:g} units of {meant(pin.select)} pinned, {when}"
    hard = scenario.frames["requirements"]["hard"]
    for name in hard.index[hard]:
        yield f"{scenario.mark('requirements', name) or 'a line'}: {name} is hard"


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
