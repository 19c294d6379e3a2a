"""Quantities of the document: a number in the unit that the key documents, or a text with a unit ("1.2 kt", "3 M EUR/month").

What is counted in a unit that another key names (of a capability, of a resource, of what is measured) is read by that name: a
validator of the mapping, or of the sibling, hands it down with the text.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core.core_schema import CoreSchema, no_info_before_validator_function

from planner.scenario import units
from planner.scenario.schema.record import Records, shown, slip
from planner.scenario.schema.values import MOST, Id, number, share_up_to
from planner.scenario.units import Measure, NoQuantityError

LEAST = 1e-9  # of what must be above 0
WRITTEN = r"^\s*([A-Z]{3}|[€$])?\s*[-+]?[0-9.]"  # how a text with a unit begins: all that an editor judges of it

PERSONS = Measure("persons", "persons", "450 persons")
PERSONS_A_MONTH = Measure("persons a month", "persons/month", "200 persons/month")
UNITS = Measure("units", "units", "3 units")
PIECES = Measure("pieces", "pieces", "20 pieces")
PIECES_A_MONTH = Measure("pieces a month", "pieces/month", "5 pieces/month")
TONNES = Measure("tonnes", "t", "1.2 kt")
TONNES_A_DAY = Measure("tonnes a day", "t/day", "0.5 kt/day")
MONEY = Measure("money in EUR", "M EUR", "250 k EUR")
MONEY_A_MONTH = Measure("money in EUR a month", "M EUR/month", "3 M EUR/month")
MONEY_A_YEAR = Measure("money in EUR a year", "M EUR/year", "36 M EUR/year")
DOLLARS = Measure("money in USD", "billion USD", "43 billion USD")
MONTHS = Measure("months", "months", "26 weeks")
WHOLE_MONTHS = Measure("whole months", "months", "6 months")
DAYS = Measure("days", "days", "2 weeks")
DEGREES = Measure("degrees", "degrees", "49.84°")
# What another key names the unit of; of these, `unit` and `example` are for the reference only.
OF_CAPABILITY = Measure("an amount of the capability", "the unit of the capability", "0.5 kt/day or 4 companies")
OF_RESOURCE = Measure("an amount of the resource", "the unit of the resource", "0.5 kt/day or 1200 beds")
OF_RESOURCE_A_MONTH = Measure("an amount a month", "the unit of the resource a month", "40 kt/month or 1200 persons/month")
OF_COUNTED = Measure("an amount of what is counted", "the unit of what is counted", "1.2 k persons or 45 kt")
FIXED = {m.unit: m for m in (PERSONS, PERSONS_A_MONTH, UNITS, TONNES, TONNES_A_DAY, MONEY, MONTHS)}
NAMED_ELSEWHERE = (OF_CAPABILITY, OF_RESOURCE, OF_RESOURCE_A_MONTH, OF_COUNTED)

MEASURED = {"personnel": "persons", "units": "units", "nations": "nation", "money": "M EUR", "coverage": "%"}
LIMITED = {"tonnes": "t", "personnel": "persons", "units": "units"}


class Labelled(str):
    """A text whose unit another key names, handed down with it; empty if that key is wrong itself, and the amount moot."""

    __slots__ = ("label",)
    label: str


@dataclass(frozen=True)
class Quantity:
    """Metadata of an annotated number: what it is measured in, and its bounds in that unit; `said` describes them in a message."""

    measure: Measure
    low: float = 0
    high: float = MOST
    whole: bool = False
    said: str = ""

    @property
    def wanted(self) -> str:
        """Say which numbers are taken."""
        kind = "a whole number" if self.whole else "a number"
        above = " above 0" if self.low == LEAST else f", {self.low:g} or more"
        return self.said or kind + above

    def read(self, value: Any) -> float:
        """Read a number, or a text with a unit."""
        try:
            found = self._amount(value)
        except NoQuantityError as wrong:
            raise slip(wrong.what, wrong.hint) from None
        if not self.low <= found <= self.high or (self.whole and found != int(found)):
            told = f"{found:g}" if not isinstance(value, str) or units.number(value) is not None else f"{shown(value)} ({found:.4g})"
            raise slip(f"expected {self.wanted}, got {told}", f"give {self.wanted}, in {self.measure.unit}")
        return found

    def _amount(self, value: Any) -> float:
        if not isinstance(value, str) or value.strip().endswith("%"):
            return number(value)
        plain = units.number(value)
        if plain is None and isinstance(value, Labelled):
            plain = units.counted(value, in_unit(value.label)) if value.label else Fraction(1)
        elif plain is None and self.measure not in NAMED_ELSEWHERE:
            plain = units.measured(value, self.measure)
        return number(value if plain is None else float(plain))

    @property
    def form(self) -> dict[str, Any]:
        """Return the JSON Schema of what is taken, the unit in a key of our own."""
        low = {"exclusiveMinimum": 0} if self.low == LEAST else {"minimum": self.low}
        high = {"maximum": self.high} if self.high < MOST else {}
        kinds = ["integer" if self.whole else "number", "string"]
        return {"type": kinds, **low, **high, "pattern": WRITTEN, "x-unit": self.measure.unit, "examples": [self.measure.example]}

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_before_validator_function(self.read, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return self.form


def in_unit(label: str) -> Measure:
    """Return the measure of what is counted in a unit that another key names: one of those above, or a name in a planner's words."""
    return FIXED.get(label) or FIXED.get(f"{label}s") or Measure(f"an amount in '{label}'", label, f"1 {label}")


def with_label(value: Any, label: str | None) -> Any:
    """Return a value with the label handed down to every text in it that begins as a quantity does; what needs none is left as it is."""
    if isinstance(value, dict):
        marked = {key: with_label(inner, label) for key, inner in value.items()}
        return marked if any(marked[key] is not value[key] for key in value) else value
    if label is None or not isinstance(value, str) or not re.match(WRITTEN, value):
        return value
    if label == "%":
        return share_up_to(1)(value)
    found = Labelled(value)
    found.label = label
    return found


def by_key(label: Callable[[str, ValidationInfo], str | None]) -> BeforeValidator:
    """Return a reader of mappings whose keys name the units of their values."""

    def read(value: Any, info: ValidationInfo) -> Any:
        if not isinstance(value, dict):
            return value
        marked = {key: with_label(inner, label(str(key), info)) for key, inner in value.items()}
        return marked if any(marked[key] is not value[key] for key in value) else value

    return BeforeValidator(read)


def by_sibling(label: Callable[[ValidationInfo], str | None]) -> BeforeValidator:
    """Return a reader of values whose unit a key beside them, read before, names."""
    return BeforeValidator(lambda value, info: with_label(value, label(info)))


def of_capability(name: str, info: ValidationInfo) -> str | None:
    """Return in what a capability is counted; persons for `personnel`, empty for a capability that is not there."""
    if isinstance(info.context, Records):
        return "persons" if name == "personnel" else info.context.capabilities.get(name, "")
    return None


def of_resource(name: str, info: ValidationInfo) -> str:
    """Return in what a resource of a site is counted: t/day where its name ends so, else the resource itself."""
    return "t/day" if name.endswith("_tpd") else name.replace("_", " ")


def of_test(info: ValidationInfo) -> str | None:
    """Return in what a test measures: by its measure, or by the capability that it names."""
    measure = info.data.get("measure", "")
    name = (info.data.get("capability") or "") if measure == "capability" else measure
    return MEASURED.get(measure) or of_capability(name, info)


Persons: TypeAlias = Annotated[float, Quantity(PERSONS)]
LEAST_PERSONS = Quantity(PERSONS, LEAST)
SomePersons: TypeAlias = Annotated[float, LEAST_PERSONS]
PersonsAMonth: TypeAlias = Annotated[float, Quantity(PERSONS_A_MONTH)]
LEAST_UNITS = Quantity(UNITS)
Units: TypeAlias = Annotated[float, LEAST_UNITS]
WholeUnits: TypeAlias = Annotated[int, Quantity(UNITS, high=1e9, whole=True)]
Pieces: TypeAlias = Annotated[float, Quantity(PIECES)]
SomePieces: TypeAlias = Annotated[float, Quantity(PIECES, LEAST)]
PiecesAMonth: TypeAlias = Annotated[float, Quantity(PIECES_A_MONTH)]
Tonnes: TypeAlias = Annotated[float, Quantity(TONNES)]
TonnesADay: TypeAlias = Annotated[float, Quantity(TONNES_A_DAY)]
Money: TypeAlias = Annotated[float, Quantity(MONEY)]
MoneyAMonth: TypeAlias = Annotated[float, Quantity(MONEY_A_MONTH)]
MoneyAYear: TypeAlias = Annotated[float, Quantity(MONEY_A_YEAR)]
Dollars: TypeAlias = Annotated[float, Quantity(DOLLARS)]
Months: TypeAlias = Annotated[float, Quantity(MONTHS)]
SomeMonths: TypeAlias = Annotated[float, Quantity(MONTHS, LEAST)]
WholeMonths: TypeAlias = Annotated[int, Quantity(WHOLE_MONTHS, high=1e9, whole=True)]
LENGTH = Quantity(WHOLE_MONTHS, 1, 1e6, whole=True)
Length: TypeAlias = Annotated[int, LENGTH]
Days: TypeAlias = Annotated[float, Quantity(DAYS)]
NoticeDays: TypeAlias = Annotated[float, Quantity(DAYS, 0, 3650, said="days, 0 to 3650")]
StayDays: TypeAlias = Annotated[float, Quantity(DAYS, 0, 31, said="days of a month, 0 to 31")]
Latitude: TypeAlias = Annotated[float, Quantity(DEGREES, -90, 90, said="a latitude from -90 to 90")]
Longitude: TypeAlias = Annotated[float, Quantity(DEGREES, -180, 180, said="a longitude from -180 to 180")]
OfCapability: TypeAlias = Annotated[float, Quantity(OF_CAPABILITY)]
SomeOfCapability: TypeAlias = Annotated[float, Quantity(OF_CAPABILITY, LEAST)]
OfResource: TypeAlias = Annotated[float, Quantity(OF_RESOURCE)]
OfResourceAMonth: TypeAlias = Annotated[float, Quantity(OF_RESOURCE_A_MONTH)]
OfCounted: TypeAlias = Annotated[float, Quantity(OF_COUNTED)]
ResourceAmounts: TypeAlias = Annotated[dict[Id, OfResource], by_key(of_resource)]
