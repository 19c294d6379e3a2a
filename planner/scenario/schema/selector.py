"""The selector: which placements are meant. It says the same wherever it stands."""

from typing import Annotated

from pydantic import Field

from planner.scenario.schema.record import Record, listed
from planner.scenario.schema.values import Ids, Nation, Pillar

Nations = Annotated[list[Nation], listed]
Pillars = Annotated[list[Pillar], listed]


class Selector(Record):
    """Which placements are meant; a list means any of these, several keys mean all of them, `_not` means none of these."""

    nation: Nations | None = Field(default=None, description="nations that offer, ISO 3166 alpha-3")
    nation_not: Nations | None = Field(default=None, description="nations that are not meant")
    group: Ids | None = Field(default=None, description="groups of nations")
    group_not: Ids | None = Field(default=None, description="groups whose nations are not meant")
    offer: Ids | None = Field(default=None, description="offers, by id")
    offer_not: Ids | None = Field(default=None, description="offers that are not meant")
    country: Nations | None = Field(default=None, description="countries in which the site lies, ISO 3166 alpha-3")
    country_not: Nations | None = Field(default=None, description="countries that are not meant")
    site: Ids | None = Field(default=None, description="sites, by id")
    site_not: Ids | None = Field(default=None, description="sites that are not meant")
    kind: Ids | None = Field(default=None, description="kinds of site")
    kind_not: Ids | None = Field(default=None, description="kinds of site that are not meant")
    domain: Ids | None = Field(default=None, description="domains of the unit type")
    domain_not: Ids | None = Field(default=None, description="domains that are not meant")
    unit_type: Ids | None = Field(default=None, description="unit types")
    unit_type_not: Ids | None = Field(default=None, description="unit types that are not meant")
    requirement: Ids | None = Field(default=None, description="requirement lines, by id")
    requirement_not: Ids | None = Field(default=None, description="lines that are not meant")
    pillar: Pillars | None = Field(default=None, description="pillars of the line")
    pillar_not: Pillars | None = Field(default=None, description="pillars that are not meant")
    lead: Nations | None = Field(default=None, description="lead nation of the line in the step; planned in caveats")
    lead_not: Nations | None = Field(default=None, description="any lead nation but these; planned in caveats")
    purpose: Ids | None = Field(default=None, description="what a payment or placement is for (read, not yet planned)")
    purpose_not: Ids | None = Field(default=None, description="purposes that are not meant (read, not yet planned)")
