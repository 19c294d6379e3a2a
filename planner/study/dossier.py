"""The Dossier: all that a report may use. Reports read it; they never solve and never compute a figure twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from planner.doubts import noticed
from planner.placements import placements
from planner.plan import Plan
from planner.rules import conditions, settled
from planner.scenario import Problem, Scenario
from planner.study.behind import behind
from planner.study.cascade import Stage, in_full, stage
from planner.study.compare import Comparison, compare
from planner.study.earning import sent_to_earn
from planner.study.effect import Effect, effect
from planner.study.shortfalls import Shortfall, shortfalls


@dataclass(frozen=True)
class Dossier:
    """A plan and what is known of it.

    `provenance` names where it comes from; any of these may be missing: run (id), solver, planner (version), path, source (the scenario
    as the planner called it), handle (how to call the run: "latest"), seconds (step → seconds), level_seconds (goal → seconds),
    unasked_failed (the run of the force without asks whose plan failed verification).
    `others` are plans of other options of the same file, `comparison` sets them beside this one. `hanging` is what stands only while a
    condition holds (condition, offer, requirement, step, persons), `earning` who is sent only to earn one. `cascade` is what is left in the
    main country (`stage`) when a nation leaves, or a group or site that lines name is lost, `behind` which units held at notice would then
    fill what. `noticed` is every warning and note of the scenario, as `check` says them. `unasked`: a plan that lifts caveats beside the
    force that lifts none, where that was solved.
    """

    scenario: Scenario
    plan: Plan
    provenance: Mapping[str, Any]
    breaches: int
    others: tuple[tuple[Scenario, Plan], ...]
    comparison: Comparison | None
    shortfalls: tuple[Shortfall, ...]
    hanging: pd.DataFrame
    earning: pd.DataFrame
    stage: Stage | None
    cascade: pd.DataFrame
    behind: pd.DataFrame
    noticed: tuple[Problem, ...]
    unasked: Effect | None = None


def dossier(
    scenario: Scenario, plan: Plan, provenance: Mapping[str, Any], breaches: int, others: Sequence[tuple[Scenario, Plan]] = (),
    unasked: tuple[Scenario, Plan] | None = None,
) -> Dossier:  # fmt: skip
    """Gather what a report of a plan may use: its shortfalls with their causes, and what falls when a nation leaves."""
    asked_of = settled(scenario, plan.decisions)  # what the plan lifts bars nobody, what else could be lifted does
    admitted = placements(asked_of)
    falls = in_full(scenario, plan, admitted)
    return Dossier(
        scenario, plan, dict(provenance), breaches, tuple(others), compare([(scenario, plan), *others]) if others else None,
        shortfalls(scenario, plan, admitted), conditions.dependents(scenario, plan.decisions), sent_to_earn(scenario, plan), stage(plan),
        falls.table, behind(scenario, plan, falls), noticed(scenario, admitted if asked_of is scenario else placements(scenario)),
        effect((scenario, plan), unasked) if unasked else None,
    )  # fmt: skip
