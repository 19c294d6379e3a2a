"""Durations, shares and amounts as people write them; anything else is wrong use."""

import pytest
from typer import BadParameter
from typer.testing import CliRunner

from planner.cli import app
from planner.cli.types import amount, duration, share


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("5m", 300), ("1h", 3600), ("1h30m", 5400), ("45", 45), ("0.5m", 30), (" 2 m ", 120), ("1M", 60)]
)
def test_durations(text, seconds):
    assert duration(text) == seconds


@pytest.mark.parametrize("text", ["0", "0s", "-5m", "", "soon", "5m5", "m", "5 days", "1h-2m", "inf", "nan", "1e3"])
def test_no_durations(text):
    with pytest.raises(BadParameter):
        duration(text)


@pytest.mark.parametrize(("text", "value"), [("1%", 0.01), ("0.5 %", 0.005), ("0.01", 0.01), ("0", 0.0), (0.0, 0.0), (".02", 0.02)])
def test_shares(text, value):
    assert share(text) == pytest.approx(value)


@pytest.mark.parametrize("text", ["-1%", "100%", "1", "one", "", "1%%", "nan"])
def test_no_shares(text):
    with pytest.raises(BadParameter):
        share(text)


def test_amounts_of_work():
    assert amount("1_000") == 1000
    for text in ("0", "-1", "inf", "nan", "much"):
        with pytest.raises(BadParameter):
            amount(text)


def test_a_time_limit_of_nothing_is_wrong_use(tmp_path):
    result = CliRunner().invoke(app, ["solve", str(tmp_path), "--time-limit", "0"])
    assert result.exit_code == 2
    assert "above 0" in result.stderr
