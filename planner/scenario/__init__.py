"""YAML and tables in, one frozen Scenario out."""

from planner.scenario.conditions import After, AllOf, AnyOf, Clauses, Condition, Covered, Pledged, Quorum, Reach, Test, Unplanned
from planner.scenario.load import load
from planner.scenario.problems import Mark, Problem, ScenarioError
from planner.scenario.scenario import (
    DAYS_A_MONTH,
    Area,
    AreaLimit,
    Burden,
    Caveat,
    Criterion,
    Derivation,
    Goal,
    Host,
    Pair,
    Persistence,
    Pin,
    Scenario,
    Step,
)
from planner.scenario.selector import Selector
from planner.scenario.tablefile import read_table

__all__ = [
    "DAYS_A_MONTH", "After", "AllOf", "AnyOf", "Area", "AreaLimit", "Burden", "Caveat", "Clauses", "Condition", "Covered", "Criterion",
    "Derivation", "Goal", "Host", "Mark", "Pair", "Persistence", "Pin", "Pledged", "Problem", "Quorum", "Reach", "Scenario",
    "ScenarioError", "Selector", "Step", "Test", "Unplanned", "load", "read_table",
]  # fmt: skip
