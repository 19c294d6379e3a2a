"""Pins that no plan can keep: each is an error at the pin, before anything is solved."""

from math import floor

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.scenario.problems import Problem
from planner.scenario.resolve.supply import supply
from planner.scenario.scenario import Pin, Scenario, Selector


def judge(scenario: Scenario) -> list[Problem]:
    """Return an error for each pin that selects nothing, asks for more than is offered, or contradicts another."""
    tiers = supply(scenario)
    found = [problem for pin in scenario.pins for problem in _alone(pin, scenario, tiers)]
    return found or [problem for pin in scenario.pins for problem in _against(pin, scenario.pins)]


def _alone(pin: Pin, scenario: Scenario, tiers: pd.DataFrame) -> list[Problem]:
    ids = pin.select
    offered = tiers[_among(tiers["offer"], ids.offers) & _among(tiers["nation"], ids.nations) & _among(tiers["unit_type"], ids.unit_types)]
    reach = scenario.frames["reach"]
    if offered.empty:
        return [Problem("error", pin.mark, "this pin speaks of no offer", "check its nation, unit type and offer against each other")]
    if not (_among(reach["requirement"], ids.requirements) & _among(reach["site"], ids.sites)).any():
        return [
            Problem(
                "error", pin.mark, "no line of this pin reaches a site of it", "check its requirement and site against the area of the line"
            )
        ]
    for number in pin.steps:
        step = scenario.steps[number]
        there = tiers[(tiers["begin"] <= step.first_month) & (tiers["until_month"] >= step.until_month)]
        most = _most(there, there.index.isin(offered.index))
        if pin.at_least > most:
            what = f"this pin asks for at least {pin.at_least:g} units in {step.name}, and what it selects can give at most {most}"
            return [Problem("error", pin.mark, what, "check amount, dates and conditions of the offers, or begin the pin later")]
    return []


def _most(there: pd.DataFrame, chosen: npt.NDArray[np.bool_]) -> int:
    """Return how many units the chosen tiers can give together: no more than they have, and no more than their pools sustain."""
    units = there["units"].where(chosen, 0.0)
    alone = there["pool"] == ""
    most = float(units[alone].sum())
    for _, members in there[~alone].groupby("pool"):
        mine = units[members.index]
        if mine.sum() > 0:
            most += min(float(mine.sum()), members["in_place"].sum() / members.loc[mine > 0, "cost"].min())
    return floor(most + 1e-9)


def _among(column: pd.Series, ids: frozenset[str] | None) -> pd.Series:
    return column.isin(column if ids is None else ids)


def _against(low: Pin, pins: tuple[Pin, ...]) -> list[Problem]:
    """Return an error if what a pin asks for at least lies inside what another allows at most, and is more."""
    for high in pins:
        if low.at_least > high.at_most and set(low.steps) & set(high.steps) and _inside(low.select, high.select):
            what = f"this pin asks for at least {low.at_least:g} units, and the pin at {high.mark} allows at most {high.at_most:g} of them"
            return [Problem("error", low.mark, what, "take one of the two away")]
    return []


def _inside(one: Selector, other: Selector) -> bool:
    """Say whether all that `one` selects, `other` selects too."""
    return all(
        theirs is None or (mine is not None and mine <= theirs) for (_, mine), (_, theirs) in zip(one.fields(), other.fields(), strict=True)
    )
