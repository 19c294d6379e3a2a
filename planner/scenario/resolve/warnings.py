"""What is allowed, but seldom meant: worth a look before the plan is."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from planner.frames import NEVER
from planner.scenario.resolve.names import Names
from planner.scenario.resolve.supply import most_given, speaks_of, supply, worth
from planner.scenario.scenario import AllOf, AnyOf, Reach, Scenario, Test

SHOWN = 3  # offers that a warning names; the others are counted


def warn(names: Names, scenario: Scenario) -> None:
    """Add a warning for each thing that loads and yet looks wrong."""
    tiers = supply(scenario)
    _without_cost(names)
    _small_pools(names, tiers)
    _denied(names, scenario, tiers)
    _out_of_reach(names, scenario, tiers)


def _without_cost(names: Names) -> None:
    """Name the unit types that are offered and cost nothing."""
    used = {row.unit_type for rows in names.file.offers.values() for row in rows}
    for name, entry in names.file.unit_types.items():
        if name in used and entry.cost_meur is None:
            names.warn(("unit_types", name), f"{name} has no cost: a plan gets it for nothing", "add cost_meur: {month: ..., move: ...}")


def _small_pools(names: Names, tiers: pd.DataFrame) -> None:
    """Name the pools that sustain less than one unit: they never stand."""
    for pool, members in tiers[tiers["pool"] != ""].groupby("pool"):
        sustained = members["in_place"].sum()
        if sustained / members["cost"].min() < 1 - 1e-9:
            first = str(members["offer"].iloc[0])
            what = f"the pool {pool} sustains {sustained:.2g} units: less than one never stands"
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


def _out_of_reach(names: Names, scenario: Scenario, tiers: pd.DataFrame) -> None:
    """Name the tests of conditions whose threshold is above all that is offered of what they select, whatever the dates."""
    for name, condition in scenario.conditions.items():
        for test in _reaches(condition.earned):
            mine = [test.without_needs_it and any({name}.issuperset(clause) for clause in requires) for requires in tiers["requires"]]
            there = tiers[(tiers["begin"] < NEVER) & ~np.array(mine, dtype=np.bool_)]
            most = most_given(there, there.index.isin(speaks_of(there, test.select).index), worth(scenario, test, there))
            levels = zip(test.at_least, scenario.steps, strict=True)
            over = next(((level, step.phase) for level, step in levels if level > most + 1e-6), None)
            if over:
                counted = "persons" if test.measure == "personnel" else test.capability or test.measure
                what = f"{name} asks for {over[0]:g} {counted} in {over[1]}, and all that it counts can give {most:.0f}"
                names.warn(("conditions", name, "earned_when"), what, "lower the threshold, or look at whom and what it selects")


def _reaches(test: Test | None) -> Iterator[Reach]:
    """Yield the tests of amounts in a test."""
    match test:
        case Reach():
            yield test
        case AllOf() | AnyOf():
            for part in test.parts:
                yield from _reaches(part)
