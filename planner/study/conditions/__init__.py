"""Conditions without a solver: the unconditional core, the largest coalition, the order of unlocking, who must announce together."""

from planner.study.conditions.against import against
from planner.study.conditions.coalition import Coalition, coalition
from planner.study.conditions.stages import Stage

__all__ = ["Coalition", "Stage", "against", "coalition"]
