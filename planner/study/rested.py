"""What a cycle could still hold where tours are planned by the month: places for units that neither stand nor rest while they would.

A place is held by one unit after the other. So a shortfall of one place asks for more units the longer it lasts, up to a whole cycle.
"""

import math
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from planner.frames import records
from planner.placements.supply import tours
from planner.plan import Plan
from planner.scenario import Scenario

EPS = 1e-6


def for_one_place(scenario: Scenario, offer: str, months: int) -> int:
    """Return how many units hold one place for so many months, each for one tour or again when it has rested."""
    holds, cycle = _lengths(scenario, offer)
    return math.ceil(min(months, cycle) / holds)


def _lengths(scenario: Scenario, offer: str) -> tuple[int, int]:
    """Return for how many months a tour holds a place, and after how many the unit may come again."""
    months = tours(scenario)
    return int(months["holds"][offer]), int(months["cycle"][offer])


@dataclass(frozen=True)
class Rested:
    """The tours of a plan, asked for what they leave free."""

    scenario: Scenario
    plan: Plan

    def places(self, offer: str, step: int, usable: pd.DataFrame) -> int:
        """Return the places that `usable` tiers of an offer (tier, units) could hold all through a step, beside all that is decided."""
        scenario, (holds, cycle) = self.scenario, _lengths(self.scenario, offer)
        first, chain = scenario.steps[step].first_month, for_one_place(scenario, offer, scenario.steps[step].months)
        until = min(scenario.steps[-1].until_month, first + (chain - 1) * holds + cycle)  # when the last has rested
        taken = self._begun.get(offer, {})
        free = 0.0
        for tier, units in records(usable, "tier", "units"):
            begun = taken.get(tier, [])
            free += min(units - sum(n for month, n in begun if t - cycle < month <= t) for t in range(first, until))
        home = max((self._home.get((offer, p), 0) for p, s in enumerate(scenario.steps) if first < s.until_month and s.first_month < until))
        return max(0, math.floor((free - home) / chain + EPS))

    @cached_property
    def _begun(self) -> dict[str, dict[str, list[tuple[int, float]]]]:
        """The tours that begin, month and number, by offer and tier."""
        found: dict[str, dict[str, list[tuple[int, float]]]] = {}
        for row in records(self.plan.decisions["start"]):
            found.setdefault(row.offer, {}).setdefault(row.tier, []).append((row.month, row.tours))
        return found

    @cached_property
    def _home(self) -> dict[tuple[str, int], int]:
        """The units that work on own soil keeps from tours, by offer and step."""
        posture = self.plan.frames["posture"]
        own = posture[posture["own_soil"].astype(bool)].groupby(["offer", "step"])["units"].sum().reset_index()
        available = self.scenario.frames["offers"]["home_availability"]
        return {(row.offer, int(row.step)): math.ceil(row.units / available[row.offer] - EPS) for row in records(own)}
