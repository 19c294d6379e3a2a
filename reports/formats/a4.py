"""How high the brief's sections stand on A4, estimated from their text: what decides how many pages there are. Millimetres."""

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from reports.content.parts import Commitment, Decision, Gap, Leaver

PAGE = 257.0  # between the markings, with a little to spare: heights are estimates
TITLE, STRIP, HEADING, NOTE, ROW, PROVENANCE, GAP = 27.2, 18.7, 5.5, 7.0, 4.3, 8.2, 3.2
BLUF, DECISION = 70, 32  # characters a line
HEAD = 4.5  # of a table
LINE = 3.45  # a line of a table's text
SHORTFALL = (21, 14, 25, 32, 31)  # characters a line, by column
CONDITION = (27, 42, 40)
LEAVING, BEHIND = (19, 80), 86
PARAGRAPH = 42
MARK, MARKED = 3.9, 66  # a line of the marking, and its characters
WRITTEN, RECIPIENTS = 128, 105  # characters a line of the staff's own text, and of who reads
SOURCE = 140  # characters a line of where the figures come from
LEAST_BLANK = 45.0  # of a page, for which a table is parted
FEWEST = 2  # rows that stand under a head, and that go on overleaf
WORDS = 70  # characters a line of what a goal means
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
    """A section: its height but for its rows, and its rows; one without rows is never parted.

    One that is `loose` may stand on an earlier page than those before it, where these leave room for it.
    """

    name: str
    head: float
    rows: tuple[float, ...] = ()
    loose: bool = False

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
    return _noted("shortfalls", HEADING + HEAD, [1.5 + LINE * max(_lines(g), 2) for g in gaps], note)


def written(name: str, rows: Sequence[tuple[str, ...]], widths: Sequence[int], *, headed: bool = True, note: str = "") -> Block:
    """Return a table of words: rows of cells, each as high as its longest, and the note beneath; without rows the note alone."""
    between = 1.5 if headed else 1.0
    high = [between + LINE * max(_wrapped(text, width) for text, width in zip(row, widths, strict=True)) for row in rows]
    beneath = 1.0 + LINE * _wrapped(note, SOURCE) if note else 0.0
    return _noted(name, HEADING + (HEAD if headed and rows else 1.5), high, beneath)


def _noted(name: str, head: float, high: list[float], note: float) -> Block:
    """Return a table whose note stands beneath its last row, wherever that is; without rows, beneath its heading."""
    return Block(name, head, (*high[:-1], high[-1] + note)) if high else Block(name, head + note)


def _lines(g: Gap) -> int:
    head = _wrapped(g.title, SHORTFALL[0]) + _wrapped(f"{g.phase}, {g.months}", SHORTFALL[0] + 3)
    beside = (_wrapped(text, width) for text, width in zip((g.effect, g.cause, g.could), SHORTFALL[2:], strict=True))
    return max(head, _wrapped(g.filled, SHORTFALL[1]) + 1 + bool(g.need), *beside)


def conditions(found: tuple[Commitment, ...], distances: int, note: float) -> Block:
    """Return the table of conditions, each with so many distances at most."""
    high = [
        max(
            _wrapped(x.title, CONDITION[0]) + bool(x.owner) * _wrapped(x.owner, CONDITION[0]),
            1 + min(distances, len(x.distances)),
            _wrapped(x.hangs, CONDITION[2]) + bool(x.probability),
        )
        for x in found
    ]
    return _noted("conditions", HEADING + HEAD, [1.5 + LINE * lines for lines in high], note)


def leaving(found: Sequence[Leaver], note: float) -> Block:
    """Return the table of who takes how much with it in leaving."""
    falls = (sum(_wrapped(said, width) for said, width in ((x.said, LEAVING[1]), (x.behind, BEHIND)) if said) for x in found)
    high = [1.5 + LINE * max(_wrapped(x.who, LEAVING[0]), lines) for x, lines in zip(found, falls, strict=True)]
    return _noted("leaving", HEADING + HEAD, high, note)


def confidence(*paragraphs: str) -> float:
    """Return the height of the paragraphs beside one another."""
    return HEADING + 3.9 * max(_wrapped(text, PARAGRAPH) for text in paragraphs)


def provenance(source: str) -> float:
    """Return the height of where the figures come from, with the notes of the scenario."""
    return PROVENANCE + LINE * (_wrapped(source, SOURCE) - 2)


def table(rows: int, *, noted: bool = True) -> float:
    """Return the height of a table of so many rows, with its heading, head and, where it has one, its note."""
    return HEADING + HEAD + ROW * rows + NOTE * noted


def goals(words: Sequence[str]) -> float:
    """Return the height of the table of goals, whose words may take a second line."""
    return table(len(words), noted=False) + sum(LINE * (_wrapped(said, WORDS) - 1) for said in words)


def beside(lines: Sequence[str], carriers: Sequence[str], note: str, raw: bool) -> float:  # noqa: FBT001  # how coverage is laid out
    """Return the height of coverage and burden beside one another."""
    return HEADING + HEAD + max(named(lines, raw), named(carriers)) + NOTE + LINE * max(0, _wrapped(note, UNDER) - 2)


def named(names: Sequence[str], raw: bool | None = None) -> float:  # noqa: FBT001  # how coverage is laid out
    """Return the height of rows by their names, of lines or (`raw` not said) nations: a name is never cut, so a long one is higher."""
    width = CARRIER if raw is None else NAME if raw else NAME_FEW
    return sum(max(ROW, 0.6 + NAMED * len(textwrap.wrap(name, width))) for name in names)


def options(rows: int) -> float:
    """Return the height of the table of options of so many criteria."""
    return HEADING + 12.0 + 5.5 * rows + NOTE


@dataclass
class Sheet:
    """A page: what stands on it, and the room that is left."""

    parts: list[Part]
    room: float

    def put(self, block: Block, first: int = 0) -> None:
        """Put a block here, from its row `first` on where what is before stands elsewhere."""
        self.parts.append(Part(block.name, first, first + len(block.rows)))
        self.room -= block.high + GAP


def packed(blocks: Sequence[Block], page: float) -> list[Sheet]:
    """Return blocks by page, in their order, each page as full as it goes.

    A table that does not fit leaves its room to a loose block that does; else it goes on overleaf under its head, if much of the page
    were blank without it or no page could hold it.
    """
    sheets, left = [Sheet([], page + GAP)], list(blocks)
    while left:
        block, sheet = left.pop(0), sheets[-1]
        if block.high + GAP <= sheet.room:
            sheet.put(block)
        elif sheet.parts and (loose := next((b for b in left if b.loose and b.high + GAP <= sheet.room), None)):
            left = [block, *(b for b in left if b is not loose)]
            sheet.put(loose)
        else:
            sheets += _parted(block, sheet, page)
    return sheets


def _parted(block: Block, sheet: Sheet, page: float) -> list[Sheet]:
    """Put as much of a block as may stand on a sheet there; return the sheets on which it goes on."""
    first, more = 0, []
    while (rest := Block(block.name, block.head, block.rows[first:])).high + GAP > sheet.room:
        count = _fit(rest, sheet.room - GAP, FEWEST if sheet.parts else 1)
        if count and (sheet.room > LEAST_BLANK or rest.high > page):
            sheet.parts.append(Part(block.name, first, first + count, more=True))
            first += count
        elif not sheet.parts:
            break  # nothing is won by another page
        sheet = Sheet([], page + GAP)
        more.append(sheet)
    sheet.put(rest, first)
    return more


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
