"""Hand-made plans: from bare placements to a whole set of decisions, and from a planner's table to placements.

A planner who writes a plan by hand says who stands where and when. The rest follows: of those who may lead a line the one with most people
leads, soft caveats are lifted that bar somebody who stands, all conditions hold that may, a site is open from the first step in which
somebody stands there and grows from when it has no room without, and routes carry what they can.
"""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import pandas as pd

from planner.decisions import MOST, Decisions, frame
from planner.rules import admissibility, asks, conditions, resilience, rotation, sites, sustainment
from planner.scenario import Mark, Problem, Scenario, read_table

Placement: TypeAlias = tuple[str, str, str, int]  # offer, requirement, site, step

COLUMNS = ("offer", "requirement", "site", "phase", "units")


def complete(scenario: Scenario, place: pd.DataFrame) -> Decisions:
    """Return a whole set of decisions for placements (offer, requirement, site, step, units).

    Nothing is mended: a placement that breaks a rule still does.
    """
    placed: Decisions = {
        "place": frame("place", [tuple(row) for row in place[["offer", "requirement", "site", "step", "units"]].to_numpy()])
    }
    posture = admissibility.account(scenario, placed).frames["posture"]
    at_notice = resilience.account(scenario, placed).frames["standby"]
    led = {**placed, "lead": frame("lead", list(_leads(scenario, pd.concat([posture, at_notice]))))}
    held = _held(scenario, {**led, "lift": _lifted(scenario, led)})
    opened = {**placed, "open": frame("open", list(_opened(scenario, posture)))}
    supplied = {**opened, "flow": frame("flow", list(sustainment.carried(scenario, opened)))}
    grown = frame("grow", [(*row, 1) for row in sites.grown(scenario, supplied)])
    return {**held, **supplied, "start": frame("start", rotation.drawn(scenario, held)), "grow": grown}


def _held(scenario: Scenario, decisions: Decisions) -> Decisions:
    """Return the decisions with all conditions relied on that may be."""
    held = conditions.largest(scenario, decisions)
    earned = {name for name, condition in scenario.conditions.items() if condition.granted == "if-earned"}
    return {**decisions, "holds": frame("holds", [(k, p, 1) for p, names in enumerate(held) for k in sorted(names & earned)])}


def _lifted(scenario: Scenario, decisions: Decisions) -> pd.DataFrame:
    """Return the soft caveats that bar somebody who stands; given up, the dearest first, where others let their exceptions hold."""
    soft = {caveat.name: caveat.price for caveat in scenario.caveats if caveat.soft}
    lift = _barring(scenario, decisions, frozenset(soft), frozenset()) if soft else frozenset[str]()
    for name in sorted(lift, key=lambda caveat: (-soft[caveat], caveat)):
        less = lift - {name}
        if _barring(scenario, decisions, frozenset(soft), less) <= less:
            lift = less
    return frame("lift", [(name, 1) for name in lift])


def _barring(scenario: Scenario, decisions: Decisions, soft: frozenset[str], lifted: frozenset[str]) -> frozenset[str]:
    """Return the soft caveats that bar somebody who stands, while conditions hold as they may with some caveats lifted."""
    relied = _held(scenario, {**decisions, "lift": frame("lift", [(name, 1) for name in lifted])})
    told = asks.account(scenario, {**relied, "lift": frame("lift", [(name, 1) for name in soft])}).frames["asks"]
    return frozenset(told.loc[told["lines"].map(bool).astype(bool), "caveat"])


def _opened(scenario: Scenario, posture: pd.DataFrame) -> Iterator[tuple[str, int, int]]:
    existing = scenario.frames["sites"]["existing"]
    for site, first in posture.groupby("site")["step"].min().to_dict().items():
        if not existing[str(site)]:
            yield from ((str(site), p, 1) for p in range(int(first), len(scenario.steps)))


def _leads(scenario: Scenario, posture: pd.DataFrame) -> Iterator[tuple[str, str, int, int]]:
    """Yield the leads: of the listed nations with their share of the people the largest; one for all steps, who can longest."""
    lines = scenario.frames["requirements"]
    persons = posture.groupby(["requirement", "step", "nation"])["persons"].sum().rename("persons").reset_index()
    total = persons.groupby(["requirement", "step"])["persons"].transform("sum")
    listed = pd.Series(
        [n in lines["lead"][r] for r, n in zip(persons["requirement"], persons["nation"], strict=True)], index=persons.index, dtype=bool
    )
    enough = persons["persons"] >= persons["requirement"].map(lines["lead_share"]).astype(float) * total - 1e-9
    able = persons[listed & enough].sort_values(["persons", "nation"], ascending=[False, True])
    able = able.assign(months=able["step"].map({p: step.months for p, step in enumerate(scenario.steps)}).astype(float))
    for line, of in able.groupby("requirement"):
        fixed = bool(lines["lead_fixed"][str(line)])
        long = of.assign(weight=of["persons"] * of["months"]).groupby("nation")[["months", "weight"]].sum()
        best = long.sort_values(["months", "weight"], ascending=False, kind="stable").index[0]
        chosen = of[of["nation"] == best] if fixed else of.drop_duplicates("step")
        yield from ((str(n), str(line), int(p), 1) for n, p in zip(chosen["nation"], chosen["step"], strict=True))


def read_plan(path: Path, scenario: Scenario) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the placements of a table (offer, requirement, site, phase, units) and all that is wrong with it.

    The table is a CSV file or a workbook of one sheet; its headings may be written in capitals, and others stand beside them unread. A
    phase means all of its steps; the name of a step means that step. Rows that are wrong are left out, each with a located Problem.
    The placements (offer, requirement, site, step, units, line) are sorted; `line` is the line of the table that says so, the header's
    being 1: the placements of a phase of several steps share theirs.
    """
    problems: list[Problem] = []
    table = read_table(path, problems)
    if table is None:
        return _placed({}), problems
    headings = {heading.lower(): heading for heading in table.headings}
    lacking = [name for name in COLUMNS if name not in headings]
    if lacking:
        where = next(iter(table.headings.values()))
        hint = f"the first row names the columns: {', '.join(COLUMNS)}"
        return _placed({}), problems + [Problem("error", where, f"{path.name} has no column {name}", hint) for name in lacking]
    rows: dict[Placement, tuple[int, Mark]] = {}
    for row in table.rows:
        cells = {name: row.cells.get(headings[name]) for name in COLUMNS}
        said = {name: cell.text if cell else "" for name, cell in cells.items()}
        marks = {name: cell.mark if cell else replace(row.mark, cell=f"{row.mark.cell}, {name}") for name, cell in cells.items()}
        wrong = [Problem("error", marks[column], what, hint) for column, what, hint in _faults(scenario, said)]
        problems += wrong or _place(rows, said, marks, _steps(scenario, said["phase"]))
    return _placed(rows), problems


def _place(rows: dict[Placement, tuple[int, Mark]], said: Mapping[str, str], marks: Mapping[str, Mark], steps: list[int]) -> list[Problem]:
    """Add the placements that a row says; one that an earlier row says already is a problem."""
    for p in steps:
        placement = (said["offer"], said["requirement"], said["site"], p)
        if placement in rows:
            what = f"{' / '.join(said[c] for c in COLUMNS[:4])} stands in row {rows[placement][1].row} already"
            return [Problem("error", marks["offer"], what, "keep one of the rows, with all its units")]
        rows[placement] = (int(float(said["units"])), marks["offer"])
    return []


def _placed(rows: Mapping[Placement, tuple[int, Mark]]) -> pd.DataFrame:
    """Return the placements with units in them, from units and place by placement."""
    kept = sorted((*placement, units, mark.line) for placement, (units, mark) in rows.items() if units)
    return frame("place", [row[:-1] for row in kept]).assign(line=pd.Series([row[-1] for row in kept], dtype="int64"))


def _faults(scenario: Scenario, row: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield (column, what is wrong, what to do) of one row."""
    phases = {name for step in scenario.steps for name in (step.phase, step.name)}
    known = {"offer": "offers", "requirement": "requirements", "site": "sites"}
    for column, ids in [(c, set(scenario.frames[name].index)) for c, name in known.items()] + [("phase", phases)]:
        if row[column] not in ids:
            near = difflib.get_close_matches(row[column], sorted(ids), n=1)
            what = f"the scenario has no {column} {row[column]}" if row[column] else f"the row names no {column}"
            yield column, what, f"did you mean {near[0]}?" if near else f"write an id of the scenario: {', '.join(sorted(ids)[:5])}"
    try:
        units = float(row["units"])
    except ValueError:
        yield "units", f"{row['units'] or 'nothing'} is not a number of units", "write a whole number"
        return
    if not (units >= 0 and units == units // 1 and units < float("inf")):
        yield "units", f"{row['units']} is not a whole number of units", "write a whole number, 0 or more"
    elif units > MOST:
        yield "units", f"{row['units']} is more units than any plan can hold", "write the units that stand there"


def _steps(scenario: Scenario, name: str) -> list[int]:
    of_phase = [p for p, step in enumerate(scenario.steps) if step.phase == name]
    return of_phase or [p for p, step in enumerate(scenario.steps) if step.name == name]
