"""The most that may count towards a test while conditions hold: never less than any plan reaches, whatever its goals.

Of what a test asks about, each offer counts with the units of its tiers that may be used, as far as they find an open placement; a pool
with what it sustains; then ceilings of nations, of hosts and the room at the sites cut what they hold in common, the units first that
count most for a person. Each test is looked at alone: two that want the same unit both count it. So it is a bound, not a plan.
"""

from math import nan
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.doubts.hanging import hanging
from planner.frames import records
from planner.placements import Placements
from planner.rules import Holding
from planner.scenario import Covered, Reach, Scenario, Selector
from planner.study.clauses import fulfilled
from planner.study.conditions.ceilings import Ceilings
from planner.study.conditions.offers import NONE, ROUNDING, Flags, Offers, needed

Amounts: TypeAlias = npt.NDArray[np.float64]


class Most:
    """What offers, pools, rooms and ceilings allow of what a test asks about, at most."""

    def __init__(self, scenario: Scenario, admitted: Placements) -> None:
        self.scenario, self.admitted, self.offers = scenario, admitted, Offers(scenario)
        offers, self.names = scenario.frames["offers"], list(scenario.frames["offers"].index)
        place = {name: i for i, name in enumerate(self.names)}
        self.of: npt.NDArray[np.int64] = np.array([place[o] for o in admitted.chosen["offer"]], dtype=np.int64)
        self.home: Flags = admitted.chosen["own_soil"].to_numpy(dtype=bool)
        self.persons: Amounts = scenario.frames["unit_types"]["personnel"].reindex(offers["unit_type"]).to_numpy(dtype=float)
        self.ceilings = Ceilings(scenario, admitted)
        self.at_notice: Flags = admitted.chosen["standby"].to_numpy(dtype=bool)
        self._selected: dict[Selector, Flags] = {}
        self.asked = self.offers.asked.union(*admitted.clauses, *(names for c in scenario.caveats if c.soft for names in c.unless))
        self._open: dict[tuple[int, frozenset[str], frozenset[str]], Flags] = {}
        self._persons: dict[tuple[int, frozenset[str]], pd.Series] = {}

    def value(self, name: str, reach: Reach, step: int, held: Holding, leaving: frozenset[str] = NONE) -> float:
        """Return the most that counts towards a threshold of condition `name` in a step, if the nations `leaving` send nothing."""
        if reach.of_offers:
            return self.offers.value(name, reach, step, held)
        without = hanging(self.scenario, name) if reach.without_needs_it else NONE
        open_to_it = self.selected(reach.select) & self.open(step, held, without)
        worth = self.offers.worth(reach).to_numpy(dtype=float)
        if leaving:
            worth = np.where(self.scenario.frames["offers"]["nation"].isin(leaving), 0.0, worth)
        units = self._units(open_to_it, step, held, without)
        if reach.measure != "nations":
            return float((self._kept(units, worth, open_to_it, step, held, without) * worth).sum())
        nations = self.scenario.frames["offers"]["nation"].to_numpy(dtype=object)
        alone = [np.where(nations == n, worth, 0.0) for n in sorted(set(nations[(units > 0) & (worth > 0)]))]
        return float(sum(self._kept(units, of_one, open_to_it, step, held, without).sum() >= 1 - ROUNDING for of_one in alone))

    def share(self, test: Covered, step: int, held: Holding) -> float:
        """Return the largest share of the levels of lines that may be filled, each need alone; no number where they are not needed."""
        rows = self.scenario.frames["needs"][needed(self.scenario, test, step)]
        filled = [min(n.level, self.filled(n.requirement, n.capability, step, held)) for n in records(rows)]
        return sum(filled) / float(rows["level"].sum()) if filled else nan

    def filled(self, requirement: str, capability: str, step: int, held: Holding) -> float:
        """Return the most of a capability that a line may have in a step, if all that may serve it does."""
        gives = self.admitted.gives
        of_it = gives[gives["capability"] == capability]
        amount = np.zeros(len(self.of))
        amount[of_it["a"]] = of_it["amount"]
        mine = self.selected(Selector(requirements=frozenset({requirement})))
        open_to_it = mine & (amount > 0) & (self.open(step, held) | self.at_notice & self._fulfilled(step, held))
        worth = np.zeros(len(self.names))
        np.maximum.at(worth, self.of[open_to_it], amount[open_to_it])
        return float((self._kept(self._units(open_to_it, step, held), worth, open_to_it, step, held) * worth).sum())

    def persons_of(self, step: int, held: Holding) -> pd.Series:
        """Return the persons of each offer that may stand in a step, all together within ceilings."""
        key = (step, held[step] & self.asked)
        if key not in self._persons:
            open_to_all = self.open(step, held)
            units = self._kept(self._units(open_to_all, step, held), self.persons, open_to_all, step, held)
            self._persons[key] = pd.Series(units * self.persons, index=self.names)
        return self._persons[key]

    def units(self, step: int, held: Holding) -> Amounts:
        """Return the whole units of each offer that find a place in a step."""
        return self._units(self.open(step, held), step, held)

    def selected(self, select: Selector) -> Flags:
        """Return the placements that a selector means."""
        if select not in self._selected:
            self._selected[select] = select.match(self.admitted.chosen).to_numpy(dtype=bool)
        return self._selected[select]

    def open(self, step: int, held: Holding, without: frozenset[str] = NONE) -> Flags:
        """Return the placements in place that may be used in a step; `without`: none that stands only by these conditions."""
        return self._fulfilled(step, held, without) & ~self.at_notice

    def _fulfilled(self, step: int, held: Holding, without: frozenset[str] = NONE) -> Flags:
        key = (step, held[step] & self.asked, without & self.asked)
        if key not in self._open:
            flags = fulfilled(self.scenario, self.admitted, step, held[step], without)
            self._open[key] = flags & (self.admitted.ub[:, step] > 0)
        return self._open[key]

    def _units(self, open_to_it: Flags, step: int, held: Holding, without: frozenset[str] = NONE) -> Amounts:
        """Return the whole units of each offer that find a place among the open placements."""
        room = np.bincount(self.of[open_to_it], weights=self.admitted.ub[open_to_it, step], minlength=len(self.names))
        supply = self.offers.free(step, held, without)["units"]
        if self.scenario.tours:  # any member of a pool may serve in a place of another
            pool = self.scenario.frames["offers"]["pool"]
            supply = supply.where(pool == "", supply.groupby(pool).transform("sum"))
        units: Amounts = np.floor(np.minimum(room, supply.to_numpy(dtype=float)) + ROUNDING)
        return units

    def _kept(self, units: Amounts, worth: Amounts, open_to_it: Flags, step: int, held: Holding, without: frozenset[str] = NONE) -> Amounts:
        """Return what ceilings leave of the units, those first that are worth most for a person."""
        away = np.zeros(len(self.names), dtype=bool)
        away[self.of[open_to_it & ~self.home]] = True
        home = np.zeros(len(self.names), dtype=bool)
        home[self.of[open_to_it & self.home]] = True
        sites = self.admitted.chosen["site"][open_to_it & ~self.home]
        left = self.ceilings.of(frozenset(sites), self.offers.free(step, held, without)["units" if self.scenario.tours else "in_place"])
        density = np.divide(worth, self.persons, out=np.full(len(worth), np.inf), where=self.persons > 0)
        kept = np.zeros(len(units))
        for i in sorted(np.flatnonzero((units > 0) & (worth > 0)), key=lambda i: -density[i]):
            kept[i] = left.take(int(i), float(units[i]), bound=bool(away[i] and not home[i]))
        return kept
