"""Shortfalls: how much a missing unit of capability counts in its line's index, and the columns that say what is missing."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from planner.model.algebra import Model, Rows, Sum, columns, one
from planner.scenario import Scenario


def index(scenario: Scenario) -> pd.DataFrame:
    """Return the given needs with weight, priority and share: months of the step over months needed, over the capabilities needed then."""
    frames = scenario.frames
    given = frames["requirements"].index[frames["requirements"]["derived"] == ""]
    needs = frames["needs"]
    needs = needs[needs["requirement"].isin(given) & (needs["level"] > 0)].reset_index(drop=True)
    months = np.array([s.months for s in scenario.steps])[needs["step"].to_numpy(dtype=int)]
    first = ~needs.duplicated(["requirement", "step"])
    needed = pd.Series(np.where(first, months, 0), index=needs.index).groupby(needs["requirement"]).transform("sum")
    together = needs.groupby(["requirement", "step"])["capability"].transform("size")
    return needs.assign(share=months / needed / together).join(
        frames["requirements"][["weight", "priority", "n_minus_1"]], on="requirement"
    )


def grain(amounts: np.ndarray, level: float) -> float:
    """Return the largest amount of which everything given and the level are whole multiples, or 0 if there is none of use.

    A shortfall is then a multiple of it too: an integer column in grains is found two to three times faster than a continuous one.
    """
    figures = np.append(amounts, level) * 1000.0
    if np.abs(figures - np.round(figures)).max() > 1e-6:
        return 0.0
    size = float(np.gcd.reduce(np.round(figures).astype(np.int64))) / 1000.0
    return size if level <= 1000 * size else 0.0


def lacking(m: Model, kind: str, keys: Sequence[tuple[str, str, int]], due: Sequence[float], given: Sequence[Rows]) -> list[Sum]:
    """Declare what may lack of each amount due and return it as sums, at all of it in the empty posture.

    Parameters
    ----------
    keys
        Requirement, capability and step of each.
    given
        The rows of `provided` that fill each: where their amounts and the amount due share a grain, the column is integer, in grains.
    """
    amounts = m.provided["amount"].to_numpy()
    grains = {key: grain(amounts[rows], level) for key, level, rows in zip(keys, due, given, strict=True)}
    axes = ("requirement", "capability", "step")
    whole = {key: float(round(level / grains[key])) for key, level in zip(keys, due, strict=True) if grains[key] > 0}
    parts = {key: level for key, level in zip(keys, due, strict=True) if grains[key] == 0}
    made = columns(m, kind, axes, list(whole), list(whole.values()), full=True)
    made |= columns(m, f"{kind}_part", axes, list(parts), list(parts.values()), whole=False, full=True)
    return [one(made[key], grains[key] or 1.0) for key in keys]
