"""Run folders: what a solve read, decided and reported, on disk from the first second and readable at any moment.

A folder is made at once under its final name; each file is written to a temporary name, flushed to disk and renamed, so that a reader, or a
crash, sees the old file or the new one. `plan.json` and `tables/` hold no clock and no id: the same plan is the same bytes.
"""

import csv
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from planner import frames
from planner.decisions import KINDS, Decisions, frame
from planner.plan import GoalLevel, Plan
from planner.scenario import Scenario, ScenarioError
from planner.scenario.load import load

RUN, PLAN, OUTCOME, EVENTS, INPUT = "run.json", "plan.json", "outcome.json", "events.jsonl", "input"


class RunError(Exception):
    """A run that cannot be found or read: a sentence for the planner."""


@dataclass(frozen=True)
class Saved:
    """A run as it lies on disk. `plan` is None if none was found yet; `state` is running, done, stopped, failed or interrupted."""

    id: str
    path: Path
    state: str
    meta: Mapping[str, Any]
    outcome: Mapping[str, Any]
    plan: Plan | None
    scenario: Scenario


def runs_dir(chosen: Path | None = None) -> Path:
    """Return the folder of runs: as chosen, else POSTURE_RUNS, else ./runs."""
    return chosen or Path(os.environ.get("POSTURE_RUNS") or "runs")


class Folder:
    """A run folder being written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.meta: dict[str, Any] = {}

    @property
    def id(self) -> str:
        """The run's id, which is the folder's name."""
        return self.path.name

    @property
    def planned(self) -> bool:
        """Whether a plan lies in the folder."""
        return (self.path / PLAN).exists()

    def note(self, **changes: Any) -> None:
        """Change run.json: state, end, anything a reader of the folder should know."""
        self.meta |= changes
        write(self.path / RUN, _json(self.meta))

    def event(self, record: Mapping[str, Any]) -> None:
        """Append one event, without flushing to disk: losing the last ones loses no plan."""
        with (self.path / EVENTS).open("a", encoding="utf-8") as out:
            out.write(json.dumps(_plain(record), allow_nan=False) + "\n")

    def save(self, plan: Plan) -> None:
        """Write the plan: tables first, then plan.json, which names their digests, so that a torn set is noticed."""
        tables = {name: to_csv(table) for name, table in sorted(plan.frames.items())}
        (self.path / "tables").mkdir(exist_ok=True)
        for name, text in tables.items():
            write(self.path / "tables" / f"{name}.csv", text)
        write(self.path / PLAN, _json(_plan_record(plan)))

    def outcome(self, record: Mapping[str, Any]) -> None:
        """Write how the search ended: status, levels, seconds, solver, breaches."""
        write(self.path / OUTCOME, _json(record))


def create(runs: Path, scenario: Scenario, versions: Mapping[str, str], limits: Mapping[str, Any]) -> Folder:
    """Make the folder of a new run, with copies of every file the scenario was read from."""
    folder = Folder(_claim(runs, scenario.option, scenario.digest))
    inputs = {os.path.relpath(file, scenario.root): data for file, data in scenario.files.items()}
    for name, data in inputs.items():
        target = folder.path / INPUT / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)  # as it was read: what changed on disk since then is not what was solved
    folder.note(
        state="running", pid=os.getpid(), started=now(), ended=None, title=scenario.title, option=scenario.option,
        option_title=scenario.option_title, digest=scenario.digest, source=next(iter(inputs), ""), files=list(scenario.files),
        versions=dict(versions), limits=dict(limits),
    )  # fmt: skip
    return folder


def open(run: str | Path, runs: Path | None = None) -> Saved:  # noqa: A001  # store.open(run) reads as what it does
    """Return a saved run by id, by path or as `latest`.

    Raises
    ------
    RunError
        No such run, a folder that holds none, or one that this version no longer reads.
    """
    path = _find(run, runs_dir(runs))
    meta = _read(path / RUN)
    outcome = _read(path / OUTCOME) if (path / OUTCOME).exists() else {}
    try:
        scenario = load(path / INPUT / meta["source"], meta["option"], path / INPUT)
        plan = _load_plan(path) if (path / PLAN).exists() else None
        return Saved(path.name, path, _state(meta), meta, outcome, plan, scenario)
    except ScenarioError as fault:
        raise RunError(f"the scenario of run {path.name} {_older(meta)}: {_first(fault)}") from fault
    except (KeyError, TypeError, ValueError, OSError) as fault:  # what another version wrote, or somebody took away
        raise RunError(f"run {path.name} {_older(meta)}: {type(fault).__name__} {fault}") from fault


def listing(runs: Path | None = None) -> pd.DataFrame:
    """Return the saved runs, newest last: id, state, option, title, started, digest, status."""
    rows = []
    folder = runs_dir(runs)
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if (path / RUN).exists():
            rows.append({"id": path.name} | _listed(path))
    columns = ["id", "state", "option", "title", "started", "digest", "status"]
    return pd.DataFrame(rows, columns=columns).sort_values(["started", "id"], ignore_index=True)


def _listed(path: Path) -> dict[str, str]:
    """Return what the list says of one run; of a folder that cannot be read, that."""
    try:
        meta = _read(path / RUN)
        status = str(_read(path / PLAN)["status"]) if (path / PLAN).exists() else "no plan"
        told = {name: str(meta[name]) for name in ("option", "title", "started", "digest")}
        return told | {"state": _state(meta), "status": status}
    except (RunError, KeyError, TypeError, ValueError):
        return {"state": "unreadable", "option": "", "title": "", "started": "", "digest": "", "status": "no plan"}


def write(path: Path, text: str) -> None:
    """Write a file so that a reader sees the old one or the new one, whatever happens in between."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with temporary.open("w", encoding="utf-8", newline="\n") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    temporary.replace(path)


def to_csv(table: pd.DataFrame) -> str:
    """Return a frame as CSV text that reads back to equal numbers."""
    flat = table.reset_index() if table.index.name else table
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(flat.columns)
    for row in flat.itertuples(index=False):
        writer.writerow(["" if isinstance(v, float) and np.isnan(v) else repr(float(v)) if isinstance(v, float) else v for v in row])
    return out.getvalue()


def plan_digest(plan: Plan) -> str:
    """Return the SHA-256 of what the plan decides: equal for equal decisions of the same scenario."""
    return hashlib.sha256(_json(_plan_record(plan)["decisions"]).encode() + plan.digest.encode()).hexdigest()


def _claim(runs: Path, option: str, digest: str) -> Path:
    runs.mkdir(parents=True, exist_ok=True)
    name = "".join(c if c.isalnum() or c in "-_" else "-" for c in option)[:40] or "option"
    for attempt in range(1000):
        tail = hashlib.sha256(f"{digest}{os.getpid()}{attempt}{datetime.now(UTC).timestamp()}".encode()).hexdigest()[:4]
        path = runs / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{name}-{tail}"
        try:
            path.mkdir(mode=0o700)
        except FileExistsError:
            continue
        return path
    raise RunError(f"no free name for a run in {runs}")


def _find(run: str | Path, runs: Path) -> Path:
    if str(run) == "latest":
        known = listing(runs)
        known = known[known["state"] != "unreadable"]
        if known.empty:
            raise RunError(f"no run in {runs}; make one with: posture solve SCENARIO")
        return runs / str(known["id"].iloc[-1])
    for path in (Path(run), runs / str(run)):
        if (path / RUN).exists():
            return path
    raise RunError(f"no run {run} in {runs}; posture runs lists them")


def _older(meta: Mapping[str, Any]) -> str:
    """Say that a run cannot be read, and by which version it was written."""
    wrote = dict(meta.get("versions", {})).get("force-posture-planner", "unknown")
    return f"(written by version {wrote}) is not what this version reads; solve its scenario again"


def _first(fault: ScenarioError) -> str:
    """Return the first error of a scenario, with its place and how many follow."""
    errors = [p for p in fault.problems if p.severity == "error"]
    more = f" ({len(errors) - 1} more)" if len(errors) > 1 else ""
    return f"{errors[0].where or ''} {errors[0].what}{more}".strip() if errors else str(fault)


def _state(meta: Mapping[str, Any]) -> str:
    running = meta["state"] == "running"
    return "interrupted" if running and not _alive(int(meta["pid"])) else str(meta["state"])


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _plan_record(plan: Plan) -> dict[str, Any]:
    return {
        "digest": plan.digest,
        "option": plan.option,
        "status": plan.status,
        "stopped_by": plan.stopped_by,
        "levels": [asdict(level) for level in plan.levels],
        "metrics": dict(sorted(plan.metrics.items())),
        "decisions": {kind: plan.decisions[kind].to_numpy().tolist() if kind in plan.decisions else [] for kind in KINDS},
        "tables": {name: hashlib.sha256(to_csv(table).encode()).hexdigest() for name, table in sorted(plan.frames.items())},
    }


def _load_plan(path: Path) -> Plan:
    record = _read(path / PLAN)
    decisions: Decisions = {kind: frame(kind, [tuple(row) for row in record["decisions"][kind]]) for kind in KINDS}
    tables = {name: _table(path / "tables" / f"{name}.csv", name, digest) for name, digest in record["tables"].items()}
    levels = tuple(GoalLevel(**_numbers(level)) for level in record["levels"])
    metrics = {name: float("nan") if value is None else value for name, value in record["metrics"].items()}
    return Plan(record["digest"], record["option"], decisions, tables, metrics, levels, record["status"], record["stopped_by"])


def _table(path: Path, name: str, digest: str) -> pd.DataFrame:
    text = path.read_text(encoding="utf-8")
    if hashlib.sha256(text.encode()).hexdigest() != digest:
        raise RunError(f"{path} is not the table that {PLAN} names: changed by hand, or half written; posture verify cannot use it")
    kinds = {c.name: c.kind for c in frames.FRAMES[name].columns}
    rows = [{k: _cell(v, kinds[k]) for k, v in row.items()} for row in csv.DictReader(StringIO(text))]
    return frames.make(name, rows)


def _cell(text: str, kind: str) -> Any:
    match kind:
        case "number":
            return float(text) if text else float("nan")
        case "count":
            return int(text)
        case "flag":
            return text == "True"
        case _:
            return text


def _numbers(level: Mapping[str, Any]) -> dict[str, Any]:
    return {k: float("nan") if v is None and k in {"value", "bound", "reached"} else v for k, v in level.items()}


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise RunError(f"{path} cannot be read: {fault}") from fault


def _json(value: Any) -> str:
    return json.dumps(_plain(value), indent=1, allow_nan=False, ensure_ascii=False) + "\n"


def _plain(value: Any) -> Any:
    """Turn numpy numbers into Python's, and what is not finite into null: JSON has no NaN."""
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, np.generic):
        return _plain(value.item())
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return value


def now() -> str:
    """Return the moment in UTC, for run.json only."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
