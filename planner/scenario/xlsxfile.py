"""A sheet of an Excel workbook, read as values into the rows of text that a CSV file would hold.

Two passes over the sheet: one over its XML for what the reader of values does not tell (merged and hidden cells, formulas, how far the
sheet reaches), one by openpyxl for the values. Macros and links are never followed. A percentage is read as it is shown: 50%, not 0.5.
"""

import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

from defusedxml import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.cell import get_column_letter, range_boundaries

from planner.scenario import grid
from planner.scenario.grid import MOST_CELLS, Table
from planner.scenario.problems import Mark, Problem, suggest
from planner.scenario.sheetlayout import Layout, layout
from planner.scenario.textfile import UNPRINTABLE

MOST_UNPACKED = 100_000_000  # bytes, all parts of a workbook together
MOST_PART = 20_000_000  # bytes of a part that is neither a sheet nor the table of texts: these are held in memory as a tree
STREAMED = ("xl/worksheets/", "xl/sharedStrings", "xl/media/")
READ_ME = "read me"  # the sheet of our own workbooks that holds no table
MOST_DIGITS = 15  # of a number in a spreadsheet; what was typed beyond them is lost
LITERAL = re.compile(r'"[^"]*"|\\.|\[[^]]*\]')  # parts of a number format that are shown as they stand, or not at all
ANEW = "open it in a spreadsheet, save it anew as .xlsx, or save the sheet as CSV UTF-8"


@dataclass(frozen=True)
class _Record:
    """One row as it stands in the sheet."""

    file: str
    sheet: str
    number: int
    cells: Sequence[str]

    def mark(self, what: str = "", column: int = 1) -> Mark:
        return Mark(self.file, self.number, column, f"sheet {self.sheet}, row {self.number}" + (f", {what}" if what else ""))

    def marks(self, headings: Sequence[str]) -> list[Mark]:
        return [self.mark(heading or f"column {get_column_letter(n)}", n) for n, heading in enumerate(headings, 1)]


def parse(
    data: bytes,
    file: str,
    problems: list[Problem],
    sheet: str | None = None,
    where: Mark | None = None,
    books: dict[str, Any] | None = None,
    block: str = "",
) -> Table | None:
    """Return the table on a sheet of a workbook; None, and problems, if it cannot be trusted.

    `where` names the workbook or its sheet: what is wrong with the workbook as a whole is told there, all else at its cell. `books`
    keeps workbooks open between their sheets, by file, and None for one that was told already. A sheet named like the `block` is
    proposed where none is said.
    """
    books = {} if books is None else books
    if file in books and books[file] is None:
        return None
    try:
        if file not in books and (told := _unpacks_too_far(data)):
            books[file] = None
            problems.append(Problem("error", where, f"{file}: {told}", "save the sheet by itself, as .xlsx or CSV UTF-8"))
            return None
        with warnings.catch_warnings():  # of what openpyxl does not keep: nothing is written back
            warnings.simplefilter("ignore")
            if file not in books:
                books[file] = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
            read = _read(books[file], file, problems, sheet, where, block)
    except Exception as error:  # noqa: BLE001  # what a stranger's workbook holds may fail its reader in any way
        books[file] = None
        problems.append(Problem("error", where, f"{file}: this cannot be read as a workbook: {_reason(error)}", ANEW))
        return None
    return _table(file, *read, problems) if read else None


def _reason(error: Exception) -> str:
    cause = error.__cause__ or error
    if isinstance(cause, DefusedXmlException):
        return "it declares entities, which no spreadsheet does; it may be meant to do harm"
    said = str(cause).splitlines()
    return f"it is damaged or not whole ({said[0][:120] if said else type(cause).__name__})"


def _unpacks_too_far(data: bytes) -> str:
    """Say how a workbook would fill the memory, by the sizes in its table of contents; no part unpacks to more than is said there."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        sizes = {part.filename: part.file_size for part in archive.infolist()}
        total = sum(part.file_size for part in archive.infolist())
    large = next((n for n, size in sizes.items() if size > MOST_PART and not n.startswith(STREAMED)), "")
    if total > MOST_UNPACKED:
        return f"unpacked it is larger than {MOST_UNPACKED // 1_000_000} MB"
    return f"its part {large[:60]} is larger than {MOST_PART // 1_000_000} MB" if large else ""


def _read(
    book: Any, file: str, problems: list[Problem], sheet: str | None, where: Mark | None, block: str
) -> tuple[str, Layout, list[tuple[Any, ...]]] | None:
    """Return the name of the sheet, its layout, and its cells by row; None, and a problem, if it is not there or too large."""
    name = _chosen([s.title for s in book.worksheets], file, sheet, where, problems, block)
    if name is None:
        return None
    chosen = book[name]
    with chosen._get_source() as source:  # noqa: SLF001  # the one way to the XML of the sheet, wherever the workbook keeps it
        shape = layout(source)
    if shape.rows * shape.columns > MOST_CELLS:
        what = f"the sheet reaches to {get_column_letter(shape.columns)}{shape.rows}: more than {MOST_CELLS:,} cells"
        problems.append(Problem("error", Mark(file, 1, 1, f"sheet {name}"), what, "split the table, or clear stray cells far from it"))
        return None
    cells = chosen.iter_rows(min_row=1, max_row=shape.rows, min_col=1, max_col=shape.columns) if shape.rows else ()
    return name, shape, list(cells)


def _chosen(names: list[str], file: str, sheet: str | None, where: Mark | None, problems: list[Problem], block: str) -> str | None:
    if sheet in names:
        return sheet
    if sheet is None and len(names) == 1:
        return names[0]
    there = ", ".join(names[:20]) or "none"
    if sheet is None:
        what = f"{file} has {len(names)} sheets, and which is meant is not said; there are {there}"
        alike = [name for name in names if name.casefold() == block]
        meant = next(iter([*alike, *(name for name in names if name != READ_ME)]), "...")
        problems.append(Problem("error", where, what, f"write `sheet: {meant}`"))
    else:
        problems.append(Problem("error", where, f'{file} has no sheet "{sheet}"{suggest(sheet, names)}', f"its sheets: {there}"))
    return None


def _table(file: str, sheet: str, shape: Layout, cells: list[tuple[Any, ...]], problems: list[Problem]) -> Table | None:
    """Make the table of the values of a sheet, and say what of the sheet may surprise."""
    whole = Mark(file, 1, 1, f"sheet {sheet}")
    if not cells:
        problems.append(Problem("error", whole, "this sheet is empty", "write headings in row 1, or name another sheet"))
        return None
    records = [_Record(file, sheet, n, [_text(c) for c in row]) for n, row in enumerate(cells, 1)]
    heading, rows = records[0], grid.filled(records[1:])
    before = len(problems)
    problems += _merged(shape, records)
    problems += _spoilt(shape, cells, records)
    grid.fit(heading, rows, problems)
    if any(p.severity == "error" for p in problems[before:]):
        return None
    problems += [Problem("note", whole, *note) for note in _notes(shape)]
    return grid.table(heading, rows)


def _merged(shape: Layout, records: list[_Record]) -> Iterator[Problem]:
    """Yield the merged ranges that hold anything: only their first cell keeps its value."""
    for reference in shape.merged:
        left, top, right, bottom = (n or 1 for n in range_boundaries(reference))
        if top > shape.rows or left > shape.columns:
            continue
        first, last = get_column_letter(left), get_column_letter(right)
        place = f"column {first}" if left == right else f"columns {first} to {last}"
        each = "each row must say its own" if bottom > top else "each column must say its own"
        hint = "undo the merging, and fill every cell"
        yield Problem("error", records[top - 1].mark(place, left), f"{reference} are merged: {each}", hint)


def _spoilt(shape: Layout, cells: list[tuple[Any, ...]], records: list[_Record]) -> Iterator[Problem]:
    """Yield what is wrong with single cells."""
    headings = [h.strip() for h in records[0].cells]
    for record, row in zip(records, cells, strict=True):
        for n, (cell, text) in enumerate(zip(row, record.cells, strict=True), 1):
            wrong = _wrong(cell, text, uncalculated=(record.number, n) in shape.uncalculated)
            if wrong:
                severity, what, hint = wrong
                yield Problem(severity, record.mark(headings[n - 1] or f"column {get_column_letter(n)}", n), what, hint)


def _wrong(cell: Any, text: str, *, uncalculated: bool) -> tuple[Any, str, str] | None:
    if uncalculated:
        return "error", "the formula of this cell was never calculated", "open and save the workbook in a spreadsheet, or write the value"
    if not text:
        return None
    if cell.data_type == "e":
        return "error", f"this cell holds the error {text}", "mend its formula, or write the value"
    if found := UNPRINTABLE.search(text):
        return "error", f"this cell holds a character that does not print (U+{ord(found[0]):04X})", "write the cell anew"
    if cell.data_type == "n" and text.isdecimal() and len(text) > MOST_DIGITS:
        what = f"a spreadsheet keeps {MOST_DIGITS} digits of a number, and this has {len(text)}"
        return "error", what, "format the column as text, and type it again"
    return None


def _notes(shape: Layout) -> Iterator[tuple[str, str]]:
    if shape.formulas:
        what = f"{shape.formulas} cell{'s are formulas' if shape.formulas > 1 else ' is a formula'}; the values saved with them are taken"
        yield what, "if figures changed since, open and save the workbook in a spreadsheet"
    rows = sum(n <= shape.rows for n in shape.hidden_rows)
    columns = sum(max(0, min(last, shape.columns) - first + 1) for first, last in shape.hidden_columns)
    hidden = [f"{n} hidden {what}{'s' if n > 1 else ''}" for n, what in ((rows, "row"), (columns, "column")) if n]
    if hidden:
        yield f"{' and '.join(hidden)} of this sheet are read like the others", "delete what does not count"


def _text(cell: Any) -> str:
    """Return what a CSV file would hold in place of a cell: ISO dates, points for decimals, a percentage as it is shown."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, int | float):
        return str(value)
    if "%" in LITERAL.sub("", cell.number_format or ""):
        return f"{(Decimal(repr(value)) * 100).normalize():f}%"
    return str(int(value)) if value == value // 1 else repr(value)
