"""Hand-made plans: from bare placements to a whole set of decisions, and from a planner's table to placements.

A planner who writes a plan by hand says who stands where and when. The rest follows: all conditions hold that may, a site is open from the
first step in which somebody stands there, and of those who may lead a line the one with most people leads.
"""

import csv
import difflib
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

import pandas as pd

from planner.decisions import Decisions, frame
from planner.rules import admissibility, conditions
from planner.scenario import Mark, Problem, Scenario

Placement: TypeAlias = tuple[str, str, str, int]  # offer, requirement, site, step

COLUMNS = ("offer", "requirement", "site", "phase", "units")


def complete(scenario: Scenario, place: pd.DataFrame) -> Decisions:
    """Return a whole set of decisions for placements (offer, requirement, site, step, units).

    Nothing is mended: a placement that breaks a rule still does.
    """
    placed: Decisions = {
        "place": frame("place", [tuple(row) for row in place[["offer", "requirement", "site", "step", "units"]].to_numpy()])
    }
    held = conditions.largest(scenario, placed)
    posture = admissibility.account(scenario, placed).frames["posture"]
    return {
        **placed,
        "holds": frame("holds", [(k, p, 1) for p, names in enumerate(held) for k in names]),
        "open": frame("open", list(_opened(scenario, posture))),
        "lead": frame("lead", list(_leads(scenario, posture))),
    }


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

    A phase means all of its steps; the name of a step means that step. Rows that are wrong are left out, each with a located Problem.
    The placements (offer, requirement, site, step, units, line) are sorted; `line` is the line of the table that says so, the header's
    being 1: the placements of a phase of several steps share theirs.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        what = f"{path.name} cannot be read: {fault.strerror if isinstance(fault, OSError) else 'it is not UTF-8 text'}"
        return _placed({}), [Problem("error", Mark(path.name, 1, 1), what, "save the table as CSV (UTF-8)")]
    lines = text.splitlines()
    mark = _Marks(path.name, lines)
    header = lines[0] if lines else ""
    reader = csv.reader(io.StringIO(text), delimiter=";" if header.count(";") > header.count(",") else ",")
    names = [n.strip().lower() for n in next(reader, [])]
    problems = [
        Problem(
            "error", mark(1, names, name), f"{path.name} has no column {name}", f"the first row names the columns: {', '.join(COLUMNS)}"
        )
        for name in COLUMNS
        if name not in names
    ]
    if problems:
        return _placed({}), problems
    rows: dict[Placement, tuple[int, int]] = {}
    for cells in reader:
        if any(cell.strip() for cell in cells):
            row = dict.fromkeys(COLUMNS, "") | {n: c.strip() for n, c in zip(names, cells, strict=False)}
            wrong = [Problem("error", mark(reader.line_num, names, column), what, hint) for column, what, hint in _faults(scenario, row)]
            problems += wrong
            for p in () if wrong else _steps(scenario, row["phase"]):
                placement = (row["offer"], row["requirement"], row["site"], p)
                if placement in rows:
                    who = " / ".join(row[c] for c in COLUMNS[:4])
                    what = f"{who} stands in row {rows[placement][1]} already"
                    problems.append(
                        Problem("error", mark(reader.line_num, names, "offer"), what, "keep one of the rows, with all its units")
                    )
                    break
                rows[placement] = (int(float(row["units"])), reader.line_num)
    return _placed(rows), problems


def _placed(rows: Mapping[Placement, tuple[int, int]]) -> pd.DataFrame:
    """Return the placements with units in them, from (units, line) by placement."""
    kept = sorted((*placement, units, line) for placement, (units, line) in rows.items() if units)
    return frame("place", [row[:-1] for row in kept]).assign(line=pd.Series([row[-1] for row in kept], dtype="int64"))


class _Marks:
    """Where a cell stands: its line, the column at which it begins, and its row and column as a planner reads them."""

    def __init__(self, file: str, lines: list[str]) -> None:
        self.file = file
        self.lines = lines

    def __call__(self, line: int, names: list[str], column: str) -> Mark:
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        cells = text.replace(";", ",").split(",")
        before = names.index(column) if column in names else 0
        return Mark(self.file, line, 1 + sum(len(c) + 1 for c in cells[:before]), f"row {line}, {column}", text)


def _faults(scenario: Scenario, row: dict[str, str]) -> Iterator[tuple[str, str, str]]:
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


def _steps(scenario: Scenario, name: str) -> list[int]:
    of_phase = [p for p, step in enumerate(scenario.steps) if step.phase == name]
    return of_phase or [p for p, step in enumerate(scenario.steps) if step.name == name]
