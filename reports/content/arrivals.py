"""Arrivals: how fast a force grows through its sites, and when each line is fully there."""

from dataclasses import replace

import pandas as pd

from planner.frames import groups, records
from planner.study.dossier import Dossier
from reports.content.names import Names
from reports.content.numbers import listed, month, whole
from reports.content.parts import Coming, Ramp

EACH = ", each month"  # after several months alike
LINES, MONTHS = 3, 2  # that are named of a month, and months that are told; the rest is counted


def ramp(dossier: Dossier, names: Names) -> tuple[Ramp, ...]:
    """Return each site that takes in no more than so much, those that are fullest first: what comes to it, month by month."""
    table = dossier.plan.frames["ramp_up"]
    limited = table[table["most_persons"].notna() | table["most_tonnes"].notna()]
    fill = pd.concat([limited["persons"] / limited["most_persons"], limited["tonnes"] / limited["most_tonnes"]], axis=1).max(axis=1)
    order = fill.groupby(limited["site"]).max().sort_values(ascending=False, kind="stable").index
    told = dict(groups(limited.groupby("site")))
    return tuple(Ramp(names.site(str(site)), _months(dossier, told[site])) for site in order)


def _come(one: Coming) -> str:
    """Return what comes of what the site takes in: "1 000 of 1 000 persons, 1 800 of 4 000 t"."""
    pairs = (("persons", one.persons, one.most_persons), ("t", one.tonnes, one.most_tonnes))
    return ", ".join(f"{whole(comes)} of {whole(most)} {unit}" for unit, comes, most in pairs if most == most)


def there(dossier: Dossier, names: Names) -> str:
    """Return by the end of which month all are there that a line ever has at one time, the last first; nothing where no site limits."""
    scenario, moved = dossier.scenario, dossier.plan.frames["movements"]
    if scenario.frames["reception"].empty or moved.empty:
        return ""
    lines = moved[moved["line_there"] >= 0].groupby("line_there")["requirement"].agg(lambda r: sorted(set(r)))
    last = sorted(lines.items(), reverse=True)
    said = [
        f"{listed([names.line(r) for r in who], LINES)} by the end of {month(scenario.first_day(int(str(when))))}"
        for when, who in last[:MONTHS]
    ]
    earlier = len({r for _, who in last[MONTHS:] for r in who})
    return f"Fully there: {'; '.join(said)}{f'; {earlier} more before' if earlier else ''}." if said else ""


def _months(dossier: Dossier, rows: pd.DataFrame) -> tuple[Coming, ...]:
    """Return what comes in each month, those alike one after the other told once."""
    told: list[tuple[Coming, list[int]]] = []
    for r in records(rows.sort_values("month")):
        what = Coming("", r.persons, r.most_persons, r.tonnes, r.most_tonnes)
        if told and _come(told[-1][0]) == _come(what) and told[-1][1][-1] == r.month - 1:
            told[-1][1].append(r.month)
        else:
            told.append((what, [r.month]))
    return tuple(replace(what, when=_span(dossier, months)) for what, months in told)


def _span(dossier: Dossier, months: list[int]) -> str:
    first, last = (month(dossier.scenario.first_day(m)) for m in (months[0], months[-1]))
    return first if first == last else f"{first} to {last}{EACH}"
