"""Arrivals: how fast a force grows through its sites, and when each line is fully there."""

from typing import Any

import pandas as pd

from planner.frames import groups, records
from planner.study.dossier import Dossier
from reports.content.names import Names
from reports.content.numbers import listed, month, whole

SITES, LINES = 4, 6  # of which it is told; the rest is counted


def ramp(dossier: Dossier, names: Names) -> tuple[str, ...]:
    """Return a sentence a site that takes in no more than so much, those that are fullest first: what comes to it, month by month."""
    table = dossier.plan.frames["ramp_up"]
    limited = table[table["most_persons"].notna() | table["most_tonnes"].notna()]
    fill = pd.concat([limited["persons"] / limited["most_persons"], limited["tonnes"] / limited["most_tonnes"]], axis=1).max(axis=1)
    order = fill.groupby(limited["site"]).max().sort_values(ascending=False, kind="stable").index
    told = dict(groups(limited.groupby("site")))
    said = [f"{names.site(str(site))}: {'; '.join(_months(dossier, told[site]))}" for site in order[:SITES]]
    return (*said, *([f"+ {len(order) - SITES} more sites"] if len(order) > SITES else []))


def there(dossier: Dossier, names: Names) -> str:
    """Return by the end of which month all are there that a line ever has at one time, the last first; nothing where no site limits."""
    scenario, moved = dossier.scenario, dossier.plan.frames["movements"]
    if scenario.frames["reception"].empty or moved.empty:
        return ""
    lines = moved[moved["line_there"] >= 0].groupby("line_there")["requirement"].agg(lambda r: sorted(set(r)))
    said = []
    for when, who in sorted(lines.items(), reverse=True):
        said.append(f"{listed([names.line(r) for r in who], LINES)} by the end of {month(scenario.first_day(int(str(when))))}")
    return f"Fully there: {'; '.join(said)}." if said else ""


def _months(dossier: Dossier, rows: pd.DataFrame) -> list[str]:
    """Return what comes in each month, those alike one after the other told once."""
    told: list[tuple[str, list[int]]] = []
    for r in records(rows.sort_values("month")):
        what = _come(r)
        if told and told[-1][0] == what and told[-1][1][-1] == r.month - 1:
            told[-1][1].append(r.month)
        else:
            told.append((what, [r.month]))
    return [f"{_span(dossier, months)} {what}" for what, months in told]


def _come(row: Any) -> str:
    pairs = (("persons", row.persons, row.most_persons), ("t", row.tonnes, row.most_tonnes))
    return ", ".join(f"{whole(comes)} of {whole(most)} {unit}" for unit, comes, most in pairs if most == most)


def _span(dossier: Dossier, months: list[int]) -> str:
    first, last = (month(dossier.scenario.first_day(m)) for m in (months[0], months[-1]))
    return first if first == last else f"{first} to {last}, each month"
