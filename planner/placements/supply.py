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
    `share[o]`: part of a unit in the cycle that stands for good; `keeps[o, p]`: part that can stand through a step, the same unless tours
    are planned one by one; `pool[o]`: code of its pool, -1 none; `sustained[w, p]`: what a pool can keep away through a step.
    """

    increments: pd.DataFrame
    dated: Amounts
    able: Amounts
    share: Amounts
    keeps: Amounts
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
    keeps = _through_steps(scenario, cycle) if scenario.tours else np.repeat(share[:, None], len(scenario.steps), axis=1)
    sustained = np.zeros((len(pools), len(scenario.steps)))
    np.add.at(sustained, pool[cycle], able[cycle] * keeps[cycle])
    return Supply(rows, dated, able, share, keeps, pool, pools, sustained)


def _through_steps(scenario: Scenario, cycle: npt.NDArray[np.bool_]) -> Amounts:
    """Return the part of the months of each step in which one unit can hold a place: whole cycles, and of what is over one tour at most."""
    offers = scenario.frames["offers"]
    months = np.array([step.months for step in scenario.steps], dtype=float)
    holds, away = (m[:, None] for m in (tours(scenario)[c].to_numpy(dtype=float) for c in ("holds", "cycle")))
    whole, over = np.divmod(months, away)
    held: Amounts = (whole * holds + np.minimum(over, holds)) / months
    return np.where(cycle[:, None], held, np.ones((len(offers), 1)))


def tours(scenario: Scenario) -> pd.DataFrame:
    """Return the whole months of tours of each offer: tour, holds (a place, until it is being relieved), cycle (away and at rest)."""
    offers = scenario.frames["offers"]
    tour, dwell = (np.ceil(offers[c] - 1e-9).astype(int) for c in ("tour_months", "dwell_months"))
    overlap = scenario.frames["unit_types"]["overlap_months"].reindex(offers["unit_type"]).to_numpy()
    return pd.DataFrame({"tour": tour, "holds": tour - overlap, "cycle": tour + dwell}, index=offers.index)


def increments(scenario: Scenario) -> pd.DataFrame:
    """Return each tier in each step within its dates, and what it still waits for."""
    looks = {days: outlook(scenario, days) for days in scenario.frames["tiers"]["notice_days"].unique()}
    unit_types = scenario.frames["offers"]["unit_type"].to_dict()

    @cache
    def hopes(notice_days: float, unit_type: str, written: Clauses) -> list[tuple[bool, Clauses]]:
        look = looks[notice_days]
        requires = look.open_to(written, unit_type)
        possible = look.possible(requires).tolist()
        return [(may, look.waits(requires, step) if may else ()) for step, may in enumerate(possible)]

    @cache
    def dated(first_month: int, until_month: int) -> list[int]:
        return [p for p, step in enumerate(scenario.steps) if step.within(first_month, until_month)]

    rows = [
        (t.offer, t.tier, step, t.units, *hopes(t.notice_days, unit_types[t.offer], t.requires)[step])
        for t in records(scenario.frames["tiers"])
        for step in dated(t.first_month, t.until_month)
    ]
    return pd.DataFrame(rows, columns=["offer", "tier", "step", "units", "able", "waits"])
