"""Tables as workbooks, and CSV files in other dialects: what is read with a word, and what is not read."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from tests.bad_input.catalogue import GOOD, Case, Spoiler, both, swap
from tests.bad_input.tables import OFFERS


def workbook(change: Callable[[Any], Any] = lambda sheet: None, said: str = "{table: ▸sites.xlsx, sheet: sites}") -> Spoiler:
    """Put a workbook in place of the table of sites."""

    def spoil(folder: Path) -> str:
        book = Workbook()
        sheet = book.active
        sheet.title = "sites"
        with (GOOD / "sites.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                sheet.append([float(cell) if cell.isdecimal() else cell or None for cell in row])
        change(sheet)
        book.save(folder / "sites.xlsx")
        return swap("{table: sites.csv}", said)(folder)

    return spoil


def put(cell: str, value: object) -> Callable[[Any], Any]:
    return lambda sheet: sheet.__setitem__(cell, value)


def at(spoiler: Spoiler, place: str) -> Spoiler:
    """Name the place by hand: a workbook has no caret."""
    return lambda folder: (spoiler(folder), place)[1]


def raw(name: str, data: bytes) -> Spoiler:
    return lambda folder: (folder / name).write_bytes(data) and ""


FINE = "No error: it can be solved"
CASES = [
    Case("XLSX", workbook(), FINE, severity="none", code=0),
    Case(
        "XLSX with formulas",
        at(workbook(put("E2", "=4500*2")), "plan/sites.xlsx:2:5 (sheet sites, row 2, capacity.beds)"),
        "the formula of this cell was never calculated",
        "open and save the workbook",
    ),
    Case(
        "XLSX with merged cells",
        at(workbook(lambda sheet: sheet.merge_cells("B2:B3")), "plan/sites.xlsx:2:2 (sheet sites, row 2, column B)"),
        "B2:B3 are merged: each row must say its own",
        "undo the merging",
    ),
    Case(
        "XLSX without the sheet",
        workbook(said="{table: sites.xlsx, sheet: ▸stes}"),
        'has no sheet "stes"; did you mean sites?',
        "its sheets: sites",
    ),
    Case(
        "XLSX with the sheet not said",
        workbook(lambda sheet: (sheet.parent.create_sheet("read me", 0), sheet.parent.create_sheet("offers", 1)), "{table: ▸sites.xlsx}"),
        "has 3 sheets, and which is meant is not said; there are read me, offers, sites",
        "write `sheet: sites`",
    ),
    Case(
        "XLSX with the sheet not said",
        workbook(lambda sheet: (sheet.parent.create_sheet("read me", 0), setattr(sheet, "title", "camps")), "{table: ▸sites.xlsx}"),
        "has 2 sheets, and which is meant is not said; there are read me, camps",
        "write `sheet: camps`",
    ),
    Case(
        "XLSX with a number of too many digits",
        at(workbook(put("E2", 10031000161211000000)), "plan/sites.xlsx:2:5 (sheet sites, row 2, capacity.beds)"),
        "a spreadsheet keeps 15 digits of a number, and this has 20",
        "format the column as text, and type it again",
    ),
    Case(
        "XLSX with a bad number",
        at(workbook(put("E2", "many")), "plan/sites.xlsx:2:5 (sheet sites, row 2, capacity.beds)"),
        "expected a number, got 'many'",
        "digits",
    ),
    Case(
        "XLSX with an error in a cell",
        at(workbook(put("E2", "#DIV/0!")), "plan/sites.xlsx:2:5 (sheet sites, row 2, capacity.beds)"),
        "this cell holds the error #DIV/0!",
        "mend its formula",
    ),
    Case(
        "XLSX that is no workbook",
        both(swap("{table: sites.csv}", "{table: ▸sites.xlsx}"), raw("sites.xlsx", b"PK\x03\x04 no zip at all")),
        "cannot be read as a workbook",
        "save it anew as .xlsx",
    ),
    Case(
        "old workbook",
        both(swap("{table: sites.csv}", "{table: ▸sites.xls}"), raw("sites.xls", b"\xd0\xcf\x11\xe0")),
        "a table is a CSV file or an .xlsx workbook, not .xls",
        "save it as an Excel workbook",
    ),
    Case(
        "other delimiter",
        raw("offers.csv", OFFERS.replace(",", ";").encode()),
        "the columns of this table are parted by a semicolon",
        "headings",
        "note",
        0,
    ),
    Case(
        "other delimiter",
        raw("offers.csv", OFFERS.replace(",", "|").encode()),
        "the columns of this table are parted by a bar",
        "headings",
        "note",
        0,
    ),
    Case(
        "Latin-1",
        raw("offers.csv", OFFERS.replace("press count", "décompte").encode("latin-1")),
        'not UTF-8: read as Windows-1252, which makes this word "décompte"',
        "CSV UTF-8",
        "warning",
        0,
    ),
    Case("CSV in UTF-16", raw("offers.csv", OFFERS.encode("utf-16")), 'read as UTF-16 ("Unicode text")', "CSV UTF-8", "note", 0),
    Case(
        "CSV from a spreadsheet", raw("offers.csv", b"\xef\xbb\xbf" + OFFERS.replace("\n", "\r\n").encode()), FINE, severity="none", code=0
    ),
]
