"""A command run under watch: every file, process and socket that its Python processes ask for, and no network to reach.

Python tells an audit hook of each such request (PEP 578); a `sitecustomize` on the path plants the hook in the command and in each worker
that it starts, and nothing can take it out again. Where the system lets us, the command also runs without any network at all.
"""

import ast
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HOOK = """
import os, sys
_log = os.open(os.environ["WATCHED"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
_told = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "pty.", "os.rename", "os.remove", "os.mkdir",
         "os.symlink", "os.link", "os.chmod", "os.truncate", "shutil.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.")
def _watch(event, args):
    if event == "open" or event.startswith(_told):
        plain = tuple(a if isinstance(a, (str, int)) else a.decode(errors="replace") if isinstance(a, bytes) else repr(a) for a in args[:3])
        os.write(_log, (repr((event, plain)) + chr(10)).encode(errors="replace"))
sys.addaudithook(_watch)
"""


@dataclass(frozen=True)
class Watched:
    """What a command did: its exit code and output, and its requests as (event, arguments)."""

    code: int
    stdout: str
    stderr: str
    requests: tuple[tuple[str, tuple[Any, ...]], ...]

    def of(self, *events: str) -> list[tuple[Any, ...]]:
        """Return the arguments of the requests whose name begins with one of these."""
        return [args for event, args in self.requests if event.startswith(events)]

    @property
    def written(self) -> set[Path]:
        """The files that were opened for writing."""
        writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT
        opened = [(path, flags) for path, _, flags in self.of("open") if isinstance(path, str) and isinstance(flags, int)]
        return {Path(path).absolute() for path, flags in opened if flags & writing and path != os.devnull}

    @property
    def read(self) -> set[Path]:
        """The files that were opened, for whatever."""
        return {Path(path).absolute() for path, *_ in self.of("open") if isinstance(path, str)}


def posture(*words: str, folder: Path, network: bool = False) -> Watched:
    """Run `posture` with these words under watch; `folder` takes the log, and is not where it runs."""
    (folder / "watch").mkdir(exist_ok=True)
    (folder / "watch" / "sitecustomize.py").write_text(HOOK)
    log = folder / "requests.log"
    log.unlink(missing_ok=True)
    cut = [] if network or not can_cut() else ["unshare", "--map-root-user", "--net"]
    env = {**os.environ, "PYTHONPATH": str(folder / "watch"), "WATCHED": str(log), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([*cut, sys.executable, "-m", "planner", *words], capture_output=True, text=True, env=env, check=False)
    requests = tuple(ast.literal_eval(line) for line in log.read_text(errors="replace").splitlines())
    return Watched(done.returncode, done.stdout, done.stderr, requests)


@cache
def can_cut() -> bool:
    """Say whether this system lets us run a command without network."""
    if shutil.which("unshare") is None:
        return False
    return subprocess.run(["unshare", "--map-root-user", "--net", "true"], capture_output=True, check=False).returncode == 0
