"""Which process writes a run, told so that no other is taken for it: a process id alone is given again once its bearer has ended."""

import os
import platform
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

PROC = Path("/proc")
ENDED = frozenset("ZX")  # states of a process that only waits to be noticed as dead
BEGAN = 19  # place of the start time among the fields of /proc/PID/stat, counted behind the name


def me() -> dict[str, Any]:
    """Return what names this process; where there is no /proc, its id and machine must do."""
    return {"pid": os.getpid(), "began": _began(os.getpid()), "boot": _boot(), "host": platform.node()}


def lives(told: Mapping[str, Any]) -> bool:
    """Say whether a process that was told of still runs; of one on another machine nobody here can know, and it is taken to."""
    if told["host"] != platform.node():
        return True
    if told["boot"] != _boot():
        return False
    pid = int(told["pid"])
    return _began(pid) == told["began"] if told["began"] else _there(pid)


def _began(pid: int) -> str:
    """Return when a living process began, in the kernel's own count; "" if it has ended or cannot be seen."""
    with suppress(OSError, IndexError):
        fields = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        return "" if fields[0] in ENDED else fields[BEGAN]
    return ""


def _boot() -> str:
    with suppress(OSError):
        return (PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return ""


def _there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
