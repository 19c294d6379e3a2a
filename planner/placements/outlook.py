"""What can hold: the conditions that are sure by date, and those that the posture may yet earn, in each step."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.scenario import After, AllOf, AnyOf, Clauses, Condition, Reach, Scenario, Step, Test

Flags = npt.NDArray[np.bool_]  # one flag a step

MONTH = 30.4375  # mean days of a month, for a notice that a granted condition starts


@dataclass(frozen=True)
class Outlook:
    """Per condition, a flag a step: `sure` where it holds by date, `may` where it is sure or could be earned."""

    steps: tuple[Step, ...]
    sure: Mapping[str, Flags]
    may: Mapping[str, Flags]

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
    may = _largest(conditions, dated)
    return Outlook(scenario.steps, sure, {name: sure[name] if c.granted == "granted" else may[name] for name, c in conditions.items()})


def notice_months(days: float) -> int:
    """Return a notice in whole months, rounded up; what exceeds one by less than a billionth is arithmetic, and no month more."""
    return math.ceil(days / MONTH - 1e-9)


def _largest(conditions: Mapping[str, Condition], dated: Mapping[str, Flags]) -> dict[str, Flags]:
    """Return the largest set of conditions that do not exclude each other, before any posture is known."""
    may = dict(dated)
    waiting: dict[str, list[str]] = {}
    for name, condition in conditions.items():
        for other in _named(condition.earned):
            waiting.setdefault(other, []).append(name)
    doubtful = dict.fromkeys(name for name, c in conditions.items() if c.granted == "if-earned")
    while doubtful:
        name = next(iter(doubtful))
        del doubtful[name]
        fewer = _earnable(conditions[name], may, dated[name])
        if (fewer != may[name]).any():
            may[name] = fewer
            doubtful |= dict.fromkeys(n for n in waiting.get(name, ()) if conditions[n].granted == "if-earned")
    return may


def _named(test: Test | None) -> Iterator[str]:
    """Yield the conditions that a test names."""
    match test:
        case After(condition=name):
            yield name
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from _named(part)


def _earnable(condition: Condition, may: Mapping[str, Flags], dated: Flags) -> Flags:
    if condition.earned is None:
        return np.zeros_like(dated)
    earned = dated & _reachable(condition.earned, may)
    return dated & np.logical_or.accumulate(earned) if condition.latch else earned


def _reachable(test: Test, may: Mapping[str, Flags]) -> Flags:
    size = len(next(iter(may.values())))
    match test:
        case Reach(at_least=thresholds):
            return np.array([not math.isnan(t) for t in thresholds], dtype=bool)
        case After(condition=name):
            return may[name]
        case AllOf(parts=parts):
            return np.all([_reachable(t, may) for t in parts], axis=0) if parts else np.ones(size, dtype=bool)
        case AnyOf(parts=parts):
            return np.any([_reachable(t, may) for t in parts], axis=0) if parts else np.zeros(size, dtype=bool)
        case _:
            return np.zeros(size, dtype=bool)
