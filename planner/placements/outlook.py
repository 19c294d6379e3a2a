"""What can hold: the conditions that are sure by date, and those that the posture may yet earn, in each step."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.frames import records
from planner.scenario import DAYS_A_MONTH, After, AllOf, AnyOf, Clauses, Condition, Covered, Pledged, Quorum, Reach, Scenario, Step, Test

Flags = npt.NDArray[np.bool_]  # one flag a step


@dataclass(frozen=True)
class Outlook:
    """Per condition, a flag a step: `sure` where it holds by date, `may` where it is sure or could be earned.

    `opens`: of each condition that opens only some unit types, these.
    """

    steps: tuple[Step, ...]
    sure: Mapping[str, Flags]
    may: Mapping[str, Flags]
    opens: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def within(self, first_month: int, until_month: int) -> Flags:
        """Return the steps that lie wholly in [first_month, until_month)."""
        return np.array([s.within(first_month, until_month) for s in self.steps], dtype=bool)

    def touched(self, first_month: int, until_month: int) -> Flags:
        """Return the steps with any month in [first_month, until_month): a ban on a part of a step bars all of it."""
        return np.array([s.first_month < until_month and first_month < s.until_month for s in self.steps], dtype=bool)

    def possible(self, clauses: Clauses) -> Flags:
        """Return the steps in which every clause may hold."""
        flags = np.ones(len(self.steps), dtype=bool)
        for clause in clauses:
            flags &= np.any([self.may[c] for c in clause], axis=0) if clause else False
        return flags

    def open_to(self, clauses: Clauses, unit_type: str) -> Clauses:
        """Return clauses with the conditions only by which a unit type may come; one that none of them opens to it is left empty."""
        if not self.opens:
            return clauses
        return tuple(tuple(c for c in clause if c not in self.opens or unit_type in self.opens[c]) for clause in clauses)

    def waits(self, clauses: Clauses, step: int) -> Clauses:
        """Return what the clauses still wait for in a step: of each that is not sure, the conditions that may be earned."""
        unsettled = (clause for clause in clauses if not any(self.sure[c][step] for c in clause))
        return tuple(dict.fromkeys(tuple(c for c in clause if self.may[c][step]) for clause in unsettled))


def outlook(scenario: Scenario, notice_days: float = 0.0) -> Outlook:
    """Return the outlook of a scenario; with a notice, as units see it whose notice a granted condition may start."""
    bare = Outlook(scenario.steps, {}, {})
    conditions = scenario.conditions
    wait = {name: notice_months(notice_days) if c.starts_notice else 0 for name, c in conditions.items()}
    dated = {name: bare.within(c.first_month, c.until_month) & (c.granted != "denied") for name, c in conditions.items()}
    never = np.zeros(len(scenario.steps), dtype=bool)
    sure = {
        name: dated[name] & bare.within(c.first_month + wait[name], c.until_month) if c.granted == "granted" else never
        for name, c in conditions.items()
    }
    may = _largest(scenario, dated)
    opens = {name: c.opens for name, c in conditions.items() if c.opens is not None}
    return Outlook(scenario.steps, sure, {n: sure[n] if c.granted == "granted" else may[n] for n, c in conditions.items()}, opens)


def notice_months(days: float) -> int:
    """Return a notice in whole months, rounded up; what exceeds one by less than a billionth is arithmetic, and no month more."""
    return math.ceil(days / DAYS_A_MONTH - 1e-9)


def _largest(scenario: Scenario, dated: Mapping[str, Flags]) -> dict[str, Flags]:
    """Return the largest set of conditions that do not exclude each other, before any posture is known."""
    conditions, may = scenario.conditions, dict(dated)
    waiting: dict[str, list[str]] = {}
    for name, condition in conditions.items():
        for other in set(_named(scenario, condition.earned)):
            waiting.setdefault(other, []).append(name)
    doubtful = dict.fromkeys(name for name, c in conditions.items() if c.granted == "if-earned")
    while doubtful:
        name = next(iter(doubtful))
        del doubtful[name]
        fewer = _earnable(scenario, conditions[name], may, dated[name])
        if (fewer != may[name]).any():
            may[name] = fewer
            doubtful |= dict.fromkeys(n for n in waiting.get(name, ()) if conditions[n].granted == "if-earned")
    return may


def _named(scenario: Scenario, test: Test | None) -> Iterator[str]:
    """Yield the conditions that a test names, or that money it counts is pledged under."""
    match test:
        case After(condition=name):
            yield name
        case Quorum(conditions=names):
            yield from names
        case Pledged():
            for pledge in records(pledged(scenario, test)):
                yield from (c for clause in pledge.requires for c in clause)
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from _named(scenario, part)


def pledged(scenario: Scenario, test: Pledged) -> pd.DataFrame:
    """Return the pledges that a test counts, whatever their dates and conditions."""
    pledges = scenario.frames["pledges"]
    mine = (pledges["fund"] == test.fund) | (not test.fund)
    return pledges[mine if test.nations is None else mine & pledges["nation"].isin(test.nations)]


def _earnable(scenario: Scenario, condition: Condition, may: Mapping[str, Flags], dated: Flags) -> Flags:
    if condition.earned is None:
        return np.zeros_like(dated)
    earned = dated & _reachable(scenario, condition.earned, may)
    return dated & np.logical_or.accumulate(earned) if condition.latch else earned


def _reachable(scenario: Scenario, test: Test, may: Mapping[str, Flags]) -> Flags:
    """Say in which steps a test could be true, whatever stands."""
    size = len(scenario.steps)
    match test:
        case Reach() | Covered() | Pledged():
            return _asked(test) & _within_reach(scenario, test, may)
        case Quorum(at_least=least, conditions=names):
            return np.asarray(np.sum([may[name] for name in names], axis=0) >= least)
        case After(condition=name):
            return np.logical_or.accumulate(may[name])
        case AllOf(parts=parts):
            return np.all([_reachable(scenario, t, may) for t in parts], axis=0) if parts else np.ones(size, dtype=bool)
        case AnyOf(parts=parts):
            return np.any([_reachable(scenario, t, may) for t in parts], axis=0) if parts else np.zeros(size, dtype=bool)
        case _:
            return np.zeros(size, dtype=bool)


def _asked(test: Reach | Covered | Pledged) -> Flags:
    """Say in which steps a threshold is asked for."""
    return np.array([not math.isnan(least) for least in test.at_least], dtype=bool)


def _within_reach(scenario: Scenario, test: Reach | Covered | Pledged, may: Mapping[str, Flags]) -> Flags:
    """Say in which steps something may count towards a threshold: there is a posture to be seen, a line is needed, enough is pledged."""
    steps = range(len(scenario.steps))
    match test:
        case Reach():
            seen = test.seen_in or tuple(steps)
            return np.array([seen[p] >= 0 or test.at_least[p] <= 0 for p in steps], dtype=bool)
        case Covered():
            needs = scenario.frames["needs"]
            needed = set(needs["step"][needs["requirement"].isin(test.requirements) & (needs["level"] > 0)])
            return np.array([p in needed for p in test.seen_in or steps], dtype=bool)
        case Pledged():
            money = np.zeros(len(steps))
            for pledge in records(pledged(scenario, test)):
                here = np.array([pledge.month <= step.first_month for step in scenario.steps], dtype=bool)
                for clause in pledge.requires:
                    here &= np.any([may[c] for c in clause], axis=0)
                money += pledge.meur * here
            return np.asarray(money >= np.array(test.at_least) - 1e-9)
