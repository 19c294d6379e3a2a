"""Conditions that must be earned: what their tests count, whether they come true, and which hang on each other."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from math import inf, nan
from typing import TypeAlias

import pandas as pd

from planner.account import exceeds
from planner.frames import items, records
from planner.rules._clauses import asked, only_by, opened
from planner.rules._demand import KEY, per_unit
from planner.rules._demand import given as needs_given
from planner.rules._nations import whole
from planner.rules._posture import given
from planner.rules._tiers import Holding, granted, in_date, lacking, needs, rate, strength, usable
from planner.scenario import After, AllOf, AnyOf, Condition, Covered, Pledged, Quorum, Reach, Scenario, Test

Held: TypeAlias = Sequence[AbstractSet[str]]  # the conditions that hold, by step
Counting: TypeAlias = Reach | Covered | Pledged | Quorum  # tests that something is counted for, against a threshold


def _cannot(test: Test, gone: set[str]) -> bool:
    """Say whether a test cannot be true while none of `gone` holds."""
    if isinstance(test, After):
        return test.condition in gone
    if isinstance(test, Quorum):
        return len(set(test.conditions) - gone) < test.at_least
    if isinstance(test, AllOf):
        return any(_cannot(part, gone) for part in test.parts)
    return isinstance(test, AnyOf) and bool(test.parts) and all(_cannot(part, gone) for part in test.parts)


def parts(test: Test | None) -> list[Test]:
    """Return the tests that a test is made of, itself where it is one."""
    if isinstance(test, AllOf | AnyOf):
        return [t for part in test.parts for t in parts(part)]
    return [] if test is None else [test]


def counting(test: Test | None) -> list[Counting]:
    """Return the tests inside a test that something is counted for."""
    return [t for t in parts(test) if isinstance(t, Reach | Covered | Pledged | Quorum)]


def threshold(test: Counting, step: int) -> float:
    """Return what a test asks for in a step; no number where it cannot be true."""
    return float(test.at_least) if isinstance(test, Quorum) else test.at_least[step]


def named(scenario: Scenario, test: Test) -> frozenset[str]:
    """Return the conditions that one test names, or that the money it counts is pledged under."""
    if isinstance(test, After):
        return frozenset({test.condition})
    if isinstance(test, Pledged):
        return frozenset(c for requires in _pledges(scenario, test)["requires"] for clause in requires for c in clause)
    return frozenset(test.conditions) if isinstance(test, Quorum) else frozenset()


def _pledges(scenario: Scenario, test: Pledged) -> pd.DataFrame:
    """Return the pledges to the fund, or to any, of the nations that count."""
    pledges = scenario.frames["pledges"]
    by = pledges if test.nations is None else pledges[pledges["nation"].isin(test.nations)]
    return by[by["fund"] == test.fund] if test.fund else by


class Ground:
    """What tests look at: one posture and the clauses its placements ask for. Counts that no condition changes are made once."""

    def __init__(self, scenario: Scenario, stands: pd.DataFrame) -> None:
        self.scenario = scenario
        self.stands = stands
        self.clauses = asked(scenario, stands)
        self._waiting: dict[str, list[str]] = {}  # those to be earned whose tests name a condition
        for name, condition in scenario.conditions.items():
            if condition.granted == "if-earned":
                for other in {other for t in parts(condition.earned) for other in named(scenario, t)}:
                    self._waiting.setdefault(other, []).append(name)
        self._counts: dict[tuple[str, int], pd.Series] = {}

    def hanging(self, on: Iterable[str]) -> frozenset[str]:
        """Return the conditions that hang on any of `on`: these, and those to be earned whose test cannot be true without them."""
        gone = set(on)
        ends = list(gone)
        while ends:
            for name in self._waiting.get(ends.pop(), ()):
                test = self.scenario.conditions[name].earned
                if name not in gone and test is not None and _cannot(test, gone):
                    gone.add(name)
                    ends.append(name)
        return frozenset(gone)

    def value(self, name: str, test: Counting, held: Held) -> list[float]:
        """Return what counts towards a test of condition `name` in each step; no number where nothing can."""
        steps = range(len(self.scenario.steps))
        if isinstance(test, Quorum):
            return [float(len(held[p] & set(test.conditions))) for p in steps]
        if isinstance(test, Pledged):
            return [self._money(test, p, held[p]) for p in steps]
        counts = self._share(test) if isinstance(test, Covered) else self._effort(name, test, held)
        nothing = nan if isinstance(test, Covered) else 0.0
        return [counts.get(p, nothing) for p in test.seen_in or steps]

    def _money(self, test: Pledged, step: int, held: AbstractSet[str]) -> float:
        """Return the money that is pledged by the first month of a step, with conditions that hold."""
        by_then = [q for q in records(_pledges(self.scenario, test)) if q.month <= self.scenario.steps[step].first_month]
        return sum(float(q.meur) for q in by_then if not lacking(q.requires, frozenset(held)))

    def _share(self, test: Covered) -> dict[int, float]:
        """Return the share of the levels of some lines that is filled, in each step in which one of them is needed."""
        mine = self._filled[self._filled["requirement"].isin(test.requirements)]
        sums = mine.groupby("step")[["within", "level"]].sum()
        return {int(p): float(within / level) for p, within, level in sums.itertuples()}

    @cached_property
    def given(self) -> pd.DataFrame:
        """What the posture gives on its lines."""
        return given(self.scenario, self.stands)

    @cached_property
    def _filled(self) -> pd.DataFrame:
        """Every given need above 0, and what of it is filled: `within`, never more than its level."""
        rows = needs_given(self.scenario)
        filled = self.given.groupby(KEY)["amount"].sum()
        within = filled.reindex(pd.MultiIndex.from_frame(rows[KEY]), fill_value=0.0).to_numpy(dtype=float)
        return rows.assign(within=rows["level"].clip(upper=within))

    def _effort(self, name: str, reach: Reach, held: Held) -> dict[int, float]:
        """Return what counts in each step of the posture, or of what could be kept in place where offers count.

        Where only what stands without the condition counts, of an offer some of whose tiers need it no more units than the others supply;
        of its pool no more than they sustain, shared out so that most counts. The posture that the test asks about is counted first.
        """
        units = self._offered(name, reach, held) if reach.of_offers else self._selected(name, reach)
        offers = self.scenario.frames["offers"].reindex(units.index.get_level_values("offer"))
        each = pd.Series(self.worth(reach).reindex(offers["unit_type"]).to_numpy(dtype=float), index=units.index)
        room: dict[tuple[str, int], float] = {}
        if reach.without_needs_it and not reach.of_offers:
            units, room = self._supplied(units, usable(self.scenario, tuple(map(frozenset, held))), self.hanging([name]))
        return self._nations(units, room) if reach.measure == "nations" else self._worth_of(units, each, room)

    def _offered(self, name: str, reach: Reach, held: Held) -> pd.Series:
        """Return the units that the offers it asks about could keep in place, by offer and step."""
        gone = self.hanging([name]) if reach.without_needs_it else frozenset()
        most = strength(usable(self.scenario, tuple(map(frozenset, held))), without=gone)
        offers = self.scenario.frames["offers"].reset_index()
        chosen = pd.Series(True, index=offers.index)  # noqa: FBT003  # a constant column
        for column, ids in reach.select.fields():
            if ids is not None and column in offers:
                chosen &= offers[column].isin(ids)
        mine = most[most.index.get_level_values("offer").isin(offers.loc[chosen, "offer"])]
        return mine.mul(rate(self.scenario).reindex(mine.index.get_level_values("offer")).to_numpy(dtype=float))

    def _supplied(self, units: pd.Series, tiers: pd.DataFrame, without: frozenset[str]) -> tuple[pd.Series, dict[tuple[str, int], float]]:
        """Return the most of what stands that each offer counts, and all that each source counts in a step, where it is bounded.

        Where a tier of the offer or its pool needs the condition, that is no more than the others supply.
        """
        most = strength(tiers, without=without)
        bound = {self._source[offer] for offer, clauses in self._required if needs(clauses, without)}
        limited = units.index.get_level_values("offer").map(self._source).isin(bound)
        room = {(source, p): 0.0 for source in bound for p in range(len(self.scenario.steps))}
        for (offer, p), supplied in items(most * rate(self.scenario).reindex(most.index.get_level_values("offer")).to_numpy()):
            if self._source[offer] in bound:
                room[self._source[offer], p] += supplied
        return units.where(~limited, units.clip(upper=most.reindex(units.index, fill_value=0.0))), room

    def _nations(self, units: pd.Series, room: Mapping[tuple[str, int], float]) -> dict[int, float]:
        """Return the nations of which a unit or more counts in each step: as many as can at the same time."""
        nation, counts = self.scenario.frames["offers"]["nation"].to_dict(), dict[int, dict[tuple[str, str], float]]()
        for (offer, p), amount in items(units):
            of, pair = counts.setdefault(int(p), {}), (nation[offer], self._source[offer])
            of[pair] = of.get(pair, 0.0) + float(amount)
        return {p: float(whole(of, {source: most for (source, q), most in room.items() if q == p})) for p, of in counts.items()}

    def _worth_of(self, units: pd.Series, each: pd.Series, room: Mapping[tuple[str, int], float]) -> dict[int, float]:
        """Return what the units are worth in each step, of a source that is bounded those first that are worth most."""
        left, worth = dict(room), dict[int, float]()
        for (offer, p), value in items(each.sort_values(ascending=False, kind="stable")):
            source = (self._source[offer], int(p))
            counted = min(float(units[offer, p]), left.get(source, inf))
            left[source] = left.get(source, inf) - counted
            worth[int(p)] = worth.get(int(p), 0.0) + counted * float(value)
        return worth

    @cached_property
    def _source(self) -> dict[str, str]:
        """What supplies each offer: its pool, where it is in the cycle, or itself."""
        offers = records(self.scenario.frames["offers"], index=True)
        return {str(o.Index): f"pool {o.pool}" if o.kind == "in_cycle" else f"offer {o.Index}" for o in offers}

    def _selected(self, name: str, reach: Reach) -> pd.Series:
        """Return the units that the test asks about, by offer and step."""
        if (name, id(reach)) not in self._counts:
            rows = self.stands[reach.select.match(self.stands) & ~self.stands["standby"]]
            if reach.without_needs_it:
                rows = rows.drop(index=list(only_by(self.clauses, self.hanging([name])) & set(rows.index)))
            self._counts[name, id(reach)] = rows.groupby(["offer", "step"])["units"].sum()
        return self._counts[name, id(reach)]

    @cached_property
    def _required(self) -> list[tuple[str, list[tuple[str, ...]]]]:
        """The clauses of each tier, with the conditions that open its offer's unit type."""
        types, rows = self.scenario.frames["offers"]["unit_type"].to_dict(), records(self.scenario.frames["tiers"], "offer", "requires")
        return [(str(t.offer), [opened(self.scenario, types[t.offer], clause) for clause in t.requires]) for t in rows]

    def worth(self, reach: Reach) -> pd.Series:
        """Return what one unit of each type counts for in a test."""
        if reach.measure in ("units", "nations"):
            return pd.Series(1.0, index=self.scenario.frames["unit_types"].index)
        return per_unit(self.scenario, reach.capability if reach.measure == "capability" else "personnel")

    def true(self, name: str, test: Test | None, held: Held) -> list[bool]:
        """Return whether a test of condition `name` is true in each step while `held` hold. What could not be read is never true."""
        steps = range(len(self.scenario.steps))
        if isinstance(test, Reach | Covered | Pledged | Quorum):
            return [_met(threshold(test, p), value) for p, value in enumerate(self.value(name, test, held))]
        if isinstance(test, After):
            return [any(test.condition in held[q] for q in range(p + 1)) for p in steps]
        if isinstance(test, AllOf | AnyOf):
            each = [self.true(name, part, held) for part in test.parts]
            every = all if isinstance(test, AllOf) else any
            return [every(part[p] for part in each) for p in steps]
        return [False for _ in steps]

    def rightful(self, held: Held) -> Holding:
        """Return the conditions that may hold while `held` do: granted in their months, earned by their test or latched."""
        rights = [set(by_date) for by_date in granted(self.scenario)]
        for name, condition in self.scenario.conditions.items():
            if condition.granted == "if-earned":
                for p in self._earned_in(condition, held):
                    rights[p].add(name)
        return tuple(frozenset(r) for r in rights)

    def _earned_in(self, condition: Condition, held: Held) -> list[int]:
        true = self.true(condition.name, condition.earned, held)
        kept = [condition.latch and any(condition.name in held[q] for q in range(p)) for p in range(len(true))]
        return [p for p, step in enumerate(self.scenario.steps) if in_date(condition, step) and (true[p] or kept[p])]

    def largest(self) -> Holding:
        """Return the largest consistent set: all that dates allow, less what fails its test, until nothing more fails."""
        conditions = self.scenario.conditions
        held = [{n for n, c in conditions.items() if in_date(c, step)} for step in self.scenario.steps]
        of_tiers = {c for _, requires in self._required for clause in requires for c in clause}
        alone = [n for n, c in conditions.items() if c.granted == "if-earned" and _bounded(c.earned)]
        doubtful = dict.fromkeys(n for n, c in conditions.items() if c.granted == "if-earned")
        while doubtful:
            name = next(iter(doubtful))
            del doubtful[name]
            earned = self._earned_in(conditions[name], held)
            lost = [p for p, those in enumerate(held) if name in those and p not in earned]
            for p in lost:
                held[p].remove(name)
            if lost:  # whose test may fail now: it itself if it was latched, those that come after it, those whose count tiers bound
                doubtful |= dict.fromkeys([name, *self._waiting.get(name, ()), *(alone if name in of_tiers else ())])
        return tuple(frozenset(those) for those in held)


def _met(least: float, value: float) -> bool:
    """Say whether a threshold is asked for and reached by what counts; where nothing can count, it is not."""
    return least == least and value == value and not exceeds(least, value)


def _bounded(test: Test | None) -> bool:
    """Say whether what a test counts is bounded by the tiers that may be used."""
    return any(isinstance(t, Reach) and (t.without_needs_it or t.of_offers) for t in parts(test))
