"""posture show: a saved plan, whole or from one side."""

from typing import Annotated

from typer import Option

from planner.cli.app import app
from planner.cli.faults import UseError
from planner.cli.types import Json, RunName, RunsDir

Nation = Annotated[str | None, Option("--nation", metavar="NATION", help="What one nation carries.")]
Requirement = Annotated[str | None, Option("--requirement", "--line", metavar="LINE", help="How one line is filled.")]
Site = Annotated[str | None, Option("--site", metavar="SITE", help="What stands at one site.")]
Basis = Annotated[bool, Option("--basis", help="What the figures rest on: quoted, derived, assumed; by line, with sources and rows.")]
Phase = Annotated[str | None, Option("--phase", metavar="PHASE", help="What stands in one phase.")]


@app.command()
def show(
    run: RunName = "latest", *, nation: Nation = None, requirement: Requirement = None, site: Site = None, phase: Phase = None,
    basis: Basis = False, runs_dir: RunsDir = None, as_json: Json = False,
) -> None:  # fmt: skip
    """Print the plan of RUN, or one side of it; sides combine. With --basis: what it rests on.

    Example: posture show latest --nation FRA --phase stabilise
    """
    from planner.cli import report, screen, sides
    from planner.cli.saved import planned
    from planner.study.side import Side, UnknownSideError, side, unused

    saved = planned(run, runs_dir)
    asked = Side(nation, requirement, site, phase)
    if basis:
        if asked != Side():
            raise UseError("--basis shows the whole plan; a side has its basis with it, without --basis")
        report.show_basis(report.of_saved(saved, handle=run), as_json=as_json)
        return
    try:
        tables = side(saved.scenario, saved.plan, asked)
    except UnknownSideError as fault:
        raise UseError(str(fault)) from None
    why = sides.gaps(saved.scenario, saved.plan, requirement, phase) if requirement is not None else ()
    idle = unused(saved.scenario, saved.plan, nation) if nation is not None and asked == Side(nation) else None
    if as_json:
        more: dict[str, object] = {"why": [vars(g) for g in why]} if requirement is not None else {}
        more |= {"unused": idle} if idle is not None else {}
        screen.emit(report.record_of(saved) | {"side": vars(asked), "tables": tables} | more)
    elif asked == Side():
        report.show(report.of_saved(saved, handle=run))
    else:
        screen.say(f"{saved.scenario.title} · {saved.scenario.option}: {saved.id}")
        sides.show(saved.scenario, tables)
        if requirement is not None:
            sides.show_gaps(why)
        if idle is not None:
            sides.show_unused(idle)
