"""caveats, conditions: what nations will not do, and what must be true before they do it."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, Tag, WithJsonSchema

from planner.scenario.schema.quantities import by_sibling, of_test
from planner.scenario.schema.record import Record, branch
from planner.scenario.schema.selector import Nations, Selector
from planner.scenario.schema.shapes import MoneyPerPhase, PerPhase
from planner.scenario.schema.values import Amount, AtLeastOne, Choice, Confidence, Flag, Id, Ids, Point, Requires, Share, Text


class CaveatEntry(Record):
    """What a nation will not do: each removes choices, and is named when it does."""

    nations: Nations | None = Field(default=None, description="whose caveat it is; `forbid` may name nations instead")
    groups: Ids | None = Field(default=None, description="groups whose caveat it is")
    forbid: Selector = Field(description="what is barred; with `lead` only where one of these nations leads the line")
    unless: Requires = Field(default=(), description="conditions under which it is not barred")
    from_: Point | None = Field(default=None, alias="from", description="barred from")
    until: Point | None = Field(default=None, description="barred until")
    soft: Flag = Field(default=False, description="may be lifted, where asks are allowed (`model: {asks: allowed}`)")
    price: Amount = Field(default=0.0, description="political price of lifting it, points: what the goal `asks` adds up")
    owner: Text | None = Field(default=None, description="who could lift it")
    notes: Text | None = Field(default=None, description="remarks")
    source: Text | None = Field(default=None, description="where it comes from")
    confidence: Confidence | None = Field(default=None, description="how good the source is")


class Effort(Selector):
    """A test: what is measured of the selected posture reaches a threshold."""

    measure: Id = Field(default="personnel", description="personnel, units, nations, money, coverage, or a capability")
    capability: Id | None = Field(default=None, description="the capability, where `measure: capability`")
    in_: Selector | None = Field(default=None, alias="in", description="where the posture must stand")
    without: Annotated[str, Choice("needs-it")] | None = Field(
        default=None, description="needs-it: what itself hangs on this condition does not count"
    )
    at_least: Annotated[PerPhase, by_sibling(of_test)] = Field(
        description="threshold in the unit of the measure; a later phase inherits the last one, before the first it cannot hold"
    )
    measured_in: Text = Field(default="same", description="same (announced together), previous (step), or a named phase, as a promise")
    basis: Annotated[str, Choice("posture", "offers")] = Field(default="posture", description="what counts: posture, or offers made")


class Quorum(Record):
    """A test: so many of the named conditions hold, or so many of the named nations stand with a unit."""

    quorum: AtLeastOne = Field(description="how many must hold, or stand")
    of: Ids = Field(description="conditions; or nations and groups of them")


class FundTest(Record):
    """A test: so much money is pledged to a fund."""

    fund: Id = Field(description="fund")
    at_least: MoneyPerPhase = Field(description="M EUR pledged by the phase, with conditions that hold")


class AfterTest(Record):
    """A test: the named condition holds, or has held in an earlier step."""

    after: Id = Field(description="condition")


class AllTests(Record):
    """A test: every part holds."""

    all: list["EarnedWhen"] = Field(description="tests that must all be true", min_length=1)


class AnyTest(Record):
    """A test: at least one part holds."""

    any: list["EarnedWhen"] = Field(description="tests of which one must be true", min_length=1)


EarnedWhen = Annotated[
    Annotated[Effort, Tag("<plain>")]
    | Annotated[Quorum, Tag("<quorum>")]
    | Annotated[FundTest, Tag("<fund>")]
    | Annotated[AfterTest, Tag("<after>")]
    | Annotated[AllTests, Tag("<all>")]
    | Annotated[AnyTest, Tag("<any>")],
    Discriminator(lambda value: branch(value, ("all", "any", "after", "quorum", "fund"), Effort)),
]


GRANTED = {"true": "granted", "false": "denied", "if-earned": "if-earned"}


def as_granted(value: Any) -> str:
    """Read true as granted and false as denied."""
    word = str(value).strip().lower() if isinstance(value, str | bool) else ""
    return GRANTED[word] if word in GRANTED else Choice("true", "false", "if-earned").read(value)


Granted = Annotated[str, BeforeValidator(as_granted), WithJsonSchema({"enum": [True, False, "if-earned"]})]


class ConditionEntry(Record):
    """Something that must be true before conditional offers count; it may be earned and left unused."""

    title: Text | None = Field(default=None, description="name in reports")
    granted: Granted = Field(description="true (from its date), false (never), or if-earned")
    from_: Point | None = Field(default=None, alias="from", description="holds from")
    until: Point | None = Field(default=None, description="holds until")
    earned_when: EarnedWhen | None = Field(default=None, description="the test, where `granted: if-earned`")
    starts_notice: Flag = Field(default=False, description="nothing may move before it is granted: notice counts from its date")
    latch: Flag | None = Field(default=None, description="once true, it stays; by default so for granted ones only")
    opens: Ids | None = Field(
        default=None,
        description="capabilities: it opens only what provides one of them by itself (a partial backstop); by default everything",
    )
    probability: Share | None = Field(
        default=None, description="probability that it comes, for draws and risk only; never changes the base plan"
    )
    owner: Text | None = Field(default=None, description="who decides on it")
    notes: Text | None = Field(default=None, description="remarks")
    source: Text | None = Field(default=None, description="where it comes from")
    confidence: Confidence | None = Field(default=None, description="how good the source is")


AllTests.model_rebuild()
AnyTest.model_rebuild()
