"""Shortfalls that are one: several lines short of the same capability for the same reason, such as air defence at each of eight camps."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from planner.study.capability import Delay
from planner.study.causes import Cause
from planner.study.dossier import Dossier
from planner.study.remedies import Remedy
from planner.study.shortfalls import Shortfall
from reports.content.names import Names

FEWEST = 3  # lines that make one row; two are told one by one
SCARCE = {"other line", "idle", "offer"}  # each says: of what is offered there is not enough for all


def alike(found: Sequence[Shortfall]) -> list[tuple[Shortfall, ...]]:
    """Return shortfalls in groups, each where its heaviest stood; one that is like no other is alone."""
    groups: dict[tuple[object, ...], list[Shortfall]] = {}
    for short in found:
        groups.setdefault(_reason(short), []).append(short)
    merged = {key for key, group in groups.items() if len({s.requirement for s in group}) >= FEWEST}
    said: list[tuple[Shortfall, ...]] = []
    told = set()
    for short in found:
        key = _reason(short)
        if key not in merged:
            said.append((short,))
        elif key not in told:
            told.add(key)
            said.append(tuple(groups[key]))
    return said


def _reason(short: Shortfall) -> tuple[object, ...]:
    first = short.causes[0] if short.causes else None
    why = ("scarce", "") if first is None or first.kind in SCARCE else (first.kind, first.subject)
    return short.capability, short.priority, short.derived, *why


def merged(dossier: Dossier, group: Sequence[Shortfall]) -> Shortfall:
    """Return a group as one shortfall: filled and need of all its lines in the step in which most is missing, causes and ways each once.

    What one line lacks because its units serve another of the group is no cause: there are not enough for all.
    """
    first, lines = group[0], {s.requirement for s in group}
    steps = sorted({p for s in group for p in s.steps})
    table = dossier.plan.frames["coverage"]
    rows = table[table["requirement"].isin(lines) & (table["capability"] == first.capability) & table["step"].isin(steps)]
    sums = rows.assign(filled=rows["level"] - rows["short"]).groupby("step")[["filled", "level"]].sum()  # one's surplus fills no other
    at = int((sums["level"] - sums["filled"]).to_numpy().argmax())
    filled, level = (float(sums[column].iloc[at]) for column in ("filled", "level"))
    return replace(
        first, steps=tuple(steps), worst=sorted(rows["step"].unique().tolist())[at], filled=filled, level=level, minimum=0.0,
        months=sum(dossier.scenario.steps[p].months for p in steps), weight=sum(s.weight for s in group), delays=_delays(group),
        causes=_causes(group, lines), remedies=(*_remedies(group, lines), Remedy("any", units=level - filled)),
    )  # fmt: skip


def _delays(group: Sequence[Shortfall]) -> tuple[Delay, ...]:
    """Return what the lines of a group delay together, with how many others beside the group."""
    found: dict[str, Delay] = {}
    for what in dict.fromkeys(d.what for s in group for d in s.delays):
        mine = [(s.requirement, d) for s in group for d in s.delays if d.what == what]
        others = max(d.others for _, d in mine) + 1 - len({line for line, _ in mine})
        found[what] = replace(mine[0][1], would_be=None, others=max(0, others))
    return tuple(found.values())


def _causes(group: Sequence[Shortfall], lines: set[str]) -> tuple[Cause, ...]:
    """Return what is heard of each offer once, from the line that hears of most of its units."""
    heard: dict[tuple[str, str, str], Cause] = {}
    for short in group:
        of_line: dict[tuple[str, str, str], Cause] = {}
        for cause in short.causes:
            own = replace(cause, kind="offer", subject="") if cause.kind == "other line" and cause.subject in lines else cause
            key = (own.kind, own.subject, own.offer)
            of_line[key] = replace(own, units=own.units + of_line[key].units) if key in of_line else own
        for key, cause in of_line.items():
            if key not in heard or cause.units > heard[key].units:
                heard[key] = cause
    return tuple(heard.values())


def _remedies(group: Sequence[Shortfall], lines: set[str]) -> tuple[Remedy, ...]:
    """Return what would lift a rule or use what is idle; to take from one line of the group for another fills nothing.

    How many more units one nation would have to send was asked for one line alone: for all, it is said in units of capability.
    """
    known: dict[tuple[str, str, str, str], Remedy] = {}
    for way in (r for s in group for r in s.remedies if r.how not in {"more", "cycle", "any"}):
        key = (way.how, way.subject, way.nation, way.unit_type)
        if not (way.how == "line" and way.subject in lines) and (key not in known or way.units > known[key].units):
            known[key] = way
    return tuple(known.values())


def named(names: Names, group: Sequence[Shortfall]) -> tuple[str, list[str]]:
    """Return what a group is called, and each of its lines by what tells it from the others: "air defence on 8 lines", Lviv, Rivne."""
    lines = list(dict.fromkeys(s.requirement for s in group))
    titles = [names.line(line).split() for line in lines]
    shared = len(list(takewhile(lambda words: len(set(words)) == 1, zip(*titles, strict=False))))
    return f"{names.capability(group[0].capability)} on {len(lines)} lines", [" ".join(t[shared:]) or " ".join(t) for t in titles]
