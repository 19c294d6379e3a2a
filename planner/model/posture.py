"""What a plan decides, as columns, and what every family looks at: place, open, holds, lead, grow, lift, flow; the posture row by row."""

from typing import Any

import numpy as np
import pandas as pd
from pyomo.environ import ConcreteModel, Var

from planner.frames import items, records
from planner.model.algebra import Model, Rows, columns, constrain, one, total
from planner.model.caveats import concerned
from planner.model.supplies import supplies
from planner.placements import Placements
from planner.placements.outlook import outlook
from planner.placements.supply import Supply, supply, tours
from planner.scenario import Scenario


def decisions(scenario: Scenario, placements: Placements) -> Model:
    """Return a model with the columns that a plan is read from, and what all families look at."""
    m = ConcreteModel(name="posture")
    m.steps = range(len(scenario.steps))
    m.axes, m.aims, m.paid = {"nothing": ("name", "number")}, {}, {}
    m.nothing = Var([("posture", 0)], bounds=(0, 0), initialize=0)
    m.outlook, m.supply = outlook(scenario), supply(scenario)
    m.posture = _posture(scenario, placements)
    m.in_place = ~m.posture["standby"].to_numpy(dtype=bool)
    m.earlier = _earlier(m.posture)
    m.provided = _provided(m.posture, placements.gives)
    _bounds(m, scenario, m.supply)
    _decide(m, scenario)
    _decide_more(m, scenario, placements)
    m.supplies = supplies(m, scenario)
    m.tiers = m.supply.increments[m.supply.increments["able"].to_numpy(dtype=bool)].reset_index(drop=True)
    m.held = _held(m, m.tiers)
    if scenario.tours:
        _starts(m, scenario)
    return m


def _posture(scenario: Scenario, placements: Placements) -> pd.DataFrame:
    """Return one row a placement and step that may hold units, sorted, with what families group by."""
    a, step = np.nonzero(placements.ub)
    found = placements.chosen.iloc[a].reset_index(drop=True)
    found["a"], found["step"], found["ub"] = a, step, placements.ub[a, step]
    offers = scenario.frames["offers"][["kind", "pool", "tour_months"]]
    types = scenario.frames["unit_types"][["domain", "tonnes", "cost_month", "cost_move"]]
    return found.join(offers, on="offer").join(types, on="unit_type")


def _earlier(posture: pd.DataFrame) -> Rows:
    """Return for each row of the posture that of the same placement in the step before, -1 where nothing of it may stand then."""
    place = {key: i for i, key in enumerate(zip(posture["a"].tolist(), posture["step"].tolist(), strict=True))}
    return np.array([place.get((a, step - 1), -1) for a, step in place], dtype=np.int64)


def _provided(posture: pd.DataFrame, gives: pd.DataFrame) -> pd.DataFrame:
    """Return what each row of the posture gives: i (position in the posture), capability, amount, and its keys; in order of i."""
    keys = posture[["a", "requirement", "site", "step", "nation", "unit_type", "substitute", "standby"]].assign(i=np.arange(len(posture)))
    return keys.merge(gives, on="a", how="inner").sort_values(["i", "capability"], kind="stable", ignore_index=True)


def _bounds(m: Model, scenario: Scenario, able: Supply) -> None:
    """Note what each offer supplies in each step: its tiers and, where nothing of it works on its own soil, its pool."""
    offers = scenario.frames["offers"].index
    of = offers.get_indexer(m.posture["offer"])
    whole = np.floor(able.able + 1e-9)
    at_home = np.bincount(of, m.posture["own_soil"].to_numpy(dtype=float), len(offers)) > 0
    sustained = (able.pool >= 0) & ~at_home
    whole[sustained] = np.minimum(whole[sustained], np.floor(able.sustained[able.pool[sustained]] + 1e-9))
    m.ub = m.posture["ub"].to_numpy(dtype=np.int64)
    m.source = of * len(scenario.steps) + m.posture["step"].to_numpy(dtype=np.int64)
    m.supply_of = whole.reshape(-1)


def _decide(m: Model, scenario: Scenario) -> None:
    """Declare place, open, holds and lead."""
    keys = ["offer", "requirement", "site", "step"]
    made = columns(m, "place", keys, list(zip(*(m.posture[k].tolist() for k in keys), strict=True)), m.ub.tolist())
    m.units = np.empty(len(made), dtype=object)
    m.units[:] = list(made.values())
    sites = scenario.frames["sites"]
    works = sites[~sites["existing"] & sites.index.isin(m.posture["site"][m.in_place])]
    ready = [(s.Index, p) for s in records(works, index=True) for p in m.steps if scenario.steps[p].first_month >= s.ready_month]
    columns(m, "open", ("site", "step"), ready, 1)
    earned = sorted(name for name, condition in scenario.conditions.items() if condition.granted == "if-earned")
    columns(m, "holds", ("condition", "step"), [(name, p) for name in earned for p in m.steps if m.outlook.may[name][p]], 1)
    candidates = m.posture[["nation", "requirement", "step"]].drop_duplicates()
    leads = scenario.frames["requirements"]["lead"]
    may_lead = sorted((c.nation, c.requirement, int(c.step)) for c in records(candidates) if c.nation in leads[c.requirement])
    columns(m, "lead", ("nation", "requirement", "step"), may_lead, 1)


def _decide_more(m: Model, scenario: Scenario, placements: Placements) -> None:
    """Declare grow, where a site may grow, and lift, where a caveat may be lifted."""
    stages = scenario.frames["stages"]
    ready = stages.groupby("site")["first_month"].cummax()  # each waits for those written before it
    existing = scenario.frames["sites"]["existing"]
    may_grow = [
        (site, number, p)
        for site, number, month in zip(stages["site"], stages["stage"].tolist(), ready, strict=True)
        for p in m.steps
        if scenario.steps[p].first_month >= month and (existing[site] or (site, p) in m.open)
    ]
    columns(m, "grow", ("site", "stage", "step"), may_grow, 1)
    by_lead = [caveat.name for caveat in scenario.caveats if caveat.soft and caveat.leads and concerned(m, caveat).any()]
    columns(m, "lift", ("caveat",), [(name,) for name in sorted({*placements.soft, *by_lead})], 1)


def _held(m: Model, tiers: pd.DataFrame) -> list[Any]:
    """Return for each row of the tiers the column that says whether its conditions hold, None where they do for sure."""
    several = np.array([len(w) > 1 or (len(w) == 1 and len(w[0]) > 1) for w in tiers["waits"]], dtype=bool)
    waiting = tiers[several]
    keys = list(zip(waiting["offer"], waiting["tier"], waiting["step"].tolist(), strict=True))
    own = columns(m, "tier", ("offer", "tier", "step"), keys, 1, whole=False)
    for t in records(waiting):
        key = (t.offer, t.tier, t.step)
        for number, clause in enumerate(t.waits):
            earned = total([m.holds[c, t.step] for c in clause])
            constrain(m, "held_tier", (*key, number), one(own[key]) - earned, upper=0.0)
    found: list[Any] = []
    for t in records(tiers):
        key = (t.offer, t.tier, t.step)
        found.append(None if not t.waits else own[key] if key in own else m.holds[t.waits[0][0], t.step])
    return found


def _starts(m: Model, scenario: Scenario) -> None:
    """Declare the tours that begin: of each tier in a cycle, in the months in which it may be used and its pool may yet be asked for."""
    holds = tours(scenario)["holds"]
    away = m.posture[(m.posture["kind"] == "in_cycle") & ~m.posture["own_soil"]]
    last = {pool: scenario.steps[p].until_month for pool, p in items(away.groupby("pool")["step"].max())}
    first = {pool: scenario.steps[p].first_month for pool, p in items(away.groupby("pool")["step"].min())}
    pools = scenario.frames["offers"]["pool"]
    keys, most = [], []
    for t in records(m.tiers):
        pool, step = pools[t.offer], scenario.steps[t.step]
        for month in range(step.first_month, step.until_month) if pool in last else ():
            if first[pool] - holds[t.offer] < month < last[pool]:
                keys.append((t.offer, t.tier, month))
                most.append(np.floor(t.units + 1e-9))
    columns(m, "start", ("offer", "tier", "month"), keys, most)


def alone(m: Model, scenario: Scenario) -> frozenset[str]:
    """Return the offers that can never stand with more than their own tiers sustain: not in a cycle, or alone in it and never at home.

    Where tours are planned one by one, any cycle can keep more in place for a while than it sustains.
    """
    offers = scenario.frames["offers"]
    if scenario.tours:
        return frozenset(offers.index[offers["kind"] != "in_cycle"])
    members = offers["pool"].map(offers["pool"].value_counts())
    at_home = offers.index.isin(m.posture["offer"][m.posture["own_soil"]])
    return frozenset(offers.index[(offers["kind"] != "in_cycle") | ((members == 1) & ~at_home)])
