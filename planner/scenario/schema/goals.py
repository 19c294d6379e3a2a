"""goals, criteria, thresholds, yardstick: what the plan is for, and by what options are compared."""

from typing import Annotated, Any

from pydantic import Field, ValidationInfo

from planner.scenario.metrics import CRITERIA, GOALS, METRICS
from planner.scenario.schema.quantities import OfCounted, by_sibling
from planner.scenario.schema.record import Record, Short, listed, shorthand, shown, slip
from planner.scenario.schema.selector import Selector
from planner.scenario.schema.values import Amount, AtLeastOne, Choice, Id, Share, Text, share_up_to


class Tolerance(Record):
    """How far later goals may worsen this one."""

    relative: Share = Field(default=0.0, description="share of the value reached")
    absolute: OfCounted = Field(default=0.0, description="in the goal's own unit")
    points: Share = Field(default=0.0, description="share of the summed weights of its lines")


def of_goal(info: ValidationInfo) -> str | None:
    """Return in what a goal is counted, where that has a unit."""
    metric = METRICS.get(info.data.get("minimise", ""))
    return metric.counted or None if metric else None


def as_tolerance(value: Any) -> Any:
    """Read 3% for what it is in the goal's own unit: that is known to the goal, so the bare share is kept for it."""
    if isinstance(value, dict):
        return value
    try:
        return {"relative": share_up_to(1)(value)}
    except ValueError as wrong:
        raise slip(f"expected a tolerance from 0% to 100%, got {shown(value)}", "write a percentage, or {absolute: 5}") from wrong


class GoalEntry(Record):
    """One goal; each keeps what the earlier ones reached, within its tolerance."""

    minimise: Annotated[str, Choice(*GOALS)] = Field(description="what is made small")
    priority: AtLeastOne | None = Field(default=None, description="lines of this priority, for shortfall")
    tolerance: Annotated[Tolerance, Short(as_tolerance, {"type": ["number", "string"]}), by_sibling(of_goal)] | None = Field(
        default=None, description="a share: of the value for money and people, of the summed weights for shortfalls"
    )
    load: Annotated[str, Choice("person_months", "cost", "exposure")] | None = Field(
        default=None, description="for peak_burden, what each nation bears; person_months if not said"
    )
    key: Annotated[str, Choice("gdp", "defence", "active", "equal", "given")] | None = Field(
        default=None, description="for peak_burden, what its share is measured by; gdp if not said"
    )
    ignore_below: Amount | None = Field(
        default=None, description="for peak_burden, what of each load does not count, in the unit of the load"
    )
    block: Annotated[str, Choice("min-max", "lexicographic")] | None = Field(
        default=None, description="for peak_burden: the most loaded alone (min-max, if not said), or after it the next, and so on"
    )


Goals = list[Annotated[GoalEntry, shorthand("minimise", "string")]]


class Criterion(Selector):
    """A criterion for the comparison of options: raw values first, weights last."""

    metric: Annotated[str, Choice(*CRITERIA)] = Field(description="what is compared")
    title: Text | None = Field(default=None, description="name in reports")
    priority: AtLeastOne | None = Field(default=None, description="lines of this priority")
    phase: Id | None = Field(default=None, description="phase; the whole horizon if not said")
    weight: Amount = Field(default=1.0, description="weight")
    key: Annotated[str, Choice("gdp", "defence", "active", "equal", "given")] | None = Field(
        default=None, description="key, for peak_burden"
    )


class Thresholds(Record):
    """Where the colours of reports change, from the best down."""

    coverage: Annotated[list[Share], listed] = Field(default_factory=lambda: [0.95, 0.85, 0.60], description="shares, falling")
