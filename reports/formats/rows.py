"""The brief's tables of words, each only where used: the force in time, what is asked, what changes, what the staff wrote."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from textwrap import wrap

from reports.content import Content
from reports.content.mandates import where
from reports.content.numbers import GLYPHS, amount, listed, percent, things, whole
from reports.content.parts import Coming, Mandate, Ramp
from reports.formats import a4
from reports.formats.in_time import DRIVEN, FLOWS, RAMP, SCHEDULE, more, turns

MANDATES, SITES, HUBS, WAYS, PLACES, TURNS, CHANGES = 4, 3, 2, 3, 3, 3, 8  # rows that fit the page; of the rest it is said where it stands
LONGEST = 600  # characters of words that stand in one row; what is longer goes on in the next, and so overleaf
BUSY = 0.5  # share of its capacity from which a hub or a route is told of; the fullest always is
LOOSE = ("mandates",)  # tables that may fill a page before their turn
FEW = 2  # lines that are named; more are counted
FOOTNOTE = 300  # characters of notes that stand beside where the figures come from


@dataclass(frozen=True)
class Told:
    """A table of words: heading, heads of its columns (none where it has one), characters a line of each, class, rows, note beneath."""

    name: str
    heading: str
    heads: tuple[str, ...]
    widths: tuple[int, ...]
    style: str
    rows: tuple[tuple[str, ...], ...]
    note: str = ""

    @property
    def block(self) -> a4.Block:
        """How high it stands."""
        high = a4.written(self.name, self.rows, self.widths, headed=bool(self.heads), note=self.note)
        return replace(high, loose=self.name in LOOSE)


def told(c: Content) -> tuple[Told, ...]:
    """Return the tables that have anything to say."""
    tables = (_mandates(c), _tours(c), _arrivals(c), _supplies(c), *_force(c), *_staff(c))
    return tuple(table for table in tables if table.rows or table.note)


def _mandates(c: Content) -> Told:
    rows = [
        (x.by, x.owner or "not said", f"{x.condition}{', to be earned' if x.earned else ''}", whole(x.persons), _stand(x))
        for x in c.mandates[:MANDATES]
    ]
    heads = ("Decide by", "Who decides", "On what", "Persons", "on which lines")
    left = more(len(c.mandates) - MANDATES, "decision", "tables/mandates.csv")
    heading = f"Who decides by when: {things(len(c.mandates), 'decision')}, the first by {c.mandates[0].by}" if c.mandates else ""
    return _told("mandates", heading, heads, (13, 40, 30, 8, 37), "md", rows, left)


def _stand(x: Mandate) -> str:
    waits = f"; {whole(x.at_notice)} at notice" if x.at_notice else ""
    return (where(x) if len(x.lines) <= FEW else f"{len(x.lines)} lines") + waits


def _arrivals(c: Content) -> Told:
    rows = [(x.site, _takes(x), " · ".join(map(_month, x.months))) for x in c.ramp[:SITES]]
    full = [x.site for x in c.ramp if any(one.full for one in x.months)]
    heading = f"Who comes when: {listed(full, 3)} full in some months" if full else "Who comes when: no site is full"
    note = " ".join(filter(None, (_dot(more(len(c.ramp) - SITES, "site", RAMP)), c.there)))
    heads = ("Site", "Takes in a month", "Comes in the month, persons/t")
    return _told("arrivals", heading, heads, (24, 26, 94), "ar", rows, note)


def _takes(x: Ramp) -> str:
    return ", ".join(f"{whole(most)} {unit}" for unit, most in zip(("persons", "t"), x.most, strict=True) if most == most)


def _month(one: Coming) -> str:
    pairs = ((one.persons, one.most_persons), (one.tonnes, one.most_tonnes))
    said = "/".join(whole(comes) if most == most else "–" for comes, most in pairs)
    return f"{one.when} {said}{' full' if one.full else ''}"


def _supplies(c: Content) -> Told:
    s = c.supplies
    told_of = [x for x in s.ways if x.share >= BUSY][:WAYS] or s.ways[:1]
    hubs = [
        (f"{x.title}, line", x.filled, f"{percent(x.share)} {GLYPHS[x.state]}", x.when, x.asked_by.removeprefix("Asked for by "))
        for x in s.hubs[:HUBS]
    ]
    ways = [
        (
            f"{x.route}, {'hub' if x.hub else 'route'}",
            f"{amount(x.carried)} of {amount(x.capacity)} t/day",
            percent(x.share),
            x.when,
            x.between,
        )
        for x in told_of
    ]
    left = (more(len(s.hubs) - HUBS, "line", DRIVEN), more(len(s.ways) - len(told_of), "route", FLOWS))
    note = " ".join(map(_dot, filter(None, (*s.said, *left))))
    heads = ("Line, hub or route", "Filled, or carried", "Share", "Most in", "Who asks for it; from where to where")
    heading = f"Supplies: {s.message[:1].lower()}{s.message[1:].rstrip('.')}"
    return _told("supplies", heading, heads, (28, 21, 7, 12, 66), "sp", [*hubs, *ways], note)


def _tours(c: Content) -> Told:
    rows = [(x.place, turns(x, TURNS), x.empty or "–") for x in c.reliefs.places[:PLACES]]
    left = more(len(c.reliefs.places) - PLACES, "place", SCHEDULE)
    message = c.reliefs.said[0].rstrip(":.") if c.reliefs.said else ""  # what each pool leaves empty stands in the rows
    note = " ".join(map(_dot, filter(None, (left if rows else " ".join(c.reliefs.said[1:]),))))
    heads = ("Line and place", "Who takes over in which month, units; from whom → to whom", "Nobody there")
    return _told("tours", message, heads, (30, 80, 26), "tr", rows, note)


def _force(c: Content) -> tuple[Told, ...]:
    changes = [] if c.since is None else [(x.nation, x.line, x.what) for x in c.since.changes]
    since = f"Since the agreed plan: {c.since.message.rstrip('.')}" if changes and c.since else "Since the agreed plan"
    left = more(len(changes) - CHANGES, "change", "tables/changes.csv") if changes else c.since.message if c.since else ""
    return (
        _told("asks", "With asks: soft caveats lifted", (), (a4.WRITTEN,), "one", [(x,) for x in c.asks]),
        _told("grows", "Sites that grow", (), (a4.WRITTEN,), "one", [(x,) for x in c.grows]),
        _told("since", since, ("Nation", "Line", "Units, agreed → now"), (26, 24, 74), "pt", changes[:CHANGES], left),
    )  # fmt: skip


def _staff(c: Content) -> tuple[Told, ...]:
    said = c.written
    points = [(x.name, f"{x.day}, {x.from_d_day}", x.question) for x in said.points]
    points += [(f"{x.name}{' (next)' if x.next else ''}", x.deadline, "offers close") for x in said.rounds]
    assumed = [*said.assumptions, *([f"Notes: {said.notes}"] if len(said.notes) > FOOTNOTE else [])]
    risks = [(x.risk, x.mitigation, x.owner) for x in said.risks]
    named = "Decision points" + (" and rounds of offers" if said.rounds else "")
    return (
        _told("risks", f"Risks: {len(risks)} named by the staff", ("Risk", "Mitigation", "Owner"), (46, 56, 22), "rk", risks),
        _told("points", named, ("Point", "When", "Question"), (26, 24, 74), "pt", points),
        _told("assumed", *_beside(("Assumptions and limits", assumed), ("Next steps", said.next_steps))),
    )


def _beside(*columns: tuple[str, Sequence[str]]) -> tuple[str, tuple[str, ...], tuple[int, ...], str, list[tuple[str, ...]]]:
    """Return heading, heads, widths, class and rows of lists that stand beside one another; of one alone its heading is enough."""
    shown = [(heading, texts) for heading, texts in columns if texts]
    headings = tuple(heading for heading, _ in shown)
    rows = list(zip_longest(*(texts for _, texts in shown), fillvalue=""))
    if len(shown) < len(columns):
        return "".join(headings), (), (a4.WRITTEN,), "one", rows
    return "Assumptions, limits and next steps", headings, (94, 36), "two-lists", rows


def _told(
    name: str, heading: str, heads: tuple[str, ...], widths: tuple[int, ...], style: str, rows: Iterable[tuple[str, ...]], note: str = ""
) -> Told:
    """Return a table none of whose cells is longer than a part of a page."""
    parts = (part for row in rows for part in zip_longest(*(wrap(cell, LONGEST) or [""] for cell in row), fillvalue=""))
    return Told(name, heading, heads, widths, style, tuple(parts), note)


def _dot(text: str) -> str:
    return text if not text or text.endswith(".") else f"{text}."
