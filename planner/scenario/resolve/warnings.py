"""What is allowed, but seldom meant: worth a look before the plan is."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from planner.frames import NEVER
from planner.scenario.conditions import AllOf, AnyOf, Pledged, Reach, Test
from planner.scenario.document import Path
from planner.scenario.problems import suggest
from planner.scenario.resolve.names import Names
from planner.scenario.resolve.supply import most_given, pledged, speaks_of, supply, worth
from planner.scenario.scenario import Scenario

BY_NO_UNIT = {"throughput_tpd", "training_places"}  # taken by what hubs pass on, and by classes
SHOWN = 3  # offers that a warning names; the others are counted


def warn(names: Names, scenario: Scenario) -> None:
    """Add a warning for each thing that loads and yet looks wrong."""
    tiers = supply(scenario)
    _without_cost(names)
    _unoccupied(names)
    _lone_pools(names)
    _small_pools(names, tiers)
    if scenario.tours:
        _empty_at_times(names, tiers)
    _denied(names, scenario, tiers)
    _shut(names, scenario, tiers)
    _out_of_reach(names, scenario, tiers)


def _without_cost(names: Names) -> None:
    """Name the unit types that are offered and cost nothing."""
    used = {row.unit_type for rows in names.file.offers.values() for row in rows}
    for name, entry in names.file.unit_types.items():
        if name in used and entry.cost_meur is None:
            names.warn(("unit_types", name), f"{name} has no cost: a plan gets it for nothing", "add cost_meur: {month: ..., move: ...}")


def _unoccupied(names: Names) -> None:
    """Name the resources of sites that no unit type takes, each where it stands first."""
    taken = {r for entry in names.file.unit_types.values() for r, amount in entry.occupies.items() if amount > 0}
    said: dict[str, list[Path]] = {}
    for site, entry in names.file.sites.items():
        steps = [(("expansion", i, "capacity"), step.capacity) for i, step in enumerate(entry.expansion)]
        for where, having in ((("capacity",), entry.capacity), *steps):
            for resource in having.keys() - taken - BY_NO_UNIT:
                said.setdefault(resource, []).append(("sites", site, *where, resource))
    for resource, places in sorted(said.items()):
        sites = len({path[1] for path in places})
        what = f"no unit type occupies {resource}, which {f'{sites} sites have' if sites > 1 else f'{places[0][1]} has'}"
        known = ", ".join(sorted(taken)) or "none"
        names.warn(places[0], f"{what}: it holds nobody back{suggest(resource, taken)}", f"what units occupy: {known}")


def _lone_pools(names: Names) -> None:
    """Name the pools that a planner wrote by hand and that have one offer: it relieves itself, as it would without the name."""
    written: dict[str, list[Path]] = {}
    for offer, rows in names.file.offers.items():
        pool, n = next(((row.pool, n) for n, row in enumerate(rows) if row.pool), ("", 0))
        if pool:
            written.setdefault(pool, []).append(("offers", offer, n))
    for pool, places in written.items():
        if len(places) == 1:
            near = suggest(pool, written.keys() - {pool})
            what = f"{places[0][1]} is alone in the pool {pool}: it relieves nobody but itself{near}"
            names.note(places[0], what, "offers relieve each other where their pool is written alike; alone, an offer needs none")


def _small_pools(names: Names, tiers: pd.DataFrame) -> None:
    """Name the pools that sustain less than one unit: they never stand."""
    for pool, members in tiers[tiers["pool"] != ""].groupby("pool"):
        sustained = members["in_place"].sum()
        if sustained / members["cost"].min() < 1 - 1e-9:
            first = str(members["offer"].iloc[0])
            what = f"the pool {pool} sustains {sustained:.2g} units: less than one never stands"
            names.warn(("offers", first), what, "check in_cycle, tour_months and dwell_months")


def _empty_at_times(names: Names, tiers: pd.DataFrame) -> None:
    """Name the pools that hold a place for a tour or two and not for good, where tours are planned one by one."""
    turning = tiers[tiers["pool"] != ""]
    for_good = turning["units"] * turning["tour_months"] / (turning["tour_months"] + turning["dwell_months"])
    for pool, sustained in for_good.groupby(turning["pool"]).sum().items():
        if sustained < 1 - 1e-9:
            first = str(turning.loc[turning["pool"] == pool, "offer"].iloc[0])
            what = f"the pool {pool} sustains {sustained:.2g} units for good: a place that it holds is empty at times"
            names.warn(("offers", first), what, "check in_cycle, tour_months and dwell_months")


def _denied(names: Names, scenario: Scenario, tiers: pd.DataFrame) -> None:
    """Name, for each denied condition, the offers of which every tier requires it or another denied one."""
    never = {name for name, c in scenario.conditions.items() if c.granted == "denied"}
    waiting: dict[str, list[str]] = {}
    for offer, rows in tiers.groupby("offer"):
        barring = {c for requires in rows["requires"] for clause in requires if never.issuperset(clause) for c in clause}
        for condition in sorted(barring) if (rows["begin"] >= NEVER).all() else ():
            waiting.setdefault(condition, []).append(str(offer))
    for condition, offers in waiting.items():
        what = f"{condition} is denied: {len(offers)} offer{'s' if len(offers) > 1 else ''} cannot come ({_first(offers)})"
        names.warn(("conditions", condition), what, "leave it so to see what stands without it")


def _first(items: list[str]) -> str:
    """Return the first few of many, and how many more there are."""
    return ", ".join(items[:SHOWN]) + (f", {len(items) - SHOWN} more" if len(items) > SHOWN else "")


def _shut(names: Names, scenario: Scenario, tiers: pd.DataFrame) -> None:
    """Name, for each partial condition, the offers that could come by it and by no other, and whose type it does not open."""
    for name, condition in scenario.conditions.items():
        if condition.opens is not None:
            waits = [any(clause == (name,) for clause in requires) for requires in tiers["requires"]]
            shut = sorted(set(tiers["offer"][np.array(waits, dtype=np.bool_) & ~tiers["unit_type"].isin(condition.opens)]))
            if shut:
                what = f"{name} opens nothing to {len(shut)} offer{'s' if len(shut) > 1 else ''} that require it ({_first(shut)})"
                names.warn(("conditions", name), what, "leave it so to see what stands under a partial condition, or widen `opens`")


def _out_of_reach(names: Names, scenario: Scenario, tiers: pd.DataFrame) -> None:
    """Name the tests of conditions whose threshold is above all that is offered or pledged of what they select, whatever the dates."""
    for name, condition in scenario.conditions.items():
        for test in _counting(condition.earned):
            most, counted = _most(name, test, scenario, tiers)
            levels = zip(test.at_least, scenario.steps, strict=True)
            over = next(((level, step.phase) for level, step in levels if level > most + 1e-6), None)
            if over:
                what = f"{name} asks for {over[0]:g} {counted} in {over[1]}, and all that it counts can give {most:.0f}"
                names.warn(("conditions", name, "earned_when"), what, "lower the threshold, or look at whom and what it selects")


def _most(name: str, test: Reach | Pledged, scenario: Scenario, tiers: pd.DataFrame) -> tuple[float, str]:
    """Return the most that can count towards a test, and what is counted."""
    if isinstance(test, Pledged):
        pledges = pledged(scenario, test)
        return float(pledges["meur"][pledges["begin"] <= scenario.steps[-1].first_month].sum()), "M EUR"
    mine = [test.without_needs_it and any({name}.issuperset(clause) for clause in requires) for requires in tiers["requires"]]
    there = tiers[(tiers["begin"] < NEVER) & ~np.array(mine, dtype=np.bool_)]
    chosen = speaks_of(there, test.select)
    if test.measure == "nations":
        return float(chosen["nation"].nunique()), "nations"
    most = most_given(there, there.index.isin(chosen.index), worth(scenario, test, there))
    return most, "persons" if test.measure == "personnel" else test.capability or test.measure


def _counting(test: Test | None) -> Iterator[Reach | Pledged]:
    """Yield the tests of amounts in a test."""
    match test:
        case Reach() | Pledged():
            yield test
        case AllOf() | AnyOf():
            for part in test.parts:
                yield from _counting(part)
