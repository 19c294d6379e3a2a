"""The file of a table, of whatever kind: CSV, or a sheet of a workbook."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from planner.scenario import csvfile
from planner.scenario.encodings import as_utf8
from planner.scenario.grid import Table
from planner.scenario.problems import Mark, Problem
from planner.scenario.textfile import contents, text

WORKBOOKS = (".xlsx", ".xlsm")
FOREIGN = (".xls", ".xlsb", ".ods", ".numbers")
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"  # how a workbook begins; one with a password, or of the kind before 2007
SAVE_AS = "save it as an Excel workbook (.xlsx), or its sheet as CSV UTF-8"


@dataclass(frozen=True)
class Shelf:
    """What is read once, by spelling: the bytes of files, workbooks that stay open between their sheets, and files that are none.

    What is wrong with a file as a whole is told where it is named first: a workbook that is missing is one problem, not one a block.
    """

    files: dict[str, bytes]
    books: dict[str, Any] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)


def read(
    path: Path,
    where: Mark | None,
    problems: list[Problem],
    shelf: Shelf,
    sheet: str | None = None,
    sheet_at: Mark | None = None,
    block: str = "",
) -> Table | None:
    """Return the table in a file; None, and problems, if there is none to be had.

    Parameters
    ----------
    path, where
        The file, and the place that names it.
    problems
        Takes what is wrong, each at its row and column; of the file as a whole, at `where`.
    shelf
        What was read so far; what is read now is added.
    sheet, sheet_at
        The sheet of a workbook, and the place that names it; the only one, if not said.
    block
        For which block the table is; where the sheet must be said, the one of this name is proposed.
    """
    data = None if str(path) in shelf.refused else _bytes(path, where, problems, shelf)
    if data is None:
        shelf.refused.add(str(path))
        return None
    if path.suffix.lower() in WORKBOOKS:
        from planner.scenario import xlsxfile

        return xlsxfile.parse(data, str(path), problems, sheet, sheet_at or where, shelf.books, block)
    if sheet is not None:
        problems.append(Problem("error", sheet_at or where, f"{path.name} is no workbook and has no sheets", "leave `sheet` out"))
        return None
    read = text(as_utf8(data, path, problems), path, where, problems)
    return csvfile.parse(read, str(path), problems) if read is not None else None


def _bytes(path: Path, where: Mark | None, problems: list[Problem], shelf: Shelf) -> bytes | None:
    """Return the bytes of a file that begins as its name promises; None, and a problem, of any other."""
    suffix = path.suffix.lower()
    if suffix in FOREIGN:
        problems.append(Problem("error", where, f"{path}: a table is a CSV file or an .xlsx workbook, not {suffix}", SAVE_AS))
        return None
    data = shelf.files.get(str(path))
    data = contents(path, where, problems) if data is None else data
    if data is None:
        return None
    shelf.files[str(path)] = data
    if wrong := _disguised(data, suffix):
        what, hint = wrong
        problems.append(Problem("error", where, f"{path}: {what}", hint))
        return None
    return data


def read_table(path: Path, problems: list[Problem]) -> Table | None:
    """Return the table in a file that a planner names on the command line: CSV, or a workbook of one sheet."""
    return read(path, Mark(str(path), 1, 1), problems, Shelf({}))


def _disguised(data: bytes, suffix: str) -> tuple[str, str] | None:
    """Say what is wrong, and what to do, where a file begins otherwise than its name promises."""
    if data.startswith(OLE):
        return "this workbook is protected by a password, or is of the kind before 2007", "save it as .xlsx without a password"
    if suffix in WORKBOOKS and not data:
        return "the file is empty", "save what you wrote, or name another file"
    if suffix in WORKBOOKS and not data.startswith(ZIP):
        return "this is no workbook, whatever its name says", SAVE_AS
    if suffix not in WORKBOOKS and data.startswith(ZIP):
        return (
            "this is a workbook or an archive, and not text",
            "if it is a workbook, let its name end in .xlsx; otherwise save it as CSV UTF-8",
        )
    return None
