"""Why a unit that may serve stands idle, and whether more of what stands would find a place: what so many more would break."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from planner.frames import records
from planner.plan import Plan
from planner.rules import takes_in
from planner.scenario import Scenario
from planner.study.causes import EPS, Cause
from planner.study.waters import Place, Waters


@dataclass(frozen=True)
class Idle:
    """What a plan leaves of ceilings, numbers of nations, rooms, areas and the hosts' patience."""

    scenario: Scenario
    plan: Plan
    waters: Waters

    def cause(self, bare: Cause, requirement: str, step: int, places: pd.DataFrame) -> Cause:
        """Return what one more unit at any of the open `places` would break: its nation's ceiling, the line's, room, an area, a host."""
        return (
            self._ceiling(bare, step, 1.0)
            or self._nations(bare, requirement, step)
            or self._packed(bare, requirement, step, places)
            or replace(bare, kind="idle")
        )

    def closed(self, bare: Cause, requirement: str, step: int, places: pd.DataFrame, units: float) -> Cause | None:
        """Return what so many units more would break, however they stood at the open `places`; None where they would find room."""
        if places.empty or self.scenario.frames["requirements"]["standby"][requirement]:
            return None  # who is held at notice takes no room
        rows = list(records(places))
        tight = [self._packed_at(bare, requirement, row, step, units) for row in rows]
        if (over := self._ceiling(bare, step, units)) or not all(tight):
            return over
        shared = [cause for cause in tight if cause and cause.kind in {"ceiling", "consent"}]
        if len(shared) == len(tight):
            return shared[0]
        fit = sum(next(n for n in range(int(units)) if self._packed_at(bare, requirement, row, step, n + 1.0)) for row in rows)
        return tight[0] if fit < units else None

    def _ceiling(self, bare: Cause, step: int, units: float) -> Cause | None:
        limits = self.plan.frames["limits"]
        broken = limits["used"] + units * self._persons(bare) > limits["limit"] + EPS
        tight = limits[broken & (limits["nation"] == bare.nation) & (limits["step"] == step) & (limits["measure"] != "reserve")]
        for limit in records(tight.head(1)):
            return replace(bare, kind="ceiling", subject=f"{limit.measure} {limit.of}".strip(), owner=bare.nation, pledged=limit.limit)
        return None

    def _nations(self, bare: Cause, requirement: str, step: int) -> Cause | None:
        most = float(self.scenario.frames["requirements"]["max_nations"][requirement])
        posture = self.plan.frames["posture"]
        there = set(posture.loc[(posture["requirement"] == requirement) & (posture["step"] == step), "nation"])
        if np.isnan(most) or bare.nation in there or len(there) < most:
            return None
        return replace(bare, kind="ceiling", subject=f"at most {most:g} nations on the line")

    def _packed(self, bare: Cause, requirement: str, step: int, places: pd.DataFrame) -> Cause | None:
        """Return why none of the sites open to an offer takes one more unit; None where one does."""
        found = [self._packed_at(bare, requirement, row, step, 1.0) for row in records(places)]
        return found[0] if found and all(found) else None

    def _packed_at(self, bare: Cause, requirement: str, row: Any, step: int, units: float) -> Cause | None:
        """Return why a place, a row with site, country and own_soil, does not take so many units more; None where it does."""
        at = place(bare, requirement, row.site)
        loads, posture = self.plan.frames["loads"], self.plan.frames["posture"]
        here = loads[(loads["site"] == at["site"]) & (loads["step"] == step)].set_index("resource")
        occupies = self.scenario.frames["occupies"]
        takes = occupies[occupies["unit_type"] == bare.unit_type].set_index("resource")["amount"]
        left = (here["free"] - here["used"]).reindex(takes.index, fill_value=np.inf)
        if (units * takes > left + EPS).any():
            return replace(bare, kind="room", subject=f"room at {at['site']}")
        if not row.own_soil and self._crowded(bare, at["site"], step, units):
            return replace(bare, kind="reception", subject=f"reception of {at['site']}", mark=self.scenario.mark("sites", at["site"]))
        if limit := self.waters.closed(at, step, units):
            return replace(bare, kind="ceiling", subject=limit[0], pledged=limit[1])
        host = self.scenario.hosts.get(row.country)
        if host is None or row.own_soil or np.isnan(host.ceiling):
            return None
        abroad = posture[(posture["country"] == row.country) & (posture["step"] == step) & ~posture["own_soil"].astype(bool)]
        full = float(abroad["persons"].sum()) + units * self._persons(bare) > host.ceiling + EPS
        if not full:
            return None
        return replace(
            bare, kind="consent", subject=f"ceiling of {row.country}", mark=host.mark, source=host.source, confidence=host.confidence
        )

    def _crowded(self, bare: Cause, site: str, step: int, units: float) -> bool:
        """Say whether so many units more are more than the site takes in before the step, beside those who come then."""
        if step == 0:
            return False
        moved, types, before = self.plan.frames["movements"], self.scenario.frames["unit_types"], self.scenario.steps[step - 1]
        come = moved.loc[(moved["site"] == site) & (moved["step"] == step), ["persons", "tonnes"]].sum()
        one = {"persons": self._persons(bare), "tonnes": float(types["lift_t"][bare.unit_type])}
        limits = takes_in(self.scenario, site, before)
        return any(come[column] + units * one[column] > most * before.months + EPS for column, most in limits.items() if one[column] > 0)

    def _persons(self, bare: Cause) -> float:
        return float(self.scenario.frames["unit_types"]["personnel"][bare.unit_type])


def place(bare: Cause, requirement: str, site: str) -> Place:
    """Return a place of an offer on a line, as selectors ask for it."""
    return {"offer": bare.offer, "nation": bare.nation, "unit_type": bare.unit_type, "requirement": requirement, "site": site}
