"""Who must decide by which day; and conditions that hold by a promise, only together, or for nothing, and who is sent to earn them."""

from collections.abc import Iterator
from datetime import date

from planner.frames import groups, records
from planner.study.dossier import Dossier
from reports.content.names import Names
from reports.content.numbers import amount, day, inert, listed, whole
from reports.content.periods import told

SHOWN = 4  # names in one sentence; the others are counted


def mandates(dossier: Dossier, names: Names) -> tuple[str, ...]:
    """Return a sentence for each condition on which somebody hangs, in the order of days: by when, whose it is, who hangs on it."""
    rows = dossier.plan.frames["mandates"].reset_index().sort_values(["latest", "persons", "condition"], ascending=[True, False, True])
    said = []
    for row in records(rows):
        owner = names.owner(row.condition)
        who = f"{owner}, {names.condition(row.condition)}" if owner else names.condition(row.condition)
        earned = " (to be earned)" if row.granted == "if-earned" else ""
        lines = listed([names.line(line) for line in row.lines], SHOWN)
        said.append(f"by {day(date.fromisoformat(row.latest))}: {who}{earned}; {whole(row.persons)} persons hang on it, on {lines}")
    return tuple(said)


def reliance(dossier: Dossier, names: Names) -> tuple[str, ...]:
    """Return what is to be known of conditions that hold, or could: promises, loops, what nobody asks for, who is sent only to earn one."""
    return tuple(_said(dossier, names))


def _said(dossier: Dossier, names: Names) -> Iterator[str]:
    table, steps = dossier.plan.frames["conditions"], dossier.scenario
    for name, rows in groups(table.groupby("condition")):
        title = names.condition(str(name))
        promised, unused = (tuple(rows.loc[rows[flag].astype(bool), "step"].tolist()) for flag in ("promised", "unused"))
        if promised:
            yield f"{title} holds in {told(steps, promised)} by what is planned for later: a promise"
        if len(unused) == rows["could_hold"].sum() > 0:
            yield f"{title} is earned, and nothing that stands asks for it"
    for loop in sorted({members for members in table["together"] if members}):
        if len(loop) > 1:
            yield f"{listed([names.condition(k) for k in loop])} hold each because of the other: together or not at all"
        else:
            yield f"{names.condition(loop[0])} carries itself: without those who come by it, it would not hold"
    for (name, offer), rows in groups(dossier.plan.frames["only_to_earn"].groupby(["condition", "offer"])):
        most = f"{amount(rows['units'].max())} units, {whole(rows['persons'].max())} persons"
        yield f"{inert(offer)} ({most}) is sent only to earn {names.condition(str(name))}: every need is filled without it"
