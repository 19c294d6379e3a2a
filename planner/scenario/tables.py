"""Tables: wherever a scenario says `{table: file.csv}` or `{table: book.xlsx, sheet: offers}`, the rows, each cell with its own place.

A keyed block becomes id -> row, any other a list of rows. An offer may have several rows, one a tier, so `offers` becomes id -> list of
rows, and an offer written in the scenario itself as one mapping becomes a list of one. In an option a row says what changes: of every
tier, or, with a cell under `tier`, of that one. A heading with dots nests (`limits.deployed_personnel`), one with @ names the phase
(`needs.manoeuvre_coy@stabilise`). Empty cells are left out. A cell with several values keeps its text ("EU; NATO"): what it means is
for the schema to say.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any

from planner.scenario import tablefile
from planner.scenario.blocks import KEYS, OFFERS, VALUES, WITH_TERMS, block, takes_table
from planner.scenario.document import Document, Draft, Path, paths
from planner.scenario.grid import Row, Table
from planner.scenario.inside import beside
from planner.scenario.problems import Mark, Problem, suggest
from planner.scenario.scalars import meaning
from planner.scenario.tablefile import Shelf

SAID = ("table", "sheet")


@dataclass(frozen=True)
class _Named:
    """A table as a scenario names it: for which block, in which file (None if that cannot be said), on which sheet."""

    path: Path
    file: str | None
    sheet: str | None


def expand(document: Document, root: FilePath, problems: list[Problem]) -> Document:
    """Return the document with rows in place of tables.

    Parameters
    ----------
    document
        As `source.read` gives it. A table's file is looked for beside the file that names it.
    root
        The folder that no table may lie outside of, links followed.
    problems
        Takes what is wrong, each at its row and column. A table that cannot be read becomes an empty block.

    An offer written as one mapping becomes a list of one row; not in a file that extends another, where it speaks of rows of the other.
    """
    draft = Draft(document)
    shelf = Shelf(draft.files)
    for named in list(_named(document, document.value, problems)):
        path, keyed = named.path, block(named.path) in KEYS
        table = _table(named, document, root, shelf, problems)
        for key in SAID:
            draft.forget(None, (*path, key))
        if block(path) in WITH_TERMS:
            draft.at(path).pop("sheet", None)
            path = (*path, "table")
        draft.put(path, {} if keyed else [], None)
        if table is not None and keyed:
            _by_id(draft, path, table, problems)
        elif table is not None:
            for n, row in enumerate(table.rows):
                _lay(draft, (*path, n), row, table, problems)
    if not isinstance(draft.value, dict) or draft.value.get("extends") is None:
        lists_of_tiers(draft)
    return draft.finished()


def _named(document: Document, value: Any, problems: list[Problem], path: Path = ()) -> Iterator[_Named]:
    """Yield every table that is named; one that names no file, or has keys beside it, is a problem."""
    if path and isinstance(value, dict) and "table" in value and takes_table(path) and not _has_rows(value, path):
        yield _asked(document, value, problems, path) or _Named(path, None, None)
    elif isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _named(document, inner, problems, (*path, key))


def _has_rows(value: dict[str, Any], path: Path) -> bool:
    """Say whether a block that may have other keys beside its table holds the rows itself."""
    return block(path) in WITH_TERMS and isinstance(value["table"], list)


def _asked(document: Document, value: dict[str, Any], problems: list[Problem], path: Path) -> _Named | None:
    """Return what a mapping with the key `table` asks for."""
    name, sheet, where = value["table"], value.get("sheet"), document.mark((*path, "table"))
    if not isinstance(name, str):
        problems.append(Problem("error", where, "a table is the name of one file", "write `{table: offers.csv}`"))
    elif block(path) not in WITH_TERMS and (more := [key for key in value if key not in SAID]):
        what = "a table stands alone, and other keys stand beside it" + suggest(more[0], SAID)
        problems.append(Problem("error", where, what, "move them into the table as rows"))
    elif "sheet" in value and not isinstance(sheet, str | int):
        hint = "write `{table: book.xlsx, sheet: offers}`"
        problems.append(Problem("error", document.mark((*path, "sheet")), "a sheet is the name of one sheet", hint))
    else:
        return _Named(path, name, None if sheet is None else str(sheet))
    return None


def _table(named: _Named, document: Document, root: FilePath, shelf: Shelf, problems: list[Problem]) -> Table | None:
    """Find a table's file beside the file that names it, and read it; None where there is none to be read."""
    where = document.mark((*named.path, "table")) or Mark("", 1, 1)
    path = beside(named.file, where, root, problems) if named.file is not None else None
    if path is None:
        return None
    table = tablefile.read(path, where, problems, shelf, named.sheet, document.marks.get((*named.path, "sheet")), str(named.path[-1]))
    crooked = {h: m for h, m in table.headings.items() if not all(_parts(h))} if table else {}
    for heading, mark in crooked.items():
        hint = "write it as in limits.deployed_personnel or needs.mcm@stabilise"
        problems.append(Problem("error", mark, f'the heading "{heading}" has nothing before or after a dot or @', hint))
    return None if crooked else table


def _by_id(draft: Draft, path: Path, table: Table, problems: list[Problem]) -> None:
    """Lay the rows of a keyed block under their ids; offers keep all rows of an id."""
    of = block(path)
    kind = KEYS[of]
    key = next((h for h in ("id", kind) if h in table.headings), None)
    if key is None:
        where = next(iter(table.headings.values()))
        what = f'the table of {of[-1]} has no column "{kind}" or "id"' + suggest(kind, table.headings)
        problems.append(Problem("error", where, what, "add a column with the name of each row"))
        return
    tiers = of == OFFERS and path == OFFERS
    first: dict[str, Mark] = {}
    for row in table.rows:
        cell = row.cells.get(key)
        if cell is None:
            what = f'the cell under "{key}" is empty: this row has no name'
            problems.append(Problem("error", row.mark, what, "give it an id, or empty the whole row"))
            continue
        cells = {h: c for h, c in row.cells.items() if h != key}
        name = f"{cell.text}/{cells.pop('tier').text}" if of == OFFERS and not tiers and "tier" in cells else cell.text
        here = (*path, name)
        if not tiers and name in first:
            what = f'the {kind} "{name}" stands here a second time; the first is row {first[name].row}'
            problems.append(Problem("error", cell.mark, what, "keep one of the two rows"))
            continue
        if tiers:
            if name not in first:
                draft.put(here, [], row.mark, cell.mark)
            here = (*here, len(draft.at(here)))
        first.setdefault(name, cell.mark)
        _lay(draft, here, Row(row.mark, cells), table, problems, cell.mark)
        if of in VALUES:
            _one_value(draft, here, VALUES[of])


def _one_value(draft: Draft, path: Path, heading: str) -> None:
    """Put the value of a row in the place of the row, where the block says one value of each id; any other column stays, to be told."""
    row = draft.at(path)
    if list(row) == [heading]:
        value, key_mark = row[heading], draft.key_marks.get(path)
        draft.retell(value, (*path, heading), path)
        draft.forget(value, (*path, heading))
        draft.put(path, value, None, key_mark)


def _lay(draft: Draft, path: Path, row: Row, table: Table, problems: list[Problem], key_mark: Mark | None = None) -> None:
    """Place one row as a mapping; dotted headings nest."""
    value: dict[str, Any] = {}
    draft.put(path, value, row.mark, key_mark)
    for heading, cell in row.cells.items():
        holder, here = value, path
        *outer, last = _parts(heading)
        for part in outer:
            here = (*here, part)
            if part not in holder:
                holder[part] = {}
                draft.marks[here], draft.key_marks[here] = cell.mark, table.headings[heading]
            holder = holder[part]
            if not isinstance(holder, dict):
                break
        if isinstance(holder, dict) and last not in holder:
            here = (*here, last)
            holder[last] = meaning(cell.text)
            draft.marks[here], draft.key_marks[here] = cell.mark, table.headings[heading]
        else:
            what = f'"{heading}" and another heading of this table fill the same place'
            problems.append(Problem("error", cell.mark, what, "give a thing either one value or parts, as in needs.engineering@entry"))


@lru_cache(maxsize=1024)
def _parts(heading: str) -> tuple[str, ...]:
    return tuple(re.split("[.@]", heading))


def lists_of_tiers(draft: Draft) -> None:
    """Make of each offer written as one mapping a list of one row."""
    offers = draft.value.get("offers") if isinstance(draft.value, dict) else None
    if not isinstance(offers, dict):
        return
    for name, row in offers.items():
        if not isinstance(row, dict):
            continue
        path = (*OFFERS, name)
        old = list(paths(row, path))[1:]
        draft.retell(row, path, (*path, 0))
        for inner in old:
            draft.marks.pop(inner, None)
            draft.key_marks.pop(inner, None)
        offers[name] = [row]
