"""Who relies on which condition: who hangs on it, who is sent only to earn it, which hold only together, who must decide by when."""

import math
from collections.abc import Mapping, Sequence
from datetime import timedelta

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from planner.account import SLACK
from planner.frames import items, make, records
from planner.rules._clauses import only_by
from planner.rules._demand import KEY
from planner.rules._demand import given as needs_given
from planner.rules._earned import Ground, named, parts
from planner.rules._tiers import Holding, rate, strength
from planner.scenario import After, Reach, Scenario


def dependent(scenario: Scenario, ground: Ground, held: Holding, on: Sequence[str]) -> "pd.Series[float]":
    """Return the persons of each row that could not stand without the conditions `on`; of a stand-by nobody.

    All of a row with a clause that only they, or what hangs on them, fulfil; of the rest of an offer what stands above its other tiers.
    """
    stands = ground.stands
    found: pd.Series[float] = stands["persons"].mul(_share(scenario, ground, held, on)).mask(stands["standby"], 0.0)
    return found


def _share(scenario: Scenario, ground: Ground, held: Holding, on: Sequence[str]) -> "pd.Series[float]":
    """Return the part of each row that could not stand without the conditions `on`."""
    stands, gone = ground.stands, ground.hanging(on)
    bound = stands.index.isin(only_by(ground.clauses, gone))
    free = stands["units"].where(~bound, 0.0)
    by = [stands["offer"], stands["step"]]
    every, other = strength(ground.tiers(held)), strength(ground.tiers(held), without=gone)
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
        condition, step = scenario.conditions[name], int(mine["step"].min())
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
                "persons": float(persons.groupby(ground.stands["step"]).sum().max()),
                "lines": tuple(sorted(mine["requirement"].unique())),
            }
        )
    return make("mandates", rows)


def _notice(scenario: Scenario, name: str, offers: set[str]) -> float:
    """Return the longest notice of the tiers of some offers that name a condition."""
    tiers = scenario.frames["tiers"]
    waits = [any(name in clause for clause in requires) for requires in tiers["requires"]]
    return float(tiers.loc[tiers["offer"].isin(offers) & np.array(waits, dtype=bool), "notice_days"].max() or 0.0)


def used(scenario: Scenario, ground: Ground, held: Holding) -> list[set[str]]:
    """Return, by step, the conditions that something that stands asks for, directly or through the test of another that it asks for."""
    found: list[set[str]] = [set() for _ in held]
    steps_of = ground.stands["step"].to_dict()
    for row in records(ground.clauses):
        found[steps_of[row.row]].update(row.clause)
    there = set(zip(ground.stands["offer"], ground.stands["step"], strict=True))
    for tier in records(ground.tiers(held), "offer", "step", "requires"):
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


def only_to_earn(scenario: Scenario, ground: Ground, held: Holding) -> pd.DataFrame:
    """Return the offers without which every need stays as filled as it is, and a condition falls that holds: sent only to earn it."""
    rows = []
    for offer in sorted(_surplus(scenario, ground) & _decisive(scenario, ground, held)):
        mine = ground.stands["offer"] == offer
        could = Ground(scenario, ground.stands[~mine].reset_index(drop=True)).largest()
        there = ground.stands[mine & ~ground.stands["standby"]].groupby("step")[["units", "persons"]].sum()
        for p, units, persons in records(there.reset_index()):
            fallen = [k for k in sorted(held[int(p)] - could[int(p)]) if scenario.conditions[k].granted == "if-earned"]
            rows += [{"condition": k, "offer": offer, "step": int(p), "units": units, "persons": persons} for k in fallen]
    return make("only_to_earn", rows)


def _surplus(scenario: Scenario, ground: Ground) -> set[str]:
    """Return the offers that fill nothing which others would not fill.

    All that they give stands above a given level, on lines without n-1; of what serves a need that the posture makes it is never said.
    """
    gives = ground.given
    level = needs_given(scenario).set_index(KEY)["level"].to_dict()
    total = gives.groupby(KEY)["amount"].sum().to_dict()
    lines = scenario.frames["requirements"]
    exempt = lines["n_minus_1"].astype(bool) | lines["standby"].astype(bool) | (lines["derived"] != "")
    fills = set()
    for (offer, *key), own in items(gives.groupby(["offer", *KEY])["amount"].sum()):
        place = tuple(key)
        if exempt[place[0]] or total[place] - own < level.get(place, 0.0) - SLACK:
            fills.add(offer)
    return set(ground.stands["offer"]) - fills


def _decisive(scenario: Scenario, ground: Ground, held: Holding) -> set[str]:
    """Return the offers that count for more than a threshold is exceeded by, in some step in which its condition holds."""
    found, types = set[str](), scenario.frames["offers"]["unit_type"].to_dict()
    for name, condition in scenario.conditions.items():
        tests = [t for t in parts(condition.earned) if isinstance(t, Reach) and not t.of_offers] if condition.granted == "if-earned" else []
        for test in tests:
            values, worth = ground.value(name, test, held), ground.worth(test).to_dict()
            for offer, step, units in ground.counted(name, test):
                counts = units * worth[types[offer]]
                seen = [p for p in range(len(held)) if (test.seen_in[p] if test.seen_in else p) == step and name in held[p]]
                if any(values[p] - counts < test.at_least[p] - SLACK for p in seen):
                    found.add(offer)
    return found
