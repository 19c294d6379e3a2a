"""The document, whole: every block of a scenario file."""

from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from planner.scenario.schema.baseline import Baseline
from planner.scenario.schema.brief import Brief, OptionEntry, Round
from planner.scenario.schema.calendar import Calendar, Prices, Switches
from planner.scenario.schema.caveats import CaveatEntry, ConditionEntry
from planner.scenario.schema.countries import Country
from planner.scenario.schema.equipment import Equipment
from planner.scenario.schema.finance import Finance
from planner.scenario.schema.goals import Criterion, Goals, Thresholds
from planner.scenario.schema.nations import HostEntry, NationEntry
from planner.scenario.schema.offers import OfferRow, PairEntry, PinEntry, PlacementCost
from planner.scenario.schema.record import Record
from planner.scenario.schema.requirements import Ambition, RequirementEntry
from planner.scenario.schema.sites import AreaEntry, RouteEntry, SiteEntry
from planner.scenario.schema.training import Training
from planner.scenario.schema.units import CapabilityEntry, SubstituteEntry, UnitTypeEntry
from planner.scenario.schema.values import Choice, Day, Id, Ids, Text
from planner.scenario.schema.version import FORMAT, as_format


class ScenarioFile(Record):
    """A scenario as a planner writes it."""

    format: Annotated[int, BeforeValidator(as_format), WithJsonSchema({"type": "integer", "const": FORMAT})] = Field(
        description=f"{FORMAT}, the version of this format"
    )
    title: Text = Field(description="title, printed on reports")
    extends: Text | None = Field(default=None, description="scenario file on which this one builds: what is written here changes it")
    marking: Text = Field(default="EXERCISE - NOTIONAL DATA", description="marking on top and bottom of every page of every report")
    releasable_to: Ids = Field(default_factory=lambda: ["all"], description="who may see it")
    as_of: Day | None = Field(default=None, description="date of the information")
    notes: Text | None = Field(default=None, description="remarks")
    calendar: Calendar = Field(description="time")
    prices: Prices | None = Field(default=None, description="year and currency of money")
    model: Switches = Field(default_factory=Switches, description="switches of the rules")
    nations: dict[Country, NationEntry] = Field(description="who offers")
    consent: Annotated[str, Choice("explicit", "assumed")] = Field(
        default="assumed", description="explicit: a country without an entry in `hosts` admits nobody"
    )
    hosts: dict[Country, HostEntry] = Field(default_factory=dict, description="who admits whom")
    caveats: dict[Id, CaveatEntry] = Field(default_factory=dict, description="what nations will not do")
    conditions: dict[Id, ConditionEntry] = Field(default_factory=dict, description="what must be true before conditional offers count")
    capabilities: dict[Id, CapabilityEntry] = Field(description="names of what units provide and lines need")
    unit_types: dict[Id, UnitTypeEntry] = Field(description="types of unit")
    substitutes: dict[Id, SubstituteEntry] = Field(
        default_factory=dict, description="what may stand in for what: keys are unit types or capabilities"
    )
    offers: dict[Id, list[OfferRow]] = Field(description="what nations give; rows with one id are its tiers")
    pairs: list[PairEntry] = Field(default_factory=list, description="who serves with whom")
    sites: dict[Id, SiteEntry] = Field(description="where units stand")
    areas: dict[Id, AreaEntry] = Field(default_factory=dict, description="seas and air spaces with limits of their own")
    routes: dict[Id, RouteEntry] = Field(default_factory=dict, description="how supplies reach sites")
    placement_costs: list[PlacementCost] = Field(default_factory=list, description="costs by offer and site")
    requirements: dict[Id, RequirementEntry] = Field(description="the statement of requirements")
    level_of_ambition: Ambition = Field(default_factory=dict, description="line: share of its levels; or a list of {lines, share}")
    training: Training | None = Field(default=None, description="pillar one: people")
    equipment: Equipment | None = Field(default=None, description="pillar one: things")
    finance: Finance | None = Field(default=None, description="pillar one: money")
    rounds: list[Round] = Field(default_factory=list, description="rounds of force generation")
    baseline: Baseline = Field(default="none", description="the plan agreed last: none, the folder of a saved run, or a table")
    pins: list[PinEntry] = Field(default_factory=list, description="decisions already taken")
    goals: Goals = Field(description="what is made small, in this order", min_length=1)
    thresholds: Thresholds = Field(default_factory=Thresholds, description="colours of reports")
    criteria: list[Criterion] = Field(default_factory=list, description="for the comparison of options")
    yardstick: Text = Field(default="base", description="option against whose needs and thresholds every option is also measured")
    brief: Brief = Field(default_factory=Brief, description="what reports say beside the figures")
    options: dict[Id, OptionEntry] = Field(default_factory=dict, description="courses of action")
