"""How the solver is made to obey, one file a rule: `rows(m, scenario, placements)`."""

import pkgutil
from importlib import import_module
from types import ModuleType

LAST = ("burden",)  # it weighs what the others say that each nation pays
NAMES: tuple[str, ...] = tuple(
    sorted((m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_")), key=lambda name: (name in LAST, name))
)


def family(name: str) -> ModuleType:
    """Return the module of one family."""
    return import_module(f"{__name__}.{name}")
