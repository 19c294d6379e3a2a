"""Placements: each admissible (offer, requirement, site), and each barred one with all its reasons."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.scenario import Clauses, Mark


@dataclass(frozen=True)
class Reason:
    """Why a placement is barred: kind of rule, its cause in words, where it stands.

    Rules: area, room, offer, caveat, consent, date, need, condition, rotation, ceiling, reception.
    """

    rule: str
    cause: str
    mark: Mark | None = None


@dataclass(frozen=True)
class Placements:
    """Admissible placements and the rest.

    `chosen` (one row a placement a, sorted by offer, requirement, site): offer, requirement, site, nation, unit_type, country, own_soil,
    standby (held at notice at home, and so on own soil; the site is where it would go), personnel (persons a unit), stay (share of a unit
    that it provides there: 1, or 21/30), substitute (whether it serves as a substitute on that line), requires (clauses of conditions that
    must hold for it to stand, from caveats, consent and areas; not those of tiers).
    `asks[a, p, j]`: whether clause `clauses[j]` is asked in step p, for a caveat may have dates.
    `lifts[a, p, j]`: whether soft caveat `soft[j]` keeps it out in step p unless it is lifted, or its exception comes to hold.
    `gives` (a, capability, amount): what one unit gives on its line, stay and effectiveness applied; only capabilities that the line needs.
    `ub[a, p]`: tight upper bound in units; 0 where dates, need or room forbid the step.
    `barred`: offer, requirement, site of each triple that is never admissible; `by[k]` a pair of a row of `barred` and the code of one of
    its `reasons`, sorted: each reason that bars it in all steps in which the line is needed or, where none does so alone, each that bars
    it in some. A triple whose unit gives nothing that the line needs is not listed.
    """

    chosen: pd.DataFrame
    gives: pd.DataFrame
    ub: npt.NDArray[np.int64]
    barred: pd.DataFrame
    by: npt.NDArray[np.int64]
    reasons: tuple[Reason, ...]
    clauses: Clauses
    asks: npt.NDArray[np.bool_]
    soft: tuple[str, ...]
    lifts: npt.NDArray[np.bool_]

    def why(self, row: int) -> tuple[Reason, ...]:
        """Return all reasons of barred row `row`."""
        first, until = np.searchsorted(self.by[:, 0], (row, row + 1))
        return tuple(self.reasons[j] for j in self.by[first:until, 1])
