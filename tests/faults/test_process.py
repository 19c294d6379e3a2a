"""A run that says it runs is believed only while that very process does: ids are given again."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from planner import store
from planner.store import process
from planner.store.layout import record
from planner.store.records import sealed
from tests.faults.test_clock import begun

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")


def state(folder: store.Folder, **told) -> str:
    """Return the state of a run whose process is told of otherwise."""
    meta = record(folder.path, store.RUN)
    (folder.path / store.RUN).write_text(sealed(meta | {"process": meta["process"] | told}))
    return str(store.listing(folder.path.parent)["state"][0])


def test_this_process_runs(tmp_path):
    assert state(begun(tmp_path)) == "running"


def test_another_process_with_its_id_is_not_it(tmp_path):
    folder = begun(tmp_path)
    assert state(folder, pid=1) == "interrupted"
    younger = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    assert state(folder, pid=younger.pid) == "interrupted"
    younger.communicate()


def test_a_process_of_before_the_last_start_of_the_machine_has_ended(tmp_path):
    assert state(begun(tmp_path), boot="another") == "interrupted"


def test_of_another_machine_nobody_here_can_know(tmp_path):
    assert state(begun(tmp_path), host="elsewhere", pid=2**22 - 1) == "running"


def test_a_corpse_does_not_run():
    ended = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    told = process.me() | {"pid": ended.pid, "began": process._began(ended.pid)}
    assert process.lives(told)
    ended.kill()
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)  # dead, and not yet taken away
    assert not process.lives(told)
    ended.communicate()
    assert not process.lives(told)


def test_without_proc_the_id_must_do(monkeypatch, tmp_path):
    monkeypatch.setattr(process, "PROC", tmp_path)
    assert process.me()["began"] == ""
    assert process.lives(process.me())
    assert not process.lives(process.me() | {"pid": 2**22 - 1})
