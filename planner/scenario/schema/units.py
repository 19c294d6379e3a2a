"""capabilities, unit_types, substitutes: what is needed, what provides it, and what may stand in."""

from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field

from planner.scenario.schema.quantities import (
    Days,
    Money,
    MoneyAMonth,
    Months,
    Persons,
    ResourceAmounts,
    SomeMonths,
    SomeOfCapability,
    Tonnes,
    TonnesADay,
    by_key,
    of_capability,
)
from planner.scenario.schema.record import Record, shown, slip
from planner.scenario.schema.values import Basis, Choice, Confidence, Id, Ratio, Share, Text

DOMAINS = ("land", "sea", "air", "training", "support", "joint", "cyber", "space")
SYMBOL_DIGITS = (20, 30)  # APP-6(D) and later: two or three sets of ten digits


def as_symbol(value: object) -> str:
    """Read an APP-6 code, quoted or not: its length is all that is judged here."""
    code = str(value) if isinstance(value, str | int) else ""
    if not code.isdigit() or len(code) not in SYMBOL_DIGITS:
        raise slip(f"expected an APP-6 code of 20 digits, got {shown(value)}", "give all 20 digits, as in 10031000161211000000")
    return code


class CapabilityEntry(Record):
    """A name that a unit provides or a line needs."""

    title: Text | None = Field(default=None, description="name in reports")
    unit: Text = Field(default="unit", description="unit of count, singular: company, ship, t/day")
    notes: Text | None = Field(default=None, description="remarks")


class UnitCost(Record):
    """Additional cost of a unit compared with staying at home."""

    month: MoneyAMonth = Field(default=0.0, description="M EUR a month in place")
    move: Money = Field(default=0.0, description="M EUR for a round trip")


class UnitTypeEntry(Record):
    """A type of unit."""

    title: Text | None = Field(default=None, description="name in reports")
    domain: Annotated[str, Choice(*DOMAINS)] = Field(description="land, sea, air, training, support, joint, cyber or space")
    symbol: Annotated[str, BeforeValidator(as_symbol)] | None = Field(default=None, description="APP-6 code, 20 digits, quoted")
    personnel: Persons = Field(description="persons in one unit")
    provides: Annotated[dict[Id, SomeOfCapability], by_key(of_capability)] = Field(
        description="capability: units of it that one unit provides"
    )
    occupies: ResourceAmounts = Field(default_factory=dict, description="resource of a site (beds, berths, ramp): taken by one unit")
    consumes: dict[Id, TonnesADay] = Field(default_factory=dict, description="supply: t/day of one unit")
    tonnes: Tonnes = Field(default=0.0, description="standard displacement of a hull, t")
    lift_t: Tonnes = Field(default=0.0, description="tonnes to move one unit")
    tour_months: SomeMonths = Field(default=6.0, description="months in place")
    dwell_months: Months = Field(default=18.0, description="months at home after a tour")
    overlap_days: Days = Field(
        default=0.0, description="relief in place: days in which both tours are there; counted where rotation is tours"
    )
    home_availability: Share = Field(default=1.0, description="share of the units at home that can work there")
    cost_meur: UnitCost | None = Field(default=None, description="additional cost compared with being at home")
    basis: Basis | None = Field(default=None, description="quoted, derived or assumed")
    notes: Text | None = Field(default=None, description="remarks")
    source: Text | None = Field(default=None, description="where the figures come from")
    confidence: Confidence | None = Field(default=None, description="how good the source is")


class SubstituteEntry(Record):
    """What stands in for what: of a unit type what one unit gives, of a capability what one unit of it does: capability: 50%.

    Chains count: what stands in for heavy engineering stands in for what heavy engineering stands in for. The best of them is taken.
    """

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Ratio] = Field(init=False)

    max_share: Share | None = Field(
        default=None, description="most of a line's level, per capability and phase, that all units of a type give by this as the last link"
    )
