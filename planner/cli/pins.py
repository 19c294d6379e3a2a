"""posture pins: what each decision that is pinned costs, goal by goal."""

from typing import TYPE_CHECKING, Any

from typer import Exit

from planner.cli.app import app
from planner.cli.types import Gap, Json, RunName, RunsDir, TimeLimit, Work

if TYPE_CHECKING:
    import pandas as pd

    from planner.study.pins import Price
    from solvers import Limits


@app.command()
def pins(
    run: RunName = "latest", *, time_limit: TimeLimit = None, gap: Gap = 0.0, work: Work = None, runs_dir: RunsDir = None,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Say what each pin of RUN costs: solve again without it.

    Each pin is taken away alone; all other terms stay, and so do the limits of RUN where none is given here. A difference between values
    that are not both proven is what two searches found, and is said to be. Nothing is saved.

    Example: posture pins latest --time-limit 1m
    """
    from planner.cli import screen
    from planner.cli.interrupt import Interrupt
    from planner.cli.saved import planned
    from planner.conductor import NoPlanError, solve
    from planner.study.pins import prices

    saved = planned(run, runs_dir)
    limits = _limits(saved.saved.meta["limits"], time_limit, gap, work)
    found: list[Price] = []
    if not as_json:
        screen.say(f"{saved.scenario.title} · {saved.scenario.option}: {saved.id}")
    with Interrupt() as interrupt:
        for price in prices(saved.scenario, saved.plan, lambda s: solve(s, limits, stop=interrupt), (NoPlanError,)):
            if interrupt.asked:
                screen.warn(f"Stopped by {interrupt.by}: {len(saved.scenario.pins) - len(found)} pins are not answered.")
                break
            found.append(price)
            if not as_json:
                show(price)
    if as_json:
        screen.emit({"run": saved.id, "pins": [_record(price) for price in found]})
    elif not saved.scenario.pins:
        screen.say(" nothing is pinned", "dim")
    raise Exit(0 if len(found) == len(saved.scenario.pins) else 130)


def show(price: "Price") -> None:
    """Print a pin and the goals that are another without it, each in its own unit; or that it costs nothing."""
    from planner.cli import screen

    screen.heading(f"PIN {price.number}", price.at)
    screen.say(f" {price.says}", "bold")
    screen.paragraph("decided", price.notes)
    if price.why:
        screen.say(f" without it: {price.why}")
    elif price.moved.empty:
        screen.say(" costs nothing" + ("" if price.free else ", as far as was found: not all goals are proven"), "dim")
    else:
        screen.table(_table(price), right=("with", "without", "costs"))
        if len(price.moved) > 1:
            screen.say(
                " goals stand in their order: where an earlier one is better without the pin, a later one may be worse for it", "dim"
            )


def _table(price: "Price") -> "pd.DataFrame":
    """Return the goals that are another without the pin as they are printed."""
    import pandas as pd

    from planner.frames import records
    from planner.narrate import printed
    from planner.scenario.metrics import called

    rows = []
    for row in records(price.moved):
        figures = [printed(row.goal, value) for value in (row.with_pin, row.without, row.with_pin - row.without)]
        rows.append((called(row.goal), *figures, "" if row.proven else "not both proven"))
    return pd.DataFrame(rows, columns=["goal", "with", "without", "costs", "so far"])


def _limits(of_run: dict[str, Any], time_limit: float | None, gap: float, work: float | None) -> "Limits":
    """Return the limits that are given here, else those of the run."""
    from planner.cli import solving
    from solvers import Limits

    return solving.limits(time_limit, gap, work) if time_limit or gap or work else Limits(**of_run)


def _record(price: "Price") -> dict[str, Any]:
    said = {"pin": price.number, "says": price.says, "at": price.at, "notes": price.notes}
    return said | {"free": price.free, "why": price.why, "goals": price.goals}
