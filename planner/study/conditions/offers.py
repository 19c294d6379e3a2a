"""What counts of offers as such, whatever stands: the units of usable tiers at the rate that they sustain, wherever they might stand."""

from math import nan
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.doubts.hanging import hanging, only_with
from planner.doubts.reads import meant
from planner.rules import Holding, tiers
from planner.scenario import Covered, Reach, Scenario

Flags: TypeAlias = npt.NDArray[np.bool_]

ROUNDING = 1e-9
NONE: frozenset[str] = frozenset()


def needed(scenario: Scenario, test: Covered, step: int) -> "pd.Series[bool]":
    """Return which given needs a test of coverage speaks of in a step."""
    needs = scenario.frames["needs"]
    return needs["requirement"].isin(test.requirements) & (needs["step"] == step) & (needs["level"] > 0)


class Offers:
    """The offers of a scenario, and what is usable of them while conditions hold."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        requires = scenario.frames["tiers"]["requires"]
        self.asked = frozenset(name for clauses in requires for clause in clauses for name in clause)
        self._usable: dict[Holding, pd.DataFrame] = {}
        self._free: dict[tuple[int, frozenset[str], frozenset[str]], pd.DataFrame] = {}

    def usable(self, held: Holding) -> pd.DataFrame:
        """Return the tiers that may be used, as the rules say: offer, step, units, in_place, requires and more."""
        asked = tuple(names & self.asked for names in held)
        if asked not in self._usable:
            table = tiers(self.scenario, asked)
            self._usable[asked] = table[table["usable"]]
        return self._usable[asked]

    def free(self, step: int, held: Holding, without: frozenset[str] = NONE) -> pd.DataFrame:
        """Return units and units in place for good of each offer in a step, less the tiers that stand only with `without`."""
        key = (step, held[step] & self.asked, without & self.asked)
        if key not in self._free:
            table = self.usable(held)
            rows = table[table["step"] == step]
            kept = [not only_with(clauses, without) for clauses in rows["requires"]]
            totals = rows[np.array(kept, dtype=bool)].groupby("offer")[["units", "in_place"]].sum()
            self._free[key] = totals.reindex(self.scenario.frames["offers"].index, fill_value=0.0)
        return self._free[key]

    def worth(self, reach: Reach) -> pd.Series:
        """Return what one unit of each offer counts towards a threshold."""
        offers, frames = self.scenario.frames["offers"], self.scenario.frames
        if reach.measure in {"units", "nations"}:
            return pd.Series(1.0, index=offers.index)
        if reach.measure == "personnel":
            each = frames["unit_types"]["personnel"]
        else:
            given = frames["provides"]
            each = given[given["capability"] == reach.capability].set_index("unit_type")["amount"]
        return pd.Series(each.reindex(offers["unit_type"], fill_value=0.0).to_numpy(dtype=float), index=offers.index)

    def value(self, name: str, reach: Reach, step: int, held: Holding) -> float:
        """Return what the offers that a test asks about come to in a step."""
        offers = self.scenario.frames["offers"]
        chosen = meant(reach.select, offers)
        without = hanging(self.scenario, name) if reach.without_needs_it else NONE
        in_place = self.free(step, held, without)["in_place"][chosen]
        if reach.measure == "nations":
            return float((in_place.groupby(offers["nation"][chosen]).sum() >= 1 - ROUNDING).sum())
        return float((in_place * self.worth(reach)[chosen]).sum())


class Nothing:
    """What counts if nobody sends anything: offers as such, and no posture."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario, self.offers = scenario, Offers(scenario)

    def value(self, name: str, reach: Reach, step: int, held: Holding) -> float:
        """Return what counts towards a threshold whatever stands."""
        return self.offers.value(name, reach, step, held) if reach.of_offers else 0.0

    def share(self, test: Covered, step: int, held: Holding) -> float:
        """Return the share of the levels of lines that is filled when nothing stands; no number where they are not needed."""
        return 0.0 if needed(self.scenario, test, step).any() else nan
