"""Files that a planner names, or that a file names: the latter beside it, and inside the root."""

import os
from contextlib import suppress
from pathlib import Path, PureWindowsPath

from planner.scenario.problems import Mark, Problem


def scenario_file(path: str | Path) -> Path:
    """Return the file that a planner means by a path: itself, or the scenario.yaml of a folder."""
    file = Path(path)
    with suppress(OSError):  # a name too long to be one: who reads it says so
        return file / "scenario.yaml" if file.is_dir() else file
    return file


def beside(name: str, where: Mark, root: Path, problems: list[Problem]) -> Path | None:
    """Return the file that a name written at `where` means: looked for beside the file of `where`, links followed, inside the root.

    What lies outside, or cannot be followed, is a problem and gives None. `..` is taken out of the path as it is spelt, before any link
    is followed: a run keeps its copies by these spellings.
    """
    asked = PureWindowsPath(name)  # takes / and \ alike
    path = Path(where.file).parent / asked.as_posix()
    if ".." in asked.parts and "\0" not in name:  # Python 3.11 cuts a path at a NUL here; `within` refuses it
        path = Path(os.path.normpath(path))
    try:
        inside = not asked.anchor and within(path, root)
    except (OSError, RuntimeError, ValueError):  # links that lead round in a circle; a name that no file can have
        problems.append(Problem("error", where, f"{name} cannot be followed to a file", "check the spelling and the links"))
        return None
    if not inside:
        hint = "move it into that folder, or below it; --root DIR names a wider one"
        problems.append(Problem("error", where, f"{name} lies outside the folder of the scenario", hint))
        return None
    return path


def within(path: Path, root: Path) -> bool:
    """Say whether a file lies in a folder or below it: both as it is spelt and with links followed."""
    return spelt_within(path, root) and path.resolve().is_relative_to(root.resolve())


def spelt_within(path: Path, root: Path) -> bool:
    """Say whether a file lies in a folder or below it by its spelling, under which a run keeps it."""
    return Path(os.path.relpath(path, root)).parts[:1] != ("..",)
