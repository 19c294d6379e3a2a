"""equipment: donations and purchases (read, not yet planned)."""

from pydantic import Field

from planner.scenario.schema.quantities import Money, Pieces, PiecesAMonth, SomePieces, WholeMonths
from planner.scenario.schema.record import Record
from planner.scenario.schema.values import Basis, Confidence, Id, Nation, Point, Requires, Status, Text


class Donation(Record):
    """Items that a nation gives; conditional ones arrive in the first month at or after their date in which the condition holds."""

    nation: Nation = Field(description="nation that gives")
    item: Id = Field(description="item")
    quantity: SomePieces = Field(description="pieces")
    date: Point = Field(description="arrives on")
    requires: Requires = Field(default=(), description="conditions")
    value_meur: Money | None = Field(default=None, description="value in kind, M EUR")
    status: Status = Field(default="offered", description="exploratory, offered, announced or deployed")
    basis: Basis = Field(default="assumed", description="quoted, derived or assumed")
    source: Text | None = Field(default=None, description="where it comes from")
    confidence: Confidence | None = Field(default=None, description="how good the source is")


class Purchase(Record):
    """An item that can be bought."""

    cost_meur: Money = Field(description="M EUR a piece, half at order and half at delivery")
    lead_months: WholeMonths = Field(default=0, description="months from order to delivery")
    per_month: PiecesAMonth | None = Field(default=None, description="most orders a month")


class Equipment(Record):
    """What is there, given and bought."""

    stock: dict[Id, Pieces] = Field(default_factory=dict, description="item: pieces there at the start")
    donations: list[Donation] = Field(default_factory=list, description="donations")
    purchases: dict[Id, Purchase] = Field(default_factory=dict, description="item: terms")
