"""Ceilings of nations, as rows: persons outside own soil, in a country, of a domain; and units kept at home as a reserve.

sum of personnel * place <= ceiling        sum of place / share <= sum of units of all tiers within their dates - reserve
"""

import numpy as np

from planner.frames import records
from planner.model.algebra import Model, constrain, groups, heaviest, units
from planner.placements import Placements
from planner.scenario import Scenario


def rows(m: Model, scenario: Scenario, placements: Placements) -> None:
    """Add each ceiling in each step in which it can bind."""
    offers = scenario.frames["offers"]
    persons = m.posture["personnel"].to_numpy()
    committed = (1.0 / m.supply.share)[offers.index.get_indexer(m.posture["offer"])]
    away = ~m.posture["own_soil"].to_numpy(dtype=bool)
    columns = {"country": "country", "domain": "domain", "reserve": "unit_type"}
    for limit in records(scenario.frames["nation_limits"]):
        mine = (m.posture["nation"] == limit.nation).to_numpy()
        if limit.measure in columns:
            mine = mine & (m.posture[columns[limit.measure]] == limit.of).to_numpy()
        reserve = limit.measure == "reserve"
        weights = committed if reserve else persons
        kept = ((offers["nation"] == limit.nation) & (offers["unit_type"] == limit.of)).to_numpy()
        for (step,), at in groups(m.posture, ("step",), np.flatnonzero(mine if reserve else mine & away)):
            most = float(m.supply.dated[kept, step].sum()) - limit.limit if reserve else limit.limit
            if heaviest(m, at, weights[at]) > most:
                constrain(m, f"national_{limit.measure}", (limit.nation, limit.of, step), units(m, at, weights[at]), upper=most)
