"""A slip of the document in a planner's words: what is wrong, where it stands, and the way out."""

import re
from typing import Any

from pydantic_core import ErrorDetails

from planner.scenario.document import Document, Path
from planner.scenario.problems import MOST_PROBLEMS, Problem, suggest
from planner.scenario.schema.record import Records, near, shown

MAPPING = ("a mapping (key: value)", "write key: value, one a line or in braces")
LIST = ("a list", "write [a, b], or one a line after a dash")
EXPECTED = {"dict_type": MAPPING, "model_type": MAPPING, "model_attributes_type": MAPPING, "list_type": LIST, "tuple_type": LIST}
VERSION: Path = ("format",)
COORDINATES = "write latitude and longitude, as in [49.84, 24.03]; in a cell 49.84; 24.03"  # the only list of fixed length
THOUSANDS = 3  # digits after a comma that is meant to part thousands
FRACTION = re.compile(r"([0-9]+)(\s*[^\W\d].*)?")  # what stands after a decimal comma: digits, and perhaps a unit
NO_PATH = re.compile(r"<\w+>|\[key\]")  # the branch of a shape, and the key of a mapping where the key itself is wrong


def told(errors: list[ErrorDetails], document: Document, records: Records) -> list[Problem]:
    """Return a problem for each slip; what is missing because its key is misspelt is told once, as the unknown key.

    What several rows of a table lack is told once as well, for the column.
    """
    slips = [e for e in errors if e["type"] == "slip" and place(e) == VERSION]  # another format: nothing else can be judged by this one
    errors = errors[:MOST_PROBLEMS]
    slips = slips or [e for e in errors if not _misspelt(e, errors, document, records)]
    columns: dict[tuple[str, str, str], list[ErrorDetails]] = {}
    for error in slips:
        row = document.mark(place(error)[:-1]) if error["type"] == "missing" else None
        if row and row.cell:
            columns.setdefault((row.file, row.sheet, str(place(error)[-1])), []).append(error)
    shared = {id(e): found for found in columns.values() if len(found) > 1 for e in found}
    alone = [_problem(document, e, records) for e in slips if id(e) not in shared]
    return alone + [_column(document, found, records) for found in columns.values() if len(found) > 1]


def place(error: ErrorDetails) -> Path:
    """Return the path in the document of what pydantic found."""
    return tuple(k for k in error["loc"] if not (isinstance(k, str) and NO_PATH.fullmatch(k)))


def inside(value: Any, key: str | int) -> Any:
    """Return what stands under a key or at a place of a list, or None."""
    if isinstance(value, dict):
        return value.get(key)
    return value[key] if isinstance(value, list) and isinstance(key, int) and key < len(value) else None


def _misspelt(missing: ErrorDetails, errors: list[ErrorDetails], document: Document, records: Records) -> bool:
    """Say whether what is missing is there under a misspelt key: one slip, told as the unknown key."""
    if missing["type"] != "missing":
        return False
    *holder, name = place(missing)
    known = _keys(document, tuple(holder), records)
    unknown = [place(e) for e in errors if e["type"] == "extra_forbidden"]
    return any(list(path[:-1]) == holder and near(str(path[-1]), known) == name for path in unknown)


def _problem(document: Document, error: ErrorDetails, records: Records) -> Problem:
    """Say one slip in a planner's words."""
    path, kind, context = place(error), error["type"], error.get("ctx", {})
    if cut := decimal_comma(document, path):
        return cut
    where = document.key_mark(path) if "[key]" in error["loc"] else document.mark(path)
    if kind == "extra_forbidden":
        return _unknown_key(document, path, records)
    if kind == "missing":
        return _missing(document, path, records)
    if kind == "slip":
        return Problem("error", where, f"{_named(path)}: {context['what']}", context["hint"])
    if kind == "too_short":
        return Problem("error", where, f"{_named(path)} is empty", "it needs one at least")
    if kind == "invalid_key":
        return Problem("error", where, f"{_named(path)}: a key is text", "quote it")
    if kind == "too_long":
        return Problem("error", where, f"{_named(path)} has too many values", COORDINATES)
    expected, hint = EXPECTED.get(kind, ("something else", "posture schema shows what each key takes"))
    return Problem("error", where, f"{_named(path)}: expected {expected}, got {shown(error['input'])}", hint)


def _unknown_key(document: Document, path: Path, records: Records) -> Problem:
    known, where = _keys(document, path[:-1], records), document.key_mark(path)
    told = f"{_named(path[:-1])} knows no key '{path[-1]}'"
    if where and where.cell:  # of a table: the heading is wrong, once for all rows
        told = f"this table knows no column '{where.heading}'"
    return Problem("error", where, told + suggest(str(path[-1]), known), f"known here: {', '.join(sorted(known))}")


def decimal_comma(document: Document, path: Path) -> Problem | None:
    """Return the problem of a number that its comma cut in two: in braces, `lift_t: 1,2 kt` is lift_t: 1 and a key `2 kt` of no value."""
    holder: Any = document.value
    for key in path[:-1]:
        holder = inside(holder, key)
    after = path[-1] if path else ""
    fraction = FRACTION.fullmatch(after) if isinstance(after, str) else None
    if fraction is None or not isinstance(holder, dict) or holder.get(after, "") is not None:
        return None
    keys = list(holder)
    key = keys[max(keys.index(after) - 1, 0)]
    before = holder[key]
    if key == after or isinstance(before, bool) or not isinstance(before, int):
        return None
    meant = f"{before}.{after}"
    if len(fraction.group(1)) == THOUSANDS:
        meant = f"{before}{after}, or {meant} if it is a fraction"
    where = document.mark((*path[:-1], key))
    return Problem("error", where, f"{_named((*path[:-1], key))}: the comma of {before},{after} ends the number", f"write {meant}")


def _missing(document: Document, path: Path, records: Records) -> Problem:
    holder, name = path[:-1], path[-1]
    if isinstance(name, int):
        return Problem("error", document.mark(holder), f"{_named(holder)} has too few values", COORDINATES)
    meaning = _keys(document, holder, records).get(name, "")
    return Problem("error", document.key_mark(holder), f"{_named(holder)} lacks '{name}'", f"add {name}: {meaning}")


def _column(document: Document, missing: list[ErrorDetails], records: Records) -> Problem:
    """Say what several rows of a table lack: a column, or its cells."""
    *holder, name = place(missing[0])
    meaning = _keys(document, tuple(holder), records).get(str(name), "")
    what = f"{len(missing)} rows of this table lack '{name}'; this is the first"
    return Problem("error", document.mark(tuple(holder)), what, f"fill the column {name}: {meaning}")


def _keys(document: Document, path: Path, records: Records) -> dict[str, str]:
    """Return the keys, with their meaning, of the record that read the mapping at `path`."""
    value = document.value
    for key in path:
        value = inside(value, key)
    record = records.get(id(value))
    return {f.alias or name: f.description or "" for name, f in record.model_fields.items()} if record else {}


def _named(path: Path) -> str:
    """Name a place as a planner would: keys joined by dots, items of lists by number."""
    return ".".join(f"#{k + 1}" if isinstance(k, int) else str(k) for k in path) or "the scenario"
