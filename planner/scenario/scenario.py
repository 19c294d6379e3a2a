"""The Scenario: what a planner wrote, resolved, sorted and in base units; the one value that every later stage reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from planner.scenario.conditions import Clauses, Condition
from planner.scenario.problems import Mark, Problem
from planner.scenario.selector import Selector

DAYS_A_MONTH = 30.4375  # of the mean year: what is written in days, or by the day, is counted in these


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
class Burden:
    """What is weighed in a goal on burden: of each nation that offers its load above `ignore_below` over its share of the key.

    The goal is the largest of these or, further down a lexicographic min-max, the sum of the `largest` so many.
    """

    load: str  # person_months, cost or exposure
    key: str  # gdp, defence, active, equal or given
    ignore_below: float = 0.0
    largest: int = 1


@dataclass(frozen=True)
class Goal:
    """One goal, minimised. A level's bound row is value + absolute + relative * |value|."""

    metric: str
    priority: int | None = None
    relative: float = 0.0
    absolute: float = 0.0
    mark: Mark | None = None
    burden: Burden | None = None

    @property
    def name(self) -> str:
        """The key of the goal in metrics and aims: "shortfall.1", "cost", "peak_burden", "peak_burden.2" for its two largest."""
        number = self.priority if self.burden is None or self.burden.largest == 1 else self.burden.largest
        return self.metric if number is None else f"{self.metric}.{number}"


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
    key: str = ""  # of peak_burden: what shares are measured by


@dataclass(frozen=True)
class Caveat:
    """What a nation will not do: `select` is barred in [first_month, until_month), unless those of `unless` hold (() = no exception).

    With `leads` it is barred only where one of these nations leads the line, none under its own command. A `soft` one may be lifted; one
    that is only `negotiable` could be, if asks were allowed.
    """

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
    owner: str = ""
    leads: frozenset[str] = frozenset()
    negotiable: bool = False


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
    """A need made by the posture: ratio times `of` of the selected posture outside the line itself.

    `of` is personnel or a capability; of kind `flow` it is a supply, and ratio times what enters the sites of the line, and what comes
    nowhere, is the need: `select` then means the sites that routes feed. Of kind `lift` the tonnes a month count that
    move to where they stand in the next step.
    """

    requirement: str
    capability: str
    ratio: float
    of: str
    select: Selector
    mark: Mark | None = None
    kind: str = "ratio"


@dataclass(frozen=True)
class Pin:
    """A decision already taken: the units of the selected placements, in each of the steps, lie between the bounds."""

    select: Selector
    at_least: float
    at_most: float
    steps: tuple[int, ...]
    mark: Mark | None = None
    notes: str = ""  # who decided it, and when


@dataclass(frozen=True)
class Persistence:
    """What departs from the agreed plan, the frame `baseline`, and how much: per line, or per line and site.

    `weights`: what a person-month that moves counts, by the lowest status of its offer, `unused` for an offer without a unit in the
    agreed plan. `most_changed_nations`: NaN for any number. `gone`: ids of the agreed plan that are not there any more.
    """

    weights: Mapping[str, float]
    most_changed_nations: float = float("nan")
    per_site: bool = False
    gone: tuple[str, ...] = ()
    mark: Mark | None = None


@dataclass(frozen=True, eq=False)
class Scenario:
    """One resolved option of a scenario. Immutable, sorted by id, base units (persons, t, t/day, M EUR, months).

    One is equal to itself alone, so that what follows from a scenario may be kept beside it; `digest` says whether two say the same.

    `frames` are those of planner.frames.SCENARIO. `marks` maps a path such as ("offers", "FRA-battlegroup") to where it stands.
    `kept` holds blocks that are read but not planned yet, and what only reports use. `digest` is a SHA-256 of the resolved content.
    """

    title: str
    option: str  # "base" or the option's name
    option_title: str  # with the rules that were switched off beside the file
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
    persistence: Persistence | None = None  # None where no plan was agreed before
    goals: tuple[Goal, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    yardstick: str = "base"  # the option whose needs and thresholds every option is also measured by
    switches: Mapping[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()  # rules switched off beside the file; `switches` says "off" of them too
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

    @property
    def tours(self) -> bool:
        """Whether units in a cycle stand by tours that are decided one by one, not at the rate that the cycle sustains."""
        return self.switches.get("rotation") == "tours"

    def first_day(self, month: int) -> date:
        """Return the first day of a month of the calendar."""
        years, index = divmod(self.start.month - 1 + month, 12)
        return date(self.start.year + years, index + 1, 1)

    def mark(self, *path: str) -> Mark | None:
        """Return where a thing stands in the planner's files, or None."""
        return self.marks.get(path)
