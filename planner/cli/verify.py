"""posture verify: judge a saved run by its scenario and its decisions alone."""

from typing import TYPE_CHECKING, Annotated

from typer import Exit, Option

from planner.cli.app import app
from planner.cli.types import Json, RunName, RunsDir, TimeLimit

if TYPE_CHECKING:
    import pandas as pd

Second = Annotated[
    bool, Option("--second", help="Ask a solver of another make (SCIP) as well; it is an extra: force-posture-planner[second].")
]
LONG = 60.0  # seconds that the second solver may take, where nothing was said
WRONG = ("differs", "better")


@app.command()
def verify(
    run: RunName = "latest", *, second: Second = False, time_limit: TimeLimit = None, runs_dir: RunsDir = None, as_json: Json = False
) -> None:
    """Recompute every rule and goal of RUN, without the model.

    With --second the goals are solved once more by another solver within --time-limit (60s), and the two are set side by side.

    Example: posture verify latest
    """
    from planner import verify as judge
    from planner.cli import screen
    from planner.cli.saved import planned
    from planner.second import second_opinion
    from solvers import Limits

    saved = planned(run, runs_dir)
    found = judge.verify(saved.scenario, saved.plan)
    told = second_opinion(saved.scenario, saved.plan, Limits(seconds=time_limit or LONG)) if second else None
    if as_json:
        screen.emit({"run": saved.id, "verified": found.empty, "breaches": found} | ({} if told is None else {"second": told}))
    else:
        screen.say(saved.id)
        screen.breaches(found)
        if told is not None:
            _show(told)
    raise Exit(0 if found.empty and (told is None or not told["verdict"].isin(WRONG).any()) else 5)


def _show(told: "pd.DataFrame") -> None:
    from planner.cli import screen

    screen.heading("TWO SOLVERS")
    rows = told.assign(**{name: [screen.figure(v, 6) for v in told[name]] for name in ("value", "second")})
    heads = {"goal": "goal", "value": "plan", "second": "SCIP", "state": "SCIP says", "verdict": "verdict"}
    screen.table(rows, heads, right=("value", "second"))
