"""A CSV file as a planner's spreadsheet saves it, read into rows of cells that know where they stand.

UTF-8 with or without byte order mark, any line end, delimiter , ; or tab. Rows are numbered as the spreadsheet numbers them: the
heading is row 1, and an empty row counts. A first line `sep=;` names the delimiter and, as in the spreadsheet, is no row.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from planner.scenario.problems import Mark, Problem

DELIMITERS = (",", ";", "\t")
SPELT = {",": "a comma", ";": "a semicolon", "\t": "a tab"}
NAMED = re.compile('^"?sep=([,;\t])"?[,;\t]*(?:\r\n|\r|\n)', re.IGNORECASE)  # what a spreadsheet takes for the name of the delimiter
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


@dataclass(frozen=True)
class _Record:
    """One row as it stands in the file."""

    file: str
    number: int
    line: int
    text: str
    delimiter: str
    cells: Sequence[str]

    def mark(self, what: str = "") -> Mark:
        return Mark(self.file, self.line, 1, f"row {self.number}" + (f", {what}" if what else ""), self.text)

    def marks(self, headings: Sequence[str]) -> list[Mark]:
        """Return the mark of each cell; one that a quoted line break moved to a later line keeps the place of the row."""
        starts = dict(enumerate(_starts(self.text, self.delimiter)))
        names = (f"row {self.number}, {heading or f'column {n + 1}'}" for n, heading in enumerate(headings))
        return [Mark(self.file, self.line, starts.get(n, 0) + 1, name, self.text) for n, name in enumerate(names)]


def _starts(line: str, delimiter: str) -> Iterator[int]:
    """Yield where each cell of a line begins, from 0; a delimiter inside quotes begins none."""
    yield 0
    quoted = False
    for found in re.finditer(f'["{delimiter}]', line):
        if found[0] == delimiter and not quoted:
            yield found.end()
        quoted ^= found[0] == '"'


def parse(text: str, file: str, problems: list[Problem]) -> Table | None:
    """Return the table that a text holds; None, and problems, if its heading or its quotes cannot be trusted."""
    records = _records(text, file, problems)
    if records is None:
        return None
    headings = [h.strip() for h in records[0].cells]
    filled = [r for r in records[1:] if any(c.strip() for c in r.cells)]
    if not _fit(headings, records[0], filled, problems):
        return None
    rows = tuple(_row(r, headings) for r in filled if not _ragged(r, headings, problems))
    return Table({h: m for h, m in zip(headings, records[0].marks(headings), strict=True) if h}, rows)


def _records(text: str, file: str, problems: list[Problem]) -> list[_Record] | None:
    """Split a text into records; None, and a problem, where quotes do not match."""
    lines = re.split("\r\n|\r|\n", text)
    named = NAMED.match(text)
    above = 1 if named else 0  # lines over the heading
    delimiter = named[1] if named else max(DELIMITERS, key=re.sub('"[^"]*"', "", lines[0]).count)
    reader = csv.reader(io.StringIO(text[named.end() :] if named else text, newline=""), delimiter=delimiter, strict=True)
    records: list[_Record] = []
    held = 0
    while True:
        number, line = len(records) + 1, above + reader.line_num
        try:
            cells = next(reader, None)
        except csv.Error as error:
            at = Mark(file, line + 1, 1, f"row {number}", lines[line])
            hint = 'close each quote; inside a quoted cell write " twice'
            problems.append(Problem("error", at, f"the quotes of this row do not match: {error}", hint))
            return None
        if cells is None:
            return records
        held += len(cells)
        if held > MOST_CELLS:
            problems.append(
                Problem("error", Mark(file, line + 1, 1, f"row {number}"), f"more than {MOST_CELLS:,} cells", "split the table")
            )
            return None
        records.append(_Record(file, number, line + 1, lines[line], delimiter, cells))


def _fit(headings: Sequence[str], heading: _Record, rows: Sequence[_Record], problems: list[Problem]) -> bool:
    """Say whether every column that holds anything has one heading of its own."""
    if not any(headings):
        problems.append(
            Problem("error", heading.mark(), "the first row of a table names its columns, and this one is empty", "write headings")
        )
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
    if not any(headings):
        problems.append(
            Problem("error", heading.mark(), "the first row of a table names its columns, and this one is empty", "write headings")
        )
    return len(problems) == before


def _ragged(record: _Record, headings: Sequence[str], problems: list[Problem]) -> bool:
    """Say whether a row has more or fewer cells than the heading; empty cells beyond the last column do no harm."""
    count, wanted = len(record.cells), len(headings)
    if count == wanted or (count > wanted and not any(c.strip() for c in record.cells[wanted:])):
        return False
    hint = f"put quotes around a cell that holds {SPELT[record.delimiter]}; leave what is not known empty"
    problems.append(Problem("error", record.mark(), f"this row has {count} cells, the heading {wanted}", hint))
    return True


def _row(record: _Record, headings: Sequence[str]) -> Row:
    return Row(record.mark(), dict(_filled(record, headings)))


def _filled(record: _Record, headings: Sequence[str]) -> Iterator[tuple[str, Cell]]:
    for name, text, mark in zip(headings, record.cells, record.marks(headings), strict=False):
        if name and (kept := text.strip()):
            yield name, Cell(kept, mark)
