"""How high the brief's sections stand on A4, estimated from their text: what decides how many pages there are. Millimetres."""

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from reports.content.parts import Commitment, Decision, Gap, Leaver

PAGE = 254.0  # between the markings, with a little to spare: heights are estimates
TITLE, STRIP, HEADING, NOTE, ROW, PROVENANCE, GAP = 27.2, 18.7, 5.5, 7.0, 4.3, 8.2, 4.2
BLUF, DECISION = 76, 27  # characters a line
HEAD = 4.5  # of a table
LINE = 3.45  # a line of a table's text
SHORTFALL = (21, 14, 18, 36, 34)  # characters a line, by column
CONDITION = (26, 42, 40)
LEAVING = (26, 62)
PARAGRAPH = 42
MARK, MARKED = 3.9, 66  # a line of the marking, and its characters
WRITTEN, RECIPIENTS = 105, 105  # characters a line of the staff's own text, and of who reads
SOURCE = 140  # characters a line of where the figures come from
LEAST_BLANK = 45.0  # of a page, for which a table is parted
FEWEST = 2  # rows that stand under a head, and that go on overleaf
WORDS = 74  # characters a line of what a goal means
NAME, NAME_FEW, CARRIER = 18, 22, 14  # characters a line of a line's name (beside raw figures, or few) and of a nation's
UNDER = 54  # characters a line of the note under the burden
NAMED = 2.65  # a line of them


def top(bluf: str, decisions: tuple[Decision, ...]) -> float:
    """Return the height of title, bottom line and decisions sought."""
    asked = sum(6.6 + 4.4 * _wrapped(f"{d.verb} {d.what}", DECISION) for d in decisions)
    return TITLE + max(5.0 * _wrapped(bluf, BLUF), 4.0 + asked)


def marking(text: str) -> float:
    """Return what the markings of a page take beyond a line each."""
    return 2 * MARK * (_wrapped(text, MARKED) - 1)


def recipients(text: str) -> float:
    """Return the height of the line that says who reads."""
    return LINE * _wrapped(text, RECIPIENTS) + 1.5 if text else 0.0


@dataclass(frozen=True)
class Block:
    """A section: its height but for its rows, and its rows; one without rows is never parted."""

    name: str
    head: float
    rows: tuple[float, ...] = ()

    @property
    def high(self) -> float:
        """Its height as a whole."""
        return self.head + sum(self.rows)


@dataclass(frozen=True)
class Part:
    """A section on a page, with the rows that stand there; `more` follow on the next page."""

    name: str
    first: int = 0
    until: int = 0
    more: bool = False


def shortfalls(gaps: tuple[Gap, ...], note: float) -> Block:
    """Return the table of shortfalls."""
    return Block("shortfalls", HEADING + HEAD + note, tuple(1.5 + LINE * max(_lines(g), 2) for g in gaps))


def written(name: str, rows: Sequence[tuple[str, ...]], widths: Sequence[int], *, headed: bool = True) -> Block:
    """Return a table of the staff's own words: rows of cells, each as high as its longest."""
    high = (1.5 + LINE * max(_wrapped(text, width) for text, width in zip(row, widths, strict=True)) for row in rows)
    return Block(name, HEADING + (HEAD if headed else 1.5), tuple(high))


def _lines(g: Gap) -> int:
    head = _wrapped(g.title, SHORTFALL[0]) + _wrapped(f"{g.phase}, {g.months}", SHORTFALL[0] + 3)
    beside = (_wrapped(text, width) for text, width in zip((g.effect, g.cause, g.could), SHORTFALL[2:], strict=True))
    return max(head, _wrapped(g.filled, SHORTFALL[1]) + 1 + bool(g.need), *beside)


def conditions(found: tuple[Commitment, ...], distances: int, note: float) -> Block:
    """Return the table of conditions, each with so many distances at most."""
    high = [
        max(1 + bool(x.owner), 1 + min(distances, len(x.distances)), _wrapped(x.hangs, CONDITION[2]) + bool(x.probability)) for x in found
    ]
    return Block("conditions", HEADING + HEAD + note, tuple(1.5 + LINE * lines for lines in high))


def leaving(found: Sequence[Leaver]) -> Block:
    """Return the table of who takes how much with it in leaving."""
    high = (1.5 + LINE * max(_wrapped(x.who, LEAVING[0]), _wrapped(x.said, LEAVING[1])) for x in found)
    return Block("leaving", HEADING + HEAD, tuple(high))


def confidence(*paragraphs: str) -> float:
    """Return the height of the paragraphs beside one another."""
    return HEADING + 3.9 * max(_wrapped(text, PARAGRAPH) for text in paragraphs)


def provenance(source: str) -> float:
    """Return the height of where the figures come from, with the notes of the scenario."""
    return PROVENANCE + LINE * (_wrapped(source, SOURCE) - 2)


def table(rows: int) -> float:
    """Return the height of a table of so many rows, with its heading, head and note."""
    return HEADING + HEAD + ROW * rows + NOTE


def goals(words: Sequence[str]) -> float:
    """Return the height of the table of goals, whose words may take a second line."""
    return table(len(words)) + sum(LINE * (_wrapped(said, WORDS) - 1) for said in words)


def beside(lines: Sequence[str], carriers: Sequence[str], note: str, raw: bool) -> float:  # noqa: FBT001  # how coverage is laid out
    """Return the height of coverage and burden beside one another: names are never cut, so a long one makes its row higher."""
    high = (sum(_named(name, width) for name in names) for names, width in ((lines, NAME if raw else NAME_FEW), (carriers, CARRIER)))
    return HEADING + HEAD + max(high) + NOTE + LINE * max(0, _wrapped(note, UNDER) - 2)


def _named(name: str, width: int) -> float:
    return max(ROW, 0.6 + NAMED * len(textwrap.wrap(name, width)))


def options(rows: int) -> float:
    """Return the height of the table of options of so many criteria."""
    return HEADING + 12.0 + 5.5 * rows + NOTE


@dataclass
class Sheet:
    """A page: what stands on it, and the room that is left."""

    parts: list[Part]
    room: float


def packed(blocks: Sequence[Block], page: float) -> list[Sheet]:
    """Return blocks by page, in their order, each page as full as it goes.

    A table that does not fit goes on overleaf under its head, if else much of the page were blank or no page could hold it.
    """
    sheets = [Sheet([], page + GAP)]
    for block in blocks:
        first = 0
        while (rest := Block(block.name, block.head, block.rows[first:])).high + GAP > sheets[-1].room:
            sheet = sheets[-1]
            count = _fit(rest, sheet.room - GAP, FEWEST if sheet.parts else 1)
            if count and (sheet.room > LEAST_BLANK or rest.high > page):
                sheet.parts.append(Part(block.name, first, first + count, more=True))
                first += count
            elif not sheet.parts:
                break  # nothing is won by another page
            sheets.append(Sheet([], page + GAP))
        sheets[-1].parts.append(Part(block.name, first, len(block.rows)))
        sheets[-1].room -= rest.high + GAP
    return sheets


def _fit(block: Block, room: float, least: int) -> int:
    """Return how many rows of a block fit, so that `least` at least stand here and overleaf; 0 where they do not."""
    high, count = block.head, 0
    for row in block.rows:
        if high + row > room:
            break
        high, count = high + row, count + 1
    count = min(count, len(block.rows) - least)
    return count if count >= least else 0


def filled(sheets: Sequence[Sheet], more: Sequence[Block]) -> tuple[tuple[Part, ...], ...]:
    """Return pages with further blocks where there is room: at the end of a page, on the last one before its last block, in no table."""
    left, full = list(more), []
    for number, sheet in enumerate(sheets, start=1):
        room, taken = sheet.room, []
        for block in more:
            if block in left and block.high + GAP <= room and not sheet.parts[-1].more:
                room -= block.high + GAP
                left.remove(block)
                taken.append(Part(block.name))
        page = sheet.parts
        full.append((*page[:-1], *taken, page[-1]) if number == len(sheets) else (*page, *taken))
    return tuple(full)


def _wrapped(text: str, width: int) -> int:
    return max(1, math.ceil(len(text) / width))
