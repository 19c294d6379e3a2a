"""A solved plan of one option, through the tables that a planner speaks of."""

from collections.abc import Mapping
from typing import TypeAlias

import pandas as pd

from planner.plan import Plan
from planner.scenario import Scenario


class Solved:
    """A scenario and its plan, with the posture of each phase at hand."""

    def __init__(self, scenario: Scenario, plan: Plan) -> None:
        self.scenario, self.plan = scenario, plan
        self.steps = {step.name: n for n, step in enumerate(scenario.steps)}
        months = pd.Series([step.months for step in scenario.steps])
        posture = plan.frames["posture"].join(scenario.frames["offers"][["kind", "tour_months", "dwell_months"]], on="offer")
        self.posture = posture.assign(person_months=posture["persons"] * posture["step"].map(months))
        self.in_ukraine = self.posture[self.posture["country"] == "UKR"]

    def at(self, step: str, frame: pd.DataFrame | None = None) -> pd.DataFrame:
        """Return the rows of a step: of what stands in Ukraine, or of a frame."""
        rows = self.in_ukraine if frame is None else frame
        return rows[rows["step"] == self.steps[step]]

    def persons(self, step: str) -> float:
        """Return the people in Ukraine in a step."""
        return float(self.at(step)["persons"].sum())

    def holding(self, condition: str) -> set[int]:
        """Return the steps in which the plan relies on a condition."""
        conditions = self.plan.frames["conditions"]
        return set(conditions["step"][(conditions["condition"] == condition) & conditions["holds"]])

    def leads(self, line: str) -> set[str]:
        """Return who leads a line, over all steps."""
        commands = self.plan.frames["commands"]
        return set(commands["lead"][commands["requirement"] == line])

    def figure(self, name: str) -> float:
        """Return a figure by name: a metric of the plan, `people COUNTRY PHASE`, or `filled LINE PHASE`."""
        what, *of = name.split()
        if not of:
            return float(self.plan.metrics[what])
        key, step = of
        if what == "people":
            return float(self.at(step, self.posture[self.posture["country"] == key])["persons"].sum())
        coverage = self.at(step, self.plan.frames["coverage"])
        return float(coverage[coverage["requirement"] == key]["filled"].sum())


Plans: TypeAlias = Mapping[str, Solved]
