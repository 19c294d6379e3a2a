"""From numbers to meaning and back: what a vector decides is read, and what is decided finds its seat again."""

import numpy as np
import pytest

from planner.decisions import KINDS, MOST, DecisionError, frame, read, seat

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


@pytest.mark.parametrize(
    ("step", "units", "told"),
    [
        (1, 1.9, "units is 1.9"),
        (1, 1.0, "units is 1.0"),
        (1, "1", "units is '1'"),
        (1, True, "units is True"),
        (1, None, "units is None"),
        (1, 2**70, f"units is {2**70}"),
        (1, MOST + 1, f"units is {MOST + 1}"),
        (1.5, 1, "step is 1.5"),
        (False, 1, "step is False"),
    ],
)
def test_nothing_is_cut_to_a_whole_number(step, units, told):
    with pytest.raises(DecisionError) as fault:
        frame("place", [("A", "line", "camp", 0, 1), ("B", "line", "camp", step, units)])
    assert str(fault.value) == f"place ['B', 'line', 'camp', {step!r}, {units!r}] holds what is no whole number: {told}"


@pytest.mark.parametrize("row", [(), ("camp", 1), ("camp", 1, 1, 1)])
def test_a_row_of_another_length_is_refused(row):
    with pytest.raises(DecisionError, match="is not site, step, open"):
        frame("open", [row])


def test_an_id_is_text():
    with pytest.raises(DecisionError, match="holds what is no id: site is 7"):
        frame("open", [(7, 1, 1)])


def test_numbers_of_any_width_and_either_sign_are_held():
    rows = [("camp", np.int8(1), 1), ("hub", 2, -MOST)]
    assert frame("open", rows).to_numpy().tolist() == [["camp", 1, 1], ["hub", 2, -MOST]]


def test_what_need_not_be_whole_is_read_to_its_last_digit():
    labels = [("flow", ("road", "food", 1)), ("flow", ("rail", "food", 1)), ("flow", ("track", "food", 1)), LABELS[0]]
    decisions = read(labels, np.array([0.1 + 0.2, 7.0, 1e-12, 2.0]))
    assert decisions["flow"].to_numpy().tolist() == [
        ["rail", "food", 1, 7.0],
        ["road", "food", 1, 0.1 + 0.2],
    ]  # the noise of a solver is nothing
    assert seat(decisions, labels).tolist() == [0.1 + 0.2, 7.0, 0.0, 2.0]


@pytest.mark.parametrize("tpd", [float("nan"), float("inf"), "5", True, None])
def test_an_amount_that_need_not_be_whole_is_a_number_all_the_same(tpd):
    with pytest.raises(DecisionError, match="holds what is no number: tpd is"):
        frame("flow", [("road", "food", 1, tpd)])


def test_a_flow_has_a_whole_step():
    with pytest.raises(DecisionError, match=r"no whole number: step is 1\.5"):
        frame("flow", [("road", "food", 1.5, 2.0)])
