"""The vocabulary of decisions: what a plan decides, shared by model, rules, store and reports, and the only way from numbers to meaning.

A label is (kind, key); a Program carries one for each column. Columns of other kinds (shortfalls, joins, ...) belong to the model alone
and are not read: every other figure of a plan is what the rules make of its decisions.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

Key: TypeAlias = tuple[str | int, ...]
Label: TypeAlias = tuple[str, Key]
Row: TypeAlias = tuple[str | int | float, ...]  # a key and an amount
Decisions: TypeAlias = Mapping[str, pd.DataFrame]
MOST = 2**53  # units or a step beyond this are no whole number to a float, and so to no rule
NUMBERS = frozenset({"step", "stage", "month"})  # columns of keys that hold whole numbers; the others hold ids
NOISE = 1e-9  # an amount that need not be whole is nothing below this: what a solver leaves of a zero


class DecisionError(ValueError):
    """A row that is no decision of its kind: a sentence that names it. Whether a decision is a good one is for the rules to say."""


@dataclass(frozen=True)
class Kind:
    """One kind of decision: the columns that name it and the column that holds its amount, in whole numbers or not."""

    key: tuple[str, ...]
    amount: str
    meaning: str
    whole: bool = True


KINDS: Mapping[str, Kind] = {
    "place": Kind(("offer", "requirement", "site", "step"), "units", "units of an offer that serve a line at a site in a step"),
    "start": Kind(
        ("offer", "tier", "month"), "tours", "tours of a tier of an offer that begin in a month; none where rotation is sustained"
    ),
    "open": Kind(("site", "step"), "open", "site in use, 1; sites that exist are always open and are not decided"),
    "holds": Kind(("condition", "step"), "holds", "condition to be earned that is relied on, 1; granted ones hold by date, undecided"),
    "lead": Kind(("nation", "requirement", "step"), "leads", "nation leads a line, 1"),
    "grow": Kind(("site", "stage", "step"), "grown", "a site has its step of expansion of that number, 1"),
    "lift": Kind(("caveat",), "lifted", "a soft caveat that its nation is asked to lift, 1"),
    "flow": Kind(("route", "supply", "step"), "tpd", "t/day of a supply that a route carries", whole=False),
}


def read(labels: Sequence[Label], x: npt.NDArray[np.float64]) -> Decisions:
    """Return the decisions in a solution vector: one frame a kind, whole where the kind is, zeros left out, sorted by key."""
    rows: dict[str, list[Row]] = {kind: [] for kind in KINDS}
    for (kind, key), value in zip(labels, x, strict=True):
        if kind not in rows:
            continue
        amount = round(value) if KINDS[kind].whole else float(value) if abs(value) > NOISE else 0.0
        if amount != 0:
            rows[kind].append((*key, amount))
    return {kind: frame(kind, rows[kind]) for kind in KINDS}


def seat(decisions: Decisions, labels: Sequence[Label]) -> npt.NDArray[np.float64]:
    """Return a vector with the decisions at their labels; NaN where a column is no decision; a decision without a column is left out."""
    amounts = {(kind, tuple(row[:-1])): float(row[-1]) for kind, table in decisions.items() for row in table.itertuples(index=False)}
    return np.array([amounts.get((kind, tuple(key)), 0.0) if kind in KINDS else np.nan for kind, key in labels])


def frame(kind: str, rows: Sequence[Row]) -> pd.DataFrame:
    """Return the frame of one kind of decision from rows (key columns, amount), sorted by key.

    Raises
    ------
    DecisionError
        A row has another length than the kind's columns, a number that is not whole or not finite where it must be, or an id that is no
        text: nothing is rounded, cut or read as something else here, for the rules must judge what was decided.
    """
    declared = KINDS[kind]
    columns = (*declared.key, declared.amount)
    counts = NUMBERS | {declared.amount} if declared.whole else NUMBERS
    for row in rows:
        _refuse(kind, row, columns, counts)
    table = pd.DataFrame(sorted(rows), columns=list(columns))
    types: dict[str, Any] = {c: np.int64 if c in counts else object for c in columns}
    return table.astype(types if declared.whole else types | {declared.amount: np.float64})


def _refuse(kind: str, row: Sequence[object], columns: Sequence[str], counts: Collection[str]) -> None:
    """Raise DecisionError for a row that is no decision."""
    if len(row) != len(columns):
        raise DecisionError(f"{kind} {[*row]} is not {', '.join(columns)}")
    for column, value in zip(columns, row, strict=True):
        if column == KINDS[kind].amount and column not in counts:
            if isinstance(value, bool) or not isinstance(value, int | float | np.number) or not math.isfinite(value):
                raise DecisionError(f"{kind} {[*row]} holds what is no number: {column} is {value!r}")
            continue
        if column in counts and not (isinstance(value, int | np.integer) and not isinstance(value, bool) and abs(int(value)) <= MOST):
            raise DecisionError(f"{kind} {[*row]} holds what is no whole number: {column} is {value!r}")
        if column not in counts and not isinstance(value, str):
            raise DecisionError(f"{kind} {[*row]} holds what is no id: {column} is {value!r}")
