"""A plan on the terminal: one column at 80, two at 160; nothing is said by colour alone."""

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from rich.cells import cell_len
from rich.console import Group
from rich.text import Text

from reports.content import Content
from reports.formats.commitments import conditions, leaving, mandated
from reports.formats.in_time import arrivals, relieved, supplied
from reports.formats.quality import goals, next_steps, standing_of
from reports.formats.sections import (
    asked,
    at_notice,
    bears,
    carries,
    coverage,
    grown,
    persons,
    presence,
    short,
)
from reports.formats.sheet import Lines, beside, wrapped
from reports.formats.since import since

Sections: TypeAlias = tuple[Callable[[Content, int], Lines], ...]  # one below the other; one that has nothing to say takes no line

WIDE, GAP = 150, 4
NARROW: Sections = (
    persons, coverage, short, asked, grown, arrivals, supplied,
    carries, bears, relieved, at_notice, conditions, mandated, leaving, since,
    goals, standing_of,
)  # fmt: skip
LEFT: Sections = (partial(persons, by_domain=True), coverage, short, asked, grown, arrivals, supplied)
RIGHT: Sections = (carries, bears, presence, relieved, at_notice, conditions, mandated, leaving, since)
BELOW: Sections = (goals, standing_of)  # across both columns


def render(content: Content, width: int) -> Group:
    """Return a plan as lines for a terminal of `width` cells; at least 80 are used, and two columns from 150."""
    across = max(80, width) - 2
    body = _wide(content, across) if width >= WIDE else _stacked(NARROW, content, min(across, 100))
    mark = _mark(content.marking, across)
    head = [*mark, *wrapped(_reference(content), across), Text()]
    head += wrapped(content.crashed, across, style="bold") if content.crashed else []
    head += wrapped(content.first, across, style="bold") + (wrapped(content.second, across) if content.second else [])
    lines = [*head, Text(), *body, Text(), *next_steps(content, across), *(line.copy() for line in mark)]
    return Group(*(Text(" ").append_text(line) if line.plain else line for line in lines))


def _mark(marking: str, width: int) -> Lines:
    said = [line.plain for line in wrapped(marking, width - 2)]
    return [Text(" " * ((width - cell_len(line)) // 2 - 1)).append(f" {line} ", "bold reverse") for line in said]


def _wide(c: Content, width: int) -> Lines:
    half = (width - GAP) // 2
    return [*beside(_stacked(LEFT, c, half), _stacked(RIGHT, c, half), half, GAP), Text(), *_stacked(BELOW, c, width)]


def _stacked(sections: Sections, c: Content, width: int) -> Lines:
    out: Lines = []
    for block in filter(None, (section(c, width) for section in sections)):
        out += ([Text()] if out else []) + block
    return out


def _reference(c: Content) -> str:
    return " · ".join(x for x in (c.reference, c.subject, c.dtg) if x)
