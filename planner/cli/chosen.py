"""Which options of a scenario were asked for, all read before any is solved."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.faults import UseError

if TYPE_CHECKING:
    from planner.scenario import Problem, Scenario

BASE = "base"  # the scenario as written


def options(scenario: Path, asked: Iterable[str] | None, root: Path | None, *, every: bool) -> list[str]:
    """Return the options to work on, each once, in the order asked; without any, the base."""
    from planner.conductor import load

    if every:
        return [BASE, *(name for name in load(scenario, root=root).options if name != BASE)]
    return list(dict.fromkeys(asked or [BASE]))


def rules(named: Iterable[str]) -> frozenset[str]:
    """Return rules to switch off; a name that is none of them is refused."""
    from planner.scenario.switched import BLOCKS

    found = frozenset(named)
    if wrong := sorted(found - set(BLOCKS)):
        raise UseError(f"{', '.join(wrong)}: no rule that can be switched off; these can: {', '.join(BLOCKS)}")
    return found


def loaded(scenario: Path, names: Iterable[str], root: Path | None, without: frozenset[str] = frozenset()) -> "Mapping[str, Scenario]":
    """Return each option, read and judged, `without` some rules: a wrong name or a wrong option costs no solve.

    Raises
    ------
    ScenarioError
        With what is wrong in any of them, each problem once.
    """
    from planner.conductor import load, refuse_errors
    from planner.scenario import ScenarioError

    found: dict[str, Scenario] = {}
    problems: list[Problem] = []
    for name in names:
        try:
            found[name] = load(scenario, name, root, without)
            refuse_errors(found[name])
        except ScenarioError as fault:
            problems += fault.problems
    if problems:
        raise ScenarioError(list(dict.fromkeys(problems)))
    return found
