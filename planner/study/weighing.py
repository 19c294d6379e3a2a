"""Scores of options on the scenario's criteria, and last what the weights make of them.

A score is 0 for the worst and 100 for the best of the options that are compared, on the common yardstick; so it says nothing of an
option by itself, and one option more or less may change it. A criterion on which all are alike scores nothing and weighs nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import nan
from typing import Any, TypeAlias

import pandas as pd

from planner.frames import records
from planner.scenario import Criterion
from planner.scenario.metrics import HIGHER, METRICS

ALIKE = 1e-6  # relative; values nearer to each other tell no option from another
LEVEL = 1e-6  # points of a score; scores nearer to each other are level

Scores: TypeAlias = Mapping[str, Mapping[str, float]]  # criterion -> option -> score; only criteria that tell options apart


@dataclass(frozen=True)
class Weighing:
    """What the scenario's criteria say of the options.

    `values` (criterion, unit, direction, option, own, yardstick, score): raw values by the option's own needs and thresholds and by the
    yardstick; scores from 0 to 100, NaN where all options are alike. `weights` (criterion, weight, below, below_first, above, above_first):
    the weight below, or above, which another option comes first if no other weight changes; NaN and "" where none does. `scores` (option,
    weighted, unweighted, place): NaN and no place (0) where nothing tells the options apart.
    """

    values: pd.DataFrame
    weights: pd.DataFrame
    scores: pd.DataFrame


def weigh(criteria: Sequence[Criterion], raw: pd.DataFrame) -> Weighing:
    """Return scores and what the weights make of them from raw values (criterion, option, own, yardstick), one row each.

    A score is 100 (value - worst) / (best - worst); an option's weighted score is the mean of its scores by the weights of the criteria.
    """
    told = {c.name: METRICS[c.metric] for c in criteria}
    common: dict[str, dict[str, float]] = {c.name: {} for c in criteria}
    for row in records(raw):
        common[row.criterion][row.option] = float(row.yardstick)
    scores = {name: _scored(values, told[name].sense) for name, values in common.items()}
    values = raw.assign(
        unit=[told[c].unit for c in raw["criterion"]],
        direction=[told[c].sense for c in raw["criterion"]],
        score=[scores[c].get(o, nan) for c, o in zip(raw["criterion"], raw["option"], strict=True)],
    )
    options = list(dict.fromkeys(raw["option"]))
    telling = {name: of for name, of in scores.items() if of}
    said = {c.name: c.weight for c in criteria}
    columns = ["criterion", "unit", "direction", "option", "own", "yardstick", "score"]
    return Weighing(values[columns], _flips(said, telling, options), _ranked(said, telling, options))


def _scored(values: Mapping[str, float], direction: str) -> dict[str, float]:
    """Return the scores of the options on one criterion; none where they are alike."""
    low, high = min(values.values()), max(values.values())
    best, worst = (high, low) if direction == HIGHER else (low, high)
    if abs(best - worst) <= ALIKE * max(1.0, abs(best), abs(worst)):
        return {}
    return {option: 100.0 * ((value - worst) / (best - worst)) for option, value in values.items()}


def _sums(weights: Mapping[str, float], scores: Scores, options: Sequence[str]) -> dict[str, float]:
    """Return the mean score of each option by weights; NaN where nothing weighs."""
    total = sum(weights[name] for name in scores)
    return {o: sum(weights[name] * of[o] for name, of in scores.items()) / total if total > 0 else nan for o in options}


def _ranked(said: Mapping[str, float], scores: Scores, options: Sequence[str]) -> pd.DataFrame:
    """Return the options with their weighted and unweighted scores, and their place; options that are level share one."""
    weighted = _sums(said, scores, options)
    unweighted = _sums({name: float(weight > 0) for name, weight in said.items()}, scores, options)
    place = {o: 1 + sum(other > mine + LEVEL for other in weighted.values()) if mine == mine else 0 for o, mine in weighted.items()}
    rows = [(o, weighted[o], unweighted[o], place[o]) for o in options]
    return pd.DataFrame(rows, columns=["option", "weighted", "unweighted", "place"])


def _flips(said: Mapping[str, float], scores: Scores, options: Sequence[str]) -> pd.DataFrame:
    """Return for each criterion the nearest weights at which another option comes first, the other weights as they are.

    With scores s and weights w the first option leads another by D = sum of w (s - s'). D is linear in each weight and falls to 0 where
    that weight is w - D / d, with d the difference of the two scores on that criterion.
    """
    sums, total = _sums(said, scores, options), sum(said[name] for name in scores)
    order = sorted(options, key=lambda o: -sums[o])
    first, others = order[0], order[1:]
    sole = total > 0 and all(sums[first] - sums[other] > LEVEL for other in others)
    rows: list[dict[str, Any]] = []
    for name, weight in said.items():
        differ = {o: scores[name][first] - scores[name][o] for o in others} if sole and name in scores else {}
        at = {o: weight - total * (sums[first] - sums[o]) / d for o, d in differ.items() if abs(d) > LEVEL}
        below = max(((x, o) for o, x in at.items() if 0 < x < weight), default=(nan, ""))
        above = min(((x, o) for o, x in at.items() if x > weight), default=(nan, ""))
        rows.append({
            "criterion": name, "weight": weight, "below": below[0], "below_first": below[1], "above": above[0], "above_first": above[1],
        })  # fmt: skip
    return pd.DataFrame(rows)
