"""Nations: no government sends more people than it said, and what it keeps at home stays there.

Ceilings count people outside their own soil: in all, in one country, or of the land, sea or air forces. A reserve counts units: what
stands, and what its rotation binds, leaves that many of all that the nation has on offer in those months, whether conditions hold or not.
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
    """Return who stands where, the use of each ceiling, and how unequally the months in place are shared."""
    stands = standing(scenario, decisions)
    presence = stands.groupby(["nation", "country", "step"], as_index=False)[["persons"]].sum()
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
    return Account({"presence": arrange("presence", presence), "limits": limits}, _metrics(stands), breaches(over))


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
    return {"contributors": float(len(months)), "person_months": float(months.sum()), "gini": gini([float(m) for m in months])}


def gini(shares: list[float]) -> float:
    """Return the Gini coefficient of shares: 0 where all carry alike, near 1 where one carries all; 0 for nobody.

    Half the mean difference between two who contribute, over the mean.
    """
    total, n = sum(shares), len(shares)
    if not total:
        return 0.0
    ranked = sum((2 * rank - n - 1) * share for rank, share in enumerate(sorted(shares), start=1))
    return ranked / (n * total)


def say(nation: str, measure: str, of: str, step: str, used: float, limit: float) -> str:
    """Return the sentence for a nation above its ceiling or into its reserve."""
    if measure == "reserve":
        return f"{nation} in {step}: the posture binds {figure(used)} {of}, its reserve leaves {figure(max(0.0, limit))}"
    what = {"deployed": "outside its own soil", "country": f"in {of}", "domain": f"of its {of} forces outside its own soil"}[measure]
    return f"{nation} in {step}: {figure(used)} people stand {what}, its ceiling is {figure(limit)}"
