"""Problems as values: what is wrong, where, and what to do."""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning", "note"]

MOST_SHOWN = 200
MOST_PROBLEMS = 1_000  # of one kind of looking: then it stops, for this is no slip any more
SHORTEST_BEGINNING = 3  # letters that say which word was begun: `notice` means notice_days, not notes
CELL = re.compile(r"(?:sheet (.*), )?row (\d+)(?:, (.*))?", re.DOTALL)
QUOTED = 96  # characters of a line that are quoted; a longer line is cut around the place


@dataclass(frozen=True, order=True)
class Mark:
    """Where a value stands: file, line and column (both from 1), the line's text, and the cell of a table ("row 57, units")."""

    file: str
    line: int
    column: int
    cell: str = ""
    text: str = ""

    @property
    def sheet(self) -> str:
        """The sheet of a workbook that a cell stands on, or ""."""
        return self._of_cell(1)

    @property
    def row(self) -> str:
        """The row of a table that a cell stands in, or ""."""
        return self._of_cell(2)

    @property
    def heading(self) -> str:
        """The heading that a cell stands under, or ""."""
        return self._of_cell(3)

    def _of_cell(self, part: int) -> str:
        found = CELL.fullmatch(self.cell)
        return found[part] or "" if found else ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" + (f" ({self.cell})" if self.cell else "")


@dataclass(frozen=True)
class Problem:
    """One problem of a scenario: severity, place (None where it has none), what is wrong, what to do."""

    severity: Severity
    where: Mark | None
    what: str
    hint: str = ""


class ScenarioError(Exception):
    """A scenario that cannot be used: carries every problem found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(p.what for p in self.problems if p.severity == "error"))


def render(problems: Iterable[Problem]) -> str:
    """Return all problems as plain text in the order of files and lines, each once: what, where, the line quoted, what to do.

    A caret stands under the column of a YAML line; of a table the place names the cell. The last line counts the problems; beyond
    MOST_SHOWN they are counted only.
    """
    found = sorted(dict.fromkeys(problems), key=_order)
    if not found:
        return ""
    counts = Counter(p.severity for p in found)
    total = ", ".join(
        f"{n}{' or more' if n >= MOST_PROBLEMS else ''} {kind}{'' if n == 1 else 's'}"
        for kind in ("error", "warning", "note")
        if (n := counts[kind])
    )
    rest = f" ({len(found) - MOST_SHOWN} more than are shown)" if len(found) > MOST_SHOWN else ""
    return "\n\n".join([*(_told(p) for p in found[:MOST_SHOWN]), total + rest]) + "\n"


def suggest(word: str, known: Iterable[str]) -> str:
    """Return "; did you mean X?" for the known word that `word` begins, or else that looks most like it, or ""."""
    by_fold = {k.casefold(): k for k in sorted(known, reverse=True)}
    folded = word.casefold()[:200]
    begun = [k for k in by_fold if k.startswith(folded)] if len(folded) >= SHORTEST_BEGINNING else []
    near = [min(begun, key=lambda k: (len(k), k))] if begun else difflib.get_close_matches(folded, by_fold, n=1, cutoff=0.6)
    return f"; did you mean {by_fold[near[0]]}?" if near else ""


def printable(text: str) -> str:
    """Return a text fit for a terminal: whatever does not print (tabs, escapes, line breaks) shows as one blank or dot."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "\N{MIDDLE DOT}" for c in text)


def _order(problem: Problem) -> tuple[str, int, int, str, str]:
    where = problem.where
    return (where.file, where.line, where.column, where.cell, problem.what) if where else ("", 0, 0, "", problem.what)


def _told(problem: Problem) -> str:
    where = problem.where
    place = f"{printable(str(where))}: " if where else ""
    lines = [f"{place}{problem.severity}: {printable(problem.what)}"]
    if where and where.text:
        lines += _quoted(where)
    if problem.hint:
        lines.append(f"  -> {printable(problem.hint)}")
    return "\n".join(lines)


def _quoted(where: Mark) -> list[str]:
    """Quote a line; one too long is cut to a window around the column."""
    text, column = where.text, where.column - 1
    begin = max(0, min(column - QUOTED // 2, len(text) - QUOTED)) if len(text) > QUOTED else 0
    cut_left, cut_right = "…" if begin else "", "…" if begin + QUOTED < len(text) else ""
    number = str(where.line)
    quoted = f"  {number} | {cut_left}{printable(text[begin : begin + QUOTED])}{cut_right}".rstrip()
    if where.cell:
        return [quoted]
    return [quoted, f"  {' ' * len(number)} | {' ' * (len(cut_left) + column - begin)}^"]
