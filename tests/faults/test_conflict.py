"""Where no plan exists, exit 3 names the few things that cannot hold together, each at its place."""

import math

import numpy as np
from scipy import sparse
from typer.testing import CliRunner

from planner.cli import app
from planner.conflict import sentences
from planner.scenario import Pin, Selector
from solvers import Aim, Client, Limits, Program
from tests.families.small import line, offer, small
from tests.faults.replay import STARTER

PINS = """pins:
  - {place: {nation: FRA, unit_type: battlegroup}, at_least: 2, from: entry, until: stabilise}
  - {place: {nation: GBR, unit_type: battlegroup}, at_least: 1, from: entry, until: stabilise}

options:"""


def test_pins_and_the_room_that_they_lack_are_named(tmp_path):
    text = (STARTER / "scenario.yaml").read_text().replace("capacity: {beds: 5500}", "capacity: {beds: 3000}").replace("options:", PINS, 1)
    (tmp_path / "scenario.yaml").write_text(text)
    result = CliRunner().invoke(app, ["solve", str(tmp_path), "--runs", str(tmp_path / "runs")])
    said = " ".join(result.stderr.replace("\n", " ").split())
    assert result.exit_code == 3, said
    assert "These cannot hold together:" in said
    assert "at least 2 units of FRA" in said
    assert "at least 1 units of GBR" in said
    assert "lviv-area / beds / entry: the room there" in said
    assert "scenario.yaml:" in said.replace(" ", "")  # a long path is broken at the edge of the screen
    assert "reference" not in said


def test_where_pins_alone_are_left_they_clash_with_what_may_stand_at_all():
    pin = Pin(Selector(offers=frozenset({"GBR"})), 3, math.inf, (0,))
    made = small([offer("GBR", 2)], [line("land", 9)], pins=(pin,))
    assert sentences(made, [("pins_least", (0, 0))]) == (
        "at least 3 units of GBR are pinned in first",
        "what may stand of it at all: the units, dates, conditions, cycle and room of each offer that it selects",
    )


def test_tours_are_told_once_for_all_their_months():
    made = small([offer("GBR", 2)], [line("land", 9)])
    rows = [("rotation_relief", ("GBR coy", "GBR", 3)), ("rotation_relief", ("GBR coy", "GBR", 4)), ("rotation_cycle", ("GBR", "1", 4))]
    assert sentences(made, rows) == (
        "GBR coy / GBR: somebody on a tour holds every place in every month", "GBR / 1: a unit serves a tour and then rests",
    )  # fmt: skip


def odd() -> Program:
    """Two whole columns with 2 x + 2 y = 3: no plan, and only because they are whole; a third row is harmless."""
    return Program(
        matrix=sparse.csr_array(np.array([[2.0, 2.0], [1.0, 0.0]])), row_lower=np.array([3.0, -np.inf]), row_upper=np.array([3.0, 5.0]),
        lower=np.zeros(2), upper=np.full(2, 4.0), integer=np.ones(2, dtype=bool), aims=(Aim("sum", np.ones(2)),), column_labels=(),
        row_labels=(), axes=(), start=np.full(2, np.nan),
    )  # fmt: skip


def test_a_clash_of_whole_numbers_alone_is_found_maybe_with_more():
    with Client() as client:
        outcome = client.solve(odd(), Limits(seconds=10))
    assert outcome.status == "infeasible"
    assert 0 in outcome.conflict
