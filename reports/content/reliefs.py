"""Reliefs in words: what the tours of a plan leave empty, or would if they were planned one by one."""

from planner.scenario import Scenario
from planner.study.dossier import Dossier
from planner.study.tours import Gap, tours
from reports.content.names import Names
from reports.content.numbers import inert, listed, month, percent, plural, whole

POOLS, RUNS = 4, 3  # of which it is told; the rest is counted


def reliefs(dossier: Dossier, names: Names) -> tuple[str, ...]:
    """Return what tours would change, and a line a pool that is empty at times; nothing where no cycle is asked for."""
    found = tours(dossier.scenario, dossier.plan)
    if not found.asked:
        return ()
    asked = f"{whole(found.asked)} unit-months asked of cycles"
    if found.decided:
        return (f"{whole(found.begin)} tours begin; somebody on a tour holds each of the {asked}.",)
    if not found.gaps:
        return (f"Tours would change nothing: {whole(found.begin)} of them hold all {asked}.",)
    share = percent(found.missing / found.asked, 1)
    first = f"Tours would leave {whole(found.missing)} of the {asked} empty ({share}):"
    told = [_told(dossier.scenario, names, gap) for gap in found.gaps[:POOLS]]
    left = [f"+ {len(found.gaps) - POOLS} more pools"] if len(found.gaps) > POOLS else []
    return (first, *told, *left)


def _told(scenario: Scenario, names: Names, gap: Gap) -> str:
    runs = [_months(scenario, *run) for run in gap.runs]
    when = listed(runs, RUNS)
    where = listed([names.line(line) for line in gap.lines], 2)
    units = f"{whole(gap.units)} {plural('unit', gap.units)}"
    return f"{inert(gap.pool)}: up to {units} of {where} not relieved in {when} ({whole(gap.unit_months)} unit-months)"


def _months(scenario: Scenario, first: int, until: int) -> str:
    begins, ends = month(scenario.first_day(first)), month(scenario.first_day(until - 1))
    return begins if begins == ends else f"{begins} to {ends}"
