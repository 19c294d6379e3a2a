"""A field that an option changes, as a cell says it: under the document's key, months as dates, selectors by what tells them apart."""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from itertools import takewhile
from typing import Any

import numpy as np

from planner.frames import NEVER
from planner.scenario import Covered, Pledged, Reach, Scenario, Selector

KEYS = {"first_month": "from", "until_month": "until", "select": "forbid", "earned": "earned_when"}
MONTHS = frozenset({"first_month", "until_month", "ready_month"})
FEW = 3  # ids that are named; more are counted
CELL = 48  # characters
THIN = "\u202f"  # narrow no-break space: between thousands

Told = tuple[str, str, str]  # field, was, now


def told(field: str, was: tuple[Scenario, Any], now: tuple[Scenario, Any]) -> list[Told]:
    """Return what differs between two values of a field, each with its scenario: nothing where they are equal, a record by its fields."""
    (base, before), (own, after) = was, now
    if same(before, after):
        return []
    if isinstance(before, Selector) and isinstance(after, Selector):
        return _selectors(field, (base, before), (own, after))
    if is_dataclass(before) and type(before) is type(after):
        parts = [f.name for f in fields(before) if f.name != "mark"]
        return [row for part in parts for row in told(f"{_key(field)} {part}", (base, getattr(before, part)), (own, getattr(after, part)))]
    return [(_key(field), *_apart(text(field, base, before), text(field, own, after)))]


def same(one: Any, other: Any) -> bool:
    """Say whether two values are equal; a missing number equals a missing number, and where a record stands does not count."""
    if is_dataclass(one) and type(one) is type(other):
        return all(same(getattr(one, f.name), getattr(other, f.name)) for f in fields(one) if f.name != "mark")
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other) or (_is_missing(one) and _is_missing(other))


def text(field: str, scenario: Scenario, value: Any) -> str:
    """Return a value in words: "1 400", "2027-04-01", "a or b and c", "at least 2 500, 3 500"; a dash for nothing."""
    match value:
        case bool() | np.bool_():
            return "yes" if value else "no"
        case int() | float() | np.number():
            return _number(field, scenario, float(value))
        case Reach() | Covered() | Pledged():
            return "at least " + text("at_least", scenario, tuple(dict.fromkeys(value.at_least)))
        case Selector():
            named = [(c, sorted(ids)) for c, ids in value.fields() if ids is not None]
            return "; ".join(f"{column}: {', '.join(ids)}" for column, ids in named) or "any"
        case frozenset():
            return ", ".join(sorted(map(str, value))) or "–"
        case tuple():
            return _tuple(field, scenario, value)
    if is_dataclass(value):
        said = ((f.name, text(f.name, scenario, getattr(value, f.name))) for f in fields(value) if f.name != "mark")
        return ", ".join(f"{name} {what}" for name, what in said if what not in {"–", "no"})
    return str(value) if value is not None and value != "" else "–"


def _key(field: str) -> str:
    before, space, last = field.rpartition(" ")
    return before + space + KEYS.get(last, last)


def _number(field: str, scenario: Scenario, value: float) -> str:
    if value != value:
        return "–"
    if field.rpartition(" ")[2] in MONTHS:
        return "–" if value >= NEVER else scenario.first_day(int(value)).isoformat()
    return f"{value:,.10g}".replace(",", THIN).replace("-", "−")


def _tuple(field: str, scenario: Scenario, value: tuple[Any, ...]) -> str:
    """Return clauses as "a or b and c", anything else part by part; numbers that are missing are left out."""
    if value and all(isinstance(clause, tuple) and all(isinstance(name, str) for name in clause) for clause in value):
        return " and ".join(" or ".join(clause) for clause in value)
    return ", ".join(text(field, scenario, part) for part in value if not _is_missing(part)) or "–"


def _selectors(field: str, was: tuple[Scenario, Selector], now: tuple[Scenario, Selector]) -> list[Told]:
    """Return the columns in which two selectors differ; one that is not said is every id."""
    rows = []
    for (column, before), (_, after) in zip(was[1].fields(), now[1].fields(), strict=True):
        every = [frozenset(map(str, scenario.frames[f"{column}s"].index)) for scenario, _ in (was, now)]
        ids = [all_of if chosen is None else chosen for all_of, chosen in zip(every, (before, after), strict=True)]
        if ids[0] != ids[1] and not (ids[0] == every[0] and ids[1] == every[1]):
            said = (_ids(ids[0], every[0], ids[1]), _ids(ids[1], every[1], ids[0]))
            rows.append((f"{_key(field)} {column}", *_apart(*said)))
    return rows


def _ids(ids: frozenset[str], every: frozenset[str], other: frozenset[str]) -> str:
    """Return which ids are chosen: named where they are few, or where few are left out; else how many, and which the other lacks."""
    if ids >= every:
        return "any"
    if len(ids) <= FEW:
        return _named(ids) or "none"
    if len(every - ids) <= FEW:
        return f"all but {_named(every - ids)}"
    more = _named(ids - other)
    return f"{len(ids)} of {len(every)}" + (f", with {more}" if more else "")


def _named(ids: Iterable[str]) -> str:
    known = sorted(ids)
    return ", ".join(known[:FEW]) + (f", {len(known) - FEW} more" if len(known) > FEW else "")


def _apart(was: str, now: str) -> tuple[str, str]:
    """Return two texts short enough for a cell, from where they differ on where that lies beyond it."""
    begin = 0
    if was != now and was[: CELL - 1] == now[: CELL - 1]:
        begin = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(was, now, strict=False))) - CELL // 4
    first, second = (("…" if begin else "") + said[begin:] for said in (was, now))
    return _cut(first), _cut(second)


def _cut(said: str) -> str:
    return said if len(said) <= CELL else said[: CELL - 1].rstrip() + "…"


def _is_missing(value: Any) -> bool:
    return isinstance(value, float) and value != value
