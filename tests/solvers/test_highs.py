"""The traps of HiGHS, one by one, so that a newer version can be tried against them."""

import json
from dataclasses import replace
from pathlib import Path

import highspy
import numpy as np
import pytest
from scipy import sparse

from solvers import Aim, Limits, Program
from solvers import highs as driver
from solvers.meter import Meter
from tests.solvers.hard import hard
from tests.solvers.small import program


def meter(seconds: float = 20.0, stopped: bool = False) -> Meter:
    return Meter(Limits(seconds=seconds), lambda: stopped)


def test_numbers_that_are_none_are_refused():
    p = program(0)
    broken = replace(p)
    broken.matrix.data[0] = np.nan  # after the Program has looked
    with pytest.raises(ValueError, match="numbers only"):
        driver.minimise(broken, p.aims[0], meter(), 1.0)
    with pytest.raises(ValueError, match="numbers only"):
        driver.minimise(program(0), Aim("broken", np.full(p.start.size, np.inf)), meter(), 1.0)


def test_a_misspelt_option_raises():
    with pytest.raises(driver.HighsError, match="mip_relgap"):
        driver.minimise(program(0), program(0).aims[0], meter(), 1.0, options={"mip_relgap": 0.0})


def test_a_refused_call_raises():
    p = program(0)
    bad = replace(p)
    bad.matrix.indices[0] = 99  # no such column: passModel answers with an error status
    with pytest.raises(driver.HighsError, match="passModel"):
        driver.minimise(bad, p.aims[0], meter(), 1.0)


def test_the_time_limit_holds_for_each_run_anew():
    watch = meter(30.0)
    for _ in range(2):
        before = watch.seconds()
        answer = driver.minimise(hard(), hard().aims[0], watch, 0.6)
        assert answer.state == "stopped"
        assert answer.x is not None
        assert 0.3 < watch.seconds() - before < watch.limits.seconds / 2


def test_an_infeasible_program_has_no_plan_although_highs_says_objective_0():
    p = Program(
        sparse.csr_array(np.ones((1, 2))), np.array([0.4]), np.array([0.6]), np.zeros(2), np.ones(2), np.ones(2, bool),
        (Aim("sum", np.ones(2)),), (), (), (), np.zeros(2),
    )  # fmt: skip
    answer = driver.minimise(p, p.aims[0], meter(), 5.0)
    assert (answer.state, answer.x) == ("infeasible", None)


def test_threads_stay_at_one():
    loaded = driver._loaded(program(0), program(0).aims[0], relaxed=False)
    assert loaded.getOptionValue("threads")[1] == 1
    assert loaded.getOptionValue("parallel")[1] == "off"
    assert highspy.Highs().version() == "1.15.1"


def test_callbacks_bring_plans_and_interrupt():
    found = []
    p = hard()
    answer = driver.minimise(p, p.aims[0], meter(), 1.5, plan=found.append, start=p.start)
    assert answer.x is not None
    assert min(p.aims[0].value(x) for x in found) == pytest.approx(p.aims[0].value(answer.x), abs=1e-4)
    stopped = meter(60.0, stopped=True)
    driver.minimise(p, p.aims[0], stopped, 60.0)
    assert stopped.seconds() < stopped.limits.seconds / 2


def test_what_a_callback_raises_comes_out_after_the_run():
    def fail(x):
        raise ArithmeticError("in the callback")

    with pytest.raises(ArithmeticError, match="in the callback"):
        driver.minimise(hard(), hard().aims[0], meter(), 5.0, plan=fail)


def test_work_interrupts_a_run_and_is_counted_alike():
    p, spent = hard(), []
    for _ in range(2):
        counted = Meter(Limits(seconds=60, work=10.0), lambda: False)
        driver.minimise(p, p.aims[0], counted, 0.2)
        spent.append(counted.work)
    assert spent[0] == spent[1] < 2.0


def test_a_start_close_to_the_optimum_is_not_called_optimal():
    """Handed over by setSolution, with presolve on, this start is called optimal; see the docstring of solvers.highs."""
    d = json.loads((Path(__file__).parent / "close_start.json").read_text())
    p = Program(
        matrix=sparse.csr_array((d["data"], d["indices"], d["indptr"]), shape=(len(d["row_lower"]), len(d["upper"]))),
        row_lower=numbers(d["row_lower"], -np.inf),
        row_upper=numbers(d["row_upper"], np.inf),
        lower=np.zeros(len(d["upper"])),
        upper=numbers(d["upper"], np.inf),
        integer=np.array(d["integer"], dtype=bool),
        aims=(Aim("goal", np.array(d["cost"])),),
        column_labels=(),
        row_labels=(),
        axes=(),
        start=np.array(d["start"]),
    )
    assert p.violation(p.start) <= 1e-6
    assert p.aims[0].value(p.start) == pytest.approx(0.306818, abs=1e-6)
    answer = driver.minimise(p, p.aims[0], meter(), 5.0, start=p.start)
    assert answer.state == "optimal"
    assert p.aims[0].value(answer.x) == pytest.approx(0.223485, abs=1e-6)


def numbers(values: list[float | None], infinite: float) -> np.ndarray:
    return np.array([infinite if v is None else v for v in values])


def test_duals_describe_the_optimal_face():
    p = program(2)
    answer = driver.minimise(p, p.aims[0], meter(), 5.0, relaxed=True)
    assert answer.state == "optimal"
    assert answer.bound == pytest.approx(p.aims[0].value(answer.x))
    assert np.allclose(p.aims[0].cost - p.matrix.T @ answer.dual, answer.reduced, atol=1e-7)
