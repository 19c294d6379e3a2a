"""Who may hold whose place, in pools of several offers: whoever might stand there himself and asks for nothing that the place does not."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import pandas as pd

from planner.frames import records
from planner.placements.outlook import outlook
from planner.placements.reasons import FIXED, REASONS, Ground
from planner.placements.supply import supply
from planner.placements.triples import triples
from planner.scenario import Scenario

Clause: TypeAlias = frozenset[str]
Key: TypeAlias = tuple[str, str, str]  # offer, requirement, site


def holders(scenario: Scenario, posture: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return for each row of a posture (offer, requirement, site, step, pool) the offers whose tours may hold its place, in order.

    The offer of the place, and of its pool each other that no reason but a ceiling keeps from the same line and site in the step, that is
    not at home there, and of whose clauses each holds by date or is met with one of the place's.
    """
    offers = scenario.frames["offers"]
    pools = offers[offers["kind"] == "in_cycle"].groupby("pool").groups
    shared = {pool: sorted(members) for pool, members in pools.items() if len(members) > 1}
    if not shared:
        return [(offer,) for offer in posture["offer"]]
    at, free, asks = _open(scenario, [offer for members in shared.values() for offer in members])

    def may(offer: str, place: Key, step: int) -> bool:
        there = (offer, *place[1:])
        if offer == place[0] or there not in at or not free[at[there], step]:
            return offer == place[0]
        own = asks.get((at[place], step), ()) if place in at else ()
        return all(any(mine <= clause for mine in own) for clause in asks.get((at[there], step), ()))

    rows = records(posture, "offer", "requirement", "site", "step", "pool")
    return [tuple(o for o in shared.get(pool, (offer,)) if may(o, (offer, line, site), step)) for offer, line, site, step, pool in rows]


def _open(scenario: Scenario, members: Sequence[str]) -> tuple[dict[Key, int], np.ndarray, dict[tuple[int, int], list[Clause]]]:
    """Return the triples of some offers that are away from home by key, the steps open to each, and what each asks that is not sure."""
    every = triples(scenario)
    rows = np.flatnonzero(every.among("offer", frozenset(members)) & ~every.own_soil)
    ground = Ground(scenario, every.at(rows), outlook(scenario), supply(scenario))
    free = np.ones((len(rows), len(scenario.steps)), dtype=bool)
    asks: dict[tuple[int, int], list[Clause]] = {}
    for reason in (*FIXED, *REASONS):
        for bar in reason(ground):
            free &= np.broadcast_to(bar.leaves, free.shape) >= 1
            if bar.lifts:
                free &= ~bar.lifts[1]  # a place of somebody else is not worth an ask
            for clause in bar.asks[0] if bar.asks else ():
                sure = np.any([ground.outlook.sure[c] for c in clause], axis=0) if clause else np.zeros(free.shape[1], dtype=bool)
                asked = np.broadcast_to(bar.asks[1], free.shape) & ~sure if bar.asks else np.zeros_like(free)
                for i, p in zip(*np.nonzero(asked), strict=True):
                    asks.setdefault((int(i), int(p)), []).append(frozenset(clause))
    code, labels = ground.triples.code, ground.triples.labels
    ids = ([labels[c][k] for k in code[c]] for c in ("offer", "requirement", "site"))
    return {key: i for i, key in enumerate(zip(*ids, strict=True))}, free, asks
