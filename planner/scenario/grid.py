"""A table as rows of cells that know where they stand, whatever kind of file it came from.

Row 1 names the columns. A column that holds anything has one heading of its own; cells that are empty are left out, and so are rows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from planner.scenario.problems import Mark, Problem

MOST_CELLS = 1_000_000


@dataclass(frozen=True)
class Cell:
    """What a row says under one heading, and where."""

    text: str
    mark: Mark


@dataclass(frozen=True)
class Row:
    """One row: where it begins, and its cells that are not empty by heading."""

    mark: Mark
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Table:
    """A file read: where each heading stands, and the rows that hold anything."""

    headings: Mapping[str, Mark]
    rows: tuple[Row, ...]


class Record(Protocol):
    """One row as it stands in a file, numbered as the spreadsheet numbers it."""

    @property
    def number(self) -> int:
        """Return the number of the row; the heading's is 1."""

    @property
    def cells(self) -> Sequence[str]:
        """Return the text of each cell."""

    def mark(self) -> Mark:
        """Return where the row begins."""

    def marks(self, headings: Sequence[str]) -> list[Mark]:
        """Return where each cell stands."""


def filled(records: Sequence[Record]) -> list[Record]:
    """Return the records that hold anything."""
    return [r for r in records if any(c.strip() for c in r.cells)]


def fit(heading: Record, rows: Sequence[Record], problems: list[Problem]) -> bool:
    """Say whether every column that holds anything has one heading of its own."""
    headings = _headings(heading)
    if not any(headings):
        what = "the first row of a table names its columns, and this one is empty"
        problems.append(Problem("error", heading.mark(), what, "write headings"))
        return False
    before = len(problems)
    marks = heading.marks(headings)
    first: dict[str, int] = {}
    for n, name in enumerate(headings):
        if not name:
            held = next((r for r in rows if n < len(r.cells) and r.cells[n].strip()), None)
            if held:
                what = f"column {n + 1} has no heading, and row {held.number} holds {held.cells[n].strip()!r} there"
                problems.append(Problem("error", marks[n], what, "give the column a heading or take it out"))
        elif name in first:
            what = f'the heading "{name}" stands twice, in columns {first[name] + 1} and {n + 1}'
            problems.append(Problem("error", marks[n], what, "keep one of the two columns"))
        first.setdefault(name, n)
    return len(problems) == before


def table(heading: Record, rows: Sequence[Record]) -> Table:
    """Return the table of rows under headings that fit them."""
    headings = _headings(heading)
    marks = zip(headings, heading.marks(headings), strict=True)
    return Table({h: m for h, m in marks if h}, tuple(Row(r.mark(), dict(_cells(r, headings))) for r in rows))


def _headings(heading: Record) -> list[str]:
    return [cell.strip() for cell in heading.cells]


def _cells(record: Record, headings: Sequence[str]) -> Iterator[tuple[str, Cell]]:
    for name, text, mark in zip(headings, record.cells, record.marks(headings), strict=False):
        if name and (kept := text.strip()):
            yield name, Cell(kept, mark)
