"""What a rule says of a plan: figures, metrics and breaches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import pandas as pd

BREACH = ("rule", "key", "amount", "limit", "say")  # key: ids joined by " / "; say: the sentence a planner reads
Row: TypeAlias = tuple[str, str, float, float, str]  # a breach before it is a frame, in the order of BREACH
SLACK = 1e-6  # what rounding may leave; amounts are compared at this, relative above 1


def no_breach() -> pd.DataFrame:
    """Return an empty frame of breaches."""
    return breaches([])


def breaches(rows: Sequence[Row]) -> pd.DataFrame:
    """Return a frame of breaches."""
    return pd.DataFrame(sorted(rows), columns=list(BREACH)).astype({"amount": np.float64, "limit": np.float64})


def exceeds(amount: float, limit: float) -> bool:
    """Say whether an amount is above its limit by more than rounding."""
    return amount > limit + SLACK * max(1.0, abs(limit))


@dataclass(frozen=True)
class Account:
    """A rule's account: declared frames by name, metrics by name (goal names among them), breaches."""

    frames: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    metrics: Mapping[str, float] = field(default_factory=dict)
    breaches: pd.DataFrame = field(default_factory=no_breach)
