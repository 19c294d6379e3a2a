"""The force in time, as lines of a given width: who comes when, what supplies it, who relieves whom."""

from rich.text import Text

from reports.content import Content
from reports.content.arrivals import EACH
from reports.content.numbers import amount, people, whole
from reports.content.parts import Relief
from reports.content.supplies import FULL
from reports.formats.sheet import DIM, Field, Lines, heading, row, told, wrapped

SITES, MONTHS, HUBS, WAYS, PLACES, TURNS = 6, 3, 3, 4, 4, 6  # that are told; the rest is "+ n more"
# tables of the run in which the rest stands
RAMP, FLOWS, DRIVEN, SCHEDULE = "tables/ramp_up.csv", "tables/flows.csv", "tables/driven.csv", "tables/schedule.csv"


def arrivals(c: Content, width: int) -> Lines:
    """Return the months in which a site takes in no more, else its fullest month, and when each line is fully there."""
    if not c.ramp and not c.there:
        return []
    out = [heading("WHO COMES WHEN", width, "of what the site takes in a month; ▼ full")]
    wide = (min(22, width - 56), 20, 16, 18)
    if c.ramp:
        heads = zip(("", "", "persons", "t"), wide, (False, False, True, True), strict=True)
        out.append(row(*(Field(text, cells, DIM, right) for text, cells, right in heads)))
    for x in c.ramp[:SITES]:
        told_of = [one for one in x.months if one.full] or [x.fullest]
        for i, one in enumerate(told_of[:MONTHS]):
            figures = (_of(one.persons, one.most_persons), _of(one.tonnes, one.most_tonnes))
            fields = [Field(x.site if i == 0 else "", wide[0]), Field(one.when.removesuffix(EACH), wide[1])]
            fields += [Field(text, cells, right=True) for text, cells in zip(figures, wide[2:], strict=True)]
            out.append(row(*fields, Field(" ▼" if one.full else "", 2)))
        if len(told_of) > MONTHS:
            out.append(Text(f"{'':{wide[0]}}+ {len(told_of) - MONTHS} more months in {RAMP}", DIM))
    rest = (more(len(c.ramp) - SITES, "site", RAMP), c.there)
    return [*out, *(line for said in filter(None, rest) for line in wrapped(said, width, rest="  "))]


def _of(comes: float, most: float) -> str:
    return f"{people(comes)} of {whole(most)}" if most == most else people(comes)


def supplied(c: Content, width: int) -> Lines:
    """Return what of the supplies comes nowhere, hubs and who asks, full routes, days of stock; nothing where no route feeds anybody."""
    s = c.supplies
    hubs = [f"{x.title}, {x.when}: {x.filled}. {x.asked_by}".strip() for x in s.hubs[:HUBS]]
    open_ways = [x for x in s.ways if x.share < FULL]  # those that are full are said
    ways = ", ".join(f"{x.route} {amount(x.carried)} of {amount(x.capacity)} in {x.when}" for x in open_ways[:WAYS])
    routes = f"Routes: {ways}." if ways else ""
    rest = (more(len(s.hubs) - HUBS, "hub", DRIVEN), more(len(open_ways) - WAYS, "route", FLOWS))
    return told("SUPPLIES", (s.message, *s.said, *hubs, rest[0], routes, rest[1]), width, "t/day")


def relieved(c: Content, width: int) -> Lines:
    """Return what tours leave empty, or would, and who relieves whom; nothing where no cycle is asked for."""
    said = [f"{x.place}: {turns(x)}{f'; nobody for {x.empty}' if x.empty else ''}" for x in c.reliefs.places[:PLACES]]
    left = more(len(c.reliefs.places) - PLACES, "place", SCHEDULE)
    return told("TOURS", (*c.reliefs.said, *said, left), width, "who relieves whom: posture show --nation")


def turns(x: Relief, most: int = TURNS) -> str:
    """Return who takes over at a place, month by month, at most so many turns."""
    left = len(x.turns) - most
    return "; ".join(x.turns[:most]) + (f"; + {left} more" if left > 0 else "")


def more(count: int, what: str, file: str) -> str:
    """Return how many are left out, and in which table of the run they stand; nothing where none is."""
    return f"+ {count} more {what}{'' if count == 1 else 's'} in {file}" if count > 0 else ""
