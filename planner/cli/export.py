"""posture export: a run as files for other programs."""

from pathlib import Path
from typing import Annotated

from typer import Option

from planner.cli.app import app
from planner.cli.types import RunName, RunsDir

To = Annotated[Path, Option("--to", metavar="DIR", help="The folder to write; it is made if it is not there.")]


@app.command()
def export(to: To, run: RunName = "latest", runs_dir: RunsDir = None) -> None:
    """Write RUN as CSV, JSON, LP and MPS.

    One tidy CSV a frame, plan.json, and the program that was solved.

    Example: posture export latest --to exported
    """
    import shutil

    from planner import store
    from planner.cli import screen
    from planner.cli.saved import planned
    from planner.model.build import write
    from planner.placements import placements
    from planner.study import tidy

    saved = planned(run, runs_dir)
    to.mkdir(parents=True, exist_ok=True)
    for name, text in tidy.tables(saved.scenario, saved.plan).items():
        store.write(to / f"{name}.csv", text)
    shutil.copyfile(saved.path / store.PLAN, to / store.PLAN)
    admitted = placements(saved.scenario)
    for suffix in (".lp", ".mps"):
        write(saved.scenario, admitted, to / f"program{suffix}")
    screen.say(f"Written: {', '.join(sorted(p.name for p in to.iterdir()))} in {to}")
