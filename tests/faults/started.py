"""Solves in processes of their own, to be killed; and whether any process of theirs stays."""

import subprocess
import sys
import time
from pathlib import Path

FLAGSHIP = Path(__file__).parents[2] / "scenarios/multinational-force"
PROC = Path("/proc/self/task").exists()  # what these tests see processes by


def started(runs: Path, *words: str, scenario: Path = FLAGSHIP, **more) -> subprocess.Popen[str]:
    """Begin a solve that would last ten minutes."""
    command = [sys.executable, "-m", "planner", "solve", str(scenario), "--time-limit", "10m", "--runs", str(runs), *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, **more)


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


def gone(pids: list[int], within: float) -> float:
    """Wait until none of the processes is alive; return how long it took. Fails if it takes longer than allowed."""
    begun = time.monotonic()
    while any(alive(pid) for pid in pids):
        assert time.monotonic() - begun < within, f"of {pids} some stay"
        time.sleep(0.01)
    return time.monotonic() - begun


def planned(runs: Path, process: subprocess.Popen[str], within: float = 120.0) -> Path:
    """Wait for the first plan of a run; return the run's folder."""
    begun = time.monotonic()
    while not (found := list(runs.glob("*/plan.json"))):
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() - begun < within, "no plan came"
        time.sleep(0.05)
    return found[0].parent
