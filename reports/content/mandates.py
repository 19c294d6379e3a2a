"""Who must decide by which day; and conditions that hold by a promise, only together, or for nothing, and who is sent to earn them."""

from collections.abc import Iterator
from datetime import date

from planner.frames import groups, records
from planner.study.dossier import Dossier
from reports.content.names import Names
from reports.content.numbers import amount, day, inert, listed, whole
from reports.content.parts import Mandate
from reports.content.periods import told

SHOWN = 4  # names in one sentence; the others are counted


def mandates(dossier: Dossier, names: Names) -> tuple[Mandate, ...]:
    """Return each condition on which somebody hangs, in the order of days by which it must be there, then of persons."""
    rows = dossier.plan.frames["mandates"].reset_index().sort_values(["latest", "persons", "condition"], ascending=[True, False, True])
    return tuple(
        Mandate(
            day(date.fromisoformat(row.latest)),
            names.owner(row.condition),
            names.condition(row.condition),
            row.granted == "if-earned",
            float(row.persons),
            float(row.at_notice),
            tuple(names.line(line) for line in row.lines),
        )
        for row in records(rows)
    )


def who(persons: float, at_notice: float, where: str = "") -> str:
    """Return how many hang on a condition, in place and at notice: "300 persons in land and 900 at notice"."""
    in_place = f"{whole(persons)} persons{where}"
    if not at_notice:
        return in_place
    return f"{in_place} and {whole(at_notice)} at notice" if persons else f"{whole(at_notice)} persons at notice"


def where(mandate: Mandate) -> str:
    """Return the lines on which those stand or wait who hang on a condition, some of them by name."""
    return listed(list(mandate.lines), SHOWN)


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
    for (offer, line, earns), rows in groups(dossier.earning.groupby(["offer", "requirement", "earns"])):
        most = f"{amount(rows['units'].max())} ({whole(rows['persons'].max())} persons) on {names.line(line)}"
        earned = listed([names.condition(name) for name in earns])
        yield f"{inert(offer)}: {most} are sent only to earn {earned}; no goal is worse without them"
