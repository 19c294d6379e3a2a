"""What breaks the rule where tours are planned one by one: tours out of season, cycles overdrawn, places that nobody holds."""

from collections.abc import Iterator

import pandas as pd

from planner.account import Row
from planner.decisions import Decisions
from planner.frames import records
from planner.rules._posture import decided
from planner.rules._reliefs import Pool, begun, step_of, wanted_at_home
from planner.rules._schedule import spare
from planner.rules._words import count, figure, key
from planner.scenario import Scenario


def beyond_tours(scenario: Scenario, decisions: Decisions, stands: pd.DataFrame, reliefs: tuple[Pool, ...]) -> list[Row]:
    """Return what no tours can be: of no cycle, begun while the tier may not be used, more than there are, too few for the posture."""
    wanted = wanted_at_home(scenario, stands)
    found = list(_of_no_cycle(scenario, decisions))
    for pool in reliefs:
        found += _out_of_season(scenario, pool)
        found += _overdrawn(scenario, pool, wanted)
        found += _empty(scenario, pool)
    return found


def _of_no_cycle(scenario: Scenario, decisions: Decisions) -> Iterator[Row]:
    known = {(offer, tier) for offer, tier, _ in begun(scenario, decisions)}
    offers = scenario.frames["offers"].index
    for offer, tier in sorted({*records(decided(decisions, "start"), "offer", "tier")} - known):
        if offer in offers:
            yield "rotation", key(offer, tier), 1.0, 0.0, SENTENCES["kind"].format(who=offer, tier=tier)


def _out_of_season(scenario: Scenario, pool: Pool) -> Iterator[Row]:
    for (month, f), tours in sorted(pool.schedule.starts.items()):
        fleet = pool.fleets[f]
        if not fleet.usable[step_of(scenario, month)]:
            name = _month(scenario, month)
            yield (
                "rotation",
                key(fleet.offer, fleet.tier, name),
                tours,
                0.0,
                say("season", f"{fleet.offer} tier {fleet.tier}", name, tours, 0),
            )


def _overdrawn(scenario: Scenario, pool: Pool, wanted: dict[tuple[str, int], int]) -> Iterator[Row]:
    """Yield tiers with more tours away and at rest than units, and offers that have too few left for their work at home."""
    spares = {f: [spare(fleet, f, pool.schedule.starts, month) for month in range(scenario.months)] for f, fleet in enumerate(pool.fleets)}
    for f, fleet in enumerate(pool.fleets):
        for month, left in enumerate(spares[f]):
            if left < 0:
                name, who = _month(scenario, month), f"{fleet.offer} tier {fleet.tier}"
                yield (
                    "rotation",
                    key(fleet.offer, fleet.tier, name),
                    fleet.units - left,
                    fleet.units,
                    say("cycle", who, name, fleet.units - left, fleet.units),
                )
    for (offer, p), units in sorted(wanted.items()):
        step = scenario.steps[p]
        mine = [f for f, fleet in enumerate(pool.fleets) if fleet.offer == offer and fleet.usable[p]]
        left = sum(max(0, min(spares[f][step.first_month : step.until_month])) for f in mine)
        if units > left and offer in {fleet.offer for fleet in pool.fleets}:
            yield "rotation", key(offer, step.name), units, left, say("home", offer, step.name, units, left)


def _empty(scenario: Scenario, pool: Pool) -> Iterator[Row]:
    """Yield each month in which fewer stand than the posture asks of the pool."""
    missing: dict[int, int] = {}
    for (_, month), units in pool.schedule.missing.items():
        missing[month] = missing.get(month, 0) + units
    for month, units in sorted(missing.items()):
        asked = sum(pool.asked[step_of(scenario, month)].values())
        name = _month(scenario, month)
        yield "rotation", key(pool.name, name), asked, asked - units, say("relief", pool.name, name, asked, asked - units)


SENTENCES = {
    "kind": "{who} tier {tier} begins tours, and is not offered in a cycle",
    "season": "{who} begins {units} in {when}, when it may not be used",
    "cycle": "{who} in {when}: {units} away and at rest, of {limit} in the cycle",
    "home": "{who} in {when}: {units} of the cycle at work at home, {limit} neither away nor at rest",
    "relief": "{who} in {when}: {units} in place by the posture, {limit} on a tour that may hold the place",
}
THINGS = {"season": "tour"}


def say(cause: str, who: str, when: str, units: float, limit: float) -> str:
    """Return the sentence for tours that cannot be, or a posture that they do not hold."""
    return SENTENCES[cause].format(who=who, when=when, units=count(units, THINGS.get(cause, "unit")), limit=figure(limit))


def _month(scenario: Scenario, month: int) -> str:
    return f"{scenario.first_day(month):%Y-%m}"
