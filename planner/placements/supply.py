"""What offers can supply: the tiers of each offer, and what pools sustain, in each step."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.frames import records
from planner.placements.outlook import outlook
from planner.scenario import Clauses, Scenario

Amounts = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Supply:
    """Units by offer (in the order of the offers) and step, and by pool; conditions that may be earned count as held.

    `increments`, one row a tier and step within its dates: offer, tier, step, units, able (its conditions may hold), waits (clauses of
    conditions that the posture must earn; empty where they are sure). `dated[o, p]` by dates alone, `able[o, p]` with conditions.
    `share[o]`: part of a unit in the cycle that stands; `pool[o]`: code of its pool, -1 none; `sustained[w, p]` by pool.
    """

    increments: pd.DataFrame
    dated: Amounts
    able: Amounts
    share: Amounts
    pool: npt.NDArray[np.int64]
    pools: tuple[str, ...]
    sustained: Amounts


def supply(scenario: Scenario) -> Supply:
    """Return what the offers of a scenario can supply."""
    offers = scenario.frames["offers"]
    cycle = (offers["kind"] == "in_cycle").to_numpy()
    tour, dwell = offers["tour_months"].to_numpy(), offers["dwell_months"].to_numpy()
    share = np.where(cycle, tour / np.where(cycle, tour + dwell, 1.0), 1.0)
    pools = tuple(sorted(set(offers["pool"][cycle])))
    pool = np.where(cycle, pd.Index(pools, dtype=object).get_indexer(pd.Index(offers["pool"], dtype=object)), -1)
    rows = increments(scenario)
    of = offers.index.get_indexer(pd.Index(rows["offer"], dtype=object))
    step, units = rows["step"].to_numpy(dtype=int), rows["units"].to_numpy()
    dated, able = np.zeros((2, len(offers), len(scenario.steps)))
    np.add.at(dated, (of, step), units)
    np.add.at(able, (of, step), units * rows["able"].to_numpy(dtype=bool))
    sustained = np.zeros((len(pools), len(scenario.steps)))
    np.add.at(sustained, pool[cycle], able[cycle] * share[cycle, None])
    return Supply(rows, dated, able, share, pool, pools, sustained)


def increments(scenario: Scenario) -> pd.DataFrame:
    """Return each tier in each step within its dates, and what it still waits for."""
    looks = {days: outlook(scenario, days) for days in scenario.frames["tiers"]["notice_days"].unique()}

    @cache
    def hopes(notice_days: float, requires: Clauses) -> list[tuple[bool, Clauses]]:
        look = looks[notice_days]
        possible = look.possible(requires).tolist()
        return [(may, look.waits(requires, step) if may else ()) for step, may in enumerate(possible)]

    @cache
    def dated(first_month: int, until_month: int) -> list[int]:
        return [p for p, step in enumerate(scenario.steps) if step.within(first_month, until_month)]

    rows = [
        (t.offer, t.tier, step, t.units, *hopes(t.notice_days, t.requires)[step])
        for t in records(scenario.frames["tiers"])
        for step in dated(t.first_month, t.until_month)
    ]
    return pd.DataFrame(rows, columns=["offer", "tier", "step", "units", "able", "waits"])
