"""Conditions, as rows: what hangs on a condition stands only where it holds, and it holds only where its test is true.

    sum of place of an offer that asks <= most * sum of holds over the clause
    threshold * holds <= what the selected posture, offers or pledges count for; of a coverage, what fills the level and not more
    number of a quorum * holds <= sum of holds of its conditions         holds <= sum of holds so far of the one that it comes after

A condition is never forced to hold. Loops (A because B because A) are allowed: the largest consistent set counts.
"""

from typing import Any, TypeAlias

import numpy as np

from planner.frames import records
from planner.model.algebra import NOTHING, Model, Rows, Sum, column, constrain, groups, most, one, plus, total, units
from planner.model.caveats import counting
from planner.model.families.coverage import gives
from planner.placements import Placements
from planner.placements.outlook import pledged
from planner.scenario import After, AllOf, AnyOf, Clauses, Condition, Covered, Pledged, Quorum, Reach, Scenario, Test

Key: TypeAlias = tuple[str, str, int]  # condition, part of its test, step
Counted: TypeAlias = tuple[Sum, float]  # what hangs on columns, and what is sure

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
        self.m, self.scenario, self.placements, self.clauses = m, scenario, placements, placements.clauses
        self.own = {(p.unit_type, p.capability): p.amount for p in records(scenario.frames["provides"])}
        self.persons = scenario.frames["unit_types"]["personnel"].to_dict()
        offers = scenario.frames["offers"]
        self.requires: dict[tuple[str, str], Clauses] = {
            (t.offer, t.tier): m.outlook.open_to(t.requires, offers.at[t.offer, "unit_type"]) for t in records(scenario.frames["tiers"])
        }
        self.asks = placements.asks[m.posture["a"].to_numpy(), m.posture["step"].to_numpy()]
        self.tiers_of = dict(groups(m.tiers, ("offer", "step")))
        rows_of = records(offers, index=True)
        self.source: dict[str, str] = {o.Index: f"pool {o.pool}" if o.kind == "in_cycle" else f"offer {o.Index}" for o in rows_of}

    def require(self, earned: Any, test: Test, name: str, step: int, part: str = "") -> None:
        """Let `earned` be 1 only where the test is true; `part` says which part of the condition's test this is."""
        key = (name, part, step)
        match test:
            case Reach() | Covered() | Pledged() if not np.isnan(test.at_least[step]):
                self._threshold(earned, test, key, test.at_least[step])
            case Quorum() | After():
                self._others(earned, test, key)
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

    def _threshold(self, earned: Any, test: Reach | Covered | Pledged, key: Key, least: float) -> None:
        """Let `earned` be 1 only where enough counts."""
        if isinstance(test, Covered):
            self._cover(earned, test, key)
        elif least > 0:
            counts, sure = self._effort(test, key) if isinstance(test, Reach) else self._money(test, key)
            kind = "conditions_reach" if isinstance(test, Reach) else "conditions_pledged"
            constrain(self.m, kind, key, counts - one(earned, least), lower=0.0 - sure)

    def _others(self, earned: Any, test: Quorum | After, key: Key) -> None:
        """Let `earned` be 1 only where so many other conditions hold, or the one that it comes after holds or has held."""
        step, holds, sure = key[2], self.m.holds, self.m.outlook.sure
        if isinstance(test, Quorum):
            granted = sum(bool(sure[c][step]) for c in test.conditions)
            others = total(holds[c, step] for c in test.conditions if (c, step) in holds)
            constrain(self.m, "conditions_quorum", key, others - one(earned, test.at_least), lower=0.0 - granted)
        elif not sure[test.condition][: step + 1].any():
            so_far = total(holds[test.condition, p] for p in range(step + 1) if (test.condition, p) in holds)
            constrain(self.m, "conditions_after", key, one(earned) - so_far, upper=0.0)

    def _effort(self, reach: Reach, key: Key) -> Counted:
        """Return what counts towards a threshold in a step; of nations each once, if a unit of it or more counts."""
        seen = reach.seen_in[key[2]] if reach.seen_in else key[2]
        found = self._offered(reach, key[0], seen) if reach.of_offers else self._standing(reach, key, seen)
        if reach.measure != "nations":
            return plus(counts for counts, _ in found.values()), sum(sure for _, sure in found.values())
        nation = self.scenario.frames["offers"]["nation"]
        there = []
        for name in sorted({nation[offer] for offer in found}):
            mine = [counted for offer, counted in found.items() if nation[offer] == name]
            there.append(column(self.m, "there", (*AXES, "nation"), (*key, name), 1))
            body = one(there[-1]) - plus(counts for counts, _ in mine)
            constrain(self.m, "conditions_nation", (*key, name), body, upper=sum(sure for _, sure in mine))
        return total(there), 0.0

    def _standing(self, reach: Reach, key: Key, seen: int) -> dict[str, Counted]:
        """Return what counts of each offer that stands in the step that is seen."""
        worth = self._worth(reach)
        there = (self.m.posture["step"] == seen).to_numpy() & self.m.in_place
        chosen = reach.select.match(self.m.posture).to_numpy() & there & (worth > 0)
        hanging = self._hanging(key[0]) if reach.without_needs_it else set()
        for number, clause in enumerate(self.clauses):
            if all(c in hanging for c in clause):
                chosen &= ~self.asks[:, number]
        counts = counting(self.m, self.scenario, self.placements, chosen, hanging)
        standing = {offer: at for (offer,), at in groups(self.m.posture, ("offer",), np.flatnonzero(chosen))}
        needing = {self.source[o] for (o, _), clauses in self.requires.items() if _needs(clauses, hanging)}
        found = {o: (total(counts[at].tolist(), worth[at].tolist()), 0.0) for o, at in standing.items() if self.source[o] not in needing}
        for source in dict.fromkeys(self.source[o] for o in standing if self.source[o] in needing):
            of = {o: at for o, at in standing.items() if self.source[o] == source}
            found |= {o: (limited, 0.0) for o, limited in self._limited(source, of, counts, worth, key, seen, hanging).items()}
        return found

    def _offered(self, reach: Reach, name: str, seen: int) -> dict[str, Counted]:
        """Return what counts of each offer that could be kept in place in the step seen: its usable tiers, at the sustained rate."""
        hanging = self._hanging(name) if reach.without_needs_it else set()
        said = [(field, ids) for field, ids in reach.select.fields() if ids is not None and field in ("offer", "nation", "unit_type")]
        found = {}
        rows = records(self.scenario.frames["offers"].reset_index())
        for share, offer in zip(self.m.supply.share.tolist(), rows, strict=True):
            if all(getattr(offer, field) in ids for field, ids in said):
                pending, sure = self._free(offer.offer, seen, hanging)
                each = share * self._each(reach, offer.unit_type)
                found[offer.offer] = (each * pending, each * sure)
        return found

    def _worth(self, reach: Reach) -> np.ndarray:
        """Return what one unit of each row of the posture counts for."""
        each = {u: self._each(reach, u) for u in self.scenario.frames["unit_types"].index}
        return np.array([each[u] for u in self.m.posture["unit_type"]], dtype=float)

    def _each(self, reach: Reach, unit_type: str) -> float:
        """Return what one unit of a type counts for: persons, 1, or what it provides by itself."""
        if reach.measure == "personnel":
            return float(self.persons[unit_type])
        return self.own.get((unit_type, reach.capability), 0.0) if reach.measure == "capability" else 1.0

    def _hanging(self, name: str) -> set[str]:
        """Return the condition and all that cannot be true without it."""
        found = {name}
        while more := {
            n for n, c in self.scenario.conditions.items() if n not in found and c.granted == "if-earned" and _hangs(c.earned, found)
        }:
            found |= more
        return found

    def _limited(
        self, source: str, standing: dict[str, Rows], counting: np.ndarray, worth: np.ndarray, key: Key, seen: int, hanging: set[str]
    ) -> dict[str, Sum]:
        """Return what an offer, or those of a pool, count where a tier of theirs needs the condition: no more than the others supply."""
        found, together = {}, []
        for offer, at in standing.items():
            pending, sure = self._free(offer, seen, hanging)
            upper = min(sure + sum(pending.weights), float(most(self.m, at)))
            counts = column(self.m, "counted", (*AXES, "offer"), (*key, offer), upper, whole=False)
            constrain(self.m, "conditions_stands", (*key, offer), one(counts) - total(counting[at].tolist()), upper=0.0)
            constrain(self.m, "conditions_tiers", (*key, offer), one(counts) - pending, upper=sure)
            together.append(counts)
            found[offer] = one(counts, float(worth[at[0]]))
        if source.startswith("pool "):
            pending, sure = self._sustained(source, seen, hanging)
            constrain(self.m, "conditions_pool", (*key, source), total(together) - pending, upper=sure)
        return found

    def _cover(self, earned: Any, test: Covered, key: Key) -> None:
        """Let `earned` be 1 only where so large a share of the levels of some lines is filled in the step that is seen."""
        seen, needs = test.seen_in[key[2]] if test.seen_in else key[2], self.scenario.frames["needs"]
        due = needs[needs["requirement"].isin(test.requirements) & (needs["step"] == seen) & (needs["level"] > 0)]
        if due.empty:  # where none of the lines is needed, nothing is covered
            constrain(self.m, "conditions_never", key, one(earned), upper=0.0)
        filled = dict(groups(self.m.provided, ("requirement", "capability", "step")))
        within = []
        for r, c, level in records(due, "requirement", "capability", "level"):
            within.append(column(self.m, "within", (*AXES, "requirement", "capability"), (*key, r, c), level, whole=False))
            body = one(within[-1]) - gives(self.m, filled.get((r, c, seen), NOTHING))
            constrain(self.m, "conditions_within", (*key, r, c), body, upper=0.0)
        body = total(within) - one(earned, test.at_least[key[2]] * float(due["level"].sum()))
        constrain(self.m, "conditions_covered", key, body, lower=0.0)

    def _money(self, test: Pledged, key: Key) -> Counted:
        """Return the money that is pledged by the first month of a step: what hangs on conditions to be earned, and what is sure."""
        step, look, sure = key[2], self.m.outlook, 0.0
        pending: list[tuple[Any, float]] = []
        for pledge in records(pledged(self.scenario, test)):
            if pledge.month > self.scenario.steps[step].first_month or not look.possible(pledge.requires)[step]:
                continue
            waits = look.waits(pledge.requires, step)
            if waits:
                paid = column(
                    self.m, "pledge", (*AXES, "fund", "nation", "pledge"), (*key, pledge.fund, pledge.nation, pledge.pledge), 1, whole=False
                )
                for number, clause in enumerate(waits):
                    body = one(paid) - total(self.m.holds[c, step] for c in clause)
                    constrain(self.m, "conditions_pledge", (*key, pledge.fund, pledge.nation, pledge.pledge, number), body, upper=0.0)
                pending.append((paid, pledge.meur))
            else:
                sure += pledge.meur
        return total([paid for paid, _ in pending], [meur for _, meur in pending]), sure

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
        case Quorum(at_least=least, conditions=names):
            return sum(n not in hanging for n in names) < least
        case AllOf(parts=parts):
            return any(_hangs(t, hanging) for t in parts)
        case AnyOf(parts=parts):
            return bool(parts) and all(_hangs(t, hanging) for t in parts)
        case _:
            return False
