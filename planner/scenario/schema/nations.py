"""nations, hosts: who offers, and who admits whom on its soil."""

from typing import Annotated

from pydantic import Field

from planner.scenario.schema.countries import Country
from planner.scenario.schema.quantities import Dollars, MoneyAYear, Persons, Units
from planner.scenario.schema.record import Record
from planner.scenario.schema.shapes import Coordinates
from planner.scenario.schema.values import Choice, Confidence, Day, Id, Ids, Point, Ratio, Requires, Text


class Limits(Record):
    """Ceilings that a nation sets; they count what stands outside its own soil."""

    deployed_personnel: Persons | None = Field(default=None, description="most persons outside own soil")
    budget_meur_per_year: MoneyAYear | None = Field(default=None, description="most money in a calendar year, M EUR")
    country: dict[Country, Persons] = Field(default_factory=dict, description="most persons in a country")
    domain: dict[Id, Persons] = Field(default_factory=dict, description="most persons of a domain")
    reserve: dict[Id, Units] = Field(default_factory=dict, description="units of a type kept out of the force")


class NationEntry(Record):
    """A nation that offers; the key is its ISO 3166 alpha-3 code."""

    title: Text | None = Field(default=None, description="name in English")
    groups: Ids = Field(default_factory=list, description="groups it belongs to")
    role: Annotated[str, Choice("member", "backstop")] = Field(
        default="member", description="member, or backstop that stands behind the members"
    )
    gdp_busd: Dollars | None = Field(default=None, description="GDP, billion USD")
    defence_busd: Dollars | None = Field(default=None, description="defence spending, billion USD")
    active_personnel: Persons | None = Field(default=None, description="active personnel, persons")
    limits: Limits = Field(default_factory=Limits, description="ceilings that it sets")
    coordinates: Coordinates | None = Field(default=None, description="latitude and longitude on a map, degrees")
    given_share: Ratio | None = Field(default=None, description="share of the burden as agreed, for the key `given`")
    stance: Text | None = Field(default=None, description="public stance, in words or as a code")
    stance_date: Day | None = Field(default=None, description="date of that stance")
    releasable_to: Ids | None = Field(default=None, description="who may see it in reports")
    notes: Text | None = Field(default=None, description="remarks")
    source: Text | None = Field(default=None, description="where it comes from")
    confidence: Confidence | None = Field(default=None, description="how good the source is")


class HostEntry(Record):
    """What a country admits on its soil; the key is its ISO 3166 alpha-3 code. Its own units need no consent."""

    allow: Ids = Field(description="nations and groups that it admits; `all` for everyone")
    kinds: Ids | None = Field(default=None, description="kinds of site at which it admits them; all kinds if not said")
    sites: Ids | None = Field(default=None, description="sites at which it admits them; all if not said")
    ceiling: Persons | None = Field(default=None, description="most foreign persons on its soil at a time")
    requires: Requires = Field(default=(), description="conditions of its consent")
    from_: Point | None = Field(default=None, alias="from", description="admits from")
    until: Point | None = Field(default=None, description="admits until")
    owner: Text | None = Field(default=None, description="who decides on it")
    notes: Text | None = Field(default=None, description="remarks")
    source: Text | None = Field(default=None, description="where it comes from")
    confidence: Confidence | None = Field(default=None, description="how good the source is")
