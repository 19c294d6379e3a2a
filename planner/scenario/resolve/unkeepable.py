"""Pins that no plan can keep: each is an error at the pin, before anything is solved."""

from collections.abc import Iterator
from math import floor

import pandas as pd

from planner.frames import NEVER, records
from planner.scenario.problems import Problem
from planner.scenario.resolve.supply import first_by_conditions, most_given, speaks_of, supply
from planner.scenario.scenario import Pin, Scenario, Step
from planner.scenario.selector import Selector


def judge(scenario: Scenario) -> list[Problem]:
    """Return an error for each pin that selects nothing, asks for more than is offered, contradicts another, or places units twice."""
    if not scenario.pins:
        return []
    tiers = supply(scenario)
    found = [problem for pin in scenario.pins for problem in _alone(pin, scenario, tiers)]
    found = found or [problem for pin in scenario.pins for problem in _against(pin, scenario, tiers)]
    return found or [problem for i, pin in enumerate(scenario.pins) for problem in _beside(pin, scenario.pins[:i], scenario, tiers)]


def _alone(pin: Pin, scenario: Scenario, tiers: pd.DataFrame) -> list[Problem]:
    offered = speaks_of(tiers, pin.select)
    if offered.empty:
        return [Problem("error", pin.mark, "this pin speaks of no offer", "check its nation, unit type and offer against each other")]
    if _reached(pin.select, scenario).empty:
        what, hint = "no line of this pin reaches a site of it", "check its requirement and site against the area of the line"
        return [Problem("error", pin.mark, what, hint)]
    for number in pin.steps:
        step = scenario.steps[number]
        there = tiers[_stands(tiers, step)]
        most = floor(most_given(there, there.index.isin(offered.index)) + 1e-9)
        if pin.at_least > most:
            why = next(_absences(offered[~_stands(offered, step)], step, scenario), "")
            can = f"can give {f'at most {most:g}' if most else 'none'}{why}"
            what = f"this pin asks for at least {_units(pin.at_least)} in {step.name}, and what it selects {can}"
            return [Problem("error", pin.mark, what, "check amount, dates and conditions of the offers, or begin the pin later")]
    return []


def _units(amount: float) -> str:
    return f"{amount:g} unit" if amount == 1 else f"{amount:g} units"


def _stands(tiers: pd.DataFrame, step: Step) -> pd.Series:
    """Say of each tier whether it may stand in a step."""
    return (tiers["begin"] <= step.first_month) & (tiers["until_month"] >= step.until_month)


def _absences(absent: pd.DataFrame, step: Step, scenario: Scenario) -> Iterator[str]:
    """Yield why tiers may not stand in a step: a condition denied or late, or a date."""
    for tier in records(absent):
        late = [c for c in tier.requires if first_by_conditions((c,), tier.notice_days, scenario, tier.unit_type) > step.first_month]
        if tier.until_month < step.until_month:
            yield f": {tier.offer} goes on {scenario.first_day(tier.until_month)}"
        elif late:
            begin = first_by_conditions((late[0],), tier.notice_days, scenario, tier.unit_type)
            when = "never holds" if begin >= NEVER else f"cannot hold in time for it before {scenario.first_day(begin)}"
            yield f": {tier.offer} requires {' or '.join(late[0])}, which {when}"
        else:
            yield f": {tier.offer} comes on {scenario.first_day(tier.first_month)}"


def _against(low: Pin, scenario: Scenario, tiers: pd.DataFrame) -> list[Problem]:
    """Return an error if what a pin asks for at least lies inside what another allows at most, and is more."""
    for high in scenario.pins:
        if low.at_least > high.at_most and set(low.steps) & set(high.steps) and _inside(low.select, high.select, scenario, tiers):
            asked = f"this pin asks for at least {_units(low.at_least)}"
            what = f"{asked}, and the pin at {high.mark} allows at most {high.at_most:g} of them"
            return [Problem("error", low.mark, what, "take one of the two away")]
    return []


def _beside(late: Pin, pins: tuple[Pin, ...], scenario: Scenario, tiers: pd.DataFrame) -> list[Problem]:
    """Return an error if a pin asks for units of which an earlier one has placed too many elsewhere: a unit serves one line at one site."""
    mine = _placements(late.select, scenario, tiers) if late.at_least else set()
    for early in pins:
        if not mine or not early.at_least or mine & _placements(early.select, scenario, tiers):
            continue
        for number in sorted(set(late.steps) & set(early.steps)):
            there = tiers[_stands(tiers, scenario.steps[number])]
            meant = {tier for pin in (late, early) for tier in speaks_of(there, pin.select).index}
            most = floor(most_given(there, there.index.isin(meant)) + 1e-9)
            if late.at_least + early.at_least > most:
                asked = f"this pin asks for at least {_units(late.at_least)} in {scenario.steps[number].name}"
                what = f"{asked}, the pin at {early.mark} for {early.at_least:g} elsewhere, and together they have {most:g}"
                return [Problem("error", late.mark, what, "a unit serves one line at one site: lower one of the two pins")]
    return []


def _inside(one: Selector, other: Selector, scenario: Scenario, tiers: pd.DataFrame) -> bool:
    """Say whether every offer, line and site that `one` selects, `other` selects too, however the two are written."""
    mine, theirs = (_placements(select, scenario, tiers) for select in (one, other))
    return bool(mine) and mine <= theirs


def _placements(select: Selector, scenario: Scenario, tiers: pd.DataFrame) -> set[tuple[str, str, str]]:
    """Return offer, line and site of what a selector means, of those where the line has a use for the unit type."""
    offers = speaks_of(tiers, select)[["offer", "unit_type"]].drop_duplicates()
    served = offers.merge(_uses(scenario), on="unit_type").merge(_reached(select, scenario), on="requirement")
    return set(zip(served["offer"], served["requirement"], served["site"], strict=True))


def _uses(scenario: Scenario) -> pd.DataFrame:
    """Return the unit types that give anything a line needs, by themselves or as a substitute: unit_type, requirement."""
    made = pd.DataFrame([(d.requirement, d.capability) for d in scenario.derivations], columns=["requirement", "capability"], dtype=object)
    needs = pd.concat([scenario.frames["needs"][["requirement", "capability"]], made])
    gives = pd.concat([scenario.frames[name][["unit_type", "capability"]] for name in ("provides", "substitutes")])
    return gives.merge(needs, on="capability")[["unit_type", "requirement"]].drop_duplicates()


def _reached(select: Selector, scenario: Scenario) -> pd.DataFrame:
    """Return the lines and sites of a selector that reach each other."""
    return speaks_of(scenario.frames["reach"], select)
