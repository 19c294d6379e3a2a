"""What a short line does to a date: whether initial or full operational capability waits for it, alone or with others."""

from dataclasses import dataclass

import numpy as np

from planner.rules import Need, Readiness


@dataclass(frozen=True)
class Delay:
    """What a shortfall does to a date: its name, the step it would fall in without it, the step as planned, other lines that share it."""

    what: str
    would_be: int | None
    planned: int | None
    others: int = 0

    @property
    def alone(self) -> bool:
        """Whether the date would be earlier with this line ready and all else as planned."""
        return self.others == 0


def delay(what: str, readiness: Readiness, need: Need) -> Delay | None:
    """Return how a need delays the date `what`: alone if the date were earlier with this need ready.

    With others if the date is not reached and, where the fewest needs are missing, this is one of them.
    """
    planned, without = readiness.step, readiness.without(need)
    before = len(readiness.may) if planned is None else planned
    if without is not None and without < before:
        return Delay(what, without, planned)
    if planned is not None or not readiness.may.any():
        return None
    missing = np.where(readiness.may, (~readiness.ready).sum(axis=0), len(readiness.needs) + 1)
    nearest = int(np.flatnonzero(missing == missing.min())[-1])
    mine = [ready for other, ready in zip(readiness.needs, readiness.ready[:, nearest], strict=True) if other == need]
    return Delay(what, None, None, int(missing[nearest]) - 1) if mine and not all(mine) else None
