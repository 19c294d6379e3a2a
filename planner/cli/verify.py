"""posture verify: judge a saved run by its scenario and its decisions alone."""

from typer import Exit

from planner.cli.app import app
from planner.cli.types import Json, RunName, RunsDir


@app.command()
def verify(run: RunName = "latest", *, runs_dir: RunsDir = None, as_json: Json = False) -> None:
    """Recompute every rule and goal of RUN, without the model.

    Example: posture verify latest
    """
    from planner import verify as judge
    from planner.cli import screen
    from planner.cli.saved import planned

    saved = planned(run, runs_dir)
    found = judge.verify(saved.scenario, saved.plan)
    if as_json:
        screen.emit({"run": saved.id, "verified": found.empty, "breaches": found})
    else:
        screen.say(saved.id)
        screen.breaches(found)
    raise Exit(0 if found.empty else 5)
