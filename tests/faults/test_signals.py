"""A request to stop, by a person or by the system: the best plan is verified and saved, and no process stays."""

import json
import os
import pty
import signal
import sys
import time
from pathlib import Path

import pytest

from planner import store
from planner.verify import verify
from tests.faults.started import FLAGSHIP, LONG, PROC, family, gone, planned

pytestmark = pytest.mark.skipif(not PROC, reason="needs the kernel's lists of processes")


@pytest.mark.parametrize("number", [signal.SIGINT, *(pytest.param(n, marks=pytest.mark.slow) for n in (signal.SIGTERM, signal.SIGHUP))])
def test_a_stop_keeps_verifies_and_prints_the_best_plan(number, tmp_path, started):
    process = started(tmp_path, "--json")
    planned(tmp_path, process)
    workers = family(process.pid)
    process.send_signal(number)
    told, said = process.communicate(timeout=LONG)
    assert process.returncode == 0, said
    record = json.loads(told)
    assert (record["stopped_by"], record["verified"], record["unsaved"]) == ("user", True, "")
    assert f"Stopped by {'Ctrl-C' if number == signal.SIGINT else signal.Signals(number).name}. Verified: no breach" in said
    saved = store.open("latest", tmp_path)
    assert saved.state == "stopped"
    assert saved.plan.metrics == pytest.approx(record["metrics"] | saved.plan.metrics, nan_ok=True)
    gone(workers)


def test_a_second_one_stops_now(tmp_path, started):
    process = started(tmp_path)
    path = planned(tmp_path, process)
    workers = family(process.pid)
    process.send_signal(signal.SIGTERM)
    time.sleep(0.02)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=LONG)
    assert process.returncode == 0, said
    assert "Traceback" not in said
    saved = store.open(path)
    assert saved.state in {"interrupted", "stopped"}  # stopped where the first was answered before the second came
    assert verify(saved.scenario, saved.plan).empty
    gone(workers)


@pytest.mark.slow
def test_a_stop_before_any_plan_is_130(tmp_path, started):
    process = started(tmp_path)
    planned(tmp_path, process, "run.json")
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=LONG)
    assert process.returncode in {0, 130}
    assert "Traceback" not in said
    saved = store.open("latest", tmp_path)
    assert (saved.plan is None) == (process.returncode == 130)


@pytest.mark.slow
def test_what_the_caller_ignores_stays_ignored(tmp_path, started):
    process = started(tmp_path, ignoring=signal.SIGHUP)
    planned(tmp_path, process)
    process.send_signal(signal.SIGHUP)
    time.sleep(1.0)
    assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=LONG)
    assert process.returncode == 0


@pytest.mark.slow
def test_a_terminal_that_is_closed_loses_no_plan(tmp_path, started):
    pid, terminal = pty.fork()
    if pid == 0:
        words = ["-m", "planner", "solve", str(FLAGSHIP), "--time-limit", "10m", "--runs", str(tmp_path)]
        os.execv(sys.executable, [sys.executable, *words])  # noqa: S606  # no shell is wanted
    started.sessions.append(pid)
    os.set_blocking(terminal, False)
    until = time.monotonic() + LONG
    while not list(tmp_path.glob("*/plan.json")) and time.monotonic() < until:
        drain(terminal)
        time.sleep(0.05)
    workers = family(pid)
    os.close(terminal)  # the system sends SIGHUP, and whatever is printed from now on fails
    _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    saved = store.open("latest", tmp_path)
    assert saved.state == "stopped"
    assert verify(saved.scenario, saved.plan).empty
    gone(workers)


def drain(terminal: int) -> None:
    """Read what was printed, so that the program is not held up."""
    try:
        while os.read(terminal, 65536):
            pass
    except OSError:
        return


@pytest.mark.parametrize("words", [("solve", "--all-options", "--json"), ("check",)], ids=lambda w: w[0])
def test_ctrl_c_among_many_options_ends_them_all(words, tmp_path, started):
    verb, *more = words
    runs = ("--time-limit", "10m", "--runs", str(tmp_path)) if verb == "solve" else ()
    process = started.run(verb, str(FLAGSHIP), *more, *runs, before=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL) and None)
    if verb == "solve":
        planned(tmp_path, process)
    else:
        loaded(process)
    workers = family(process.pid)
    process.send_signal(signal.SIGINT)
    told, said = process.communicate(timeout=LONG)
    assert "Traceback" not in said
    assert "Internal fault" not in said
    if verb == "solve":
        assert process.returncode == 0, said
        assert [(record["option"], record["stopped_by"]) for record in json.loads(told)] == [("base", "user")]
        assert len(store.listing(tmp_path)) == 1
    else:
        assert process.returncode == 130, said
        assert told == ""
    gone(workers)


def loaded(process) -> None:
    """Wait until a verb is at its work: it has loaded what reads tables."""
    until = time.monotonic() + LONG
    while "pandas" not in Path(f"/proc/{process.pid}/maps").read_text():
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() < until
        time.sleep(0.01)
