"""The last plan is polished: what rounding left in it goes, and no goal gets worse for it."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from solvers import Aim, Limits, Program
from solvers.book import Book
from solvers.meter import Meter

FIRST, LOOSE = 0.1 + 0.2, 176844.83  # the last digit of a first goal, and a column that stands at its bound with its tolerance


@pytest.fixture
def book() -> Book:
    """A book whose best plan keeps the second goal within its tolerance of 5%, and no better than that."""
    none = np.zeros(2)
    aims = (Aim("uncovered", np.array([1.0, 0.0])), Aim("peak", np.array([0.0, 1.0]), relative=0.05))
    made = Program(
        matrix=sparse.csr_array((0, 2)), row_lower=np.zeros(0), row_upper=np.zeros(0), lower=none, upper=np.full(2, 1e9),
        integer=np.zeros(2, dtype=bool), aims=aims, column_labels=(), row_labels=(), axes=(), start=none,
    )  # fmt: skip
    book = Book(made, Meter(Limits(seconds=1.0), lambda: False), lambda event: None)
    assert book.offer(np.array([FIRST, LOOSE / 1.05]))
    book.ladder.x = np.array([0.3, LOOSE])
    return book


def test_a_plan_is_taken_whose_first_goal_differs_in_the_last_digit(book):
    assert FIRST > 0.3
    book.polish(np.array([FIRST, 175640.0]))
    assert book.x.tolist() == [FIRST, 175640.0]
    assert book.ladder.floor == [FIRST, LOOSE / 1.05], "what later plans are measured by has not moved"


@pytest.mark.parametrize("worse", [[0.3 + 1e-5, 175640.0], [0.3, LOOSE + 1.0]], ids=["an earlier goal", "a later goal"])
def test_a_plan_that_is_worse_by_more_than_rounding_is_not(book, worse):
    book.polish(np.array(worse))
    assert book.x.tolist() == [0.3, LOOSE]


def test_a_plan_that_breaks_a_row_is_not(book):
    book.program = replace(book.program, matrix=sparse.csr_array([[0.0, 1.0]]), row_lower=np.array([LOOSE]), row_upper=np.array([np.inf]))
    book.polish(np.array([0.3, 175640.0]))
    assert book.x.tolist() == [0.3, LOOSE]
