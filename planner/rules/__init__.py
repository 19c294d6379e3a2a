"""What must hold, one file a rule: `check(scenario)`, `account(scenario, decisions)`, `say(...)`; written apart from the model.

What questions about plans share with the rules is named here, and nowhere written a second time: which tiers may be used while which
conditions hold, what a unit gives on a line and for how long it may stay, which need is ready when, and what is counted in lines.
"""

import pkgutil
from importlib import import_module
from types import ModuleType

from planner.rules._basis import BASES
from planner.rules._capable import Need, Readiness, full, initial
from planner.rules._clauses import settled
from planner.rules._lines import counted, in_lines
from planner.rules._posture import gives, standing, stay
from planner.rules._ramp import takes_in
from planner.rules._tiers import FIRM, STATUSES, Holding, holding, lacking, rate, tiers
from planner.rules.burden import peak_ratio
from planner.rules.coverage import alone
from planner.rules.sustainment import passing

__all__ = [
    "BASES", "FIRM", "NAMES", "STATUSES", "Holding", "Need", "Readiness", "alone", "counted", "full", "gives", "holding", "in_lines",
    "initial", "lacking", "passing", "peak_ratio", "rate", "rule", "settled", "standing", "stay", "takes_in", "tiers",
]  # fmt: skip

NAMES: tuple[str, ...] = tuple(sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_")))


def rule(name: str) -> ModuleType:
    """Return the module of one rule."""
    return import_module(f"{__name__}.{name}")
