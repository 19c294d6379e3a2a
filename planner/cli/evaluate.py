"""posture evaluate: a hand-made plan, scored and checked by the rules that judge a solved one."""

from pathlib import Path
from typing import Annotated

from typer import Exit, Option

from planner.cli.app import app
from planner.cli.types import Json, OneOption, ScenarioFile

PlanFile = Annotated[
    Path, Option("--plan", metavar="FILE", help="CSV with offer, requirement, site, phase, units.", exists=True, dir_okay=False)
]


@app.command()
def evaluate(scenario: ScenarioFile, *, plan: PlanFile, option: OneOption = None, as_json: Json = False) -> None:
    """Score and check a hand-made plan of SCENARIO.

    Each broken rule is listed with the lines of the plan that break it.

    Example: posture evaluate my-plan --plan my-plan/plan.csv
    """
    import pandas as pd

    from planner.cli import screen
    from planner.conductor import load
    from planner.narrate import printed, title
    from planner.study.evaluate import evaluate as judged

    found = judged(load(scenario, option), plan)
    fine = found.admissible
    if as_json:
        problems = [screen.problem(p) for p in found.problems]
        screen.emit({"admissible": fine, "problems": problems, "breaches": found.breaches, "goals": found.goals, "metrics": found.metrics})
        raise Exit(0 if fine else 1)
    screen.problems(found.problems)
    screen.heading("GOALS")
    goals = [(title(str(row["goal"])), printed(str(row["goal"]), float(row["value"]))) for row in found.goals.to_dict("records")]
    screen.table(pd.DataFrame(goals, columns=["goal", "value"]), right=["value"])
    screen.heading("METRICS")
    screen.table(found.metrics)
    screen.heading("RULES")
    screen.table(
        found.breaches[["lines", "rule", "say"]], {"lines": "lines", "rule": "rule", "say": "what is broken"}, empty="no rule is broken"
    )
    raise Exit(0 if fine else 1)
