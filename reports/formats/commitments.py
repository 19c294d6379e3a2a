"""What a plan hangs on, as lines of a given width: conditions, who decides by when, what goes if one leaves."""

from rich.text import Text

from reports.content import Content
from reports.content.mandates import where, who
from reports.content.numbers import GLYPHS, people
from reports.content.parts import Commitment, Mandate
from reports.formats.sheet import DIM, LOUD, Field, Lines, heading, row, wrapped

CONDITIONS, LEAVERS, MANDATES = 6, 4, 8  # rows of a first page; the rest is "+ n more"


def conditions(c: Content, width: int) -> Lines:
    """Return conditions: held or not, distance from the threshold, what hangs on them, decide by; then the worst withdrawal."""
    out = [heading("CONDITIONS", width, "decide by")]
    for x in c.commitments[:CONDITIONS]:
        out += _condition(x, width)
    if len(c.commitments) > CONDITIONS:
        out += wrapped(
            f"+ {len(c.commitments) - CONDITIONS} more: " + ", ".join(x.id for x in c.commitments[CONDITIONS:]), width, style=DIM
        )
    if not c.commitments:
        out.append(Text("The plan hangs on no condition."))
    for said in c.reliance:
        out += wrapped(said, width, rest="  ")
    return out + wrapped(c.withdrawal, width, rest="  ")


def mandated(c: Content, width: int) -> Lines:
    """Return the calendar of those who decide, the first day first; nothing where nobody hangs on a condition."""
    if not c.mandates:
        return []
    lines = [line for x in c.mandates[:MANDATES] for line in wrapped(_mandate(x), width, rest="  ")]
    more = [Text(f"+ {len(c.mandates) - MANDATES} later", DIM)] if len(c.mandates) > MANDATES else []
    return [heading("WHO DECIDES BY WHEN", width), *lines, *more]


def leaving(c: Content, width: int) -> Lines:
    """Return what each departure takes with it, the worst first; nothing where nobody takes anything."""
    if not c.leavers:
        return []
    out = [heading("IF ONE LEAVES", width, c.leaves)]
    heads = (("own", 10), ("others", 10), ("left", 10))
    out.append(row(Field("", 20), *(Field(t, w, DIM, right=True) for t, w in heads)))
    for x in c.leavers[:LEAVERS]:
        figures = (people(x.own), people(x.hung), people(x.left))
        out.append(row(Field(x.who, 20), *(Field(t, w, right=True) for t, (_, w) in zip(figures, heads, strict=True))))
        out += [line for said in (x.said, x.behind) if said for line in wrapped(said, width, "  ", "  ", style=DIM)]
    if len(c.leavers) > LEAVERS:
        out += wrapped(f"+ {len(c.leavers) - LEAVERS} more: " + ", ".join(x.who for x in c.leavers[LEAVERS:]), width, style=DIM)
    return out


def _mandate(x: Mandate) -> str:
    decides = f"{x.owner}, {x.condition}" if x.owner else x.condition
    earned = " (to be earned)" if x.earned else ""
    return f"by {x.by}: {decides}{earned}; {who(x.persons, x.at_notice)} hang on it, on {where(x)}"


def _condition(x: Commitment, width: int) -> Lines:
    glyph, label = GLYPHS[min(x.state, 2)], 18
    room = width - label - 14
    rows = [(f"{phases} {distance}", decide) for phases, distance, decide in x.distances] or [(x.held, x.decide_by)]
    out = []
    for i, (what, decide) in enumerate(rows):
        for j, line in enumerate(wrapped(what, room)):
            name = Field(f"{glyph} {x.id}" if i + j == 0 else "", label - 1, LOUD[min(x.state, 2)])
            out.append(row(name, Field("", 1), Field(line.plain, room), Field("", 1), Field("" if j else decide, 13, right=True)))
    owner = f" · {x.owner}" if x.owner else ""
    chance = f" · chance {x.probability}" if x.probability else ""
    return out + wrapped(f"{x.hangs}{owner}{chance}", width, " " * label)
