"""What each pin costs: the same scenario solved without it, goal by goal, beside the plan that keeps it.

A decision that is taken is not for the planner to undo; but who took it should know what it costs, and in what.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf

import pandas as pd

from planner.plan import GoalLevel, Plan
from planner.rules.pins import meant
from planner.scenario import Pin, Scenario

COLUMNS = ("pin", "goal", "with_pin", "without", "proven")
SAME = 1e-6  # relative difference below which two values of a goal are one


@dataclass(frozen=True)
class Price:
    """A pin, what it says in words, where it stands, and each goal with it and without it (COLUMNS); `why` if nothing was found.

    `notes` say who decided it.

    `proven` of a goal: both values are proven, so that their difference is what the pin costs; else it is what two searches found.
    """

    number: int
    says: str
    at: str
    goals: pd.DataFrame
    why: str = ""
    notes: str = ""

    @property
    def moved(self) -> pd.DataFrame:
        """The goals that are another without the pin."""
        apart = (self.goals["with_pin"] - self.goals["without"]).abs()
        return self.goals[apart > SAME * self.goals["with_pin"].abs().clip(lower=1.0)]

    @property
    def free(self) -> bool:
        """Whether it is proven that the pin costs nothing."""
        return not self.why and self.moved.empty and bool(self.goals["proven"].all())


def prices(scenario: Scenario, plan: Plan, solve: Callable[[Scenario], Plan], faults: tuple[type[Exception], ...]) -> Iterator[Price]:
    """Yield what each pin of a scenario costs, in the order in which they are written.

    Parameters
    ----------
    plan
        A plan that keeps all of them.
    solve
        How a scenario is solved, within the limits that the plan had.
    faults
        What it raises where it finds no plan; it is told as it is.
    """
    for number, n in enumerate(sorted(range(len(scenario.pins)), key=lambda n: _written(scenario.pins[n])), start=1):
        pin, others = scenario.pins[n], (*scenario.pins[:n], *scenario.pins[n + 1 :])
        free: Sequence[GoalLevel] = ()
        why = ""
        try:
            free = solve(replace(scenario, pins=others)).levels
        except faults as fault:
            why = str(fault)
        yield Price(number, told(scenario, pin), str(pin.mark or ""), _beside(number, plan.levels, free), why, pin.notes)


def _written(pin: Pin) -> tuple[str, int, int]:
    return (pin.mark.file, pin.mark.line, pin.mark.column) if pin.mark else ("", 0, 0)


def told(scenario: Scenario, pin: Pin) -> str:
    """Return what a pin asks for, of what, and when."""
    names = [scenario.steps[p].name for p in pin.steps]
    when = names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"
    if pin.at_least == pin.at_most:
        amount = f"exactly {pin.at_least:g}" if pin.at_least else "none"
    else:
        low = f"at least {pin.at_least:g}" if pin.at_least > 0 else ""
        high = f"at most {pin.at_most:g}" if pin.at_most < inf else ""
        amount = " and ".join(part for part in (low, high) if part)
    return f"{amount} of {meant(pin.select)}, {when}"


def _beside(number: int, kept: Sequence[GoalLevel], free: Sequence[GoalLevel]) -> pd.DataFrame:
    by_goal = {level.goal: level for level in free}
    rows = [
        (number, level.goal, level.value, by_goal[level.goal].value, _proven(level) and _proven(by_goal[level.goal]))
        for level in kept
        if level.goal in by_goal
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"with_pin": float, "without": float, "proven": bool})


def _proven(level: GoalLevel) -> bool:
    return level.state == "proven" and not level.under_unproven
