"""Pins: what has been decided stays decided.

In each step that a pin names, the units of the placements it selects are no fewer and no more than was agreed.
"""

import pandas as pd

from planner.account import Account, Row, breaches, exceeds
from planner.decisions import Decisions
from planner.rules._posture import gives, offered, standing
from planner.rules._tiers import units_by_date
from planner.rules._words import count, figure, key
from planner.scenario import Problem, Scenario, Selector


def check(scenario: Scenario) -> list[Problem]:
    """Refuse pins that contradict themselves, each other, or what is offered."""
    found = []
    for i, pin in enumerate(scenario.pins):
        asked = f"the pin on {meant(pin.select)} asks for"
        if exceeds(pin.at_least, pin.at_most):
            what = f"{asked} at least {figure(pin.at_least)} and at most {figure(pin.at_most)}"
            found.append(Problem("error", pin.mark, what, "mend one of the two"))
        for other in scenario.pins[:i] + scenario.pins[i + 1 :]:
            if set(pin.steps) & set(other.steps) and exceeds(pin.at_least, other.at_most) and _inside(scenario, pin.select, other.select):
                what = f"{asked} at least {figure(pin.at_least)}, another allows {figure(other.at_most)} there at most"
                found.append(Problem("error", pin.mark, what, "mend one of the two pins"))
        for p in pin.steps:
            if exceeds(pin.at_least, most := units_by_date(scenario, offered(scenario, pin.select).index, p)):
                what = f"{asked} {figure(pin.at_least)} units in {scenario.steps[p].name}, {figure(most)} are offered then"
                found.append(Problem("error", pin.mark, what, "lower the pin, or let it begin when the offer does"))
                break
    return found


def account(scenario: Scenario, decisions: Decisions) -> Account:
    """Return the steps in which the posture departs from a pin."""
    stands, found = standing(scenario, decisions), list[Row]()
    for pin in scenario.pins:
        units = stands.loc[pin.select.match(stands)].groupby("step")["units"].sum()
        for p in pin.steps:
            amount, step = float(units.get(p, 0.0)), scenario.steps[p].name
            for cause, limit in (("few", pin.at_least), ("many", pin.at_most)):
                if exceeds(limit, amount) if cause == "few" else exceeds(amount, limit):
                    found.append(
                        ("pins", key(*_named(pin.select), step), amount, limit, say(cause, meant(pin.select), step, amount, limit))
                    )
    return Account(breaches=breaches(found))


def say(cause: str, what: str, step: str, amount: float, limit: float) -> str:
    """Return the sentence for a pin that the posture departs from."""
    asked = "at least" if cause == "few" else "at most"
    return f"{what} in {step}: {count(amount, 'unit')} in place, {asked} {figure(limit)} pinned"


def meant(select: Selector) -> str:
    """Return what a selector means in a few words: its ids, the first of many."""
    return ", ".join(_named(select)) or "everything"


def _named(select: Selector) -> list[str]:
    named = [sorted(ids) for _, ids in select.fields() if ids is not None]
    return [f"{ids[0]} and {len(ids) - 1} more" if len(ids) > 1 else "".join(ids) or "nothing" for ids in named]


def _reached(scenario: Scenario, select: Selector) -> pd.DataFrame:
    """Return the lines and sites that a selector speaks of, of those that reach each other."""
    reach = scenario.frames["reach"]
    for column, ids in select.fields():
        if ids is not None and column in reach:
            reach = reach[reach[column].isin(ids)]
    return reach


def _inside(scenario: Scenario, small: Selector, large: Selector) -> bool:
    """Say whether one selector means no offer, line and site that the other does not mean too, whatever the words."""
    mine, theirs = _placements(scenario, small), _placements(scenario, large)
    return bool(mine) and mine <= theirs


def _placements(scenario: Scenario, select: Selector) -> set[tuple[str, str, str]]:
    """Return offer, line and site of what a selector means, of those where the line has a use for the unit type."""
    uses = gives(scenario)[["unit_type", "requirement"]].drop_duplicates()
    served = offered(scenario, select).reset_index()[["offer", "unit_type"]].merge(uses, on="unit_type")
    served = served.merge(_reached(scenario, select), on="requirement")
    return set(zip(served["offer"], served["requirement"], served["site"], strict=True))
