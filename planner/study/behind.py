"""What stands behind a line: if somebody leaves, which units held at notice would fill what of the loss on the lines that they back."""

from typing import Any

import pandas as pd

from planner.account import SLACK
from planner.frames import records
from planner.plan import Plan
from planner.rules import gives, stay
from planner.scenario import Scenario
from planner.study.cascade import Cascade
from planner.study.departures import Departure, nations

COLUMNS = (
    "kind", "name", "requirement", "capability", "lost", "minimum",
    "offer", "nation", "unit_type", "units", "notice_days", "fills", "enough",
)  # fmt: skip
KEY = ["requirement", "capability"]


def behind(scenario: Scenario, plan: Plan, falls: Cascade) -> pd.DataFrame:
    """Return, for each departure and line that loses what is held behind it, each offer at notice that would fill some of it (COLUMNS).

    Looked at in the step of `falls.table`. lost: what the line loses; fills: what the offer's units would give of it, the largest first;
    enough: whether all that is held behind the line keeps its minimum. A unit fills one line: where an offer is named for several, for one
    of them. A nation that leaves holds nothing, nor does a tier whose condition has fallen.
    """
    if plan.frames["standby"].empty or falls.table.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    step = int(falls.table["step"].iloc[0])
    taken = _given(scenario, falls.lost[falls.lost["step"] == step]).groupby(["kind", "name", *KEY], as_index=False)[["amount"]].sum()
    coverage = plan.frames["coverage"]
    taken = taken[taken["amount"] > SLACK].merge(coverage.loc[coverage["step"] == step, [*KEY, "filled", "minimum"]], on=KEY)
    held = _held(scenario, plan, step)
    rows: list[tuple[object, ...]] = []
    for departure in records(falls.table):
        waits = _waiting(scenario, held, departure)
        for loss in records(taken[(taken["kind"] == departure.kind) & (taken["name"] == departure.name)]):
            rows += _filled(waits, loss)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _filled(waits: pd.DataFrame, loss: Any) -> list[tuple[object, ...]]:
    """Return what of a loss each offer behind the line would fill."""
    behind_it = waits["backs"].map(lambda backs: loss.requirement in backs).astype(bool)
    backing = waits[behind_it & (waits["capability"] == loss.capability)]
    enough = loss.filled - loss.amount + float(backing["amount"].sum()) >= loss.minimum - SLACK
    head = (loss.kind, loss.name, loss.requirement, loss.capability, loss.amount, loss.minimum)
    return [
        (*head, r.offer, r.nation, r.unit_type, r.units, r.notice_days, min(r.amount, loss.amount), enough)
        for r in records(backing.sort_values(["amount", "offer"], ascending=[False, True]))
    ]


def _held(scenario: Scenario, plan: Plan, step: int) -> pd.DataFrame:
    """Return what is held at notice in a step, once a capability: offer, nation, unit_type, units, amount, backs, notice_days."""
    place, notice = plan.decisions["place"], plan.frames["standby"]
    at_home = place["requirement"].isin(notice.loc[notice["step"] == step, "requirement"])
    given = _given(scenario, place[at_home & (place["step"] == step)])
    every = given.groupby(["offer", *KEY, "nation", "unit_type"], as_index=False)[["units", "amount"]].sum()
    return every.merge(notice.loc[notice["step"] == step, ["offer", "requirement", "backs", "notice_days"]], on=["offer", "requirement"])


def _waiting(scenario: Scenario, held: pd.DataFrame, departure: Any) -> pd.DataFrame:
    """Return what is still held once somebody has left and conditions have fallen."""
    gone, fallen = nations(scenario, Departure(departure.kind, departure.name)), frozenset(departure.fallen)
    stays = held[~held["nation"].isin(gone)]
    share = [min(1.0, _usable(scenario, r.offer, fallen) / r.units) for r in records(stays)]
    stays = stays.assign(units=stays["units"] * share, amount=stays["amount"] * share)
    return stays[stays["units"] > SLACK]


def _usable(scenario: Scenario, offer: str, fallen: frozenset[str]) -> float:
    """Return the units of the tiers of an offer that do not hang on what has fallen alone; any number where all do not."""
    tiers = scenario.frames["tiers"]
    mine = tiers[tiers["offer"] == offer]
    stands = [not any(set(clause) <= fallen for clause in requires) for requires in mine["requires"]]
    return float("inf") if all(stands) else float(mine.loc[stands, "units"].sum())


def _given(scenario: Scenario, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of a posture (offer, requirement, site, units) with nation, unit_type, and what they give: capability, amount."""
    offers = scenario.frames["offers"]
    stands = rows.assign(nation=rows["offer"].map(offers["nation"]), unit_type=rows["offer"].map(offers["unit_type"]))
    stands = stands.assign(country=stands["site"].map(scenario.frames["sites"]["country"]))
    every = stands.assign(stay=stay(scenario, stands)).merge(gives(scenario), on=["unit_type", "requirement"])
    return every.assign(amount=every["amount"] * every["units"] * every["stay"])
