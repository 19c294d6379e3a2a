"""Rotation: what stands is what was offered, and is relieved from what the nation keeps in the cycle.

An offer stands with no more units than the tiers whose dates and conditions allow it. A unit that serves `tour` months and then rests
`dwell` months is in place for tour / (tour + dwell) of its time: a pool must hold enough units in the cycle for the posture it keeps,
away and at work on its own soil together. Where tours are planned one by one, somebody on a tour under way must hold every place in every
month, and no tier may have more away and at rest than it has. Units pledged as deployed are relieved as their nation sees fit and belong to
no pool. An entry force stands for one tour and comes again only when it has rested. An offer that is of use only above a size stands so
large or not at all.
"""

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd

from planner.account import SLACK, Account, Row, breaches, exceeds
from planner.decisions import Decisions, frame
from planner.frames import arrange, groups, items, records
from planner.rules._broken_tours import beyond_tours
from planner.rules._posture import decided, standing
from planner.rules._reliefs import Begun, begun, schedule, unrelieved
from planner.rules._reliefs import pools as relieved
from planner.rules._sound import unsound
from planner.rules._tiers import Holding, holding, rate, strength, usable
from planner.rules._tours import sustainable
from planner.rules._words import count, figure, key
from planner.scenario import Problem, Scenario


def check(scenario: Scenario) -> list[Problem]:
    """Warn of entry forces whose tour is shorter than every step, and of what whole months cost a cycle where tours are planned."""
    return [*_short_tours(scenario), *(_rounded(scenario) if scenario.tours else ())]


def _short_tours(scenario: Scenario) -> list[Problem]:
    offers = scenario.frames["offers"]
    shortest = min(step.months for step in scenario.steps)
    entry = offers[(offers["kind"] == "one_tour") & (offers["tour_months"] < shortest)]
    return [
        Problem(
            "warning",
            scenario.mark("offers", o),
            f"{o} serves one tour of {figure(t)} months, shorter than every step",
            "cut the phases finer: `step: auto`",
        )
        for o, t in items(entry["tour_months"])
    ]


def _rounded(scenario: Scenario) -> Iterator[Problem]:
    """Tell of tours and rests that are no whole months: they are rounded up, and the cycle then keeps another share in place."""
    offers = scenario.frames["offers"]
    for o in records(offers[offers["kind"] == "in_cycle"], index=True):
        tour, dwell = (math.ceil(m - SLACK) for m in (o.tour_months, o.dwell_months))
        if exceeds(tour, o.tour_months) or exceeds(dwell, o.dwell_months):
            before, after = (100 * t / (t + d) for t, d in ((o.tour_months, o.dwell_months), (tour, dwell)))
            what = f"{o.Index}: a tour of {figure(o.tour_months)} and a rest of {figure(o.dwell_months)} months count as {tour} and {dwell}"
            effect = f"of its cycle {after:.1f} % can stand for good, not {before:.1f} %"
            yield Problem("warning", scenario.mark("offers", o.Index), f"{what}: {effect}", "tours are planned in whole months")


def account(scenario: Scenario, decisions: Decisions) -> Account:
    """Return each pool in each step with what its cycle sustains, who relieves whom, and every offer that stands with more than it has."""
    stands, held = standing(scenario, decisions), holding(scenario, decisions)
    pools = _pools(scenario, stands, held)
    reliefs = relieved(scenario, stands, held, begun(scenario, decisions) if scenario.tours else None)
    found = [
        *unsound(scenario, decisions, "start", "rotation"),
        *_beyond_offer(scenario, stands, held),
        *(beyond_tours(scenario, decisions, stands, reliefs) if scenario.tours else _beyond_cycle(scenario, decisions, pools)),
        *_beyond_tour(scenario, stands, held),
        *_too_small(scenario, stands),
    ]
    frames = {"pools": pools, "schedule": schedule(scenario, reliefs), "unrelieved": unrelieved(scenario, reliefs)}
    return Account(frames, {"unrelieved": float(frames["unrelieved"]["missing"].sum())}, breaches(found))


def _pools(scenario: Scenario, stands: pd.DataFrame, held: Holding) -> pd.DataFrame:
    offers = scenario.frames["offers"]
    cycle = offers[offers["kind"] == "in_cycle"]
    share = rate(scenario)
    tiers = usable(scenario, held)
    tiers = tiers[tiers["offer"].isin(cycle.index)]
    sustained = (
        (tiers["units"] * tiers["offer"].map(share).astype(float)).groupby([tiers["offer"].map(offers["pool"]), tiers["step"]]).sum()
    )
    rows = stands[stands["kind"] == "in_cycle"]
    own = rows["own_soil"].astype(bool)
    at_home = rows["units"] * rows["offer"].map(share).astype(float) / rows["offer"].map(offers["home_availability"]).astype(float)
    by = [rows["pool"], rows["step"]]
    every = pd.MultiIndex.from_product([sorted(set(cycle["pool"])), range(len(scenario.steps))], names=["pool", "step"])
    pools = pd.DataFrame(
        {
            "away": rows["units"].where(~own, 0.0).groupby(by).sum().reindex(every, fill_value=0.0),
            "home": rows["units"].where(own, 0.0).groupby(by).sum().reindex(every, fill_value=0.0),
            "used": rows["units"].where(~own, at_home).groupby(by).sum().reindex(every, fill_value=0.0),
            "sustained": sustained.reindex(every, fill_value=0.0),
        },
        index=every,
    )
    return arrange("pools", pools.reset_index())


def _beyond_cycle(scenario: Scenario, decisions: Decisions, pools: pd.DataFrame) -> list[Row]:
    tours = [
        ("rotation", key(*row), 1.0, 0.0, f"{key(*row)}: a tour is decided, though rotation is sustained")
        for row in records(decided(decisions, "start"), "offer", "tier", "month")
    ]
    return tours + [
        ("rotation", key(row.pool, name), row.used, row.sustained, say("cycle", row.pool, name, row.used, row.sustained))
        for row in records(pools)
        if exceeds(row.used, row.sustained) and (name := scenario.steps[row.step].name)
    ]


def _beyond_offer(scenario: Scenario, stands: pd.DataFrame, held: Holding) -> list[Row]:
    most = strength(usable(scenario, held))
    posture = stands.groupby(["offer", "step"])["units"].sum()
    limits = most.reindex(posture.index, fill_value=0.0)
    return [
        ("rotation", key(offer, name), units, limit, say("offer", offer, name, units, limit))
        for (offer, step), units, limit in zip(posture.index, posture, limits, strict=True)
        if exceeds(units, limit) and (name := scenario.steps[step].name)
    ]


def _beyond_tour(scenario: Scenario, stands: pd.DataFrame, held: Holding) -> list[Row]:
    """Return the entry forces whose posture cannot be made of tours with a rest between them."""
    rows, tiers = stands[stands["kind"] == "one_tour"], usable(scenario, held)
    found: list[Row] = []
    for offer, of in groups(rows.groupby("offer")):
        posture = tuple(round(float(of.loc[of["step"] == p, "units"].sum())) for p in range(len(scenario.steps)))
        months = scenario.frames["offers"].loc[offer]
        fleets: dict[tuple[bool, ...], int] = {}
        for _, tier in groups(tiers[tiers["offer"] == offer].groupby("tier")):
            use = tuple(p in set(tier["step"]) for p in range(len(scenario.steps)))
            fleets[use] = fleets.get(use, 0) + int(np.floor(tier["units"].iloc[0] + SLACK))
        late = sustainable(
            posture, tuple((n, use) for use, n in sorted(fleets.items())), months["tour_months"], months["dwell_months"], scenario.steps
        )
        if late is not None:
            name = scenario.steps[late].name
            found.append(
                (
                    "rotation",
                    key(offer, name),
                    posture[late],
                    sum(fleets.values()),
                    say("tour", str(offer), name, posture[late], sum(fleets.values())),
                )
            )
    return found


def _too_small(scenario: Scenario, stands: pd.DataFrame) -> list[Row]:
    least = scenario.frames["offers"]["min_units"]
    posture = stands.groupby(["offer", "requirement", "step"])["units"].sum()
    return [
        ("rotation", key(offer, line, name), units, least[offer], say("size", f"{offer} on {line}", name, units, least[offer]))
        for (offer, line, step), units in items(posture)
        if exceeds(least[offer], units) and (name := scenario.steps[step].name)
    ]


def drawn(scenario: Scenario, decisions: Decisions) -> list[tuple[str, str, int, int]]:
    """Return starts (offer, tier, month, tours) for a posture whose tours nobody has decided: each when it is needed, as far as can be.

    Where these leave a place empty that others would hold, they are searched for: a posture is not to blame for how it is completed.
    """
    if not scenario.tours:
        return []
    stands, held = standing(scenario, decisions), holding(scenario, decisions)
    return [(*key, n) for pool in relieved(scenario, stands, held, None, search=True) for key, n in pool.begins.items()]


def timed(scenario: Scenario, decisions: Decisions) -> Decisions:
    """Return the decisions with the same tours, each begun in the month in which it is needed: a search lets them begin whenever they may.

    A pool keeps the tours that were decided where the drawn ones leave a place empty, or are not as many of each offer.
    """
    if not scenario.tours:
        return decisions
    stands, held, decided_ones = standing(scenario, decisions), holding(scenario, decisions), begun(scenario, decisions)
    offers = scenario.frames["offers"]
    free = offers["unit_type"].map(scenario.frames["unit_types"]["cost_move"]) == 0
    found = dict(decided_ones)
    for pool in relieved(scenario, stands, held, None):
        mine = {fleet.offer for fleet in pool.fleets}
        before = {key: n for key, n in decided_ones.items() if key[0] in mine}
        alike = all(free[o] or _tours_of(o, before) == _tours_of(o, pool.begins) for o in mine)
        if alike and not pool.schedule.missing:
            found = {key: n for key, n in found.items() if key[0] not in mine} | dict(pool.begins)
    return {**decisions, "start": frame("start", [(*key, n) for key, n in found.items()])}


def _tours_of(offer: str, begins: Begun) -> int:
    return sum(n for key, n in begins.items() if key[0] == offer)


SENTENCES = {
    "cycle": "{who} in {step}: {units} needed in place, the cycle sustains {limit}",
    "offer": "{who} in {step}: {units} in place, the tiers that may be used offer {limit}",
    "tour": "{who} in {step}: {units} cannot be in place: each of the {limit} serves one tour and then rests",
    "size": "{who} in {step}: {units} in place, it is offered with at least {limit} or not at all",
}


def say(cause: str, who: str, step: str, units: float, limit: float) -> str:
    """Return the sentence for a posture beyond the offer, its cycle, its tour, or below its least size."""
    return SENTENCES[cause].format(who=who, step=step, units=count(units, "unit"), limit=figure(limit))
