"""Pins: decisions already taken, as bounds on the units of what they select."""

from dataclasses import fields
from math import inf
from typing import Any

from planner.scenario.document import Path
from planner.scenario.resolve.months import Months
from planner.scenario.resolve.names import Names
from planner.scenario.resolve.selectors import Selectors
from planner.scenario.scenario import Pin, Step
from planner.scenario.schema.offers import PinEntry
from planner.scenario.selector import Selector

ALONE = ("forbid", "exactly")  # keys that leave no room for another amount
AMOUNTS = (*ALONE, "at_least", "at_most")


def pins(names: Names, months: Months, selectors: Selectors, steps: tuple[Step, ...]) -> tuple[Pin, ...]:
    """Return the pins in canonical order."""
    found = (_pin(i, entry, names, months, selectors, steps) for i, entry in enumerate(names.file.pins))
    return tuple(sorted((pin for pin in found if pin is not None), key=_order))


def _pin(i: int, entry: PinEntry, names: Names, months: Months, selectors: Selectors, steps: tuple[Step, ...]) -> Pin | None:
    path: Path = ("pins", i)
    key = "forbid" if entry.forbid is not None else "place"
    bounds = _bounds(entry, path, names)
    first, until = months.first(entry.from_, (*path, "from")), months.until(entry.until, (*path, "until"))
    meant = tuple(n for n, step in enumerate(steps) if step.within(first, until))
    select = selectors.expand(getattr(entry, key), (*path, key))
    if bounds is None or select is None:
        return None
    if not meant:
        names.error(path, "no step of the calendar lies within the dates of this pin", "check from and until")
        return None
    return Pin(select, *bounds, meant, names.place(*path), entry.notes or "")


def _bounds(entry: PinEntry, path: Path, names: Names) -> tuple[float, float] | None:
    """Return least and most units of a pin; None after an error."""
    if (entry.place is None) == (entry.forbid is None):
        names.error(path, "a pin names placements in `place` or in `forbid`, one of the two", "write {place: {offer: ...}, at_least: 1}")
        return None
    if clash := _said_twice(names.document.value["pins"], path):
        one, other = clash
        names.error((*path, other), f"this pin says {one} and {other}", "keep one")
        return None
    if entry.forbid is not None:
        return 0.0, 0.0
    if entry.exactly is not None:
        return entry.exactly, entry.exactly
    if entry.at_least is None and entry.at_most is None:
        names.error(path, "this pin asks for nothing", "add at_least, at_most or exactly")
        return None
    low, high = entry.at_least or 0.0, inf if entry.at_most is None else entry.at_most
    if low > high:
        names.error((*path, "at_least"), f"this pin asks for at least {low:g} and at most {high:g}", "at_least must not be above at_most")
        return None
    return low, high


def _said_twice(written: Any, path: Path) -> tuple[str, str] | None:
    """Return two keys of a pin that both say how much, in the order in which they stand; only at_least and at_most go together."""
    said = [key for key, value in written[path[-1]].items() if key in AMOUNTS and value is not None]
    alone = next((key for key in ALONE if key in said), None)
    if alone is None or len(said) == 1:
        return None
    one, other = sorted((alone, next(key for key in said if key != alone)), key=said.index)
    return one, other


def _order(pin: Pin) -> tuple[Any, ...]:
    sets = (getattr(pin.select, f.name) for f in fields(Selector))
    return (*(sorted(s) if s is not None else [""] for s in sets), pin.steps, pin.at_least, pin.at_most)
