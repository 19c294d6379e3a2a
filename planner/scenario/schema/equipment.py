"""equipment: donations and purchases (read, not yet planned)."""

from pydantic import Field

from planner.scenario.schema.record import Record
from planner.scenario.schema.values import Amount, Basis, Confidence, Count, Id, Nation, Point, Positive, Requires, Status, Text


class Donation(Record):
    """Items that a nation gives; conditional ones arrive in the first month at or after their date in which the condition holds."""

    nation: Nation = Field(description="nation that gives")
    item: Id = Field(description="item")
    quantity: Positive = Field(description="pieces")
    date: Point = Field(description="arrives on")
    requires: Requires = Field(default=(), description="conditions")
    value_meur: Amount | None = Field(default=None, description="value in kind, M EUR")
    status: Status = Field(default="offered", description="exploratory, offered, announced or deployed")
    basis: Basis = Field(default="assumed", description="quoted, derived or assumed")
    source: Text | None = Field(default=None, description="where it comes from")
    confidence: Confidence | None = Field(default=None, description="how good the source is")


class Purchase(Record):
    """An item that can be bought."""

    cost_meur: Amount = Field(description="M EUR a piece, half at order and half at delivery")
    lead_months: Count = Field(default=0, description="months from order to delivery")
    per_month: Amount | None = Field(default=None, description="most orders a month")


class Equipment(Record):
    """What is there, given and bought."""

    stock: dict[Id, Amount] = Field(default_factory=dict, description="item: pieces there at the start")
    donations: list[Donation] = Field(default_factory=list, description="donations")
    purchases: dict[Id, Purchase] = Field(default_factory=dict, description="item: terms")
