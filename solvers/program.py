"""A Program: arrays with opaque labels and axes; and what comes back of it."""

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse

Vector: TypeAlias = npt.NDArray[np.float64]

FEASIBLE = 1e-6  # largest violation of a row or bound at which a vector still counts as a plan


@dataclass(frozen=True)
class Aim:
    """One goal: minimise cost @ x + constant. Its level's row is value + absolute + relative * |value|."""

    name: str
    cost: Vector
    constant: float = 0.0
    relative: float = 0.0
    absolute: float = 0.0

    def value(self, x: Vector) -> float:
        """Return the goal's value at x."""
        return float(self.cost @ x) + self.constant


@dataclass(frozen=True)
class Axis:
    """A way to group columns: code[j] is the group of column j, -1 none; ordered where neighbouring codes are neighbours (time)."""

    name: str
    size: int
    code: npt.NDArray[np.int32]
    ordered: bool = False


@dataclass(frozen=True)
class Program:
    """row_lower <= matrix @ x <= row_upper, lower <= x <= upper, x[integer] whole; aims in order; `start` is feasible.

    Labels are (kind, key) and opaque here. Infinite bounds are +-inf. `follows` marks columns that only record what the others decide:
    with the others fixed they are soon put right, so a plan cut short does not claim worse values than it has.
    """

    matrix: sparse.csr_array
    row_lower: Vector
    row_upper: Vector
    lower: Vector
    upper: Vector
    integer: npt.NDArray[np.bool_]
    aims: tuple[Aim, ...]
    column_labels: tuple[Any, ...]
    row_labels: tuple[Any, ...]
    axes: tuple[Axis, ...]
    start: Vector
    follows: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))

    def __post_init__(self) -> None:
        rows, columns = self.matrix.shape
        if not np.isfinite(self.matrix.data).all():
            raise ValueError("a Program's matrix must be finite")
        for name, vector, size in (
            ("row_lower", self.row_lower, rows),
            ("row_upper", self.row_upper, rows),
            ("lower", self.lower, columns),
            ("upper", self.upper, columns),
            *((f"aim {a.name}", a.cost, columns) for a in self.aims),
        ):
            if vector.shape != (size,) or np.isnan(vector).any():
                raise ValueError(f"a Program's {name} must hold {size} numbers")
        if (self.lower > self.upper).any() or (self.row_lower > self.row_upper).any():
            raise ValueError("a Program's lower bounds must not exceed its upper bounds")

    def violation(self, x: Vector) -> float:
        """Return the largest amount by which x breaks a row, a bound or integrality; inf if x is not finite or of the wrong length."""
        if x.shape != self.lower.shape or not np.isfinite(x).all():
            return float("inf")
        activity = self.matrix @ x
        off_whole = np.abs(x - np.round(x))[self.integer]
        parts = (self.row_lower - activity, activity - self.row_upper, self.lower - x, x - self.upper, off_whole)
        return max([0.0, *(float(p.max()) for p in parts if p.size)])


@dataclass(frozen=True)
class Limits:
    """When to stop: seconds on the clock, counted work (None: no limit), relative gap at which a level counts as done; and the means."""

    seconds: float = 300.0
    work: float | None = None
    gap: float = 0.0
    stall: float | None = None
    memory: int | None = None
    cores: int = 1
    seed: int = 0


EventKind: TypeAlias = Literal["step", "incumbent", "bound", "level", "log", "fault"]


@dataclass(frozen=True)
class Event:
    """One thing that happened, in numbers.

    `level` is the index of the aim; `x` comes with an incumbent; `note` is a step's name, a level's state, lines of the solver's own log,
    or what went wrong beside the search.
    """

    kind: EventKind
    seconds: float
    work: float
    level: int = -1
    value: float = float("nan")
    bound: float = float("nan")
    x: Vector | None = None
    note: str = ""


@dataclass(frozen=True)
class Level:
    """How far one aim came: `reached` when the level ended, `final` in the returned plan, `bound` given the earlier levels."""

    reached: float
    final: float
    bound: float
    state: Literal["proven", "within", "stopped", "skipped"]
    seconds: float
    work: float


@dataclass(frozen=True)
class Outcome:
    """What a solve came to. `x` is None if no plan is known; stopped_by: proof, gap, work, clock, stall, user, memory or crash."""

    status: Literal["proven", "feasible", "infeasible", "none", "crashed"]
    x: Vector | None
    levels: tuple[Level, ...]
    stopped_by: str
    solver: str
    seconds: float
    work: float
    relaxation: Vector | None = None
    conflict: tuple[int, ...] = ()
    detail: str = ""
    timings: dict[str, float] = field(default_factory=dict)
