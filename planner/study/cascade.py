"""What is left when somebody leaves: its own units, then every condition that no longer holds, then all that hung on those.

With a nation go its units, its offers and pledges, and the conditions that it owns; with a group its nations; with a site what stands
there. Nobody replans: leads, ceilings and needs stay as they are, and nothing new is sent. The least that can happen, not the most.
Who is held at notice at home goes and falls like others, and the line that it fills with it; among persons and rows it is not counted.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from planner.decisions import Decisions
from planner.frames import items, records
from planner.placements import Placements
from planner.plan import Plan
from planner.rules import Holding, conditions, gives, rate, standing, stay, tiers
from planner.scenario import Scenario
from planner.study.clauses import fulfilled
from planner.study.departures import Departure, departures, nations, without

COLUMNS = ("kind", "name", "country", "step", "before", "own", "hung", "left", "fallen", "followers", "below")
STEPS = ("kind", "name", "step", "before", "own", "hung", "left", "fallen", "followers", "below")
LOST = ("kind", "name", "step", "nation", "offer", "requirement", "site", "units", "persons", "own")
SLACK = 1e-6


@dataclass(frozen=True)
class Stage:
    """Where a withdrawal is looked at: the country with most persons of the force abroad, in its fullest step."""

    country: str
    step: int
    persons: float


@dataclass(frozen=True)
class Cascade:
    """What each departure takes with it: the table, the same of the whole force in each step (STEPS), and every row that goes (LOST)."""

    table: pd.DataFrame
    steps: pd.DataFrame
    lost: pd.DataFrame


def stage(plan: Plan) -> Stage | None:
    """Return the country and step with most persons who are not on their own soil; None for an empty plan."""
    posture = plan.frames["posture"]
    abroad = posture[~posture["own_soil"].astype(bool)]
    if abroad.empty:
        return None
    people = abroad.groupby(["country", "step"])["persons"].sum().reset_index()
    most = next(records(people.nlargest(1, "persons")))
    return Stage(most.country, int(most.step), float(most.persons))


def cascade(scenario: Scenario, plan: Plan, admitted: Placements) -> pd.DataFrame:
    """Return what each departure takes from the main country (`stage`) in its fullest step, the worst first (COLUMNS).

    Departures are those of `departures`. before, own (its persons), hung (others who stood on what fell), left: persons; fallen:
    conditions; followers: other nations that lose units there or elsewhere; below: lines that fall below their minimum.
    """
    ground = _Ground(scenario, plan, admitted)
    return _table(stage(plan), ground, [ground.withdraw(departure) for departure in departures(scenario, plan)])


def in_full(scenario: Scenario, plan: Plan, admitted: Placements) -> Cascade:
    """Return what each departure takes, step by step and row by row."""
    ground = _Ground(scenario, plan, admitted)
    told = [ground.withdraw(departure) for departure in departures(scenario, plan)]
    lost = pd.concat([t.lost for t in told], ignore_index=True)[list(LOST)] if told else pd.DataFrame(columns=list(LOST))
    steps = pd.DataFrame([row for t in told for row in ground.by_step(t)], columns=list(STEPS))
    return Cascade(_table(stage(plan), ground, told), steps, lost)


def _table(where: Stage | None, ground: "_Ground", told: list["_Withdrawn"]) -> pd.DataFrame:
    rows = [ground.at(t, where) for t in told] if where else []
    return pd.DataFrame(rows, columns=list(COLUMNS)).sort_values(["left", "kind", "name"], ignore_index=True)


@dataclass(frozen=True)
class _Withdrawn:
    """A departure: the rows that go, those in place and all with those at notice, and the conditions fallen, by step."""

    departure: Departure
    every: pd.DataFrame
    fallen: Holding

    @property
    def lost(self) -> pd.DataFrame:
        return self.every[~self.every["standby"]]


class _Ground:
    """A plan before anybody leaves: what stands, what each row gives, which conditions are relied on, what tiers supply."""

    def __init__(self, scenario: Scenario, plan: Plan, admitted: Placements) -> None:
        self.scenario, self.plan = scenario, plan
        self.admitted = admitted
        every = standing(scenario, plan.decisions)
        self.stands = every.sort_values("standby", kind="stable", ignore_index=True)  # who is at notice at home gives way first
        known = pd.MultiIndex.from_frame(admitted.chosen[["offer", "requirement", "site"]])
        self.a = known.get_indexer(pd.MultiIndex.from_frame(self.stands[["offer", "requirement", "site"]]))  # -1: it was not admissible
        self.relied = _relied(plan, len(scenario.steps))
        self.earned = any(scenario.conditions[k].granted == "if-earned" for names in self.relied for k in names)
        self.given = _given(scenario, self.stands)
        lifted = plan.decisions["lift"]["caveat"] if "lift" in plan.decisions else ()
        self.kept = frozenset(admitted.soft) - set(lifted)
        self.rightful = self._fulfilled(self.relied)
        offers, share = scenario.frames["offers"], rate(scenario)
        self.pool = ("pool " + offers["pool"]).where(offers["kind"] == "in_cycle", "offer " + offers.index.to_series())
        at_home = self.stands["offer"].map(share / offers["home_availability"]).astype(float)
        self.load = at_home.where(self.stands["own_soil"].astype(bool) & (self.stands["kind"] == "in_cycle"), 1.0)
        self.supply = self._supply(scenario, self.relied)

    def withdraw(self, departure: Departure) -> _Withdrawn:
        """Take somebody out, then what falls with him until nothing more falls."""
        gone, stands = nations(self.scenario, departure), self.stands
        there = (stands["site"] == departure.name) & ~stands["standby"]
        own = there if departure.kind == "site" else stands["nation"].isin(gone)
        units = stands["units"].where(~own, 0.0)
        scenario, held = without(self.scenario, gone), self.relied
        while True:
            left = self._standing(scenario, units, held)
            place = stands[["offer", "requirement", "site", "step"]].assign(units=left)[left > 0]
            after = self._after_all(scenario, held, {**self.plan.decisions, "place": place.reset_index(drop=True)})
            if after == held and left.equals(units):
                break
            held, units = after, left
        fallen = tuple(before - now for before, now in zip(self.relied, held, strict=True))
        lost = stands.assign(own=own, kind=departure.kind, name=departure.name, units=stands["units"] - units)
        lost["persons"] = stands["persons"] * lost["units"] / stands["units"]
        return _Withdrawn(departure, lost[lost["units"] > 0], fallen)

    def _after_all(self, scenario: Scenario, held: Holding, decisions: Decisions) -> Holding:
        """Return what of some conditions still may hold; where none was earned, what was not denied."""
        if self.earned:
            could = conditions.largest(scenario, decisions)
            return tuple(now & then for now, then in zip(held, could, strict=True))
        return tuple(frozenset(k for k in now if scenario.conditions[k].granted == "granted") for now in held)

    def _standing(self, scenario: Scenario, units: "pd.Series[float]", held: Holding) -> "pd.Series[float]":
        """Return what of some units still stands: rows whose clauses hold, within what offers and pools that lost a tier still supply.

        Whoever has lost none keeps what it has: the tours of a plan may rightly hold more than a cycle sustains. Later lines are cut first.
        """
        kept, step = units.where(self._fulfilled(held) | ~self.rightful, 0.0), self.stands["step"]
        of_offer, of_pool = self.stands["offer"], self.stands["offer"].map(self.pool)
        loads = ((of_offer, pd.Series(1.0, index=units.index)), (of_pool, self.load))
        for (of, load), had, has in zip(loads, self.supply, self._supply(scenario, held), strict=True):
            keys = pd.MultiIndex.from_arrays([of, step])
            before, most = (supply.reindex(keys, fill_value=0.0).to_numpy(dtype=float) for supply in (had, has))
            used = kept * load
            ahead = used.groupby([of, step]).cumsum() - used
            room = (pd.Series(np.where(most < before - SLACK, most, np.inf), index=units.index) - ahead) / load
            kept = (kept.clip(upper=room.clip(lower=0.0)) + SLACK) // 1.0
        return kept

    def _fulfilled(self, held: Holding) -> pd.Series:
        """Return whether the clauses of each row hold in its step; of one that was not admissible they do."""
        found = np.ones(len(self.stands), dtype=bool)
        for p, names in enumerate(held):
            rows = (self.stands["step"] == p).to_numpy() & (self.a >= 0)
            found[rows] = fulfilled(self.scenario, self.admitted, p, names, kept=self.kept)[self.a[rows]]
        return pd.Series(found, index=self.stands.index)

    def _supply(self, scenario: Scenario, held: Holding) -> tuple["pd.Series[float]", "pd.Series[float]"]:
        """Return the units of usable tiers by offer and step, and what they sustain by pool and step."""
        table = tiers(scenario, held)
        usable = table[table["usable"]]
        pooled = usable.groupby([usable["offer"].map(self.pool), "step"])["in_place"].sum()
        return usable.groupby(["offer", "step"])["units"].sum(), pooled

    def by_step(self, told: _Withdrawn) -> list[tuple[object, ...]]:
        """Return what a departure takes from the whole force, a row a step in which anything stands (STEPS)."""
        before = self.stands[~self.stands["standby"]].groupby("step")["persons"].sum()
        rows: list[tuple[object, ...]] = []
        for p, persons in items(before):
            lost = told.lost[told.lost["step"] == p]
            rows.append((told.departure.kind, told.departure.name, p, *self._persons(lost, float(persons)), *self._after(told, p)))
        return rows

    def at(self, told: _Withdrawn, where: Stage) -> tuple[object, ...]:
        """Return what a departure takes from the main country in its fullest step (COLUMNS)."""
        lost = told.lost[(told.lost["step"] == where.step) & (told.lost["country"] == where.country) & ~told.lost["own_soil"].astype(bool)]
        departure = (told.departure.kind, told.departure.name, where.country, where.step)
        return *departure, *self._persons(lost, where.persons), *self._after(told, where.step)

    def _persons(self, lost: pd.DataFrame, before: float) -> tuple[float, float, float, float]:
        own = float(lost.loc[lost["own"], "persons"].sum())
        hung = float(lost.loc[~lost["own"], "persons"].sum())
        return before, own, hung, before - own - hung

    def _after(self, told: _Withdrawn, step: int) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """Return the conditions fallen, the other nations that lose units, the lines newly below their minimum."""
        lost, every = (rows[rows["step"] == step] for rows in (told.lost, told.every))
        followers = lost[~lost["own"]].groupby("nation")["persons"].sum().sort_values(ascending=False, kind="stable")
        return tuple(sorted(told.fallen[step])), tuple(str(n) for n in followers.index), self._below(every, step)

    def _below(self, lost: pd.DataFrame, step: int) -> tuple[str, ...]:
        coverage = self.plan.frames["coverage"]
        rows = coverage[(coverage["step"] == step) & (coverage["minimum"] > 0) & (coverage["filled"] >= coverage["minimum"] - SLACK)]
        taken = self.given[self.given["row"].isin(lost.index)]
        amounts = (
            (taken["amount"] * lost["units"].reindex(taken["row"]).to_numpy()).groupby([taken["requirement"], taken["capability"]]).sum()
        )
        key = pd.MultiIndex.from_frame(rows[["requirement", "capability"]])
        left = rows["filled"].to_numpy() - amounts.reindex(key, fill_value=0.0).to_numpy()
        return tuple(sorted(set(rows["requirement"][left < rows["minimum"].to_numpy() - SLACK])))


def _given(scenario: Scenario, posture: pd.DataFrame) -> pd.DataFrame:
    """Return what a unit of each row of the posture gives: row, requirement, capability, amount."""
    rows = posture.assign(row=posture.index, stay=stay(scenario, posture))
    every = rows.merge(gives(scenario), on=["unit_type", "requirement"])
    return every.assign(amount=every["amount"] * every["stay"])[["row", "requirement", "capability", "amount"]]


def _relied(plan: Plan, steps: int) -> Holding:
    table = plan.frames["conditions"]
    held = table[table["holds"].astype(bool)]
    return tuple(frozenset(held.loc[held["step"] == p, "condition"]) for p in range(steps))
