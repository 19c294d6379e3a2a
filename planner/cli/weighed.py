"""How scores and weights are printed: last, with where another option would come first."""

from typing import TYPE_CHECKING

import pandas as pd

from planner.cli import screen, spread
from planner.frames import records

if TYPE_CHECKING:
    from planner.study.weighing import Weighing


def show(found: "Weighing") -> None:
    """Print the score of each option on each criterion, what the weights make of them, and at what weight another comes first."""
    screen.heading("SCORES AND WEIGHTS", "0 the worst of these options, 100 the best")
    options = list(found.scores["option"])
    scores = {
        (row.criterion, row.option): screen.figure(row.score, 0) if row.score == row.score else "alike" for row in records(found.values)
    }
    rows = [
        {"criterion": row.criterion, "weight": screen.figure(row.weight)} | {o: scores[row.criterion, o] for o in options}
        for row in records(found.weights)
    ]
    for kind in ("unweighted", "weighted"):
        means = zip(options, found.scores[kind], strict=True)
        rows.append({"criterion": kind, "weight": " "} | {option: screen.figure(float(mean), 1) for option, mean in means})
    spread.table(pd.DataFrame(rows), [[option] for option in options])
    for sentence in verdict(found):
        screen.say(f" {sentence}")
    screen.say(" scores depend on which options are compared: one more or one less may change them, and who comes first", "dim")


def verdict(found: "Weighing") -> list[str]:
    """Return in sentences which option the weights put first, and which one weight would put another there."""
    first = [str(row.option) for row in records(found.scores) if row.place == 1]
    if not first:
        return ["No criterion that has a weight tells these options apart."]
    best = screen.figure(float(found.scores["weighted"].max()), 1)
    if len(first) > 1:
        return [f"{', '.join(first[:-1])} and {first[-1]} are level at {best}."]
    flips: dict[str, list[str]] = {}
    for row in records(found.weights):
        for way, at, other in (("below", row.below, row.below_first), ("above", row.above, row.above_first)):
            if other:
                flips.setdefault(other, []).append(f"{row.criterion} {way} {screen.figure(at, 2)} (now {screen.figure(row.weight)})")
    if not flips:
        return [f"{first[0]} comes first at {best}, whatever any one weight is."]
    return [
        f"{first[0]} comes first at {best}. If one weight alone changes:",
        *(f"{option} comes first with {', or '.join(said)}." for option, said in flips.items()),
    ]
