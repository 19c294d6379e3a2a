"""The disk may refuse any write of a run: the plan saved last stays readable, it is said what happened, and nothing half written stays."""

import errno
import os
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from planner import store
from planner.cli import app
from planner.conductor import run
from planner.verify import verify
from tests.faults.replay import STARTER, recorded

CALLS = ("open", "write", "fsync", "replace", "mkdir")  # all by which planner.store changes a disk
FULL = {"a full disk": errno.ENOSPC, "a disk gone read-only": errno.EROFS, "rights taken away": errno.EACCES}


class Disk:
    """A disk under `below` that refuses everything from its n-th change on, for good or `once`; a write refused has half happened."""

    def __init__(self, below: Path, nth: int, code: int, *, once: bool = False) -> None:
        self.below, self.nth, self.code, self.once = str(below), nth, code, once
        self.count = 0
        self.refused: list[str] = []
        self.files: dict[int, str] = {}
        self.calls = {name: getattr(os, name) for name in CALLS}

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in CALLS:
            monkeypatch.setattr(os, name, getattr(self, name))

    def open(self, path, flags, *rest, **more):
        if flags & (os.O_CREAT | os.O_WRONLY):
            self._change(str(path))
        file = self.calls["open"](path, flags, *rest, **more)
        self.files[file] = str(path)
        return file

    def write(self, file, content):
        half = len(content) // 2

        def torn() -> None:
            self.calls["write"](file, content[:half])

        self._change(self.files.get(file, ""), torn)
        return self.calls["write"](file, content)

    def fsync(self, file):
        self._change(self.files.get(file, ""))
        return self.calls["fsync"](file)

    def replace(self, source, target):
        self._change(str(target))
        return self.calls["replace"](source, target)

    def mkdir(self, path, *rest, **more):
        self._change(str(path))
        return self.calls["mkdir"](path, *rest, **more)

    def _change(self, path: str, before=lambda: None) -> None:
        if not path.startswith(self.below):
            return
        self.count += 1
        if self.count == self.nth or (self.count > self.nth > 0 and not self.once):
            before()
            self.refused.append(path)
            raise OSError(self.code, os.strerror(self.code))


def changes(tmp_path, monkeypatch) -> int:
    """Count the changes of the disk in one run of the recorded solve."""
    with monkeypatch.context() as patched:
        recorded().play(patched)
        disk = Disk(tmp_path, 0, 0)
        disk.install(patched)
        run(recorded().scenario, runs_dir=tmp_path / "counted")
    return disk.count


def judge(disk: Disk, runs: Path, patched: pytest.MonkeyPatch) -> str:
    """Solve on that disk by the command and hold what it says and leaves to the promise; return how it ended."""
    disk.install(patched)
    result = CliRunner().invoke(app, ["solve", str(STARTER), "--runs", str(runs), "--json"])
    patched.undo()
    said = " ".join(result.stderr.split())
    left = [p for p in runs.rglob("*") if p.name.endswith(".tmp")]
    assert not left, (disk.nth, disk.refused[0], left)
    assert "Traceback" not in said
    assert "Internal fault" not in said
    listed = store.listing(runs)
    if result.exit_code == 2:
        assert "no run can be kept in" in said
        assert os.strerror(disk.code).lower() in said
        assert listed.empty
        return "refused"
    (state,) = listed["state"]
    assert state != "damaged", (disk.nth, disk.refused[0], listed["fault"][0])
    saved = store.open("latest", runs)
    if saved.plan is not None:
        assert stands((saved.path / store.PLAN).read_bytes(), saved)
    assert '"verified": true' in result.stdout  # the plan of the search is printed, wherever it lies
    if result.exit_code == 0:
        assert state == "done"
        assert saved.plan.metrics == recorded().work.plan(recorded().outcome).metrics
        return "saved"
    assert result.exit_code == 5
    assert os.strerror(disk.code).lower() in said
    if "This plan could not be saved" in said:
        assert ("an earlier one of this run can be read" in said) == (saved.plan is not None)
        return "earlier" if saved.plan is not None else "none"
    assert "The plan is saved in" in said
    assert saved.plan.status == "proven"
    return "saved, end not noted"


def stands(plan: bytes, saved: store.Saved, known: dict[bytes, bool] = {}) -> bool:  # noqa: B006  # a cache
    """Say whether a saved plan verifies; equal bytes are judged once."""
    if plan not in known:
        known[plan] = verify(saved.scenario, saved.plan).empty
    return known[plan]


def sample(count: int, *, every: int) -> range:
    return range(1, count + 1, every)


def survive(tmp_path, monkeypatch, code: int, *, every: int, once: bool) -> set[str]:
    """Refuse each n-th change in turn; return how runs ended."""
    ends = set()
    for nth in sample(changes(tmp_path, monkeypatch), every=every):
        with monkeypatch.context() as patched:
            recorded().play(patched)
            ends.add(judge(Disk(tmp_path, nth, code, once=once), tmp_path / f"{once}-{nth}", patched))
    return ends


def test_a_full_disk_at_some_changes_leaves_the_last_plan_readable(tmp_path, monkeypatch):
    assert {"refused", "earlier", "none"} <= survive(tmp_path, monkeypatch, errno.ENOSPC, every=23, once=False)


def test_a_disk_that_refuses_once_loses_no_plan(tmp_path, monkeypatch):
    assert survive(tmp_path, monkeypatch, errno.EIO, every=41, once=True) <= {"refused", "saved", "saved, end not noted", "earlier"}


@pytest.mark.slow
@pytest.mark.parametrize(("fault", "every"), [("a full disk", 1), ("a disk gone read-only", 2), ("rights taken away", 3)])
def test_any_refused_change_leaves_the_last_plan_readable(tmp_path, monkeypatch, fault, every):
    ends = survive(tmp_path, monkeypatch, FULL[fault], every=every, once=False)
    assert {"refused", "none", "earlier", "saved, end not noted"} <= ends <= {"refused", "none", "earlier", "saved, end not noted", "saved"}


@pytest.mark.slow
def test_any_change_refused_once_loses_no_plan(tmp_path, monkeypatch):
    survive(tmp_path, monkeypatch, errno.EIO, every=1, once=True)


def test_a_planner_is_told_while_the_search_goes_on(tmp_path, monkeypatch):
    with monkeypatch.context() as patched:
        recorded().play(patched)
        Disk(tmp_path, 25, errno.ENOSPC).install(patched)
        result = CliRunner().invoke(app, ["solve", str(STARTER), "--runs", str(tmp_path / "runs"), "--quiet"])
    said = " ".join(result.stderr.split())
    assert result.exit_code == 5
    assert "This plan could not be saved: no space left on device" in said
    assert "FORCE" in result.stdout.upper()  # a quiet solve prints the plan that lies nowhere else


def test_where_no_run_can_be_kept_nothing_is_solved(tmp_path, monkeypatch):
    (tmp_path / "taken").write_text("a file")
    monkeypatch.setattr("planner.conductor.solvers.solve", lambda *_, **__: pytest.fail("solved"))
    result = CliRunner().invoke(app, ["solve", str(STARTER), "--runs", str(tmp_path / "taken")])
    assert result.exit_code == 2
    said = " ".join(result.stderr.split())
    assert "no run can be kept in" in said
    assert "--runs" in said


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs the right to mount")
def test_a_really_full_disk(tmp_path):
    import subprocess

    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=60k", "tmpfs", str(place)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("mounting is not permitted here")
    try:
        words = [sys.executable, "-m", "planner", "solve", str(STARTER), "--runs", str(place / "runs")]
        done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
        said = " ".join(done.stderr.split())
        assert done.returncode in {2, 5}, said
        assert "no space left on device" in said
        assert "Traceback" not in said
    finally:
        subprocess.run(["umount", str(place)], check=False)
