"""requirements: the statement of requirements; what is needed, where, when and how much."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, Tag, ValidationInfo, WithJsonSchema

from planner.scenario import units
from planner.scenario.schema.quantities import (
    LEAST_PERSONS,
    OF_CAPABILITY,
    Labelled,
    OfCapability,
    Quantity,
    SomeOfCapability,
    by_key,
    of_capability,
    with_label,
)
from planner.scenario.schema.record import Record, Short, branch, shorthand, shown, slip
from planner.scenario.schema.selector import Nations, Selector
from planner.scenario.schema.shapes import PhaseAmounts, Sites
from planner.scenario.schema.values import (
    AtLeastOne,
    Basis,
    Choice,
    Confidence,
    Flag,
    Id,
    Ids,
    Pillar,
    Positive,
    Ratio,
    Share,
    Text,
    flag,
    share_up_to,
)


class RatioNeed(Record):
    """A need made by posture: so much for each person or unit of capability that stands elsewhere."""

    ratio: Ratio = Field(description="units of the capability for one of what is counted")
    per: Selector = Field(description="the posture that is counted, the line itself aside")
    of: Id = Field(default="personnel", description="personnel, the capability that is counted, or lift: t a month of those who come next")


class FlowNeed(Record):
    """A need made by supply: the tonnes a day that enter the line's sites, each once, and those that come nowhere."""

    flow: Id = Field(description="supply, as unit types consume it")


def _kind_of_derivation(value: Any) -> str:
    return "<courses>" if isinstance(value, str) else branch(value, ("flow",), RatioNeed)


Derivation = Annotated[
    Annotated[RatioNeed, Tag("<plain>")]
    | Annotated[FlowNeed, Tag("<flow>")]
    | Annotated[Annotated[str, Choice("courses")], Tag("<courses>")],
    Discriminator(_kind_of_derivation),
]


class DerivedNeed(Record):
    """A need that the posture makes."""

    derived: Derivation = Field(description="{ratio, per, of}, {flow: supply}, or courses (the largest month of classes running)")


def _kind_of_need(value: Any) -> str:
    """Tell a derived need, whose one value is a mapping, from levels, which are numbers."""
    shaped = isinstance(value, dict) and ("derived" in value or any(isinstance(v, dict) for v in value.values()))
    return "<derived>" if shaped or isinstance(value, DerivedNeed) else "<levels>"


Need = Annotated[Annotated[DerivedNeed, Tag("<derived>")] | Annotated[PhaseAmounts, Tag("<levels>")], Discriminator(_kind_of_need)]


class Least(Record):
    """A minimum: a share of the level, or an absolute amount."""

    share: Share | None = Field(default=None, description="share of the level, after the level of ambition; rounded up to whole units")
    amount: OfCapability | None = Field(default=None, description="units of the capability")


def as_minimum(value: Any) -> Any:
    """Read 50% as a share and a whole number as an amount; a fraction could be meant as either, so it is refused."""
    if isinstance(value, str) and value.strip().endswith("%"):
        return {"share": share_up_to(1)(value)}
    plain = units.number(value) if isinstance(value, str) else None
    value = value if plain is None else float(plain)
    if isinstance(value, float) and 0 < value < 1:
        raise slip(
            f"a minimum of {value:g} could mean a share or an amount",
            f"write {value:.0%} for a share of the level, or a number from 1 for an amount",
        )
    if isinstance(value, int | float | Labelled) and not isinstance(value, bool):
        return {"amount": value}
    raise slip(f"expected a minimum, got {shown(value)}", "write a share of the level (50%), an amount (12), or one a capability")


WRITTEN = {"anyOf": [{"type": ["string"], "pattern": "%$", "maximum": 1}, Quantity(OF_CAPABILITY).form]}
Minimum = Annotated[Least, BeforeValidator(as_minimum), WithJsonSchema(WRITTEN)]
Minima = Annotated[
    Annotated[Minimum, Tag("<one>")] | Annotated[dict[Id, Minimum], Tag("<each>")],
    Discriminator(lambda value: "<each>" if isinstance(value, dict) else "<one>"),
]


def minimum_by_need(value: Any, info: ValidationInfo) -> Any:
    """Hand the units of what the line needs down to its minima; one for all must mean the same unit for all."""
    if isinstance(value, dict):
        return {capability: with_label(least, of_capability(str(capability), info)) for capability, least in value.items()}
    labels = {of_capability(capability, info) for capability in info.data.get("needs", {"": None})}
    return with_label(value, labels.pop() if len(labels) == 1 else None)


class Lead(Record):
    """Who leads the line: one of the listed nations in each step in which it is filled."""

    nations: Nations = Field(description="nations that may lead")
    min_share: Share = Field(default=0.0, description="least share of the persons in the line and step")
    fixed: Flag = Field(default=False, description="one lead for the whole horizon")


class Whole(Record):
    """A share of what stands must stand in whole formations."""

    unit_type: Id = Field(description="the formation")
    share: Share = Field(description="share of what stands")


class Resilience(Record):
    """Whose leaving the line must survive at its minimum."""

    loss_of: Annotated[str, Choice("nation", "group", "site")] = Field(default="nation", description="nation, group or site")
    names: Ids | None = Field(
        default=None, description="which of them, each by itself; groups are named, else it is any nation or any site"
    )


def as_resilience(value: Any) -> Any:
    """Read `n-1` as the loss of any one nation."""
    if isinstance(value, str):
        Choice("n-1").read(value)
        return {"loss_of": "nation"}
    return value


class Standby(Record):
    """A line that is held at notice at home."""

    backs: Ids = Field(default_factory=list, description="lines that it stands behind: what it holds counts in their n-1")


def as_standby(value: Any) -> Any:
    """Read true as a stand-by that backs no line, false as none."""
    if value is None or isinstance(value, dict):
        return value
    return {} if flag(value) else None


class RequirementEntry(Record):
    """A line of the statement of requirements."""

    title: Text | None = Field(default=None, description="name in reports")
    pillar: Pillar = Field(description="training, reassurance or neighbour")
    needs: Annotated[dict[Id, Need], by_key(of_capability)] = Field(
        description="capability: level per phase (a phase not named needs nothing), or {derived: ...}", min_length=1
    )
    minimum: Annotated[Minima | None, BeforeValidator(minimum_by_need)] = Field(
        default=None, description="least useful amount: a share of the level (rounded up to whole units), an amount, or one a capability"
    )
    area: Sites | None = Field(default=None, description="where: site ids, or a selector of sites; anywhere if not said")
    priority: AtLeastOne = Field(default=1, description="1 comes first; of a derived line it only ranks it in reports")
    weight: Positive = Field(default=1.0, description="weight in its goal, lines")
    domain: Text | None = Field(default=None, description="a label; it filters nothing")
    lead: Annotated[Lead, shorthand("nations", "string", "array")] | None = Field(default=None, description="lead nation")
    max_nations: AtLeastOne | None = Field(default=None, description="most nations in a step")
    min_contribution: Annotated[dict[Id, SomeOfCapability], by_key(of_capability), shorthand("personnel", LEAST_PERSONS.form)] | None = (
        Field(default=None, description="least of a nation that takes part: persons, or personnel or a capability: amount")
    )
    whole: Whole | None = Field(default=None, description="share in whole formations")
    resilience: Annotated[Resilience, Short(as_resilience, {"const": "n-1"})] | None = Field(
        default=None, description="n-1: the minimum must survive the loss of any one nation"
    )
    cover: Flag = Field(default=False, description="a derived line that counts in `uncovered`")
    hard: Flag = Field(default=False, description="a derived line that limits its drivers and has no shortfall")
    standby: Annotated[Standby | None, Short(as_standby, {"type": "boolean"})] = Field(
        default=None, description="held at notice at home, not in the area: true, or the lines that it backs"
    )
    basis: Basis | None = Field(default=None, description="quoted, derived or assumed")
    releasable_to: Ids | None = Field(default=None, description="who may see it in reports")
    notes: Text | None = Field(default=None, description="remarks")
    source: Text | None = Field(default=None, description="where it comes from")
    confidence: Confidence | None = Field(default=None, description="how good the source is")


class AmbitionGroup(Record):
    """A share that scales the levels of all lines that it selects."""

    lines: Selector = Field(description="lines that are meant (requirement, pillar)")
    share: Ratio = Field(description="share of their levels")


Ambition = Annotated[
    Annotated[dict[Id, Ratio], Tag("<lines>")] | Annotated[list[AmbitionGroup], Tag("<groups>")],
    Discriminator(lambda value: "<groups>" if isinstance(value, list) else "<lines>"),
]
