"""The ramp-up: in which month of the step before each of those who come arrives, as fast as its site takes people and kit in.

People and kit come each at the rate of the site, whoever weighs most in the order of priority, line and offer first; a unit has arrived
when both are there. They begin as late as lets the last of them come in the last month before the step, which is when all come where
nothing limits.
"""

import math
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

import pandas as pd

from planner.frames import groups, records
from planner.scenario import Scenario, Step

Rates: TypeAlias = Mapping[str, float]  # persons and tonnes that a site takes in a month; one that is not limited is not there
MEASURES = {"persons": "persons", "t": "tonnes"}  # measure of reception: column of what comes
SMALL = 1e-9


@lru_cache(maxsize=4096)
def takes_in(scenario: Scenario, site: str, step: Step) -> Rates:
    """Return what a site takes in a month of a step: by itself, and tonnes over the routes that are usable then."""
    rows = scenario.frames["reception"]
    rows = rows[rows["site"] == site]
    own = rows[rows["over"] == ""]
    found = {MEASURES[r.measure]: float(r.a_month) for r in records(own)}
    if len(own) < len(rows):
        routes = rows[(rows["over"] != "") & (rows["first_month"] <= step.first_month)]
        found["tonnes"] = min(found.get("tonnes", math.inf), float(routes["a_month"].sum()))
    return found


def via(scenario: Scenario, site: str, step: Step) -> str:
    """Return the routes that end at a site and are usable in a step."""
    rows = scenario.frames["reception"]
    usable = (rows["site"] == site) & (rows["over"] != "") & (rows["first_month"] <= step.first_month)
    return ", ".join(sorted(set(rows.loc[usable, "over"])))


def timed(scenario: Scenario, coming: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return arrivals with `begins`, `arrives` and `via`, and what comes to each site in each month against what it takes in."""
    priority = coming["requirement"].map(scenario.frames["requirements"]["priority"])
    order = coming.assign(priority=priority).sort_values(["site", "step", "priority", "requirement", "offer"], kind="stable")
    told: list[pd.DataFrame] = []
    ramp: list[tuple[Any, ...]] = []
    for (site, step), rows in groups(order.groupby(["site", "step"], sort=True)):
        before = scenario.steps[int(step) - 1]
        limits = takes_in(scenario, str(site), before)
        months = list(_months(rows, limits, before))
        told.append(rows.assign(begins=[b for b, _ in months], arrives=[a for _, a in months], via=via(scenario, str(site), before)))
        ramp += _ramp(str(site), rows, limits, months)
    columns = ["site", "month", "persons", "most_persons", "tonnes", "most_tonnes"]
    return pd.concat(told) if told else order.assign(begins=0, arrives=0, via=""), pd.DataFrame(ramp, columns=columns)


def _months(rows: pd.DataFrame, limits: Rates, step: Step) -> Iterator[tuple[int, int]]:
    """Yield the first and the last month of each of the rows, which all come to one site in one step."""
    paced = {column: rate for column, rate in limits.items() if rate > 0}
    needed = max((_whole(rows[c].sum() / rate) for c, rate in paced.items()), default=1)
    begin = step.until_month - min(max(needed, 1), step.months)
    done = dict.fromkeys(paced, 0.0)
    for row in records(rows, *MEASURES.values()):
        first, last = [], []
        for column, rate in paced.items():
            amount = float(getattr(row, column))
            if amount > 0:
                first.append(math.floor(done[column] / rate + SMALL))
                done[column] += amount
                last.append(_whole(done[column] / rate) - 1)
        late = step.until_month - 1 - begin
        yield begin + min(first, default=late), begin + max(last, default=late)


def _ramp(site: str, rows: pd.DataFrame, limits: Rates, months: list[tuple[int, int]]) -> Iterator[tuple[Any, ...]]:
    """Yield what comes to a site in each month: what has a rate at its rate from the first month on, the rest with its unit."""
    comes: dict[str, dict[int, float]] = {}
    begin = min(first for first, _ in months)
    for column in MEASURES.values():
        by_month: dict[int, float] = {}
        rate, left = limits.get(column, 0.0), float(rows[column].sum())
        if rate > 0:
            for k in range(_whole(left / rate)):
                by_month[begin + k] = min(rate, left - k * rate)
        else:
            for amount, (_, last) in zip(rows[column], months, strict=True):
                by_month[last] = by_month.get(last, 0.0) + float(amount)
        comes[column] = by_month
    for month in sorted({m for by_month in comes.values() for m, amount in by_month.items() if amount > 0}):
        people, kit = (comes[c].get(month, 0.0) for c in ("persons", "tonnes"))
        yield site, month, people, limits.get("persons", math.nan), kit, limits.get("tonnes", math.nan)


def _whole(months: float) -> int:
    return math.ceil(months - SMALL)
