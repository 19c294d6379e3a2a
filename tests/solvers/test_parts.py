"""Parts, blocks and the order of plans, on programs that fit on a slip of paper."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from solvers import Aim, Axis, Limits, Program
from solvers.meter import Meter
from solvers.order import Ladder
from solvers.parts import freed, part, under
from solvers.search.blocks import granted, stage
from solvers.search.neighbourhoods import Neighbourhoods
from solvers.search.restricted import box
from solvers.settle import settle
from solvers.tidy import tidied

INF = np.inf


def bases(cost_in_first: float = 0.0) -> Program:
    """Two steps with one unit column each (0..3) and a shortfall of 4; one base to open for both, at a price in the last aim.

    Columns: unit 0, unit 1, short 0, short 1, open. Rows: unit_p + short_p >= 4; unit_p - 3 open <= 0.
    """
    matrix = np.array([[1, 0, 1, 0, 0], [0, 1, 0, 1, 0], [1, 0, 0, 0, -3], [0, 1, 0, 0, -3]], dtype=float)
    return Program(
        matrix=sparse.csr_array(matrix),
        row_lower=np.array([4, 4, -INF, -INF]),
        row_upper=np.array([INF, INF, 0, 0]),
        lower=np.zeros(5),
        upper=np.array([3, 3, INF, INF, 1.0]),
        integer=np.array([True, True, False, False, True]),
        aims=(Aim("short", np.array([0, 0, 1, 1, cost_in_first])), Aim("price", np.array([1, 1, 0, 0, 10.0]))),
        column_labels=(),
        row_labels=(),
        axes=(Axis("step", 2, np.array([0, 1, 0, 1, -1], np.int32), ordered=True),),
        start=np.array([0, 0, 4, 4, 0.0]),
    )


def test_a_base_that_costs_nothing_yet_is_granted_and_the_steps_fall_apart():
    p = bases()
    lower, upper = granted(p, p.aims[:1])
    assert (lower[4], upper[4]) == (1, 1)
    found = stage(p, p.aims, 0, p.start)
    assert (found.first, found.last) == (0, 0)  # the price of the base joins the steps again
    assert found.granted.tolist() == [3, 3, 4, 4, 1]  # units are free as well, as long as shortfall alone counts
    assert sorted(c for b in found.blocks for c in b.columns) == [2, 3]


def test_a_base_with_a_price_is_not_granted():
    p = bases(cost_in_first=1.0)
    lower, upper = granted(p, p.aims[:1])
    assert (lower[4], upper[4]) == (0, 1)


def test_a_chain_of_bases_that_stay_open_is_granted_from_its_end():
    """open_0 <= open_1 <= open_2: only the last one hurts no row at first."""
    p = Program(
        sparse.csr_array(np.array([[1, -1, 0], [0, 1, -1]], dtype=float)), np.full(2, -INF), np.zeros(2), np.zeros(3), np.ones(3),
        np.ones(3, bool), (Aim("none", np.zeros(3)),), (), (), (), np.zeros(3),
    )  # fmt: skip
    lower, upper = granted(p, p.aims)
    assert lower.tolist() == upper.tolist()


def test_what_was_granted_is_taken_back():
    p = bases()
    watch = Meter(Limits(seconds=10), lambda: False)
    idle = np.array([0, 0, 4, 4, 1.0])
    assert tidied(p, idle, 0, np.array([False] * 4 + [True]), watch)[4] == 0
    busy = np.array([3, 0, 1, 4, 1.0])
    assert tidied(p, busy, 0, np.array([False] * 4 + [True]), watch)[4] == 1


def test_a_part_keeps_values_and_drops_rows_that_cannot_bind():
    p = bases()
    inner = freed(p, np.array([2, 0, 2, 4, 1.0]), np.array([True, False, True, False, False]))
    assert inner.program.matrix.shape == (1, 2)  # of four rows only the shortfall of step 0 can still be broken
    z = np.array([3.0, 1.0])
    assert inner.outer(z).tolist() == [3, 0, 1, 4, 1]
    assert inner.program.aims[0].value(z) == p.aims[0].value(inner.outer(z)) == 5
    assert inner.program.violation(z) == 0
    assert inner.program.violation(np.array([1.0, 1.0])) == 2


def test_a_part_without_free_columns():
    p = bases()
    assert part(p, p.start, p.start, p.start).program.lower.size == 0


def test_a_level_at_zero_fixes_columns_and_any_other_adds_a_row():
    p = bases()
    assert under(p, p.aims[1], 0.0).upper.tolist() == [0, 0, INF, INF, 0]
    limited = under(p, replace(p.aims[0], relative=0.5), 4.0)
    assert limited.matrix.shape[0] == 5
    assert limited.row_upper[-1] == pytest.approx(6.0, abs=1e-5)


def test_the_box_holds_what_the_relaxation_uses_and_one_more():
    p = bases()
    inner = box(p, np.array([1.2, 0, 2.8, 4, 0.4]), p.start)
    assert inner.columns.tolist() == [0, 2, 3, 4]
    assert inner.program.upper[[0, 3]].tolist() == [3, 1]


def test_settling_solves_the_continuous_part_aim_after_aim():
    p = bases()
    loose = np.array([2.0000004, 0, 3.0, 4.5, 1.0])
    settled = settle(p, loose, p.aims, Meter(Limits(seconds=5), lambda: False))
    assert settled.tolist() == [2, 0, 2, 4, 1]


def test_the_ladder_takes_better_plans_only_and_tolerances_do_not_add_up():
    ladder = Ladder([Aim("first", np.array([1.0, 0.0]), relative=0.1), Aim("second", np.array([0.0, 1.0]))])
    assert ladder.climb(np.array([100.0, 9.0])) == 0
    assert ladder.climb(np.array([109.0, 8.0])) == 1  # within a tenth of 100
    assert ladder.climb(np.array([112.0, 1.0])) == -1  # within a tenth of 109, but not of 100
    assert ladder.climb(np.array([100.0, 8.0])) == -1
    assert ladder.climb(np.array([90.0, 50.0])) == 0
    assert ladder.climb(np.array([100.0, 40.0])) == -1  # measured by 90 now
    assert ladder.climb(np.array([np.nan, 0.0])) == -1


def test_neighbourhoods_free_groups_with_what_they_share_rows_with():
    p = bases()
    around = Neighbourhoods(p, seed=0)
    assert [k.axis.name if k.axis else "random" for k in around.kinds] == ["step", "random"]
    for _ in range(20):
        kind, free = around.choose()
        assert free[[2, 3]].all()  # continuous columns always
        if kind.axis is not None:
            assert free[[0, 1]].sum() == 1
            assert free[4]  # the base shares a row with the unit
