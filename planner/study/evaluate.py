"""A hand-made plan, judged by the rules that judge a solved one."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from planner.completion import complete, read_plan
from planner.frames import records
from planner.plan import GoalLevel, Plan
from planner.scenario import Problem, Scenario, ScenarioError
from planner.study.tidy import reached
from planner.verify import account


@dataclass(frozen=True)
class Evaluation:
    """What a hand-made plan comes to.

    `problems`: what is noteworthy in its rows. `breaches` (lines, rule, key, amount, limit, say): each broken rule, with the
    lines of the table that it speaks of. `goals` (goal, value) in the scenario's order; `metrics` (metric, value; no number for
    a month that is not reached).
    """

    plan: Plan
    problems: tuple[Problem, ...]
    breaches: pd.DataFrame
    goals: pd.DataFrame
    metrics: pd.DataFrame

    @property
    def admissible(self) -> bool:
        """Whether no rule is broken."""
        return self.breaches.empty


def evaluate(scenario: Scenario, path: Path) -> Evaluation:
    """Return what the plan in a table (offer, requirement, site, phase, units) comes to; what it does not decide is completed.

    Raises
    ------
    ScenarioError
        Rows cannot be read: without them it would be another plan that is judged.
    """
    place, problems = read_plan(path, scenario)
    if any(p.severity == "error" for p in problems):
        raise ScenarioError(problems)
    decisions = complete(scenario, place)
    made = account(scenario, decisions)
    goals = [(goal.name, made.metrics[goal.name]) for goal in scenario.goals if goal.name in made.metrics]
    levels = tuple(GoalLevel(name, value, float("nan"), "stopped") for name, value in goals)
    plan = Plan(scenario.digest, scenario.option, decisions, made.frames, made.metrics, levels, "hand-made", "hand-made")
    breaches = made.breaches.copy()
    named = _named(scenario, place)
    breaches.insert(0, "lines", [() if _lacks(row) else _lines(str(row["key"]), named) for row in breaches.to_dict("records")])
    metrics = pd.DataFrame(sorted(reached(made.metrics, scenario.months).items()), columns=["metric", "value"])
    return Evaluation(plan, tuple(problems), breaches, pd.DataFrame(goals, columns=["goal", "value"]), metrics)


def _lacks(breach: dict[Hashable, Any]) -> bool:
    """Say whether what breaks a rule is what the plan lacks: no line of it is at fault for a pin that asks for more."""
    return bool(breach["rule"] == "pins" and breach["amount"] < breach["limit"])


def _named(scenario: Scenario, place: pd.DataFrame) -> Mapping[int, frozenset[str]]:
    """Return everything that names each line of a plan's table: its ids, its nation, unit type, pool and country, its phase and steps."""
    offers, sites = scenario.frames["offers"], scenario.frames["sites"]
    named: dict[int, frozenset[str]] = {}
    for row in records(place.join(offers[["nation", "unit_type", "pool"]], on="offer").join(sites[["country"]], on="site")):
        step = scenario.steps[row.step]
        ids = {row.offer, row.requirement, row.site, row.nation, row.unit_type, row.pool, row.country, step.phase, step.name}
        named[row.line] = named.get(row.line, frozenset()) | (ids - {""})
    return named


def _lines(key: str, named: Mapping[int, frozenset[str]]) -> tuple[int, ...]:
    """Return the lines that a breach speaks of: those that bear every name in its key which any line bears."""
    everything = frozenset().union(*named.values())
    asked = {part for part in key.split(" / ") if part in everything}
    return tuple(sorted(line for line, names in named.items() if asked and asked <= names))
