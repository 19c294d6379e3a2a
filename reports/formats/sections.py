"""The force of a printed plan, as lines of a given width: what `posture solve` prints and what the text brief is made of."""

from collections.abc import Sequence

from rich.text import Text

from reports.content import Content
from reports.content.coverage import left_out, worst_first
from reports.content.numbers import GLYPHS, THIN, amount, brief_unit, fixed, people, percent, share_number
from reports.content.parts import Carrier, Cell, Line, Options
from reports.content.periods import Period
from reports.formats.sheet import BARS, DIM, FULL, LOUD, STYLES, Field, Lines, bar, fit, gauge, heading, row, standing, told, wrapped

LINES, GAPS, NATIONS, PHASES = 16, 5, 12, 6  # rows of a first page; the rest is "+ n more"
ASSUMED = 9  # cells of the column that says how much of a line is assumed, where there is room


def persons(c: Content, width: int, *, by_domain: bool = False) -> Lines:
    """Return people by place and pillar (and domain) in each phase, IOC and FOC."""
    shown = _phases(c, PHASES)
    each = min(12, (width - 29) // len(shown))
    label = min(29, width - each * len(shown))
    out = [heading("PEOPLE", width, c.most)]
    out.append(row(Field("", label), *(f for _, p in shown for f in (Field("", 1), Field(p.name, each - 1, DIM, right=True)))))
    before = ""
    for r in c.people:
        if r.group == "By domain" and not by_domain:
            continue
        group = "" if r.group == before else r.group
        before = r.group
        out.append(row(Field(group, 11), Field(r.label, label - 11), *(Field(people(r.values[i]), each, right=True) for i, _ in shown)))
    because = f" ({c.foc_because})" if c.foc_because else ""
    out += wrapped(c.no_sum, width, style=DIM) if c.no_sum else []
    return out + wrapped(f"IOC  {c.ioc}    FOC  {c.foc}{because}", width)


def coverage(c: Content, width: int) -> Lines:
    """Return each line's worst phase as bar and number, its firm share, and filled and need by phase."""
    if not any(x.needed for x in c.lines):
        return [heading("COVERAGE", width), Text("no line needs anything")]
    needed = [(i, p) for i, p in enumerate(c.periods) if any(x.cells[i].needed for x in c.lines)]
    shown, left, left_full = worst_first(c.lines, LINES)
    longest = max(len(t) for i, p in needed for t in (p.name, *(_raw(x.cells[i]) for x in shown)))
    raw = 47 + (longest + 1) * len(needed) <= width
    rests = 47 + ASSUMED + (longest + 1 if raw else 5) * len(needed) <= width
    room = width - 47 - (ASSUMED if rests else 0)
    each = max(5, min(12 if raw else 10, room // len(needed)))
    columns = needed if raw else needed[-max(1, room // each) :]
    out = [heading("COVERAGE", width, "filled/need" if raw else "% of need")]
    head = [Field("", 17), Field("", 5), Field("worst phase", 19, DIM), Field("firm", 6, DIM, right=True)]
    head += [Field("assumed", ASSUMED, DIM, right=True)] if rests else []
    out.append(row(*head, *(f for _, p in columns for f in (Field("", 1), Field(p.name, each - 1, DIM, right=True)))))
    out += [_line(x, [x.cells[i] for i, _ in columns], raw=raw, each=each, rests=rests) for x in shown]
    if left:
        out.append(Text(f"+ {left} more lines, {left_out(left, left_full)}", DIM))
    high, mid, low = (share_number(t) for t in (*c.thresholds, 0.0, 0.0, 0.0)[:3])
    legend = f"● {high} % and above  ◆ {mid} to {float(high) - 1:.0f} %  ▼ below {mid} %  ▼▼ below {low} %  · not needed"
    explained = "firm: only what is announced or deployed, in its worst phase" + ("; assumed: of all that fills it" if rests else "")
    return [*out, Text(fit(legend, width).rstrip()), *wrapped(explained, width), *(wrapped(c.stand_ins, width) if c.stand_ins else [])]


def asked(c: Content, width: int) -> Lines:
    """Return what is asked of capitals, and the force without it beside; nothing where nothing is asked."""
    return told("WITH ASKS", c.asks, width, "soft caveats lifted")


def grown(c: Content, width: int) -> Lines:
    """Return which sites grow; nothing where none does."""
    return told("SITES THAT GROW", c.grows, width)


def options(table: Options, width: int) -> Lines:
    """Return options beside one another: a row a criterion, a column an option; the best of a row is starred."""
    label, each = 32, (width - 32) // max(1, len(table.columns))
    out = [heading("OPTIONS", width), *wrapped(", ".join(f"{o.letter} {o.title}" for o in table.columns) + f". {table.message}.", width)]
    out.append(row(Field("", label), *(Field(o.letter, each, DIM, right=True) for o in table.columns)))
    for i, (name, unit, _) in enumerate(table.criteria):
        cells = ((*o.cells[i], o.best[i]) for o in table.columns)
        said = [f"{text}{'' if state < 0 else ' ' + GLYPHS[state]}{'*' if best else ' '}" for text, state, best in cells]
        fields = (f for text in said for f in (Field("", each - 11), Field(text.removesuffix(" "), 11, right=True)))
        out.append(row(Field(name if name.endswith(unit) or len(name) + len(unit) > label - 1 else f"{name} {unit}", label), *fields))
    return [*out, *wrapped(f"* best. {table.note}", width, style=DIM)]


def short(c: Content, width: int) -> Lines:
    """Return the shortfalls that weigh most: what, effect, cause, who could fill it."""
    out = [heading("SHORT", width)]
    if not c.gaps:
        return [*out, Text("No line is short.")]
    for g in c.gaps[:GAPS]:
        head = f"{GLYPHS[g.state]} {g.id}, {g.phase} ({g.months}): {g.filled}, {percent(g.share)}{f'; {g.need}' if g.need else ''}"
        out += wrapped(head, width, rest="  ", style=LOUD[g.state])
        for name, said in (("effect", g.effect), ("cause", g.cause), ("could", g.could)):
            out += wrapped(said, width, f"  {name:<8}", " " * 10)
    if len(c.gaps) > GAPS:
        out += wrapped(
            f"+ {len(c.gaps) - GAPS} more: " + ", ".join(dict.fromkeys(g.id for g in c.gaps[GAPS:])), width, rest="  ", style=DIM
        )
    return out


def carries(c: Content, width: int) -> Lines:
    """Return who carries what in the main phase: persons by pillar, all persons with a bar, M EUR for own units."""
    burden = c.burden
    out = [heading("WHO CARRIES WHAT", width, f"persons in {burden.period} · M EUR: units, whole horizon")]
    if not burden.carriers:
        return [*out, Text("nobody")]
    pillars = burden.pillars[:4]
    each = 13 if len(pillars) <= 3 else 12
    cells = max(6, width - 6 - each * len(pillars) - 9 - 2 - 14)
    names = [Field(_pillar(p), each, DIM, right=True) for p in pillars]
    out.append(row(Field("", 6), *names, Field("all", 9, DIM, right=True), Field("", cells + 2), Field("M EUR", 14, DIM, right=True)))
    largest = max(x.total for x in burden.carriers)
    for x in _top(burden.carriers):
        out.append(_carrier(x, len(pillars), each, cells, largest))
    out.append(_carrier(burden.total, len(pillars), each, cells, 0.0))
    return out + (wrapped(burden.note, width) if burden.note else [])


def bears(c: Content, width: int) -> Lines:
    """Return who bears most over the horizon, outside own soil, against its share by GDP and in equal parts; nothing where nobody does."""
    if not c.shares.bearers:
        return []
    out = [heading("WHO BEARS HOW MUCH", width, "person-months outside own soil")]
    heads = (("months", 11), ("of all", 9), ("times its share by GDP", 25), ("of equal parts", 18))
    out.append(row(Field("", 6), *(Field(t, w, DIM, right=True) for t, w in heads)))
    for x in c.shares.bearers:
        figures = (people(x.months), f"{percent(x.part)}", fixed(x.by_gdp, 1), fixed(x.equally, 1))
        out.append(row(Field(x.code, 6), *(Field(t, w, right=True) for t, (_, w) in zip(figures, heads, strict=True))))
    return out + wrapped(c.shares.note, width)


def at_notice(c: Content, width: int) -> Lines:
    """Return who is held at notice at home; nothing where nobody is."""
    return told("AT NOTICE, AT HOME", c.notice, width)


def presence(c: Content, width: int) -> Lines:
    """Return who stands where: persons by nation, country and phase."""
    shown = [(i, p) for i, p in _phases(c, PHASES) if any(t[i] > 0 for t in c.presence.total)] or _phases(c, 1)
    each = 8 if len(shown) * 8 * 3 + 5 <= width else 7
    countries = max(1, min(len(c.presence.countries), (width - 5) // (each * len(shown))))
    out = [heading("PRESENCE", width, f"persons{f', {c.most}' if c.most else ''}, " + " · ".join(p.name for _, p in shown))]
    block = each * len(shown)
    out.append(row(Field("", 5), *(Field(x, block, DIM, right=True) for x in c.presence.countries[:countries])))
    for code, _, values in c.presence.rows[:NATIONS]:
        out.append(_present(code, [values[k] for k in range(countries)], shown, each))
    if rest := c.presence.rows[NATIONS:]:
        sums = [tuple(sum(r[2][k][i] for r in rest) for i in range(len(c.periods))) for k in range(countries)]
        out.append(_present(f"+ {len(rest)}", sums, shown, each))
    out.append(_present("all", c.presence.total[:countries], shown, each))
    if more := c.presence.countries[countries:]:
        out += wrapped("And in " + ", ".join(more) + ".", width, style=DIM)
    return out


def written(c: Content, width: int) -> list[Lines]:
    """Return what the staff wrote, a block each and nothing cut: risks, decision points, rounds, assumptions and notes, next steps."""
    said = c.written
    owners = [f"{x.risk}{f': {x.mitigation}' if x.mitigation else ''}{f' ({x.owner})' if x.owner else ''}" for x in said.risks]
    points = [f"{x.name}, {x.day}, {x.from_d_day}{f': {x.question}' if x.question else ''}" for x in said.points]
    rounds = [f"{x.name}{' (next)' if x.next else ''}: offers close {x.deadline}" for x in said.rounds]
    assumed = [*said.assumptions, *([f"Notes: {said.notes}"] if said.notes else [])]
    told = (
        ("RISKS", owners), ("DECISION POINTS", points), ("ROUNDS OF OFFERS", rounds), ("ASSUMPTIONS AND LIMITS", assumed),
        ("NEXT STEPS", said.next_steps),
    )  # fmt: skip
    return [
        [heading(title, width), *(line for text in texts for line in wrapped(text, width, "- ", "  "))] for title, texts in told if texts
    ]


def _line(x: Line, cells: Sequence[Cell], *, raw: bool, each: int, rests: bool) -> Text:
    fields = [Field(x.id, 16, LOUD[x.state]), Field("", 1), Field(brief_unit(x.unit), 5, DIM)]
    fields += [Field(gauge(x.share), 11, BARS[x.state]), Field(standing(x.share, x.state), 8, STYLES[x.state])]
    fields.append(Field(f"{share_number(x.firm)} %", 6, right=True))
    fields += [Field(f"{share_number(x.assumed)} %".replace("– %", "–"), ASSUMED, right=True)] if rests else []
    for cell in cells:
        what = _raw(cell) if raw else f"{share_number(cell.share)}{GLYPHS[cell.state]}"
        fields.append(Field(what if cell.needed else "·", each, STYLES[cell.state] if cell.needed else DIM, right=True))
    return row(*fields)


def _raw(cell: Cell) -> str:
    return f"{amount(cell.filled)}/{amount(cell.need)}".replace(THIN, "")


def _pillar(name: str) -> str:
    return name.removesuffix(" force")


def _top(carriers: tuple[Carrier, ...]) -> tuple[Carrier, ...]:
    if len(carriers) <= NATIONS + 1:
        return carriers
    rest = carriers[NATIONS:]
    summed = Carrier(
        f"+ {len(rest)}", f"{len(rest)} more", tuple(map(sum, zip(*(x.persons for x in rest), strict=True))), sum(x.total for x in rest),
        sum(x.meur for x in rest),
    )  # fmt: skip
    return (*carriers[:NATIONS], summed)


def _carrier(x: Carrier, pillars: int, each: int, cells: int, largest: float) -> Text:
    style = "bold" if x.code == "all" else ""
    figures = [Field(people(v), each, style, right=True) for v in x.persons[:pillars]]
    drawn = [Field("", 2), Field(bar(x.total, largest, cells), cells, FULL)]
    return row(
        Field(x.code, 6, style),
        *figures,
        Field(people(x.total), 9, style, right=True),
        *drawn,
        Field(people(x.meur), 14, style, right=True),
    )


def _present(code: str, values: Sequence[Sequence[float]], shown: Sequence[tuple[int, Period]], each: int) -> Text:
    style = "bold" if code == "all" else ""
    return row(Field(code, 5, style), *(Field(people(v[i]), each, style, right=True) for v in values for i, _ in shown))


def _phases(c: Content, most: int) -> list[tuple[int, Period]]:
    """Return at most so many phases, in order: those with most people."""
    everyone = next(r for r in c.people if r.group == "All").values
    kept = sorted(range(len(c.periods)), key=lambda i: (-everyone[i], i))[:most]
    return [(i, c.periods[i]) for i in sorted(kept)]
