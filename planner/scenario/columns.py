"""The columns that a table of a block can have, out of the records that read it: headings, meaning, and what a cell may say.

A record in a row becomes one column a key (`limits.deployed_personnel`). A map by names of the scenario's own (`provides.engineering`,
`needs.engineering@entry`) has the columns that its rows use. Lists of records have none: they are written in the scenario itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from planner.scenario.blocks import KEYS
from planner.scenario.schema.whole import ScenarioFile

Node: TypeAlias = dict[str, Any]

NOT_YET = "not yet planned"
IDS = {  # the last part of a heading, and the block whose ids it takes
    "nation": "nations", "nations": "nations", "unit_type": "unit_types", "offer": "offers", "requirement": "requirements",
    "site": "sites", "sites": "sites", "only_at": "sites", "not_at": "sites", "requires": "conditions", "unless": "conditions",
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A column: its heading, whether each row needs it, what it means, and the words or ids that a cell may say."""

    heading: str
    needed: bool
    meaning: str
    unit: str = ""
    words: tuple[str, ...] = ()  # of a closed choice
    ids_of: str = ""  # the block whose ids it takes
    several: bool = False  # several values in a cell, separated by semicolons
    is_text: bool = False


@dataclass(frozen=True)
class Open:
    """Columns whose headings hold names of the scenario's own, as in `provides.NAME`, and what they mean."""

    heading: str
    meaning: str


@dataclass(frozen=True)
class Sheet:
    """A block as a table: its columns, those that could be added, and its rows, values by heading."""

    name: str
    purpose: str
    columns: tuple[Column, ...]
    open_parts: tuple[Open, ...]
    rows: tuple[Mapping[str, Any], ...]


def purpose(block: str) -> str:
    """Return what a row of a block is."""
    return str(_record(block)["description"]).split("\n")[0]


def columns(block: str, used: Iterable[str]) -> list[Column]:
    """Return the columns of a block's table: its key, what each row needs, then the rest; `used` are the headings that rows have."""
    record, used = _record(block), list(used)
    key = KEYS[(block,)]
    found = [Column(key, needed=True, meaning=purpose(block), is_text=True)]
    needed = record.get("required", [])
    for name in sorted(record["properties"], key=lambda n: n not in needed):
        node = record["properties"][name]
        if NOT_YET in node.get("description", ""):
            continue
        known = list(_headings(name, node))
        known = [] if name in used and name not in known else known  # rows that say it short: `minimum`, not `minimum.share`
        asked = [h for h in used if _parts(h)[0] == name and h not in known]
        found += [_column(record, heading, needed=name in needed) for heading in [*known, *asked]]
    return found


def open_parts(block: str) -> list[Open]:
    """Return the columns of a block's table that take names of the scenario's own."""
    return list(_opens(_record(block)))


def _opens(record: Node, outer: str = "") -> Iterator[Open]:
    for name, node in record["properties"].items():
        if NOT_YET in node.get("description", ""):
            continue
        heading = f"{outer}{name}"
        for shape in _shapes(node):
            if inner := _inner(shape):
                by_phase = any(_inner(s) for s in _shapes(inner))
                yield Open(f"{heading}.NAME{'@PHASE' if by_phase else ''}", node["description"])
            elif "properties" in shape and len(list(_shapes(node))) == 1:
                yield from _opens(shape, f"{heading}.")


def _record(block: str) -> Node:
    """Return the schema of a row of a block."""
    inner = _inner(_schema()["properties"][block]) or {}
    return next(_shapes(inner.get("items", inner)))


@lru_cache(maxsize=1)
def _schema() -> Node:
    return ScenarioFile.model_json_schema(by_alias=True)


def _shapes(node: Node) -> Iterator[Node]:
    """Yield each shape that a value may have: references followed, alternatives one by one, nothing left out."""
    if "$ref" in node:
        yield from _shapes(_schema()["$defs"][node["$ref"].removeprefix("#/$defs/")])
        return
    branches = [branch for several in ("anyOf", "oneOf") for branch in node.get(several, ())]
    for branch in branches:
        yield from _shapes(branch)
    if not branches and node.get("type") != "null":
        yield node


def _inner(node: Node) -> Node | None:
    """Return what stands under each name of a map by names, None for anything else."""
    if "properties" in node:
        return None
    inner = node.get("additionalProperties") or next(iter(node.get("patternProperties", {}).values()), None)
    return inner if isinstance(inner, dict) else None


def _headings(name: str, node: Node) -> Iterator[str]:
    """Yield the headings of a key of a record; none for maps by names and lists of records."""
    shapes = list(_shapes(node))
    records = [s for s in shapes if "properties" in s]
    selects = [r for r in records if set(_schema()["$defs"]["Selector"]["properties"]) <= set(r["properties"])]
    if len(records) == 1 and not selects:
        for key, inner in records[0]["properties"].items():
            if NOT_YET not in inner.get("description", ""):
                yield from _headings(f"{name}.{key}", inner)
    elif any(_is_plain(s) for s in shapes):
        yield name
    elif len(records) == 1:
        keys = [k for k, inner in selects[0]["properties"].items() if not k.endswith("_not") and NOT_YET not in inner["description"]]
        yield from (f"{name}.{key}" for key in keys)


def _is_plain(shape: Node) -> bool:
    """Say whether one cell can hold a value of this shape."""
    if shape.get("type") == "array":
        return all(_is_plain(s) for s in _shapes(shape.get("items", {})))
    return "properties" not in shape and _inner(shape) is None


def _parts(heading: str) -> list[str]:
    return heading.replace("@", ".").split(".")


def _column(record: Node, heading: str, *, needed: bool) -> Column:
    """Describe the column under a heading of a record."""
    node, meaning, wanted = record, "", needed
    for part in _parts(heading):
        holder = next((s for s in _shapes(node) if part in s.get("properties", {})), None)
        wanted = wanted and (holder is None or part in holder.get("required", []))
        node = holder["properties"][part] if holder else next((i for s in _shapes(node) if (i := _inner(s))), {})
        meaning = node.get("description", meaning)
    shapes = [s for s in _shapes(node) if _is_plain(s)]
    items = [item for s in shapes for item in (_shapes(s["items"]) if s.get("type") == "array" and "items" in s else [s])]
    return Column(
        heading,
        wanted,
        meaning,
        unit=next((str(s["x-unit"]) for s in (node, *items) if "x-unit" in s), ""),
        words=_words(items),
        ids_of=IDS.get(_parts(heading)[-1], ""),
        several=any(s.get("type") == "array" or "array" in s.get("type", ()) for s in shapes),
        is_text=bool(items) and all(s.get("type") == "string" for s in items),
    )


def _words(shapes: list[Node]) -> tuple[str, ...]:
    """Return the words of a closed choice; none if anything else may be said."""
    if shapes and all(s.get("type") == "boolean" for s in shapes):
        return ("true", "false")
    if not shapes or not all("enum" in s for s in shapes):
        return ()
    return tuple(dict.fromkeys(str(word).lower() if isinstance(word, bool) else str(word) for s in shapes for word in s["enum"]))
