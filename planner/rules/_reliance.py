"""Who relies on which condition: who hangs on it, which hold only together, who must decide by when."""

import math
from collections.abc import Mapping, Sequence
from datetime import timedelta

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from planner.account import SLACK
from planner.frames import make, records
from planner.rules._clauses import only_by
from planner.rules._earned import Ground, named, parts
from planner.rules._tiers import Holding, rate, strength, usable
from planner.scenario import After, Scenario


def dependent(scenario: Scenario, ground: Ground, held: Holding, on: Sequence[str]) -> "pd.Series[float]":
    """Return the persons of each row, in place or at notice, that could not stand without the conditions `on`.

    All of a row with a clause that only they, or what hangs on them, fulfil; of the rest of an offer what stands above its other tiers.
    """
    found: pd.Series[float] = ground.stands["persons"].mul(_share(scenario, ground, held, on))
    return found


def by_step(ground: Ground, persons: "pd.Series[float]") -> pd.DataFrame:
    """Return the persons of some rows by step: `persons` in place, and those `at_notice`."""
    stands = ground.stands
    parts = {"persons": persons.mask(stands["standby"], 0.0), "at_notice": persons.where(stands["standby"], 0.0)}
    return pd.DataFrame(parts, index=stands.index).groupby(stands["step"]).sum()


def _share(scenario: Scenario, ground: Ground, held: Holding, on: Sequence[str]) -> "pd.Series[float]":
    """Return the part of each row that could not stand without the conditions `on`."""
    stands, gone = ground.stands, ground.hanging(on)
    bound = stands.index.isin(only_by(ground.clauses, gone))
    free = stands["units"].where(~bound, 0.0)
    by = [stands["offer"], stands["step"]]
    every, other = strength(usable(ground.scenario, held)), strength(usable(ground.scenario, held), without=gone)
    pair = pd.MultiIndex.from_frame(stands[["offer", "step"]])
    sure = other.reindex(pair, fill_value=0.0).to_numpy() * stands["offer"].map(rate(scenario)).to_numpy(dtype=float)
    untouched = other.reindex(pair, fill_value=0.0).to_numpy() >= every.reindex(pair, fill_value=0.0).to_numpy()
    posture = free.groupby(by).transform("sum")
    over: pd.Series[float] = ((posture - sure).clip(lower=0.0) / posture.where(posture > 0, 1.0)).mask(untouched, 0.0)
    return over.mask(bound, 1.0)


def mandates(scenario: Scenario, ground: Ground, held: Holding, hanging: Mapping[str, "pd.Series[float]"]) -> pd.DataFrame:
    """Return the calendar of those who decide: each condition on which somebody hangs, and the day by which it must be there."""
    rows = []
    for name, persons in hanging.items():
        mine = ground.stands[persons > SLACK]
        if mine.empty:
            continue
        condition, step, most = scenario.conditions[name], int(mine["step"].min()), by_step(ground, persons).max()
        needed = scenario.first_day(scenario.steps[step].first_month)
        notice = _notice(scenario, name, set(mine["offer"])) if condition.starts_notice else 0.0
        rows.append(
            {
                "condition": name,
                "owner": condition.owner,
                "granted": condition.granted,
                "step": step,
                "needed": needed.isoformat(),
                "notice_days": notice,
                "latest": (needed - timedelta(days=math.ceil(notice))).isoformat(),
                "persons": float(most["persons"]),
                "at_notice": float(most["at_notice"]),
                "lines": tuple(sorted(mine["requirement"].unique())),
            }
        )
    return make("mandates", rows)


def _notice(scenario: Scenario, name: str, offers: set[str]) -> float:
    """Return the longest notice of the tiers of some offers that name a condition; none where they hang on it in another way."""
    tiers = scenario.frames["tiers"]
    waits = [any(name in clause for clause in requires) for requires in tiers["requires"]]
    return float(max(tiers.loc[tiers["offer"].isin(offers) & np.array(waits, dtype=bool), "notice_days"], default=0.0))


def used(scenario: Scenario, ground: Ground, held: Holding) -> list[set[str]]:
    """Return, by step, the conditions that something that stands asks for, directly or through the test of another that it asks for."""
    found: list[set[str]] = [set() for _ in held]
    steps_of = ground.stands["step"].to_dict()
    for row in records(ground.clauses):
        found[steps_of[row.row]].update(row.clause)
    there = set(zip(ground.stands["offer"], ground.stands["step"], strict=True))
    for tier in records(usable(ground.scenario, held), "offer", "step", "requires"):
        if (tier.offer, tier.step) in there:
            found[tier.step].update(c for clause in tier.requires for c in clause)
    ends = [(name, p) for p, names in enumerate(found) for name in names]
    while ends:
        name, p = ends.pop()
        condition = scenario.conditions.get(name)
        for test in parts(condition.earned) if condition and condition.granted == "if-earned" and name in held[p] else ():
            for other in named(scenario, test):
                steps = [q for q in range(p + 1) if other in held[q]][:1] if isinstance(test, After) else [p]
                for q in steps:
                    if other not in found[q]:
                        found[q].add(other)
                        ends.append((other, q))
    return found


def together(scenario: Scenario, ground: Ground, held: Holding) -> list[dict[str, tuple[str, ...]]]:
    """Return, by step, each condition that holds only with others that hold only with it, and these; one that carries itself has itself.

    A condition needs another in a step if its test fails there once the other is gone, and with it all who could not stand without it.
    """
    names = sorted({name for names in held for name in names if scenario.conditions[name].granted == "if-earned"})
    needs = np.zeros((len(held), len(names), len(names)))
    for column, other in enumerate(names):
        without, left = ground.hanging([other]), 1.0 - _share(scenario, ground, held, [other])
        less = ground if (left >= 1.0).all() else Ground(scenario, _less(ground.stands, left))
        still = tuple(names_held - without for names_held in held)
        for row, name in enumerate(names):
            true = less.true(name, scenario.conditions[name].earned, still)
            needs[:, row, column] = [name in held[p] and other in held[p] and not true[p] for p in range(len(held))]
    return [_loops(names, at) for at in needs]


def _less(stands: pd.DataFrame, left: "pd.Series[float]") -> pd.DataFrame:
    """Return the part of what stands that is left of each row."""
    rows = stands.assign(units=stands["units"] * left, persons=stands["persons"] * left)
    return rows[rows["units"] > SLACK].reset_index(drop=True)


def _loops(names: Sequence[str], needs: np.ndarray) -> dict[str, tuple[str, ...]]:
    """Return the members of each loop of needs by each of them."""
    if not needs.any():
        return {}
    found: dict[str, tuple[str, ...]] = {}
    of = connected_components(csr_array(needs), connection="strong")[1].tolist()
    for number in set(of):
        members = [i for i, group in enumerate(of) if group == number]
        if len(members) > 1 or needs[members[0], members[0]]:
            found |= {names[i]: tuple(names[j] for j in members) for i in members}
    return found
