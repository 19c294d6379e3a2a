"""posture runs: what was solved and saved."""

from planner.cli.app import app
from planner.cli.types import Json, RunsDir

COLUMNS = {"id": "run", "state": "state", "status": "plan", "title": "title"}  # the id holds the time and the option


@app.command()
def runs(*, runs_dir: RunsDir = None, as_json: Json = False) -> None:
    """List saved runs, newest last.

    Of one that is damaged, what is wrong with it.

    Example: posture runs
    """
    from planner import store
    from planner.cli import screen

    found = store.listing(runs_dir)
    if as_json:
        screen.emit(found)
        return
    screen.table(found, COLUMNS, whole="id", empty=f"no run in {store.runs_dir(runs_dir)}; make one with: posture solve SCENARIO")
    for name, fault in found.loc[found["fault"] != "", ["id", "fault"]].itertuples(index=False):
        screen.say(f"\n {name}: {fault}")
