"""Conditions, commitments that must be true, and the tests by which a posture may earn them."""

from dataclasses import dataclass
from typing import TypeAlias

from planner.scenario.problems import Mark
from planner.scenario.selector import Selector

Clauses: TypeAlias = tuple[tuple[str, ...], ...]  # all clauses must hold; a clause holds if one of its conditions does; () asks for nothing


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
    """A commitment that must be true: granted by date, denied, or earned by the posture (`earned`); it may be left unused, never forced.

    `opens`: the unit types that alone may come by it where it stands in a clause (a partial backstop); None for all.
    """

    name: str
    granted: str  # granted, denied, if-earned
    first_month: int = 0
    until_month: int = 10_000
    starts_notice: bool = False
    earned: Test | None = None
    latch: bool = False
    opens: frozenset[str] | None = None
    probability: float | None = None
    owner: str = ""
    title: str = ""
    mark: Mark | None = None
