"""What is allowed, but seldom meant: worth a look before the plan is."""

import pandas as pd

from planner.frames import NEVER
from planner.scenario.resolve.names import Names
from planner.scenario.resolve.supply import supply
from planner.scenario.scenario import Scenario

SHOWN = 6  # offers that a warning lists


def warn(names: Names, scenario: Scenario) -> None:
    """Add a warning for each thing that loads and yet looks wrong."""
    tiers = supply(scenario)
    _without_cost(names)
    _small_pools(names, tiers)
    _denied(names, scenario, tiers)
    _rounding(names, scenario, tiers)


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
        listed = ", ".join(offers[:SHOWN]) + (", ..." if len(offers) > SHOWN else "")
        what = f"{condition} is denied: {len(offers)} offer{'s' if len(offers) > 1 else ''} cannot come ({listed})"
        names.warn(("conditions", condition), what, "leave it so to see what stands without it")


def _rounding(names: Names, scenario: Scenario, tiers: pd.DataFrame) -> None:
    """Say how many person-months each phase loses because a unit that comes or goes inside a step does not stand in it at all."""
    begin, until, persons = tiers["begin"], tiers["until_month"], tiers["persons"]
    for step in scenario.steps:
        comes = (begin > step.first_month) & (begin < step.until_month)
        goes = (until > step.first_month) & (until < step.until_month) & (begin < until)
        present = until.clip(upper=step.until_month) - begin.clip(lower=step.first_month)
        lost = (persons * present).where((comes | goes) & (present > 0), 0.0)
        if lost.sum() <= 0:
            continue
        cut = int(begin.where(comes, until).iloc[int(lost.to_numpy().argmax())])
        what = f"{step.name} loses {lost.sum():.0f} person-months: units come or go inside it, and posture is constant in a step"
        names.warn(
            ("calendar", "phases", step.phase), what, f"split the phase at {scenario.first_day(cut)}, or write calendar: {{step: auto}}"
        )
