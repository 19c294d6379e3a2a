"""Where no plan exists, exit 3 names the few things that cannot hold together, each at its place."""

import numpy as np
from scipy import sparse
from typer.testing import CliRunner

from planner.cli import app
from solvers import Aim, Client, Limits, Program
from tests.faults.replay import STARTER

PIN = "pins:\n  - {place: {unit_type: battlegroup, site: lviv-area}, at_least: 3, from: entry, until: stabilise}\n\noptions:"


def test_a_pin_and_the_room_that_it_lacks_are_named(tmp_path):
    text = (STARTER / "scenario.yaml").read_text().replace("capacity: {beds: 5500}", "capacity: {beds: 3000}").replace("options:", PIN, 1)
    (tmp_path / "scenario.yaml").write_text(text)
    result = CliRunner().invoke(app, ["solve", str(tmp_path), "--runs", str(tmp_path / "runs")])
    said = " ".join(result.stderr.replace("\n", " ").split())
    assert result.exit_code == 3, said
    assert "These cannot hold together:" in said
    assert "at least 3 units of" in said
    assert "lviv-area / beds / entry: the room there" in said
    assert "scenario.yaml:" in said.replace(" ", "")  # a long path is broken at the edge of the screen
    assert "reference" not in said


def odd() -> Program:
    """Two whole columns with 2 x + 2 y = 3: no plan, and only because they are whole; a third row is harmless."""
    return Program(
        matrix=sparse.csr_array(np.array([[2.0, 2.0], [1.0, 0.0]])), row_lower=np.array([3.0, -np.inf]), row_upper=np.array([3.0, 5.0]),
        lower=np.zeros(2), upper=np.full(2, 4.0), integer=np.ones(2, dtype=bool), aims=(Aim("sum", np.ones(2)),), column_labels=(),
        row_labels=(), axes=(), start=np.full(2, np.nan),
    )  # fmt: skip


def test_a_clash_of_whole_numbers_alone_is_found_or_left_open_never_wrong():
    with Client() as client:
        outcome = client.solve(odd(), Limits(seconds=10))
    assert outcome.status == "infeasible"
    assert 0 in outcome.conflict or outcome.conflict == ()
