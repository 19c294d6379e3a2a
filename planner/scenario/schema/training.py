"""training: people through grades, courses and formations (read, not yet planned)."""

from pydantic import Field

from planner.scenario.schema.quantities import Length, Money, Persons, SomePersons, SomePieces
from planner.scenario.schema.record import Record
from planner.scenario.schema.shapes import PersonsPerPhase, Sites
from planner.scenario.schema.values import Amount, Basis, Confidence, Count, Id, Ids, Point, Share, Text


class Course(Record):
    """A course: a class uses people of some grades and produces people of others."""

    title: Text | None = Field(default=None, description="name in reports")
    months: Length = Field(description="length, months")
    places: Persons = Field(description="training places that a class takes")
    instructors: Persons = Field(description="instructors that a class takes in each of its months")
    uses: dict[Id, SomePersons] = Field(description="grade: people that a class takes in")
    produces: dict[Id, SomePersons] = Field(description="grade: people that leave it, before the pass rate")
    pass_: Share = Field(default=1.0, alias="pass", description="share that passes")
    cost_meur: Money = Field(default=0.0, description="M EUR a class")
    sites: Sites | None = Field(default=None, description="where: site ids, or a selector of sites")
    languages: Ids | None = Field(default=None, description="languages of instruction")
    most_classes: Count | None = Field(default=None, description="most classes running at a time")
    from_: Point | None = Field(default=None, alias="from", description="first classes from")
    until: Point | None = Field(default=None, description="last classes until")
    basis: Basis | None = Field(default=None, description="quoted, derived or assumed")
    source: Text | None = Field(default=None, description="where it comes from")
    confidence: Confidence | None = Field(default=None, description="how good the source is")


class Formation(Record):
    """A formation is formed when people and kits are both there."""

    title: Text | None = Field(default=None, description="name in reports")
    people: dict[Id, SomePersons] = Field(description="grade: people")
    equipment: dict[Id, SomePieces] = Field(default_factory=dict, description="item: quantity")


class Training(Record):
    """Who is trained, how, and what becomes of them."""

    grades: Ids = Field(description="grades, in order")
    stock: dict[Id, Persons] = Field(default_factory=dict, description="grade: people there at the start")
    intake_per_month: dict[Id, PersonsPerPhase] = Field(default_factory=dict, description="grade: people a month")
    courses: dict[Id, Course] = Field(default_factory=dict, description="courses")
    formations: dict[Id, Formation] = Field(default_factory=dict, description="formations")
    targets: dict[Id, dict[Id, Amount]] = Field(
        default_factory=dict, description="formation: phase: formed by the end of the phase, cumulative"
    )
