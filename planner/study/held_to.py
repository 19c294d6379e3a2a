"""What an option is held to: whether it departs from another agreed plan than the base, or counts departures otherwise, in words."""

import math

from planner.scenario import Persistence, Scenario
from planner.study.fields import text

OTHERWISE = "so that its changes are not those of the base"  # and two goals of change do not count the same


def held_to(base: Scenario, own: Scenario) -> str:
    """Return how an option is held to another agreed plan than the base, or otherwise to the same; nothing where it is held alike."""
    was, now = base.persistence, own.persistence
    if was is None or now is None:
        return "" if was is now else "is held to no agreed plan" if now is None else "is held to an agreed plan, the base to none"
    agreed = [s.frames["baseline"].reset_index(drop=True) for s in (base, own)]
    counted = [] if agreed[0].equals(agreed[1]) else ["is held to another agreed plan"]
    if weights := _weights(base, was, now):
        counted.append(f"weighs changes otherwise ({', '.join(weights)})")
    if was.per_site != now.per_site:
        counted.append("counts changes by " + ("line and site" if now.per_site else "line alone"))
    said = [" and ".join(counted) + f", {OTHERWISE}"] if counted else []
    most = [p.most_changed_nations for p in (was, now)]
    if most[0] != most[1] and not all(map(math.isnan, most)):
        said.append(f"may change {_most(most[1])} against {_most(most[0])}")
    return "; ".join(said)


def _weights(scenario: Scenario, was: Persistence, now: Persistence) -> list[str]:
    """Return the statuses that weigh otherwise: "announced 10 against 5"."""
    return [
        f"{status} {' against '.join(text('weight', scenario, p.weights.get(status, math.nan)) for p in (now, was))}"
        for status in dict.fromkeys((*was.weights, *now.weights))
        if was.weights.get(status) != now.weights.get(status)
    ]


def _most(nations: float) -> str:
    return "any number of nations" if math.isnan(nations) else f"{nations:.0f} nation{'' if nations == 1 else 's'} at most"
