"""Writing a run folder: made at once under its final name, whole at every moment, whatever ends the process or fills the disk."""

import hashlib
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from planner.plan import Plan
from planner.scenario import Scenario
from planner.store import disk, process, records
from planner.store.layout import EVENTS, INPUT, LOG, NEXT, OUTCOME, PLAN, RUN, TABLES, RunError, known_numbers, reason

MOST_LOG = 20_000_000  # bytes of the solver's log that are kept


class Folder:
    """A run folder being written. Each method raises OSError where the disk takes no more; what was saved before stays readable."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.meta: dict[str, Any] = {}
        self._tables: dict[str, str] = {}  # digests of what lies in tables/
        self._moving: list[str] = []  # files of the last plan that still lie in the folder for the next
        self._logged = 0

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
        disk.write(self.path / RUN, records.sealed(self.meta))

    def event(self, record: Mapping[str, Any]) -> None:
        """Append one event."""
        disk.append(self.path / EVENTS, records.line(record))

    def log(self, text: str) -> None:
        """Append to the solver's log, up to a limit that it then names."""
        if self._logged >= MOST_LOG:
            return
        self._logged += len(text)
        full = f"\nThis log is cut here: {MOST_LOG // 1_000_000} MB are kept.\n" if self._logged >= MOST_LOG else ""
        disk.append(self.path / LOG, text + full)

    def save(self, plan: Plan) -> None:
        """Write the plan, so that at every moment either the last one or this one can be read whole.

        New tables are put beside the old ones; plan.json, which names their digests, makes them the plan's; then they move to where
        tables lie. A reader looks in both places.
        """
        self._move()
        tables = {name: records.to_csv(table) for name, table in plan.frames.items()}
        record = records.plan_record(plan, tables)
        changed = [name for name in sorted(tables) if record["tables"][name] != self._tables.get(name)]
        try:
            for name in changed:
                disk.make(self.path / NEXT)
                disk.write(self.path / NEXT / f"{name}.csv", tables[name])
            disk.settle(self.path / NEXT)
            disk.write(self.path / PLAN, records.sealed(record))
        except BaseException:
            shutil.rmtree(self.path / NEXT, ignore_errors=True)
            raise
        self._tables, self._moving = record["tables"], changed
        with suppress(OSError):  # they are read where they are, too
            self._move()

    def _move(self) -> None:
        """Put the tables of the last plan where tables lie."""
        if self._moving:
            disk.make(self.path / TABLES)
        for name in list(self._moving):
            os.replace(self.path / NEXT / f"{name}.csv", self.path / TABLES / f"{name}.csv")  # noqa: PTH105  # as in disk
            self._moving.remove(name)
        with suppress(OSError):
            (self.path / NEXT).rmdir()

    def outcome(self, record: Mapping[str, Any]) -> None:
        """Write how the search ended: status, levels, seconds, solver, breaches."""
        disk.write(self.path / OUTCOME, records.text(record))

    def end(self, state: str, **changes: Any) -> None:
        """Note how the run ended, with the digests of what lies in its folder from now on."""
        kept = {name: records.digest((self.path / name).read_bytes()) for name in (PLAN, OUTCOME) if (self.path / name).exists()}
        self.note(state=state, ended=now(), kept=kept, **changes)
        disk.settle(self.path)


def create(runs: Path, scenario: Scenario, versions: Mapping[str, str], limits: Mapping[str, Any]) -> Folder:
    """Make the folder of a new run, with copies of every file the scenario was read from.

    Raises
    ------
    RunError
        No run can be kept there: said before anything is solved.
    """
    try:
        disk.make(runs)
        number = 1 + max(known_numbers(runs), default=0)
        folder = Folder(_claim(runs, scenario.option, scenario.digest))
    except OSError as fault:
        raise RunError(f"no run can be kept in {runs}: {reason(fault)}; name another folder with --runs") from fault
    inputs = {os.path.relpath(file, scenario.root): data for file, data in scenario.files.items()}
    try:
        folder.note(
            number=number, state="running", process=process.me(), started=now(), ended=None, title=scenario.title,
            option=scenario.option, option_title=scenario.option_title, without=list(scenario.without), digest=scenario.digest,
            source=next(iter(inputs), ""), files=list(scenario.files),
            steps=[[scenario.first_day(m).isoformat() for m in (step.first_month, step.until_month)] for step in scenario.steps],
            inputs={name: records.digest(data) for name, data in inputs.items()}, versions=dict(versions), limits=dict(limits),
        )  # fmt: skip
        for name, data in inputs.items():
            disk.make((folder.path / INPUT / name).parent)
            disk.write(folder.path / INPUT / name, data)  # as it was read: what changed on disk since then is not what was solved
    except OSError as fault:
        shutil.rmtree(folder.path, ignore_errors=True)
        raise RunError(f"no run can be kept in {runs}: {reason(fault)}; make room, or name another folder with --runs") from fault
    return folder


def now() -> str:
    """Return the moment in UTC, for run.json only."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _claim(runs: Path, option: str, digest: str) -> Path:
    """Make a folder of a name that nobody has: two processes that begin in one second get two."""
    name = "".join(c if c.isalnum() or c in "-_" else "-" for c in option)[:40] or "option"
    for attempt in range(1000):
        tail = hashlib.sha256(f"{digest}{os.getpid()}{attempt}{datetime.now(UTC).timestamp()}".encode()).hexdigest()[:4]
        path = runs / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{name}-{tail}"
        try:
            os.mkdir(path, disk.PRIVATE)  # noqa: PTH102  # as in disk
        except FileExistsError:
            continue
        return path
    raise RunError(f"no free name for a run in {runs}")
