"""Who takes how much with it in leaving: the worst in a sentence, each as a row. Before anybody replans."""

from typing import Any

import pandas as pd

from planner.frames import records
from planner.study.dossier import Dossier
from reports.content.names import Names
from reports.content.numbers import inert, listed, whole
from reports.content.parts import Leaver
from reports.content.people import foreign
from reports.content.periods import told

LEAST = 0.5  # persons that are worth a word
MOST = 3  # names in a sentence; the others are counted


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
    rows = records(dossier.cascade)
    return tuple(_leaver(names, row) for row in rows if row.left < row.before - LEAST or row.followers or row.below)


def where(dossier: Dossier, names: Names) -> str:
    """Return of which persons it is told: "persons in Ukraine in stabilise, of 7 200"."""
    at = dossier.stage
    if at is None:
        return ""
    return f"{foreign(dossier)}persons in {names.country(at.country)} in {told(dossier.scenario, (at.step,))}, of {whole(at.persons)}"


def _leaver(names: Names, row: Any) -> Leaver:
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
    return Leaver(row.kind, label, row.own, row.hung, row.left, *parts, "; ".join(filter(None, said)))


def _next(worst: pd.DataFrame, names: Names) -> str:
    if len(worst) < 2:
        return ""
    row = worst.iloc[1]
    return f" Next, {names.nation(row['name'])}: {whole(row['before'] - row['left'])} fewer. Before anybody replans."
