"""Blocks that are read, checked and kept, whose rules come later: each is said once, where it stands."""

from collections.abc import Iterator
from typing import Any

from planner.scenario import switched
from planner.scenario.document import Path
from planner.scenario.resolve.months import Months
from planner.scenario.resolve.names import Names
from planner.scenario.resolve.selectors import Selectors
from planner.scenario.schema.record import Record
from planner.scenario.schema.training import Training

# Keys inside the entries of a block whose rules come later, and what they are.
INSIDE: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("nations", ("limits", "budget_meur_per_year"), "budgets"),
    ("offers", ("reliability",), "reliability of offers"),
    ("offers", ("languages",), "languages of offers"),
    *((block, ("releasable_to",), f"releasable_to in {block}") for block in ("nations", "offers", "sites", "requirements")),
)
CURRENCY = "EUR"  # of every amount, as the keys say: month_meur, cost_meur
BLOCKS = ("training", "equipment", "finance")
LATER = ("equipment", "formation", "training")  # rules with a switch of which nothing is planned yet
KEPT = (*BLOCKS, "rounds", "prices", "releasable_to", "notes")


def kept(names: Names, months: Months, selectors: Selectors) -> dict[str, Any]:
    """Return what is kept of a document beside what is planned, as plain values; references in it are checked."""
    file = names.file
    for block in BLOCKS:
        value = getattr(file, block)
        if value and value != "none":
            hint = "what is pledged counts in the tests of conditions" if block == "finance" else ""
            names.note((block,), f"{block}: read, not yet planned", hint)
    for block, keys, words in INSIDE:
        _note_first(names, block, keys, words)
    _switches(names)
    _training(names, months, selectors)
    _money_and_things(names, months)
    _reports(names)
    said = file.model_dump(include=set(KEPT), by_alias=True, exclude_none=True, mode="json")
    return {block: _settled(value) for block, value in sorted(said.items()) if value not in ({}, [], "none")}


def brief(names: Names, months: Months) -> dict[str, Any]:
    """Return what the brief says, as plain values with its points in time as days; a point or an option that is not there is an error."""
    said = names.file.brief
    if said.recommend is not None:
        names.check("option", said.recommend, ("brief", "recommend"))
    plain = said.model_dump(mode="json", exclude_none=True)
    for block, key in (("decisions", "on"), ("decision_points", "at")):
        for i, entry in enumerate(plain[block]):
            if key in entry:
                day = months.day(entry[key], ("brief", block, i, key))
                entry[key] = day.isoformat() if day else ""
    return plain


def _note_first(names: Names, block: str, keys: tuple[str, ...], words: str) -> None:
    """Note a key inside the entries of a block at the first entry that says it, and how many others do."""
    said = [path for path, entry in _entries(names, block) if _says(entry, keys)]
    if said:
        more = f" ({len(said) - 1} more say it)" if len(said) > 1 else ""
        names.note((*said[0], *keys), f"{words}: read, not yet planned{more}")


def _entries(names: Names, block: str) -> Iterator[tuple[Path, Record]]:
    for name, entry in getattr(names.file, block).items():
        if isinstance(entry, list):
            yield from (((block, name, n), row) for n, row in enumerate(entry))
        else:
            yield (block, name), entry


def _says(entry: Record, keys: tuple[str, ...]) -> bool:
    """Say whether an entry gives a key a value of its own, which is not what it means anyway."""
    for key in keys[:-1]:
        entry = getattr(entry, key)
    default = type(entry).model_fields[keys[-1]].get_default(call_default_factory=True)
    return bool(getattr(entry, keys[-1]) != default)


def _switches(names: Names) -> None:
    file = names.file
    for rule, value in file.model.model_dump(by_alias=True).items():
        if value == "off" and rule in LATER:
            names.note(("model", rule), f"{rule} off: read, not yet planned", "nothing of it is planned yet")
        elif value == "off" and rule in switched.BLOCKS:
            _skipped(names, rule)


def _skipped(names: Names, rule: str) -> None:
    """Note the goals that a switch takes away."""
    for i, entry in enumerate(names.file.goals):
        if entry.minimise in switched.BLOCKS[rule].goals:
            names.note(("goals", i), f"goal {entry.minimise}: {rule} is off", "it is skipped")


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
        selectors.area(entry.sites, (*path, "sites"))
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
    for i, donation in enumerate(file.equipment.donations if file.equipment else ()):
        path: Path = ("equipment", "donations", i)
        names.check("nation", donation.nation, (*path, "nation"))
        names.clauses(donation.requires, (*path, "requires"))
        months.first(donation.date, (*path, "date"))


def _reports(names: Names) -> None:
    file = names.file
    _unprinted(names)
    names.check("option", file.yardstick, ("yardstick",))
    shades = file.thresholds.coverage
    if sorted(shades, reverse=True) != shades or len(shades) != 3:
        names.error(
            ("thresholds", "coverage"), f"{len(shades)} thresholds, or not falling ones", "write three, from the best down: [95%, 85%, 60%]"
        )


def _unprinted(names: Names) -> None:
    """Note what reports and comparisons do not use yet."""
    file = names.file
    if file.prices and file.prices.rates:
        names.note(("prices", "rates"), "rates: read, not yet planned", "write amounts of money in M EUR")
    if file.prices and file.prices.currency != CURRENCY:
        what = f"prices in {file.prices.currency}: every amount is read and printed in M {CURRENCY}"
        names.warn(("prices", "currency"), what, f"write amounts in M {CURRENCY}, and currency: {CURRENCY}")
    if file.brief.lines_of_effort:
        names.note(("brief", "lines_of_effort"), "lines_of_effort of the brief: read, not yet planned", "they are not printed yet")
