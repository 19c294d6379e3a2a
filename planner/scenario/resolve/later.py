"""Blocks that are read, checked and kept, whose rules come later: each is said once, where it stands."""

from collections.abc import Iterator
from typing import Any

from planner.scenario.document import Path
from planner.scenario.resolve.months import Months
from planner.scenario.resolve.names import Names
from planner.scenario.resolve.places import area_sites
from planner.scenario.resolve.selectors import Selectors
from planner.scenario.schema.equipment import Donation
from planner.scenario.schema.finance import Pledge
from planner.scenario.schema.training import Training

BLOCKS = ("training", "equipment", "finance", "routes", "extends", "baseline")
KEPT = (*BLOCKS, "rounds", "criteria", "yardstick", "prices", "releasable_to", "notes")


def kept(names: Names, months: Months, selectors: Selectors) -> dict[str, Any]:
    """Return what is kept of a document beside what is planned, as plain values; references in it are checked."""
    file = names.file
    for block in BLOCKS:
        value = getattr(file, block)
        if value and value != "none":
            names.note((block,), f"{block}: read, not yet planned")
    if budgets := [n for n, entry in file.nations.items() if entry.limits.budget_meur_per_year is not None]:
        names.note(("nations", budgets[0], "limits", "budget_meur_per_year"), "budgets: read, not yet planned")
    if grown := [s for s, entry in file.sites.items() if entry.expansion]:
        names.note(("sites", grown[0], "expansion"), "expansion of sites: read, not yet planned")
    if file.model.rotation == "tours":
        names.note(("model", "rotation"), "explicit tours: read, not yet planned", "rotation is planned as sustained")
    for rule, value in file.model.model_dump(by_alias=True).items():
        if value == "off" and rule != "asks":
            names.note(
                ("model", rule), f"{rule} off: read, not yet planned", "the rule stays on; it adds nothing where its block is absent"
            )
    if file.model.asks == "allowed":
        names.note(("model", "asks"), "asks: read, not yet planned", "soft caveats bar as hard ones do")
    _training(names, months, selectors)
    _money_and_things(names, months)
    _reports(names, months, selectors)
    said = file.model_dump(include=set(KEPT), by_alias=True, exclude_none=True, mode="json")
    return {block: _settled(value) for block, value in sorted(said.items()) if value not in ({}, [], "none")}


def _settled(value: Any) -> Any:
    """Return a plain value with the rows of its tables in an order of their own: a table is a set of rows."""
    if isinstance(value, dict):
        return {k: sorted(v, key=repr) if k in {"donations", "pledges"} else _settled(v) for k, v in sorted(value.items())}
    return [_settled(v) for v in value] if isinstance(value, list) else value


def _training(names: Names, months: Months, selectors: Selectors) -> None:
    training = names.file.training
    if training is None:
        return
    for course, entry in training.courses.items():
        path: Path = ("training", "courses", course)
        area_sites(entry.sites, (*path, "sites"), names, selectors)
        months.span(entry.from_, entry.until, path)
    for kind, inside in (*_people(training), *_formed(training)):
        names.check_key(kind, ("training", *inside))


def _people(training: Training) -> Iterator[tuple[str, Path]]:
    """Yield the place of each grade that is a key, and what it names."""
    yield from (("grade", ("stock", grade)) for grade in training.stock)
    for grade, amount in training.intake_per_month.items():
        yield "grade", ("intake_per_month", grade)
        yield from (("phase", ("intake_per_month", grade, phase)) for phase in (amount if isinstance(amount, dict) else ()))
    for course, entry in training.courses.items():
        yield from (("grade", ("courses", course, "uses", grade)) for grade in entry.uses)
        yield from (("grade", ("courses", course, "produces", grade)) for grade in entry.produces)


def _formed(training: Training) -> Iterator[tuple[str, Path]]:
    """Yield the place of each key that a formation or a target has, and what it names."""
    for formation, entry in training.formations.items():
        yield from (("grade", ("formations", formation, "people", grade)) for grade in entry.people)
        yield from (("item", ("formations", formation, "equipment", item)) for item in entry.equipment)
    for formation, targets in training.targets.items():
        yield "formation", ("targets", formation)
        yield from (("phase", ("targets", formation, phase)) for phase in targets)


def _money_and_things(names: Names, months: Months) -> None:
    file = names.file
    rows: list[tuple[Path, Donation | Pledge]] = []
    if file.equipment:
        rows += [(("equipment", "donations", i), donation) for i, donation in enumerate(file.equipment.donations)]
    for fund, entry in file.finance.funds.items() if file.finance else ():
        rows += [(("finance", "funds", fund, "pledges", i), pledge) for i, pledge in enumerate(entry.pledges)]
    for path, row in rows:
        names.check("nation", row.nation, (*path, "nation"))
        names.clauses(row.requires, (*path, "requires"))
        months.first(row.date, (*path, "date"))
        if isinstance(row, Pledge) and row.fund is not None:
            names.check("fund", row.fund, (*path, "fund"))
    for route, way in file.routes.items():
        names.check("site", way.from_, ("routes", route, "from"))
        names.check("site", way.to, ("routes", route, "to"))
        months.first(way.usable_from, ("routes", route, "usable_from"))


def _reports(names: Names, months: Months, selectors: Selectors) -> None:
    file = names.file
    for i, criterion in enumerate(file.criteria):
        selectors.expand(criterion, ("criteria", i))
        if criterion.phase is not None:
            names.check("phase", criterion.phase, ("criteria", i, "phase"))
    names.check("option", file.yardstick, ("yardstick",))
    if file.brief.recommend is not None:
        names.check("option", file.brief.recommend, ("brief", "recommend"))
    for i, decision in enumerate(file.brief.decisions):
        months.first(decision.on, ("brief", "decisions", i, "on"))
    for i, moment in enumerate(file.brief.decision_points):
        months.first(moment.at, ("brief", "decision_points", i, "at"))
    shades = file.thresholds.coverage
    if sorted(shades, reverse=True) != shades or len(shades) != 3:
        names.error(
            ("thresholds", "coverage"), f"{len(shades)} thresholds, or not falling ones", "write three, from the best down: [95%, 85%, 60%]"
        )
