"""Reliefs in words: who relieves whom at which place and when, and what the tours of a plan leave empty, or would."""

import pandas as pd

from planner.frames import groups, records
from planner.scenario import Scenario
from planner.study.dossier import Dossier
from planner.study.tours import Gap, Tours, runs, tours
from reports.content.names import Names
from reports.content.numbers import amount, inert, listed, month, percent, plural, whole
from reports.content.parts import Relief, Reliefs

POOLS, RUNS = 4, 3  # of which it is told; the rest is counted
OWN = "No nation relieves another: each relieves its own."


def reliefs(dossier: Dossier, names: Names) -> Reliefs:
    """Return what tours would change, with a line a pool that is empty at times, and who relieves whom; nothing where no cycle is asked."""
    found = tours(dossier.scenario, dossier.plan)
    if not found.asked:
        return Reliefs((), ())
    places = _places(dossier, names)
    return Reliefs((*_said(dossier.scenario, names, found), *([] if places else [OWN])), places)


def _said(scenario: Scenario, names: Names, found: Tours) -> list[str]:
    asked = f"{whole(found.asked)} unit-months asked of cycles"
    if found.decided:
        return [f"{whole(found.begin)} tours begin; somebody on a tour holds each of the {asked}."]
    if not found.gaps:
        return [f"Tours would change nothing: {whole(found.begin)} of them hold all {asked}."]
    share = percent(found.missing / found.asked, 1)
    first = f"Tours would leave {whole(found.missing)} of the {asked} empty ({share}):"
    told = [_told(scenario, names, gap) for gap in found.gaps[:POOLS]]
    left = [f"+ {len(found.gaps) - POOLS} more pools"] if len(found.gaps) > POOLS else []
    return [first, *told, *left]


def _told(scenario: Scenario, names: Names, gap: Gap) -> str:
    when = listed([_months(scenario, *run) for run in gap.runs], RUNS)
    where = listed([names.line(line) for line in gap.lines], 2)
    units = f"{whole(gap.units)} {plural('unit', gap.units)}"
    return f"{inert(gap.pool)}: up to {units} of {where} not relieved in {when} ({whole(gap.unit_months)} unit-months)"


def _places(dossier: Dossier, names: Names) -> tuple[Relief, ...]:
    """Return the places that are empty at times, the emptiest first, then those at which one nation relieves another, by how often."""
    scenario, empty = dossier.scenario, dossier.plan.frames["unrelieved"]
    schedule = dossier.plan.frames["schedule"]
    nation, by = scenario.frames["offers"]["nation"], ["requirement", "site"]
    whom = schedule["relieves"].map(lambda tour: nation.get(tour.rsplit(" ", 2)[0], "") if tour else "")  # offer, tier, month
    schedule = schedule.assign(who=schedule["offer"].map(nation), whom=whom)[schedule["requirement"] != ""]
    order = schedule.assign(other=(schedule["whom"] != "") & (schedule["whom"] != schedule["who"])).groupby(by)[["other"]].sum()
    order["missing"] = empty.groupby(by)["missing"].sum().reindex(order.index, fill_value=0.0)
    order = order[order.any(axis=1)].sort_values(["missing", "other"], ascending=False, kind="stable")
    told, left = (dict(groups(frame.groupby(by))) for frame in (schedule, empty))
    return tuple(
        Relief(
            f"{names.line(line)}, {names.site(site)}",
            tuple(_turns(scenario, names, told[line, site])),
            _empty(scenario, left[line, site]) if (line, site) in left else "",
        )
        for line, site in order.index
    )


def _turns(scenario: Scenario, names: Names, rows: pd.DataFrame) -> list[str]:
    """Return each month in which somebody takes a place: who hands over, and who takes over how many units."""
    turns = rows.groupby(["first_month", "whom", "who"], as_index=False)[["units"]].sum()
    said: dict[int, list[str]] = {}
    for r in records(turns):
        many = "" if r.units == 1 else f"{amount(r.units)} "
        whose, again = ("", " again") if r.whom == r.who else (f"{names.nation(r.whom)} → " if r.whom else "", "")
        said.setdefault(int(r.first_month), []).append(f"{whose}{many}{names.nation(r.who)}{again}")
    return [f"{month(scenario.first_day(m))} {', '.join(parts)}" for m, parts in sorted(said.items())]


def _empty(scenario: Scenario, rows: pd.DataFrame) -> str:
    """Return the months in which a place is empty, and of how many units."""
    missing = rows.groupby("month")["missing"].sum()
    when = [_months(scenario, *run) for run in runs(sorted(int(m) for m in missing.index))]
    most = float(missing.max())
    return f"{amount(most)} {plural('unit', most)} in {listed(when, RUNS)}"


def _months(scenario: Scenario, first: int, until: int) -> str:
    begins, ends = month(scenario.first_day(first)), month(scenario.first_day(until - 1))
    return begins if begins == ends else f"{begins} to {ends}"
