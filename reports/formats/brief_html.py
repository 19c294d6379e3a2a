"""The brief as one self-contained HTML page: no script, no network, prints on A4, legible without colour."""

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from reports.content import Content, coverage
from reports.content.gaps import count
from reports.content.numbers import GLYPHS, amount, brief_unit, fixed, listed, people, percent, plural, share_number
from reports.content.parts import Carrier, Cell, Commitment, Decision, Line
from reports.content.periods import Period
from reports.formats import a4, rows

LINES, FEWEST, NATIONS, CONDITIONS, PHASES, COUNTRIES, DISTANCES = 10, 6, 10, 3, 5, 3, 2  # what fits the page
PAGES = 3  # of a plan; options beside it may take one more
RAW = {1: 30, 2: 13, 3: 7}  # characters of filled/need that fit into a column, by the number of phases; beside more only the worst is said


@dataclass(frozen=True)
class Cut:
    """How much is told where many pages would be needed: mm of lines, shortfalls, departures, nations by where they stand."""

    high: float
    gaps: int
    leavers: int
    nations: int


CUTS = (Cut(70.0, 5, 3, 9), Cut(52.0, 5, 3, 7), Cut(52.0, 4, 2, 6), Cut(52.0, 3, 2, 6))  # the first that takes so few pages


def render(content: Content) -> bytes:
    """Return the page as UTF-8; the same plan gives the same bytes."""
    assets = files("reports") / "assets"
    style = (assets / "brief.css").read_text(encoding="utf-8")
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    page = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(
        (assets / "brief.html.j2").read_text(encoding="utf-8")
    )
    return page.render(style=Markup(style), style_hash=f"sha256-{digest}", **_laid_out(content)).encode()  # noqa: S704  # our own style


def _laid_out(c: Content) -> dict[str, Any]:
    """Return what the template needs: the content, cut to what the page holds, and how numbers are written."""
    needed = [(i, p) for i, p in enumerate(c.periods) if any(x.cells[i].needed for x in c.lines)][-PHASES:]
    tables = rows.told(c)
    for cut in CUTS:
        (lines, left, left_full), raw = _covered(c, needed, cut.high)
        pages = _paged(c, lines, raw, tables, cut)
        if len(pages) <= PAGES + (c.options is not None):
            break
    say = coverage.left_out(left, left_full)
    return {
        "c": c, "pages": pages, "asked": asked(c),
        "narrow": _narrow, "nearest": _nearest, "glyphs": GLYPHS, "figures": _figures(c), "headings": _headings(c),
        "lines": lines, "lines_left": left, "lines_left_say": say,
        "needed": needed, "raw": raw, "of_need": _of_need, "worst_cell": _worst_cell, "legend": _legend(c.thresholds),
        "countries": c.presence.countries[:COUNTRIES], "present": _present(c, cut.nations), "carriers": carriers(c),
        "largest": max((x.total for x in c.burden.carriers), default=0.0),
        "gaps": c.gaps[: cut.gaps], "gaps_left": max(0, len(c.gaps) - cut.gaps), "footnote": _footnote(c),
        "told": {table.name: table for table in tables},
        "gaps_left_say": ", ".join(dict.fromkeys(g.title for g in c.gaps[cut.gaps :])),
        "conditions": _shown(c), "conditions_left": len(c.commitments) - len(_shown(c)), "below": bool(_quiet(c)),
        "leavers": c.leavers[: cut.leavers], "leavers_left": [x.who for x in c.leavers[cut.leavers :]], "listed": listed,
        "amount": amount, "people": people, "percent": percent, "fixed": fixed, "points": share_number, "brief_unit": brief_unit,
    }  # fmt: skip


def _footnote(c: Content) -> str:
    """Return the notes of the scenario where they are short enough to stand under the figures."""
    return c.written.notes if len(c.written.notes) <= rows.FOOTNOTE else ""


def _paged(
    c: Content, shown: tuple[Line, ...], raw: bool,  # noqa: FBT001  # how coverage is laid out
    tables: tuple[rows.Told, ...], cut: Cut,
) -> tuple[tuple[a4.Part, ...], ...]:  # fmt: skip
    """Return the blocks of each page: what the plan is, who stands where, how good it is, what is short, what it hangs on, the rest.

    Who stands where and the goals stand on the first two pages; who bears how much where there is room.
    """
    gaps, leavers = c.gaps[: cut.gaps], c.leavers[: cut.leavers]
    said = (f"{c.proof} {c.verified} {40 * ' '}", f"{c.rests_on} {c.firmness} {c.skipped}", c.worst)
    top = a4.top(f"{c.crashed}{c.bluf}", asked(c)) + a4.STRIP + a4.GAP + a4.recipients(c.written.to)
    blocks = [
        a4.Block("top", top),
        *([a4.Block("options", a4.options(len(c.options.criteria)))] if c.options else []),
        a4.Block("tables", a4.beside([x.title for x in shown], _beside(c), c.burden.note, raw)),
        a4.Block("people", a4.table(len(_present(c, cut.nations)) + 1, noted=bool(c.no_sum)), loose=True),
        a4.Block("goals", a4.goals([x.words for x in c.levels]), loose=True),
        a4.shortfalls(gaps, a4.LINE * 2 if len(c.gaps) > len(gaps) else 0.0),
        a4.conditions(_shown(c), DISTANCES, a4.LINE if len(c.commitments) > len(_shown(c)) else 0.0),
        *([a4.leaving(leavers, a4.LINE if len(c.leavers) > len(leavers) else 0.0)] if leavers else []),
        *(table.block for table in tables),
        a4.Block("confidence", a4.confidence(*said) + a4.provenance(f"{c.source} {70 * ' '} {_footnote(c)}") + a4.GAP),
    ]
    sheets = a4.packed(blocks, a4.PAGE - a4.marking(c.marking))
    shares = a4.Block("shares", a4.table(len(c.shares.bearers)) + a4.LINE * len(c.notice))
    return a4.filled(sheets, (shares,) if len(sheets) > 1 and c.shares.bearers else ())


def _beside(c: Content) -> list[str]:
    """Return the names of the nations that stand beside the lines."""
    return [*(x.name for x in carriers(c)), "All"]


def asked(c: Content) -> tuple[Decision, ...]:
    """Return the decisions sought, and what the staff recommends beneath them."""
    told = c.written.recommended
    return (*c.decisions, *([Decision("Staff recommend", told, "", "")] if told else []))


def _shown(c: Content) -> tuple[Commitment, ...]:
    """Return the conditions that the page shows: where it says who decides by when, those that hold without a threshold are told there."""
    quiet = _quiet(c)
    return tuple(x for x in c.commitments if x not in quiet)[:CONDITIONS] or c.commitments[:1]


def _quiet(c: Content) -> tuple[Commitment, ...]:
    """Return the conditions that hold throughout their time without a threshold, where the page says who decides by when."""
    return tuple(x for x in c.commitments if not x.distances and x.state == 0) if c.mandates else ()


def _nearest(x: Commitment) -> list[tuple[str, str, str]]:
    """Return the distances that the page shows, in the order of time: those nearest to the threshold."""
    kept = sorted(range(len(x.distances)), key=lambda i: (x.margins[i], i))[:DISTANCES]
    return [x.distances[i] for i in sorted(kept)]


def _narrow(name: str) -> str:
    """Return a phase's name for a narrow column, cut with a point."""
    return name if len(name) <= 7 else name[:6].rstrip("-") + "."


def carriers(c: Content) -> tuple[Carrier, ...]:
    """Return the nations that the page shows; those beyond are one row, so that the sum stays whole."""
    shown = c.burden.carriers
    if len(shown) <= NATIONS:
        return shown
    rest = shown[NATIONS - 1 :]
    persons = tuple(map(sum, zip(*(x.persons for x in rest), strict=True)))
    name = f"{len(rest)} more"
    return (*shown[: NATIONS - 1], Carrier(name, name, persons, sum(x.total for x in rest), sum(x.meur for x in rest)))


def _present(c: Content, most: int) -> list[tuple[str, tuple[tuple[float, ...], ...]]]:
    """Return who stands where in the countries that the page shows; nations beyond those shown are one row."""
    rows = [(name, values[:COUNTRIES]) for _, name, values in c.presence.rows if any(v for of in values[:COUNTRIES] for v in of)]
    shown, rest = (rows, []) if len(rows) <= most else (rows[: most - 1], rows[most - 1 :])
    if rest:
        summed = tuple(tuple(sum(r[k][i] for _, r in rest) for i in range(len(c.periods))) for k in range(len(rest[0][1])))
        shown = [*shown, (f"{len(rest)} more", summed)]
    return [*shown, ("All", c.presence.total[:COUNTRIES])]


def _figures(c: Content) -> list[tuple[str, str]]:
    """Return the numbers of the strip under the bottom line, with their names."""
    by_id = {f.id: f for f in c.facts}
    found = [(f.text, f"of the given need of priority {f.id.partition('.')[2]}") for f in c.facts if f.id.startswith("coverage.")][:2]
    if "main.persons" in by_id:
        found.append((by_id["main.persons"].text, f"{c.foreign}persons {c.people[0].label}" if c.people else "persons"))
    found += [
        (c.ioc.rpartition(", ")[2], "initial operational capability, IOC"),
        (c.foc.rpartition(", ")[2], "full operational capability, FOC"),
    ]
    if "cost" in by_id:
        found.append((f"{amount(by_id['cost'].value, 0)} M EUR", f"over the horizon{c.prices}"))
    if "conditional_reliance" in by_id and c.commitments:
        found.append((by_id["conditional_reliance"].text, "of person-months hang on earned conditions"))
    return found


def _headings(c: Content) -> dict[str, str]:
    """Return the headings as messages: a reader of headings alone knows the case."""
    lines, short = len(c.lines), sum(x.short for x in c.lines)
    below = count(c.gaps)
    total, fields = c.burden.total.total, [x for x in c.burden.carriers if x.total > 0]
    held = [x for x in c.commitments if x.state < 2]
    most = max(held, key=lambda x: x.persons) if held else None
    hangs = most.hangs.replace("hang on it", f"hang on {most.title}") if most else ""
    return {
        "coverage": f"Coverage: {short} of {lines} lines short" if short else f"Coverage: none of {lines} lines short",
        "burden": f"Burden: {_fielded(fields, total)}" if total else "Burden: nobody is sent",
        "goals": f"Goals: {c.proven}",
        "people": f"People: {people(total)} persons in {c.burden.period}, where they stand" + (f"; {c.most}" if c.most else ""),
        "shares": f"Person-months outside own soil: {_of_all(c)}",
        "short": f"Shortfalls in {below} {plural('line', below)}, the heaviest {c.gaps[0].title}" if c.gaps else "Shortfalls: none",
        "conditions": f"Conditions: {len(held)} held; {hangs}" if held else "Conditions: none held",
        "leaving": f"If one leaves: {c.leaves}",
        "confidence": f"Confidence: {'by hand, nothing proven' if not c.levels else c.proven}; inputs {c.rests_on.partition(' of ')[0]}",
    }  # fmt: skip


def _fielded(fields: list[Carrier], total: float) -> str:
    """Return how much of the force the first three field: "France and Britain field all"."""
    top = fields[:3]
    named = listed([x.name for x in top])
    who = named if len(named) <= 28 else f"the first {len(top)}" if len(fields) > len(top) else f"{len(top)} nations"
    verb = "fields" if len(top) == 1 else "field"
    return f"{who} {verb} {'all' if len(fields) == len(top) else percent(sum(x.total for x in top) / total)}"


def _of_all(c: Content) -> str:
    """Return what those who bear most bear of all."""
    shown = c.shares.bearers
    return f"{len(shown)} of {c.shares.count} nations bear {percent(sum(x.part for x in shown))}" if shown else "nobody bears any"


def _covered(c: Content, needed: list[tuple[int, Period]], high: float) -> tuple[tuple[tuple[Line, ...], int, int], bool]:
    """Return the lines that the page shows, no higher than so much or the nations beside them, and whether raw figures fit."""
    for most in range(LINES, FEWEST, -1):
        found = coverage.worst_first(c.lines, most)
        raw = _raw_fits(found[0], needed)
        if a4.named([x.title for x in found[0]], raw) <= max(a4.named(_beside(c)), high):
            return found, raw
    found = coverage.worst_first(c.lines, FEWEST)
    return found, _raw_fits(found[0], needed)


def _raw_fits(lines: tuple[Line, ...], needed: list[tuple[int, Period]]) -> bool:
    longest = max((len(_of_need(x.cells[i])) for x in lines for i, _ in needed if x.cells[i].needed), default=0)
    return longest <= RAW.get(len(needed), 0)


def _worst_cell(x: Line) -> str:
    worst = min((cell for cell in x.cells if cell.needed), key=lambda cell: cell.share, default=None)
    return _of_need(worst) if worst else ""


def _of_need(cell: Cell) -> str:
    """Return filled/need as a narrow column has it: "19/24", "5k/2.7k" for thousands."""
    return f"{_narrowed(cell.filled)}/{_narrowed(cell.need)}"


def _narrowed(value: float) -> str:
    return amount(value) if value < 1000 else f"{amount(value / 1000, 1 if value < 10_000 else 0)}k"


def _legend(thresholds: tuple[float, ...]) -> str:
    high, mid, low = (round(100 * t) for t in (*thresholds, 0.0, 0.0, 0.0)[:3])
    return f"● {high} % and above  ◆ {mid} to {high - 1} %  ▼ below {mid} %  ▼▼ below {low} %  · not needed."
