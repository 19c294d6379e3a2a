"""What is counted in lines: a share that is missing, weighed and summed, over all lines and steps or over any of them.

One formula for the goals of a plan and for the criteria by which plans are compared.
"""

from collections.abc import Callable, Mapping

import pandas as pd

from planner.rules._demand import KEY, index
from planner.scenario import Scenario

COVERED = ("coverage", "coverage_firm")  # told as the share that is there; the others as what is missing, in lines
LACKS: Mapping[str, Callable[[pd.DataFrame], pd.Series]] = {
    "coverage": lambda rows: rows["short"] / rows["level"],
    "coverage_firm": lambda rows: (rows["level"] - rows["firm"]).clip(lower=0.0) / rows["level"],
    "shortfall": lambda rows: rows["short"] / rows["level"],
    "below_minimum": lambda rows: (rows["below"] / rows["minimum"]).fillna(0.0),
    "resilience_gap": lambda rows: (rows["gap"] / rows["minimum"]).fillna(0.0),
    "uncovered": lambda rows: rows["short"] / rows["reference"],
    "support_gap": lambda rows: rows["short"] / rows["reference"],
}


def counted(scenario: Scenario, metric: str, frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of the frame `coverage` that a metric counts; for `resilience_gap` with the gap of the frame `resilience`."""
    rows, lines = frames["coverage"], scenario.frames["requirements"]
    derived = lines["derived"] != ""
    if metric in {"uncovered", "support_gap"}:
        meant = derived & ~lines["hard"].astype(bool) & (lines["cover"].astype(bool) == (metric == "uncovered"))
        return rows[rows["requirement"].isin(lines.index[meant]) & (rows["reference"] > 0)]
    if metric != "resilience_gap":
        return rows[rows["requirement"].isin(lines.index[~derived])]
    rows = rows[rows["requirement"].isin(lines.index[~derived & lines["n_minus_1"].astype(bool)])]
    return rows.merge(frames["resilience"][[*KEY, "gap"]], on=KEY, how="left").fillna({"gap": 0.0})


def in_lines(scenario: Scenario, metric: str, rows: pd.DataFrame) -> float:
    """Return a metric of the needs in `rows`, which are all that its lines need (requirement, step, one row a capability).

    What is missing in lines, or the share that is covered; where nothing is needed nothing is missing.
    """
    lack = index(scenario, rows, LACKS[metric](rows))
    weight = scenario.frames["requirements"]["weight"].reindex(lack.index)
    lost, total = float((weight * lack).sum()), float(weight.sum())
    if metric not in COVERED:
        return lost
    return 1.0 - lost / total if total > 0 else 1.0
