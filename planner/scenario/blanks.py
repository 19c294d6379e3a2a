"""A small scenario written as tables: its large blocks as sheets with headings, and its rows as examples to write over.

The sheets become CSV files, or with `workbook` one Excel workbook; either way they read back to the same scenario.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from planner.scenario import source
from planner.scenario.blocks import KEYS
from planner.scenario.columns import Sheet, columns, open_parts, purpose

BLOCKS = ("nations", "hosts", "caveats", "conditions", "capabilities", "unit_types", "offers", "sites", "requirements")
WORKBOOK = "tables.xlsx"


def as_tables(scenario: Path, *, workbook: bool) -> dict[str, bytes]:
    """Return the files of a scenario with its large blocks as tables, by name; `scenario` is the file of one that has none."""
    sheets = [_sheet(name, rows, scenario) for name, rows in _blocks(scenario)]
    text = scenario.read_text(encoding="utf-8")
    for sheet in sheets:
        named = f"{{table: {WORKBOOK}, sheet: {sheet.name}}}" if workbook else f"{{table: {sheet.name}.csv}}"
        text = re.sub(rf"^{sheet.name}:( +#.*)?\n(?:[ \t]+.*\n)+", _line(f"{sheet.name}: {named}"), text, flags=re.MULTILINE)
    files = {"scenario.yaml": text.encode()}
    if workbook:
        from planner.scenario.workbook import written

        return files | {WORKBOOK: written(sheets)}
    return files | {f"{sheet.name}.csv": _csv(sheet).encode() for sheet in sheets}


def _line(said: str) -> Callable[[re.Match[str]], str]:
    """Return what writes a line in place of a block, and keeps the remark beside its name."""
    return lambda found: f"{said}  {found[1].strip()}\n" if found[1] else f"{said}\n"


def _blocks(scenario: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    value = source.read(scenario, []).value
    yield from ((name, value[name]) for name in BLOCKS if name in value)


def _sheet(name: str, entries: dict[str, Any], scenario: Path) -> Sheet:
    phases = source.read(scenario, []).value["calendar"]["phases"]
    rows = []
    for key, entry in entries.items():
        for row in entry if isinstance(entry, list) else [entry]:
            rows.append({KEYS[(name,)]: key, **dict(_cells(row, phases))})
    used = dict.fromkeys(heading for row in rows for heading in row)
    return Sheet(name, purpose(name), tuple(columns(name, list(used)[1:])), tuple(open_parts(name)), tuple(rows))


def _cells(value: Mapping[str, Any], phases: Mapping[str, Any], heading: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the cells of a row: nested keys joined by dots, a phase by @, several values by semicolons."""
    for key, inner in value.items():
        here = f"{heading}{'@' if key in phases else '.'}{key}" if heading else key
        if isinstance(inner, dict):
            yield from _cells(inner, phases, here)
        else:
            yield here, "; ".join(map(str, inner)) if isinstance(inner, list) else inner


def _csv(sheet: Sheet) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.heading for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow([_said(row.get(column.heading)) for column in sheet.columns])
    return out.getvalue()


def _said(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
