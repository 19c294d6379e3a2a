"""YAML and tables in, one frozen Scenario out."""

from planner.scenario.load import load
from planner.scenario.problems import Mark, Problem, ScenarioError
from planner.scenario.scenario import (
    After,
    AllOf,
    AnyOf,
    Area,
    AreaLimit,
    Caveat,
    Clauses,
    Condition,
    Criterion,
    Derivation,
    Goal,
    Host,
    Pair,
    Pin,
    Reach,
    Scenario,
    Selector,
    Step,
    Test,
    Unplanned,
)
from planner.scenario.tablefile import read_table

__all__ = [
    "After", "AllOf", "AnyOf", "Area", "AreaLimit", "Caveat", "Clauses", "Condition", "Criterion", "Derivation", "Goal", "Host", "Mark",
    "Pair", "Pin", "Problem", "Reach", "Scenario", "ScenarioError", "Selector", "Step", "Test", "Unplanned", "load", "read_table",
]  # fmt: skip
