"""Conditions, as rows: what hangs on a condition stands only where it holds, and it holds only where its test is true.

    sum of place of an offer that asks <= most * sum of holds over the clause
    threshold * holds <= what the selected posture counts for

A condition is never forced to hold. Loops (A because B because A) are allowed: the largest consistent set counts.
"""

from typing import Any

import numpy as np

from planner.frames import records
from planner.model.algebra import Model, Rows, Sum, column, constrain, groups, most, one, plus, total, units
from planner.model.posture import alone
from planner.placements import Placements
from planner.scenario import After, AllOf, AnyOf, Clauses, Condition, Reach, Scenario, Test

AXES = ("condition", "part", "step")


def rows(m: Model, scenario: Scenario, placements: Placements) -> None:
    """Add the clauses of placements and the tests of conditions."""
    _clauses(m, placements)
    tests = _Tests(m, scenario, placements)
    for name in sorted(scenario.conditions):
        condition = scenario.conditions[name]
        if condition.granted == "if-earned" and condition.earned is not None:
            for step, earned in _earned(m, condition).items():
                tests.require(earned, condition.earned, name, step)


def _clauses(m: Model, placements: Placements) -> None:
    """Bar what asks for a clause where none of its conditions holds."""
    a, step = m.posture["a"].to_numpy(), m.posture["step"].to_numpy()
    for number, clause in enumerate(placements.clauses):
        asking = np.flatnonzero(placements.asks[a, step, number])
        for (offer, p), at in groups(m.posture, ("offer", "step"), asking):
            for wait in m.outlook.waits((clause,), p):
                held = total(m.holds[c, p] for c in wait)
                constrain(m, "conditions_clause", (offer, number, p), units(m, at) - most(m, at) * held, upper=0.0)


def _earned(m: Model, condition: Condition) -> dict[int, Any]:
    """Return the columns that the test must earn, by step: of a latch those of its own, since it holds on without its test."""
    name = condition.name
    steps = [p for p in m.steps if m.outlook.may[name][p]]
    if not condition.latch:
        return {p: m.holds[name, p] for p in steps}
    made = {p: column(m, "earned", ("condition", "step"), (name, p), 1) for p in steps}
    for p in steps:
        before = [m.holds[name, p - 1]] if (name, p - 1) in m.holds else []
        row = one(m.holds[name, p]) - total([made[p], *before])
        constrain(m, "conditions_latch", (name, p), row, upper=0.0)
    return made


class _Tests:
    """Rows that let a column be 1 only where a condition's test is true in a step."""

    def __init__(self, m: Model, scenario: Scenario, placements: Placements) -> None:
        self.m, self.scenario, self.clauses = m, scenario, placements.clauses
        self.own = {(p.unit_type, p.capability): p.amount for p in records(scenario.frames["provides"])}
        self.requires = scenario.frames["tiers"].set_index(["offer", "tier"])["requires"].to_dict()
        self.asks = placements.asks[m.posture["a"].to_numpy(), m.posture["step"].to_numpy()]
        self.tiers_of = dict(groups(m.tiers, ("offer", "step")))
        self.alone = alone(m, scenario)

    def require(self, earned: Any, test: Test, name: str, step: int, part: str = "") -> None:
        """Let `earned` be 1 only where the test is true; `part` says which part of the condition's test this is."""
        key = (name, part, step)
        match test:
            case Reach(at_least=thresholds) if not np.isnan(thresholds[step]):
                if thresholds[step] > 0:
                    counts = self._effort(test, key)
                    constrain(self.m, "conditions_reach", key, counts - one(earned, thresholds[step]), lower=0.0)
            case After(condition=other) if (other, step) in self.m.holds:
                constrain(self.m, "conditions_after", key, one(earned) - one(self.m.holds[other, step]), upper=0.0)
            case AllOf(parts=parts):
                for number, each in enumerate(parts, start=1):
                    self.require(earned, each, name, step, f"{part}.{number}")
            case AnyOf(parts=parts):
                met = [column(self.m, "met", AXES, (name, f"{part}.{n}", step), 1) for n in range(1, len(parts) + 1)]
                constrain(self.m, "conditions_any", key, one(earned) - total(met), upper=0.0)
                for number, (true, each) in enumerate(zip(met, parts, strict=True), start=1):
                    self.require(true, each, name, step, f"{part}.{number}")
            case _:
                constrain(self.m, "conditions_never", key, one(earned), upper=0.0)

    def _effort(self, reach: Reach, key: tuple[str, str, int]) -> Sum:
        """Return what counts towards a threshold in a step."""
        name, _, step = key
        worth = self._worth(reach)
        chosen = reach.select.match(self.m.posture).to_numpy() & (self.m.posture["step"] == step).to_numpy() & (worth > 0)
        if not reach.without_needs_it:
            at = np.flatnonzero(chosen)
            return units(self.m, at, worth[at])
        hanging = self._hanging(name)
        for number, clause in enumerate(self.clauses):
            if all(c in hanging for c in clause):
                chosen &= ~self.asks[:, number]
        by_offer = groups(self.m.posture, ("offer",), np.flatnonzero(chosen))
        return plus(self._counted(offer, at, worth, key, hanging) for (offer,), at in by_offer)

    def _worth(self, reach: Reach) -> np.ndarray:
        """Return what one unit of each row of the posture counts for: persons, 1, or what its type provides by itself."""
        if reach.measure == "personnel":
            return np.asarray(self.m.posture["personnel"], dtype=float)
        if reach.measure == "units":
            return np.ones(len(self.m.posture))
        return np.array([self.own.get((u, reach.capability), 0.0) for u in self.m.posture["unit_type"]])

    def _hanging(self, name: str) -> set[str]:
        """Return the condition and all that cannot be true without it."""
        found = {name}
        while more := {
            n for n, c in self.scenario.conditions.items() if n not in found and c.granted == "if-earned" and _hangs(c.earned, found)
        }:
            found |= more
        return found

    def _counted(self, offer: str, at: Rows, worth: np.ndarray, key: tuple[str, str, int], hanging: set[str]) -> Sum:
        """Return what an offer counts: its posture, at most what its tiers that do not need the condition supply at the sustained rate."""
        step, each = key[2], float(worth[at[0]])
        rows_of = self.tiers_of[offer, step]
        tiers = self.m.tiers["tier"].to_numpy()[rows_of]
        free = [j for j, t in zip(rows_of, tiers, strict=True) if not _needs(self.requires[offer, t], hanging)]
        standing = units(self.m, at, worth[at])
        if len(free) == len(rows_of) and offer in self.alone:
            return standing
        rate = each * float(self.m.supply.share[self.scenario.frames["offers"].index.get_loc(offer)])
        amounts = [rate * float(self.m.tiers["units"].to_numpy()[j]) for j in free]
        sure = sum(a for a, j in zip(amounts, free, strict=True) if self.m.held[j] is None)
        pending = [(self.m.held[j], a) for a, j in zip(amounts, free, strict=True) if self.m.held[j] is not None]
        counted = column(self.m, "counted", (*AXES, "offer"), (*key, offer), min(sum(amounts), each * most(self.m, at)), whole=False)
        constrain(self.m, "conditions_stands", (*key, offer), one(counted) - standing, upper=0.0)
        if pending:
            held = total([h for h, _ in pending], [w for _, w in pending])
            constrain(self.m, "conditions_tiers", (*key, offer), one(counted) - held, upper=sure)
        return one(counted)


def _needs(requires: Clauses, hanging: set[str]) -> bool:
    """Say whether a clause has only conditions that hang on the one in question."""
    return any(all(c in hanging for c in clause) for clause in requires)


def _hangs(test: Test | None, hanging: set[str]) -> bool:
    """Say whether a test cannot be true without one of the conditions."""
    match test:
        case After(condition=name):
            return name in hanging
        case AllOf(parts=parts):
            return any(_hangs(t, hanging) for t in parts)
        case AnyOf(parts=parts):
            return bool(parts) and all(_hangs(t, hanging) for t in parts)
        case _:
            return False
