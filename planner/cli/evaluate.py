"""posture evaluate: a hand-made plan, scored and checked by the rules that judge a solved one."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Exit, Option

from planner.cli.app import app
from planner.cli.types import Json, OneOption, Root, ScenarioFile

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from planner.scenario import Problem, Scenario
    from planner.study.evaluate import Evaluation

PlanFile = Annotated[
    Path, Option("--plan", metavar="FILE", help="CSV with offer, requirement, site, phase, units.", exists=True, dir_okay=False)
]


@app.command()
def evaluate(scenario: ScenarioFile, *, plan: PlanFile, option: OneOption = None, root: Root = None, as_json: Json = False) -> None:
    """Score and check a hand-made plan of SCENARIO.

    Each broken rule is listed with the lines of the plan that break it. A plan with rows that cannot be read is not judged.

    Example: posture evaluate my-plan --plan my-plan/plan.csv
    """
    from planner.cli import screen
    from planner.conductor import load
    from planner.scenario import ScenarioError
    from planner.study.evaluate import evaluate as judged

    read = load(scenario, option, root)
    try:
        found = judged(read, plan)
    except ScenarioError as fault:
        _unreadable(fault.problems, as_json=as_json)
        raise Exit(1) from None
    if as_json:
        screen.emit(
            {
                "admissible": found.admissible, "problems": [screen.problem(p) for p in found.problems], "breaches": found.breaches,
                "goals": found.goals, "metrics": found.metrics,
            }
        )  # fmt: skip
    else:
        _show(read, found)
    raise Exit(0 if found.admissible else 1)


def _unreadable(problems: "Sequence[Problem]", *, as_json: bool) -> None:
    from planner.cli import screen

    if as_json:
        nothing: list[object] = []
        told = [screen.problem(p) for p in problems]
        screen.emit({"admissible": False, "problems": told, "breaches": nothing, "goals": nothing, "metrics": nothing})
        return
    screen.say("The plan cannot be read, and is not judged until these rows are mended.", "bold")
    screen.problems(problems)


def _show(scenario: "Scenario", found: "Evaluation") -> None:
    """Print the verdict first, then what breaks rules, coverage, goals and metrics."""
    import pandas as pd

    from planner.cli import screen, sides
    from planner.narrate import printed
    from planner.scenario.metrics import called
    from planner.study.side import Side, side
    from planner.study.tidy import MONTHS

    screen.say(verdict(found.breaches), "bold")
    screen.problems(found.problems)
    if not found.admissible:
        screen.heading("RULES")
        screen.table(found.breaches[["lines", "rule", "say"]], {"lines": "lines", "rule": "rule", "say": "what is broken"})
    tables = side(scenario, found.plan, Side())
    sides.show(scenario, {"coverage": tables["coverage"]})
    screen.heading("GOALS")
    goals = [(called(str(row["goal"])), printed(str(row["goal"]), float(row["value"]))) for row in found.goals.to_dict("records")]
    screen.table(pd.DataFrame(goals, columns=["goal", "value"]), right=["value"])
    screen.heading("METRICS")
    late = found.metrics["metric"].isin(MONTHS) & found.metrics["value"].isna()
    screen.table(found.metrics.assign(value=found.metrics["value"].map(screen.figure).mask(late, "not reached")), right=["value"])


def verdict(breaches: "pd.DataFrame") -> str:
    """Return whether a plan may be used, in one line."""
    if breaches.empty:
        return "No rule is broken."
    rules, places = breaches["rule"].nunique(), len(breaches)
    return (
        f"{rules} rule{'s are' if rules > 1 else ' is'} broken" + (f" in {places} places" if places > rules else "") + ": not to be used."
    )
