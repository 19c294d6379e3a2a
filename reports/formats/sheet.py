"""A sheet of fixed columns: padded, cut and wrapped by what a terminal shows, not by the length of the text."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from reports.content.numbers import GLYPHS, THIN, share_number

# full, near, short, grave; on a fill of their own, so that they read on a dark screen and on a light one; the glyph says the same
STYLES = ("", "black on #F2C14E", "bold white on #8C2D04", "bold white on #8C2D04")
BARS = ("#CFE8F3", "#F2C14E", "#8C2D04", "#8C2D04")
LOUD = ("", "", "bold", "bold")  # names and heads of what is short
FULL, DIM = BARS[0], "dim"
EIGHTHS = "▏▎▍▌▋▊▉"
Lines: TypeAlias = list[Text]


@dataclass(frozen=True)
class Field:
    """A text in a column of `width` cells; right-aligned where `right`."""

    text: str
    width: int
    style: str = ""
    right: bool = False


def plain(text: str) -> str:
    """Return a text with ordinary spaces: a terminal's cells are narrow enough."""
    return text.replace(THIN, " ")


def fit(text: str, width: int, right: bool = False) -> str:  # noqa: FBT001, FBT002  # an alignment
    """Return a text of exactly `width` cells, cut with … where it is longer."""
    said = plain(text)
    if cell_len(said) > width:
        said = set_cell_size(said, max(0, width - 1)).rstrip() + "…" if width > 1 else set_cell_size(said, width)
    space = " " * max(0, width - cell_len(said))
    return space + said if right else said + space


def row(*fields: Field) -> Text:
    """Return one line of fields; no style reaches into the padding, and nothing in a text is markup."""
    line = Text()
    for field in fields:
        said = fit(field.text, field.width, field.right)
        bare = said.strip()
        lead = len(said) - len(said.lstrip())
        line.append(said[:lead]).append(bare, field.style or None).append(said[lead + len(bare) :])
    line.rstrip()
    return line


def heading(title: str, width: int, right: str = "") -> Text:
    """Return a section's heading: its title, a rule, what the columns at the right are."""
    said, end = fit(title, min(width, cell_len(plain(title)))), plain(right)
    rule = "─" * max(1, width - cell_len(said) - cell_len(end) - (2 if end else 1))
    return Text.assemble((said, DIM), " ", (rule, DIM), " " if end else "", (end, DIM))


def wrapped(text: str, width: int, first: str = "", rest: str | None = None, style: str = "") -> list[Text]:
    """Return a sentence in lines of at most `width` cells; thin spaces never break."""
    lead = first if rest is None else rest
    lines = textwrap.wrap(text, width, initial_indent=first, subsequent_indent=lead, break_on_hyphens=False) or [first]
    return [Text().append(fit(line, width).rstrip() if cell_len(plain(line)) > width else plain(line), style or None) for line in lines]


def bar(value: float, largest: float, cells: int) -> str:
    """Return a bar in eighths of a cell; what is above nothing is seen."""
    if largest <= 0 or value <= 0:
        return ""
    eighths = max(1, round(value / largest * cells * 8))
    return "█" * (eighths // 8) + (EIGHTHS[eighths % 8 - 1] if eighths % 8 else "")


def gauge(share: float, cells: int = 10) -> str:
    """Return how full a share is: full and empty cells, full only where it is."""
    filled = cells if share >= 1 - 1e-9 else min(cells - 1, round(share * cells))
    return "█" * filled + "░" * (cells - filled)


def standing(share: float, state: int) -> str:
    """Return number and glyph of a share: "80 % ▼"."""
    return f"{share_number(share):>3} % {GLYPHS[state]}"


def beside(left: Sequence[Text], right: Sequence[Text], width: int, gap: int) -> Iterable[Text]:
    """Return two columns of lines as one."""
    for i in range(max(len(left), len(right))):
        line = Text().append_text(left[i]) if i < len(left) else Text()
        if i < len(right) and right[i].plain:
            line.append(" " * (width - line.cell_len + gap)).append_text(right[i])
        yield line


def told(title: str, sentences: tuple[str, ...], width: int, right: str = "") -> Lines:
    """Return a section of sentences; nothing where there is none to say."""
    lines = [line for said in filter(None, sentences) for line in wrapped(said, width, rest="  ")]
    return [heading(title, width, right), *lines] if lines else []
