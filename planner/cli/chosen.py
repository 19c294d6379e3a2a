"""Which options of a scenario were asked for."""

from collections.abc import Iterable
from pathlib import Path

BASE = "base"  # the scenario as written


def options(scenario: Path, asked: Iterable[str] | None, *, every: bool) -> list[str]:
    """Return the options to work on, each once, in the order asked; without any, the base."""
    from planner.conductor import load

    if every:
        return [BASE, *(name for name in load(scenario).options if name != BASE)]
    return list(dict.fromkeys(asked or [BASE]))
