"""Run folders with something wrong in them: damaged files, and forgeries whose seals are right."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from planner import store
from planner.store.layout import record
from planner.store.records import digest, sealed

DAMAGES: dict[str, Callable[[Path], None]] = {
    "cut off": lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
    "emptied": lambda file: file.write_bytes(b""),
    "overwritten": lambda file: file.write_bytes(b"\x00\xff[[[[{{" * 500),
    "bracketed": lambda file: file.write_text("[" * 100_000),
    "deleted": Path.unlink,
    "a folder": lambda file: (file.unlink(), file.mkdir(), (file / "x").write_text("x")),
    "another's": lambda file: file.write_text('{"seal": "0", "state": "done"}\n'),
}


def copied(run: Path, to: Path) -> Path:
    """Return a copy of a run folder."""
    return Path(shutil.copytree(run, to / run.name))


def forged(run: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the plan of a run so that every seal and digest is right again: only the rules can find it."""
    plan = record(run, store.PLAN)
    change(plan)
    text = sealed(plan)
    (run / store.PLAN).write_text(text, encoding="utf-8")
    meta = record(run, store.RUN)
    kept = meta["kept"] | {store.PLAN: digest(text)}
    (run / store.RUN).write_text(sealed(meta | {"kept": kept}), encoding="utf-8")


def unsealed(run: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the plan of a run as an editor would."""
    plan = json.loads((run / store.PLAN).read_text(encoding="utf-8"))
    change(plan)
    (run / store.PLAN).write_text(json.dumps(plan, indent=1), encoding="utf-8")
