"""How verbs put things on the screen: plain tables and lines, the same on a terminal, in a pipe and without colour.

Text that comes from a scenario is inert: it is never read as markup and loses its control characters.
"""

import errno
import json
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from planner.scenario import Problem

WIDEST = 160  # beyond this a line no longer reads
PARAGRAPH = 11  # cells before the text of a named paragraph
NARROWEST = 8  # cells to which a column of text may shrink


@cache
def _console_class() -> "type[Console]":
    from rich.console import Console

    class Screen(Console):
        """A console that lets a reader's leaving be answered where every fault is."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError(errno.EPIPE, "the reader has left")

    return Screen


def console(*, to_stderr: bool = False) -> "Console":
    """Return a console on stdout or stderr; NO_COLOR, COLUMNS and pipes are honoured."""
    made = _console_class()(stderr=to_stderr, markup=False, emoji=False, highlight=False)
    if made.width > WIDEST:
        made.width = WIDEST
    return made


def inert(text: object) -> str:
    """Return text that only shows: no control, escape or direction characters; line breaks become spaces."""
    spaced = str(text).replace("\r", " ").replace("\n", " ").replace("\t", " ")
    return "".join(c for c in spaced if unicodedata.category(c) not in {"Cc", "Cf", "Zl", "Zp", "Cs"})


def say(text: object = "", style: str = "", *, to_stderr: bool = False) -> None:
    """Print one line or paragraph."""
    from rich.text import Text

    console(to_stderr=to_stderr).print(Text("\n".join(inert(line) for line in str(text).split("\n")), style=style))


def paragraph(name: str, text: str) -> None:
    """Print a paragraph beside its name, where there is any text; its lines stand under each other."""
    from textwrap import wrap

    width = console().width
    for i, line in enumerate(wrap(inert(text), max(NARROWEST, width - PARAGRAPH))):
        say(f"{f'   {name}' if i == 0 else '':<{PARAGRAPH}}{line}")


def warn(text: object) -> None:
    """Print a sentence on stderr."""
    say(text, to_stderr=True)


def heading(title: str, note: str = "") -> None:
    """Print a heading with a rule to the right edge, or to its note."""
    from rich.text import Text

    screen = console()
    rule = "─" * max(3, screen.width - len(title) - len(note) - 3)
    screen.print(Text(f"\n {inert(title)} {rule}{' ' + note if note else ''}", style="dim"), soft_wrap=True)


def table(
    frame: "pd.DataFrame", columns: Mapping[str, str] | None = None, *, empty: str = "nothing", right: Iterable[str] = (), whole: str = ""
) -> None:
    """Print a frame: `columns` maps columns to their heads, in order.

    Numbers and the columns named `right` stand to the right; the other columns may wrap, except the one named `whole`.
    """
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    if frame.empty:
        say(f" {empty}", "dim")
        return
    heads = columns or {str(c): str(c).replace("_", " ") for c in frame.columns}
    numbers = [c in right or (is_numeric_dtype(frame[c]) and not is_bool_dtype(frame[c])) for c in heads]
    rows = [[cell(value) for value in row] for row in frame[list(heads)].itertuples(index=False)]
    screen = console()
    may_wrap = [not number and c != whole for c, number in zip(heads, numbers, strict=True)]
    head, *body = laid_out([list(heads.values()), *rows], numbers, may_wrap, screen.width)
    screen.print("\n".join(head), style="dim", soft_wrap=True)
    screen.print("\n".join(line for lines in body for line in lines), soft_wrap=True)


def laid_out(rows: Sequence[Sequence[str]], right: Sequence[bool], may_wrap: Sequence[bool], width: int) -> list[list[str]]:
    """Return each row, the head first, as lines of at most `width` cells: columns two apart, the widest that may wrapped until all fit.

    Heads may wrap everywhere. No word is broken while another column can still give way.
    """
    room = [max(len(row[i]) for row in rows) for i in range(len(right))]
    longest = [_longest([row[i] for row in rows]) for i in range(len(right))]
    figures = [max((len(row[i]) for row in rows[1:]), default=0) for i in range(len(right))]
    whole = [most if may else max(most, body) for most, body, may in zip(longest, figures, may_wrap, strict=True)]
    _narrow(room, whole, width)
    _narrow(room, [min(NARROWEST, size) if may else size for size, may in zip(whole, may_wrap, strict=True)], width)
    laid = []
    for row in rows:
        parts = [_wrapped(text, size) for text, size in zip(row, room, strict=True)]
        lines = []
        for texts in zip_longest(*parts, fillvalue=""):
            cells = [t.rjust(size) if at_right else t.ljust(size) for t, size, at_right in zip(texts, room, right, strict=True)]
            lines.append(f" {'  '.join(cells)}".rstrip())
        laid.append(lines)
    return laid


def parted(frame: "pd.DataFrame", columns: Sequence[str]) -> "list[pd.DataFrame]":
    """Return a frame as several, one under the other, each with some of `columns` and all others, so that no word need be broken."""
    named = [str(c) for c in frame]
    known, keys = [c for c in named if c in columns], [c for c in named if c not in columns]
    size = {c: _longest([c, *map(cell, frame[c])]) for c in named}
    room = console().width - 1 - sum(size[c] + 2 for c in keys)
    parts: list[list[str]] = [[]]
    for column in known:
        if parts[-1] and sum(size[c] + 2 for c in [*parts[-1], column]) - 2 > room:
            parts.append([])
        parts[-1].append(column)
    return [frame[[*keys, *part]] for part in parts]


def _longest(texts: Iterable[str]) -> int:
    """Return the length of the longest word; a no-break space is part of it."""
    return max(len(word) for text in texts for word in text.split(" "))


def _narrow(room: list[int], least: Sequence[int], width: int) -> None:
    """Take from the widest columns above their least until a row fits `width` or none can give more."""
    while 1 + sum(room) + 2 * (len(room) - 1) > width:
        size, widest = max((size if size > floor else 0, i) for i, (size, floor) in enumerate(zip(room, least, strict=True)))
        if not size:
            return
        room[widest] -= 1


def _wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines; a word is parted, at a hyphen if it has one, only where it is longer than a line."""
    from textwrap import wrap

    return wrap(text, width, break_on_hyphens=_longest([text]) > width) or [""]


def cell(value: Any) -> str:
    """Return what stands in a cell: thousands apart, a dash for nothing."""
    match value:
        case bool():
            return "yes" if value else "–"
        case tuple() | list():
            return ", ".join(inert(v) for v in value) or "–"
        case str():
            return inert(value) or "–"
        case None:
            return "–"
    if hasattr(value, "item"):
        return cell(value.item())
    return figure(value) if isinstance(value, int | float) else inert(value)


def figure(value: float, decimals: int | None = None) -> str:
    """Return a number with thousands apart: whole if it is, else with two decimals or as asked; a dash for none."""
    if value != value or value in {float("inf"), float("-inf")}:
        return "–"
    places = decimals if decimals is not None else 0 if abs(value - round(value)) < 5e-7 * max(1.0, abs(value)) else 2
    text = f"{value + 0.0:,.{places}f}".replace(",", " ")
    return text.replace("-", "−") if text.strip("-0. ") else text.lstrip("-")


def problems(found: "Sequence[Problem]", *, to_stderr: bool = False) -> None:
    """Print every problem with its place, the line quoted, and what to do."""
    from planner.scenario.problems import render

    if found:
        print(render(found), file=sys.stderr if to_stderr else sys.stdout)  # never wrapped: the caret stands under its column


def counted(found: "Sequence[Problem]") -> str:
    """Return how many problems of each kind there are: "2 warnings, 5 notes"."""
    counts = {kind: sum(p.severity == kind for p in found) for kind in ("error", "warning", "note")}
    return ", ".join(f"{n} {kind}{'' if n == 1 else 's'}" for kind, n in counts.items() if n)


def problem(found: "Problem") -> dict[str, Any]:
    """Return a problem as a program reads it."""
    return vars(found) | {"where": found.where and vars(found.where)}


def breaches(found: "pd.DataFrame", *, to_stderr: bool = False) -> None:
    """Print each broken rule, or that there is none."""
    if found.empty:
        say("Verified: no breach; figures and goals are what the rules make of the decisions.", to_stderr=to_stderr)
        return
    say(f"{len(found)} {'breach' if len(found) == 1 else 'breaches'}:", to_stderr=to_stderr)
    for row in found.to_dict("records"):
        say(f"  {row['rule']!s:<14} {row['say'] or row['key']}", to_stderr=to_stderr)


def emit(value: Any) -> None:
    """Print JSON on stdout: frames as lists of records, null for what is no number, ASCII alone, for a screen may show it."""
    print(json.dumps(plain(value), indent=1, allow_nan=False))


def plain(value: Any) -> Any:
    """Return a value of JSON's types only."""
    if hasattr(value, "to_dict") and hasattr(value, "columns"):
        flat = value.reset_index() if value.index.name else value
        return [plain(row) for row in flat.to_dict("records")]
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [plain(v) for v in value]
    if hasattr(value, "item"):
        return plain(value.item())
    if isinstance(value, float):
        return value if abs(value) < float("inf") else None
    return value if isinstance(value, str | int | bool | None) else str(value)
