"""baseline: the plan that was agreed last, and what a departure from it weighs."""

from typing import Annotated

from pydantic import Discriminator, Field, Tag

from planner.scenario.schema.quantities import WholeUnits
from planner.scenario.schema.record import Record
from planner.scenario.schema.values import Amount, Count, Flag, Id, Point, Text


class BaselineRow(Record):
    """What was agreed: so many units of an offer serve a line, in a phase or between two points in time."""

    offer: Id = Field(description="offer")
    requirement: Id = Field(description="line")
    site: Id | None = Field(default=None, description="site; needed with per_site only")
    phase: Id | None = Field(default=None, description="phase; or say from")
    from_: Point | None = Field(default=None, alias="from", description="from this point in time, in place of a phase")
    until: Point | None = Field(default=None, description="until this point; the end of the calendar if not said")
    units: WholeUnits = Field(description="units that were agreed")


class ChangeWeights(Record):
    """What a person-month that moves counts in `changes`, by the lowest status of its offer."""

    exploratory: Amount = Field(default=0.0, description="weight of an exploratory offer")
    offered: Amount = Field(default=1.0, description="weight of one that is offered")
    announced: Amount = Field(default=5.0, description="weight of one that is announced")
    deployed: Amount = Field(default=20.0, description="weight of one that is deployed")
    unused: Amount = Field(default=0.2, description="weight of an offer that the agreed plan does not use, whatever its status")


def _rows_or(other: str) -> Discriminator:
    return Discriminator(lambda value: "<mapping>" if isinstance(value, dict | Record) else "<rows>" if isinstance(value, list) else other)


Rows = Annotated[Annotated[Text, Tag("<text>")] | Annotated[list[BaselineRow], Tag("<rows>")], _rows_or("<text>")]


class Agreed(Record):
    """The plan agreed last: a table, or the folder of a saved run or of an export; what departs from it counts in `changes`."""

    table: Rows | None = Field(default=None, description="rows, or the file of a table with such rows")
    sheet: Text | None = Field(default=None, description="sheet of a workbook; the only one if not said")
    run: Text | None = Field(default=None, description="folder of a saved run, or of an export, beside the scenario")
    weights: ChangeWeights = Field(default_factory=ChangeWeights, description="what a change counts, by status")
    most_changed_nations: Count | None = Field(default=None, description="most nations that may be changed; any number if not said")
    per_site: Flag = Field(default=False, description="a unit that moves from one site to another on the same line is changed too")


Baseline = Annotated[
    Annotated[Text, Tag("<text>")] | Annotated[Agreed, Tag("<mapping>")] | Annotated[list[BaselineRow], Tag("<rows>")], _rows_or("<text>")
]
