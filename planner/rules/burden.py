"""Burden: what each nation bears of the force, and whether that is its share.

A nation bears the months that its people stand outside its own soil, the money that it pays, or these months weighed by how exposed the
place is. Its share is its part of a key, GDP or another, among the nations that offer, whether they are used or not. What it bears of all
over its share is 1 where it carries just that. Who is at home, at notice too, bears nothing. How unequal the months are is told, not made
small: a coalition is never equal, and by any key the smallest who is willing stands out. Where a goal asks for it, the most loaded counts
and, in a lexicographic one, after it the sum of the two most loaded, of three, and so on.
"""

import numpy as np
import pandas as pd

from planner.account import Account
from planner.decisions import Decisions
from planner.frames import arrange
from planner.rules import finance
from planner.rules._posture import in_place
from planner.rules._words import figure
from planner.scenario import Goal, Problem, Scenario

KEYS = {"gdp": "gdp_busd", "defence": "defence_busd", "active": "active_personnel", "given": "given_share"}  # column of nations
ALWAYS = (("person_months", "equal"), ("person_months", "gdp"))


def check(scenario: Scenario) -> list[Problem]:
    """Find nothing: a key that is asked for and not known is named on loading."""
    return []


def account(scenario: Scenario, decisions: Decisions) -> Account:
    """Return what each nation bears by load and key, the goals on burden, and how unequally the months are borne."""
    asked = [goal for goal in scenario.goals if goal.burden is not None]
    pairs = dict.fromkeys([*ALWAYS, *((g.burden.load, g.burden.key) for g in asked if g.burden)])
    loads = {load: _load(scenario, decisions, load) for load in dict.fromkeys(load for load, _ in pairs)}
    rows = pd.concat([_weighed(scenario, loads[load], load, key) for load, key in pairs], ignore_index=True)
    borne = [float(m) for m in loads["person_months"] if m > 0]
    metrics = {goal.name: _peak(scenario, loads, goal) for goal in asked}
    metrics |= {"gini": gini(borne), "jain": jain(borne)}
    metrics |= {f"peak_ratio.{key}": _most(rows, load, key) for load, key in ALWAYS}
    return Account({"burden": arrange("burden", rows)}, metrics)


def _load(scenario: Scenario, decisions: Decisions, load: str) -> pd.Series:
    """Return what each nation that offers bears."""
    if load == "cost":
        costs = finance.account(scenario, decisions).frames["costs"]
        borne = costs["meur"].groupby(costs["payer"]).sum()
    else:
        away = in_place(scenario, decisions).query("not own_soil")
        each = away["site"].map(scenario.frames["sites"]["exposure"]).astype(float) if load == "exposure" else 1.0
        borne = (away["persons"] * away["months"] * each).groupby(away["nation"]).sum()
    return borne.reindex(offering(scenario), fill_value=0.0).astype(float)


def offering(scenario: Scenario) -> list[str]:
    """Return the nations that offer anything."""
    return sorted(set(scenario.frames["offers"]["nation"]))


def shares(scenario: Scenario, key: str) -> pd.Series:
    """Return the part of each nation that offers in a key; NaN where its key is not known: the others share among themselves."""
    nations = scenario.frames["nations"].reindex(offering(scenario))
    amounts = pd.Series(1.0, index=nations.index) if key == "equal" else nations[KEYS[key]].astype(float)
    amounts = amounts.where(amounts > 0)
    return amounts / amounts.sum()


def _weighed(scenario: Scenario, borne: pd.Series, load: str, key: str) -> pd.DataFrame:
    share, total = shares(scenario, key), float(borne.sum())
    ratio = borne / total / share if total > 0 else share * np.nan
    return pd.DataFrame({"load": load, "key": key, "nation": borne.index, "amount": borne.to_numpy(), "share": share, "ratio": ratio})


def _peak(scenario: Scenario, loads: dict[str, pd.Series], goal: Goal) -> float:
    """Return the value of a goal on burden: the largest loads over their shares, summed over so many as it says."""
    asked = goal.burden
    if asked is None:
        return 0.0
    over = (loads[asked.load] - asked.ignore_below).clip(lower=0.0) / shares(scenario, asked.key)
    return float(over.nlargest(asked.largest).sum())


def peak_ratio(scenario: Scenario, rows: pd.DataFrame, key: str) -> float:
    """Return the largest ratio of person-months to a share by any key, from the rows of the frame `burden`; 0 where nobody bears any."""
    borne = rows[(rows["load"] == "person_months") & (rows["key"] == "equal")].set_index("nation")["amount"]
    return _most(_weighed(scenario, borne, "person_months", key), "person_months", key)


def _most(rows: pd.DataFrame, load: str, key: str) -> float:
    """Return the largest ratio under a key; 0 where nobody bears anything or no key is known."""
    ratio = rows.loc[(rows["load"] == load) & (rows["key"] == key), "ratio"].dropna()
    return float(ratio.max()) if len(ratio) else 0.0


def gini(shares: list[float]) -> float:
    """Return the Gini coefficient of shares: 0 where all carry alike, near 1 where one carries all; 0 for nobody.

    Half the mean difference between two who contribute, over the mean.
    """
    total, n = sum(shares), len(shares)
    if not total:
        return 0.0
    ranked = sum((2 * rank - n - 1) * share for rank, share in enumerate(sorted(shares), start=1))
    return ranked / (n * total)


def jain(shares: list[float]) -> float:
    """Return Jain's index of shares: 1 where all carry alike, one over their number where one carries all; 0 for nobody."""
    squares = sum(share * share for share in shares)
    return sum(shares) ** 2 / (len(shares) * squares) if squares else 0.0


def say(nation: str, load: str, key: str, amount: float, ratio: float) -> str:
    """Return the sentence for what a nation bears."""
    what = {"person_months": "person-months", "cost": "M EUR", "exposure": "exposed person-months"}[load]
    by = {"gdp": "GDP", "defence": "defence spending", "active": "active personnel", "equal": "equal parts", "given": "agreement"}[key]
    return f"{nation} bears {figure(amount)} {what}, {figure(ratio)} times its share by {by}"
