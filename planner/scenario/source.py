"""YAML to plain values and their places, without surprises.

The parser's events are read once and the values built from them as they come, so that depth, aliases, tags and duplicate keys are
judged before anything grows, and nothing recurses over what a stranger wrote: composing 50 000 open brackets would kill the process.
What a planner gets wrong becomes a Problem; nothing is raised.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path as FilePath
from typing import Any, NoReturn

import yaml

from planner.scenario.document import Document, Draft, Path, copied
from planner.scenario.problems import MOST_PROBLEMS, Mark, Problem
from planner.scenario.scalars import meaning
from planner.scenario.syntax import explain
from planner.scenario.textfile import BREAKS, UNPRINTABLE, contents
from planner.scenario.textfile import text as decoded

MOST_DEPTH = 64
MOST_EXPANDED = 100_000  # values that aliases stand for, all together
MOST_VALUES = 500_000  # values of one file; each keeps its place
REFUSED = ("<<", "")  # keys that are told where they stand, and then left out: the schema would tell them again
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(path: FilePath, problems: list[Problem], where: Mark | None = None) -> Document:
    """Read one YAML file into a Document.

    Parameters
    ----------
    path
        The file; its spelling is the file of every mark.
    problems
        Takes what is wrong. Where the file cannot be used at all the document's value is {} and the list holds an error, so that a
        caller stops there rather than complain of missing blocks too.
    where
        The place that names the file, if another file does.
    """
    data = contents(path, where, problems)
    nothing = Document({}, files={str(path): data or b""})
    text = decoded(data, path, where, problems) if data is not None else None
    if text is None:
        return nothing
    builder = _Builder(str(path), BREAKS.split(text), problems)
    try:
        builder.build(yaml.parse(text, Loader=LOADER))
        return replace(builder.finished(), files=nothing.files)
    except _Stop:
        return nothing
    except yaml.YAMLError as error:
        line, column, what, hint = explain(error, builder.lines, builder.bracket())
        problems.append(Problem("error", builder.mark_at(line, column), what, hint))
    except (ValueError, OverflowError):  # the Python parser lets escapes and versions that name nothing through to int() and chr()
        problems.append(Problem("error", None, f"{path}: an escape or a %YAML line names something that does not exist", "take it out"))
    return nothing


class _Stop(Exception):  # noqa: N818  # not an error: the way out of the events once nothing more can be said of the file
    pass


@dataclass
class _Open:
    """A mapping or list that is being filled."""

    value: Any
    path: Path
    anchor: str | None
    flow: bool  # written in brackets
    values_before: int
    key: str | None = None  # of a mapping: the key whose value comes next
    height: int = 1  # levels of mappings and lists in it, itself included


@dataclass(frozen=True)
class _Anchor:
    value: Any
    path: Path
    values: int
    height: int


@dataclass
class _Builder:
    """Values, marks and problems out of parser events."""

    file: str
    lines: Sequence[str]
    problems: list[Problem]
    draft: Draft = field(default_factory=lambda: Draft(Document(None)))
    stack: list[_Open] = field(default_factory=list)
    anchors: dict[str, _Anchor] = field(default_factory=dict)
    values: int = 0
    expanded: int = 0
    documents: int = 0

    def build(self, events: Iterator[Any]) -> None:
        """Take every event; problems that leave the rest readable do not stop it."""
        for event in events:
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, yaml.AliasEvent):
                self._alias(event)
            elif isinstance(event, yaml.CollectionStartEvent):
                self._begin(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._end()
            elif isinstance(event, yaml.DocumentStartEvent):
                self.documents += 1
                if self.documents > 1:
                    self._stop(event, "a second document begins here", "one file holds one scenario: take out the line ---")

    def finished(self) -> Document:
        """Return the document; a scenario is a mapping."""
        if not isinstance(self.draft.value, dict):
            self._error(
                self.draft.marks.get((), self.mark_at(0, 0)),
                "a scenario is a list of `key: value` blocks, and this is not",
                "begin with `format: 1` and `title: ...`",
            )
            self.draft = Draft(Document({}))
        return self.draft.finished()

    def bracket(self) -> tuple[int, int] | None:
        """Return line and column, from 0, of the innermost bracket that is open."""
        mark = next((self.draft.marks[o.path] for o in reversed(self.stack) if o.flow), None)
        return (mark.line - 1, mark.column - 1) if mark else None

    def mark_at(self, line: int, column: int) -> Mark:
        """Return the mark of a place counted from 0."""
        line = min(line, len(self.lines) - 1)
        if column == 0 and line == len(self.lines) - 1 > 0 and not self.lines[line]:
            line, column = line - 1, len(self.lines[line - 1])  # the parser points behind the last line end
        return Mark(self.file, line + 1, column + 1, text=self.lines[line])

    def _mark(self, event: Any) -> Mark:
        return self.mark_at(event.start_mark.line, event.start_mark.column)

    def _error(self, where: Mark | None, what: str, hint: str = "") -> None:
        self.problems.append(Problem("error", where, what, hint))
        if len(self.problems) >= MOST_PROBLEMS:
            raise _Stop

    def _stop(self, event: Any, what: str, hint: str = "") -> NoReturn:
        self._error(self._mark(event), what, hint)
        raise _Stop

    def _expects_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None

    def _place(self, value: Any, event: Any) -> Path:
        """Put a value into what is being filled and return its path."""
        self.values += 1
        if self.values > MOST_VALUES:
            self._stop(event, f"more than {MOST_VALUES:,} values in one file", "move long lists into tables")
        path: Path = ()
        if not self.stack:
            self.draft.value = value
        elif (top := self.stack[-1]).key is not None:
            path = (*top.path, top.key)
            top.value[top.key] = value
            top.key = None
        else:
            path = (*top.path, len(top.value))
            top.value.append(value)
        self.draft.marks[path] = self._mark(event)
        return path

    def _untagged(self, event: Any) -> None:
        if event.tag is not None:
            self._error(self._mark(event), "tags (!) are not part of the format", "leave the tag out, or quote a text that begins with !")

    def _scalar(self, event: Any) -> None:
        self._untagged(event)
        text, plain = event.value, event.style in (None, "")  # None of the Python parser, "" of the C parser
        if not plain and (found := UNPRINTABLE.search(text)):
            self._error(self._mark(event), f"the text holds a character that does not print (U+{ord(found[0]):04X})", "take out the escape")
        if self._expects_key():
            self._key(text, event)
            return
        value = meaning(text) if plain else text
        path = self._place(value, event)
        if event.anchor:
            self.anchors[event.anchor] = _Anchor(value, path, 1, 0)

    def _key(self, key: str, event: Any) -> None:
        top, mark = self.stack[-1], self._mark(event)
        if key == "<<":
            self._error(
                mark, "merging with << is not part of the format", "write the values out, or build on another scenario with `extends`"
            )
        elif not key:
            self._error(mark, "a key is missing before the colon", "write `key: value`")
        elif key in top.value:
            first = self.draft.key_marks[(*top.path, key)]
            self._error(
                mark,
                f'the key "{key}" stands here a second time; the first is {first.file}:{first.line}:{first.column}',
                "keep one of the two",
            )
        top.key = key
        self.draft.key_marks.setdefault((*top.path, key), mark)

    def _begin(self, event: Any) -> None:
        self._untagged(event)
        if len(self.stack) >= MOST_DEPTH:
            self._stop(
                event, f"brackets and indents nest more than {MOST_DEPTH} deep", "close the brackets; no block of the format is that deep"
            )
        if self._expects_key():
            self._stop(event, "a list or mapping cannot be a key", "a key is text; quote one that begins with [ or {")
        value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        path = self._place(value, event)
        self.stack.append(_Open(value, path, event.anchor, bool(event.flow_style), self.values - 1))

    def _end(self) -> None:
        done = self.stack.pop()
        if isinstance(done.value, dict):
            for key in REFUSED:
                done.value.pop(key, None)
        if done.anchor:
            self.anchors[done.anchor] = _Anchor(done.value, done.path, self.values - done.values_before, done.height)
        self._grow(done.height)

    def _grow(self, height: int) -> None:
        if self.stack:
            self.stack[-1].height = max(self.stack[-1].height, height + 1)

    def _alias(self, event: Any) -> None:
        """Write out what an alias stands for: its root keeps the place of the alias, what is inside that of the anchor."""
        anchor = self.anchors.get(event.anchor)
        if anchor is None:
            inside = any(o.anchor == event.anchor for o in self.stack)
            what = (
                f"*{event.anchor} stands inside what it names" if inside else f"no anchor &{event.anchor} stands above this *{event.anchor}"
            )
            self._stop(event, what, "write the value out, or quote a text that begins with *")
            return
        if self._expects_key():
            self._stop(event, "an alias cannot be a key", "write the key out, or quote a text that begins with *")
        self.expanded += anchor.values
        if self.expanded > MOST_EXPANDED:
            self._stop(
                event,
                f"aliases stand for more than {MOST_EXPANDED:,} values",
                "write fewer aliases of aliases; move long lists into tables",
            )
        if len(self.stack) + anchor.height > MOST_DEPTH:
            self._stop(event, f"with this alias brackets and indents nest more than {MOST_DEPTH} deep", "write the value out")
        written = copied(anchor.value)
        path = self._place(written, event)
        self.values += anchor.values - 1
        here = self.draft.marks[path]
        key = self.draft.key_marks.get(path)
        self.draft.retell(written, anchor.path, path)
        self.draft.marks[path] = here
        if key:
            self.draft.key_marks[path] = key
        self._grow(anchor.height)
