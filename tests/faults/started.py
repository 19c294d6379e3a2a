"""Solves in processes of their own, to be killed; and whether any process of theirs stays."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

FLAGSHIP = Path(__file__).parents[2] / "scenarios/multinational-force"
PROC = Path("/proc/self/task").exists()  # what these tests see processes by
LONG = 120.0  # seconds after which what should come is taken not to come, and what should go to stay: a solve here lasts ten minutes


class Started:
    """What a test started, each in a session of its own."""

    def __init__(self) -> None:
        self.processes: list[subprocess.Popen[str]] = []
        self.sessions: list[int] = []

    def __call__(self, runs: Path, *words: str, scenario: Path = FLAGSHIP, ignoring: signal.Signals | None = None) -> subprocess.Popen[str]:
        """Begin a solve that would last ten minutes, and that hears every signal but one."""

        def hear() -> None:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # a shell that starts tests aside may have them ignored
                signal.signal(number, signal.SIG_IGN if number == ignoring else signal.SIG_DFL)

        return self.run("solve", str(scenario), "--time-limit", "10m", "--runs", str(runs), *words, before=hear)

    def run(self, *words: str, before: Callable[[], None] | None = None) -> subprocess.Popen[str]:
        """Begin a verb."""
        process = subprocess.Popen(
            [sys.executable, "-m", "planner", *words],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, preexec_fn=before,  # noqa: PLW1509  # no thread holds a lock that it needs
        )  # fmt: skip
        self.processes.append(process)
        self.sessions.append(process.pid)
        return process

    def end(self) -> None:
        """End, by its id, every process that is still in one of the sessions."""
        for pid in [pid for session in self.sessions for pid in members(session)]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for process in self.processes:
            process.wait()
            for stream in (process.stdout, process.stderr):
                stream.close()


def members(session: int) -> list[int]:
    """Return the ids of the processes of a session, also of those whose parent has ended."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(entry.read_text().rpartition(")")[2].split()[3]) == session:
                found.append(int(entry.parent.name))
    return found


def family(pid: int) -> list[int]:
    """Return the ids of a process's children and theirs, from the kernel's lists."""
    try:
        own = [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]
    except OSError:  # it has ended meanwhile
        return []
    return [*own, *(each for child in own for each in family(child))]


def alive(pid: int) -> bool:
    """Say whether a process is there and is no corpse."""
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def gone(pids: list[int], within: float = LONG) -> None:
    """Wait until none of the processes is alive. Fails if it takes longer than allowed."""
    until = time.monotonic() + within
    while any(alive(pid) for pid in pids):
        assert time.monotonic() < until, f"of {pids} some stay"
        time.sleep(0.01)


def planned(runs: Path, process: subprocess.Popen[str], name: str = "plan.json") -> Path:
    """Wait for the first plan of a run, or for another of its files; return the run's folder."""
    until = time.monotonic() + LONG
    while not (found := list(runs.glob(f"*/{name}"))):
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() < until, f"no {name} came"
        time.sleep(0.01)
    return found[0].parent
