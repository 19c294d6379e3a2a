"""calendar, prices, model: time, money's year, and the switches of the rules."""

from typing import Annotated, Any

from pydantic import Field

from planner.scenario.schema.quantities import LENGTH, Length
from planner.scenario.schema.record import Record, shorthand
from planner.scenario.schema.values import AtLeastOne, Choice, Day, Id, PhaseId, Point, Positive, Text


class Phase(Record):
    """A span of whole months in which the posture is constant."""

    months: Length = Field(description="length, months")
    title: Text | None = Field(default=None, description="name in reports")


class Calendar(Record):
    """When the plan begins, when the ceasefire is assumed, and the phases that partition the months."""

    start: Day = Field(description="first day of month 0; the first day of a month")
    d_day: Day = Field(description="planning assumption: the day on which the ceasefire enters into force")
    alert: Point = Field(default="D", description="notice to move counts from here: a date, D-75, D-6 weeks, or a phase")
    phases: dict[PhaseId, Annotated[Phase, shorthand("months", LENGTH.form)]] = Field(description="phases in their order", min_length=1)
    step: Annotated[str, Choice("phase", "auto", "month")] = Field(
        default="phase",
        description="how finely the posture may change: one step a phase, auto (cut wherever something begins or ends), or one a month",
    )


class Prices(Record):
    """The year and currency of all amounts of money."""

    year: AtLeastOne = Field(description="price year")
    currency: Id = Field(default="EUR", description="currency, ISO 4217")
    rates: dict[Id, Positive] | None = Field(default=None, description="EUR for one unit of another currency")


def _switch(*more: str) -> Any:
    return Choice(*more, "off")


Rule = Annotated[str, _switch("on")]


class Switches(Record):
    """Switches of the rules; a rule whose block is absent adds nothing, whatever its switch says."""

    rotation: Annotated[str, _switch("sustained", "tours")] = Field(
        default="sustained", description="what a cycle sustains, tours month by month, or off"
    )
    asks: Annotated[str, _switch("allowed")] = Field(default="off", description="allowed: soft caveats may be lifted, each at its price")
    areas: Rule = Field(default="on", description="limits of seas and air spaces")
    burden: Rule = Field(default="on", description="burden sharing")
    command: Rule = Field(default="on", description="lead nations, mixing limits, pairs, whole formations, least contributions")
    conditions: Rule = Field(default="on", description="commitments that hang on each other")
    derived: Rule = Field(default="on", description="needs that the posture makes")
    equipment: Rule = Field(default="on", description="donations and purchases")
    finance: Rule = Field(default="on", description="what units and sites cost, and who pays")
    formation: Rule = Field(default="on", description="formations out of people and kits")
    movement: Rule = Field(default="on", description="reception and onward movement")
    national: Rule = Field(default="on", description="ceilings that nations set")
    persistence: Rule = Field(default="on", description="closeness to the plan agreed last")
    pins: Rule = Field(default="on", description="decisions already taken")
    resilience: Rule = Field(default="on", description="loss of one nation")
    sites: Rule = Field(default="on", description="capacity and opening of sites, ceilings of hosts")
    sustainment: Rule = Field(default="on", description="supplies and their routes")
    training: Rule = Field(default="on", description="courses and instructors")
