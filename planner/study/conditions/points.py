"""Fixed points of the conditions of a scenario: what holds in any case, what follows in turn, and the largest set that carries itself.

A set of conditions, one a step, makes another: those granted by date, and those whose test is true while the first hold. More conditions
never make fewer true, so there is a smallest set that makes itself and a largest one (Tarski), each reached by going on until nothing
changes: upwards from what is granted, downwards from all that dates allow.
"""

from collections.abc import Callable
from typing import Protocol

from planner.account import exceeds
from planner.frames import records
from planner.rules import Holding
from planner.scenario import After, AllOf, AnyOf, Condition, Covered, Pledged, Quorum, Reach, Scenario, Step, Test


class Effort(Protocol):
    """What counts towards thresholds in a step while conditions hold."""

    def value(self, name: str, reach: Reach, step: int, held: Holding) -> float:
        """Return what counts towards a threshold of condition `name`."""
        ...

    def share(self, test: Covered, step: int, held: Holding) -> float:
        """Return the share of the levels of lines that is filled."""
        ...


def granted(scenario: Scenario) -> Holding:
    """Return the conditions that hold by date."""
    return _those(scenario, lambda c, step: c.granted == "granted" and in_date(c, step))


def allowed(scenario: Scenario) -> Holding:
    """Return all conditions that are neither denied nor out of date."""
    return _those(scenario, in_date)


def in_date(condition: Condition, step: Step) -> bool:
    """Say whether a condition may hold in a step by what is granted and dated."""
    return condition.granted != "denied" and step.within(condition.first_month, condition.until_month)


def made(scenario: Scenario, effort: Effort, held: Holding) -> Holding:
    """Return the conditions that are true while `held` hold."""
    by_date, steps = granted(scenario), range(len(scenario.steps))
    earned: list[set[str]] = [set(those) for those in by_date]
    for name, c in scenario.conditions.items():
        if c.granted == "if-earned":
            for p in steps:
                kept = c.latch and p > 0 and name in held[p - 1]
                if in_date(c, scenario.steps[p]) and (kept or true(scenario, effort, name, c.earned, p, held)):
                    earned[p].add(name)
    return tuple(frozenset(those) for those in earned)


def true(scenario: Scenario, effort: Effort, name: str, test: Test | None, step: int, held: Holding) -> bool:
    """Say whether a test of condition `name` is true in a step while `held` hold."""
    match test:
        case Reach(at_least=thresholds):
            seen = seen_in(test, step)
            value = effort.value(name, test, seen, held) if seen >= 0 else 0.0
            return _reached(value, thresholds[step])
        case Covered(at_least=shares):
            seen = seen_in(test, step)
            return _reached(effort.share(test, seen, held) if seen >= 0 else 0.0, shares[step])
        case Pledged(at_least=sums):
            return _reached(pledged(scenario, test, step, held), sums[step])
        case Quorum(at_least=least, conditions=names):
            return sum(n in held[step] for n in names) >= least
        case After(condition=other):
            return any(other in held[p] for p in range(step + 1))
        case AllOf(parts=parts):
            return all(true(scenario, effort, name, part, step, held) for part in parts)
        case AnyOf(parts=parts):
            return any(true(scenario, effort, name, part, step, held) for part in parts)
        case _:
            return False


def seen_in(test: Reach | Covered, step: int) -> int:
    """Return the step whose posture counts in a step; -1 for none."""
    return test.seen_in[step] if test.seen_in else step


def pledged(scenario: Scenario, test: Pledged, step: int, held: Holding) -> float:
    """Return the money, M EUR, that is pledged to a fund up to a step by pledges whose conditions hold in it."""
    counted = [
        float(pledge.meur)
        for pledge in records(scenario.frames["pledges"])
        if test.fund in {"", pledge.fund} and (test.nations is None or pledge.nation in test.nations)
        if pledge.month <= scenario.steps[step].first_month and all(set(clause) & held[step] for clause in pledge.requires)
    ]
    return sum(counted)


def upwards(scenario: Scenario, effort: Effort, held: Holding) -> list[Holding]:
    """Return what holds round by round from a set that makes at least itself, until nothing is added; the first is the set itself."""
    rounds = [held]
    while (more := together(rounds[-1], made(scenario, effort, rounds[-1]))) != rounds[-1]:
        rounds.append(more)
    return rounds


def downwards(scenario: Scenario, effort: Effort, held: Holding) -> Holding:
    """Return the largest part of a set that makes itself."""
    while (fewer := shared(held, made(scenario, effort, held))) != held:
        held = fewer
    return held


def together(one: Holding, other: Holding) -> Holding:
    """Return what holds in either, step by step."""
    return tuple(a | b for a, b in zip(one, other, strict=True))


def shared(one: Holding, other: Holding) -> Holding:
    """Return what holds in both, step by step."""
    return tuple(a & b for a, b in zip(one, other, strict=True))


def beyond(one: Holding, other: Holding) -> Holding:
    """Return what holds in one and not in the other, step by step."""
    return tuple(a - b for a, b in zip(one, other, strict=True))


def within(one: Holding, other: Holding) -> bool:
    """Say whether all that holds in one holds in the other."""
    return all(a <= b for a, b in zip(one, other, strict=True))


def _reached(value: float, least: float) -> bool:
    """Say whether a threshold is asked for and reached by what counts; where nothing can count, it is not."""
    return least == least and value == value and not exceeds(least, value)


def _those(scenario: Scenario, of: Callable[[Condition, Step], bool]) -> Holding:
    return tuple(frozenset(name for name, c in scenario.conditions.items() if of(c, step)) for step in scenario.steps)
