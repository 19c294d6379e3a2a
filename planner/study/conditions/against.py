"""What a plan relies on, held against what the scenario alone allows: found by other code than the model and the rules."""

import pandas as pd

from planner.frames import records
from planner.plan import Plan
from planner.rules import Holding
from planner.scenario import Scenario
from planner.study.conditions.coalition import Coalition

COLUMNS = ("condition", "step", "holds", "could_hold", "ring", "exact", "fault")


def against(scenario: Scenario, plan: Plan, found: Coalition) -> pd.DataFrame:
    """Return each condition in each step in which it holds, could hold or is in the largest set (COLUMNS).

    `ring`: core, turn, together, or beyond what the scenario allows. `fault` where the plan and this page cannot both be right: something
    holds beyond the largest set, or something of the core could not hold.
    """
    table = plan.frames["conditions"]
    rows = []
    for row in records(table[table["step"].isin(range(len(scenario.steps)))]):
        ring = _ring(found, row.condition, row.step)
        if row.holds or row.could_hold or ring != "beyond":
            wrong = (ring == "beyond") or (ring == "core" and not row.could_hold)
            rows.append((row.condition, row.step, row.holds, row.could_hold, ring, row.condition in found.exact, wrong))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _ring(found: Coalition, name: str, step: int) -> str:
    rings: tuple[tuple[str, Holding], ...] = (("core", found.core), ("turn", found.turn), ("together", found.largest))
    return next((ring for ring, held in rings if name in held[step]), "beyond")
