"""Conditions: by date, denied, or earned by a test."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from planner.scenario.conditions import After, AllOf, AnyOf, Condition, Test
from planner.scenario.document import Path
from planner.scenario.resolve.earned import Tests
from planner.scenario.resolve.months import Months
from planner.scenario.resolve.names import Names
from planner.scenario.resolve.selectors import Selectors
from planner.scenario.scenario import Step
from planner.scenario.schema.caveats import ConditionEntry


def conditions(names: Names, months: Months, selectors: Selectors, steps: tuple[Step, ...]) -> dict[str, Condition]:
    """Return the conditions of a document, by name."""
    found = {
        name: _condition(name, entry, names, months, Tests(names, selectors, steps))
        for name, entry in sorted(names.file.conditions.items())
    }
    _circles(names, found)
    return found


def _condition(name: str, entry: ConditionEntry, names: Names, months: Months, tests: Tests) -> Condition:
    path: Path = ("conditions", name)
    span = months.span(entry.from_, entry.until, path)
    earned, hint = None, "write granted: if-earned, or take earned_when away"
    if entry.granted != "if-earned":
        if entry.earned_when is not None:
            names.warn((*path, "earned_when"), f"{name} is {entry.granted}: its test is not asked", hint)
    elif entry.earned_when is None:
        names.error((*path, "granted"), f"{name} is to be earned, but nothing says when", "add earned_when: {at_least: {entry: 3500}}")
    else:
        earned = tests.read(entry.earned_when, (*path, "earned_when"), name, span)
    if entry.starts_notice and entry.granted != "granted":
        words = "it is to be earned" if entry.granted == "if-earned" else "it never holds"
        names.warn((*path, "starts_notice"), f"{name} has no date from which notice could count: {words}", "take starts_notice away")
    return Condition(
        name,
        entry.granted,
        *span,
        starts_notice=entry.starts_notice,
        earned=earned,
        latch=entry.granted == "granted" if entry.latch is None else entry.latch,
        opens=_opened(entry, names, (*path, "opens")),
        probability=entry.probability,
        owner=entry.owner or "",
        title=entry.title or name,
        mark=names.place(*path),
    )


def _opened(entry: ConditionEntry, names: Names, path: Path) -> frozenset[str] | None:
    """Return the unit types that provide by themselves what a condition opens; None where it opens everything."""
    if entry.opens is None:
        return None
    wanted = {c for i, c in enumerate(entry.opens) if names.check("capability", c, names.item(path, i))}
    found = frozenset(
        name for name, kind in names.file.unit_types.items() if wanted & {c for c, amount in kind.provides.items() if amount > 0}
    )
    if wanted == set(entry.opens) and not found:
        names.error(path, f"no unit type provides {' or '.join(sorted(wanted))}: the condition opens nothing", "name what units provide")
    return found


def _circles(names: Names, found: dict[str, Condition]) -> None:
    """Refuse conditions of which each may hold only after another has: none could be the first."""
    waits = {name: set(_first(c.earned)) for name, c in found.items() if c.earned is not None}
    try:
        TopologicalSorter(waits).prepare()
    except CycleError as circle:
        path = list(reversed(circle.args[1]))  # from what waits to what it waits for
        what = f"each waits until the next has held, and none is the first: {' after '.join(path)}"
        names.error(("conditions", path[0], "earned_when"), what, "take one `after` away; what comes together needs no order")


def _first(test: Test | None) -> Iterator[str]:
    """Yield the conditions that must have held before a test can be true."""
    match test:
        case After():
            yield test.condition
        case AllOf():
            for part in test.parts:
                yield from _first(part)
        case AnyOf():
            yield from set.intersection(*(set(_first(part)) for part in test.parts)) if test.parts else ()
