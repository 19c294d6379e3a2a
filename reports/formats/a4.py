"""How high the brief's sections stand on A4, estimated from their text: what decides between one page and two. Millimetres."""

import math
import textwrap
from collections.abc import Mapping, Sequence

from reports.content.parts import Commitment, Decision, Gap

PAGE = 254.0  # between the markings, with a little to spare: heights are estimates
TITLE, STRIP, HEADING, NOTE, ROW, PROVENANCE, GAP = 27.2, 18.7, 5.5, 7.0, 4.3, 8.2, 4.2
BLUF, DECISION = 76, 27  # characters a line
HEAD = 4.5  # of a table
LINE = 3.45  # a line of a table's text
SHORTFALL = (21, 14, 18, 36, 34)  # characters a line, by column
CONDITION = (26, 42, 40)
PARAGRAPH = 42
WORDS = 74  # characters a line of what a goal means
NAME, NAME_FEW, CARRIER = 18, 22, 14  # characters a line of a line's name (beside raw figures, or few) and of a nation's
NAMED = 2.65  # a line of them


def top(bluf: str, decisions: tuple[Decision, ...]) -> float:
    """Return the height of title, bottom line and decisions sought."""
    asked = sum(6.6 + 4.4 * _wrapped(f"{d.verb} {d.what}", DECISION) for d in decisions)
    return TITLE + max(5.0 * _wrapped(bluf, BLUF), 4.0 + asked)


def shortfalls(gaps: tuple[Gap, ...]) -> float:
    """Return the height of the table of shortfalls."""
    return HEADING + HEAD + sum(1.5 + LINE * max(_lines(g), 2) for g in gaps)


def _lines(g: Gap) -> int:
    head = _wrapped(g.title, SHORTFALL[0]) + _wrapped(f"{g.phase}, {g.months}", SHORTFALL[0] + 3)
    beside = (_wrapped(text, width) for text, width in zip((g.effect, g.cause, g.could), SHORTFALL[2:], strict=True))
    return max(head, _wrapped(g.filled, SHORTFALL[1]) + 1 + bool(g.need), *beside)


def conditions(found: tuple[Commitment, ...], distances: int) -> float:
    """Return the height of the table of conditions, each with so many distances at most."""
    high = [
        max(1 + bool(x.owner), 1 + min(distances, len(x.distances)), _wrapped(x.hangs, CONDITION[2]) + bool(x.probability)) for x in found
    ]
    return HEADING + HEAD + sum(1.5 + LINE * lines for lines in high)


def confidence(*paragraphs: str) -> float:
    """Return the height of the paragraphs beside one another."""
    return HEADING + 3.9 * max(_wrapped(text, PARAGRAPH) for text in paragraphs)


def table(rows: int) -> float:
    """Return the height of a table of so many rows, with its heading, head and note."""
    return HEADING + HEAD + ROW * rows + NOTE


def goals(words: Sequence[str]) -> float:
    """Return the height of the table of goals, whose words may take a second line."""
    return table(len(words)) + sum(LINE * (_wrapped(said, WORDS) - 1) for said in words)


def beside(lines: Sequence[str], carriers: Sequence[str], raw: bool) -> float:  # noqa: FBT001  # how coverage is laid out
    """Return the height of coverage and burden beside one another: names are never cut, so a long one makes its row higher."""
    high = (sum(_named(name, width) for name in names) for names, width in ((lines, NAME if raw else NAME_FEW), (carriers, CARRIER)))
    return HEADING + HEAD + max(high) + NOTE


def _named(name: str, width: int) -> float:
    return max(ROW, 0.6 + NAMED * len(textwrap.wrap(name, width)))


def options(rows: int) -> float:
    """Return the height of the table of options of so many criteria."""
    return HEADING + 12.0 + 5.5 * rows + NOTE


def packed(blocks: tuple[str, ...], high: Mapping[str, float]) -> tuple[tuple[str, ...], ...]:
    """Return blocks by page, in their order, each page as full as it goes."""
    pages: list[list[str]] = []
    used = PAGE
    for name in blocks:
        if used + GAP + high[name] > PAGE:
            pages.append([])
            used = -GAP
        pages[-1].append(name)
        used += GAP + high[name]
    return tuple(tuple(page) for page in pages)


def filled(pages: tuple[tuple[str, ...], ...], more: tuple[str, ...], high: Mapping[str, float]) -> tuple[tuple[str, ...], ...]:
    """Return pages with further blocks where there is room for them: at the end of a page, on the last one before its last block."""
    left, full = list(more), []
    for number, page in enumerate(pages, start=1):
        room, taken = PAGE - sum(high[name] + GAP for name in page), []
        for name in more:
            if name in left and high[name] + GAP <= room:
                room -= high[name] + GAP
                left.remove(name)
                taken.append(name)
        full.append((*page[:-1], *taken, page[-1]) if number == len(pages) else (*page, *taken))
    return tuple(full)


def _wrapped(text: str, width: int) -> int:
    return max(1, math.ceil(len(text) / width))
