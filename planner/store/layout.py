"""What lies where in a run folder, and how its record is read."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from planner.store import records

RUN, PLAN, OUTCOME, EVENTS, LOG = "run.json", "plan.json", "outcome.json", "events.jsonl", "solver.log"
INPUT, TABLES, NEXT = "input", "tables", "tables.next"
NAME = re.compile(r"\d{8}T\d{6}Z-.+")  # of a run folder


class RunError(Exception):
    """A run that cannot be found, kept or read: a sentence for the planner."""


def reason(fault: OSError) -> str:
    """Return why the system refused, with the file if it said which."""
    why = (fault.strerror or str(fault) or "the system refused").lower()
    return f"{why} ({fault.filename})" if fault.filename is not None else why


def folders(runs: Path) -> list[Path]:
    """Return the run folders, also those that have lost their record."""
    if not runs.is_dir():
        return []
    return sorted(p for p in runs.iterdir() if (p / RUN).exists() or (NAME.fullmatch(p.name) and p.is_dir()))


def contents(path: Path, name: str) -> bytes:
    """Return the bytes of a file of a run folder; DamageError if they cannot be had."""
    try:
        return (path / name).read_bytes()
    except FileNotFoundError as fault:
        raise records.DamageError(f"{name} is not there") from fault
    except OSError as fault:
        raise records.DamageError(f"{name} cannot be read: {(fault.strerror or str(fault)).lower()}") from fault


def record(path: Path, name: str) -> dict[str, Any]:
    """Return a sealed record of a run folder; DamageError and OlderError as of `records.unsealed`, with the file's name."""
    data = contents(path, name)
    try:
        return records.unsealed(data)
    except records.DamageError as fault:
        raise records.DamageError(f"{name} {fault}") from fault


def known_numbers(runs: Path) -> Iterator[int]:
    """Yield the numbers of the runs that can be read: a clock may be set back, a count does not."""
    for path in folders(runs):
        try:
            yield int(record(path, RUN)["number"])
        except (records.DamageError, records.OlderError, KeyError, TypeError, ValueError):
            continue
