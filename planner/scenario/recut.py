"""The same scenario over other steps: one a month, or a single one, to see what its steps make of it."""

from collections.abc import Sequence
from dataclasses import replace
from math import nan

import pandas as pd

from planner.frames import arrange
from planner.scenario.conditions import AllOf, AnyOf, Condition, Covered, Pledged, Reach, Test
from planner.scenario.scenario import Scenario, Step


def by_month(scenario: Scenario) -> Scenario:
    """Return the scenario with one step a month: what could stand if no month had to wait for the others of its step."""
    of = [number for number, step in enumerate(scenario.steps) for _ in range(step.months)]
    first = [step.first_month + k for step in scenario.steps for k in range(step.months)]
    phases = [scenario.steps[number].phase for number in of]
    steps = [Step(f"{phase} {scenario.first_day(m):%Y-%m}", phase, m, 1) for phase, m in zip(phases, first, strict=True)]
    return recut(scenario, steps, of)


def one_step(scenario: Scenario, number: int) -> Scenario:
    """Return the scenario as if it had one step only: what is said of it, is said of that step."""
    return recut(scenario, [scenario.steps[number]], [number])


def recut(scenario: Scenario, steps: Sequence[Step], of: Sequence[int]) -> Scenario:
    """Return the scenario over other steps; `of` says of each which of the old ones it is: its needs, thresholds, pins, agreed plan."""
    cut = pd.DataFrame({"step": pd.Series(of, dtype="int64"), "new": pd.Series(range(len(of)), dtype="int64")})
    told = {
        name: arrange(name, scenario.frames[name].merge(cut, on="step").drop(columns="step").rename(columns={"new": "step"}))
        for name in ("needs", "baseline")
    }
    return replace(
        scenario,
        steps=tuple(steps),
        frames={**scenario.frames, **told},
        conditions={name: _condition(condition, of) for name, condition in scenario.conditions.items()},
        pins=tuple(replace(pin, steps=tuple(k for k, old in enumerate(of) if old in pin.steps)) for pin in scenario.pins),
    )


def _condition(condition: Condition, of: Sequence[int]) -> Condition:
    return replace(condition, earned=retimed(condition.earned, of)) if condition.earned is not None else condition


def retimed(test: Test, of: Sequence[int | None]) -> Test:
    """Return a test over other steps; `of` says of each which of the old ones it is: None for none, where no threshold is asked.

    A posture that counts in another step counts there still, in the first of what that step became; one that is gone counts nowhere, and
    a step that is alone sees itself.
    """
    match test:
        case Reach() | Covered():
            return replace(test, at_least=_thresholds(test.at_least, of), seen_in=_seen(test.seen_in, of))
        case Pledged():
            return replace(test, at_least=_thresholds(test.at_least, of))
        case AllOf() | AnyOf():
            return replace(test, parts=tuple(retimed(part, of) for part in test.parts))
        case _:
            return test


def _thresholds(at_least: Sequence[float], of: Sequence[int | None]) -> tuple[float, ...]:
    return tuple(nan if old is None else at_least[old] for old in of)


def _seen(seen_in: Sequence[int], of: Sequence[int | None]) -> tuple[int, ...]:
    if not seen_in or len(of) == 1:
        return ()
    new = {old: number for number, old in reversed(list(enumerate(of)))}
    return tuple(-1 if old is None else new.get(seen_in[old], -1) for old in of)
