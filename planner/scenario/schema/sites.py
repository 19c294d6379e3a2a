"""sites, areas, routes: where units stand, the seas and air spaces around them, and how supplies reach them."""

from typing import Annotated

from pydantic import Field

from planner.scenario.schema.quantities import (
    LIMITED,
    Days,
    Money,
    MoneyAMonth,
    OfCounted,
    OfResourceAMonth,
    ResourceAmounts,
    StayDays,
    TonnesADay,
    WholeMonths,
    by_key,
    by_sibling,
)
from planner.scenario.schema.record import Record, Short, shorthand
from planner.scenario.schema.selector import Selector
from planner.scenario.schema.shapes import Coordinates, Sites
from planner.scenario.schema.values import (
    Amount,
    Basis,
    Choice,
    Confidence,
    Flag,
    Id,
    Ids,
    Nation,
    Point,
    Requires,
    Text,
)


class Opening(Record):
    """The works that open a site."""

    months: WholeMonths = Field(default=0, description="months of works")
    cost_meur: Money = Field(default=0.0, description="cost of the works, M EUR")


class Expansion(Record):
    """A step by which an open site grows, after those written before it."""

    name: Text | None = Field(default=None, description="name of the step")
    capacity: ResourceAmounts = Field(description="what it adds: resource: amount")
    months: WholeMonths = Field(default=0, description="months of works")
    cost_meur: Money = Field(default=0.0, description="cost of the works, M EUR, paid once")
    works_from: Point | None = Field(default=None, description="earliest begin of the works; the start of the calendar if not said")


class SiteEntry(Record):
    """A place where units stand."""

    title: Text | None = Field(default=None, description="name in reports")
    country: Nation = Field(description="country in which it lies, ISO 3166 alpha-3")
    coordinates: Coordinates | None = Field(default=None, description="latitude and longitude, degrees")
    kind: Ids = Field(default_factory=list, description="kinds: camp, hub, airbase, port, training, ...")
    capacity: ResourceAmounts = Field(default_factory=dict, description="resource: amount it has; what is not named is not there")
    baseline_load: ResourceAmounts = Field(default_factory=dict, description="resource: what others use already")
    reception: Annotated[dict[Id, OfResourceAMonth], by_key(lambda name, info: f"{name}/month")] = Field(
        default_factory=dict, description="persons and t a month that it can receive"
    )
    existing: Flag = Field(default=False, description="in use already: no opening, no cost")
    works_from: Point | None = Field(default=None, description="earliest begin of the works; the start of the calendar if not said")
    opening: Opening | None = Field(default=None, description="works that open it")
    expansion: list[Expansion] = Field(default_factory=list, description="steps by which it grows, in this order")
    monthly_meur: MoneyAMonth = Field(default=0.0, description="M EUR a month while open")
    payer: Nation | None = Field(default=None, description="nation that pays for it; the host if not said")
    exposure: Amount = Field(default=1.0, description="exposure weight of a person-month")
    stock_days: Days | None = Field(
        default=None, description="days of supply kept there; a site with stock lives on its routes, and falls dry without them"
    )
    basis: Basis | None = Field(default=None, description="quoted, derived or assumed")
    releasable_to: Ids | None = Field(default=None, description="who may see it in reports")
    notes: Text | None = Field(default=None, description="remarks")
    source: Text | None = Field(default=None, description="where the figures come from")
    confidence: Confidence | None = Field(default=None, description="how good the source is")


class AreaLimitEntry(Record):
    """A ceiling on what the selected units bring into an area."""

    name: Text = Field(description="name of the limit")
    of: Annotated[str, Choice("tonnes", "personnel", "units")] = Field(description="what is counted: tonnes, personnel or units")
    who: Selector | None = Field(default=None, description="whom it concerns; everyone if not said")
    per: Annotated[str, Choice("nation")] | None = Field(default=None, description="nation: each by itself; all together if not said")
    at_most: Annotated[OfCounted, by_sibling(lambda info: LIMITED.get(info.data.get("of", ""), ""))] = Field(
        description="the ceiling, in t, persons or units"
    )


class Stay(Record):
    """A limited stay: a unit gives days / 30 of what it provides."""

    who: Selector | None = Field(default=None, description="whom it concerns; everyone if not said")
    days: StayDays = Field(description="days of a month that it may stay")


class Entry(Record):
    """What must hold before the selected units may enter."""

    who: Selector | None = Field(default=None, description="whom it concerns; everyone if not said")
    condition: Requires = Field(description="conditions of entry")


one_or_more = Short(lambda value: value if isinstance(value, list) else [value])


class AreaEntry(Record):
    """A sea or air space: limits that belong to it rather than to a port."""

    title: Text | None = Field(default=None, description="name in reports")
    sites: Sites = Field(description="its sites: ids, or a selector")
    limits: list[AreaLimitEntry] = Field(default_factory=list, description="ceilings")
    stay: Annotated[list[Stay], one_or_more] = Field(default_factory=list, description="limited stays")
    requires: Annotated[list[Annotated[Entry, shorthand("condition", "string", "array")]], one_or_more] = Field(
        default_factory=list, description="conditions of entry"
    )
    notes: Text | None = Field(default=None, description="remarks")
    source: Text | None = Field(default=None, description="where it comes from")
    confidence: Confidence | None = Field(default=None, description="how good the source is")


class RouteEntry(Record):
    """A way by which supplies reach a site; a site at which routes begin and none ends is a source."""

    from_: Id = Field(alias="from", description="site where it begins")
    to: Id = Field(description="site where it ends")
    capacity_tpd: TonnesADay = Field(description="t/day that it carries at most; 0 where it is closed")
    mode: Annotated[str, Choice("road", "rail", "sea", "air", "river")] | None = Field(
        default=None, description="road, rail, sea, air or river"
    )
    days: Days | None = Field(default=None, description="days under way")
    usable_from: Point | None = Field(default=None, description="usable from")
    notes: Text | None = Field(default=None, description="remarks")
    source: Text | None = Field(default=None, description="where it comes from")
    confidence: Confidence | None = Field(default=None, description="how good the source is")
