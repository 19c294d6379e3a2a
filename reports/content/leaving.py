"""Who takes how much with it in leaving: the worst in a sentence, each as a row. Before anybody replans."""

from typing import Any

import pandas as pd

from planner.frames import groups, records
from planner.study.dossier import Dossier
from reports.content.names import Names
from reports.content.numbers import amount, inert, listed, plural, whole
from reports.content.parts import Leaver
from reports.content.people import foreign
from reports.content.periods import told

LEAST = 0.5  # persons that are worth a word
MOST, OFFERS = 3, 2  # names, and offers at notice, in a sentence; the others are counted


def withdrawal(dossier: Dossier, names: Names, short: bool = False) -> str:  # noqa: FBT001, FBT002  # a line or a sentence
    """Return whose leaving takes most from the main country, and what falls with it."""
    table = dossier.cascade
    worst = table[(table["kind"] == "nation") & (table["left"] < table["before"] - LEAST)]
    if worst.empty:
        return "No single withdrawal takes anybody from the main country."
    row, who = worst.iloc[0], f" {foreign(dossier)}persons" if foreign(dossier) else ""
    country, fallen = names.country(row["country"]), [names.condition(k) for k in row["fallen"]]
    falls = f", {listed(fallen, 2)} {'falls' if len(fallen) == 1 else 'fall'} too" if fallen else ""
    if short:
        return f"Loses most if {names.nation(row['name'])} leaves: {whole(row['before'])} to {whole(row['left'])}{who} in {country}{falls}"
    own = f"{whole(row['own'])} of its own"
    hung = f" and {whole(row['hung'])} who hang on {listed(fallen, 2) or 'it'}" if row["hung"] > LEAST else ""
    lost = f"{whole(row['before'] - row['left'])} of {whole(row['before'])}"
    return f"{names.nation(row['name'])}: {lost}{who} fewer in {country}, {own}{hung}.{_next(worst, names)}"


def leavers(dossier: Dossier, names: Names) -> tuple[Leaver, ...]:
    """Return what each departure takes with it, the worst first; those that take nobody and nothing are left out."""
    held = dossier.behind
    return tuple(
        _leaver(names, row, held[(held["kind"] == row.kind) & (held["name"] == row.name)])
        for row in records(dossier.cascade)
        if row.left < row.before - LEAST or row.followers or row.below
    )


def where(dossier: Dossier, names: Names) -> str:
    """Return of which persons it is told: "persons in Ukraine in stabilise, of 7 200"."""
    at = dossier.stage
    if at is None:
        return ""
    return f"{foreign(dossier)}persons in {names.country(at.country)} in {told(dossier.scenario, (at.step,))}, of {whole(at.persons)}"


def _leaver(names: Names, row: Any, held: pd.DataFrame) -> Leaver:
    who = names.nation(row.name) if row.kind == "nation" else names.site(row.name) if row.kind == "site" else inert(row.name)
    fallen, followers = [names.condition(k) for k in row.fallen], [names.nation(n) for n in row.followers]
    below = [names.line(r) for r in row.below]
    said = (
        f"{listed(fallen, MOST)} {'falls' if len(fallen) == 1 else 'fall'}" if fallen else "",
        f"units of {listed(followers, MOST)} go too" if followers else "",
        f"{listed(below, MOST)} below {'its minimum' if len(below) == 1 else 'their minimum'}" if below else "",
    )
    label = who if row.kind == "nation" else f"{row.kind} {who}"
    parts = tuple(fallen), tuple(followers), tuple(below)
    behind = _behind(names, row.below, held)
    return Leaver(row.kind, label, row.own, row.hung, row.left, *parts, "; ".join(filter(None, said)), behind)


def _behind(names: Names, below: tuple[str, ...], held: pd.DataFrame) -> str:
    """Return which units at notice would fill what: "At 30 days' notice Poland 3 infantry companies would fill 3 of 5 companies ...".

    One unit fills one line: where an offer backs several, they are told with "or".
    """
    said = []
    for (_, days), rows in groups(held.groupby(["offer", "notice_days"], sort=False)):
        unit_type, units = rows["unit_type"].iloc[0], float(rows["units"].iloc[0])
        who = f"{names.nation(rows['nation'].iloc[0])} {amount(units)} {plural(names.unit_type(unit_type), units)}"
        first, *others = records(rows.sort_values("lost", ascending=False, kind="stable"))
        fills = [_fills(names, below, first, f" {plural(names.unit(first.capability), first.lost)} lost")]
        fills += [_fills(names, below, r, "" if r.capability == first.capability else f" {names.unit(r.capability)}") for r in others]
        said.append(f"at {whole(days)} days' notice {who} would fill {listed(fills, MOST, last='or')}")
    text = "; ".join(said[:OFFERS]) + (f"; {len(said) - OFFERS} more at notice" if len(said) > OFFERS else "")
    return text[:1].upper() + text[1:]


def _fills(names: Names, below: tuple[str, ...], row: Any, what: str) -> str:
    kept = "" if row.requirement not in below else " (minimum kept)" if row.enough else " (still below its minimum)"
    return f"{amount(row.fills)} of {amount(row.lost)}{what} on {names.line(row.requirement)}{kept}"


def _next(worst: pd.DataFrame, names: Names) -> str:
    if len(worst) < 2:
        return ""
    row = worst.iloc[1]
    return f" Next, {names.nation(row['name'])}: {whole(row['before'] - row['left'])} fewer. Before anybody replans."
