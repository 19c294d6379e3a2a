"""The synthetic posture programs that the design was measured on, where they are at hand.

They lie in the folder that POSTURE_INSTANCES names, or in shared/instances/posture beside the checkout.
"""

import gzip
import os
import tempfile
from pathlib import Path

import highspy
import numpy as np
from scipy import sparse

from solvers import Aim, Axis, Program

LEVELS = ("levels-0", "levels-1", "levels-2")
WINDOWED = "m-window"
PROVEN = {  # goal values in order up to `leaderless`
    "levels-0": (0.330214, 1.412509, 3.208609, 3.877755, 3.882014, 0.544399, 1.160941, 53),
    "levels-1": (1.328115, 1.957120, 2.556924, 5.848038, 5.809215, 0.372734, 0.645977, 69),
    "levels-2": (1.493055, 3.448076, 3.181854, 7.547471, 3.846631, 0.531455, 0.754462, 13),
}


def folder() -> Path | None:
    """Return the folder of the instances; None where there is none."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "instances"
    place = Path(os.environ.get("POSTURE_INSTANCES", beside)) / "posture"
    return place if place.is_dir() else None


def levels(name: str, goals: int | None = None) -> Program:
    """Return a program of ordered goals, or its first few; it has no start, as the posture of nothing is not in the file."""
    place = folder()
    if place is None:
        raise FileNotFoundError("no instances here; POSTURE_INSTANCES names their folder")
    data = np.load(place / f"{name}.npz")
    shape = (data["row_lower"].size, data["lower"].size)
    names = [str(n) for n in data["goal_names"]]
    aims = [Aim(n, cost.astype(float), relative=0.03 if n == "cost" else 0.0) for n, cost in zip(names, data["goals"], strict=True)]
    return Program(
        matrix=sparse.csr_array((data["data"], data["indices"], data["indptr"]), shape=shape),
        row_lower=data["row_lower"],
        row_upper=data["row_upper"],
        lower=data["lower"],
        upper=data["upper"],
        integer=data["integer"].astype(bool),
        aims=tuple(aims[:goals]),
        column_labels=(),
        row_labels=(),
        axes=tuple(axis(str(n), data["axes"][:, k], ordered=str(n) == "phase") for k, n in enumerate(data["axis_names"])),
        start=np.full(shape[1], np.nan),
    )


def windowed(name: str = WINDOWED) -> Program:
    """Return a program with one goal, monthly posture and tours, with the axes of its label file; it starts from the empty posture."""
    place = folder()
    if place is None:
        raise FileNotFoundError("no instances here; POSTURE_INSTANCES names their folder")
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "program.mps"
        path.write_bytes(gzip.decompress((place / f"{name}.mps.gz").read_bytes()))
        highs = highspy.Highs()
        highs.setOptionValue("output_flag", False)
        highs.readModel(str(path))
    lp = highs.getLp()
    highs.ensureRowwise()
    matrix = highs.getLp().a_matrix_
    rows, columns = lp.num_row_, lp.num_col_
    lower = np.array(lp.col_lower_)
    integer = np.array([kind == highspy.HighsVarType.kInteger for kind in lp.integrality_])
    labels = gzip.decompress((place / f"{name}.columns.csv.gz").read_bytes()).decode().splitlines()
    head, table = labels[0].split(","), [line.split(",") for line in labels[1:]]
    coded = {n: np.array([int(row[k]) if row[k] not in {"", "nan"} else -1 for row in table]) for k, n in enumerate(head) if n in AXES}
    upper = np.array(lp.col_upper_)
    short = np.array([row[head.index("kind")] == "short" for row in table])
    start = np.where(short, upper, lower)
    return Program(
        matrix=sparse.csr_array((np.array(matrix.value_), np.array(matrix.index_), np.array(matrix.start_)), shape=(rows, columns)),
        row_lower=np.array(lp.row_lower_),
        row_upper=np.array(lp.row_upper_),
        lower=lower,
        upper=upper,
        integer=integer,
        aims=(Aim("all", np.array(lp.col_cost_), constant=lp.offset_),),
        column_labels=(),
        row_labels=(),
        axes=tuple(axis(n, code, ordered=n == "month") for n, code in coded.items()),
        start=start,
    )


AXES = ("nation", "requirement", "site", "month", "condition")


def axis(name: str, code: np.ndarray, *, ordered: bool) -> Axis:
    """Return an axis of what the file says of each column."""
    return Axis(name, int(code.max()) + 1, code.astype(np.int32), ordered)
