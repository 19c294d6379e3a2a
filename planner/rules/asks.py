"""Asks: a soft caveat may be lifted, as a whole and at its political price, and what only it kept away then stands.

A caveat that is lifted is as if it had never been said: whoever hung on its exception no longer does. None is lifted for nobody: each ask
goes to a capital, so somebody stands of whom the caveat speaks. Hard caveats are never lifted.
"""

import pandas as pd

from planner.account import Account, breaches
from planner.decisions import Decisions
from planner.frames import make
from planner.rules._clauses import in_force, led, lifted, settled
from planner.rules._posture import marked, offered, standing
from planner.rules._sound import unsound
from planner.rules._tiers import Holding, holding, lacking
from planner.rules._words import key
from planner.scenario import Caveat, Problem, Scenario


def check(scenario: Scenario) -> list[Problem]:
    """Warn where the goal of asks comes first: nothing is then ever worth asking for."""
    first = scenario.goals[0] if scenario.goals else None
    if first is None or first.metric != "asks" or not any(caveat.soft for caveat in scenario.caveats):
        return []
    hint = "put it after the goals that a lifted caveat could serve"
    return [Problem("warning", first.mark, "the goal asks comes before all others: nothing will be asked", hint)]


def account(scenario: Scenario, decisions: Decisions) -> Account:
    """Return the caveats that the plan asks to lift, their price, and what is lifted without right or for nobody."""
    stands, named = standing(scenario, decisions), lifted(decisions)
    asked = [caveat for caveat in scenario.caveats if caveat.name in named and caveat.soft]
    found = unsound(scenario, decisions, "lift", "asks")
    hard = [caveat.name for caveat in scenario.caveats if caveat.name in named and not caveat.soft]
    idle = [caveat.name for caveat in asked if not in_force(scenario, caveat, stands).any()]
    found += [("asks", key(name), 1.0, 0.0, say(cause, name)) for cause, names in (("hard", hard), ("idle", idle)) for name in names]
    leads, held = marked(scenario, decisions, "lead", "leads"), holding(settled(scenario, decisions), decisions)
    rows = [_ask(scenario, caveat, stands[_only_by(scenario, caveat, stands, leads, held)]) for caveat in asked]
    return Account({"asks": make("asks", rows)}, {"asks": sum(caveat.price for caveat in asked)}, breaches(found))


def _only_by(scenario: Scenario, caveat: Caveat, stands: pd.DataFrame, leads: pd.DataFrame, held: Holding) -> pd.Series:
    """Say for each row whether it stands only because the caveat is lifted: it is in force there, and its exception does not hold."""
    barred = in_force(scenario, caveat, stands) & led(caveat, stands, leads)
    excepted = [bool(caveat.unless) and not lacking(caveat.unless, held[p]) for p in stands["step"]]
    return barred & ~pd.Series(excepted, index=stands.index, dtype=bool)


def _ask(scenario: Scenario, caveat: Caveat, rows: pd.DataFrame) -> dict[str, object]:
    nations = caveat.select.nations or frozenset(offered(scenario, caveat.select)["nation"])
    return {
        "caveat": caveat.name,
        "nations": tuple(sorted(nations)),
        "price": caveat.price,
        "owner": caveat.owner,
        "persons": float(rows.groupby("step")["persons"].sum().max()) if len(rows) else 0.0,
        "lines": tuple(sorted(set(rows["requirement"]))),
    }


SENTENCES = {
    "hard": "caveat {name} is lifted, and is not soft: nobody may be asked to lift it",
    "idle": "caveat {name} is lifted, and nobody of whom it speaks stands anywhere",
}


def say(cause: str, name: str) -> str:
    """Return the sentence for a caveat that is lifted without right or for nobody."""
    return SENTENCES[cause].format(name=name)
