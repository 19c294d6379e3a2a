"""What the XML of a worksheet says beside its values: merged and hidden cells, formulas, and how far the sheet reaches."""

from dataclasses import dataclass, field
from typing import IO, Any, TypeAlias

from defusedxml.ElementTree import iterparse
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

Place: TypeAlias = tuple[int, int]  # row and column, from 1
TRUTHS = ("TRUE()", "FALSE()")  # what LibreOffice writes for true and false


@dataclass
class Layout:
    """A sheet without its values; rows and columns reach as far as there is a value or a formula."""

    rows: int = 0
    columns: int = 0
    formulas: int = 0
    uncalculated: set[Place] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)

    def cell(self, place: Place, cell: Any) -> None:
        """Take in one cell."""
        parts = {_tag(part): part for part in cell}
        value = "is" in parts or ("v" in parts and bool(parts["v"].text))
        if "f" in parts and parts["f"].text not in TRUTHS:
            self.formulas += 1
            if not value and cell.get("t") != "str":  # a formula may give an empty text
                self.uncalculated.add(place)
        if "f" in parts or value:
            self.rows, self.columns = max(self.rows, place[0]), max(self.columns, place[1])

    def whole(self, node: Any) -> None:
        """Take in what stands before and after the rows."""
        tag = _tag(node)
        if tag == "col" and _hidden(node):
            self.hidden_columns.append((int(node.get("min")), int(node.get("max"))))
        elif tag == "mergeCell":
            self.merged.append(node.get("ref"))


def layout(source: IO[bytes]) -> Layout:
    """Return the layout of a sheet; its XML is gone over once, one row in memory at a time, and may declare no entity."""
    found, number, column, rows = Layout(), 0, 0, None
    for event, node in iterparse(source, events=("start", "end"), forbid_dtd=True):
        match event, _tag(node):
            case "start", "sheetData":
                rows = node
            case "start", "row":
                number, column = int(node.get("r") or number + 1), 0
            case "end", "c":
                column = _column(node) or column + 1
                found.cell((number, column), node)
            case "end", "row":
                if _hidden(node):
                    found.hidden_rows.append(number)
                if rows is not None:
                    rows.clear()
            case "end", _:
                found.whole(node)
    return found


def _tag(node: Any) -> str:
    return str(node.tag.rpartition("}")[2])


def _hidden(node: Any) -> bool:
    return node.get("hidden") in ("1", "true")


def _column(cell: Any) -> int:
    """Return the column that a cell names, or 0 if it names none."""
    named = cell.get("r")
    return column_index_from_string(coordinate_from_string(named)[0]) if named else 0
