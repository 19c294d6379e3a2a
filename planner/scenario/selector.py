"""A Selector: which placements a rule, a goal or a test is about."""

from dataclasses import dataclass

import pandas as pd


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
