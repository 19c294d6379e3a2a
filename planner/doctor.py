"""Is this installation fit to plan with: versions, machine, folders, and a plan made and verified from end to end.

What may be broken is imported where it is looked at, so that the examination tells of it.
"""

import importlib.util
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal, TypeAlias

from packaging.requirements import Requirement

State: TypeAlias = Literal["fine", "look", "wrong"]

DISTRIBUTION = "force-posture-planner"
OURS = ("planner", "solvers", "reports")  # short names that other distributions use too
ENOUGH_MEMORY = 2.0  # GB; a flagship needs 0.2 a process
ENOUGH_DISK = 0.5  # GB; a run of the flagship is a few MB
TRIAL = "worked-example"  # proven in a second, and worked out on paper in the documents
TRIAL_SECONDS = 60.0


@dataclass(frozen=True)
class Finding:
    """One thing looked at: what it is, what was found, whether that will do, and what to do if not."""

    what: str
    found: str
    state: State = "fine"
    hint: str = ""


def examine(runs: Path | None = None) -> Iterator[Finding]:
    """Yield what is found of this installation, one thing after the other; the last ones take seconds.

    Parameters
    ----------
    runs
        The folder of runs, as `store.runs_dir` takes it.
    """
    yield Finding("python", f"{platform.python_version()} on {platform.system()} {platform.machine()}")
    yield from _required()
    yield from _shadowed()
    yield _memory()
    yield from _guarded("runs", lambda: _folder(runs))
    yield from _guarded("solver", _solver)
    yield from _guarded("trial", _trial)


def _required() -> Iterator[Finding]:
    """Hold each package that this one requires against the versions that it requires."""
    try:
        wanted = [Requirement(text) for text in metadata.requires(DISTRIBUTION) or ()]
        own = metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        yield Finding(DISTRIBUTION, "not installed, run from its folder", "look", "pip install . in the folder of the project")
        return
    yield Finding(DISTRIBUTION, own)
    for need in wanted:
        if need.marker is not None and not need.marker.evaluate({"extra": ""}):
            continue
        try:
            there = metadata.version(need.name)
        except metadata.PackageNotFoundError:
            yield Finding(need.name, "missing", "wrong", f"pip install '{need}'")
            continue
        fits = need.specifier.contains(there, prereleases=True)
        hint = "" if fits else f"{need.specifier} is asked for: pip install '{need}'"
        yield Finding(need.name, there, "fine" if fits else "wrong", hint)


def _shadowed() -> Iterator[Finding]:
    """Tell where each of our packages comes from, if another distribution of that name could come first."""
    home = Path(__file__).resolve().parent.parent
    claimed = metadata.packages_distributions()
    for name in OURS:
        spec = importlib.util.find_spec(name)
        where = Path(spec.origin).resolve().parent.parent if spec and spec.origin else None
        others = sorted(set(claimed.get(name, ())) - {DISTRIBUTION})
        if where != home:
            hint = f"python takes another {name} for ours: take it out of the path, or install into an environment of its own"
            yield Finding(name, f"loaded from {where or 'nowhere'}", "wrong", hint)
        elif others:
            hint = "install into an environment of its own: which of the two is taken depends on the order of the path"
            yield Finding(name, f"ours, and {', '.join(others)} brings one too", "look", hint)
        else:
            yield Finding(name, "ours")


def _memory() -> Finding:
    """Tell how much memory there is, where the system says so."""
    cores = f"{os.cpu_count() or 1} cores"
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    except (AttributeError, OSError, ValueError):
        return Finding("machine", f"{cores}, memory not known")
    enough = total >= ENOUGH_MEMORY
    hint = "" if enough else f"less than {ENOUGH_MEMORY:g} GB: solve one option at a time"
    return Finding("machine", f"{cores}, {total:.1f} GB", "fine" if enough else "look", hint)


def _folder(chosen: Path | None) -> Finding:
    """Write a file where runs will lie, and take it away again."""
    from planner import store

    runs = store.runs_dir(chosen)
    there = next(p for p in (runs, *runs.resolve().parents) if p.is_dir())
    try:
        with tempfile.TemporaryFile(dir=there) as trial:
            trial.write(b"x")
        free = shutil.disk_usage(there).free / 1e9
    except OSError as fault:
        hint = "name another with --runs DIR or POSTURE_RUNS"
        return Finding("runs", f"{runs}: nothing can be written ({fault.strerror or fault})", "wrong", hint)
    enough = free >= ENOUGH_DISK
    hint = "" if enough else f"less than {ENOUGH_DISK:g} GB free: make room before a long solve"
    return Finding("runs", f"{runs}: can be written, {free:.1f} GB free", "fine" if enough else "look", hint)


def _guarded(what: str, look: Callable[[], Finding]) -> Iterator[Finding]:
    """Turn whatever a look raises into what it found: an examination goes on."""
    try:
        yield look()
    except Exception as fault:  # noqa: BLE001  # a broken installation fails in any way
        hint = "install the planner anew into an environment of its own"
        yield Finding(what, f"{type(fault).__name__}: {fault}", "wrong", hint)


def _solver() -> Finding:
    """Solve the smallest program that needs an integer, in a worker of its own: is the process started, heard and ended."""
    import numpy as np
    from scipy.sparse import csr_array

    from solvers import Aim, Limits, Program, solve

    program = Program(
        matrix=csr_array(np.array([[2.0, 2.0]])), row_lower=np.array([3.0]), row_upper=np.array([np.inf]),
        lower=np.zeros(2), upper=np.array([5.0, 5.0]), integer=np.array([True, True]),
        aims=(Aim("units", np.ones(2)),), column_labels=("x", "y"), row_labels=("need",), axes=(), start=np.array([5.0, 5.0]),
    )  # fmt: skip
    outcome = solve(program, Limits(seconds=TRIAL_SECONDS))
    right = outcome.status == "proven" and outcome.levels[0].final == 2.0
    found = f"{outcome.solver}: {'answers and is right' if right else f'{outcome.status}, stopped by {outcome.stopped_by}'}"
    return Finding("solver", found, "fine" if right else "wrong", "" if right else outcome.detail or f"python is {sys.executable}")


def _trial() -> Finding:
    """Read, solve and verify a shipped scenario."""
    from planner import conductor, shipped, verify
    from planner.scenario.load import load
    from solvers import Limits

    began = time.perf_counter()
    scenario = load(shipped.scenarios() / TRIAL)
    plan = conductor.solve(scenario, Limits(seconds=TRIAL_SECONDS))
    breaches = verify.verify(scenario, plan)
    took = time.perf_counter() - began
    proven = all(level.state == "proven" for level in plan.levels)
    if proven and breaches.empty:
        return Finding("trial", f"{TRIAL} read, proven and verified in {took:.1f} s")
    hint = f"posture solve {shipped.scenarios() / TRIAL}, and send what it prints"
    return Finding("trial", f"{TRIAL}: {plan.status}, {len(breaches)} breaches, in {took:.1f} s", "wrong", hint)
