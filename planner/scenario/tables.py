"""Tables: wherever a scenario says `{table: file.csv}`, the rows of that file, each cell with its own place.

A keyed block (`KEYS`) becomes id -> row, any other a list of rows. An offer may have several rows, one a tier, so `offers` becomes
id -> list of rows, and an offer written in the scenario itself as one mapping becomes a list of one. A heading with dots nests
(`limits.deployed_personnel`), one with @ names the phase (`needs.manoeuvre_coy@stabilise`). Empty cells are left out. A cell with
several values keeps its text ("EU; NATO"): what it means is for the schema to say.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any

from planner.scenario.csvfile import Row, Table, parse
from planner.scenario.document import Document, Draft, Path, paths
from planner.scenario.inside import beside
from planner.scenario.problems import Mark, Problem, suggest
from planner.scenario.scalars import meaning
from planner.scenario.textfile import contents, text

KEYS: Mapping[Path, str] = {  # keyed blocks, and the heading of their key column; `id` will do for any
    ("nations",): "nation", ("hosts",): "country", ("caveats",): "caveat", ("conditions",): "condition",
    ("capabilities",): "capability", ("unit_types",): "unit_type", ("substitutes",): "unit_type", ("offers",): "offer",
    ("sites",): "site", ("areas",): "area", ("routes",): "route", ("requirements",): "requirement",
    ("calendar", "phases"): "phase", ("training", "courses"): "course", ("training", "formations"): "formation",
    ("equipment", "purchases"): "item", ("finance", "funds"): "fund",
}  # fmt: skip
OFFERS: Path = ("offers",)


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
    """
    draft = Draft(document)
    for path, name in list(_named(document, document.value, problems)):
        table = _table(name, document.mark((*path, "table")) or Mark("", 1, 1), root, draft, problems)
        draft.forget(draft.at((*path, "table")), (*path, "table"))
        keyed = _block(path) in KEYS
        draft.put(path, {} if keyed else [], None)
        if table is not None and keyed:
            _by_id(draft, path, table, problems)
        elif table is not None:
            for n, row in enumerate(table.rows):
                _lay(draft, (*path, n), row, table, problems)
    _lists_of_tiers(draft)
    return draft.finished()


def _named(document: Document, value: Any, problems: list[Problem], path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield the path of every `{table: file}` and the file; a table that names no file, or has keys beside it, is a problem."""
    if path and isinstance(value, dict) and "table" in value:
        name, where = value["table"], document.mark((*path, "table"))
        if not isinstance(name, str):
            problems.append(Problem("error", where, "a table is the name of one file", "write `{table: offers.csv}`"))
        elif len(value) > 1:
            what = "a table stands alone, and other keys stand beside it"
            problems.append(Problem("error", where, what, "move them into the table as rows"))
        else:
            yield path, name
    elif isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _named(document, inner, problems, (*path, key))


def _table(name: str, where: Mark, root: FilePath, draft: Draft, problems: list[Problem]) -> Table | None:
    """Find a table's file beside the file that names it, and read it."""
    path = beside(name, where, root, problems)
    data = contents(path, where, problems) if path is not None else None
    if path is None or data is None:
        return None
    draft.files.setdefault(str(path), data)
    read = text(data, path, where, problems)
    table = parse(read, str(path), problems) if read is not None else None
    crooked = {h: m for h, m in table.headings.items() if not all(_parts(h))} if table else {}
    for heading, mark in crooked.items():
        hint = "write it as in limits.deployed_personnel or needs.mcm@stabilise"
        problems.append(Problem("error", mark, f'the heading "{heading}" has nothing before or after a dot or @', hint))
    return None if crooked else table


def _block(path: Path) -> Path:
    """Return the path of the block that a path speaks of: its own, or that which an option changes."""
    return path[3:] if path[0] == "options" and path[2:3] == ("change",) else path


def _by_id(draft: Draft, path: Path, table: Table, problems: list[Problem]) -> None:
    """Lay the rows of a keyed block under their ids; offers keep all rows of an id."""
    block, kind = _block(path), KEYS[_block(path)]
    key = next((h for h in ("id", kind) if h in table.headings), None)
    if key is None:
        where = next(iter(table.headings.values()))
        what = f'the table of {block[-1]} has no column "{kind}" or "id"' + suggest(kind, table.headings)
        problems.append(Problem("error", where, what, "add a column with the name of each row"))
        return
    first: dict[str, Mark] = {}
    for row in table.rows:
        name = row.cells.get(key)
        if name is None:
            what = f'the cell under "{key}" is empty: this row has no name'
            problems.append(Problem("error", row.mark, what, "give it an id, or empty the whole row"))
            continue
        here = (*path, name.text)
        if block != OFFERS and name.text in first:
            what = f'the {kind} "{name.text}" stands here a second time; the first is {first[name.text].cell.split(",")[0]}'
            problems.append(Problem("error", name.mark, what, "keep one of the two rows"))
            continue
        if block == OFFERS:
            if name.text not in first:
                draft.put(here, [], row.mark, name.mark)
            here = (*here, len(draft.at(here)))
        first.setdefault(name.text, name.mark)
        _lay(draft, here, Row(row.mark, {h: c for h, c in row.cells.items() if h != key}), table, problems, name.mark)


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


def _lists_of_tiers(draft: Draft) -> None:
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
