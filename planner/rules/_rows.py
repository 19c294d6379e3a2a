"""Rows of frames one by one, as plain values: to the stubs of pandas every scalar is of all types at once."""

from collections.abc import Iterator
from typing import Any

import pandas as pd


def each(frame: pd.DataFrame, *columns: str) -> Iterator[Any]:
    """Yield the rows of a frame as named tuples; of the named columns only where any are named."""
    yield from (frame[list(columns)] if columns else frame).itertuples(index=False)


def items(series: "pd.Series[Any]") -> Iterator[tuple[Any, Any]]:
    """Yield (label, value) of a series."""
    yield from series.items()


def groups(grouped: Any) -> Iterator[tuple[Any, Any]]:
    """Yield (key, rows) of a grouping."""
    yield from grouped
