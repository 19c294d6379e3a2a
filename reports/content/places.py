"""Places in words: which sites grow, when, by what and at what cost; and who stands in for what, and how."""

from planner.frames import records
from planner.study.dossier import Dossier
from planner.study.stand_ins import stand_ins
from reports.content.names import Names
from reports.content.numbers import amount, inert, listed, long_month, things

STAND_INS = 4  # that are named; the rest is counted


def grows(dossier: Dossier, names: Names) -> tuple[str, ...]:
    """Return each step by which a site grows, a sentence each; nothing where none does."""
    scenario, decided = dossier.scenario, dossier.plan.decisions.get("grow")
    if decided is None or decided.empty:
        return ()
    first = decided.groupby(["site", "stage"], as_index=False)["step"].min().merge(scenario.frames["stages"], on=["site", "stage"])
    adds = scenario.frames["stage_adds"]
    said = []
    for row in records(first):
        mine = adds[(adds["site"] == row.site) & (adds["stage"] == row.stage)]
        what = listed([f"{amount(a)} {inert(r)}" for r, a in records(mine, "resource", "amount")])
        when = long_month(scenario.first_day(scenario.steps[int(row.step)].first_month))
        said.append(f"{names.site(row.site)} grows by {inert(row.name)} for {when}: {what} more, {amount(row.cost)} M EUR.")
    return tuple(said)


def stands_in(dossier: Dossier, names: Names) -> str:
    """Return who stands in for what, with the way from the unit type to the capability; nothing where nobody does."""
    rows = list(records(stand_ins(dossier.scenario, dossier.plan)))
    said = [
        f"{names.line(r.requirement)} {things(r.amount, names.unit(r.capability))} by {' → '.join(inert(part) for part in r.path)}"
        for r in rows[:STAND_INS]
    ]
    more = f"; {len(rows) - STAND_INS} more" if len(rows) > STAND_INS else ""
    return f"Standing in: {'; '.join(said)}{more}." if said else ""
