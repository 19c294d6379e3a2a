"""The third opinion on conditions: which hold for a posture, in plain Python, from docs/decisions/0001 and 0006 alone.

`f` is what the oracle knows of a scenario (`Facts`). The largest set: all that dates allow; take away what is not true; repeat.
"""

import itertools
import math
from collections import defaultdict

from planner.scenario import After, AllOf, AnyOf, Covered, Pledged, Quorum, Reach

EPS = 1e-7
Posture = dict[tuple[str, str, str, int], int]
Held = list[set[str]]  # by step


def picks(select, row: dict) -> bool:
    return all(ids is None or row[column] in ids for column, ids in select.fields())


def clauses(f, row: dict, p: int) -> list[tuple[str, ...]]:
    s, step, found = f.s, f.s.steps[p], []
    for c in s.caveats:
        if c.unless and picks(c.select, row) and step.first_month < c.until_month and step.until_month > c.first_month:
            found += c.unless
    if not row["home"] and row["country"] in s.hosts:
        found += s.hosts[row["country"]].requires
    for a in s.areas:
        if row["site"] in a.sites and not row["held"]:
            found += [clause for who, needs in a.requires if picks(who, row) for clause in needs]
    return [open_to(f, row["unit_type"], clause) for clause in found]


def hangs(f, name: str, on: str) -> bool:
    """Whether a condition is `on`, or cannot be earned without it: found by adding until nothing more is found, so that loops end."""
    found = {on}
    while True:
        more = {k for k, c in f.s.conditions.items() if k not in found and c.granted == "if-earned" and needs(c.earned, found)}
        if not more:
            return name in found
        found |= more


def needs(test, gone: set[str]) -> bool:
    match test:
        case After(condition):
            return condition in gone
        case Quorum(at_least, conditions):
            return sum(k not in gone for k in conditions) < at_least
        case AllOf(parts):
            return any(needs(part, gone) for part in parts)
        case AnyOf(parts):
            return bool(parts) and all(needs(part, gone) for part in parts)
    return False


def usable(f, tier: dict, p: int, held: set[str]) -> bool:
    step = f.s.steps[p]
    for clause in mine(f, tier):
        if not any(k in held and in_time(f, k, tier, p) for k in clause):
            return False
    return step.within(tier["first_month"], tier["until_month"])


def in_time(f, name: str, tier: dict, p: int) -> bool:
    c = f.s.conditions[name]
    if not c.starts_notice or c.granted == "if-earned":
        return True
    return c.first_month + math.ceil(tier["notice_days"] / 30.4375 - EPS) <= f.s.steps[p].first_month


def open_to(f, unit_type: str, clause: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(k for k in clause if f.s.conditions[k].opens is None or unit_type in f.s.conditions[k].opens)


def largest(f, posture: Posture) -> Held:
    s = f.s
    held = [{k for k, c in s.conditions.items() if c.granted != "denied" and step.within(c.first_month, c.until_month)} for step in s.steps]
    while True:
        failing = [(k, p) for p, names in enumerate(held) for k in names if not stays(f, s.conditions[k], posture, p, held)]
        if not failing:
            return held
        for k, p in failing:
            held[p].discard(k)


def stays(f, condition, posture: Posture, p: int, held: Held) -> bool:
    if condition.granted == "granted" or (condition.latch and p and condition.name in held[p - 1]):
        return True
    return true(f, condition.name, condition.earned, posture, p, held)


def true(f, name: str, test, posture: Posture, p: int, held: Held) -> bool:
    match test:
        case After(condition):
            return any(condition in held[q] for q in range(p + 1))
        case Quorum(at_least, conditions):
            return sum(k in held[p] for k in conditions) >= at_least
        case AllOf(parts):
            return all(true(f, name, part, posture, p, held) for part in parts)
        case AnyOf(parts):
            return any(true(f, name, part, posture, p, held) for part in parts)
        case Pledged():
            return reached(test.at_least[p], money(f, test, p, held[p]))
        case Covered():
            q = test.seen_in[p] if test.seen_in else p
            level = {k: v for k, v in f.level.items() if k[0] in test.requirements and k[2] == q and v > 0}
            within = sum(min(v, filled(f, posture, *k)) for k, v in level.items())
            return bool(level) and reached(test.at_least[p], within / sum(level.values()))
        case Reach():
            q = test.seen_in[p] if test.seen_in else p
            return reached(test.at_least[p], counted(f, name, test, posture, q, held[q]) if q >= 0 else 0.0)
    return False


def reached(threshold: float, value: float) -> bool:
    return not math.isnan(threshold) and value >= threshold - EPS


def money(f, test: Pledged, p: int, held: set[str]) -> float:
    rows = f.s.frames["pledges"].to_dict("records")
    return sum(
        r["meur"] for r in rows
        if test.fund in ("", r["fund"]) and (test.nations is None or r["nation"] in test.nations)
        and r["month"] <= f.s.steps[p].first_month and all(any(k in held for k in clause) for clause in r["requires"])
    )  # fmt: skip


def filled(f, posture: Posture, line: str, capability: str, step: int) -> float:
    rows = [(f.row(o, r, b), units) for (o, r, b, p), units in posture.items() if r == line and p == step]
    return sum(units * f.stay(row) * f.gives(row["unit_type"], line)[0].get(capability, 0.0) for row, units in rows)


def counted(f, name: str, test: Reach, posture: Posture, p: int, held: set[str]) -> float:
    units_of, room = (offered(f, name, test, p, held), {}) if test.of_offers else standing(f, name, test, posture, p, held)
    if test.measure == "nations":
        asked = {group: [o for o in offers if o in units_of] for group, offers in groups(f).items()}
        short = [o for group, offers in asked.items() if room.get(group, math.inf) < sum(units_of[o] for o in offers) for o in offers]
        others = [o for o in units_of if o not in short]
        return max(nations(f, units_of, room, [*others, *order]) for order in itertools.permutations(short))
    return sum(units * worth(f, test, o) for o, units in shared(f, units_of, room, sorted(units_of, key=lambda o: -worth(f, test, o))))


def nations(f, units_of: dict[str, float], room: dict[str, float], order: list[str]) -> int:
    """The nations with a whole unit, if each takes no more than that, from its offers in this order."""
    got = defaultdict(float)
    for offer, units in shared(f, units_of, room, order, got):
        got[f.offers[offer]["nation"]] += units
    return sum(units >= 1 - EPS for units in got.values())


def shared(f, units_of: dict[str, float], room: dict[str, float], order: list[str], got: dict[str, float] | None = None):
    """What each offer counts, those before it served first; `got`: what its nation has already, of one unit that it wants."""
    left = dict(room)
    of = {o: group for group, offers in groups(f).items() for o in offers}
    for offer in order:
        wanted = math.inf if got is None else max(0.0, 1.0 - got[f.offers[offer]["nation"]])
        units = min(units_of[offer], left.get(of[offer], math.inf), wanted)
        left[of[offer]] = left.get(of[offer], math.inf) - units
        yield offer, units


def worth(f, test: Reach, offer: str) -> float:
    unit_type = f.offers[offer]["unit_type"]
    match test.measure:
        case "personnel":
            return f.types[unit_type]["personnel"]
        case "units" | "nations":
            return 1.0
    return f.own.get((unit_type, test.capability), 0.0)


def offered(f, name: str, test: Reach, p: int, held: set[str]) -> dict[str, float]:
    """What each offer could keep in place: its usable tiers, those aside that need the condition where the test asks so."""
    found = {}
    for offer, o in f.offers.items():
        if picks_offer(test.select, offer, o):
            tiers = [t for t in f.tiers[offer] if usable(f, t, p, held) and not (test.without_needs_it and requires(f, t, name))]
            found[offer] = sum(t["units"] for t in tiers) * (rate(f, offer) if o["kind"] == "in_cycle" else 1.0)
    return found


def picks_offer(select, offer: str, o: dict) -> bool:
    said = {"offer": offer, "nation": o["nation"], "unit_type": o["unit_type"]}
    return all(ids is None or said[column] in ids for column, ids in select.fields() if column in said)


def standing(f, name: str, test: Reach, posture: Posture, p: int, held: set[str]) -> tuple[dict[str, float], dict[str, float]]:
    """What counts of each offer that stands, and what a group counts together where one of its tiers needs the condition."""
    units_of, room = defaultdict(float), {}
    for (offer, line, site, step), units in posture.items():
        row = f.row(offer, line, site)
        needing = test.without_needs_it and any(all(hangs(f, k, name) for k in clause) for clause in clauses(f, row, p))
        if step == p and not row["held"] and picks(test.select, row) and not needing:
            units_of[offer] += units
    for group, members in groups(f).items():
        if test.without_needs_it and any(requires(f, t, name) for o in members for t in f.tiers[o]):
            free = {o: [t for t in f.tiers[o] if usable(f, t, p, held) and not requires(f, t, name)] for o in members}
            room[group] = sum(t["units"] * (rate(f, o) if f.offers[o]["kind"] == "in_cycle" else 1.0) for o in members for t in free[o])
            units_of |= {o: min(units_of[o], sum(t["units"] for t in free[o])) for o in members if o in units_of}
    return dict(units_of), room


def groups(f) -> dict[str, list[str]]:
    """Pools with their offers; an offer outside a pool is alone."""
    found = defaultdict(list)
    for offer, o in f.offers.items():
        found[o["pool"] if o["kind"] == "in_cycle" else f"offer {offer}"].append(offer)
    return found


def mine(f, tier: dict) -> list[tuple[str, ...]]:
    return [open_to(f, f.offers[tier["offer"]]["unit_type"], clause) for clause in tier["requires"]]


def requires(f, tier: dict, name: str) -> bool:
    return any(all(hangs(f, k, name) for k in clause) for clause in mine(f, tier))


def rate(f, offer: str) -> float:
    o = f.offers[offer]
    return o["tour_months"] / (o["tour_months"] + o["dwell_months"])
