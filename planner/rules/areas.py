"""Areas: a sea or an air space carries what its treaty allows, however many ports lie on it.

Tonnes, people or units of those whom a limit names are added up over all sites of the area, for all together or nation by nation. How long
a hull may stay scales what it gives, not what it displaces.
"""

import pandas as pd

from planner.account import Account, breaches, exceeds
from planner.decisions import Decisions
from planner.frames import items, make, records
from planner.rules._posture import in_place
from planner.rules._words import figure, key
from planner.scenario import Area, AreaLimit, Problem, Scenario

UNITS = {"tonnes": "t", "personnel": "people", "units": "units"}


def check(scenario: Scenario) -> list[Problem]:
    """Warn of limits in tonnes on units without a displacement, and of stays that let nobody give anything."""
    types, offered = scenario.frames["unit_types"], set(scenario.frames["offers"]["unit_type"])
    found = []
    for area in scenario.areas:
        for limit in area.limits:
            named = offered if limit.who.unit_types is None else offered & limit.who.unit_types
            weightless = sorted(named & set(types.index[types["tonnes"] <= 0])) if limit.of == "tonnes" else []
            if weightless:
                what = f"{area.name}, {limit.name}: {', '.join(weightless)} displaces nothing, so the limit does not bind it"
                found.append(Problem("warning", area.mark, what, "give its `tonnes`, or narrow `who` to ships"))
        if any(days <= 0 for _, days in area.stays):
            found.append(
                Problem("warning", area.mark, f"{area.name}: a stay of 0 days lets a unit give nothing", "use a caveat to keep it out")
            )
    return found


def account(scenario: Scenario, decisions: Decisions) -> Account:
    """Return the use of each limit, and where it is exceeded."""
    stands = in_place(scenario, decisions)
    areas = make("areas", [row for area in scenario.areas for limit in area.limits for row in _use(scenario, stands, area, limit)])
    over = [
        (
            "areas",
            key(*(i for i in (row.area, row.limit, row.nation) if i), name),
            row.used,
            row.at_most,
            say(row.area, row.limit, row.nation, name, row.used, row.at_most, unit[row.area, row.limit]),
        )
        for unit in [{(area.name, limit.name): UNITS[limit.of] for area in scenario.areas for limit in area.limits}]
        for row in records(areas)
        if exceeds(row.used, row.at_most) and (name := scenario.steps[row.step].name)
    ]
    return Account(frames={"areas": areas}, breaches=breaches(over))


def _use(scenario: Scenario, stands: pd.DataFrame, area: Area, limit: AreaLimit) -> list[dict[str, object]]:
    """Return the use of one limit: in each step for all together, or for each nation that stands there."""
    inside = stands[stands["site"].isin(area.sites) & limit.who.match(stands)]
    tonnes = inside["units"] * inside["unit_type"].map(scenario.frames["unit_types"]["tonnes"]).astype(float)
    used = {"tonnes": tonnes, "personnel": inside["persons"], "units": inside["units"]}[limit.of]
    row = {"area": area.name, "limit": limit.name, "at_most": limit.at_most}
    if limit.per_nation:
        by = used.groupby([inside["nation"], inside["step"]]).sum()
        return [row | {"nation": nation, "step": p, "used": float(amount)} for (nation, p), amount in items(by)]
    steps = used.groupby(inside["step"]).sum()
    return [row | {"nation": "", "step": p, "used": float(steps.get(p, 0.0))} for p in range(len(scenario.steps))]


def say(area: str, limit: str, nation: str, step: str, used: float, at_most: float, unit: str) -> str:
    """Return the sentence for an area above one of its limits."""
    who = f" of {nation}" if nation else ""
    return f"{area} in {step}: {figure(used)} {unit}{who} stand under {limit}, which allows {figure(at_most)} {unit}"
