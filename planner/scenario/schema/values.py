"""The values of the document: numbers, shares, texts, choices, points in time, lists and clauses, each read in one way only.

A share is a number from 0 to 1 or a percentage; several values in the cell of a table are separated by semicolons. What has a unit
stands in `quantities`.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, WithJsonSchema
from pydantic_core.core_schema import CoreSchema, no_info_before_validator_function

from planner.scenario import scalars, units
from planner.scenario.problems import suggest
from planner.scenario.schema.record import as_list, listed, shown, slip
from planner.scenario.schema.times import ISO, POINT, other_date, other_point, reads_as_time

MOST = 1e12  # no quantity of a coalition is larger; what is, is a slip of the keyboard
COMMA = re.compile(r"[-+]?\d+,\d{1,2}")  # a decimal comma; three digits may as well be thousands
YEARS = (1950, 2200)


def text(value: Any) -> str:
    """Read a text; a bare number in its place is meant as text."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise slip(f"expected text, got {shown(value)}", "write one text; quote it if it holds ': ' or '#'")
    return f"{value:g}" if isinstance(value, float) else str(value).strip()


def named(value: Any) -> str:
    """Read an id: a text that is not empty."""
    found = text(value)
    if not found:
        raise slip("expected a name, got an empty text", "give the id it stands for")
    if not (found[0].isalnum() or found[0] == "_"):  # ids stand in tables, and a spreadsheet runs what begins with = or @
        raise slip(f"a name begins with a letter or a digit, and {shown(found)} does not", "take out what stands before the first letter")
    return found


def phase(value: Any) -> str:
    """Read the id of a phase, which must be told from a date and from days after D-day."""
    found = named(value)
    if reads_as_time(found):
        raise slip(f"no phase can be called {shown(found)}: that reads as a point in time", "give it another name, such as entry")
    return found


def number(value: Any) -> float:
    """Read a number in the documented unit; quoted or with leading zeros it is a number still."""
    value = _unquoted(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise slip(f"expected a number, got {shown(value)}", _way_out(value.strip() if isinstance(value, str) else ""))
    if abs(value) > MOST or math.isnan(value):
        raise slip(f"expected a number that can be true, got {str(value)[:30]}", f"at most {MOST:g}")
    return float(value)


def _unquoted(value: Any) -> Any:
    """Return the number that a text spells; anything else as it is."""
    spelt = scalars.number(value.strip()) if isinstance(value, str) else None
    return value if spelt is None else spelt


def _way_out(written: str) -> str:
    """Return what to write in place of a text that is no number."""
    if written.endswith("%"):
        return "a percentage has no place here"
    if COMMA.fullmatch(written):
        return f"a decimal point is a point: write {written.replace(',', '.')}"
    return "digits only, in the unit of the key"


def bounded(low: float, high: float, say: str, *, whole: bool = False) -> Callable[[Any], float]:
    """Return a reader of numbers from `low` to `high`, described by `say`."""

    def read(value: Any) -> float:
        found = number(value)
        if not low <= found <= high or (whole and found != int(found)):
            raise slip(f"expected {say}, got {found:g}", f"give {say}")
        return found

    return read


def share_up_to(most: float) -> Callable[[Any], float]:
    """Return a reader of shares from 0 to `most`, written as a number or a percentage."""

    def read(value: Any) -> float:
        found = _percentage(value)
        if found is None:
            value = _unquoted(value)
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise slip(f"expected a share, got {shown(value)}", "write a percentage such as 50%, or a number from 0 to 1")
            found = number(value)
        if not 0 <= found <= most:
            raise slip(f"expected a share from 0% to {most:.0%}, got {shown(value)}", _meant(value, found, most))
        return found

    return read


def _percentage(value: Any) -> float | None:
    written = value.strip() if isinstance(value, str) else ""
    found = units.number(written[:-1]) if written.endswith("%") else None
    return None if found is None else float(found / 100)


def _meant(value: Any, found: float, most: float) -> str:
    if most < found <= most * 100 and not isinstance(value, str):
        return f"did you mean {found:g}%?"
    return f"write a percentage between 0% and {most:.0%}"


def flag(value: Any) -> bool:
    """Read true or false, quoted or not: the only words for it."""
    found = {"true": True, "false": False}.get(str(value).strip().lower()) if isinstance(value, bool | str) else None
    if found is None:
        meant = {"yes": "true", "on": "true", "1": "true", "no": "false", "off": "false", "0": "false"}.get(str(value).strip().lower())
        raise slip(f"expected true or false, got {shown(value)}", f"write {meant or 'true or false'}")
    return found


@dataclass(frozen=True)
class Choice:
    """One word out of a few, as metadata of an annotated text: `Annotated[str, Choice("land", "sea")]`."""

    words: tuple[str, ...]

    def __init__(self, *words: str) -> None:
        object.__setattr__(self, "words", words)

    def read(self, value: Any) -> str:
        """Read one of the words; true and false mean on and off where these are among them."""
        found = ("on" if value else "off") if isinstance(value, bool) and "off" in self.words else value
        if found not in self.words:
            several = {part.strip() for part in str(value).split(",")} <= set(self.words)
            what = f"{shown(value)} is no word for this{'' if several else suggest(str(value), self.words)}"
            apart = "; where several may stand, separate them by semicolons" if several else ""
            raise slip(what, f"write {'one of ' if len(self.words) > 1 else ''}{', '.join(self.words)}{apart}")
        return str(found)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_before_validator_function(self.read, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.words)}


def day(value: Any) -> date:
    """Read an ISO date."""
    try:
        found = date.fromisoformat(value.strip() if isinstance(value, str) else "")
    except ValueError as wrong:
        known = isinstance(value, str) and ISO.fullmatch(value.strip())
        what = f"there is no such date: {value}" if known else f"expected a date, got {shown(value)}"
        meant = other_date(value) if isinstance(value, str) else None
        raise slip(what, f"write {meant}" if meant else "write year-month-day, such as 2026-03-01") from wrong
    if not YEARS[0] <= found.year <= YEARS[1]:
        raise slip(f"{found} is no date of a plan", f"write a year from {YEARS[0]} to {YEARS[1]}")
    return found


def point(value: Any) -> str:
    """Read a point in time as written; which phases there are is known only to the calendar."""
    found = text(value)
    if not POINT.fullmatch(found):
        raise slip(f"expected a point in time, got {shown(value)}", other_point(found))
    if ISO.fullmatch(found):
        day(found)
    return found


def clauses(value: Any) -> tuple[tuple[str, ...], ...]:
    """Read what is required: a condition, a list (all of them), {any: [...]} (one of them), or a list of these."""
    if isinstance(value, dict):
        if list(value) != ["any"]:
            raise slip(
                f"expected conditions, got the keys {', '.join(map(str, value))}", "write a name, a list (all must hold) or {any: [a, b]}"
            )
        return (tuple(sorted({named(v) for v in as_list(value["any"])})),)
    parts = as_list(value)
    found = [clause for part in parts for clause in (clauses(part) if isinstance(part, dict) else ((named(part),),))]
    return tuple(dict.fromkeys(found))


def _schema(*kinds: str, **more: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": list(kinds) if len(kinds) > 1 else kinds[0], **more})


Text: TypeAlias = Annotated[str, BeforeValidator(text), _schema("string", "number")]
Id: TypeAlias = Annotated[str, BeforeValidator(named), _schema("string")]
PhaseId: TypeAlias = Annotated[str, BeforeValidator(phase), _schema("string")]
Nation: TypeAlias = Annotated[str, BeforeValidator(named), _schema("string", pattern="^[A-Z]{3}$")]
Amount: TypeAlias = Annotated[float, BeforeValidator(bounded(0, MOST, "a number, 0 or more")), _schema("number", minimum=0)]
Positive: TypeAlias = Annotated[float, BeforeValidator(bounded(1e-9, MOST, "a number above 0")), _schema("number", exclusiveMinimum=0)]
Count: TypeAlias = Annotated[int, BeforeValidator(bounded(0, 1e9, "a whole number, 0 or more", whole=True)), _schema("integer", minimum=0)]
AtLeastOne: TypeAlias = Annotated[
    int, BeforeValidator(bounded(1, 1e6, "a whole number, 1 or more", whole=True)), _schema("integer", minimum=1)
]
Share: TypeAlias = Annotated[float, BeforeValidator(share_up_to(1)), _schema("number", "string", pattern="%$", minimum=0, maximum=1)]
Ratio: TypeAlias = Annotated[float, BeforeValidator(share_up_to(1000)), _schema("number", "string", pattern="%$", minimum=0)]
Flag: TypeAlias = Annotated[bool, BeforeValidator(flag), _schema("boolean")]
Day: TypeAlias = Annotated[date, BeforeValidator(day), _schema("string", format="date")]
Point: TypeAlias = Annotated[str, BeforeValidator(point), _schema("string", pattern=f"^({POINT.pattern})$")]
Requires: TypeAlias = Annotated[tuple[tuple[str, ...], ...], BeforeValidator(clauses), _schema("string", "array", "object")]
Ids: TypeAlias = Annotated[list[Id], listed]
Pillar: TypeAlias = Annotated[str, Choice("training", "reassurance", "neighbour")]
Status: TypeAlias = Annotated[str, Choice("exploratory", "offered", "announced", "deployed")]
Basis: TypeAlias = Annotated[str, Choice("quoted", "derived", "assumed")]
Confidence: TypeAlias = Annotated[str, Choice("high", "medium", "low")]
