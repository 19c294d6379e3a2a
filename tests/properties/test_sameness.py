"""Same in, same out: the order of rows and keys, and the hash seed, change neither the program nor the plan."""

import os
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import yaml

from planner.conductor import load, solve
from planner.model.build import build
from planner.placements import placements
from planner.scenario.source import read
from planner.store import plan_digest
from solvers import Limits

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "scenarios/example"


def shuffled(folder: Path, seed: int) -> Path:
    """Write the example again with every mapping's keys and every table's rows in another order; phases, goals and criteria keep theirs."""
    order = random.Random(seed)

    def stir(value, path=()):
        if isinstance(value, dict) and path[-1:] != ("phases",):
            return {k: stir(value[k], (*path, k)) for k in order.sample(list(value), len(value))}
        return {k: stir(v, (*path, k)) for k, v in value.items()} if isinstance(value, dict) else value

    document = read(EXAMPLE / "scenario.yaml", []).value
    (folder / "scenario.yaml").write_text(yaml.safe_dump(stir(document), sort_keys=False), encoding="utf-8")
    for table in EXAMPLE.glob("*.csv"):
        head, *rows = table.read_text(encoding="utf-8").splitlines()
        (folder / table.name).write_text("\n".join([head, *order.sample(rows, len(rows))]) + "\n", encoding="utf-8")
    return folder


def program(path: Path):
    scenario = load(path)
    return build(scenario, placements(scenario))


@pytest.mark.parametrize("seed", [1, 2])
def test_shuffled_rows_and_keys_give_identical_programs(seed, tmp_path):
    one, two = program(EXAMPLE), program(shuffled(tmp_path, seed))
    assert one.column_labels == two.column_labels
    assert one.row_labels == two.row_labels
    for name in ("row_lower", "row_upper", "lower", "upper", "integer", "start"):
        assert getattr(one, name).tobytes() == getattr(two, name).tobytes(), name
    assert (one.matrix.indptr.tobytes(), one.matrix.indices.tobytes(), one.matrix.data.tobytes()) == (
        two.matrix.indptr.tobytes(), two.matrix.indices.tobytes(), two.matrix.data.tobytes(),
    )  # fmt: skip
    assert all(np.array_equal(a.cost, b.cost) for a, b in zip(one.aims, two.aims, strict=True))


def test_shuffled_rows_and_keys_give_the_same_plan(tmp_path):
    limits = Limits(seconds=120, work=2e5)
    plans = [solve(load(path), limits) for path in (EXAMPLE, shuffled(tmp_path, 3))]
    assert plan_digest(plans[0]) == plan_digest(plans[1])


def test_the_hash_seed_changes_nothing():
    script = (
        "from planner.conductor import load, solve; from planner.store import plan_digest; from solvers import Limits;"
        f"print(plan_digest(solve(load({str(ROOT / 'scenarios/worked-example')!r}), Limits(seconds=60, work=1e5))))"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script], env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("0", "1")
    }
    assert len(digests) == 1
