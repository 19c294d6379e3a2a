"""Files that a file names: beside it, and inside the root."""

from pathlib import Path, PureWindowsPath

from planner.scenario.problems import Mark, Problem

SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".ods", ".numbers")


def beside(name: str, where: Mark, root: Path, problems: list[Problem]) -> Path | None:
    """Return the file that a name written at `where` means: looked for beside the file of `where`, links followed, inside the root.

    What lies outside, or cannot be followed, is a problem and gives None.
    """
    asked = PureWindowsPath(name)  # takes / and \ alike
    path = Path(where.file).parent / asked.as_posix()
    if asked.suffix.lower() in SPREADSHEETS:
        hint = "save the sheet as CSV UTF-8 and name that file"
        problems.append(Problem("error", where, f"{name} is a spreadsheet, and tables are CSV files", hint))
        return None
    try:
        inside = not asked.anchor and path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError, ValueError):  # links that lead round in a circle; a name that no file can have
        problems.append(Problem("error", where, f"{name} cannot be followed to a file", "check the spelling and the links"))
        return None
    if not inside:
        hint = "move it into that folder, or below it"
        problems.append(Problem("error", where, f"{name} lies outside the folder of the scenario", hint))
        return None
    return path
