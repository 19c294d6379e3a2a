"""How one side of a plan is printed: a row for what stands, a column for each step."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.cli import screen
from planner.plan import Plan
from planner.scenario import Scenario, Step

if TYPE_CHECKING:
    from reports.content.parts import Gap


@dataclass(frozen=True)
class View:
    """How a frame is printed: its heading with what a cell says, the columns that name a row, and the cell of one row and step."""

    heading: str
    says: str
    rows: Mapping[str, str]
    cell: Callable[[Any], str]


def _of(part: float, whole: float) -> str:
    return f"{screen.figure(part)}/{screen.figure(whole)}"


def _condition(row: Any) -> str:
    value = f"; {_of(row.value, row.threshold)}" if row.threshold == row.threshold else ""
    return ("holds" if row.holds else "could hold" if row.could_hold else "–") + value


VIEWS: Mapping[str, View] = {
    "coverage": View("COVERAGE", "filled/need", {"requirement": "line", "capability": "capability"}, lambda r: _of(r.filled, r.level)),
    "posture": View(
        "WHAT STANDS",
        "units",
        {"nation": "nation", "offer": "offer", "requirement": "line", "site": "site"},
        lambda r: screen.figure(r.units),
    ),
    "basis": View(
        "WHAT IT RESTS ON",
        "units",
        {
            "offer": "offer",
            "tier": "tier",
            "requirement": "line",
            "site": "site",
            "status": "status",
            "basis": "basis",
            "confidence": "confidence",
            "source": "source",
        },
        lambda r: screen.figure(r.units),
    ),
    "movements": View(
        "WHO COMES",
        "units that come before the step",
        {"nation": "nation", "offer": "offer", "requirement": "line", "site": "site"},
        lambda r: screen.figure(r.units),
    ),
    "presence": View("PRESENCE", "persons", {"nation": "nation", "country": "country"}, lambda r: screen.figure(r.persons)),
    "limits": View("CEILINGS", "used/limit", {"nation": "nation", "measure": "measure", "of": "of"}, lambda r: _of(r.used, r.limit)),
    "pools": View("ROTATION", "used/sustained", {"pool": "pool"}, lambda r: _of(r.used, r.sustained)),
    "commands": View(
        "LEADS", "nation and its share", {"requirement": "line"}, lambda r: f"{screen.inert(r.lead) or 'none'} {100 * r.share:.0f} %"
    ),
    "resilience": View(
        "AFTER THE WORST LOSS",
        "left/minimum, without whom",
        {"requirement": "line", "capability": "capability", "loss_of": "loss of"},
        lambda r: f"{_of(r.left, r.minimum)} {screen.inert(r.lost)}".rstrip(),
    ),
    "standby": View(
        "AT NOTICE, AT HOME", "units", {"nation": "nation", "offer": "offer", "requirement": "line"}, lambda r: screen.figure(r.units)
    ),
    "double_hatted": View(
        "TAKEN FROM OTHER COMMITMENTS", "persons", {"commitment": "commitment", "nation": "nation"}, lambda r: screen.figure(r.persons)
    ),
    "loads": View("LOADS", "used/free", {"site": "site", "resource": "resource"}, lambda r: _of(r.used, r.free)),
    "areas": View(
        "SEA AND AIR SPACES", "used/limit", {"area": "area", "limit": "limit", "nation": "nation"}, lambda r: _of(r.used, r.at_most)
    ),
    "conditions": View("CONDITIONS", "holds; value/threshold", {"condition": "condition"}, _condition),
}


def show(scenario: Scenario, tables: Mapping[str, pd.DataFrame]) -> None:
    """Print the frames of one side; what is empty is left out, and said where everything is."""
    shown = [name for name, table in tables.items() if not table.empty]
    for name in shown:
        view = VIEWS.get(name)
        screen.heading(view.heading if view else name.replace("_", " ").upper(), view.says if view else "")
        steps = {step.name: _label(scenario, step) for step in scenario.steps}
        table = by_step(tables[name], view, list(steps)).rename(columns=steps) if view else tables[name]
        for i, part in enumerate(screen.parted(table, list(steps.values()))):
            if i:
                screen.say()
            screen.table(part, right=list(steps.values()))
    if not shown:
        screen.say(" nothing stands here")


def _label(scenario: Scenario, step: Step) -> str:
    """Return what a step is called at the head of a column: its phase, and where that has several steps the month: "patrol Mar 27"."""
    return step.name if step.name == step.phase else f"{step.phase} {scenario.first_day(step.first_month):%b\u00a0%y}"


def gaps(scenario: Scenario, plan: Plan, requirement: str, phase: str | None = None) -> "Sequence[Gap]":
    """Return why a line is short, in a phase if one is named: each shortfall with its effect, its causes and who could fill it."""
    from planner.placements import placements
    from planner.rules import settled
    from planner.study.shortfalls import shortfalls
    from reports.content.gaps import gap
    from reports.content.names import Names

    within = {i for i, step in enumerate(scenario.steps) if phase is None or phase in {step.phase, step.name}}
    admitted = placements(settled(scenario, plan.decisions))
    found = [s for s in shortfalls(scenario, plan, admitted) if s.requirement == requirement and within & set(s.steps)]
    return [gap(scenario, Names(scenario, ids=True), short) for short in found]


def show_gaps(found: "Sequence[Gap]") -> None:
    """Print why a line is short, or that it is not."""
    screen.heading("WHY IT IS SHORT")
    if not found:
        screen.say(" it is not short", "dim")
    for g in found:
        screen.say(f" {g.phase} ({g.months}): {g.filled}, {100 * g.share:.0f} %", "bold")
        for name, said in (("effect", g.effect), ("cause", g.cause), ("could", g.could)):
            screen.paragraph(name, said)


def show_unused(table: pd.DataFrame) -> None:
    """Print the offers that stand nowhere."""
    screen.heading("OFFERED AND UNUSED")
    screen.table(table, {"offer": "offer", "unit_type": "unit type", "units": "units", "why": "why"}, empty="every offer stands somewhere")


def by_step(table: pd.DataFrame, view: View, steps: Sequence[str]) -> pd.DataFrame:
    """Return a frame with one row for each thing and one column for each step that it has; what nobody says is left out."""
    first, *others = view.rows
    keys = [first, *(key for key in others if not (table[key] == "").all())]
    cells = table[[*keys, "step"]].assign(cell=[view.cell(row) for row in table.itertuples(index=False)])
    wide = cells.pivot_table(index=keys, columns="step", values="cell", aggfunc="first", sort=True)
    known = [step for step in steps if step in wide.columns]
    return wide[known].fillna("·").reset_index().rename(columns=dict(view.rows)).rename_axis(columns=None)
