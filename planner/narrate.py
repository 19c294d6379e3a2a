"""What the solver does, in a planner's words: a state machine that hears events and incumbents and shows frames; no clock, no screen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite, nan
from typing import Any

import numpy as np
import pandas as pd

from planner.plan import Plan
from planner.scenario import Scenario
from planner.scenario.metrics import called, named, of_goal
from solvers.program import Event

SAME = 1e-6  # relative difference at which a plan has met its bound, and a line its level
EVERY = 5.0  # seconds between two lines that tell of a bound only


@dataclass(frozen=True)
class Row:
    """One goal of a frame: its name, the plan's value and its bound as printed, the gap, the state, and when that was reached."""

    goal: str
    plan: str = "–"
    bound: str = "–"
    gap: str = "–"
    state: str = "waits"
    at: str = ""


@dataclass(frozen=True)
class Frame:
    """What a planner sees at one moment. Lines that have nothing to say are empty."""

    marking: str
    rows: tuple[Row, ...]
    filled: str
    last: str
    worth: str
    planned: bool  # whether there is a plan to save

    @property
    def proven(self) -> int:
        """How many goals are proven."""
        return sum(row.state == "proven" for row in self.rows)


@dataclass(frozen=True)
class _Level:
    """One goal as it stands in the search."""

    goal: str
    value: float = nan
    bound: float = nan
    state: str = "waits"
    at: float = nan


class Narrator:
    """Hears a solve, event by event, and says at any moment how far it is.

    `tell` takes an event with the plan of its incumbent where that was read, and returns the new sentence, or "" where there is none.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._levels = [_Level(goal.name) for goal in scenario.goals]
        self._coverage: pd.DataFrame | None = None
        self._filled = ""
        self._last = "finding what is admissible, building the program"
        self._plan_since = nan
        self._bound_told = -EVERY
        self._waiting_told = False

    def tell(self, event: Event, plan: Plan | None = None) -> str:
        """Take in one event; return the sentence it makes, if any."""
        before = [level.value for level in self._levels]
        gained = self._take(plan) if plan is not None else ""
        match event.kind:
            case "incumbent":
                told = self._incumbent(event, before, gained)
            case "bound":
                told = self._bound(event)
            case "level":
                told = self._level(event)
            case "step":
                told = self._step(event)
            case "fault":
                told = event.note
            case _:
                told = ""
        told = told or gained
        if told:
            self._last = f"{event.seconds:.1f} s {told}"
        return self._last if told else ""

    def end(self, plan: Plan) -> None:
        """Take in the plan that is returned, with how far each goal came."""
        self._take(plan)
        for i, goal in enumerate(plan.levels):
            self._change(i, bound=goal.bound, state=goal.state)
        if not isfinite(self._plan_since):
            self._last = ""  # nothing was heard of the search

    def frame(self) -> Frame:
        """Return what a planner sees now."""
        rows = tuple(_row(level) for level in self._levels)
        return Frame(self._scenario.marking, rows, self._filled, self._last, self._worth(), isfinite(self._plan_since))

    def _known(self, event: Event) -> bool:
        return 0 <= event.level < len(self._levels)

    def _change(self, index: int, **fields: float | str) -> None:
        self._levels[index] = replace(self._levels[index], **fields)  # type: ignore[arg-type]  # fields of _Level

    def _search(self, index: int) -> None:
        """Note which goal is searched: of those that are not done, only one is."""
        for i, level in enumerate(self._levels):
            if level.state in {"waits", "searching"}:
                self._change(i, state="searching" if i == index else "waits")

    def _take(self, plan: Plan) -> str:
        """Take in the values and the coverage of a plan; say what it fills that the one before did not."""
        if [level.goal for level in self._levels] != [level.goal for level in plan.levels]:
            self._levels = [_Level(level.goal) for level in plan.levels]  # a goal whose rule is not planned yet has no level
        for i, goal in enumerate(plan.levels):
            self._change(i, value=goal.value)
        before, self._coverage = self._coverage, plan.frames["coverage"]
        self._filled = filling(self._scenario, self._coverage)
        return "" if before is None else "; ".join(gains(self._scenario, before, self._coverage)[:2])

    def _incumbent(self, event: Event, before: Sequence[float], gained: str) -> str:
        if not self._known(event):
            return gained
        self._change(event.level, value=event.value)
        for later in range(event.level + 1, len(self._levels)):  # a better earlier goal sends the later ones round again
            self._change(later, state="waits", at=nan, bound=nan)
        if not any(level.state == "searching" for level in self._levels):
            self._search(event.level)
        self._plan_since = event.seconds
        was, goal = (before[event.level] if before else nan), self._levels[event.level].goal
        changed = f"{printed(goal, was)} to {printed(goal, event.value)}" if isfinite(was) else printed(goal, event.value)
        return f"{named(goal)} {changed}" + (f": {gained}" if gained else "")

    def _bound(self, event: Event) -> str:
        if not self._known(event) or not isfinite(event.bound):
            return ""
        level = self._levels[event.level]
        self._search(event.level)
        self._change(event.level, bound=event.bound)
        was, now = printed(level.goal, level.bound), printed(level.goal, event.bound)
        if was == now or event.seconds < self._bound_told + EVERY:
            return ""
        self._bound_told = event.seconds
        since = f"; plan since {self._plan_since:.1f} s" if isfinite(self._plan_since) else ""
        return f"bound of {named(level.goal)} " + (f"{was} to {now}" if isfinite(level.bound) else now) + since

    def _level(self, event: Event) -> str:
        if not self._known(event):
            return ""
        self._change(event.level, value=event.value, bound=event.bound, state=event.note, at=event.seconds)
        self._search(event.level + 1)
        goal = self._levels[event.level].goal
        return f"{named(goal)} {event.note} at {printed(goal, event.value)}"

    def _step(self, event: Event) -> str:
        """Note where the search is; that there is no plan yet is worth one sentence."""
        if self._known(event):
            self._search(event.level)
        said, self._waiting_told = self._waiting_told or isfinite(self._plan_since), True
        return "" if said else "no plan yet"

    def _worth(self) -> str:
        """Say what the search can still gain on the goal that it works on."""
        at = next((i for i, level in enumerate(self._levels) if level.state == "searching"), None)
        if at is None or not isfinite(self._levels[at].value - self._levels[at].bound):
            return ""
        level = self._levels[at]
        most = printed(level.goal, level.value - level.bound)
        gain = f"at most {most} M EUR are still to be saved" if level.goal == "cost" else f"{named(level.goal)} can fall by at most {most}"
        settled = at > 0 and all(level.state == "proven" for level in self._levels[:at])
        return gain + (f"; goal{'s 1 to' if at > 1 else ''} {at} {'are' if at > 1 else 'is'} settled" if settled else "")


def printed(goal: str, value: float) -> str:
    """Return the value of a goal as it is printed, with the decimals of its metric."""
    return f"{value + 0.0:,.{of_goal(goal).digits}f}".replace(",", " ").replace("-", "−") if isfinite(value) else "–"


def gap(value: float, bound: float) -> str:
    """Return how far a bound is from the plan, as a share of the plan."""
    if not isfinite(value - bound):
        return "–"
    share = 100 * max(0.0, value - bound) / max(abs(value), 1e-9)
    if value - bound <= SAME * max(1.0, abs(value)):
        return "0 %"
    return f"{share:.0f} %" if share >= 10 else f"{share:.2g} %"  # two figures are enough to decide by


def filling(scenario: Scenario, coverage: pd.DataFrame) -> str:
    """Say which lines are full, and where the emptiest stands."""
    needed = coverage[coverage["level"] > 0]
    short = needed[~_full(needed)]
    lines, open_lines = needed["requirement"].nunique(), short["requirement"].nunique()
    if not open_lines:
        return "every line full"
    worst = short.assign(share=short["filled"] / short["level"]).sort_values(["share", "requirement", "step"], kind="stable")
    told = [_stands(scenario, row) for row in worst.drop_duplicates("requirement").itertuples()]
    if open_lines <= 2:  # more do not fit a line
        return f"every line full but {'; '.join(told)}"
    return f"{lines - open_lines} of {lines} lines full; emptiest {told[0]}"


def gains(scenario: Scenario, before: pd.DataFrame, after: pd.DataFrame) -> Sequence[str]:
    """Say what one coverage fills that an earlier one did not, the largest gain first: "land-west full from stabilise"."""
    key = ["requirement", "capability", "step"]
    both = after.merge(before[[*key, "filled"]], on=key, how="left", suffixes=("", "_before")).fillna({"filled_before": 0.0})
    both = both[(both["level"] > 0) & (both["filled"] > both["filled_before"] + SAME)]
    gained = np.minimum(both["filled"], both["level"]) - np.minimum(both["filled_before"], both["level"])
    both = both.assign(gain=gained / both["level"]).sort_values(["gain", *key], ascending=[False, True, True, True], kind="stable")
    return [
        _full_from(scenario, after, row) or _stands(scenario, row)
        for row in both[both["gain"] > 0].drop_duplicates("requirement").itertuples()
    ]


def _full(coverage: pd.DataFrame) -> pd.Series:
    return coverage["filled"] >= coverage["level"] * (1 - SAME) - SAME


def _full_from(scenario: Scenario, coverage: pd.DataFrame, row: Any) -> str:
    """Say from which step on a line stays full, if it ends full."""
    line = coverage[(coverage["requirement"] == row.requirement) & (coverage["level"] > 0)]
    open_steps = line.loc[~_full(line), "step"]
    full_steps = line.loc[line["step"] > (open_steps.max() if len(open_steps) else -1), "step"]
    return f"{row.requirement} full from {scenario.steps[int(full_steps.min())].name}" if len(full_steps) else ""


def _stands(scenario: Scenario, row: Any) -> str:
    unit = scenario.frames["capabilities"]["unit"].get(row.capability, "")
    return f"{row.requirement}: {row.filled:.4g} of {row.level:.4g} {plural(unit)} in {scenario.steps[int(row.step)].name}"


def plural(unit: str) -> str:
    """Return the plural of a unit of count: companies, ships; aircraft and t/day stay."""
    if unit in {"aircraft", "personnel", ""} or "/" in unit or len(unit) <= 2:  # t, km
        return unit
    return unit[:-1] + "ies" if unit.endswith("y") and unit[-2] not in "aeiou" else unit + "s"


def _row(level: _Level) -> Row:
    name = called(level.goal)
    at = f"{level.at:.1f} s" if isfinite(level.at) else ""
    return Row(name, printed(level.goal, level.value), printed(level.goal, level.bound), gap(level.value, level.bound), level.state, at)
