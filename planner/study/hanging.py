"""What hangs on each condition, by name: the offers and lines that stand only while it holds."""

import numpy as np
import pandas as pd

from planner.placements import Placements
from planner.plan import Plan
from planner.scenario import AllOf, AnyOf, Clauses, Scenario, Test
from planner.scenario.scenario import After
from planner.study.supply import holding, tiers


def hanging(scenario: Scenario, plan: Plan, admitted: Placements) -> pd.DataFrame:
    """Return what stands only while a condition holds, even indirectly: condition, offer, requirement, persons (most in a step).

    An offer hangs by its placement's clauses as a whole; by its tiers only as far as it stands above those that do without.
    """
    posture = plan.frames["posture"]
    clauses = admitted.chosen[["offer", "requirement", "site", "requires"]]
    stands = posture.merge(clauses, on=["offer", "requirement", "site"], how="left")
    held = holding(scenario, plan)
    table = tiers(scenario, held)
    table = table[table["usable"]].merge(scenario.frames["tiers"][["offer", "tier", "requires"]], on=["offer", "tier"])
    keys = pd.MultiIndex.from_frame(stands[["offer", "step"]])
    units = stands.groupby(["offer", "step"])["units"].transform("sum").to_numpy()
    found: list[pd.DataFrame] = []
    for name in scenario.conditions:
        with_it = frozenset(k for k in scenario.conditions if hangs_on(scenario, k, name))
        tied = np.array([_needs(clauses, with_it) for clauses in table["requires"]], dtype=bool)
        free = table[~tied].groupby(["offer", "step"])["units"].sum().reindex(keys, fill_value=0.0).to_numpy()
        over = (units > free + 1e-6) & stands["offer"].isin(table.loc[tied, "offer"]).to_numpy()
        direct = np.array([isinstance(c, tuple) and _needs(c, with_it) for c in stands["requires"]], dtype=bool)
        hit = stands[over | direct]
        most = hit.groupby(["offer", "requirement", "step"])["persons"].sum().groupby(level=["offer", "requirement"]).max().reset_index()
        found.append(most.assign(condition=name))
    columns = ["condition", "offer", "requirement", "persons"]
    return pd.concat(found, ignore_index=True)[columns] if found else pd.DataFrame(columns=columns)


def hangs_on(scenario: Scenario, condition: str, on: str) -> bool:
    """Say whether a condition is another, or is earned only while that other holds."""
    if condition == on:
        return True
    earned = scenario.conditions[condition].earned
    return earned is not None and _asks(scenario, earned, on, frozenset({condition}))


def _asks(scenario: Scenario, test: Test, on: str, seen: frozenset[str]) -> bool:
    if isinstance(test, AllOf):
        return any(_asks(scenario, part, on, seen) for part in test.parts)
    if isinstance(test, AnyOf):
        return bool(test.parts) and all(_asks(scenario, part, on, seen) for part in test.parts)
    if not isinstance(test, After) or test.condition in seen:
        return False
    earned = scenario.conditions[test.condition].earned if test.condition in scenario.conditions else None
    return test.condition == on or (earned is not None and _asks(scenario, earned, on, seen | {test.condition}))


def _needs(clauses: Clauses, names: frozenset[str]) -> bool:
    """Say whether one of the clauses has only conditions among `names`."""
    return any(clause and set(clause) <= names for clause in clauses)
