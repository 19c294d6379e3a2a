"""posture export: a run as files for other programs, or as the table that the next round keeps to."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Option

from planner.cli.app import app
from planner.cli.faults import UseError
from planner.cli.types import RunName, RunsDir

if TYPE_CHECKING:
    from planner.cli.saved import Planned

To = Annotated[
    Path | None, Option("--to", metavar="DIR", help="The folder to write: new, empty, or an earlier export, which is written anew.")
]
Baseline = Annotated[
    Path | None, Option("--baseline", metavar="FILE", help="One table of who serves where and when, for `baseline` of the next round.")
]
Force = Annotated[bool, Option("--force", help="Write also into a folder that holds other files, or over a table; what was there is lost.")]
PROGRAM = ("program.lp", "program.mps")


@app.command()
def export(run: RunName = "latest", *, to: To = None, baseline: Baseline = None, force: Force = False, runs_dir: RunsDir = None) -> None:
    """Write RUN as CSV, JSON, LP and MPS, or as one table.

    With --to: one tidy CSV a frame, plan.json, agreed.csv and the program that was solved. With --baseline: only that table, with dates.

    Example: posture export latest --to exported
    """
    from planner.cli.saved import planned

    if to is None and baseline is None:
        raise UseError("name a folder with --to, or a table with --baseline")
    saved = planned(run, runs_dir)
    if baseline is not None:
        _agreed(saved, baseline, force=force)
    if to is not None:
        _all(saved, to, force=force)


def _agreed(saved: "Planned", file: Path, *, force: bool) -> None:
    from planner import store
    from planner.cli import screen
    from planner.study import agreed

    if file.suffix.lower() != ".csv":
        raise UseError(f"{file} is no name of a table; write it as agreed.csv")
    if file.exists() and not force:
        raise UseError(f"{file} is there already; name another, or write over it with --force")
    store.write(file, agreed.text(saved.scenario, saved.plan))
    screen.say(f"Written to {file}. In the next round: baseline: {{table: {file.name}}}")


def _all(saved: "Planned", to: Path, *, force: bool) -> None:
    from tempfile import TemporaryDirectory

    from planner import store
    from planner.cli import screen
    from planner.model.build import write
    from planner.placements import placements
    from planner.study import agreed, tidy

    if not (force or _free(to)):
        raise UseError(f"{to} holds files that are no export; name a new folder, or write over them with --force")
    to.mkdir(parents=True, exist_ok=True)
    tables = {f"{name}.csv": text for name, text in tidy.tables(saved.scenario, saved.plan).items()}
    tables["agreed.csv"] = agreed.text(saved.scenario, saved.plan)
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
