"""Nations: no government sends more people than it said, and what it keeps at home stays there.

Ceilings count people outside their own soil: in all, in one country, or of the land, sea or air forces. A reserve counts units: what
stands or is held at notice, and what its rotation binds, leaves that many of all that the nation has on offer in those months, whether
conditions hold or not. Who is taken from another commitment is missed there, and is told.
"""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from planner.account import Account, breaches, exceeds
from planner.decisions import Decisions
from planner.frames import arrange, make, records
from planner.rules._posture import standing
from planner.rules._tiers import rate, units_by_date
from planner.rules._words import figure, key
from planner.scenario import Problem, Scenario


def check(scenario: Scenario) -> list[Problem]:
    """Warn of reserves as large as everything the nation offers, and of limits of nations that offer nothing."""
    offers, tiers = scenario.frames["offers"], scenario.frames["tiers"]
    found = []
    for limit in records(scenario.frames["nation_limits"]):
        of = offers[offers["nation"] == limit.nation]
        where = scenario.mark("nations", limit.nation)
        if of.empty:
            found.append(
                Problem("warning", where, f"{limit.nation} has a limit and offers nothing", "leave the limit out, or enter the offer")
            )
        elif limit.measure == "reserve":
            total = tiers.loc[tiers["offer"].isin(of.index[of["unit_type"] == limit.of]), "units"].sum()
            if not exceeds(total, limit.limit):
                what = f"{limit.nation} keeps {figure(limit.limit)} {limit.of} at home and offers {figure(total)}: none of them can stand"
                found.append(Problem("warning", where, what, "lower the reserve, or leave the offer out"))
    return found


def account(scenario: Scenario, decisions: Decisions) -> Account:
    """Return who stands where and is missed elsewhere, the use of each ceiling, and how many carry how much."""
    stands = standing(scenario, decisions)
    there = stands[~stands["standby"]]
    presence = there.groupby(["nation", "country", "step"], as_index=False)[["persons"]].sum()
    limits = make("limits", [row for limit in scenario.frames["nation_limits"].to_dict("records") for row in _use(scenario, stands, limit)])
    over = [
        (
            "national",
            key(*(i for i in (row.nation, row.measure, row.of) if i), name),
            row.used,
            row.limit,
            say(row.nation, row.measure, row.of, name, row.used, row.limit),
        )
        for row in records(limits)
        if row.used > 0 and exceeds(row.used, row.limit) and (name := scenario.steps[row.step].name)
    ]
    frames = {"presence": arrange("presence", presence), "double_hatted": _double_hatted(scenario, there), "limits": limits}
    return Account(frames, _metrics(there), breaches(over))


def _double_hatted(scenario: Scenario, there: pd.DataFrame) -> pd.DataFrame:
    """Return the persons in place who are taken from another commitment, by commitment."""
    taken = there.assign(commitment=there["offer"].map(scenario.frames["offers"]["committed_to"]))
    taken = taken[taken["commitment"].fillna("") != ""]
    return arrange("double_hatted", taken.groupby(["commitment", "nation", "step"], as_index=False)[["persons"]].sum())


def _use(scenario: Scenario, stands: pd.DataFrame, limit: dict[Any, Any]) -> Iterator[dict[Any, Any]]:
    """Yield the use of one limit in each step. Where nothing stands a reserve asks for nothing."""
    own = stands[stands["nation"] == limit["nation"]]
    away = own[~own["own_soil"].astype(bool)]
    measure, of = limit["measure"], limit["of"]
    if measure == "reserve":
        counted = (own["units"] / own["offer"].map(rate(scenario)).astype(float))[own["unit_type"] == of]
    else:
        counted = away["persons"] if measure == "deployed" else away.loc[away[measure] == of, "persons"]  # a country or a domain
    used = counted.groupby(own["step"]).sum()
    for p in range(len(scenario.steps)):
        most = limit["limit"] if limit["measure"] != "reserve" else _offered(scenario, limit, p) - limit["limit"]
        yield limit | {"step": p, "used": float(used.get(p, 0.0)), "limit": most}


def _offered(scenario: Scenario, limit: dict[Any, Any], step: int) -> float:
    offers = scenario.frames["offers"]
    of = offers.index[(offers["nation"] == limit["nation"]) & (offers["unit_type"] == limit["of"])]
    return units_by_date(scenario, of, step)


def _metrics(stands: pd.DataFrame) -> dict[str, float]:
    months = (stands["persons"] * stands["months"]).groupby(stands["nation"]).sum()
    return {"contributors": float(len(months)), "person_months": float(months.sum())}


def say(nation: str, measure: str, of: str, step: str, used: float, limit: float) -> str:
    """Return the sentence for a nation above its ceiling or into its reserve."""
    if measure == "reserve":
        return f"{nation} in {step}: the posture binds {figure(used)} {of}, its reserve leaves {figure(max(0.0, limit))}"
    what = {"deployed": "outside its own soil", "country": f"in {of}", "domain": f"of its {of} forces outside its own soil"}[measure]
    return f"{nation} in {step}: {figure(used)} people stand {what}, its ceiling is {figure(limit)}"
