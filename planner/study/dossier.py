"""The Dossier: all that a report may use. Reports read it; they never solve and never compute a figure twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from planner.doubts import noticed
from planner.placements import placements
from planner.plan import Plan
from planner.rules import conditions
from planner.scenario import Problem, Scenario
from planner.study.cascade import Stage, cascade, stage
from planner.study.compare import Comparison, compare
from planner.study.shortfalls import Shortfall, shortfalls


@dataclass(frozen=True)
class Dossier:
    """A plan and what is known of it.

    `provenance` names where it comes from; any of these may be missing: run (id), solver, planner (version), path, source (the scenario
    as the planner called it), handle (how to call the run: "latest"), seconds (step → seconds), level_seconds (goal → seconds).
    `others` are plans of other options of the same file, `comparison` sets them beside this one. `hanging` is what stands only while a
    condition holds (condition, offer, requirement, step, persons). `cascade` is what is left in the main country (`stage`) when a nation
    leaves. `noticed` is every warning and note of the scenario, as `check` says them.
    """

    scenario: Scenario
    plan: Plan
    provenance: Mapping[str, Any]
    breaches: int
    others: tuple[tuple[Scenario, Plan], ...]
    comparison: Comparison | None
    shortfalls: tuple[Shortfall, ...]
    hanging: pd.DataFrame
    stage: Stage | None
    cascade: pd.DataFrame
    noticed: tuple[Problem, ...]


def dossier(
    scenario: Scenario, plan: Plan, provenance: Mapping[str, Any], breaches: int, others: Sequence[tuple[Scenario, Plan]] = ()
) -> Dossier:
    """Gather what a report of a plan may use: its shortfalls with their causes, and what falls when a nation leaves."""
    admitted = placements(scenario)
    return Dossier(
        scenario, plan, dict(provenance), breaches, tuple(others), compare([(scenario, plan), *others]) if others else None,
        shortfalls(scenario, plan, admitted), conditions.dependents(scenario, plan.decisions), stage(plan),
        cascade(scenario, plan, admitted), noticed(scenario, admitted),
    )  # fmt: skip
