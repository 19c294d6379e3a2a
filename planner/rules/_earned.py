"""Conditions that the posture must earn: what their tests count, whether they come true, and which hang on each other."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeAlias

import pandas as pd

from planner.account import exceeds
from planner.rules._clauses import asked, only_by
from planner.rules._demand import per_unit
from planner.rules._tiers import Holding, granted, in_date, needs, rate, strength, usable
from planner.scenario import After, AllOf, AnyOf, Condition, Reach, Scenario, Test

Held: TypeAlias = Sequence[AbstractSet[str]]  # the conditions that hold, by step


def _cannot(test: Test, gone: set[str]) -> bool:
    """Say whether a test cannot be true while none of `gone` holds."""
    if isinstance(test, After):
        return test.condition in gone
    if isinstance(test, AllOf):
        return any(_cannot(part, gone) for part in test.parts)
    return isinstance(test, AnyOf) and bool(test.parts) and all(_cannot(part, gone) for part in test.parts)


def parts(test: Test | None) -> list[Test]:
    """Return the tests that a test is made of, itself where it is one."""
    if isinstance(test, AllOf | AnyOf):
        return [t for part in test.parts for t in parts(part)]
    return [] if test is None else [test]


def reaches(test: Test | None) -> list[Reach]:
    """Return the thresholds inside a test."""
    return [t for t in parts(test) if isinstance(t, Reach)]


class Ground:
    """What tests look at: one posture and the clauses its placements ask for. Counts that no condition changes are made once."""

    def __init__(self, scenario: Scenario, stands: pd.DataFrame) -> None:
        self.scenario = scenario
        self.stands = stands
        self.clauses = asked(scenario, stands)
        self._waiting: dict[str, list[str]] = {}  # those to be earned whose tests name a condition
        for name, condition in scenario.conditions.items():
            if condition.granted == "if-earned":
                for other in {t.condition for t in parts(condition.earned) if isinstance(t, After)}:
                    self._waiting.setdefault(other, []).append(name)
        self._counts: dict[tuple[str, int], pd.Series] = {}
        self._tiers: dict[Holding, pd.DataFrame] = {}

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

    def tiers(self, held: Holding) -> pd.DataFrame:
        """Return the tiers that may be used while `held` hold."""
        if held not in self._tiers:
            self._tiers[held] = usable(self.scenario, held)
        return self._tiers[held]

    def value(self, name: str, reach: Reach, held: Held) -> list[float]:
        """Return what counts towards a threshold of condition `name` in each step.

        Where only what stands without the condition counts, of an offer some of whose tiers need it no more units than the others supply;
        of its pool no more than they sustain. The posture that the test asks about is counted first.
        """
        units = self._selected(name, reach)
        types = self.scenario.frames["offers"]["unit_type"].reindex(units.index.get_level_values("offer"))
        each = pd.Series(self.worth(reach).reindex(types).to_numpy(dtype=float), index=units.index)
        if reach.without_needs_it:
            units = self._at_most(units, each, self.tiers(tuple(map(frozenset, held))), self.hanging([name]))
        steps = (units * each).groupby(level="step").sum()
        return [float(steps.get(p, 0.0)) for p in range(len(self.scenario.steps))]

    def _at_most(self, units: pd.Series, each: pd.Series, tiers: pd.DataFrame, without: frozenset[str]) -> pd.Series:
        """Return the units that count: where a tier of the offer or its pool needs the condition, no more than the others supply."""
        offers, most = self.scenario.frames["offers"], strength(tiers, without=without)
        tiers_of = zip(*(self.scenario.frames["tiers"][c] for c in ("offer", "requires")), strict=True)
        needing = {offer for offer, clauses in tiers_of if needs(clauses, without)}
        group = ("pool " + offers["pool"]).where(offers["kind"] == "in_cycle", "offer " + offers.index.to_series())
        bound = set(group[group.index.isin(needing)])
        offer, step = (pd.Series(units.index.get_level_values(level), index=units.index) for level in ("offer", "step"))
        together = pd.DataFrame(
            {"units": most * rate(self.scenario).reindex(most.index.get_level_values("offer")).to_numpy()}
        ).reset_index()
        left = together.groupby([together["offer"].map(group), together["step"]])["units"].sum().to_dict()
        counted = units.copy()
        for row in each.sort_values(ascending=False, kind="stable").index:
            key = (group[offer[row]], step[row])
            if key[0] in bound:
                counted[row] = min(units[row], float(most.get(row, 0.0)), left.get(key, 0.0))
                left[key] = left.get(key, 0.0) - counted[row]
        return counted

    def _selected(self, name: str, reach: Reach) -> pd.Series:
        """Return the units that the test asks about, by offer and step."""
        if (name, id(reach)) not in self._counts:
            rows = self.stands[reach.select.match(self.stands)]
            if reach.without_needs_it:
                rows = rows.drop(index=list(only_by(self.clauses, self.hanging([name])) & set(rows.index)))
            self._counts[name, id(reach)] = rows.groupby(["offer", "step"])["units"].sum()
        return self._counts[name, id(reach)]

    def worth(self, reach: Reach) -> pd.Series:
        if reach.measure == "units":
            return pd.Series(1.0, index=self.scenario.frames["unit_types"].index)
        return per_unit(self.scenario, reach.capability if reach.measure == "capability" else "personnel")

    def true(self, name: str, test: Test | None, held: Held) -> list[bool]:
        """Return whether a test of condition `name` is true in each step while `held` hold. What is not planned yet is never true."""
        steps = range(len(self.scenario.steps))
        if isinstance(test, Reach):
            values = self.value(name, test, held)
            return [least == least and not exceeds(least, value) for least, value in zip(test.at_least, values, strict=True)]
        if isinstance(test, After):
            return [test.condition in held[p] for p in steps]
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
        of_tiers = {c for requires in self.scenario.frames["tiers"]["requires"] for clause in requires for c in clause}
        alone = [n for n, c in conditions.items() if c.granted == "if-earned" and any(r.without_needs_it for r in reaches(c.earned))]
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
