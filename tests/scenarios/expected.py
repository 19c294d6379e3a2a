"""The figures that plans of a scenario must hold: expected.json beside it, compared with solved plans.

Of each option `levels` are its goals in their order: a number is the proven optimum, a pair the range in which a search that time ends
may stop. The first `first` of them are proven by any machine in seconds. A level that is not proven in the time given must not be better
than the optimum, and its bound not beyond it. `figures` are named as `Solved.figure` reads them; `story` gives two of them as the README
writes them.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from planner.plan import GoalLevel
from tests.scenarios.solved import Solved

TOLERANCE = 1e-5  # of a proven level: what the search calls closed


def expected(folder: Path) -> dict[str, Any]:
    """Return what a scenario's expected.json says, by option."""
    found: dict[str, Any] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return found


def differences(asked: Mapping[str, Any], solved: Solved, *, levels: int | None = None) -> list[str]:
    """Return a line for each figure that a plan does not hold; with `levels`, of the first so many goals only."""
    if levels is not None:
        return list(_levels(asked, solved, levels))
    return [*_levels(asked, solved, len(asked["levels"])), *_figures(asked.get("figures", {}), solved)]


def _levels(asked: Mapping[str, Any], solved: Solved, count: int) -> Iterator[str]:
    reached = {level.goal: level for level in solved.plan.levels}
    if list(reached) != list(asked["levels"]):
        yield f"goals are {', '.join(reached)}"
        return
    for n, (goal, value) in enumerate(list(asked["levels"].items())[:count]):
        yield from _level(reached[goal], value, first=n < asked["first"])


def _level(level: GoalLevel, asked: float | list[float], *, first: bool) -> Iterator[str]:
    proven = level.state == "proven" and not level.under_unproven
    if first and not proven:
        yield f"{level.goal} is {level.state}, not proven"
    if isinstance(asked, list):
        if not asked[0] <= level.value <= asked[1]:
            yield f"{level.goal} {level.value:.6f} is outside {asked}"
        return
    slack = TOLERANCE * max(1.0, abs(asked))
    if proven and abs(level.value - asked) > slack:
        yield f"{level.goal} is proven at {level.value:.6f}, not at {asked}"
    if not level.under_unproven and (level.value < asked - slack or level.bound > asked + slack):
        yield f"{level.goal} {level.value:.6f}, bound {level.bound:.6f}: better than the proven {asked}"


def _figures(asked: Mapping[str, float | list[float]], solved: Solved) -> Iterator[str]:
    for name, value in asked.items():
        low, high = value if isinstance(value, list) else (value - TOLERANCE, value + TOLERANCE)
        if not low <= solved.figure(name) <= high:
            yield f"{name} is {solved.figure(name):.6g}, asked is {value}"


def written(text: str) -> tuple[float, float]:
    """Return the least and the most that a figure may be which is written so: `14 400` stands for itself to 50, `98 %` for half a point."""
    bare = text.replace(" ", "").replace("\u202f", "")
    if bare.endswith("%"):
        return (float(bare[:-1]) - 0.5) / 100, (float(bare[:-1]) + 0.5) / 100
    half = 50.0 if bare.endswith("00") else 0.5
    return float(bare) - half, float(bare) + half
