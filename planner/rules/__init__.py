"""What must hold, one file a rule: `check(scenario)`, `account(scenario, decisions)`, `say(...)`; written apart from the model."""

import pkgutil
from importlib import import_module
from types import ModuleType

NAMES: tuple[str, ...] = tuple(sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_")))


def rule(name: str) -> ModuleType:
    """Return the module of one rule."""
    return import_module(f"{__name__}.{name}")
