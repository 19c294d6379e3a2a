"""posture export: a run as files for other programs."""

from pathlib import Path
from typing import Annotated

from typer import Option

from planner.cli.app import app
from planner.cli.faults import UseError
from planner.cli.types import RunName, RunsDir

To = Annotated[Path, Option("--to", metavar="DIR", help="The folder to write: new, empty, or an earlier export, which is written anew.")]
Force = Annotated[bool, Option("--force", help="Write also into a folder that holds other files; those of the same name are lost.")]
PROGRAM = ("program.lp", "program.mps")


@app.command()
def export(to: To, run: RunName = "latest", *, force: Force = False, runs_dir: RunsDir = None) -> None:
    """Write RUN as CSV, JSON, LP and MPS.

    One tidy CSV a frame, plan.json, and the program that was solved.

    Example: posture export latest --to exported
    """
    from tempfile import TemporaryDirectory

    from planner import store
    from planner.cli import screen
    from planner.cli.saved import planned
    from planner.model.build import write
    from planner.placements import placements
    from planner.study import tidy

    saved = planned(run, runs_dir)
    if not (force or _free(to)):
        raise UseError(f"{to} holds files that are no export; name a new folder, or write over them with --force")
    to.mkdir(parents=True, exist_ok=True)
    tables = {f"{name}.csv": text for name, text in tidy.tables(saved.scenario, saved.plan).items()}
    for name, text in tables.items():
        store.write(to / name, text)
    store.write(to / store.PLAN, (saved.path / store.PLAN).read_bytes())
    admitted = placements(saved.scenario)
    with TemporaryDirectory(prefix=".", dir=to) as apart:  # whole or not at all, like every other file
        for name in PROGRAM:
            write(saved.scenario, admitted, Path(apart) / name)
            (Path(apart) / name).replace(to / name)
    screen.say(f"Written to {to}: {', '.join(sorted([*tables, store.PLAN, *PROGRAM]))}")


def _free(folder: Path) -> bool:
    """Say whether a folder may be written: not there, empty, or an export as this verb leaves it."""
    from planner import store

    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return True
    return all((folder / name).is_file() for name in (store.PLAN, *PROGRAM))
