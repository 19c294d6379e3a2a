"""What rounding to steps loses: who may stand in some months of a step, and not in it, because it is one posture for all its months."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.frames import records
from planner.placements.admit import bounds
from planner.placements.outlook import notice_months
from planner.placements.triples import Flags, Triples
from planner.scenario import Scenario
from planner.scenario.recut import by_month

Persons = npt.NDArray[np.float64]  # by tier and step
LEAST = 0.5  # person-months that are worth a word
NAMED = 3  # offers that a row names; the others are counted


def rounding(scenario: Scenario) -> pd.DataFrame:
    """Return one row a step that loses person-months, in order of steps.

    Columns: step (name), phase, person_months (lost), offers (how many lose), largest (those that lose most, each with its person-months),
    split_at (the first day at which one cut wins most back, "" where none wins anything), won (person-months that it wins back).

    A tier counts with the persons that it keeps in place for good, on its own soil where it may stand there, if some placement of its
    offer is open to it: dates and notice, conditions (those to be earned as if they were), caveats, consent, works, needs. Tours that do
    not fill a step are not lost by rounding.
    """
    inside = {m for step in scenario.steps for m in range(step.first_month + 1, step.until_month)}
    if not inside & _edges(scenario):
        return _table(scenario, [])
    monthly = by_month(scenario)
    whole, months = _standing(scenario), _standing(monthly)
    rows = []
    for number, step in enumerate(scenario.steps):
        mine = months[:, step.first_month : step.until_month]
        lost = np.maximum(mine.sum(axis=1) - step.months * whole[:, number], 0.0)
        if lost.sum() >= LEAST:
            gains = [_gain(mine, k) for k in range(1, step.months)]
            rows.append((number, lost, int(np.argmax(gains)) + 1, max(gains)))
    return _table(scenario, rows)


def _edges(scenario: Scenario) -> set[int]:
    """Return the months in which anything begins or ends that says what may stand."""
    tiers, sites = scenario.frames["tiers"], scenario.frames["sites"]
    spans = [(c.first_month, c.until_month) for block in (scenario.conditions, scenario.hosts) for c in block.values()]
    spans += [(c.first_month, c.until_month) for c in scenario.caveats]
    found = {month for span in spans for month in span}
    waits = [c.first_month for c in scenario.conditions.values() if c.starts_notice]
    found |= {first + notice_months(days) for first in waits for days in tiers["notice_days"].unique()}
    found |= set(scenario.frames["stages"]["first_month"].tolist())
    return found.union(tiers["first_month"].tolist(), tiers["until_month"].tolist(), sites["ready_month"].tolist())


def _standing(scenario: Scenario) -> Persons:
    """Return the persons of each tier that may stand in each step."""
    offers, tiers = scenario.frames["offers"], scenario.frames["tiers"]
    ground, ub = bounds(scenario, waive=frozenset(f"tour of {o}" for o in offers.index[offers["kind"] == "one_tour"]))
    row = {key: i for i, key in enumerate(zip(tiers["offer"], tiers["tier"], strict=True))}
    units = np.zeros((len(tiers), len(scenario.steps)))
    for t in records(ground.supply.increments):
        units[row[t.offer, t.tier], t.step] = t.units * t.able
    persons = scenario.frames["unit_types"]["personnel"].reindex(offers["unit_type"]).to_numpy(dtype=float)
    by_offer: Persons = _rate(offers, ground.triples, ub > 0) * persons[:, None]
    return units * by_offer[offers.index.get_indexer(pd.Index(tiers["offer"], dtype=object))]


def _rate(offers: pd.DataFrame, triples: Triples, may: Flags) -> Persons:
    """Return what stands of one unit of each offer in each step: none where no placement is open, most on own soil."""
    cycle = (offers["kind"] == "in_cycle").to_numpy()
    share = np.where(cycle, offers["tour_months"] / (offers["tour_months"] + offers["dwell_months"]), 1.0)
    home = np.where(cycle, offers["home_availability"], 1.0)
    of = triples.code["offer"]
    found: Persons = np.zeros((len(offers), may.shape[1]))
    np.maximum.at(found, of, np.where(triples.own_soil, home[of], share[of])[:, None] * may)
    return found


def _gain(months: Persons, cut: int) -> float:
    """Return the person-months that a cut after so many months of a step wins back."""
    parts = (months[:, :cut], months[:, cut:])
    return float(sum(part.shape[1] * part.min(axis=1).sum() for part in parts) - months.shape[1] * months.min(axis=1).sum())


def _table(scenario: Scenario, rows: list[tuple[int, Persons, int, float]]) -> pd.DataFrame:
    told = []
    for number, lost, cut, gain in rows:
        step = scenario.steps[number]
        by_offer = pd.Series(lost).groupby(scenario.frames["tiers"]["offer"].to_numpy()).sum()
        by_offer = by_offer[by_offer >= LEAST].sort_values(ascending=False, kind="stable")
        named = [f"{offer}: {months:.0f}" for offer, months in by_offer.head(NAMED).items()]
        more = [f"{len(by_offer) - NAMED} more"] if len(by_offer) > NAMED else []
        at = scenario.first_day(step.first_month + cut).isoformat() if gain >= LEAST else ""
        told.append((step.name, step.phase, lost.sum(), len(by_offer), ", ".join([*named, *more]), at, gain))
    return pd.DataFrame(told, columns=["step", "phase", "person_months", "offers", "largest", "split_at", "won"])
