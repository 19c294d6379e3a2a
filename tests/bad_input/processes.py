"""Runners of the catalogue that need a process of their own: rights, a full disk, little memory."""

import ctypes
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
PR_CAPBSET_DROP, CAP_DAC = 24, (1, 2)  # of Linux: to read and to write whatever the rights say
SMALL_DISK = 40_000  # bytes: what was read fits, the plan does not
MEMORY = 600 * 2**20  # bytes of address space beyond which a hostile file has grown too much: the command itself takes about half


def process(words: Sequence[str], folder: Path, before: Sequence[str] = (), **more: object) -> tuple[int, str]:
    """Run the command in a process of its own, under another command if one is named."""
    done = subprocess.run(
        [*before, sys.executable, "-m", "planner", *words], cwd=folder, capture_output=True, text=True, timeout=300, check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1", "COLUMNS": "1000"}, **more,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def bound_by_rights(words: Sequence[str], folder: Path) -> tuple[int, str]:
    """Run the command as somebody whom the rights of files bind: root is bound by them only without these capabilities."""

    def drop() -> None:
        for capability in () if os.geteuid() else CAP_DAC:
            ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)

    return process(words, folder, preexec_fn=drop)


def with_limit(what: int, most: int) -> Callable[[Sequence[str], Path], tuple[int, str]]:
    """Return a runner under a limit of the system."""
    return lambda words, folder: process(words, folder, preexec_fn=lambda: resource.setrlimit(what, (most, most)))


def on_a_full_disk(words: Sequence[str], folder: Path) -> tuple[int, str]:
    """Let runs lie on a disk of a few kB; where none can be mounted, no file may grow beyond that."""
    (folder / "runs").mkdir()
    mounted = ["unshare", "-rm", "sh", "-c", f'mount -t tmpfs -o size={SMALL_DISK} tmpfs runs && exec "$@"', "sh"]
    if shutil.which("unshare") and not subprocess.run([*mounted, "true"], cwd=folder, capture_output=True, check=False).returncode:
        return process(words, folder, mounted)
    return with_limit(resource.RLIMIT_FSIZE, SMALL_DISK)(words, folder)


in_little_memory = with_limit(resource.RLIMIT_AS, MEMORY)
