"""Tables as one Excel workbook to fill in: headings that explain themselves, drop-down lists, the same bytes each time."""

import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.cell import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from planner.scenario.xlsxfile import READ_ME

if TYPE_CHECKING:
    from planner.scenario.columns import Column, Sheet

LAST_ROW = 2000  # of drop-down lists, and of the ids that they offer
ALWAYS = datetime(2026, 1, 1, tzinfo=UTC)  # of every part and property: a workbook tells no time of writing
NEEDED, OTHER = PatternFill("solid", fgColor="1F3864"), PatternFill("solid", fgColor="D9E1F2")
READ_ME_WIDTHS = (40, 90)
WIDTHS = (11, 34)  # least and most of a column, in characters
PERCENT = re.compile(r"\d+(\.\d+)?%")
GUIDE = (
    "One sheet for each block of the scenario. Row 1 names the columns; every other row that holds anything is read, up to the last.",
    "Dark headings are needed in every row, light ones may stay empty. A note on each heading says what it means, and in which unit.",
    "The rows are an example: write over them. Columns may be taken out, moved and added; the names of the headings are fixed.",
    "Several values in one cell are separated by semicolons: EU; NATO. Lists offer one value; write the others after it.",
    "A dot in a heading goes into a part (limits.deployed_personnel), an @ names a phase (needs.engineering@entry).",
    "Dates: a date, days from D-day (D+30), or the name of a phase. Percentages are read as they are shown.",
    "Values only: formulas give the value that was saved with them. Merged cells are refused. Hidden rows are read.",
)


def written(sheets: "Sequence[Sheet]") -> bytes:
    """Return a workbook of the sheets, behind one that explains them; the same sheets give the same bytes."""
    book = Workbook()
    _explain(book.active, sheets)
    there = {sheet.name for sheet in sheets}
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name), sheet, there)
    book.properties.creator = "posture"
    book.properties.created = ALWAYS.replace(tzinfo=None)
    out = BytesIO()
    book.save(out)
    return _timeless(out.getvalue())


def _timeless(data: bytes) -> bytes:
    """Return a workbook whose parts and properties bear one date, whenever it was written."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + f"{ALWAYS:%Y-%m-%dT%H:%M:%SZ}".encode(), part)
            entry = zipfile.ZipInfo(name, ALWAYS.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, part)
    return out.getvalue()


def _explain(page: Any, sheets: "Sequence[Sheet]") -> None:
    """Write the sheet that a planner reads first."""
    page.title = READ_ME
    for letter, width in zip("AB", READ_ME_WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
    rows: list[tuple[str, ...]] = [("How these tables are read",), *((line,) for line in GUIDE), ()]
    rows += [("sheet", "a row of it"), *((sheet.name, sheet.purpose) for sheet in sheets), ()]
    rows += [("more headings", "which hold names of your own: what stands in the cell")]
    rows += [(f"{sheet.name}: {part.heading}", part.meaning) for sheet in sheets for part in sheet.open_parts]
    bold = {n for n, row in enumerate(rows, 1) if row[:1] in (rows[0], ("sheet",), ("more headings",))}
    for n, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            _write(page.cell(n, column), text)
            page.cell(n, column).font = Font("Calibri", 11, bold=n in bold)


def _fill(page: Any, sheet: "Sheet", there: set[str]) -> None:
    """Write headings, example rows and drop-down lists of one sheet."""
    page.freeze_panes = "B2"
    page.row_dimensions[1].height = 32
    for n, column in enumerate(sheet.columns, 1):
        letter, head = get_column_letter(n), page.cell(1, n)
        _write(head, column.heading)
        head.font = Font("Calibri", 11, bold=True, color="FFFFFF" if column.needed else "000000")
        head.fill = NEEDED if column.needed else OTHER
        head.alignment = Alignment(wrap_text=True, vertical="center")
        head.comment = _note(column)
        cells = [page.cell(row, n) for row in range(2, len(sheet.rows) + 2)]
        for cell, row in zip(cells, sheet.rows, strict=True):
            _write(cell, row.get(column.heading))
        longest = max([len(column.heading) + 2, *(len(str(cell.value or "")) + 2 for cell in cells)])
        page.column_dimensions[letter].width = min(max(longest, WIDTHS[0]), WIDTHS[1])
        if column.is_text:
            page.column_dimensions[letter].number_format = "@"  # or a spreadsheet makes dates and numbers of codes
        if choice := _choice(column, there):
            choice.add(f"{letter}2:{letter}{LAST_ROW}")
            page.add_data_validation(choice)


def _write(cell: Any, value: Any) -> None:
    """Write a value; no text becomes a formula."""
    if isinstance(value, str) and PERCENT.fullmatch(value):
        cell.value = float(Decimal(value.removesuffix("%")) / 100)
        cell.number_format = "0%" if "." not in value else "0.0##%"
    elif value is not None and value != "":
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
            cell.number_format = "@"


def _note(column: "Column") -> Comment:
    """Return what the heading's note says: meaning, unit, words, whether it is needed."""
    lines = [column.meaning]
    lines += [f"Unit: {column.unit}"] if column.unit and column.unit not in column.meaning else []
    lines += [f"One of: {', '.join(column.words)}"] if column.words else []
    lines += [f"Ids of the sheet {column.ids_of}"] if column.ids_of else []
    lines += ["Several values: separate them by semicolons"] if column.several else []
    lines += ["Needed in every row"] if column.needed else []
    note = Comment("\n".join(lines), "posture")
    note.width, note.height = 320, 40 + 22 * len(lines)
    return note


def _choice(column: "Column", there: set[str]) -> DataValidation | None:
    """Return the drop-down list of a column: closed words are enforced, ids are offered, for one may be written before its row is."""
    if column.words:
        choice = DataValidation("list", formula1=f'"{",".join(column.words)}"', allow_blank=True)
        choice.showErrorMessage = not column.several
        choice.errorTitle, choice.error = column.heading, f"Write one of: {', '.join(column.words)}"
        return choice
    if column.ids_of in there:
        choice = DataValidation("list", formula1=f"{column.ids_of}!$A$2:$A${LAST_ROW}", allow_blank=True)
        choice.showErrorMessage = not column.several
        choice.errorStyle = "warning"
        choice.errorTitle, choice.error = column.heading, f"The sheet {column.ids_of} has no such row yet."
        return choice
    return None
