"""The way of a scenario file from an older format to this program's. There is one format so far, and so nothing to be done."""

from pathlib import Path

from pydantic_core import PydanticCustomError

from planner.scenario import source
from planner.scenario.inside import scenario_file
from planner.scenario.problems import Problem, ScenarioError
from planner.scenario.schema.version import FORMAT, as_format


def migrate(path: str | Path) -> str:
    """Return the sentence that says what was done to a scenario file: nothing, for it is written in this program's format.

    Raises
    ------
    ScenarioError
        The file cannot be read, says no version, or one that this program does not know.
    """
    problems: list[Problem] = []
    file = scenario_file(path)
    document = source.read(file, problems)
    if not document.value:
        raise ScenarioError(problems)
    if "format" not in document.value:
        what = "the scenario says no version: it lacks 'format'"
        raise ScenarioError([Problem("error", document.mark(()), what, f"if it was written for this program, add format: {FORMAT}")])
    try:
        found = as_format(document.value["format"])
    except PydanticCustomError as wrong:
        said = wrong.context or {}
        raise ScenarioError([Problem("error", document.mark(("format",)), said["what"], said["hint"])]) from wrong
    return f"{file} is written in format {found}, the only format there is: nothing to migrate, and nothing was changed."
