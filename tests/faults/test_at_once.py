"""Several solves in one folder of runs, the second after each other or in the same one: each has its own, whole."""

import sys
from concurrent.futures import ThreadPoolExecutor
from subprocess import run as process

import pytest

from planner import store
from planner.store import reading
from planner.verify import verify
from tests.faults.replay import STARTER, recorded
from tests.faults.test_clock import at, begun


def test_many_runs_of_one_second_and_option_get_folders_of_their_own(tmp_path, monkeypatch):
    at(monkeypatch, 2026)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: begun(tmp_path), range(40)))
    assert len({folder.id for folder in made}) == 40
    assert len(store.listing(tmp_path)) == 40


def test_two_processes_at_once_leave_two_whole_runs(tmp_path):
    words = [sys.executable, "-m", "planner", "solve", str(STARTER), "--runs", str(tmp_path), "--quiet"]
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _: process(words, capture_output=True, text=True, timeout=120, check=False), range(2)))
    assert [d.returncode for d in done] == [0, 0], [d.stderr for d in done]
    listed = store.listing(tmp_path)
    assert listed["state"].tolist() == ["done", "done"]
    saved = [store.open(name, tmp_path) for name in listed["id"]]
    assert {str(s.path) for s in saved} == {d.stdout.strip() for d in done}
    assert (saved[0].path / store.PLAN).read_bytes() == (saved[1].path / store.PLAN).read_bytes()
    assert verify(saved[0].scenario, saved[0].plan).empty


def test_a_reader_sees_one_plan_or_the_next_never_half_of_both(tmp_path, monkeypatch):
    plans = [recorded().work.incumbent(e) for e in recorded().events if e.kind == "incumbent"]
    if len({store.plan_digest(p) for p in plans}) < 2:
        pytest.skip("the search found one plan only")
    folder = begun(tmp_path)
    folder.save(plans[0])
    right = {store.plan_digest(p) for p in plans}
    seen, stop = set(), []

    def write() -> None:
        for k in range(24):
            folder.save(plans[k % len(plans)])
        stop.append(True)

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        while not stop and not writing.done():
            seen.add(store.plan_digest(reading._plan(folder.path)))
        writing.result()
    assert seen <= right
    assert len(seen) > 1
