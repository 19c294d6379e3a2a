"""Reading run folders: a run as it lies on disk, or a sentence that says what of it is damaged. A wrong plan is never read in silence."""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from planner.plan import Plan
from planner.scenario import Scenario, ScenarioError
from planner.scenario.load import load
from planner.scenario.problems import suggest
from planner.store import process, records
from planner.store.layout import INPUT, NAME, NEXT, OUTCOME, PLAN, RUN, TABLES, RunError, contents, folders, reason, record
from planner.store.records import DamageError, OlderError

TRIES = 20  # looks at a plan that is being written meanwhile
COLUMNS = ("id", "state", "option", "title", "started", "digest", "status", "fault")
UNREADABLE = ("damaged", "older")
AGAIN = "solve its scenario again"
UNKNOWN = (AttributeError, KeyError, OverflowError, TypeError, ValueError)  # raised by what another version wrote


@dataclass(frozen=True)
class Saved:
    """A run as it lies on disk. `plan` is None if none was found yet; `state` is running, done, stopped, failed or interrupted.

    `passed_over` are newer runs that `latest` would mean if they were not damaged.
    """

    id: str
    path: Path
    state: str
    meta: Mapping[str, Any]
    outcome: Mapping[str, Any]
    plan: Plan | None
    scenario: Scenario
    passed_over: tuple[str, ...] = ()


def runs_dir(chosen: Path | None = None) -> Path:
    """Return the folder of runs: as chosen, else POSTURE_RUNS, else ./runs."""
    return chosen or Path(os.environ.get("POSTURE_RUNS") or "runs")


def open(run: str | Path, runs: Path | None = None) -> Saved:  # noqa: A001  # store.open(run) reads as what it does
    """Return a saved run by id, by path or as `latest`.

    Raises
    ------
    RunError
        No such run, a folder that holds none, one that is damaged, or one that this version no longer reads.
    """
    path, passed_over = _find(run, runs_dir(runs))
    return replace(_opened(path), passed_over=passed_over)


def listing(runs: Path | None = None) -> pd.DataFrame:
    """Return the saved runs, newest last: id, state, option, title, started, digest, status, and what is at fault.

    Beside the states of `Saved` a run may be damaged, or older than what this version reads.
    """
    rows = [_listed(path) for path in folders(runs_dir(runs))]
    rows.sort(key=lambda row: (row["number"], row["started"], row["id"]))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _find(run: str | Path, runs: Path) -> tuple[Path, tuple[str, ...]]:
    """Return the folder of a run, and the damaged ones that were passed over on the way to the latest."""
    if str(run) == "latest":
        known = listing(runs)
        if known.empty:
            raise RunError(f"no run in {runs}; make one with: posture solve SCENARIO")
        sound = known.index[~known["state"].isin(UNREADABLE)]
        if not len(sound):
            return runs / str(known["id"].iloc[-1]), ()  # whose fault is then said
        return runs / str(known["id"][sound[-1]]), tuple(known["id"][sound[-1] + 1 :])
    for path in (Path(run), runs / str(run)):
        with suppress(OSError):  # a name too long to be one
            if (path / RUN).exists() or (NAME.fullmatch(path.name) and path.is_dir()):
                return path, ()
    raise RunError(f"no run {run} in {runs}{_near(str(run), [path.name for path in folders(runs)])}")


def _near(word: str, names: Sequence[str]) -> str:
    """Say which run may have been meant: one whose id holds the word, the newest of these, or a name that looks like it."""
    if not names:
        return "; make one with: posture solve SCENARIO"
    holding = [name for name in names if word and word in name]
    near = f"; did you mean {holding[-1]}?" if holding else suggest(word, ["latest", *names])
    return f"{near or ';'} posture runs lists them, and latest is the newest"


def _opened(path: Path) -> Saved:
    meta: Mapping[str, Any] = {}
    try:
        meta = _whole(path)
        plan = _plan(path) if (path / PLAN).exists() else None
        outcome = records.parsed(contents(path, OUTCOME)) if (path / OUTCOME).exists() else {}
        scenario = load(path / INPUT / meta["source"], meta["option"], path / INPUT, frozenset(meta["without"]))
        saved = Saved(path.name, path, _state(meta), meta, outcome, plan, scenario)
    except DamageError as fault:
        raise RunError(f"run {path.name} is damaged: {fault}; {AGAIN}") from fault
    except ScenarioError as fault:
        raise RunError(f"the scenario of run {path.name} {_older(meta)}: {_first(fault)}") from fault
    except OSError as fault:
        raise RunError(f"run {path.name} cannot be read: {reason(fault)}") from fault
    except OlderError as fault:
        raise RunError(f"run {path.name} {_older(meta)}" + (f": {fault}" if str(fault) else "")) from fault
    except UNKNOWN as fault:
        raise RunError(f"run {path.name} {_older(meta)}: {type(fault).__name__} {fault}") from fault
    if scenario.digest != meta["digest"]:  # this version reads the same bytes otherwise
        raise RunError(f"the scenario of run {path.name} {_older(meta)}: it means something else now")
    return saved


def _listed(path: Path) -> dict[str, Any]:
    """Return what the list says of one run; of one that cannot be read, what is at fault."""
    row: dict[str, Any] = {"id": path.name, "number": 0} | dict.fromkeys(COLUMNS[1:], "") | {"status": "no plan"}
    try:
        meta = record(path, RUN)
        row |= {name: str(meta[name]) for name in ("option", "title", "started", "digest")} | {"number": int(meta["number"])}
        state = _state(meta)
        if (path / PLAN).exists() or state not in {"running", "interrupted"}:  # before its first plan a run may lack what it read
            _whole(path)
        if (path / PLAN).exists():
            found = _planned(path)[0]
            records.decided(found)  # what cannot be opened is not listed as if it could
            row["status"] = str(found["status"])
        return row | {"state": state}
    except DamageError as fault:
        return row | {"state": "damaged", "fault": str(fault)}
    except (OlderError, OSError, *UNKNOWN):
        return row | {"state": "older", "fault": "another version wrote it"}


def _whole(path: Path) -> dict[str, Any]:
    """Return the record of a run whose other files are what it says they are; DamageError if one is not.

    events.jsonl and solver.log are logs: nothing rests on them, and a torn one is no damage.
    """
    meta = record(path, RUN)
    due = {f"{INPUT}/{name}": right for name, right in meta["inputs"].items()} | meta.get("kept", {})
    for name, right in due.items():
        if records.digest(contents(path, name)) != right:
            raise DamageError(f"{name} is not what was written: cut off, or changed since")
    if (path / PLAN).exists():
        _planned(path)
    return meta


def _plan(path: Path) -> Plan:
    found, tables = _planned(path)
    return records.plan_of(found, {name: records.from_csv(name, text) for name, text in tables.items()})


def _planned(path: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the record of the plan and its tables as text; where a newer plan is being written meanwhile, that one's."""
    before: dict[str, Any] = {}
    for _ in range(TRIES):
        found = record(path, PLAN)
        try:
            return found, {name: _table(path, name, right) for name, right in found["tables"].items()}
        except DamageError:
            if found == before:
                raise
            before = found
    raise DamageError(f"{PLAN} changes faster than it can be read")


def _table(path: Path, name: str, right: str) -> str:
    """Return the text of a table from where it waits to be moved, by a solve that is at it or was cut off, or from where tables lie.

    In this order: what is moved between the two looks is seen by the second.
    """
    for folder in (NEXT, TABLES):
        with suppress(OSError):
            data = (path / folder / f"{name}.csv").read_bytes()
            if records.digest(data) == right:
                return data.decode()
    lost = (
        "is not the table that plan.json names: cut off, or changed since" if (path / TABLES / f"{name}.csv").exists() else "is not there"
    )
    raise DamageError(f"{TABLES}/{name}.csv {lost}")


def _state(meta: Mapping[str, Any]) -> str:
    return "interrupted" if meta["state"] == "running" and not process.lives(meta["process"]) else str(meta["state"])


def _older(meta: Mapping[str, Any]) -> str:
    """Say that a run cannot be read, and by which version it was written."""
    wrote = dict(meta.get("versions", {})).get("force-posture-planner", "unknown")
    return f"(written by version {wrote}) is not what this version reads; {AGAIN}"


def _first(fault: ScenarioError) -> str:
    """Return the first error of a scenario, with its place and how many follow."""
    errors = [p for p in fault.problems if p.severity == "error"]
    more = f" ({len(errors) - 1} more)" if len(errors) > 1 else ""
    return f"{errors[0].where or ''} {errors[0].what}{more}".strip() if errors else str(fault)
