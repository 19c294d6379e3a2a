"""What stands between an offer and a line: the witnesses of a shortfall.

Every offer whose units give the capability is asked where its units are in the step: barred (by caveat, consent, room, ...), not there yet,
waiting for a condition, on another line, idle, or all in place. The answers are the causes; turned round, they say who could fill it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.frames import items, records
from planner.placements import Placements, Reason
from planner.plan import Plan
from planner.rules import Holding, gives, holding, lacking, stay, tiers
from planner.scenario import Scenario
from planner.study.causes import EPS, ORDER, Cause
from planner.study.idle import Idle, place
from planner.study.rested import Rested
from planner.study.waters import Waters


@dataclass(frozen=True)
class Witness:
    """What a plan's offers can say, gathered once for all short lines."""

    scenario: Scenario
    plan: Plan
    admitted: Placements
    held: Holding
    barred: Mapping[tuple[str, str], tuple[str, tuple[Reason, ...]]]  # by offer and requirement: the site nearest to open, and why not
    idle: Idle

    @classmethod
    def of(cls, scenario: Scenario, plan: Plan, admitted: Placements, lines: frozenset[str]) -> "Witness":
        """Gather what bars each offer from each of these lines."""
        idle = Idle(scenario, plan, Waters.of(scenario, plan))
        return cls(scenario, plan, admitted, holding(scenario, plan.decisions), _barred(scenario, admitted, lines), idle)

    @cached_property
    def tiers(self) -> pd.DataFrame:
        """Each tier in each step."""
        return tiers(self.scenario, self.held)

    @cached_property
    def givers(self) -> Mapping[tuple[str, str], Mapping[str, float]]:
        """Units of capability that one unit gives, by unit type: for each line and capability."""
        found: dict[tuple[str, str], dict[str, float]] = {}
        for unit_type, requirement, capability, amount in records(gives(self.scenario), "unit_type", "requirement", "capability", "amount"):
            found.setdefault((requirement, capability), {})[unit_type] = float(amount)
        return found

    def hear(self, requirement: str, capability: str, step: int) -> tuple[Cause, ...]:
        """Return the causes of a shortfall in a step, the heaviest first."""
        amounts = self.givers.get((requirement, capability), {})
        offered = items(self.scenario.frames["offers"]["unit_type"])
        able = {offer: amounts[t] * self._stay(offer, requirement, step) for offer, t in offered if t in amounts}
        if not able:
            return (Cause("offer", subject=capability),)
        heard = [cause for offer, value in able.items() for cause in self._ask(offer, requirement, step, value)]
        return tuple(sorted(heard, key=lambda c: (self._distance(c), -c.units * c.gives, ORDER.index(c.kind), c.offer)))

    def closed(self, requirement: str, step: int, cause: Cause, units: float) -> Cause | None:
        """Return what so many units more would break, at whatever open sites they stood; None if nothing."""
        places = self.admitted.chosen.iloc[self._open(cause.offer, requirement, step)]
        return self.idle.closed(cause, requirement, step, places, units)

    def _distance(self, cause: Cause) -> int:
        """Return how far units are from serving: what may change, then other lines, then caveats without exception, then none left."""
        if cause.kind == "caveat":
            return 0 if cause.subject in self._with_exception else 2
        return {"other line": 1, "offer": 3}.get(cause.kind, 0)

    @cached_property
    def _with_exception(self) -> frozenset[str]:
        return frozenset(f"caveat {c.name}" for c in self.scenario.caveats if c.unless)

    def _ask(self, offer: str, requirement: str, step: int, value: float) -> list[Cause]:
        bare = replace(self._bare(offer), gives=value)
        mine = self._by_offer.get((offer, step), self.tiers.iloc[:0])
        causes = self._not_there(mine, step, bare) + self._waiting(mine, step, bare)
        if (offer, requirement) not in self._chosen:
            reasons = [r for r in self.barred.get((offer, requirement), ("", ()))[1] if r.rule != "need"]
            own = all(r.rule in {"date", "condition"} for r in reasons)  # its own tiers say it better
            if own and causes:
                return causes
            barred = replace(bare, pledged=float(mine["units"].sum()), units=float(mine["in_place"].sum()))
            return [self._of_reason(barred, r) for r in reasons[:1]]
        usable = mine[mine["usable"]]
        units, pledged = float(usable["in_place"].sum()), float(usable["units"].sum())
        if units <= EPS:
            return causes
        shut = self._shut(offer, requirement, step, bare)
        if shut is not None:
            return [*causes, replace(shut, units=units)]
        stands = self._standing.get((offer, step), {})
        by_tours = self.scenario.tours and self.scenario.frames["offers"]["kind"][offer] == "in_cycle"
        left = self._rested.places(offer, step, usable) if by_tours else int(np.floor(units - sum(stands.values()) + EPS))
        return causes + self._in_use(requirement, step, left, replace(bare, pledged=pledged))

    def _not_there(self, mine: pd.DataFrame, step: int, bare: Cause) -> list[Cause]:
        start = self.scenario.steps[step].first_month
        late = records(mine[~mine["in_dates"]])
        return [replace(bare, kind="date", units=t.in_place, month=t.first_month if t.first_month > start else None) for t in late]

    def _waiting(self, mine: pd.DataFrame, step: int, bare: Cause) -> list[Cause]:
        waiting = records(mine[mine["in_dates"] & ~mine["usable"]])
        return [replace(self._condition(bare, t.lacking[0], step), units=t.in_place) for t in waiting]

    def _condition(self, bare: Cause, name: str, step: int) -> Cause:
        """Return the cause that a condition is: whose it is, and from which month it holds in this plan."""
        condition = self.scenario.conditions.get(name)
        later = [p for p in range(step + 1, len(self.held)) if name in self.held[p]]
        month = self.scenario.steps[later[0]].first_month if later else None
        return replace(bare, kind="condition", subject=name, owner=condition.owner if condition else "", month=month)

    def _shut(self, offer: str, requirement: str, step: int, bare: Cause) -> Cause | None:
        """Return why no placement of an offer on a line is open in a step: a condition or a date; None if one is open."""
        rows = self._chosen[offer, requirement]
        gone_at = [lacking(self.admitted.chosen["requires"].iloc[a], self.held[step]) for a in rows]
        possible = self.admitted.ub[rows, step] > 0
        if any(ok and not gone for ok, gone in zip(possible, gone_at, strict=True)):
            return None
        if possible.any():
            return self._condition(bare, next(gone[0] for ok, gone in zip(possible, gone_at, strict=True) if ok), step)
        if any(gone_at):  # no unit is possible because the condition cannot hold yet
            return self._condition(bare, next(gone[0] for gone in gone_at if gone), step)
        later = [p for p in range(step + 1, len(self.held)) if (self.admitted.ub[rows, p] > 0).any()]
        return replace(bare, kind="date", month=self.scenario.steps[later[0]].first_month if later else None, subject="site")

    def _in_use(self, requirement: str, step: int, left: int, bare: Cause) -> list[Cause]:
        """Return where the usable units of an offer are: on other lines, idle with what one more of those `left` would break, or here."""
        stands = self._standing.get((bare.offer, step), {})
        causes = [replace(bare, kind="other line", units=n, subject=line) for line, n in stands.items() if line != requirement]
        if left >= 1:
            causes.append(replace(self._kept_idle(bare, requirement, step), units=float(left)))
        elif requirement in stands or not stands:  # all stands here, or the cycle keeps none in place now
            causes.append(replace(bare, kind="offer", units=stands.get(requirement, 0.0)))
        return causes

    def _kept_idle(self, bare: Cause, requirement: str, step: int) -> Cause:
        """Return what one more idle unit would break."""
        places = self.admitted.chosen.iloc[self._open(bare.offer, requirement, step)]
        return self.idle.cause(bare, requirement, step, places)

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
        bare = self._bare(offer)
        return float(stay(self.scenario, pd.DataFrame([place(bare, requirement, site)])).iloc[0])

    def _bare(self, offer: str) -> Cause:
        row = self.scenario.frames["offers"].loc[offer]
        return Cause("n.a.", str(row["nation"]), offer, str(row["unit_type"]))

    def _of_reason(self, bare: Cause, reason: Reason) -> Cause:
        """Return a cause of a reason for which no placement exists; an offer's own terms, area and cycle are matters of the offer."""
        if reason.rule == "area" and reason.cause.startswith("limit "):
            return replace(bare, kind="ceiling", subject=reason.cause, mark=reason.mark)
        if reason.rule in {"area", "offer", "rotation"}:
            subject = {"area": "area", "offer": "terms", "rotation": "cycle"}[reason.rule]
            return replace(bare, kind="offer", subject=subject, mark=reason.mark)
        source, confidence = self._said_by(reason)
        kind = reason.rule if reason.rule in ORDER else "n.a."
        return replace(bare, kind=kind, subject=reason.cause, mark=reason.mark, source=source, confidence=confidence)

    def _said_by(self, reason: Reason) -> tuple[str, str]:
        """Return source and confidence of the caveat or the host that a reason names."""
        name = reason.cause.removeprefix(reason.rule).strip()
        if reason.rule == "caveat":
            return next(((c.source, c.confidence) for c in self.scenario.caveats if c.name == name), ("", ""))
        host = self.scenario.hosts.get(name.removeprefix("ceiling of ")) if reason.rule == "consent" else None
        return (host.source, host.confidence) if host else ("", "")

    @cached_property
    def _rested(self) -> Rested:
        return Rested(self.scenario, self.plan)

    @cached_property
    def _by_offer(self) -> Mapping[tuple[str, int], pd.DataFrame]:
        return dict(iter(self.tiers.groupby(["offer", "step"])))  # type: ignore[arg-type]  # keys are (offer, step)

    @cached_property
    def _chosen(self) -> Mapping[tuple[str, str], npt.NDArray[np.int64]]:
        return self.admitted.chosen.reset_index(drop=True).groupby(["offer", "requirement"]).indices  # type: ignore[return-value]

    @cached_property
    def _standing(self) -> Mapping[tuple[str, int], dict[str, float]]:
        found: dict[tuple[str, int], dict[str, float]] = {}
        there = pd.concat([self.plan.frames[name][["offer", "step", "requirement", "units"]] for name in ("posture", "standby")])
        sums = there.groupby(["offer", "step", "requirement"])["units"].sum().reset_index()
        for row in records(sums):
            found.setdefault((row.offer, row.step), {})[row.requirement] = float(row.units)
        return found


def _barred(scenario: Scenario, admitted: Placements, lines: frozenset[str]) -> dict[tuple[str, str], tuple[str, tuple[Reason, ...]]]:
    """Return, for each offer and line with no placement, the site in reach that has the fewest reasons, and these."""
    table = admitted.barred.reset_index(drop=True)
    table = table[table["requirement"].isin(lines)]
    reach = scenario.frames["reach"].assign(near=True)
    near = table.merge(reach, on=["requirement", "site"], how="left")["near"].fillna(value=False).to_numpy(dtype=bool)
    counts = np.bincount(admitted.by[:, 0], minlength=len(admitted.barred))[table.index]
    ordered = table.assign(far=~near, reasons=counts).sort_values(["far", "reasons", "site"], kind="stable")
    best = ordered[~ordered.duplicated(["offer", "requirement"])]
    return {(r.offer, r.requirement): (r.site, _by_kind(admitted.why(int(r.Index)))) for r in records(best, index=True)}


def _by_kind(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    return tuple(sorted(reasons, key=lambda r: ORDER.index(r.rule) if r.rule in ORDER else len(ORDER)))
