"""Conditions, as rows: what hangs on a condition stands only where it holds, and it holds only where its test is true.

    sum of place of an offer that asks <= most * sum of holds over the clause
    threshold * holds <= what the selected posture counts for

A condition is never forced to hold. Loops (A because B because A) are allowed: the largest consistent set counts.
"""

from typing import Any

import numpy as np

from planner.frames import records
from planner.model.algebra import NOTHING, Model, Rows, Sum, column, constrain, groups, most, one, plus, total, units
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
        self.requires: dict[tuple[str, str], Clauses] = {(t.offer, t.tier): t.requires for t in records(scenario.frames["tiers"])}
        self.asks = placements.asks[m.posture["a"].to_numpy(), m.posture["step"].to_numpy()]
        self.tiers_of = dict(groups(m.tiers, ("offer", "step")))
        offers = records(scenario.frames["offers"], index=True)
        self.source: dict[str, str] = {o.Index: f"pool {o.pool}" if o.kind == "in_cycle" else f"offer {o.Index}" for o in offers}

    def require(self, earned: Any, test: Test, name: str, step: int, part: str = "") -> None:
        """Let `earned` be 1 only where the test is true; `part` says which part of the condition's test this is."""
        key = (name, part, step)
        match test:
            case Reach(at_least=thresholds) if not np.isnan(thresholds[step]):
                if thresholds[step] > 0:
                    counts = self._effort(test, key)
                    constrain(self.m, "conditions_reach", key, counts - one(earned, thresholds[step]), lower=0.0)
            case After(condition=other) if self.m.outlook.sure[other][step]:
                return  # granted by then: nothing to ask
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
        standing: dict[str, dict[str, Rows]] = {}
        for (offer,), at in groups(self.m.posture, ("offer",), np.flatnonzero(chosen)):
            standing.setdefault(self.source[offer], {})[offer] = at
        needing = {self.source[o] for (o, _), clauses in self.requires.items() if _needs(clauses, hanging)}
        whole = [units(self.m, at, worth[at]) for source, of in standing.items() if source not in needing for at in of.values()]
        limited = [self._limited(source, of, worth, key, hanging) for source, of in standing.items() if source in needing]
        return plus([*whole, *limited])

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

    def _limited(self, source: str, standing: dict[str, Rows], worth: np.ndarray, key: tuple[str, str, int], hanging: set[str]) -> Sum:
        """Return what an offer, or those of a pool, count where a tier of theirs needs the condition: no more than the others supply."""
        counted = []
        for offer, at in standing.items():
            pending, sure = self._free(offer, key[2], hanging)
            upper = min(sure + sum(pending.weights), float(most(self.m, at)))
            counts = column(self.m, "counted", (*AXES, "offer"), (*key, offer), upper, whole=False)
            constrain(self.m, "conditions_stands", (*key, offer), one(counts) - units(self.m, at), upper=0.0)
            constrain(self.m, "conditions_tiers", (*key, offer), one(counts) - pending, upper=sure)
            counted.append((counts, float(worth[at[0]])))
        if source.startswith("pool "):
            pending, sure = self._sustained(source, key[2], hanging)
            constrain(self.m, "conditions_pool", (*key, source), total(c for c, _ in counted) - pending, upper=sure)
        return total([c for c, _ in counted], [w for _, w in counted])

    def _sustained(self, source: str, step: int, hanging: set[str]) -> tuple[Sum, float]:
        """Return the units that the tiers of a pool that do not need the condition sustain: what waits for others, and what is sure."""
        offers = self.scenario.frames["offers"].index
        members = [str(o) for o in offers if self.source[o] == source]
        found = [(float(self.m.supply.share[offers.get_loc(o)]), *self._free(o, step, hanging)) for o in members]
        return plus(share * pending for share, pending, _ in found), sum(share * sure for share, _, sure in found)

    def _free(self, offer: str, step: int, hanging: set[str]) -> tuple[Sum, float]:
        """Return the units of an offer's tiers that do not need the condition: what waits for others, and what is sure."""
        tiers, held = self.m.tiers, self.m.held
        rows_of = self.tiers_of.get((offer, step), NOTHING).tolist()
        free = [(held[j], float(tiers["units"].iat[j])) for j in rows_of if not _needs(self.requires[offer, tiers["tier"].iat[j]], hanging)]
        pending = [(h, u) for h, u in free if h is not None]
        return total([h for h, _ in pending], [u for _, u in pending]), sum(u for h, u in free if h is None)


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
