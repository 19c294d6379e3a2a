"""A table with a column for each option never runs over the screen: what does not fit goes below, whole options together."""

import pandas as pd
import pytest

from planner.cli import spread

OPTIONS = [["base"], ["ambition-10k", "▲ ambition-10k"], ["no-backstop"]]
TABLE = pd.DataFrame([{"criterion": "coverage", "": "↑"} | {c: "12.5" for option in OPTIONS for c in option}])


@pytest.mark.parametrize(
    ("width", "heads"),
    [
        (80, ["criterion base ambition-10k ▲ ambition-10k no-backstop"]),
        (50, ["criterion base ambition-10k ▲ ambition-10k", "criterion no-backstop"]),
        (45, ["criterion base", "criterion ambition-10k ▲ ambition-10k", "criterion no-backstop"]),
    ],
)
def test_options_that_do_not_fit_go_below_each_other(monkeypatch, capsys, width, heads):
    monkeypatch.setenv("COLUMNS", str(width))
    spread.table(TABLE, OPTIONS)
    lines = capsys.readouterr().out.splitlines()
    assert [" ".join(line.split()) for line in lines if "criterion" in line] == heads
    assert sum(line.count("12.5") for line in lines) == 4
    assert all(len(line) <= width for line in lines)


def test_an_option_wider_than_the_screen_is_printed_all_the_same(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "20")
    spread.table(TABLE, OPTIONS)
    assert capsys.readouterr().out.count("12.5") == 4
