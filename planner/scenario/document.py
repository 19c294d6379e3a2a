"""A document: the plain values that a planner wrote, and where each of them stands.

It knows nothing of the format. `source` makes one from YAML, `tables` puts rows in place of tables, `options` applies an option; the
schema reads what comes out and points at the marks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from planner.scenario.problems import Mark

Path: TypeAlias = tuple[str | int, ...]  # ("offers", "FRA-battlegroup", 0, "units"): keys of mappings, numbers (from 0) in lists


@dataclass(frozen=True)
class Document:
    """Plain values with their places. Treat the value as read-only: later stages make a new document.

    `value` is made of dict, list, str, int, float, bool and None. `marks` says under the path of a value where the value stands,
    `key_marks` under the same path where its key stands (the heading cell, for a value from a table); an item of a list has no key
    mark. `files` are the files read, spelt as given, the scenario first, each with the bytes that were read: a run keeps these.

    Where one layer was merged over another, `changed` holds the paths of the values that it put there (each with all it holds). `taken`
    says what it took away: under the path of the mapping that held it (of an offer's tier: of the offer), its name and where that is said.
    `before` is the value that an option changed, or this one.
    """

    value: Any
    marks: Mapping[Path, Mark] = field(default_factory=dict)
    key_marks: Mapping[Path, Mark] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    changed: frozenset[Path] = frozenset()
    taken: Mapping[Path, Mapping[str | int, Mark | None]] = field(default_factory=dict)
    base: Any = None

    @property
    def before(self) -> Any:
        """The value before an option changed it: the scenario as written."""
        return self.value if self.base is None else self.base

    def mark(self, path: Path) -> Mark | None:
        """Return where the value at `path`, or else its nearest ancestor, stands; None in a document without marks."""
        return next((self.marks[path[:n]] for n in range(len(path), -1, -1) if path[:n] in self.marks), None)

    def key_mark(self, path: Path) -> Mark | None:
        """Return where the key of the value at `path` stands, or else what `mark` says."""
        return self.key_marks.get(path) or self.mark(path)


class Draft:
    """A document in the making: values are placed and taken away, their marks come and go with them."""

    def __init__(self, document: Document) -> None:
        self.value: Any = copied(document.value)
        self.marks = dict(document.marks)
        self.key_marks = dict(document.key_marks)
        self.files = dict(document.files)
        self.changed = set(document.changed)
        self.taken = {holder: dict(names) for holder, names in document.taken.items()}

    def finished(self) -> Document:
        """Return the document."""
        return Document(self.value, self.marks, self.key_marks, self.files, frozenset(self.changed), self.taken)

    def at(self, path: Path) -> Any:
        """Return the value at a path that exists."""
        value = self.value
        for key in path:
            value = value[key]
        return value

    def put(self, path: Path, value: Any, mark: Mark | None, key_mark: Mark | None = None) -> None:
        """Place a value: under a key of a mapping, in place of an item of a list or as its next item."""
        holder = self.at(path[:-1])
        if isinstance(holder, list) and path[-1] == len(holder):
            holder.append(value)
        else:
            holder[path[-1]] = value
        if mark:
            self.marks[path] = mark
        if key_mark:
            self.key_marks[path] = key_mark

    def forget(self, value: Any, path: Path) -> None:
        """Drop the marks of a value that leaves `path`, and of all it holds."""
        for inner in paths(value, path):
            self.marks.pop(inner, None)
            self.key_marks.pop(inner, None)
            self.changed.discard(inner)
            self.taken.pop(inner, None)

    def retell(self, value: Any, came_from: Path, path: Path, told: "Document | Draft | None" = None) -> None:
        """Give a value now at `path`, and all it holds, the marks of the place it came from: of this draft, or of what `told` it."""
        told, shift = told or self, len(came_from)
        for inner in list(paths(value, came_from)):
            target = path + inner[shift:]
            if inner in told.marks:
                self.marks[target] = told.marks[inner]
            if inner in told.key_marks:
                self.key_marks[target] = told.key_marks[inner]
            if told is self and inner in self.changed:
                self.changed.add(target)
            if told is self and inner in self.taken:
                self.taken[target] = dict(self.taken[inner])


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the path of a value and of everything in it, outer before inner; documents are at most 64 deep."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from paths(inner, (*path, key))


def copied(value: Any) -> Any:
    """Return a plain value whose mappings and lists are its own."""
    if isinstance(value, dict):
        return {key: copied(inner) for key, inner in value.items()}
    return [copied(inner) for inner in value] if isinstance(value, list) else value
