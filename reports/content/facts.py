"""The numbers of the first lines, each with the row that it is read from and with whose word it rests on."""

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

from planner.frames import records
from planner.study.basis import BASES, paid_on, resting
from planner.study.dossier import Dossier
from planner.study.shortfalls import Shortfall
from reports.content.alike import alike, merged
from reports.content.basis import need, shares
from reports.content.coverage import capable
from reports.content.gaps import told_apart
from reports.content.numbers import THIN, amount, distance, percent, points, whole
from reports.content.parts import Burden, Commitment, Fact, Trace
from reports.content.summary import compared, filled, unit_that_stands_most

AS_WRITTEN = "as the scenario says"
NOT_SAID = "not said"
SMALL = 1e-6


def facts(dossier: Dossier, burden: Burden, step: int, held: Commitment | None) -> tuple[Fact, ...]:
    """Return the numbers that the first lines use; `step` is the step of the persons in `burden`."""
    parts = (_measured(dossier), _people(dossier, burden, step), _short(dossier), _conditions(dossier, held), _beside(dossier))
    return tuple(fact for part in parts for fact in part)


def _metric(name: str) -> Trace:
    return Trace("metrics", (("metric", name),), ("value",))


def _measured(dossier: Dossier) -> Iterator[Fact]:
    """Yield coverage, dates, cost and reliance, and the shares of the plan itself."""
    scenario, plan = dossier.scenario, dossier.plan
    everything = shares(plan.metrics, "basis.")
    by_line = resting(scenario, plan, "requirement")
    lines = scenario.frames["requirements"]
    for k, share in filled(dossier):
        mine = by_line[by_line["requirement"].isin(lines.index[(lines["derived"] == "") & (lines["priority"] == k)])]
        weighed = mine[list(BASES)].mul(mine["person_months"], axis=0).sum()
        yield Fact(f"coverage.{k}", share, "", percent(share), _metric(f"coverage.{k}"), shares(weighed.to_dict()))
    for name in ("ioc", "foc"):
        if f"{name}_month" in plan.metrics:
            when = capable(dossier, name)
            yield Fact(f"{name}_month", plan.metrics[f"{name}_month"], "", when, _metric(f"{name}_month"), everything)
    if "conditional_reliance" in plan.metrics:
        value = plan.metrics["conditional_reliance"]
        yield Fact("conditional_reliance", value, "", percent(value, 1), _metric("conditional_reliance"), everything)
    if "cost" in plan.metrics:
        paid = f"rates of units and sites: {shares(paid_on(scenario, plan))}"
        yield Fact("cost", plan.metrics["cost"], "M EUR", amount(plan.metrics["cost"], 0), _metric("cost"), paid)
    told = [f"basis.{name}" for name in BASES]
    said = points([plan.metrics.get(name, 0.0) for name in told])
    firm, _ = points([share := plan.metrics.get("firm", 0.0), 1 - share])
    for name, point in (*zip(told, said, strict=True), ("firm", firm)):
        if name in plan.metrics:
            yield Fact(name, plan.metrics[name], "", f"{point}{THIN}%", _metric(name), everything)
    yield Fact("months", scenario.months, "months", str(scenario.months), Trace("calendar", (), ("months",), "sum"), AS_WRITTEN)


def _people(dossier: Dossier, burden: Burden, step: int) -> Iterator[Fact]:
    scenario, plan, stage = dossier.scenario, dossier.plan, dossier.stage
    if stage:
        there = resting(scenario, plan, "country", "step", "own_soil")
        there = there[(there["country"] == stage.country) & (there["step"] == stage.step) & ~there["own_soil"].astype(bool)]
        row = Trace("posture", (("country", stage.country), ("step", stage.step), ("own_soil", False)), ("persons",), "sum")
        yield Fact("main.persons", stage.persons, "persons", whole(stage.persons), row, shares(there.iloc[0].to_dict()))
        unit_type, size = unit_that_stands_most(dossier, stage)
        basis = str(scenario.frames["unit_types"].at[unit_type, "basis"]) or NOT_SAID
        row = Trace("scenario-unit_types", (("unit_type", unit_type),), ("personnel",), at=_at(dossier, "unit_types", unit_type))
        yield Fact("unit.persons", size, "persons", whole(size), row, basis)
    everyone = burden.total.total
    yield Fact(
        "persons", everyone, "persons", whole(everyone), Trace("posture", (("step", step),), ("persons",), "sum"), _in(dossier, step)
    )


def _short(dossier: Dossier) -> Iterator[Fact]:
    """Yield how many lines are short or below their minimum, and the heaviest shortfall."""
    everything = shares(dossier.plan.metrics, "basis.")
    for name, found in (("short", dossier.shortfalls), ("below", [s for s in dossier.shortfalls if s.below_minimum])):
        lines = {s.requirement for s in found}
        yield Fact(f"{name}.lines", len(lines), "lines", str(len(lines)), Trace("coverage", (), (name, "requirement"), "lines"), everything)
    for group in alike(dossier.shortfalls)[:1]:
        yield from _heaviest(dossier, group)


def _heaviest(dossier: Dossier, group: Sequence[Shortfall]) -> Iterator[Fact]:
    """Yield filled and need of the heaviest shortfall, of all its lines where it is a group of several."""
    short = group[0] if len(group) == 1 else merged(dossier, group)
    lines = tuple(dict.fromkeys(s.requirement for s in group))
    key = (("requirement", lines if len(lines) > 1 else lines[0]), ("capability", short.capability), ("step", short.worst))
    table = dossier.plan.frames["coverage"]
    at = _at(dossier, "requirements", short.requirement)
    rows = table[table["requirement"].isin(lines) & (table["capability"] == short.capability) & (table["step"] == short.worst)]
    given = shares(rows[list(BASES)].sum().to_dict()) if short.filled > SMALL else "nothing stands"
    filled_text, level_text = told_apart(short)
    filled = Trace("coverage", key, ("filled",), at=at) if len(lines) == 1 else Trace("coverage", key, ("level", "short"), "difference", at)
    yield Fact("gap.filled", short.filled, "", filled_text, filled, given)
    asked = "follows the posture" if short.derived else need(dossier.scenario.frames["requirements"], short.requirement) or NOT_SAID
    level = Trace("coverage", key, ("level",), "value" if len(lines) == 1 else "sum", at)
    yield Fact("gap.level", short.level, "", level_text, level, asked)
    if len(lines) > 1:
        whole_group = (("requirement", lines), ("capability", short.capability))
        yield Fact(
            "gap.lines", len(lines), "lines", str(len(lines)), Trace("coverage", whole_group, ("short", "requirement"), "lines"), given
        )


def _conditions(dossier: Dossier, held: Commitment | None) -> Iterator[Fact]:
    """Yield the margins of the tightest condition in each step, and who hangs on it."""
    if held is None:
        return
    table, at = dossier.plan.frames["conditions"], _at(dossier, "conditions", held.id)
    for row in records(table[table["condition"] == held.id]):
        margin = row.value - row.threshold
        if math.isfinite(margin):
            trace = Trace("conditions", (("condition", held.id), ("step", row.step)), ("value", "threshold"), "difference", at)
            yield Fact(f"margin.{held.id}.{row.step}", margin, "", distance(abs(margin), held.in_persons), trace, _in(dossier, row.step))
    hang = Trace("conditions", (("condition", held.id), ("holds", True)), ("persons",), "most", at)
    everything = shares(dossier.plan.metrics, "basis.")
    yield Fact(f"hang.{held.id}.persons", held.persons, "persons", whole(held.persons), hang, everything)
    lines = Trace("hanging", (("condition", held.id),), ("persons", "requirement"), "lines", at)
    yield Fact(f"hang.{held.id}.lines", held.lines, "lines", str(held.lines), lines, everything)


def _beside(dossier: Dossier) -> Iterator[Fact]:
    """Yield coverage of the first priority in the worst of the other options, where the first lines say it."""
    worst = compared(dossier)
    if worst is None:
        return
    criterion, option, value = worst
    plan = next((p for s, p in dossier.others if s.option == option), dossier.plan)
    trace = Trace("criteria", (("criterion", criterion), ("option", option)), ("yardstick",))
    yield Fact(f"option.{option}", value, "%", percent(value / 100), trace, shares(plan.metrics, "basis."))


def _in(dossier: Dossier, step: int) -> str:
    """Return what those rest on who stand in a step."""
    there = resting(dossier.scenario, dossier.plan, "step")
    there = there[there["step"] == step]
    return shares(there.iloc[0].to_dict()) if len(there) else "nobody stands"


def _at(dossier: Dossier, *path: str) -> str:
    """Return where a thing of the scenario stands, "offers.csv:57", from the scenario's folder on."""
    mark, root = dossier.scenario.mark(*path), dossier.scenario.root
    if mark is None:
        return ""
    file = Path(mark.file)
    return f"{file.relative_to(root).as_posix() if root and file.is_relative_to(root) else file.name}:{mark.line}"
