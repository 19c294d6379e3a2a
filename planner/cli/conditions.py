"""posture conditions: what commitments come to, and what falls when somebody leaves."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from planner.cli.app import app
from planner.cli.faults import UseError
from planner.cli.types import Json, OneOption, Root, RunsDir

if TYPE_CHECKING:
    import pandas as pd

    from planner.placements import Placements
    from planner.plan import Plan
    from planner.scenario import Scenario
    from planner.study.conditions import Coalition

What = Annotated[str, Argument(metavar="[RUN|SCENARIO]", help="A saved run (id, path or latest), or a scenario.", show_default="latest")]
Nation = Annotated[str | None, Option("--nation", metavar="NATION", help="One nation in detail.")]


@app.command()
def conditions(
    what: What = "latest", *, nation: Nation = None, option: OneOption = None, root: Root = None, runs_dir: RunsDir = None,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Say what commitments come to, without solving.

    Of RUN or SCENARIO: what stands in any case, what follows in turn, who must announce together, what is out of reach.

    Of RUN also what its plan relies on, what falls when a nation leaves, and who is sent only to earn a condition.

    Example: posture conditions latest --nation FRA
    """
    from planner.cli import screen, unlocking
    from planner.cli.saved import planned
    from planner.conductor import load, refuse_errors
    from planner.placements import placements
    from planner.study.conditions import coalition

    source = Path(what)
    of_scenario = source.exists() and not (source / "run.json").exists()
    if not of_scenario and (option or root):
        raise UseError("--option and --root speak of a scenario; a saved run holds its option and all its files")
    saved = None if of_scenario else planned(what, runs_dir)
    scenario = saved.scenario if saved else load(source, option, root)
    if not saved:
        refuse_errors(scenario)
    if nation is not None and nation not in scenario.frames["nations"].index:
        raise UseError(f"{nation} is no nation of this scenario; these are: {', '.join(scenario.frames['nations'].index)}")
    admitted = placements(scenario)
    found = coalition(scenario, admitted)
    tables = _of_plan(scenario, saved.plan, admitted, found) if saved else {}
    if as_json:
        screen.emit({"run": saved.id if saved else None} | unlocking.record(found) | tables)
        return
    screen.say(f"{scenario.title} · {scenario.option}{f': {saved.id}' if saved else ''}", "bold")
    unlocking.show(scenario, found, nation)
    if saved:
        unlocking.show_plan(scenario, tables, nation)


def _of_plan(scenario: "Scenario", plan: "Plan", admitted: "Placements", found: "Coalition") -> "dict[str, pd.DataFrame]":
    from planner.study.cascade import in_full
    from planner.study.conditions import against
    from planner.study.earning import sent_to_earn

    falls = in_full(scenario, plan, admitted)
    return {
        "against": against(scenario, plan, found), "leaving": falls.table, "steps": falls.steps, "lost": falls.lost,
        "sent_to_earn": sent_to_earn(scenario, plan),
    }  # fmt: skip
