"""The brief as one self-contained HTML page: no script, no network, prints on A4, legible without colour."""

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Sequence
from importlib.resources import files
from itertools import zip_longest
from textwrap import wrap
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from reports.content import Content, coverage, gaps
from reports.content.numbers import GLYPHS, amount, brief_unit, fixed, people, percent, plural, share_number
from reports.content.parts import Carrier, Commitment, Decision, Line
from reports.content.periods import Period
from reports.formats import a4

LINES, NATIONS, GAPS, CONDITIONS, LEAVERS, CHANGES, PHASES, COUNTRIES, DISTANCES = 10, 10, 5, 4, 4, 8, 5, 3, 2  # what fits the page
FOOTNOTE = 300  # characters of notes that stand beside where the figures come from
LONGEST = 600  # characters of the staff's own words that stand in one row; what is longer goes on in the next, and so overleaf
RISK, POINT, CHANGED, TEXT = (38, 46, 18), (24, 22, 54), (24, 30, 46), (a4.WRITTEN,)  # characters a line of each cell
RAW = {1: 30, 2: 13, 3: 7}  # characters of filled/need that fit into a column, by the number of phases; beside more only the worst is said


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
    lines, left, left_full = coverage.worst_first(c.lines, LINES)
    say = coverage.left_out(left, left_full)
    needed = [(i, p) for i, p in enumerate(c.periods) if any(x.cells[i].needed for x in c.lines)][-PHASES:]
    raw = _raw_fits(lines, needed)
    pages = _paged(c, lines, raw)
    return {
        "c": c, "pages": pages, "asked": asked(c),
        "narrow": _narrow, "nearest": _nearest, "glyphs": GLYPHS, "figures": _figures(c), "headings": _headings(c),
        "lines": lines, "lines_left": left, "lines_left_say": say,
        "needed": needed, "raw": raw, "worst_cell": _worst_cell, "legend": _legend(c.thresholds),
        "countries": c.presence.countries[:COUNTRIES], "present": _present(c), "carriers": carriers(c),
        "largest": max((x.total for x in c.burden.carriers), default=0.0),
        "gaps": c.gaps[:GAPS], "gaps_left": max(0, len(c.gaps) - GAPS), "rows": _rows(c), "footnote": _footnote(c),
        "gaps_left_say": ", ".join(dict.fromkeys(g.title for g in c.gaps[GAPS:])),
        "conditions": c.commitments[:CONDITIONS], "conditions_left": max(0, len(c.commitments) - CONDITIONS),
        "leavers": c.leavers[:LEAVERS],
        "amount": amount, "people": people, "percent": percent, "fixed": fixed, "points": share_number, "brief_unit": brief_unit,
    }  # fmt: skip


def _rows(c: Content) -> dict[str, list[tuple[str, ...]]]:
    """Return the staff's own words as rows, by section: long ones in several, none cut."""
    said = c.written
    rounds = [
        (f"{x.name}{' (next)' if x.next else ''}", x.deadline, f"offers close{f' ({x.tables})' if x.tables else ''}") for x in said.rounds
    ]
    assumed = [*said.assumptions, *([f"Notes: {said.notes}"] if len(said.notes) > FOOTNOTE else [])]
    return {
        "risks": _short_rows((x.risk, x.mitigation, x.owner) for x in said.risks),
        "points": _short_rows([*((x.name, f"{x.day}, {x.from_d_day}", x.question) for x in said.points), *rounds]),
        "assumed": _short_rows((x,) for x in assumed),
        "asks": _short_rows((x,) for x in c.asks),
        "grows": _short_rows((x,) for x in c.grows),
        "steps": _short_rows((x,) for x in said.next_steps),
        "since": [] if c.since is None else _short_rows((x.nation, x.line, x.what) for x in c.since.changes[:CHANGES]),
    }


def _footnote(c: Content) -> str:
    """Return the notes of the scenario where they are short enough to stand under the figures."""
    return c.written.notes if len(c.written.notes) <= FOOTNOTE else ""


def _short_rows(rows: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return rows none of whose cells is longer than a part of a page."""
    return [part for row in rows for part in zip_longest(*(wrap(cell, LONGEST) or [""] for cell in row), fillvalue="")]


def _paged(c: Content, shown: tuple[Line, ...], raw: bool) -> tuple[tuple[a4.Part, ...], ...]:  # noqa: FBT001  # how coverage is laid out
    """Return the blocks of each page: one page where all fits, else more, with who stands where and the goals as far as there is room."""
    said = (f"{c.proof} {c.verified} {40 * ' '}", f"{c.rests_on} {c.firmness} {c.skipped}", c.worst)
    top = a4.top(f"{c.crashed}{c.bluf}", asked(c)) + a4.STRIP + a4.GAP + a4.recipients(c.written.to)
    beside = [*(x.name for x in carriers(c)), "All"]
    rows = _rows(c)
    blocks = [
        a4.Block("top", top),
        *([a4.Block("options", a4.options(len(c.options.criteria)))] if c.options else []),
        a4.Block("tables", a4.beside([x.title for x in shown], beside, c.burden.note, raw)),
        a4.shortfalls(c.gaps[:GAPS], a4.LINE * 2 if len(c.gaps) > GAPS else 0.0),
        a4.conditions(c.commitments[:CONDITIONS], DISTANCES, a4.LINE if len(c.commitments) > CONDITIONS else 0.0),
        *([a4.leaving(c.leavers[:LEAVERS])] if c.leavers else []),
        *_written(rows),
        a4.Block("confidence", a4.confidence(*said) + a4.provenance(f"{c.source} {70 * ' '} {_footnote(c)}") + a4.GAP),
    ]
    sheets = a4.packed(blocks, a4.PAGE - a4.marking(c.marking))
    more = (
        a4.Block("people", a4.table(len(_present(c)) + 1)), a4.Block("goals", a4.goals([x.words for x in c.levels])),
        *([a4.Block("shares", a4.table(len(c.shares.bearers)) + a4.LINE * len(c.notice))] if c.shares.bearers else []),
    )  # fmt: skip
    return a4.filled(sheets, more) if len(sheets) > 1 else a4.filled(sheets, ())


def _written(rows: dict[str, list[tuple[str, ...]]]) -> list[a4.Block]:
    """Return the sections of the staff's own words, those that say anything."""
    widths: dict[str, Sequence[int]] = {
        "asks": TEXT,
        "grows": TEXT,
        "since": CHANGED,
        "risks": RISK,
        "points": POINT,
        "assumed": TEXT,
        "steps": TEXT,
    }
    return [a4.written(name, rows[name], of, headed=name in {"since", "risks", "points"}) for name, of in widths.items() if rows[name]]


def asked(c: Content) -> tuple[Decision, ...]:
    """Return the decisions sought, and what the staff recommends beneath them."""
    told = c.written.recommended
    return (*c.decisions, *([Decision("Staff recommend", told, "", "")] if told else []))


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


def _present(c: Content) -> list[tuple[str, tuple[tuple[float, ...], ...]]]:
    """Return who stands where in the countries that the page shows; nations beyond those shown are one row."""
    rows = [(name, values[:COUNTRIES]) for _, name, values in c.presence.rows if any(v for of in values[:COUNTRIES] for v in of)]
    shown, rest = (rows, []) if len(rows) <= NATIONS else (rows[: NATIONS - 1], rows[NATIONS - 1 :])
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
    if "conditional_reliance" in by_id:
        found.append((by_id["conditional_reliance"].text, "of person-months hang on earned conditions"))
    return found


def _headings(c: Content) -> dict[str, str]:
    """Return the headings as messages: a reader of headings alone knows the case."""
    lines, short = len(c.lines), sum(x.short for x in c.lines)
    below = gaps.count(c.gaps)
    total, top = c.burden.total.total, c.burden.carriers[:3]
    share = sum(x.total for x in top) / total if total else 0.0
    named = ", ".join(x.name for x in top)
    who = named if len(named) <= 28 else f"the first {len(top)}"
    held = [x for x in c.commitments if x.state < 2]
    most = max(held, key=lambda x: x.persons) if held else None
    hangs = most.hangs.replace("hang on it", f"hang on {most.title}") if most else ""
    return {
        "coverage": f"Coverage: {short} of {lines} lines short" if short else f"Coverage: none of {lines} lines short",
        "burden": f"Burden: {who} field {percent(share)}" if total else "Burden: nobody is sent",
        "goals": f"Goals: {c.proven}",
        "people": f"People: {people(total)} persons in {c.burden.period}, where they stand" + (f"; {c.most}" if c.most else ""),
        "shares": f"Person-months outside own soil: {_of_all(c)}",
        "short": f"Shortfalls in {below} {plural('line', below)}, the heaviest {c.gaps[0].title}" if c.gaps else "Shortfalls: none",
        "conditions": f"Conditions: {len(held)} held; {hangs}" if held else "Conditions: none held",
        "since": f"Since the agreed plan: {c.since.message.rstrip('.')}" if c.since else "",
        "leaving": f"If one leaves: {c.leaves}",
        "risks": f"Risks: {len(c.written.risks)} named by the staff",
        "points": "Decision points" + (" and rounds of offers" if c.written.rounds else ""),
        "asks": "With asks: soft caveats lifted", "grows": "Sites that grow",
        "assumed": "Assumptions and limits", "steps": "Next steps",
        "confidence": f"Confidence: {'by hand, nothing proven' if not c.levels else c.proven}; inputs {c.rests_on.partition(' of ')[0]}",
    }  # fmt: skip


def _of_all(c: Content) -> str:
    """Return what those who bear most bear of all."""
    shown = c.shares.bearers
    return f"{len(shown)} of {c.shares.count} nations bear {percent(sum(x.part for x in shown))}" if shown else "nobody bears any"


def _raw_fits(lines: tuple[Line, ...], needed: list[tuple[int, Period]]) -> bool:
    longest = max(
        (len(f"{amount(x.cells[i].filled)}/{amount(x.cells[i].need)}") for x in lines for i, _ in needed if x.cells[i].needed), default=0
    )
    return longest <= RAW.get(len(needed), 0)


def _worst_cell(x: Line) -> str:
    worst = min((cell for cell in x.cells if cell.needed), key=lambda cell: cell.share, default=None)
    return f"{amount(worst.filled)}/{amount(worst.need)}" if worst else ""


def _legend(thresholds: tuple[float, ...]) -> str:
    high, mid, low = (round(100 * t) for t in (*thresholds, 0.0, 0.0, 0.0)[:3])
    return f"● {high} % and above  ◆ {mid} to {high - 1} %  ▼ below {mid} %  ▼▼ below {low} %  · not needed."
