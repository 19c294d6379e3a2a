"""What goes on the screen: inert text, numbers with thousands apart, columns that fit, JSON without NaN."""

import errno
import json

import pandas as pd
import pytest

from planner.cli import screen


def test_text_loses_what_could_move_a_cursor_or_turn_a_line_round():
    assert screen.inert("a\x1b[2Jb\x07\u202ec\r\nd\u200be") == "a[2Jbc  de"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12940, "12 940"),
        (0.0, "0"),
        (-0.0, "0"),
        (-650.0, "−650"),
        (0.5, "0.50"),
        (1e6, "1 000 000"),
        (float("nan"), "–"),
        (-0.001, "0.00"),
    ],
)
def test_numbers(value, text):
    assert screen.figure(value) == text


def test_a_table_fits_its_width_and_leaves_no_blanks_behind():
    rows = [["line", "units", "what"], ["land-west", "12", "a cause that takes more room than there is"]]
    laid = screen.laid_out(rows, [False, True, False], [True, False, True], 34)
    lines = [line for row in laid for line in row]
    assert max(map(len, lines)) <= 34
    assert all(line == line.rstrip() for line in lines)
    assert "12" in laid[1][0]
    assert " ".join(" ".join(line.split()[2 if i == 0 else 0 :]) for i, line in enumerate(laid[1])) == rows[1][2]


def test_a_column_that_must_stay_whole_is_not_wrapped():
    rows = [["run", "title"], ["20261124T083005Z-base-f9c7", "a long title of a scenario"]]
    (_, row) = screen.laid_out(rows, [False, False], [False, True], 40)
    assert row[0].startswith(" 20261124T083005Z-base-f9c7  ")


def test_json_has_no_nan_and_keeps_numbers(capsys):
    frame = pd.DataFrame({"id": ["a"], "value": [float("nan")], "count": [3], "flag": [True]})
    screen.emit({"rows": frame, "limit": float("inf"), "names": ("x", "y"), "where": None})
    told = json.loads(capsys.readouterr().out)
    assert told == {"rows": [{"id": "a", "value": None, "count": 3, "flag": True}], "limit": None, "names": ["x", "y"], "where": None}


def test_an_indexed_frame_keeps_its_index(capsys):
    screen.emit(pd.DataFrame({"nation": ["FRA"], "persons": [1.5]}).set_index("nation"))
    assert json.loads(capsys.readouterr().out) == [{"nation": "FRA", "persons": 1.5}]


def test_no_word_is_broken_while_another_column_can_give_way():
    rows = [["offer", "why it is", "entry Mar\u00a027"], ["DEU-battlegroup", "one two three four five six", "12"]]
    laid = screen.laid_out(rows, [False, False, True], [True, True, False], 40)
    assert [line.split()[0] for line in laid[1][:1]] == ["DEU-battlegroup"]
    assert max(len(line) for lines in laid for line in lines) <= 40
    assert laid[0][1].endswith("Mar\u00a027")  # a head wraps, at its phase


def test_steps_that_do_not_fit_stand_in_a_second_table(monkeypatch):
    monkeypatch.setenv("COLUMNS", "36")
    steps = [f"patrol {month}\u00a027" for month in ("Mar", "Apr", "May", "Jun")]
    frame = pd.DataFrame([["DEU-battlegroup", *"1111"]], columns=["offer", *steps])
    parts = screen.parted(frame, steps)
    assert [list(part) for part in parts] == [["offer", *steps[:2]], ["offer", *steps[2:]]]
    assert [list(part) for part in screen.parted(frame, [])] == [["offer", *steps]]


def test_a_reader_who_leaves_is_told_as_the_system_tells_it():
    """`posture show latest | head -1` ends without a word: the fault is known by its number."""
    with pytest.raises(BrokenPipeError) as left:
        screen.console().on_broken_pipe()
    assert left.value.errno == errno.EPIPE
