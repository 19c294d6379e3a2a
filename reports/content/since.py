"""Since the agreed plan: which nation changes what on which line, the weightiest first, and how much stands as agreed."""

from itertools import groupby

import pandas as pd

from planner.frames import items, records
from planner.study.dossier import Dossier
from reports.content.names import Names
from reports.content.numbers import amount, inert, percent, plural
from reports.content.parts import Change, Since
from reports.content.periods import told

FEW = 3  # ids that a sentence names; the others are counted


def since(dossier: Dossier, names: Names) -> Since | None:
    """Return what departs from the plan agreed last; None where nothing was agreed."""
    scenario, plan = dossier.scenario, dossier.plan
    if scenario.persistence is None:
        return None
    moved = plan.frames["changes"]
    months = moved["step"].map({p: step.months for p, step in enumerate(scenario.steps)}).astype(float)
    counts = (moved["weight"] * moved["persons"] * months).groupby([moved[c] for c in ("nation", "requirement", "offer", "site")]).sum()
    order = sorted(items(counts), key=lambda pair: (-pair[1], pair[0]))
    rows = []
    for (nation, line, offer, site), _ in order:
        of = moved[(moved["requirement"] == line) & (moved["offer"] == offer) & (moved["site"] == site)]
        where = f" at {names.site(str(site))}" if site else ""
        unit = names.unit_type(str(scenario.frames["offers"]["unit_type"][str(offer)]))
        rows.append(Change(names.nation(str(nation)), names.line(str(line)), f"{unit}{where}: {_units(dossier, of)}"))
    return Since(_message(dossier, moved), tuple(rows))


def _message(dossier: Dossier, moved: pd.DataFrame) -> str:
    """Say in a sentence how many change, how much stands as agreed, and what is gone since."""
    terms = dossier.scenario.persistence
    gone = terms.gone if terms else ()
    more = f" and {len(gone) - FEW} more" if len(gone) > FEW else ""
    lost = f" Not there any more: {', '.join(inert(name) for name in gone[:FEW])}{more}." if gone else ""
    if moved.empty:
        return f"Everything {'else ' if gone else ''}stands as agreed.{lost}"
    nations, lines = moved["nation"].nunique(), moved["requirement"].nunique()
    kept = f"{percent(dossier.plan.metrics['agreed_kept'])} of the {'other ' if gone else ''}agreed person-months stand as agreed"
    return f"{nations} {plural('nation', nations)} changed on {lines} {plural('line', lines)}; {kept}.{lost}"


def _units(dossier: Dossier, rows: pd.DataFrame) -> str:
    """Return agreed and present units by phase, steps alike together: "entry 0 → 4, stabilise 2 → 6"."""
    steps = [(int(row.step), float(row.baseline), float(row.place)) for row in records(rows.sort_values("step"))]
    said = []
    for (before, now, _), of in groupby(enumerate(steps), key=lambda pair: (pair[1][1], pair[1][2], pair[1][0] - pair[0])):
        when = told(dossier.scenario, tuple(step for _, (step, _, _) in of))
        said.append(f"{when} {amount(before)} → {amount(now)}")
    return ", ".join(said)
