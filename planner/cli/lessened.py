"""How the effect of a rule is printed: goals with it and without it, what would be broken, who moves."""

from typing import TYPE_CHECKING

from planner.cli import screen

if TYPE_CHECKING:
    from planner.study.effect import Effect

MOST = 8  # offers that are named


def show(found: "Effect") -> None:
    """Print what the rules change, and of what neither plan is proven."""
    from planner.frames import records
    from planner.narrate import printed
    from planner.scenario.metrics import called, named
    from planner.study.effect import JUDGED, UNDECIDED

    rules = ", ".join(found.without)
    screen.heading(f"WITH AND WITHOUT {rules}".upper(), "a goal that is not proven may differ for want of search")
    told = list(records(found.goals.set_axis(["goal", "full", "less", "full_state", "less_state"], axis=1)))
    rows = found.goals.assign(
        goal=found.goals["goal"].map(called),
        before=[_value(row.goal, row.full, row.full_state) for row in told],
        after=[_value(row.goal, row.less, row.less_state) for row in told],
        change=[printed(row.goal, row.less - row.full) for row in told],
    )
    heads = {"goal": "goal", "before": f"with {rules}", "after": "without", "change": "change"}
    screen.table(rows, heads, right=("before", "after", "change"))
    for goal in found.goals.loc[found.goals["without_state"] == JUDGED, "goal"]:
        screen.say(f" {named(goal)} was no goal of the plan without: it is judged there as the first scenario judges it.", "dim")
    for goal in found.goals.loc[found.goals["without"].isna(), "goal"]:
        screen.say(f" {named(goal)} is not told of the plan without: it does not decide {UNDECIDED.get(goal, 'what it counts')}.", "dim")
    if found.broken.empty:
        screen.say(" The plan without would break nothing: these rules bind nowhere in it.")
    else:
        screen.say(" What the plan without would break:")
        screen.table(found.broken, {"rule": "rule", "breaches": "times", "say": "the largest"})
    if not found.moves.empty:
        screen.say(" Offers that differ most, person-months:")
        screen.table(found.moves.head(MOST), {"offer": "offer", "before": "with", "after": "without", "moved": "change"})


def _value(goal: str, value: float, state: str) -> str:
    from planner.narrate import printed

    return printed(goal, value) + ("" if state in {"proven", ""} else f" ({state})")
