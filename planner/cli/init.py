"""posture init: a scenario to begin with."""

import shutil
from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from planner.cli.app import app
from planner.cli.faults import UseError

Folder = Annotated[Path, Argument(metavar="DIR", help="The folder to write; it must be new or empty.")]
Like = Annotated[str, Option("--like", metavar="NAME", help="The shipped scenario to copy: starter, example, multinational-force.")]


@app.command()
def init(folder: Folder, like: Like = "starter") -> None:
    """Write a small, commented scenario that solves at once.

    Example: posture init my-plan
    """
    from planner import shipped
    from planner.cli import screen

    if like not in shipped.names():
        raise UseError(f"no shipped scenario is called {like}; there are {', '.join(shipped.names())}")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UseError(f"{folder} is not empty; name a new folder, so that nothing of yours is overwritten")
    shutil.copytree(shipped.scenarios() / like, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    screen.say(f"Written: {', '.join(sorted(str(p) for p in folder.rglob('*') if p.is_file()))}")
    screen.say(f"Next:    posture check {folder}, then posture solve {folder}")
