"""A hand-made plan, judged by the rules that judge a solved one."""

import csv
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from planner.completion import complete, read_plan
from planner.plan import GoalLevel, Plan
from planner.scenario import Problem, Scenario
from planner.verify import account

NAMES_A_ROW = ("offer", "requirement", "site", "phase", "step", "nation", "unit_type", "country", "pool")


@dataclass(frozen=True)
class Evaluation:
    """What a hand-made plan comes to.

    `problems`: rows that cannot be read, which are left out. `breaches` (lines, rule, key, amount, limit, say): each broken rule, with the
    lines of the table that it speaks of. `goals` (goal, value) in the scenario's order; `metrics` (metric, value).
    """

    plan: Plan
    problems: tuple[Problem, ...]
    breaches: pd.DataFrame
    goals: pd.DataFrame
    metrics: pd.DataFrame

    @property
    def admissible(self) -> bool:
        """Whether every row could be read and no rule is broken."""
        return self.breaches.empty and all(p.severity != "error" for p in self.problems)


def evaluate(scenario: Scenario, path: Path) -> Evaluation:
    """Return what the plan in a table (offer, requirement, site, phase, units) comes to; what it does not decide is completed."""
    place, problems = read_plan(path, scenario)
    decisions = complete(scenario, place)
    made = account(scenario, decisions)
    goals = [(goal.name, made.metrics[goal.name]) for goal in scenario.goals if goal.name in made.metrics]
    levels = tuple(GoalLevel(name, value, float("nan"), "stopped", note="hand-made") for name, value in goals)
    plan = Plan(scenario.digest, scenario.option, decisions, made.frames, made.metrics, levels, "hand-made", "hand-made")
    breaches = made.breaches.copy()
    rows = _rows(path, scenario) if len(breaches) else []
    breaches.insert(0, "lines", [_lines(str(key), rows) for key in breaches["key"]])
    metrics = pd.DataFrame(sorted(made.metrics.items()), columns=["metric", "value"])
    return Evaluation(plan, tuple(problems), breaches, pd.DataFrame(goals, columns=["goal", "value"]), metrics)


def _rows(path: Path, scenario: Scenario) -> list[tuple[int, frozenset[str]]]:
    """Return (line, everything that names it) of each row of a plan's table: its ids, its nation, unit type, country, pool and steps."""
    with path.open(encoding="utf-8-sig", newline="") as text:
        header = text.readline()
        names = [name.strip().lower() for name in header.replace(";", ",").split(",")]
        reader = csv.DictReader(text, names, delimiter=";" if header.count(";") > header.count(",") else ",")
        return [
            (reader.line_num + 1, _named(scenario, {k: (v or "").strip() for k, v in row.items() if k in NAMES_A_ROW})) for row in reader
        ]


def _named(scenario: Scenario, row: dict[str, str]) -> frozenset[str]:
    offers, sites = scenario.frames["offers"], scenario.frames["sites"]
    more = list(offers.loc[row["offer"], ["nation", "unit_type", "pool"]]) if row["offer"] in offers.index else []
    more += [sites.at[row["site"], "country"]] if row["site"] in sites.index else []
    steps = [step.name for step in scenario.steps if row["phase"] in {step.name, step.phase}]
    return frozenset(str(name) for name in [*row.values(), *more, *steps] if name)


def _lines(key: str, rows: list[tuple[int, frozenset[str]]]) -> tuple[int, ...]:
    """Return the lines that a breach speaks of: those that bear every name in its key which any row bears."""
    everything = frozenset().union(*(names for _, names in rows))
    asked = {part for part in key.split(" / ") if part in everything}
    return tuple(line for line, names in rows if asked and asked <= names)
