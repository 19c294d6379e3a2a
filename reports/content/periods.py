"""The columns of time: one a phase, whatever the step of the calendar."""

from dataclasses import dataclass

import pandas as pd

from planner.scenario import Scenario
from reports.content.numbers import inert, month


@dataclass(frozen=True)
class Period:
    """A phase as a column: its steps, the step whose people are shown (the fullest), its first and last month in words."""

    name: str
    steps: tuple[int, ...]
    shown: int
    months: int
    begins: str
    ends: str


def periods(scenario: Scenario, posture: pd.DataFrame) -> tuple[Period, ...]:
    """Return the phases in order; people are shown for the step of each phase in which most stand."""
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
    return Period(inert(name), tuple(steps), shown, length, month(begins), month(ends))


def span(scenario: Scenario, steps: tuple[int, ...]) -> str:
    """Return the months that steps cover: "Jun 2026 to Feb 2027"."""
    first, last = scenario.steps[steps[0]].first_month, scenario.steps[steps[-1]].until_month - 1
    begins, ends = month(scenario.first_day(first)), month(scenario.first_day(last))
    return begins if first == last else f"{begins} to {ends}"


def phases(scenario: Scenario, steps: tuple[int, ...]) -> str:
    """Return the phases of consecutive steps: "stabilise", "entry to sustain"."""
    names = list(dict.fromkeys(inert(scenario.steps[p].phase) for p in steps))
    return names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"
