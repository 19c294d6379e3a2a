"""A CSV file as a planner's spreadsheet saves it, read into rows of cells that know where they stand.

Any line end, delimiter , ; | or tab; other than a comma is said in a note. Rows are numbered as the spreadsheet numbers them: the
heading is row 1, and an empty row counts. A first line `sep=;` names the delimiter and, as in the spreadsheet, is no row.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planner.scenario import grid
from planner.scenario.grid import MOST_CELLS, Table
from planner.scenario.problems import Mark, Problem

DELIMITERS = (",", ";", "\t", "|")
SPELT = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}
SIGNS = "[,;|\t]"
NAMED = re.compile(f'^"?sep=({SIGNS})"?{SIGNS}*(?:\r\n|\r|\n)', re.IGNORECASE)  # what a spreadsheet takes for the name of the delimiter


@dataclass(frozen=True)
class _Record:
    """One row as it stands in the file."""

    file: str
    number: int
    line: int
    text: str
    delimiter: str
    cells: Sequence[str]

    def mark(self) -> Mark:
        return Mark(self.file, self.line, 1, f"row {self.number}", self.text)

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
    heading, rows = records[0], [r for r in records[1:] if any(c.strip() for c in r.cells)]
    if not grid.fit(heading, rows, problems):
        return None
    return grid.table(heading, [r for r in rows if not _ragged(r, len(heading.cells), problems)])


def _records(text: str, file: str, problems: list[Problem]) -> list[_Record] | None:
    """Split a text into records; None, and a problem, where quotes do not match."""
    lines = re.split("\r\n|\r|\n", text)
    named = NAMED.match(text)
    above = 1 if named else 0  # lines over the heading
    delimiter = named[1] if named else _delimiter(lines[0], file, problems)
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
            at = Mark(file, line + 1, 1, f"row {number}")
            problems.append(Problem("error", at, f"more than {MOST_CELLS:,} cells", "split the table"))
            return None
        records.append(_Record(file, number, line + 1, lines[line], delimiter, cells))


def _delimiter(heading: str, file: str, problems: list[Problem]) -> str:
    """Return what parts the headings, and say so if it is no comma."""
    bare = re.sub('"[^"]*"', "", heading)
    delimiter = max(DELIMITERS, key=bare.count)
    if delimiter != DELIMITERS[0]:
        what = f"the columns of this table are parted by {SPELT[delimiter]}"
        problems.append(Problem("note", Mark(file, 1, 1, "row 1", heading), what, "nothing to do if the headings are right"))
    return delimiter


def _ragged(record: _Record, wanted: int, problems: list[Problem]) -> bool:
    """Say whether a row has more or fewer cells than the heading; empty cells beyond the last column do no harm."""
    count = len(record.cells)
    if count == wanted or (count > wanted and not any(c.strip() for c in record.cells[wanted:])):
        return False
    hint = f"put quotes around a cell that holds {SPELT[record.delimiter]}; leave what is not known empty"
    problems.append(Problem("error", record.mark(), f"this row has {count} cells, the heading {wanted}", hint))
    return True
