"""What went wrong, as a sentence on stderr and an exit code: the only place where either is decided.

| code | meaning |
| --- | --- |
| 0 | fine, also when time, Ctrl-C, SIGTERM or SIGHUP ended the search with a plan: verified, or after a second one as it was saved last |
| 1 | the scenario or the hand-made plan: anything `posture check` can know |
| 2 | wrong use: arguments, a run or a file that is not there or is damaged, a folder that takes no run |
| 3 | no plan exists, proven |
| 4 | time over without any plan |
| 5 | internal fault, a solver that died, or a plan that fails verification or could not be saved (it is printed then) |
| 130 | Ctrl-C, SIGTERM or SIGHUP without a plan |
"""

import errno
import os
import re
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from typer import Abort, Exit, TyperException

if TYPE_CHECKING:
    from planner.conductor import NoPlanError

SCENARIO, USE, NO_PLAN, TIME_OVER, INTERNAL, INTERRUPTED = 1, 2, 3, 4, 5, 130

EXTRA = re.compile(r"unexpected extra arguments?(?:\(s\))? \(([^\s)]+)")
APART = {  # what follows a number as a word of its own -> what to write
    "s sec secs second seconds m min mins minute minutes h hour hours": "write a time as one word: 30s, 5m or 1h",
    "% percent": "write a share as one word: 1%",
}
ROOM = "Close other programs, or plan with fewer sites in the reach of each line, or fewer steps."
GONE = {errno.EPIPE, errno.EIO}  # a pipe whose reader has left, a terminal that was closed
UNMET = (  # what else says for itself why a request cannot be met: module and class
    ("planner.store", "RunError"),
    ("solvers.second", "SecondError"),
    ("planner.study.comparable", "UnlikeError"),
)


class UseError(Exception):
    """A request that cannot be met as it was put: a sentence for the person who put it."""


def answer(fault: BaseException, runs_dir: Path | None = None) -> int:
    """Say what went wrong and return the exit code; what Typer itself answers (usage errors, plain exits) is raised again.

    `runs_dir` is where runs lie, if it was said: the log of an internal fault goes there.
    """
    if isinstance(fault, Exit | Abort | TyperException | SystemExit):
        raise _hinted(fault)
    if isinstance(fault, OSError) and fault.errno in GONE and fault.filename is None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read has left: say nothing, also not at the last flush
        return 0
    if _is(fault, "planner.conductor", "StoppedError"):
        path = fault.path  # type: ignore[attr-defined]  # as _is says
        return _say(f"Stopped at once. The last plan saved is in {path}; see it with: posture show {path}", 0)
    if isinstance(fault, KeyboardInterrupt):
        return _say("Stopped; no plan was saved.", INTERRUPTED)
    if _is(fault, "planner.scenario.problems", "ScenarioError"):
        return _scenario(fault)
    if _is(fault, "planner.conductor", "NoPlanError"):
        return _no_plan(fault)  # type: ignore[arg-type]  # as _is says
    if isinstance(fault, UseError) or any(_is(fault, module, name) for module, name in UNMET):
        return _say(str(fault), USE)
    if isinstance(fault, OSError) and fault.filename is not None:
        return _say(f"{fault.filename}: {(fault.strerror or 'cannot be used').lower()}", USE)
    if isinstance(fault, MemoryError):
        size = f": {fault}" if str(fault) else ""
        return _say(f"Too large for this machine's memory{size}. {ROOM} What was saved before stays.", INTERNAL)
    return _internal(fault, runs_dir)


def _hinted(fault: BaseException) -> BaseException:
    """Add to a usage error what was probably meant: a number and its unit, written apart, are two words to the shell."""
    message = str(getattr(fault, "message", ""))
    extra = EXTRA.search(message)
    hint = next((meant for words, meant in APART.items() if extra and extra[1] in words.split()), "")
    if hint:
        fault.message = f"{message.removesuffix('.')}: {hint}"  # type: ignore[attr-defined]  # usage errors have one
    return fault


def _is(fault: BaseException, module: str, name: str) -> bool:
    """Say whether a fault is of a class that is loaded only if it can have been raised: a broken install must not fail here again."""
    kind = getattr(sys.modules.get(module), name, None)
    return kind is not None and isinstance(fault, kind)


def _scenario(fault: BaseException) -> int:
    from planner.cli import screen

    screen.problems(getattr(fault, "problems", ()), to_stderr=True)
    return SCENARIO


def _no_plan(fault: "NoPlanError") -> int:
    """Say what ended the search without a plan: a proven contradiction, a person, a crash or a limit."""
    if fault.proven:
        return _say(f"No plan exists: proven. {_forbidden(fault)}", NO_PLAN)
    if fault.outcome.stopped_by == "user":
        return _say("Stopped before any plan was found.", INTERRUPTED)
    if fault.outcome.status == "crashed":
        return _say(f"The solver ended by itself without a plan: {fault.outcome.detail or 'no reason given'}", INTERNAL)
    return _say(f"No plan was found before {fault.outcome.stopped_by} ended the search; give it more with --time-limit.", TIME_OVER)


def _forbidden(fault: "NoPlanError") -> str:
    """Say what cannot hold together or, where that is not known, what of the scenario can forbid every plan, each at its place."""
    if fault.conflict:
        return "These cannot hold together:" + "".join(f"\n  {row}" for row in fault.conflict)
    return "A shortfall never forbids a plan; pins and hard lines do: loosen one." + "".join(f"\n  {said}" for said in fault.settled)


def _internal(fault: BaseException, runs_dir: Path | None) -> int:
    """Keep the traceback where it can be found, and print one paragraph; all of it with POSTURE_DEBUG=1."""
    text = "".join(traceback.format_exception(fault))
    if os.environ.get("POSTURE_DEBUG") == "1":
        sys.stderr.write(text)
        return INTERNAL
    runs = runs_dir or Path(os.environ.get("POSTURE_RUNS") or "runs")
    folder = runs if runs.is_dir() else Path(tempfile.gettempdir())
    log = folder / f"fault-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}.log"
    try:
        log.write_text(f"{' '.join(sys.argv)}\n{text}", encoding="utf-8")
        where = f"What happened lies in {log}."
    except OSError:
        where = "It could not be written to a file; POSTURE_DEBUG=1 prints it."
    return _say(f"Internal fault, not yours: {type(fault).__name__}: {fault}. {where} What was saved before stays.", INTERNAL)


def _say(text: str, code: int) -> int:
    from planner.cli import screen

    screen.warn(text)
    return code
