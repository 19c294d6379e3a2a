"""A scenario as it was merged, in YAML that loads again: what was changed names the line that says it, what was taken away is a comment.

It is written to be read: short records in brackets, keys in the order in which they were written, tables as the rows they hold.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from planner.scenario.blocks import KEYS, OFFERS, VALUES
from planner.scenario.document import Document, Path
from planner.scenario.problems import Mark, printable
from planner.scenario.scalars import meaning

WIDTH = 140  # of a line with a record in brackets
INDENT = 2
PLAIN = re.compile(r"[^\W_][\w .;%/+()'&-]*")  # texts that mean themselves without quotes, inside brackets too
ALONE = re.compile(r"[^\W_][\w .;%/+()'&,-]*")  # and those that do on a line of their own
ESCAPED = {ord(c): f"\\u{ord(c):04x}" for c in "\x85\u2028\u2029\ufeff"}  # line ends and a mark that JSON leaves as they are


def text(document: Document, heading: str, *, applied: bool = False) -> str:
    """Return a merged document as YAML.

    Parameters
    ----------
    document
        With its tables expanded and its layers merged.
    heading
        What is shown, for the comment of the first line.
    applied
        Whether an option was merged: options then keep their names only, since what they change is merged already or not asked for.
    """
    value = document.value
    if applied:
        value = value | {"options": {name: _named(entry) for name, entry in value["options"].items()}}
    writer = _Writer(document)
    lines = [f"# {printable(heading)}"]
    for key, inner in value.items():
        block = list(writer.entry(f"{_key(key)}:", (key,), inner, 0, ours=False))
        lines += [*([""] if len(block) > 1 and lines[-1] else []), *block, *([""] if len(block) > 1 else [])]
    return "\n".join([*lines, *writer.taken_from((), 0)]).rstrip("\n") + "\n"


def _named(entry: Any) -> Any:
    return {key: value for key, value in entry.items() if key in {"title", "intent"}} if isinstance(entry, dict) else entry


class _Writer:
    """The lines of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        touched = [*(path[:-1] for path in document.changed), *(path for path, names in document.taken.items() if names)]
        self.mixed = {path[:n] for path in touched for n in range(len(path) + 1)}  # hold what was changed or taken

    def entry(self, lead: str, path: Path, value: Any, indent: int, *, ours: bool) -> Iterator[str]:
        """Yield the lines of one value after its key or dash; `ours` if a layer put what holds it."""
        ours = ours or path in self.document.changed
        offer = path if path[:-1] == OFFERS else None
        if offer and isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
            path, value = (*path, 0), value[0]  # one row is written as the mapping it is
            ours = ours or path in self.document.changed
        start = f"{' ' * indent}{lead}"
        short = f"{start} {_text(value, ALONE) if isinstance(value, str) else _flow(value)}"
        if not isinstance(value, dict | list) or not value or (self._brief(path) and len(short) <= WIDTH):
            mark = self.document.marks.get(path)
            yield short + (f"  # {_place(mark)}" if ours and mark else "")
        else:
            yield start
            yield from self._inside(path, value, indent + INDENT, ours=ours)
        if isinstance(value, dict):
            yield from self.taken_from(path, indent + INDENT)
        if offer:
            yield from self.taken_from(offer, indent, f"{offer[-1]}/")

    def _inside(self, path: Path, value: Any, indent: int, *, ours: bool) -> Iterator[str]:
        """Yield the lines of what a mapping or list holds."""
        if isinstance(value, dict):
            for key, inner in value.items():
                yield from self.entry(f"{_key(key)}:", (*path, key), inner, indent, ours=ours)
            return
        for n, inner in enumerate(value):
            first, *rest = self.entry("-", (*path, n), inner, indent, ours=ours)
            if first.strip() == "-":  # the first line of what it holds stands beside the dash
                first, *rest = f"{' ' * indent}- {rest[0].strip()}", *rest[1:]
            yield from (first, *rest)

    def _brief(self, path: Path) -> bool:
        """Say whether a value may stand in brackets: no block of its own, and nothing in it was changed apart."""
        return path not in self.mixed and (path not in KEYS or path in VALUES) and path != ("options",)

    def taken_from(self, path: Path, indent: int, before: str = "") -> Iterator[str]:
        """Yield a comment for each thing that was taken out of a mapping, its name after what stands `before` it."""
        for name, mark in self.document.taken.get(path, {}).items():
            yield f"{' ' * indent}# taken away: {printable(f'{before}{name}')}" + (f" ({_place(mark)})" if mark else "")


def _place(mark: Mark) -> str:
    return f"{printable(mark.file)}:{mark.line}"


def _flow(value: Any) -> str:
    """Return a value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _text(value, PLAIN) if isinstance(value, str) else json.dumps(value)


def _key(key: str) -> str:
    """Return a key, which is text whatever it looks like."""
    return key if PLAIN.fullmatch(key) and key[-1] != " " else _quoted(key)


def _text(words: str, plain: re.Pattern[str]) -> str:
    """Return a text, in quotes where it would be read as something else without."""
    return words if plain.fullmatch(words) and words[-1] != " " and isinstance(meaning(words), str) else _quoted(words)


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False).translate(ESCAPED)
