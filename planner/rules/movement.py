"""Movement: who comes to a site before a step must fit through it in the months of the step before.

A site that says its reception takes in so many persons and tonnes a month; over the routes that end at a site come so many tonnes, and no
more. The first step is there when the calendar begins. Relief of what stands is no arrival, and own soil has none. What moves can ask for
lift, in tonnes a month, and of plans that are alike else the one is best in which fewest people move.
"""

import math
from collections.abc import Iterator

import pandas as pd

from planner.account import Account, Row, breaches, exceeds
from planner.decisions import Decisions
from planner.frames import NEVER, arrange, groups, items, records
from planner.rules._arrivals import arrivals
from planner.rules._posture import gives, standing
from planner.rules._ramp import takes_in, timed
from planner.rules._tiers import Holding, holding, usable
from planner.rules._words import figure, key
from planner.scenario import Problem, Scenario

UNIT = {"persons": "persons", "tonnes": "t"}


def check(scenario: Scenario) -> list[Problem]:
    """Warn of units that a site can never take in, and of lines that cannot be there in time whoever comes."""
    if scenario.frames["reception"].empty or len(scenario.steps) < 2:
        return []
    return [*_too_large(scenario), *_too_late(scenario)]


def account(scenario: Scenario, decisions: Decisions) -> Account:
    """Return who comes where and when, and the sites to which more come than they can take in."""
    stands = standing(scenario, decisions)
    moved, ramp = timed(scenario, arrivals(scenario, stands))
    moved["ready"] = _ready(scenario, holding(scenario, decisions), moved)
    moved["line_there"] = moved["requirement"].map(_there(stands, moved))
    frames = {"movements": arrange("movements", moved), "ramp_up": arrange("ramp_up", ramp)}
    return Account(frames, {"arrivals": float(moved["persons"].sum())}, breaches(list(_crowded(scenario, moved))))


def say(site: str, step: str, unit: str, comes: float, most: float) -> str:
    """Return the sentence for a site to which more come before a step than it can take in."""
    return f"{figure(comes)} {unit} come to {site} before {step}; it takes in {figure(most)} until then"


def _crowded(scenario: Scenario, moved: pd.DataFrame) -> Iterator[Row]:
    for (site, step), rows in groups(moved.groupby(["site", "step"])):
        before, name = scenario.steps[int(step) - 1], scenario.steps[int(step)].name
        for column, rate in takes_in(scenario, site, before).items():
            amount, most, unit = float(rows[column].sum()), rate * before.months, UNIT[column]
            if exceeds(amount, most):
                yield "movement", key(site, unit, name), amount, most, say(site, name, unit, amount, most)


def _ready(scenario: Scenario, held: Holding, moved: pd.DataFrame) -> list[int]:
    """Return the first month in which each offer may stand as it does: by its tiers' dates and notice, and the conditions they wait for."""
    there = usable(scenario, held)
    first: dict[tuple[str, int], int] = {}
    for t in records(there):
        waits = [min((_since(scenario, held, k, t.step) for k in clause if k in held[t.step]), default=0) for clause in t.requires]
        month = max([int(t.first_month), *waits])
        first[t.offer, t.step] = min(first.get((t.offer, t.step), NEVER), month)
    keys = zip(moved["offer"], moved["step"], strict=True)
    return [first.get((offer, int(step)), scenario.steps[int(step)].first_month) for offer, step in keys]


def _since(scenario: Scenario, held: Holding, condition: str, step: int) -> int:
    """Return the month since which a condition that holds in a step has held: as granted, or the first of its steps on end."""
    if scenario.conditions[condition].granted == "granted":
        return scenario.conditions[condition].first_month
    while step > 0 and condition in held[step - 1]:
        step -= 1
    return scenario.steps[step].first_month


def _there(stands: pd.DataFrame, moved: pd.DataFrame) -> dict[str, int]:
    """Return the month by the end of which all are there that a line has in its largest step, the first of them; -1 from the start."""
    people = stands.groupby(["requirement", "step"], as_index=False)[["persons"]].sum()
    ranked = people.sort_values(["persons", "step"], ascending=[False, True]).drop_duplicates("requirement")
    largest = ranked.set_index("requirement")["step"]
    last = moved[moved["step"] <= moved["requirement"].map(largest)].groupby("requirement")["arrives"].max()
    return {str(line): int(last.get(line, -1)) for line in largest.index}


def _too_large(scenario: Scenario) -> Iterator[Problem]:
    """Yield the unit types of which a site that they may come to cannot take in one, in any step but the first."""
    offers, types, reach = scenario.frames["offers"], scenario.frames["unit_types"], scenario.frames["reach"]
    serving = gives(scenario)[["unit_type", "requirement"]].drop_duplicates().merge(reach, on="requirement")
    needed = _first_needed(scenario)
    late = serving[serving["unit_type"].isin(set(offers["unit_type"])) & (serving["requirement"].map(needed) > 0)]
    for site, coming in groups(late.groupby("site")["unit_type"]):
        for column, weight in (("persons", "personnel"), ("tonnes", "lift_t")):
            most = max(takes_in(scenario, site, step).get(column, math.inf) * step.months for step in scenario.steps[:-1])
            amounts = types.loc[sorted(set(coming)), weight].astype(float)
            large = amounts[amounts > most].sort_values(ascending=False, kind="stable")
            if len(large):
                others = f" ({len(large) - 1} smaller type{'s are' if len(large) > 2 else ' is'} too large too)" if len(large) > 1 else ""
                one = f"one {large.index[0]} is {figure(large.iloc[0])} {UNIT[column]}{others}"
                yield _narrow(scenario, site, column, f"{one}, and {site} never takes in more than {figure(most)} before a step")


def _narrow(scenario: Scenario, site: str, column: str, what: str) -> Problem:
    """Return what is told of a site that takes in too little: at the widest route that ends there, where routes let less through."""
    rows = scenario.frames["reception"]
    own = rows[(rows["site"] == site) & (rows["over"] == "") & (rows["measure"] == "t")]["a_month"].min()
    ways = rows[(rows["site"] == site) & (rows["over"] != "")].sort_values(["a_month", "over"], ascending=[False, True])
    if column == "persons" or ways.empty or own <= ways["a_month"].sum():
        hint = "check its reception, or have it come elsewhere"
        return Problem("warning", scenario.mark("sites", site), what, hint)
    hint = f"check the capacity of {', '.join(ways['over'])}, or have it come elsewhere"
    return Problem("warning", scenario.mark("routes", str(ways["over"].iloc[0])), what, hint)


def _too_late(scenario: Scenario) -> Iterator[Problem]:
    """Yield the lines that need more people than all their sites take in until then, whichever units come."""
    needs, needed = scenario.frames["needs"], _first_needed(scenario)
    least = _least_persons(scenario)
    sites = scenario.frames["reach"].groupby("requirement")["site"].agg(list).to_dict()
    told = set()
    for need in records(needs.sort_values(["requirement", "step", "capability"])):
        first = needed.get(need.requirement, 0)
        if first == 0 or need.requirement in told or (need.requirement, need.capability) not in least:
            continue
        steps = scenario.steps[first - 1 : need.step]
        monthly = [sum(takes_in(scenario, s, step).get("persons", math.inf) for s in sites.get(need.requirement, ())) for step in steps]
        room = sum(rate * step.months for rate, step in zip(monthly, steps, strict=True))
        people = need.level * least[need.requirement, need.capability]
        if exceeds(people, room):
            told.add(need.requirement)
            asked = f"{need.requirement} needs {figure(people)} persons or more in {scenario.steps[need.step].name}"
            what = f"{asked}, and its sites take in {figure(room)} until then: it cannot be full in time"
            yield Problem(
                "warning", scenario.mark("requirements", need.requirement), what, "raise their reception, or ask for less at first"
            )


def _first_needed(scenario: Scenario) -> dict[str, int]:
    """Return the first step in which each given line needs anything; before it nobody can stand on the line."""
    needs = scenario.frames["needs"]
    return {str(line): int(step) for line, step in items(needs[needs["level"] > 0].groupby("requirement")["step"].min())}


def _least_persons(scenario: Scenario) -> dict[tuple[str, str], float]:
    """Return the fewest people of an offered type, none on own soil, who give one of a capability on a line."""
    types = set(scenario.frames["offers"]["unit_type"])
    rows = gives(scenario)
    rows = rows[rows["unit_type"].isin(types)]
    each = rows["unit_type"].map(scenario.frames["unit_types"]["personnel"]).astype(float) / rows["amount"]
    return {(str(r), str(c)): float(v) for (r, c), v in items(each.groupby([rows["requirement"], rows["capability"]]).min())}
