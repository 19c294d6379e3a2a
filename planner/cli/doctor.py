"""posture doctor: whether this installation is fit to plan with."""

from dataclasses import asdict

from typer import Exit

from planner.cli.app import app
from planner.cli.types import Json, RunsDir

MARKS = {"fine": " ", "look": "?", "wrong": "!"}


@app.command()
def doctor(*, runs_dir: RunsDir = None, as_json: Json = False) -> None:
    """Examine this installation: versions, machine, folders, solver.

    At the end a small plan is made and verified.

    Marks: ? worth a look, ! wrong. Exit code 5 if anything is wrong.

    Example: posture doctor
    """
    from planner.cli import faults, screen
    from planner.doctor import examine

    found = []
    for finding in examine(runs_dir):
        found.append(finding)
        if not as_json:
            screen.say(f"{MARKS[finding.state]} {finding.what:<22} {finding.found}")
            if finding.hint:
                screen.say(f"  {'':<22} -> {finding.hint}")
    wrong = sum(f.state == "wrong" for f in found)
    if as_json:
        screen.emit({"fit": not wrong, "findings": [asdict(f) for f in found]})
    else:
        screen.say(f"\n{f'{wrong} wrong' if wrong else 'Fit to plan with'}.")
    raise Exit(faults.INTERNAL if wrong else 0)
