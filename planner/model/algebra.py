"""Columns and rows: the few words in which every family writes.

A model `m` is a Pyomo ConcreteModel with, beside its components, `steps`, `posture` (one row a place column), `units` (those columns, in
the same order), `earlier` (of each row that of the same placement in the step before, or -1), `provided`, `aims` and `axes`. A component's
name is the kind of its label, its index the key.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from pyomo.core.expr.numeric_expr import LinearExpression
from pyomo.environ import Any as AnyKey
from pyomo.environ import Binary, Constraint, NonNegativeIntegers, NonNegativeReals, Var

Rows: TypeAlias = npt.NDArray[np.int64]  # positions in a frame
Model: TypeAlias = Any  # Pyomo is not typed

TINY = 1e-9
NOTHING: Rows = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of columns times weights, to be added up before Pyomo sees it: its own expressions copy at each step."""

    weights: list[float]
    columns: list[Any]

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(self.weights + other.weights, self.columns + other.columns)

    def __sub__(self, other: "Sum") -> "Sum":
        return self + -1.0 * other

    def __rmul__(self, factor: float) -> "Sum":
        return Sum([factor * w for w in self.weights], self.columns)

    @property
    def expression(self) -> Any:
        """The sum as Pyomo writes it."""
        return LinearExpression(constant=0, linear_coefs=self.weights, linear_vars=self.columns)


def columns(
    m: Model, kind: str, axes: Sequence[str], keys: Sequence[tuple[Any, ...]], upper: Sequence[float] | float,
    lower: Sequence[float] | float = 0.0, *, whole: bool = True, full: bool = False,
) -> dict[tuple[Any, ...], Any]:  # fmt: skip
    """Declare the columns of a kind and return them by key.

    Parameters
    ----------
    axes
        What each part of a key names: offer, nation, requirement, site, step, condition, ...
    upper, lower
        Bounds, one a key or one for all.
    whole
        Integer.
    full
        At its upper bound in the empty posture, not at its lower.
    """
    most = dict(zip(keys, np.broadcast_to(np.asarray(upper, dtype=float), len(keys)).tolist(), strict=True))
    least = dict(zip(keys, np.broadcast_to(np.asarray(lower, dtype=float), len(keys)).tolist(), strict=True))
    start = most if full else least
    domain = NonNegativeReals if not whole else Binary if max(most.values(), default=1) <= 1 else NonNegativeIntegers
    made = Var(list(keys), domain=domain, bounds=lambda _, *key: (least[key], most[key]), initialize=lambda _, *key: start[key])
    m.add_component(kind, made)
    m.axes[kind] = tuple(axes)
    return dict(zip(keys, made.values(), strict=True))


def column(m: Model, kind: str, axes: Sequence[str], key: tuple[Any, ...], upper: float, *, whole: bool = True) -> Any:
    """Declare one column of a kind whose keys are found on the way, and return it."""
    if m.component(kind) is None:
        m.add_component(kind, Var(AnyKey, dense=False))
        m.axes[kind] = tuple(axes)
    made = m.component(kind)[key]
    made.domain = NonNegativeReals if not whole else Binary if upper <= 1 else NonNegativeIntegers
    made.setlb(0.0)
    made.setub(float(upper))
    made.set_value(0.0)
    return made


def constrain(m: Model, name: str, key: tuple[Any, ...], body: Sum, lower: float | None = None, upper: float | None = None) -> None:
    """Add one row, lower <= body <= upper (one side, or both equal); a row without columns that holds is left out."""
    if not body.columns:
        if (lower is None or lower <= TINY) and (upper is None or upper >= -TINY):
            return
        body = total([m.nothing["posture", 0]])  # nothing can meet it: the row says so to the solver
    if m.component(name) is None:
        m.add_component(name, Constraint(AnyKey))
    m.component(name)[key] = (lower, body.expression, upper)


def total(found: Iterable[Any], weights: Iterable[float] | float = 1.0) -> Sum:
    """Return the sum of columns times weights."""
    summed = list(found)
    return Sum([float(weights)] * len(summed) if isinstance(weights, int | float) else list(weights), summed)


def one(column: Any, weight: float = 1.0) -> Sum:
    """Return one column times a weight."""
    return Sum([float(weight)], [column])


def plus(sums: Iterable[Sum]) -> Sum:
    """Return one sum of any number of sums."""
    parts = list(sums)
    return Sum([w for s in parts for w in s.weights], [v for s in parts for v in s.columns])


def groups(frame: pd.DataFrame, by: Sequence[str], rows: Rows | None = None) -> list[tuple[tuple[Any, ...], Rows]]:
    """Return (key, positions in the frame) of each group, in order of key; of some positions only where `rows` says so."""
    at = np.arange(len(frame)) if rows is None else rows
    found: dict[tuple[Any, ...], list[int]] = {}
    for position, key in zip(at.tolist(), zip(*(frame[c].to_numpy()[at].tolist() for c in by), strict=True), strict=True):
        found.setdefault(key, []).append(position)
    return [(key, np.array(found[key], dtype=np.int64)) for key in sorted(found)]


def units(m: Model, rows: Rows, weights: npt.NDArray[np.float64] | float = 1.0) -> Sum:
    """Return the units that stand in some rows of the posture, each times its weight."""
    return total(m.units[rows].tolist(), weights if isinstance(weights, float) else weights.tolist())


def most(m: Model, rows: Rows) -> int:
    """Return how many units can stand in rows of the posture, at most: by placement and by what each offer supplies in the step."""
    return int(heaviest(m, rows, np.ones(len(rows))))


def heaviest(m: Model, rows: Rows, weights: npt.NDArray[np.float64]) -> float:
    """Return the most that units in rows of the posture can weigh together: a row that allows so much cannot bind."""
    sources, which = np.unique(m.source[rows], return_inverse=True)
    by_placement = np.bincount(which, m.ub[rows] * weights, len(sources))
    each = np.zeros(len(sources))
    np.maximum.at(each, which, weights)
    return float(np.minimum(by_placement, m.supply_of[sources] * each).sum())
