"""The pools of a scenario with their fleets, the places that the posture asks for, and the schedule that comes of them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from numbers import Real
from typing import TypeAlias

import pandas as pd

from planner.account import SLACK
from planner.decisions import MOST, Decisions, frame
from planner.frames import items, make, records
from planner.rules._clauses import asked as clauses_of
from planner.rules._posture import decided, standing
from planner.rules._schedule import Fleet, May, Place, Post, Schedule, Tour, draw
from planner.rules._searched import searched
from planner.rules._tiers import Holding, granted, tiers
from planner.rules.admissibility import barred
from planner.scenario import Scenario

Begun: TypeAlias = Mapping[tuple[str, str, int], int]  # tours by offer, tier and the month in which they begin
Asked: TypeAlias = tuple[dict[Place, int], ...]  # units at each place, a mapping a step


@dataclass(frozen=True)
class Pool:
    """A pool: its fleets, the places that its posture asks for away from home in each step, its schedule."""

    name: str
    fleets: tuple[Fleet, ...]
    asked: Asked
    schedule: Schedule

    @property
    def begins(self) -> Begun:
        """The tours of its schedule, by offer, tier and the month in which they begin."""
        return {(self.fleets[f].offer, self.fleets[f].tier, month): n for (month, f), n in self.schedule.starts.items()}


def pools(scenario: Scenario, stands: pd.DataFrame, held: Holding, tours: Begun | None, *, search: bool = False) -> tuple[Pool, ...]:
    """Return the pools in use: with the tours that were decided, or where these are None as they can be drawn.

    Where drawn tours leave a place empty, others may be searched for that leave none.
    """
    turning = stands[stands["kind"] == "in_cycle"]
    away = turning[~turning["own_soil"].astype(bool)]
    names = set(turning["pool"]) | {scenario.frames["offers"]["pool"][offer] for offer, _, _ in tours or ()}
    fleets = _fleets(scenario, stands, held, names)
    found = []
    for name, mine in fleets.items():
        places = away[away["pool"] == name]
        asked = tuple(_places(places[places["step"] == p]) for p in range(len(scenario.steps)))
        number = {(fleet.offer, fleet.tier): f for f, fleet in enumerate(mine)}
        begin = {(month, number[o, k]): n for (o, k, month), n in tours.items() if (o, k) in number} if tours is not None else None
        may = _may(scenario, places, sorted({fleet.offer for fleet in mine}))
        made = draw(mine, asked, may, scenario.steps, begin)
        if search and made.missing and (better := searched(mine, asked, may, scenario.steps)):
            made = draw(mine, asked, may, scenario.steps, better)
        found.append(Pool(name, mine, asked, made))
    return tuple(found)


def begun(scenario: Scenario, decisions: Decisions) -> Begun:
    """Return the tours that a plan begins, of tiers in a cycle and in months that there are; any others are breaches by themselves."""
    kind = scenario.frames["offers"]["kind"]
    known = {pair for pair in zip(*(scenario.frames["tiers"][c] for c in ("offer", "tier")), strict=True) if kind[pair[0]] == "in_cycle"}
    found: dict[tuple[str, str, int], int] = {}
    for offer, tier, month, tours in records(decided(decisions, "start"), "offer", "tier", "month", "tours"):
        if (offer, tier) in known and month in range(scenario.months) and _counts(tours):
            found[offer, tier, int(month)] = found.get((offer, tier, int(month)), 0) + math.floor(tours)
    return found


def _counts(tours: object) -> bool:
    """Say whether an amount is a number of tours."""
    return isinstance(tours, Real) and 0 < float(tours) < math.inf


def _places(rows: pd.DataFrame) -> dict[Place, int]:
    """Return the units at each place; a part of a unit asks for a whole one."""
    units = rows.groupby(["offer", "requirement", "site"])["units"].sum()
    return {(str(o), str(r), str(b)): math.ceil(n - SLACK) for (o, r, b), n in items(units)}


def _fleets(scenario: Scenario, stands: pd.DataFrame, held: Holding, names: set[str]) -> dict[str, tuple[Fleet, ...]]:
    """Return the fleets of the named pools, the firmest tiers of an offer first."""
    offers, overlap = scenario.frames["offers"], scenario.frames["unit_types"]["overlap_months"]
    mine = set(offers.index[offers["pool"].isin(names)])
    table = tiers(scenario, held)
    usable: dict[tuple[str, str], list[bool]] = {}
    units: dict[tuple[str, str], int] = {}
    for offer, tier, pledged, may in records(table[table["offer"].isin(mine)], "offer", "tier", "units", "usable"):
        usable.setdefault((offer, tier), []).append(bool(may))
        units[offer, tier] = math.floor(pledged + SLACK)
    home = _at_work_at_home(scenario, stands, usable, units)
    found: dict[str, list[Fleet]] = {name: [] for name in sorted(names)}
    terms = {o.Index: o for o in records(offers, index=True)}
    for (offer, tier), may_be_used in usable.items():
        o = terms[offer]
        tour, dwell = (math.ceil(months - SLACK) for months in (o.tour_months, o.dwell_months))
        relief, cycle = int(overlap[o.unit_type]), tour + dwell
        found[o.pool].append(Fleet(offer, tier, units[offer, tier], tour, relief, cycle, tuple(may_be_used), home[offer, tier]))
    return {name: tuple(of) for name, of in found.items()}


def _at_work_at_home(
    scenario: Scenario, stands: pd.DataFrame, usable: Mapping[tuple[str, str], list[bool]], units: Mapping[tuple[str, str], int]
) -> dict[tuple[str, str], tuple[int, ...]]:
    """Return the units of each tier that work at home takes out of the cycle in each step: of the least firm tiers first."""
    left = wanted_at_home(scenario, stands)
    found: dict[tuple[str, str], tuple[int, ...]] = {}
    for key in reversed(list(usable)):
        taken = [min(left.get((key[0], p), 0), units[key] if may else 0) for p, may in enumerate(usable[key])]
        left |= {(key[0], p): left[key[0], p] - n for p, n in enumerate(taken) if n}
        found[key] = tuple(taken)
    return found


def wanted_at_home(scenario: Scenario, stands: pd.DataFrame) -> dict[tuple[str, int], int]:
    """Return the units of the cycle that each offer needs for its work at home in each step, rounded up."""
    rows = stands[(stands["kind"] == "in_cycle") & stands["own_soil"].astype(bool)]
    share = rows["offer"].map(scenario.frames["offers"]["home_availability"]).astype(float)
    wanted = (rows["units"] / share).groupby([rows["offer"], rows["step"]]).sum()
    return {(str(offer), int(step)): math.ceil(min(n, MOST) - SLACK) for (offer, step), n in items(wanted)}


def _may(scenario: Scenario, places: pd.DataFrame, members: list[str]) -> May:
    """Return who may hold which place: the offer under which it is decided, and each other that may stand there itself.

    Another asks there for no condition that does not hold by date, unless the place itself hangs on it, and that no soft caveat be lifted.
    """
    if len(members) == 1 or places.empty:
        return lambda offer, place, step: True
    rows = places[["offer", "requirement", "site", "step"]].drop_duplicates()
    pairs = [(o, r.requirement, r.site, int(r.step), 1) for r, o in product(records(rows), members)]
    others = standing(scenario, {"place": frame("place", sorted(set(pairs)))})
    able = others[~barred(scenario, others) & ~others["own_soil"].astype(bool)]
    ids = ["offer", "requirement", "site", "step"]
    free = set(zip(*(able[c] for c in ids), strict=True))
    soft = {caveat.name for caveat in scenario.caveats if caveat.soft}
    asks: dict[tuple[str, str, str, int], list[frozenset[str]]] = {}
    by_date, where = granted(scenario), {row.Index: tuple(row[1:]) for row in records(others[ids], index=True)}
    for row, rule, cause, clause in records(clauses_of(scenario, others), "row", "rule", "cause", "clause"):
        if not set(clause) & by_date[where[row][3]]:
            asks.setdefault(where[row], []).append(frozenset(clause))
            free -= {where[row]} if rule == "caveat" and cause in soft else set()

    def may(offer: str, place: Place, step: int) -> bool:
        if offer == place[0]:
            return True
        there, own = (offer, place[1], place[2], step), (*place, step)
        return there in free and all(any(mine <= clause for mine in asks.get(own, ())) for clause in asks.get(there, ()))

    return may


def schedule(scenario: Scenario, reliefs: tuple[Pool, ...]) -> pd.DataFrame:
    """Return the frame `schedule`: who stands where, whom he relieves; tours that hold no place at all with their beginning and end."""
    rows = []
    for pool in reliefs:
        holds = {stand.tour for stand in pool.schedule.stands}
        rows += [_row(scenario, pool, s.tour, s.units, s.post, s.first, s.until, s.relieves) for s in pool.schedule.stands]
        idle = {tour: n for tour, n in pool.schedule.starts.items() if tour not in holds}
        rows += [_row(scenario, pool, tour, n, ("", ""), tour[0], tour[0] + pool.fleets[tour[1]].tour, None) for tour, n in idle.items()]
    return make("schedule", rows)


def _row(
    scenario: Scenario, pool: Pool, tour: Tour, units: int, post: Post, first: int, until: int, relieves: Tour | None
) -> dict[str, object]:
    fleet = pool.fleets[tour[1]]
    of = pool.fleets[relieves[1]] if relieves else None
    return {
        "pool": pool.name, "offer": fleet.offer, "tier": fleet.tier, "begins": tour[0], "ends": tour[0] + fleet.tour, "units": float(units),
        "requirement": post[0], "site": post[1], "first_month": first, "until_month": until,
        "relieves": f"{of.offer} {of.tier} {scenario.first_day(relieves[0]):%Y-%m}" if of and relieves else "",
    }  # fmt: skip


def unrelieved(scenario: Scenario, reliefs: tuple[Pool, ...]) -> pd.DataFrame:
    """Return the frame `unrelieved`: the places that nobody on a tour holds, month by month."""
    rows = []
    for pool in reliefs:
        for (place, month), missing in pool.schedule.missing.items():
            asked = pool.asked[step_of(scenario, month)][place]
            ids = {"pool": pool.name, "offer": place[0], "requirement": place[1], "site": place[2], "month": month}
            rows.append({**ids, "asked": float(asked), "missing": float(missing)})
    return make("unrelieved", rows)


def step_of(scenario: Scenario, month: int) -> int:
    """Return the step in which a month of the calendar lies."""
    return next(p for p, step in enumerate(scenario.steps) if step.first_month <= month < step.until_month)
