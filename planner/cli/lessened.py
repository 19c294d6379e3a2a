"""How the effect of a rule is printed: goals with it and without it, what would be broken, who moves."""

from typing import TYPE_CHECKING

from planner.cli import screen

if TYPE_CHECKING:
    from planner.study.effect import Effect

MOST = 8  # offers that are named


def show(found: "Effect") -> None:
    """Print what the rules change, and of what neither plan is proven."""
    rules = ", ".join(found.without)
    screen.heading(f"WITH AND WITHOUT {rules}".upper(), "a goal that is not proven may differ for want of search")
    rows = found.goals.assign(
        before=[_value(v, s) for v, s in zip(found.goals["with"], found.goals["with_state"], strict=True)],
        after=[_value(v, s) for v, s in zip(found.goals["without"], found.goals["without_state"], strict=True)],
        change=[screen.figure(b - a, 4) for a, b in zip(found.goals["with"], found.goals["without"], strict=True)],
    )
    heads = {"goal": "goal", "before": f"with {rules}", "after": "without", "change": "change"}
    screen.table(rows, heads, right=("before", "after", "change"))
    if found.broken.empty:
        screen.say(" The plan without would break nothing: these rules bind nowhere in it.")
    else:
        screen.say(" What the plan without would break:")
        screen.table(found.broken, {"rule": "rule", "breaches": "times", "say": "the largest"})
    if not found.moves.empty:
        screen.say(" Offers that differ most, person-months:")
        screen.table(found.moves.head(MOST), {"offer": "offer", "before": "with", "after": "without", "moved": "change"})


def _value(value: float, state: str) -> str:
    return screen.figure(value, 4) + ("" if state in {"proven", ""} else f" ({state})")
