"""finance: funds and pledges (read, not yet planned)."""

from pydantic import Field

from planner.scenario.schema.quantities import Money
from planner.scenario.schema.record import Record
from planner.scenario.schema.values import Basis, Confidence, Id, Ids, Nation, Point, Requires, Status, Text


class Pledge(Record):
    """Money that a nation pays into a fund."""

    nation: Nation = Field(description="nation that pays")
    fund: Id | None = Field(default=None, description="fund, where the table holds pledges to several")
    amount_meur: Money = Field(description="M EUR")
    date: Point = Field(description="paid on")
    requires: Requires = Field(default=(), description="conditions")
    earmark: Ids | None = Field(default=None, description="purposes or items it is kept for; spent first")
    status: Status = Field(default="offered", description="exploratory, offered, announced or deployed")
    basis: Basis = Field(default="assumed", description="quoted, derived or assumed")
    source: Text | None = Field(default=None, description="where it comes from")
    confidence: Confidence | None = Field(default=None, description="how good the source is")


class Fund(Record):
    """A fund: what is paid in, and what it pays for."""

    title: Text | None = Field(default=None, description="name in reports")
    balance_meur: Money = Field(default=0.0, description="M EUR there at the start")
    pledges: list[Pledge] = Field(default_factory=list, description="pledges")
    pays_for: Ids = Field(default_factory=list, description="courses, purchases, sites, units")
    notes: Text | None = Field(default=None, description="remarks")


class Finance(Record):
    """Who pays beside the nations themselves."""

    funds: dict[Id, Fund] = Field(default_factory=dict, description="funds")
