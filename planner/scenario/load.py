"""From a file to a Scenario: read, tables, layers, option, records, resolved; every problem at once."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from planner.scenario import layers, merged, options
from planner.scenario.document import Document
from planner.scenario.inside import scenario_file, spelt_within
from planner.scenario.problems import Problem, ScenarioError
from planner.scenario.resolve import resolve
from planner.scenario.scenario import Scenario
from planner.scenario.schema import parse
from planner.scenario.textfile import contents


def load(path: str | Path, option: str | None = None, root: str | Path | None = None, without: frozenset[str] = frozenset()) -> Scenario:
    """Return the scenario that a planner wrote, resolved, with warnings and notes in its `problems`.

    Parameters
    ----------
    path
        A scenario file, or a folder that holds `scenario.yaml`.
    option
        The course of action; None or "base" for the scenario as written.
    root
        The folder outside of which no file that is named may lie; that of the scenario if not said.
    without
        Rules that are switched off, as `model: {rule: off}` does; names of `switched.BLOCKS`.

    Raises
    ------
    ScenarioError
        With every problem found, each at its place.
    """
    problems: list[Problem] = []
    return _meant(*_written(path, root, problems), option, problems, without)


def every(path: str | Path, root: str | Path | None = None) -> Iterator[tuple[str, Scenario | ScenarioError]]:
    """Yield the scenario as written and, if that is sound, each of its options, as `load` returns or raises them, from one reading."""
    problems: list[Problem] = []
    try:
        document, folder = _written(path, root, problems)
        base = _meant(document, folder, None, list(problems))
    except ScenarioError as fault:
        yield options.BASE, fault
        return
    yield options.BASE, base
    for option in base.options:
        try:
            yield option, _meant(document, folder, option, list(problems))
        except ScenarioError as fault:
            yield option, fault


def _meant(
    document: Document, folder: Path, option: str | None, problems: list[Problem], without: frozenset[str] = frozenset()
) -> Scenario:
    """Return one option of a document, resolved; it raises as `load` does."""
    document = options.merge(document, option, problems)
    whole = not any(p.severity == "error" for p in problems)  # what a lost table named would look like wrong names
    written = parse(document, problems)
    scenario = resolve(document, written, option, problems, without) if written is not None and whole else None
    if scenario is None:
        raise ScenarioError(tuple(dict.fromkeys(problems)))
    return replace(scenario, root=str(folder))


def show_merged(path: str | Path, option: str | None = None, root: str | Path | None = None) -> str:
    """Return a scenario as YAML, merged over the files it builds on, its tables as rows, an option applied.

    Each value that a layer changed names the line that says it. What the scenario means, and whether it is sound, is for `load` to say.

    Raises
    ------
    ScenarioError
        A file cannot be read or the layers cannot be merged, with what is wrong so far.
    """
    problems: list[Problem] = []
    document = options.merge(_written(path, root, problems)[0], option, problems)
    if any(p.severity == "error" for p in problems):
        raise ScenarioError(problems)
    chosen = option not in (None, options.BASE)
    whose = f"{path}, option {option}" if chosen else str(path)
    return merged.text(document, f"{whose}; a comment after a value names the line that changed it", applied=chosen)


def _written(path: str | Path, root: str | Path | None, problems: list[Problem]) -> tuple[Document, Path]:
    """Return the document at a path before any option, and the folder that holds all its files."""
    file = scenario_file(path)
    folder = file.parent if root is None else Path(root)
    if root is not None and not spelt_within(file, folder):
        raise ScenarioError([Problem("error", None, f"{file} lies outside the root {folder}", "name a folder that holds the scenario")])
    document = layers.read(file, folder, problems)
    if not document.value:
        raise ScenarioError(problems)  # what is no YAML has no blocks to judge
    return document, folder


def changed(scenario: Scenario) -> list[str]:
    """Return the files that no longer hold what the scenario was read from: what somebody saved, or took away, since then."""
    return [name for name, data in scenario.files.items() if contents(Path(name), None, []) != data]
