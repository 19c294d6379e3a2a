"""What stands between an offer and a line: the witnesses of a shortfall.

Every offer whose units give the capability is asked where its units are in the step: barred (by caveat, consent, room, ...), not there yet,
waiting for a condition, on another line, idle, or all in place. The answers are the causes; turned round, they say who could fill it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.frames import records
from planner.placements import Placements, Reason
from planner.plan import Plan
from planner.scenario import Mark, Scenario
from planner.study.supply import Holding, holding, missing, rate, tiers
from planner.study.waters import Place, Waters

ORDER = ("condition", "caveat", "consent", "date", "room", "ceiling", "other line", "idle", "offer", "need", "n.a.")
EPS = 1e-6


@dataclass(frozen=True)
class Cause:
    """Why units do not serve: kind, nation and offer, what stands in the way and whose it is, units concerned, what one would give.

    `kind` is condition, caveat, consent, date, room, ceiling, other line, idle or offer (all that is offered stands, or nothing is).
    `subject`: condition, line, or the barring rule in words ("limit <area> <name>" where an area is full); of an offer "terms", "area" or
    "cycle", or nothing where all of it stands.
    `pledged`: units offered, or a ceiling's amount; `month`: when it would end, None if never.
    """

    kind: str
    nation: str = ""
    offer: str = ""
    unit_type: str = ""
    subject: str = ""
    owner: str = ""
    units: float = 0.0
    gives: float = 0.0
    pledged: float = 0.0
    month: int | None = None
    mark: Mark | None = None


@dataclass(frozen=True)
class Remedy:
    """Who could fill it, in things: `how` is more, cycle, line, terms, idle, any, or the kind of a cause; `units` of unit_type."""

    how: str
    nation: str = ""
    unit_type: str = ""
    units: float = 0.0
    subject: str = ""
    month: int | None = None


@dataclass(frozen=True)
class Witness:
    """What a plan's offers can say, gathered once for all short lines."""

    scenario: Scenario
    plan: Plan
    admitted: Placements
    held: Holding
    barred: Mapping[tuple[str, str], tuple[str, tuple[Reason, ...]]]  # by offer and requirement: the site nearest to open, and why not
    waters: Waters

    @classmethod
    def of(cls, scenario: Scenario, plan: Plan, admitted: Placements, lines: frozenset[str]) -> "Witness":
        """Gather what bars each offer from each of these lines."""
        return cls(scenario, plan, admitted, holding(scenario, plan), _barred(scenario, admitted, lines), Waters.of(scenario, plan))

    @cached_property
    def tiers(self) -> pd.DataFrame:
        """Each tier in each step."""
        return tiers(self.scenario, self.held)

    @cached_property
    def givers(self) -> Mapping[tuple[str, str], pd.Series]:
        """Units of capability that one unit gives, by unit type: for each line and capability."""
        given: dict[tuple[str, str], pd.Series] = {}
        own = self.scenario.frames["provides"].pivot_table(index="unit_type", columns="capability", values="amount")
        stand_in = self.scenario.frames["substitutes"].pivot_table(index="unit_type", columns="capability", values="amount")
        needs = self.plan.frames["coverage"].groupby("requirement")["capability"].unique()
        for requirement, capabilities in needs.items():
            native = own.reindex(columns=capabilities).dropna(how="all")
            substitute = stand_in.reindex(columns=capabilities).dropna(how="all")
            gives = pd.concat([native, substitute[~substitute.index.isin(native.index)]])
            for capability in capabilities:
                given[str(requirement), str(capability)] = gives[capability].dropna() if len(gives) else pd.Series(dtype=float)
        return given

    def hear(self, requirement: str, capability: str, step: int, short: float) -> tuple[tuple[Cause, ...], tuple[Remedy, ...]]:
        """Return the causes of a shortfall in a step, the heaviest first, and who could fill it."""
        amounts = self.givers.get((requirement, capability), pd.Series(dtype=float))
        offers = self.scenario.frames["offers"]
        asked = offers[offers["unit_type"].isin(amounts.index)]
        if asked.empty:
            return (Cause("offer", subject=capability),), (Remedy("any", units=short, subject=capability),)
        of_type = {str(offer): float(value) for offer, value in asked["unit_type"].map(amounts).items()}
        gives = {offer: value * self._stay(offer, requirement, step) for offer, value in of_type.items()}
        heard = [cause for offer, value in gives.items() for cause in self._ask(offer, requirement, step, value)]
        causes = sorted(heard, key=lambda c: (self._distance(c), -c.units * c.gives, ORDER.index(c.kind), c.offer))
        return tuple(causes), _remedies(self.scenario, causes, short, lambda c, units: self._closed(c, requirement, step, units))

    def _distance(self, cause: Cause) -> int:
        """Return how far units are from serving: what may change, then other lines, then caveats without exception, then none left."""
        if cause.kind == "caveat":
            return 0 if cause.subject in self._with_exception else 2
        return {"other line": 1, "offer": 3}.get(cause.kind, 0)

    @cached_property
    def _with_exception(self) -> frozenset[str]:
        return frozenset(f"caveat {c.name}" for c in self.scenario.caveats if c.unless)

    def _ask(self, offer: str, requirement: str, step: int, gives: float) -> list[Cause]:
        row = self.scenario.frames["offers"].loc[offer]
        bare = Cause("n.a.", str(row["nation"]), offer, str(row["unit_type"]), gives=gives)
        mine = self._by_offer.get((offer, step), self.tiers.iloc[:0])
        causes = self._not_there(mine, step, bare) + self._waiting(mine, step, bare)
        if (offer, requirement) not in self._chosen:
            reasons = [r for r in self.barred.get((offer, requirement), ("", ()))[1] if r.rule != "need"]
            own = all(r.rule in {"date", "condition"} for r in reasons)  # its own tiers say it better
            if own and causes:
                return causes
            barred = replace(bare, pledged=float(mine["pledged"].sum()))
            return [_of_reason(barred, r, float(mine["units"].sum())) for r in reasons[:1]]
        usable = mine[mine["usable"]]
        units, pledged = float(usable["units"].sum()), float(usable["pledged"].sum())
        if units <= EPS:
            return causes
        shut = self._shut(offer, requirement, step, bare)
        if shut is not None:
            return [*causes, replace(shut, units=units)]
        return causes + self._in_use(requirement, step, units, replace(bare, pledged=pledged))

    def _not_there(self, mine: pd.DataFrame, step: int, bare: Cause) -> list[Cause]:
        start = self.scenario.steps[step].first_month
        late = records(mine[~mine["in_dates"]])
        return [replace(bare, kind="date", units=t.units, month=t.first_month if t.first_month > start else None) for t in late]

    def _waiting(self, mine: pd.DataFrame, step: int, bare: Cause) -> list[Cause]:
        waiting = records(mine[mine["in_dates"] & ~mine["usable"]])
        return [replace(self._condition(bare, t.lacking[0], step), units=t.units) for t in waiting]

    def _condition(self, bare: Cause, name: str, step: int) -> Cause:
        """Return the cause that a condition is: whose it is, and from which month it holds in this plan."""
        condition = self.scenario.conditions.get(name)
        later = [p for p in range(step + 1, len(self.held)) if name in self.held[p]]
        month = self.scenario.steps[later[0]].first_month if later else None
        return replace(bare, kind="condition", subject=name, owner=condition.owner if condition else "", month=month)

    def _shut(self, offer: str, requirement: str, step: int, bare: Cause) -> Cause | None:
        """Return why no placement of an offer on a line is open in a step: a condition or a date; None if one is open."""
        rows = self._chosen[offer, requirement]
        lacking = [missing(self.admitted.chosen["requires"].iloc[a], self.held[step]) for a in rows]
        possible = self.admitted.ub[rows, step] > 0
        if any(ok and not gone for ok, gone in zip(possible, lacking, strict=True)):
            return None
        if possible.any():
            return self._condition(bare, next(gone[0] for ok, gone in zip(possible, lacking, strict=True) if ok), step)
        if any(lacking):  # no unit is possible because the condition cannot hold yet
            return self._condition(bare, next(gone[0] for gone in lacking if gone), step)
        later = [p for p in range(step + 1, len(self.held)) if (self.admitted.ub[rows, p] > 0).any()]
        return replace(bare, kind="date", month=self.scenario.steps[later[0]].first_month if later else None, subject="site")

    def _in_use(self, requirement: str, step: int, usable: float, bare: Cause) -> list[Cause]:
        stands = self._standing.get((bare.offer, step), {})
        causes = [replace(bare, kind="other line", units=n, subject=line) for line, n in stands.items() if line != requirement]
        idle = float(np.floor(usable - sum(stands.values()) + EPS))
        if idle >= 1:
            causes.append(replace(self._idle(bare, requirement, step), units=idle))
        elif requirement in stands or usable < 1:  # all stands here, or the cycle is too small to keep one unit in place
            causes.append(replace(bare, kind="offer", units=stands.get(requirement, 0.0)))
        return causes

    def _idle(self, bare: Cause, requirement: str, step: int) -> Cause:
        """Return what one more idle unit would break: its nation's ceiling, the line's number of nations, room, an area, a host."""
        return (
            self._ceiling(bare, step)
            or self._nations(bare, requirement, step)
            or self._packed(bare, requirement, step)
            or replace(bare, kind="idle")
        )

    def _ceiling(self, bare: Cause, step: int) -> Cause | None:
        limits = self.plan.frames["limits"]
        broken = limits["used"] + self._persons(bare) > limits["limit"] + EPS
        tight = limits[broken & (limits["nation"] == bare.nation) & (limits["step"] == step) & (limits["measure"] != "reserve")]
        for limit in records(tight.head(1)):
            return replace(bare, kind="ceiling", subject=f"{limit.measure} {limit.of}".strip(), owner=bare.nation, pledged=limit.limit)
        return None

    def _nations(self, bare: Cause, requirement: str, step: int) -> Cause | None:
        most = float(self.scenario.frames["requirements"]["max_nations"][requirement])
        posture = self.plan.frames["posture"]
        there = set(posture.loc[(posture["requirement"] == requirement) & (posture["step"] == step), "nation"])
        if np.isnan(most) or bare.nation in there or len(there) < most:
            return None
        return replace(bare, kind="ceiling", subject=f"at most {most:g} nations on the line")

    def _packed(self, bare: Cause, requirement: str, step: int) -> Cause | None:
        """Return why none of the sites open to an offer takes one more unit; None where one does."""
        places = self.admitted.chosen.iloc[self._open(bare.offer, requirement, step)]
        found = [self._packed_at(bare, _place(bare, requirement, row.site), row.country, step, row.own_soil) for row in records(places)]
        return found[0] if found and all(found) else None

    def _packed_at(self, bare: Cause, place: Place, country: str, step: int, own_soil: bool) -> Cause | None:  # noqa: FBT001  # a row's flag
        loads, posture = self.plan.frames["loads"], self.plan.frames["posture"]
        here = loads[(loads["site"] == place["site"]) & (loads["step"] == step)].set_index("resource")
        occupies = self.scenario.frames["occupies"]
        takes = occupies[occupies["unit_type"] == bare.unit_type].set_index("resource")["amount"]
        left = (here["free"] - here["used"]).reindex(takes.index, fill_value=np.inf)
        if (takes > left + EPS).any():
            return replace(bare, kind="room", subject=f"room at {place['site']}")
        if limit := self.waters.closed(place, step, 1.0):
            return replace(bare, kind="ceiling", subject=limit[0], pledged=limit[1])
        host = self.scenario.hosts.get(country)
        if host is None or own_soil or np.isnan(host.ceiling):
            return None
        abroad = posture[(posture["country"] == country) & (posture["step"] == step) & ~posture["own_soil"].astype(bool)]
        full = float(abroad["persons"].sum()) + self._persons(bare) > host.ceiling + EPS
        return replace(bare, kind="consent", subject=f"ceiling of {country}") if full else None

    def _open(self, offer: str, requirement: str, step: int) -> npt.NDArray[np.int64]:
        """Return the placements of an offer on a line that are open in a step."""
        rows: npt.NDArray[np.int64] = self._chosen.get((offer, requirement), np.zeros(0, dtype=np.int64))
        possible: npt.NDArray[np.bool_] = self.admitted.ub[rows, step] > 0
        return rows[possible]

    def _stay(self, offer: str, requirement: str, step: int) -> float:
        """Return the share of a unit that counts at the best site open in the step, else ever open, else nearest to it."""
        rows = self._open(offer, requirement, step)
        rows = rows if len(rows) else self._chosen.get((offer, requirement), rows)
        if len(rows):
            return float(self.admitted.chosen["stay"].to_numpy()[rows].max())
        site, _ = self.barred.get((offer, requirement), ("", ()))
        row = self.scenario.frames["offers"].loc[offer]
        return self.waters.stay(_place(Cause("n.a.", str(row["nation"]), offer, str(row["unit_type"])), requirement, site))

    def _closed(self, bare: Cause, requirement: str, step: int, units: float) -> str:
        """Return the limit of an area that so many units more would break, at whatever open site they stood; "" if none."""
        sites = self.admitted.chosen["site"].to_numpy()[self._open(bare.offer, requirement, step)]
        found = [self.waters.closed(_place(bare, requirement, site), step, units) for site in sites]
        return found[0][0] if found and found[0] and all(found) else ""

    def _persons(self, bare: Cause) -> float:
        return float(self.scenario.frames["unit_types"]["personnel"][bare.unit_type])

    @cached_property
    def _by_offer(self) -> Mapping[tuple[str, int], pd.DataFrame]:
        return dict(iter(self.tiers.groupby(["offer", "step"])))  # type: ignore[arg-type]  # keys are (offer, step)

    @cached_property
    def _chosen(self) -> Mapping[tuple[str, str], npt.NDArray[np.int64]]:
        return self.admitted.chosen.reset_index(drop=True).groupby(["offer", "requirement"]).indices  # type: ignore[return-value]

    @cached_property
    def _standing(self) -> Mapping[tuple[str, int], dict[str, float]]:
        found: dict[tuple[str, int], dict[str, float]] = {}
        sums = self.plan.frames["posture"].groupby(["offer", "step", "requirement"])["units"].sum().reset_index()
        for row in records(sums):
            found.setdefault((row.offer, row.step), {})[row.requirement] = float(row.units)
        return found


def _place(bare: Cause, requirement: str, site: str) -> Place:
    return {"offer": bare.offer, "nation": bare.nation, "unit_type": bare.unit_type, "requirement": requirement, "site": site}


def _barred(scenario: Scenario, admitted: Placements, lines: frozenset[str]) -> dict[tuple[str, str], tuple[str, tuple[Reason, ...]]]:
    """Return, for each offer and line with no placement, the site in reach that has the fewest reasons, and these."""
    table = admitted.barred.reset_index(drop=True)
    table = table[table["requirement"].isin(lines)]
    reach = scenario.frames["reach"].assign(near=True)
    near = table.merge(reach, on=["requirement", "site"], how="left")["near"].fillna(value=False).to_numpy(dtype=bool)
    counts = np.unpackbits(np.ascontiguousarray(admitted.bits[table.index]).view(np.uint8), axis=1).sum(axis=1)
    ordered = table.assign(far=~near, reasons=counts).sort_values(["far", "reasons", "site"], kind="stable")
    best = ordered[~ordered.duplicated(["offer", "requirement"])]
    return {(r.offer, r.requirement): (r.site, _by_kind(admitted.why(int(r.Index)))) for r in records(best, index=True)}


def _of_reason(bare: Cause, reason: Reason, units: float) -> Cause:
    """Return a cause of a reason for which no placement exists; an offer's own terms, area and cycle are matters of the offer."""
    if reason.rule == "area" and reason.cause.startswith("limit "):
        return replace(bare, kind="ceiling", units=units, subject=reason.cause, mark=reason.mark)
    if reason.rule in {"area", "offer", "rotation"}:
        subject = {"area": "area", "offer": "terms", "rotation": "cycle"}[reason.rule]
        return replace(bare, kind="offer", units=units, subject=subject, mark=reason.mark)
    return replace(bare, kind=reason.rule if reason.rule in ORDER else "n.a.", units=units, subject=reason.cause, mark=reason.mark)


def _by_kind(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    return tuple(sorted(reasons, key=lambda r: ORDER.index(r.rule) if r.rule in ORDER else len(ORDER)))


def _remedies(scenario: Scenario, causes: list[Cause], short: float, closed: Callable[[Cause, float], str]) -> tuple[Remedy, ...]:
    """Turn causes round: more of what stands already first, then what waits, then what is barred.

    `closed` names the limit of an area that so many units more would break, or nothing.
    """
    rates = rate(scenario.frames["offers"])
    found = []
    for c in _by_pool(scenario, causes):
        if c.gives > 0:
            more = float(np.ceil(short / c.gives - EPS))
            limit = closed(c, more) if c.kind == "offer" else ""
            found.append(_remedy(c, more, float(rates[c.offer]), limit))
    order = ("idle", "more", "cycle", "condition", "consent", "date", "room", "ceiling", "line", "terms", "caveat")
    kept = sorted((r for r in found if r is not None), key=lambda r: order.index(r.how))
    return tuple(dict.fromkeys(kept)) or (Remedy("any", units=short),)


def _by_pool(scenario: Scenario, causes: list[Cause]) -> list[Cause]:
    """Return the causes with the offers of one pool taken together where all of them stands: a cycle sustains as a whole."""
    pools = scenario.frames["offers"]["pool"]
    merged: dict[tuple[str, ...], Cause] = {}
    for number, cause in enumerate(causes):
        in_pool = cause.kind == "offer" and cause.subject in {"", "cycle"} and pools[cause.offer]
        key = (pools[cause.offer], cause.unit_type) if in_pool else (str(number),)
        first = merged.get(key)
        together = replace(first, units=first.units + cause.units, pledged=first.pledged + cause.pledged) if first else cause
        merged[key] = together
    return list(merged.values())


def _remedy(cause: Cause, more: float, share: float, limit: str) -> Remedy | None:
    """Return how the units of one cause could serve: `more` of them are missing; of a cycle a share is in place; a limit has no room."""
    need = min(more, float(np.ceil(cause.units - EPS))) if cause.units else more
    how = {"other line": "line"}.get(cause.kind, cause.kind)
    if cause.kind == "offer" and cause.subject in {"", "cycle"}:
        if limit:
            return Remedy("ceiling", cause.nation, cause.unit_type, more, limit)
        if share == 1:
            return Remedy("more", cause.nation, cause.unit_type, more)
        stands = cause.units if cause.subject == "" else 0.0
        return Remedy("cycle", cause.nation, cause.unit_type, max(1.0, float(np.ceil((stands + more) / share - cause.pledged - EPS))))
    if cause.kind == "offer":
        return Remedy("terms", cause.nation, cause.unit_type, need) if cause.subject == "terms" else None
    if how in {"condition", "caveat", "consent", "date", "room", "ceiling", "line", "idle"}:
        return Remedy(how, cause.nation, cause.unit_type, need, cause.subject, cause.month)
    return None
