"""Force-posture planning: from a scenario to a verified plan. The public names, loaded when first used."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.conductor import check, load, solve
    from planner.plan import Plan
    from planner.scenario import Scenario

__version__ = "0.1.0"

_HOMES = {
    "load": "planner.conductor",
    "check": "planner.conductor",
    "solve": "planner.conductor",
    "Plan": "planner.plan",
    "Scenario": "planner.scenario",
}

__all__ = ["Plan", "Scenario", "__version__", "check", "load", "solve"]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
