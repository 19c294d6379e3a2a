"""From numbers to meaning and back: what a vector decides is read, and what is decided finds its seat again."""

import numpy as np

from planner.decisions import KINDS, read, seat

LABELS = (("place", ("B", "line", "camp", 1)), ("short", ("line", "coy", 1)), ("place", ("A", "line", "camp", 0)), ("open", ("camp", 1)))


def test_zeros_are_left_out_and_rows_are_sorted():
    decisions = read(LABELS, np.array([2.0000004, 0.5, 1.0, 0.0]))
    assert decisions["place"].to_numpy().tolist() == [["A", "line", "camp", 0, 1], ["B", "line", "camp", 1, 2]]
    assert all(decisions[kind].empty for kind in KINDS if kind != "place")


def test_what_was_read_takes_its_seat_again():
    x = np.array([2.0, np.nan, 1.0, 1.0])
    assert np.array_equal(seat(read(LABELS, np.nan_to_num(x)), LABELS), x, equal_nan=True)


def test_a_decision_without_a_column_is_left_out():
    assert seat(read(LABELS, np.array([2.0, 0.0, 1.0, 1.0])), LABELS[1:]).tolist()[1:] == [1.0, 1.0]
