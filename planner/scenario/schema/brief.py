"""brief, rounds, options: what reports say beside the figures, when rounds close, and the courses of action."""

from typing import Any

from pydantic import Field

from planner.scenario.schema.record import Record
from planner.scenario.schema.values import Day, Id, Ids, Point, Text


class Decision(Record):
    """A decision that is sought."""

    verb: Text = Field(description="SELECT, ENDORSE or NOTE")
    what: Text = Field(description="what is decided")
    by: Text | None = Field(default=None, description="who decides")
    on: Point | None = Field(default=None, description="when")


class Risk(Record):
    """A risk and what is done about it."""

    risk: Text = Field(description="the risk")
    mitigation: Text | None = Field(default=None, description="what is done about it")
    owner: Text | None = Field(default=None, description="who answers for it")


class DecisionPoint(Record):
    """A point at which the operation turns."""

    name: Text = Field(description="name")
    at: Point = Field(description="when")
    question: Text | None = Field(default=None, description="what must be answered")


class Brief(Record):
    """What the decision brief says beside the figures."""

    reference: Text | None = Field(default=None, description="reference number")
    originator: Text | None = Field(default=None, description="who writes")
    recipients: Ids | None = Field(default=None, description="who reads")
    decisions: list[Decision] = Field(default_factory=list, description="decisions sought")
    risks: list[Risk] = Field(default_factory=list, description="risks and mitigations")
    assumptions: list[Text] = Field(default_factory=list, description="assumptions and limits")
    lines_of_effort: Ids | None = Field(default=None, description="lines of effort of the sync matrix")
    decision_points: list[DecisionPoint] = Field(default_factory=list, description="decision points of the sync matrix")
    recommend: Id | None = Field(default=None, description="option that the staff recommends")
    next_steps: list[Text] = Field(default_factory=list, description="what happens next")


class Round(Record):
    """A round of force generation."""

    name: Text = Field(description="name")
    deadline: Day = Field(description="offers close on")
    offers: Text | None = Field(default=None, description="file of the offers of this round: a table or a scenario; posture diff reads it")
    baseline: Text | None = Field(default=None, description="file or folder of the plan that was agreed before it")


class OptionEntry(Record):
    """A course of action: named changes to this scenario."""

    title: Text | None = Field(default=None, description="name in reports")
    intent: Text | None = Field(default=None, description="what it is for, in a sentence")
    extends: Ids | None = Field(default=None, description="options on which it builds")
    change: dict[str, Any] = Field(default_factory=dict, description="what differs, merged into the scenario; null takes a thing away")
