"""offers, pairs, pins, placement_costs: what nations give, with whom, and what is settled already."""

from typing import Annotated

from pydantic import Discriminator, Field, Tag

from planner.scenario.schema.quantities import LEAST_UNITS, Money, Months, NoticeDays, SomeMonths, Units, WholeUnits
from planner.scenario.schema.record import Record, branch, shorthand
from planner.scenario.schema.selector import Nations, Pillars, Selector
from planner.scenario.schema.values import (
    Basis,
    Confidence,
    Id,
    Ids,
    Nation,
    Point,
    Requires,
    Share,
    Status,
    Text,
)


class LeastContribution(Record):
    """The least that an offer stands with on a line."""

    units: Units = Field(description="units on a line and step, if any")


class OfferRow(Record):
    """A row of an offer: rows with one id are its tiers, each an increment with conditions, dates and status of its own."""

    title: Text | None = Field(default=None, description="name in reports")
    nation: Nation | None = Field(default=None, description="nation that offers")
    unit_type: Id | None = Field(default=None, description="unit type")
    deployed: WholeUnits | None = Field(default=None, description="units kept in place; rotation is the nation's own business")
    in_cycle: WholeUnits | None = Field(default=None, description="units from which a posture is sustained by rotation")
    one_tour: WholeUnits | None = Field(default=None, description="units of an entry force: one tour, then spent until dwell has passed")
    tier: Text | None = Field(default=None, description="label of the increment; 1 if not said")
    requires: Requires = Field(default=(), description="conditions: one, a list (all), {any: [a, b]}; in a cell separated by semicolons")
    from_: Point | None = Field(default=None, alias="from", description="in place from: a date, D+30, or a phase")
    until: Point | None = Field(default=None, description="in place until")
    notice_days: NoticeDays = Field(default=0.0, description="notice to move, days from the alert")
    min_contribution: Annotated[LeastContribution, shorthand("units", LEAST_UNITS.form)] | None = Field(
        default=None, description="least units on a line and step, if any stand there"
    )
    pillars: Pillars | None = Field(default=None, description="pillars it may serve; all if not said")
    only_at: Ids | None = Field(default=None, description="sites it may stand at; all if not said")
    not_at: Ids | None = Field(default=None, description="sites it may not stand at")
    pool: Id | None = Field(default=None, description="rotation pool; one a nation and unit type if not said")
    tour_months: SomeMonths | None = Field(default=None, description="months in place, where the nation differs from the unit type")
    dwell_months: Months | None = Field(default=None, description="months at home after, where the nation differs")
    home_availability: Share | None = Field(
        default=None, description="share of the units at home that can work there, where the nation differs"
    )
    reliability: Share = Field(default=1.0, description="probability that it comes, for draws only")
    committed_to: Text | None = Field(default=None, description="other commitment from which the people are taken")
    status: Status = Field(default="offered", description="exploratory, offered, announced or deployed")
    basis: Basis = Field(default="assumed", description="quoted, derived or assumed")
    languages: Ids | None = Field(default=None, description="languages in which it can train")
    releasable_to: Ids | None = Field(default=None, description="who may see it in reports")
    notes: Text | None = Field(default=None, description="remarks")
    source: Text | None = Field(default=None, description="where the figure comes from")
    confidence: Confidence | None = Field(default=None, description="how good the source is")


class OnlyWith(Record):
    """A nation serves on a line and step only where the other does."""

    nation: Nation = Field(description="nation that serves only so")
    only_with: Nation = Field(description="nation that must serve there")
    in_: Selector | None = Field(default=None, alias="in", description="lines that are meant (requirement, pillar); all if not said")


class Together(Record):
    """These nations serve on a line and step all or not at all."""

    nation: Nation | None = Field(default=None, description="one of them, where `together` names the others")
    together: Nations = Field(description="nations")
    in_: Selector | None = Field(default=None, alias="in", description="lines that are meant (requirement, pillar); all if not said")


class Apart(Record):
    """No two of these nations serve on the same line and step."""

    nation: Nation | None = Field(default=None, description="one of them, where `apart` names the others")
    apart: Nations = Field(description="nations")
    in_: Selector | None = Field(default=None, alias="in", description="lines that are meant (requirement, pillar); all if not said")


PairEntry = Annotated[
    Annotated[OnlyWith, Tag("<plain>")] | Annotated[Together, Tag("<together>")] | Annotated[Apart, Tag("<apart>")],
    Discriminator(lambda value: branch(value, ("together", "apart"), OnlyWith)),
]


class PinEntry(Record):
    """A decision already taken: bounds on the units of what is selected, in each step."""

    place: Selector | None = Field(default=None, description="placements whose units are counted together")
    forbid: Selector | None = Field(default=None, description="placements that shall not stand")
    at_least: Units | None = Field(default=None, description="least units")
    at_most: Units | None = Field(default=None, description="most units")
    exactly: Units | None = Field(default=None, description="units, neither more nor less")
    from_: Point | None = Field(default=None, alias="from", description="from; the first step if not said")
    until: Point | None = Field(default=None, description="until; the last step if not said")
    notes: Text | None = Field(default=None, description="who decided it, and when")
    source: Text | None = Field(default=None, description="where it comes from")


class PlacementCost(Record):
    """A cost once for each unit of an offer placed at a site."""

    offer: Id = Field(description="offer")
    site: Id = Field(description="site")
    cost_meur: Money = Field(description="M EUR a unit")
