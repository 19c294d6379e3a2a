"""Tours, as rows: whoever stands in a pool in a month is on a tour under way, and no tier has more away and at rest than it has.

    sum of starts in the last tour + dwell months + at home <= units of a tier                        (every month)
    sum of starts in a step                                 <= units * held
    sum of place that only some offers of a pool may hold   <= sum of their starts in the last tour - overlap months

The last for every set of offers that the places of a pool tell apart and tie together: whoever may hold them, each place finds its tour
(Hall's theorem; of sets that do not meet the rows add up to the row of all).
With posture given, each row of one tier is a difference of its starts added up, so that starts are whole of themselves: the form of
minimum up and down times in unit commitment.
"""

from collections import defaultdict
from typing import Any

import numpy as np

from planner.frames import records
from planner.model.algebra import TINY, Model, Rows, Sum, column, columns, constrain, groups, one, plus, total, units
from planner.placements.relief import holders
from planner.placements.supply import tours as lengths
from planner.scenario import Scenario


def tours(m: Model, scenario: Scenario) -> None:
    """Add the cycles of tiers, what their conditions allow, and the places that their tours hold."""
    fleets = _Fleets(m, scenario)
    fleets.cycle()
    fleets.season()
    away = np.flatnonzero((m.posture["kind"] == "in_cycle").to_numpy() & ~m.posture["own_soil"].to_numpy(dtype=bool))
    who = holders(scenario, m.posture.iloc[away])
    for (pool, step), at in groups(m.posture.iloc[away], ("pool", "step")):
        for offers, places in _told_apart([who[i] for i in at.tolist()], away[at]):
            for month in range(scenario.steps[step].first_month, scenario.steps[step].until_month):
                standing = plus(fleets.standing(offer, step, month) for offer in offers)
                constrain(m, "rotation_relief", (pool, "+".join(offers), month), units(m, places) - standing, upper=0.0)


def _told_apart(who: list[tuple[str, ...]], places: Rows) -> list[tuple[tuple[str, ...], Rows]]:
    """Return sets of offers, each with all places that only these may hold: every union that hangs together of who may hold one place.

    A union of sets that do not meet says no more than its parts: its row would be the sum of theirs.
    """
    alike: dict[frozenset[str], list[int]] = defaultdict(list)
    for offers, place in zip(who, places.tolist(), strict=True):
        alike[frozenset(offers)].append(place)
    unions = set(alike)
    while more := {a | b for a in unions for b in alike if a & b} - unions:
        unions |= more
    inside = {union: [i for offers, at in alike.items() if offers <= union for i in at] for union in unions}
    return sorted((tuple(sorted(union)), np.array(sorted(at), dtype=np.int64)) for union, at in inside.items())


class _Fleets:
    """The starts of each tier in a cycle, and what they come to from month to month."""

    def __init__(self, m: Model, scenario: Scenario) -> None:
        self.m, self.scenario = m, scenario
        self.lengths = lengths(scenario)
        self.begins: dict[tuple[str, str], dict[int, Any]] = defaultdict(dict)
        for (offer, tier, month), begins in m.start.items():
            self.begins[offer, tier][month] = begins
        kinds = scenario.frames["offers"]["kind"].to_dict()
        rows = [(t, held) for t, held in zip(records(m.tiers), m.held, strict=True) if kinds[t.offer] == "in_cycle"]
        self.units = {(t.offer, t.tier): float(np.floor(t.units + TINY)) for t, _ in rows}
        self.held = {(t.offer, t.tier, t.step): held for t, held in rows}
        self.tiers_of: dict[tuple[str, int], list[str]] = defaultdict(list)
        for t, _ in rows:
            self.tiers_of[t.offer, t.step].append(t.tier)
        self.home = self._home()
        self.stands: dict[tuple[str, str, int], Sum] = {}
        self.step_of = [p for p, step in enumerate(scenario.steps) for _ in range(step.months)]

    def _home(self) -> dict[tuple[str, str, int], Any]:
        """Declare the units of each tier that work at home takes out of the cycle, whole for each step, and make them enough."""
        m, share = self.m, self.scenario.frames["offers"]["home_availability"].to_dict()
        at_home = np.flatnonzero((m.posture["kind"] == "in_cycle").to_numpy() & m.posture["own_soil"].to_numpy(dtype=bool))
        rows = groups(m.posture, ("offer", "step"), at_home)
        keys = [(offer, tier, step) for (offer, step), _ in rows for tier in self.tiers_of[offer, step]]
        made = columns(m, "at_home", ("offer", "tier", "step"), keys, [self.units[k[:2]] for k in keys]) if keys else {}
        for (offer, step), at in rows:
            taken = total([made[offer, tier, step] for tier in self.tiers_of[offer, step]])
            constrain(m, "rotation_home", (offer, step), units(m, at, 1.0 / share[offer]) - taken, upper=0.0)
        for key, at_work in made.items():
            if self.held[key] is not None:
                constrain(m, "rotation_home_held", key, one(at_work) - one(self.held[key], self.units[key[:2]]), upper=0.0)
        return made

    def cycle(self) -> None:
        """Let no more of a tier be away, at rest and at work at home than it has; a month whose row another contains needs none."""
        for key, limit in self.units.items():
            begins, cycle = self.begins.get(key, {}), int(self.lengths["cycle"][key[0]])
            widest: list[tuple[set[int], Any]] = []
            for month in range(self.scenario.months - 1, -1, -1):
                window = {t for t in begins if month - cycle < t <= month}
                home = self.home.get((*key, self.step_of[month]))
                if not any(window <= other and (home is None or home is same) for other, same in widest):
                    widest.append((window, home))
                    body = total([begins[t] for t in sorted(window)] + ([] if home is None else [home]))
                    if len(body.columns) > 1:
                        constrain(self.m, "rotation_cycle", (*key, month), body, upper=limit)

    def season(self) -> None:
        """Let tours begin in a step only while the conditions of the tier hold; as many as it has, in any stretch of one cycle."""
        for (offer, tier, step), held in self.held.items():
            begins, cycle = self.begins.get((offer, tier), {}), int(self.lengths["cycle"][offer])
            months = range(self.scenario.steps[step].first_month, self.scenario.steps[step].until_month)
            for first in months[::cycle] if held is not None else ():
                body = total([begins[t] for t in months if first <= t < first + cycle and t in begins])
                if body.columns:
                    limit = one(held, self.units[offer, tier])
                    constrain(self.m, "rotation_season", (offer, tier, first), body - limit, upper=0.0)

    def standing(self, offer: str, step: int, month: int) -> Sum:
        """Return the units of an offer that hold places in a month: the tours under way of the tiers that may be used in its step."""
        return plus(self._of_tier(offer, tier, step, month) for tier in self.tiers_of[offer, step])

    def _of_tier(self, offer: str, tier: str, step: int, month: int) -> Sum:
        """Return the units of a tier that hold places; tours begun in an earlier step count only if the conditions still hold in this."""
        key = (offer, tier, month)
        if key not in self.stands:
            begins, holds = self.begins.get(key[:2], {}), int(self.lengths["holds"][offer])
            window = [t for t in begins if month - holds < t <= month]
            under_way, held = total([begins[t] for t in window]), self.held[offer, tier, step]
            if held is not None and any(self.step_of[t] != step for t in window):
                limit = self.units[offer, tier]
                own = column(self.m, "standing", ("offer", "tier", "month"), key, limit, whole=False)
                constrain(self.m, "rotation_standing", key, one(own) - under_way, upper=0.0)
                constrain(self.m, "rotation_standing_held", key, one(own) - one(held, limit), upper=0.0)
                under_way = one(own)
            self.stands[key] = under_way
        return self.stands[key]
