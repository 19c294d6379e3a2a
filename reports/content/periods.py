"""The columns of time: one a phase, whatever the step of the calendar."""

from dataclasses import dataclass

import pandas as pd

from planner.scenario import Scenario
from reports.content.numbers import inert, month


@dataclass(frozen=True)
class Period:
    """A phase as a column: its steps, the fullest of them (`shown`) with its months where there are others, its first and last month."""

    name: str
    steps: tuple[int, ...]
    shown: int
    fullest: str  # months of the step `shown`; empty where it is the only one
    months: int
    begins: str
    ends: str


def periods(scenario: Scenario, posture: pd.DataFrame) -> tuple[Period, ...]:
    """Return the phases in order, each with the step in which most people stand."""
    people = posture.groupby("step")["persons"].sum()
    phases: dict[str, list[int]] = {}
    for p, step in enumerate(scenario.steps):
        phases.setdefault(step.phase, []).append(p)
    return tuple(_period(scenario, name, steps, people) for name, steps in phases.items())


def _period(scenario: Scenario, name: str, steps: list[int], people: pd.Series) -> Period:
    shown = max(steps, key=lambda p: (float(people.get(p, 0.0)), -p))
    first, last = scenario.steps[steps[0]], scenario.steps[steps[-1]]
    length = sum(scenario.steps[p].months for p in steps)
    begins, ends = scenario.first_day(first.first_month), scenario.first_day(last.until_month - 1)
    fullest = span(scenario, (shown,)) if len(steps) > 1 else ""
    return Period(inert(name), tuple(steps), shown, fullest, length, month(begins), month(ends))


def most_in(people: pd.Series, column: Period) -> float:
    """Return the most of `people` (by step) in any step of a phase."""
    return max(float(people.get(p, 0.0)) for p in column.steps)


def several(columns: tuple[Period, ...]) -> bool:
    """Say whether any phase has several steps: then figures by phase are the most at a time, and need not add up to the last row."""
    return any(column.fullest for column in columns)


def span(scenario: Scenario, steps: tuple[int, ...]) -> str:
    """Return the months that steps cover: "Jun 2026 to Feb 2027"."""
    first, last = scenario.steps[steps[0]].first_month, scenario.steps[steps[-1]].until_month - 1
    begins, ends = month(scenario.first_day(first)), month(scenario.first_day(last))
    return begins if first == last else f"{begins} to {ends}"


def phases(scenario: Scenario, steps: tuple[int, ...]) -> str:
    """Return the phases of consecutive steps: "stabilise", "entry to sustain"."""
    names = list(dict.fromkeys(inert(scenario.steps[p].phase) for p in steps))
    return names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"


def told(scenario: Scenario, steps: tuple[int, ...]) -> str:
    """Return when consecutive steps are: their phases where these are whole ("entry to sustain"), else their months."""
    named = {scenario.steps[p].phase for p in steps}
    is_whole = steps == tuple(p for p, step in enumerate(scenario.steps) if step.phase in named)
    return phases(scenario, steps) if is_whole else span(scenario, steps)
