"""What a case of the catalogue is: how the good scenario is spoilt, and what a planner must then be told, where, with which exit code."""

import re
from collections.abc import Callable, Sequence
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from typer.testing import CliRunner

from planner.cli import app

GOOD = Path(__file__).parent / "good"
CARET = "▸"  # in a spoilt text: the caret of the message must stand under what follows
TOLD = re.compile(r"^(?:(?P<place>\S.*?:\d+:\d+(?: \(.*?\))?): )?(?P<severity>error|warning|note): (?P<what>.*)$")

Spoiler: TypeAlias = Callable[[Path], str]  # spoils the copy in a folder, returns the place that must be named ("" for none)
Runner: TypeAlias = Callable[[Sequence[str], Path], tuple[int, str]]  # runs words in a folder: exit code, and all that was printed


def in_process(words: Sequence[str], folder: Path) -> tuple[int, str]:
    """Run the command as a terminal would, without a process of its own."""
    with chdir(folder):
        result = CliRunner().invoke(app, list(words))
    return result.exit_code, result.output


@dataclass(frozen=True)
class Case:
    """One way to spoil the good scenario, and the answer to it."""

    kind: str
    spoil: Spoiler
    says: str
    hint: str = ""
    severity: str = "error"  # none: what is told is a sentence, not a problem at a place
    code: int = 1
    words: Sequence[str] = ("check", "plan")
    run: Runner = in_process
    errors: int = 1  # that are told of this one slip


@dataclass(frozen=True)
class Told:
    """One problem as it was printed."""

    place: str
    severity: str
    what: str
    hint: str


def told(output: str) -> list[Told]:
    """Return the problems of a command's output, each with its hint."""
    found: list[Told] = []
    for line in output.splitlines():
        if match := TOLD.match(line):
            found.append(Told(match["place"] or "", match["severity"], match["what"], ""))
        elif line.startswith("  -> ") and found:
            last = found.pop()
            found.append(Told(last.place, last.severity, last.what, line.removeprefix("  -> ")))
    return found


def swap(old: str, new: str, file: str = "scenario.yaml", cell: str = "") -> Spoiler:
    """Put one text in place of another that stands once; a caret in the new one says what the message must point at."""

    def spoil(folder: Path) -> str:
        text = (folder / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        return _write(folder / file, text.replace(old, new), cell)

    return spoil


def added(text: str) -> Spoiler:
    """Put a block at the end of the scenario."""
    return lambda folder: _write(folder / "scenario.yaml", (folder / "scenario.yaml").read_text(encoding="utf-8") + text)


def whole(text: str | bytes, file: str = "scenario.yaml", cell: str = "") -> Spoiler:
    """Write a file anew."""

    def spoil(folder: Path) -> str:
        if isinstance(text, str):
            return _write(folder / file, text, cell)
        (folder / file).write_bytes(text)
        return ""

    return spoil


def both(*spoilers: Spoiler) -> Spoiler:
    """Spoil in several places; the one place that is named is the one that must be told."""
    return lambda folder: next((place for place in [spoil(folder) for spoil in spoilers] if place), "")


def _write(file: Path, text: str, cell: str = "") -> str:
    """Write a text without its caret and return the place of the caret as the tool prints it."""
    before, caret, _ = text.partition(CARET)
    file.write_text(text.replace(CARET, ""), encoding="utf-8")
    if not caret:
        return ""
    column = len(before) - before.rfind("\n")
    where = f"plan/{file.name}:{before.count(chr(10)) + 1}:{column}"
    return f"{where} ({cell})" if cell else where
