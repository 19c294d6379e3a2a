"""From a file to a Scenario: read, tables, option, records, resolved; every problem at once."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from planner.scenario import options, source, tables
from planner.scenario.problems import Problem, ScenarioError
from planner.scenario.resolve import resolve
from planner.scenario.scenario import Scenario
from planner.scenario.schema import parse


def load(path: str | Path, option: str | None = None, root: str | Path | None = None) -> Scenario:
    """Return the scenario that a planner wrote, resolved, with warnings and notes in its `problems`.

    Parameters
    ----------
    path
        A scenario file, or a folder that holds `scenario.yaml`.
    option
        The course of action; None or "base" for the scenario as written.
    root
        The folder outside of which no table may lie; that of the scenario if not said.

    Raises
    ------
    ScenarioError
        With every problem found, each at its place.
    """
    file = Path(path)
    with suppress(OSError):  # a name too long to be one: `read` says so
        file = file / "scenario.yaml" if file.is_dir() else file
    problems: list[Problem] = []
    document = source.read(file, problems)
    if not document.value:
        raise ScenarioError(problems)  # what is no YAML has no blocks to judge
    folder = Path(root) if root is not None else file.parent
    document = tables.expand(document, folder, problems)
    document = options.merge(document, option, problems)
    whole = not any(p.severity == "error" for p in problems)  # what a lost table named would look like wrong names
    written = parse(document, problems)
    scenario = resolve(document, written, option, problems) if written is not None and whole else None
    if scenario is None:
        raise ScenarioError(tuple(dict.fromkeys(problems)))
    return replace(scenario, root=str(folder))
