"""The Scenario: what a planner wrote, resolved, sorted and in base units; the one value that every later stage reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

import pandas as pd

from planner.scenario.problems import Mark, Problem

Clauses: TypeAlias = tuple[tuple[str, ...], ...]  # all clauses must hold; a clause holds if one of its conditions does; () asks for nothing


@dataclass(frozen=True)
class Step:
    """A span of months in which the posture is constant: the index of every decision in time."""

    name: str
    phase: str
    first_month: int
    months: int

    @property
    def until_month(self) -> int:
        """The first month after the step."""
        return self.first_month + self.months

    def within(self, first_month: int, until_month: int) -> bool:
        """Say whether all months of the step lie in [first_month, until_month)."""
        return first_month <= self.first_month and self.until_month <= until_month


@dataclass(frozen=True)
class Selector:
    """Which placements are meant: each field a set of ids, or None for any; groups, kinds, countries, domains, `_not` expanded."""

    offers: frozenset[str] | None = None
    nations: frozenset[str] | None = None
    unit_types: frozenset[str] | None = None
    sites: frozenset[str] | None = None
    requirements: frozenset[str] | None = None

    def match(self, placements: pd.DataFrame) -> pd.Series:
        """Return a boolean per row of a frame with columns offer, nation, unit_type, site, requirement."""
        chosen = pd.Series(True, index=placements.index)  # noqa: FBT003  # a constant column
        for column, ids in self.fields():
            if ids is not None:
                chosen &= placements[column].isin(ids)
        return chosen

    def fields(self) -> tuple[tuple[str, frozenset[str] | None], ...]:
        """Return (column, ids) of each field."""
        return (
            ("offer", self.offers),
            ("nation", self.nations),
            ("unit_type", self.unit_types),
            ("site", self.sites),
            ("requirement", self.requirements),
        )


@dataclass(frozen=True)
class Goal:
    """One goal, minimised. A level's bound row is value + absolute + relative * |value|."""

    metric: str
    priority: int | None = None
    relative: float = 0.0
    absolute: float = 0.0
    mark: Mark | None = None

    @property
    def name(self) -> str:
        """The key of the goal in metrics and aims: "shortfall.1", "cost"."""
        return self.metric if self.priority is None else f"{self.metric}.{self.priority}"


@dataclass(frozen=True)
class Criterion:
    """By what options are compared: a metric of what is selected, in a phase or over the horizon. It changes no plan.

    `about` says in words of what the metric is told; together with the metric it names the same criterion in every option.
    """

    name: str
    metric: str
    about: str = ""
    select: Selector = field(default_factory=Selector)
    priority: int | None = None
    phase: str | None = None
    weight: float = 1.0


@dataclass(frozen=True)
class Reach:
    """A test: `measure` (personnel, units, capability, nations) of the selected posture reaches a threshold. NaN: cannot hold in that step.

    `seen_in[p]` is the step whose posture counts in step p, empty for p itself: an earlier one, a named phase as a promise, -1 for none.
    With `of_offers` what could be kept in place of the usable tiers counts instead of what stands.
    """

    measure: str
    capability: str
    select: Selector
    without_needs_it: bool
    at_least: tuple[float, ...]
    seen_in: tuple[int, ...] = ()
    of_offers: bool = False


@dataclass(frozen=True)
class Covered:
    """A test: of the levels of the named lines so large a share is filled, in the step that is seen (as in Reach). NaN as there."""

    requirements: frozenset[str]
    at_least: tuple[float, ...]
    seen_in: tuple[int, ...] = ()


@dataclass(frozen=True)
class Pledged:
    """A test: so much money, M EUR, is pledged to a fund ("" for any) by the nations (None for any), up to the step. NaN as in Reach."""

    fund: str
    nations: frozenset[str] | None
    at_least: tuple[float, ...]


@dataclass(frozen=True)
class Quorum:
    """A test: so many of the named conditions hold."""

    at_least: int
    conditions: tuple[str, ...]


@dataclass(frozen=True)
class After:
    """A test: the named condition holds, or has held in an earlier step."""

    condition: str


@dataclass(frozen=True)
class AllOf:
    """A test: every part holds."""

    parts: "tuple[Test, ...]"


@dataclass(frozen=True)
class AnyOf:
    """A test: at least one part holds."""

    parts: "tuple[Test, ...]"


@dataclass(frozen=True)
class Unplanned:
    """A test that could not be read: it never holds, and the error beside it says why."""

    what: str


Test: TypeAlias = Reach | Covered | Pledged | Quorum | After | AllOf | AnyOf | Unplanned


@dataclass(frozen=True)
class Condition:
    """A commitment that must be true: granted by date, denied, or earned by the posture (`earned`); it may be left unused, never forced."""

    name: str
    granted: str  # granted, denied, if-earned
    first_month: int = 0
    until_month: int = 10_000
    starts_notice: bool = False
    earned: Test | None = None
    latch: bool = False
    probability: float | None = None
    owner: str = ""
    title: str = ""
    mark: Mark | None = None


@dataclass(frozen=True)
class Caveat:
    """What a nation will not do: `select` is barred in [first_month, until_month), unless those of `unless` hold (() = no exception)."""

    name: str
    select: Selector
    unless: Clauses = ()
    first_month: int = 0
    until_month: int = 10_000
    soft: bool = False
    price: float = 0.0
    source: str = ""
    confidence: str = ""
    mark: Mark | None = None


@dataclass(frozen=True)
class Host:
    """What a country admits: whom, at which of its sites, how many persons, on what condition. Its own units need no consent."""

    country: str
    nations: frozenset[str]
    sites: frozenset[str]
    ceiling: float = float("nan")
    requires: Clauses = ()
    first_month: int = 0
    until_month: int = 10_000
    mark: Mark | None = None
    source: str = ""
    confidence: str = ""


@dataclass(frozen=True)
class AreaLimit:
    """A ceiling on what the selected units bring into an area: `of` is tonnes, personnel or units; per nation or all together."""

    name: str
    of: str
    who: Selector
    at_most: float
    per_nation: bool = False


@dataclass(frozen=True)
class Area:
    """A sea or air space: its sites, ceilings, limited stays (selector, days of 30) and entry conditions (selector, clauses)."""

    name: str
    sites: frozenset[str]
    limits: tuple[AreaLimit, ...] = ()
    stays: tuple[tuple[Selector, float], ...] = ()
    requires: tuple[tuple[Selector, Clauses], ...] = ()
    mark: Mark | None = None


@dataclass(frozen=True)
class Pair:
    """Who serves with whom on one line and step: only_with (directed), together (both ways) or apart."""

    kind: str
    nation: str
    other: str
    requirements: frozenset[str]
    mark: Mark | None = None


@dataclass(frozen=True)
class Derivation:
    """A need made by the posture: ratio times `of` (personnel or a capability) of the selected posture outside the line itself."""

    requirement: str
    capability: str
    ratio: float
    of: str
    select: Selector
    mark: Mark | None = None


@dataclass(frozen=True)
class Pin:
    """A decision already taken: the units of the selected placements, in each of the steps, lie between the bounds."""

    select: Selector
    at_least: float
    at_most: float
    steps: tuple[int, ...]
    mark: Mark | None = None


@dataclass(frozen=True)
class Scenario:
    """One resolved option of a scenario. Immutable, sorted by id, base units (persons, t, t/day, M EUR, months).

    `frames` are those of planner.frames.SCENARIO. `marks` maps a path such as ("offers", "FRA-battlegroup") to where it stands.
    `kept` holds blocks that are read but not planned yet, and what only reports use. `digest` is a SHA-256 of the resolved content.
    """

    title: str
    option: str  # "base" or the option's name
    option_title: str
    steps: tuple[Step, ...]
    start: date
    d_day: date
    frames: Mapping[str, pd.DataFrame]
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    caveats: tuple[Caveat, ...] = ()
    hosts: Mapping[str, Host] = field(default_factory=dict)
    consent_explicit: bool = False
    areas: tuple[Area, ...] = ()
    pairs: tuple[Pair, ...] = ()
    derivations: tuple[Derivation, ...] = ()
    pins: tuple[Pin, ...] = ()
    goals: tuple[Goal, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    yardstick: str = "base"  # the option whose needs and thresholds every option is also measured by
    switches: Mapping[str, str] = field(default_factory=dict)
    marking: str = "EXERCISE - NOTIONAL DATA"
    as_of: date | None = None
    thresholds: tuple[float, ...] = (0.95, 0.85, 0.60)
    options: Mapping[str, str] = field(default_factory=dict)  # every option of the file: name -> title
    brief: Mapping[str, Any] = field(default_factory=dict)
    kept: Mapping[str, Any] = field(default_factory=dict)
    marks: Mapping[tuple[str, ...], Mark] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()  # warnings and notes
    files: Mapping[str, bytes] = field(default_factory=dict)  # every file read, the scenario first, as its bytes were, for the run folder
    root: str = ""  # the folder that holds them all
    digest: str = ""

    @property
    def months(self) -> int:
        """Months of the horizon."""
        return self.steps[-1].until_month

    def first_day(self, month: int) -> date:
        """Return the first day of a month of the calendar."""
        years, index = divmod(self.start.month - 1 + month, 12)
        return date(self.start.year + years, index + 1, 1)

    def mark(self, *path: str) -> Mark | None:
        """Return where a thing stands in the planner's files, or None."""
        return self.marks.get(path)
