"""Persistence, as rows: what stands on a line less what was agreed, both ways, and the nations that may be changed at all.

moved + sum of place >= agreed;  moved - sum of place >= -agreed;  goal: sum of weight * persons * months * moved
sum of place - agreed <= (most - agreed) * changed;  agreed - sum of place <= agreed * changed;  sum of changed <= most nations

Where nothing was agreed, what moves is what stands: no column. `most` is what can stand there at all, so that each row is tight.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from planner.frames import records
from planner.model.algebra import NOTHING, Model, Rows, columns, constrain, groups, most, one, total, units
from planner.model.goals import aim
from planner.placements import Placements
from planner.scenario import Scenario

WEAKEST_FIRST = ("exploratory", "offered", "announced", "deployed")
Key = tuple[str, str, str, int]  # offer, line, site (if it counts), step


@dataclass(frozen=True)
class Kept:
    """What was agreed of an offer on a line in a step, the rows of the posture that may stand there, and how many units these can hold."""

    key: Key
    nation: str
    agreed: float
    at: Rows
    most: int
    cost: float  # of a unit that moves, for all months of the step


def rows(m: Model, scenario: Scenario, placements: Placements) -> None:
    """Add what the goal counts, if it is asked for, and the ceiling on changed nations, if there is one."""
    if scenario.persistence is None:
        return
    kept = list(_kept(m, scenario))
    if any(goal.metric == "changes" for goal in scenario.goals):
        _moved(m, kept, "site" if scenario.persistence.per_site else "any site")
    if math.isfinite(scenario.persistence.most_changed_nations):
        _changed(m, kept, scenario.persistence.most_changed_nations)


def _kept(m: Model, scenario: Scenario) -> Iterator[Kept]:
    """Yield each offer, line and step in which something was agreed or may stand, in order."""
    terms, frames = scenario.persistence, scenario.frames
    assert terms is not None  # noqa: S101  # seen by the caller
    by = ("offer", "requirement", "site", "step") if terms.per_site else ("offer", "requirement", "step")
    stands = {_key(key): at for key, at in groups(m.posture, by)}
    agreed: dict[Key, float] = {}
    for row in records(frames["baseline"]):
        key = (row.offer, row.requirement, row.site if terms.per_site else "", int(row.step))
        agreed[key] = agreed.get(key, 0.0) + row.units
    used = {offer for (offer, *_), amount in agreed.items() if amount > 0}
    persons = frames["offers"]["unit_type"].map(frames["unit_types"]["personnel"])
    weakest = _weakest(scenario)
    for key in sorted({*stands, *agreed}):
        offer, step = key[0], key[-1]
        weight = terms.weights[weakest[offer, step] if offer in used else "unused"]
        at = stands.get(key, NOTHING)
        cost = weight * float(persons[offer]) * scenario.steps[step].months
        yield Kept(key, str(frames["offers"]["nation"][offer]), agreed.get(key, 0.0), at, most(m, at), cost)


def _key(key: tuple[str | int, ...]) -> Key:
    """Return offer, line, site and step of the posture; without a site where it does not count."""
    offer, line, *site, step = key
    return str(offer), str(line), str(site[0]) if site else "", int(step)


def _weakest(scenario: Scenario) -> dict[tuple[str, int], str]:
    """Return by offer and step the lowest status of the tiers that are in date then, else of all."""
    found: dict[tuple[str, int], str] = {}
    for p, step in enumerate(scenario.steps):
        dated: dict[str, set[str]] = {}
        every: dict[str, set[str]] = {}
        for tier in records(scenario.frames["tiers"]):
            every.setdefault(tier.offer, set()).add(tier.status)
            if tier.first_month <= step.first_month and step.until_month <= tier.until_month:
                dated.setdefault(tier.offer, set()).add(tier.status)
        for offer, said in every.items():
            found[offer, p] = min(dated.get(offer, said), key=WEAKEST_FIRST.index)
    return found


def _moved(m: Model, kept: list[Kept], where: str) -> None:
    """Declare by how many units each differs, at least what cannot be kept; in the empty posture all that was agreed is gone."""
    due = [k for k in kept if k.agreed > 0 and k.cost > 0]
    upper = [max(k.agreed, k.most - k.agreed) for k in due]
    lower = [max(0.0, k.agreed - k.most) for k in due]
    made = columns(m, "moved", ("offer", "requirement", where, "step"), [k.key for k in due], upper, lower, whole=False, full=True)
    for k in due:
        stands = units(m, k.at)
        if k.most > 0:
            constrain(m, "persistence_less", k.key, one(made[k.key]) + stands, lower=k.agreed)
        if k.most > k.agreed:
            constrain(m, "persistence_more", k.key, one(made[k.key]) - stands, lower=-k.agreed)
        aim(m, "changes", one(made[k.key], k.cost))
    for k in kept:
        if k.agreed == 0 and k.cost > 0:
            aim(m, "changes", k.cost * units(m, k.at))


def _changed(m: Model, kept: list[Kept], nations: float) -> None:
    """Declare who is changed: one who is not keeps every line at what was agreed."""
    who = sorted({k.nation for k in kept})
    changed = columns(m, "changed", ("nation", "horizon"), [(n, "all") for n in who], 1)
    for nation in {k.nation for k in kept if k.agreed > 0}:
        changed[nation, "all"].set_value(1.0)  # in the empty posture
    for k in kept:
        stands, may = units(m, k.at), changed[k.nation, "all"]
        if k.most > k.agreed:
            constrain(m, "persistence_rise", k.key, stands - one(may, k.most - k.agreed), upper=k.agreed)
        if k.agreed > 0:
            constrain(m, "persistence_fall", k.key, stands + one(may, k.agreed), lower=k.agreed)
    constrain(m, "persistence_nations", ("all",), total(changed.values()), upper=nations)
