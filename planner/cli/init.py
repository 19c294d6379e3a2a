"""posture init: a scenario to begin with."""

import difflib
import shutil
from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from planner.cli.app import app
from planner.cli.faults import UseError

Folder = Annotated[Path, Argument(metavar="DIR", help="The folder to write; it must be new or empty.")]
Like = Annotated[
    str,
    Option("--like", metavar="NAME", help="The shipped scenario to copy: starter, tutorial, example, ..., or a lesson (lessons/rotation)."),
]
Tables = Annotated[bool, Option("--tables", help="Write the starter's large blocks as CSV tables, with all their headings.")]
Xlsx = Annotated[bool, Option("--xlsx", help="Write them as one Excel workbook, with drop-down lists.")]

STARTER = "starter"


@app.command()
def init(folder: Folder, *, like: Like = STARTER, tables: Tables = False, xlsx: Xlsx = False) -> None:
    """Write a small, commented scenario that solves at once.

    Example: posture init my-plan --xlsx
    """
    from planner import shipped
    from planner.cli import screen

    known = [*shipped.names(), *shipped.lessons()]
    if like not in known:
        near = difflib.get_close_matches(like, known, n=1) or [name for name in known if name.endswith(f"/{like}")]
        meant = f"did you mean {near[0]}? " if near else ""
        raise UseError(f"no shipped scenario is called {like}; {meant}there are {', '.join(known)}")
    if tables and xlsx:
        raise UseError("--tables writes CSV files and --xlsx a workbook; name one of the two")
    if (tables or xlsx) and like != STARTER:
        raise UseError(f"--tables and --xlsx are for the {STARTER}; leave out --like {like}, or copy it as it is")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UseError(f"{folder} is not empty; name a new folder, so that nothing of yours is overwritten")
    new = not folder.exists()
    try:
        _write(shipped.scenarios() / like, folder, tables=tables, xlsx=xlsx)
    except BaseException:  # half a scenario would look like one, and would be in the way of the next attempt
        shutil.rmtree(folder, ignore_errors=True)
        if not new:
            folder.mkdir()
        raise
    screen.say(f"Written: {', '.join(sorted(str(p) for p in folder.rglob('*') if p.is_file()))}")
    screen.say(f"Next:    posture check {folder}, then posture solve {folder}")


def _write(source: Path, folder: Path, *, tables: bool, xlsx: bool) -> None:
    """Copy a scenario, its large blocks as tables if that was asked for."""
    shutil.copytree(source, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    if tables or xlsx:
        from planner.scenario.blanks import as_tables

        for name, data in as_tables(folder / "scenario.yaml", workbook=xlsx).items():
            (folder / name).write_bytes(data)
