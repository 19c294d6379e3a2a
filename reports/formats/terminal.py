"""A plan on the terminal: one column at 80, two at 160; nothing is said by colour alone."""

from rich.cells import cell_len
from rich.console import Group
from rich.text import Text

from reports.content import Content
from reports.formats.sections import (
    Lines,
    carries,
    conditions,
    coverage,
    goals,
    next_steps,
    persons,
    presence,
    short,
    standing_of,
)
from reports.formats.sheet import beside, wrapped

WIDE, GAP = 150, 4


def render(content: Content, width: int) -> Group:
    """Return a plan as lines for a terminal of `width` cells; at least 80 are used, and two columns from 150."""
    across = max(80, width) - 2
    body = _wide(content, across) if width >= WIDE else _narrow(content, min(across, 100))
    mark = _mark(content.marking, across)
    head = [*mark, *wrapped(_reference(content), across), Text()]
    head += wrapped(content.crashed, across, style="bold") if content.crashed else []
    head += wrapped(content.first, across, style="bold") + (wrapped(content.second, across) if content.second else [])
    lines = [*head, Text(), *body, Text(), *next_steps(content, across), *(line.copy() for line in mark)]
    return Group(*(Text(" ").append_text(line) if line.plain else line for line in lines))


def _mark(marking: str, width: int) -> Lines:
    said = [line.plain for line in wrapped(marking, width - 2)]
    return [Text(" " * ((width - cell_len(line)) // 2 - 1)).append(f" {line} ", "bold reverse") for line in said]


def _narrow(c: Content, width: int) -> Lines:
    blocks = (
        persons(c, width, by_domain=False), coverage(c, width), short(c, width), carries(c, width), conditions(c, width), goals(c, width),
        standing_of(c, width),
    )  # fmt: skip
    return _stacked(blocks)


def _wide(c: Content, width: int) -> Lines:
    half = (width - GAP) // 2
    left = _stacked((persons(c, half, by_domain=True), coverage(c, half), short(c, half)))
    right = _stacked((carries(c, half), presence(c, half), conditions(c, half)))
    return [*beside(left, right, half, GAP), Text(), *goals(c, width), Text(), *standing_of(c, width)]


def _stacked(blocks: tuple[Lines, ...]) -> Lines:
    out: Lines = []
    for block in blocks:
        out += ([Text()] if out else []) + block
    return out


def _reference(c: Content) -> str:
    return " · ".join(x for x in (c.reference, c.subject, c.dtg) if x)
