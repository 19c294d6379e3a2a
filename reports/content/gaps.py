"""Shortfalls in words: how much of what is filled, what it delays, why (kind first, then whose), and who could fill it, in things."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from planner.frames import items
from planner.scenario import Scenario
from planner.study.capability import Delay
from planner.study.causes import Cause
from planner.study.dossier import Dossier
from planner.study.shortfalls import Shortfall
from reports.content.alike import alike, merged, named
from reports.content.basis import need
from reports.content.names import Names
from reports.content.numbers import amount, apart, day, inert, is_part, listed, long_month, percent, plural, serving, state, things
from reports.content.parts import Gap
from reports.content.periods import phases, span

NATIONS = 3  # in a clause
CAUSES = {"staff": 3, "chiefs": 1}  # clauses of a cause: a chief of staff reads the heaviest
COULD = {"staff": 4, "chiefs": 2}  # suggestions
MEMBERS = {"staff": 12, "chiefs": 4}  # lines of a group that are named
SOURCE = {"staff": 120, "chiefs": 40}  # characters of a source
BROUGHT = {"tonnes": "t", "personnel": "persons", "units": "units"}  # what units bring into an area
TERMS = {
    "terms": "may not serve here by the terms of the offer",
    "area": "may not serve in its area",
    "cycle": "cannot be sustained from its cycle",
}
BY_TOURS = TERMS | {"cycle": "cannot hold a place all through by its tours"}


def gaps(dossier: Dossier, names: Names) -> tuple[Gap, ...]:
    """Return the shortfalls as a report says them, those that are alike as one."""
    groups = alike(dossier.shortfalls)
    return tuple(_alone(dossier, names, group[0]) if len(group) == 1 else _together(dossier, names, group) for group in groups)


def _alone(dossier: Dossier, names: Names, short: Shortfall) -> Gap:
    """Return a line that is short by itself; to those who work with the file, with who asks for it where the posture does."""
    found = gap(dossier.scenario, names, short)
    driven, who = dossier.plan.frames["driven"], (short.requirement, short.capability, short.steps)
    by = asked_by(driven, names, *who) if short.derived and names.ids else ""
    return replace(found, effect=f"{found.effect} {by}".strip())


def asked_by(driven: pd.DataFrame, names: Names, requirement: str, capability: str, steps: Sequence[int]) -> str:
    """Return who makes the need of a derived line in some steps: lines, then nations, those who make most first."""
    mine = (driven["requirement"] == requirement) & (driven["capability"] == capability)
    rows = driven[mine & driven["step"].isin(steps)]
    said = []
    for column, name in (("by", names.line), ("nation", names.nation)):
        shares = rows.groupby(column)["share"].sum().sort_values(ascending=False, kind="stable")
        parts = {name(str(who)): share / shares.sum() for who, share in items(shares)}
        said.append(listed([who if share == 1 else f"{who} {percent(share)}" for who, share in parts.items()], NATIONS))
    return f"Asked for by {said[0]}; of nations {said[1]}." if said[0] else ""


def count(found: Sequence[Gap]) -> int:
    """Return how many lines are short."""
    return len({line for g in found for line in g.lines})


def _together(dossier: Dossier, names: Names, group: Sequence[Shortfall]) -> Gap:
    """Return lines short of the same for the same reason as one: which they are, what they delay, what would fill them all."""
    title, lines = named(names, group)
    short = merged(dossier, group)
    below = len({s.requirement for s in group if s.below_minimum})
    said = [f"{listed(lines, MEMBERS[names.audience])}."] + ([f"{below} below minimum."] if below else [])
    said += [_delay(dossier.scenario, d) for d in short.delays]
    every = tuple(dict.fromkeys(s.requirement for s in group))
    return replace(
        gap(dossier.scenario, names, short),
        title=title,
        effect=" ".join(said),
        lines=every,
        filled=_summed(short, names.unit(short.capability)),
    )


def gap(scenario: Scenario, names: Names, short: Shortfall) -> Gap:
    """Return one shortfall as a report says it."""
    unit = names.unit(short.capability)
    return Gap(
        short.requirement, names.line(short.requirement), phases(scenario, short.steps), span(scenario, short.steps),
        _filled(short, unit), need(scenario.frames["requirements"], short.requirement, brief=not names.ids), short.share,
        state(short.share, scenario.thresholds),
        _effect(scenario, short, unit), _cause(scenario, names, short), _could(scenario, names, short, unit),
        (short.requirement,),
    )  # fmt: skip


def _filled(short: Shortfall, unit: str) -> str:
    """Return filled and need in things: "4 of 5 ships"; of a need of less than one thing "0 of 1 battery (needs 0.4 of it)"."""
    filled, level = told_apart(short)
    if is_part(short.level, unit):
        return f"{filled} of 1 {unit} (needs {level} of it)"
    return _summed(short, unit)


def _summed(short: Shortfall, unit: str) -> str:
    filled, level = told_apart(short)
    return f"{filled} of {level} {plural(unit, short.level)}"


def told_apart(short: Shortfall) -> tuple[str, str]:
    """Return filled and need with as many decimals as tell them apart."""
    digits = apart(short.filled, short.level)
    return amount(short.filled, digits), amount(short.level, digits)


def _effect(scenario: Scenario, short: Shortfall, unit: str) -> str:
    said = [f"Below its minimum of {things(short.minimum, unit)}."] if short.below_minimum else []
    said += [_delay(scenario, d) for d in short.delays]
    if not said:
        said.append(f"Short in {short.months} of the {short.months_needed} months in which it is needed.")
    return " ".join(said)


def _delay(scenario: Scenario, delay: Delay) -> str:
    if not delay.others and delay.would_be is None:
        return f"Together they keep {delay.what} from being reached."
    if not delay.alone or delay.would_be is None:
        others = f"{delay.others} other line{'s' if delay.others > 1 else ''}"
        return f"With {others} keeps {delay.what} from being reached."
    would_be = long_month(scenario.first_day(scenario.steps[delay.would_be].first_month))
    if delay.planned is None:
        return f"Alone keeps {delay.what} from being reached, else {would_be}."
    return f"Alone delays {delay.what} from {would_be} to {long_month(scenario.first_day(scenario.steps[delay.planned].first_month))}."


def _cause(scenario: Scenario, names: Names, short: Shortfall) -> str:
    grouped: dict[tuple[str, str], list[Cause]] = {}
    for cause in short.causes:
        grouped.setdefault((cause.kind, cause.subject), []).append(cause)
    heaviest = list(grouped.items())[: CAUSES[names.audience]]
    clauses = [_clause(scenario, names, kind, subject, group, short) for (kind, subject), group in heaviest]
    return _sentence("; ".join(clauses)) if clauses else "N.a.: no offer that could serve is barred, late, waiting or idle."


def _clause(scenario: Scenario, names: Names, kind: str, subject: str, group: list[Cause], short: Shortfall) -> str:
    first, who = group[0], _who(names, group)
    units = round(sum(c.units for c in group), 6)
    verb, stay, stand = ("wait", "stay", "stand") if units > 1 else ("waits", "stays", "stands")
    if kind == "condition":
        until = f"holds only from {long_month(scenario.first_day(first.month))}" if first.month is not None else "does not hold"
        owner = f" ({names.owner(subject)})" if names.owner(subject) else ""
        return f"condition {names.condition(subject)}{owner} {until}: {who} {verb}"
    if kind == "date":
        until = f"not before {day(scenario.first_day(first.month))}" if first.month is not None else "not in these months"
        return f"date: {who} {until}"
    if kind == "ceiling" and first.owner:
        return f"ceiling of {names.nation(first.owner)}, {amount(first.pledged)} persons ({inert(subject)}): {who} {stay} at home"
    if kind == "other line":
        return f"offer: {who} {'serve' if units > 1 else 'serves'} {names.line(subject)}"
    if kind == "idle":
        return f"n.a.: {who} {stand} idle, and nothing that is known keeps units out"
    if kind == "offer":
        return _offered(names, group, short)
    if limit := _area(scenario, subject):
        return f"ceiling of {limit}: {who} {stay} outside"
    return _barred(names, kind, subject, who) + _source(names, first)


def _barred(names: Names, kind: str, subject: str, who: str) -> str:
    """Return a rule that keeps units out: a host, a site, or whatever else, in its own words."""
    said = inert(subject)
    if kind == "consent" and said.startswith("ceiling of "):
        return f"consent: the ceiling of {names.country(said.removeprefix('ceiling of '))} leaves no place for {who}"
    if kind == "consent":
        return f"consent of {names.country(_without_kind(kind, said))} is missing for {who}"
    if kind == "room" and subject.startswith("room at "):
        return f"room at {names.site(subject.removeprefix('room at '))} is too small for {who}"
    if kind == "reception":
        return f"{names.site(subject.removeprefix('reception of '))} takes in no more until then: it keeps out {who}"
    return f"{_with_kind(kind, said)} keeps out {who}"


def _source(names: Names, cause: Cause) -> str:
    """Return where a caveat or a host's consent is written, and how good that is: " (source: statement, confidence high)"."""
    said = [f"source: {inert(cause.source, SOURCE[names.audience])}"] if cause.source else []
    said += [f"confidence {inert(cause.confidence)}"] if cause.confidence else []
    return f" ({', '.join(said)})" if said else ""


def _offered(names: Names, group: list[Cause], short: Shortfall) -> str:
    standing = [c for c in group if c.offer]
    if not standing:
        return f"offer: nobody offers {names.capability(short.capability)}"
    tours = names.scenario.tours
    if standing[0].subject in TERMS:
        return f"offer: {_who(names, standing)} {(BY_TOURS if tours else TERMS)[standing[0].subject]}"
    more = " of {}" if tours else " from {} in its cycle"
    said = [
        f"{names.nation(c.nation)} {amount(c.units)}" + (more.format(amount(c.pledged)) if c.pledged > c.units + 1e-6 else "")
        for c in standing
    ]
    rests = tours and any(c.pledged > c.units + 1e-6 for c in standing)
    return f"offer: all that is offered {'stands, or is kept by tours and rest' if rests else 'stands'}, {listed(said, NATIONS)}"


def _could(scenario: Scenario, names: Names, short: Shortfall, unit: str) -> str:
    by = long_month(scenario.first_day(scenario.steps[short.steps[0]].first_month))
    grouped: dict[tuple[str, str, str, float], list[str]] = {}
    for r in short.remedies:
        nations = grouped.setdefault((r.how, r.subject, r.unit_type, r.units), [])
        if r.nation not in nations:
            nations.append(r.nation)
    said = [_remedy(names, key, nations, by, unit) for key, nations in grouped.items()]
    most = COULD[names.audience]
    if len(said) > most:
        said = [*said[: most - 1], f"{len(said) - most + 1} more ways"]
    return " · ".join(said)


def _remedy(names: Names, key: tuple[str, str, str, float], nations: list[str], by: str, unit: str) -> str:
    """Return who could fill it, in things: "Romania 1 minehunter more", "Britain or France 2 sam batteries more"."""
    how, subject, unit_type, units = key
    if how == "any":
        return f"any nation, {things(units, unit)}" + ("; none offered" if subject else " more")
    named = [names.nation(n) for n in nations]
    named = named if len(named) <= NATIONS else [*named[: NATIONS - 1], f"{len(named) - NATIONS + 1} others"]
    who = f"{listed(named, last='or')} {amount(units)} {plural(names.unit_type(unit_type), units)}"
    said = {
        "more": " more",
        "cycle": " more for its tours" if names.scenario.tours else " more in its cycle",
        "idle": ", offered and unused",
        "condition": f", if {names.condition(subject)} holds by {by}",
        "date": f", if ready by {by}",
        "line": f", from {names.line(subject)}",
        "terms": ", if its terms allow it",
        "ceiling": f", above the ceiling ({_area(names.scenario, subject) or inert(subject)})",
        "caveat": f", without the caveat {_without_kind('caveat', inert(subject))}",
        "consent": f", with the consent of {names.country(inert(subject).removeprefix('ceiling of ').removeprefix('consent '))}",
        "room": f", with more room at {names.site(subject.removeprefix('room at '))}",
        "reception": f", with more reception at {names.site(subject.removeprefix('reception of '))}",
    }
    return who + said[how]


def _who(names: Names, group: list[Cause]) -> str:
    """Return whose units, in things: "Britain 2 minehunters", "Spain 2 and Italy 1 sam batteries"."""
    sums: dict[tuple[str, str], float] = {}
    for c in group:
        sums[c.nation, c.unit_type] = sums.get((c.nation, c.unit_type), 0.0) + c.units
    ordered = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    return listed([f"{names.nation(n)} {serving(u, names.unit_type(t))}" for (n, t), u in ordered], NATIONS)


def _area(scenario: Scenario, subject: str) -> str:
    """Return an area's limit with what it allows: "black-sea, non-littoral: 45 000 t"; nothing for any other subject."""
    for area in scenario.areas:
        for limit in area.limits:
            if subject in {f"limit {area.name} {limit.name}", f"limit {limit.name}"}:
                each = " a nation" if limit.per_nation else ""
                return f"{inert(area.name)}, {inert(limit.name)}: {amount(limit.at_most)} {BROUGHT[limit.of]}{each}"
    return ""


def _without_kind(kind: str, said: str) -> str:
    return said.removeprefix(kind).strip(" :") or said


def _with_kind(kind: str, said: str) -> str:
    return said if said.startswith(kind) else f"{kind}: {said}"


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:] + "."
