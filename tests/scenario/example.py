"""The example scenario, whole or with something changed."""

import shutil
from pathlib import Path

from planner.scenario import Problem, ScenarioError
from planner.scenario.load import load

EXAMPLE = Path(__file__).parents[2] / "scenarios" / "example"


def changed(folder: Path, file: str, old: str, new: str) -> int:
    """Copy the example into `folder` with one text replaced, and return the line on which it stood."""
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    text = (EXAMPLE / file).read_text()
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    (folder / file).write_text(text.replace(old, new))
    lead = len(old) - len(old.lstrip("\n"))
    return text[: text.index(old)].count("\n") + 1 + lead


def errors(folder: Path, option: str | None = None) -> list[Problem]:
    """Return the errors of a scenario; none if it loads."""
    try:
        load(folder, option)
    except ScenarioError as wrong:
        return [p for p in wrong.problems if p.severity == "error"]
    return []
