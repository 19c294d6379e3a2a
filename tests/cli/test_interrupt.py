"""Ctrl-C: once asks for an orderly stop, twice stops now; a plan that is there is verified and saved."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from planner.cli.interrupt import Interrupt

FLAGSHIP = Path(__file__).parents[2] / "scenarios" / "multinational-force"


def test_the_first_asks_and_the_second_stops():
    said: list[str] = []
    before = signal.getsignal(signal.SIGINT)
    with Interrupt() as interrupt:
        interrupt.tell = said.append
        assert not interrupt()
        signal.raise_signal(signal.SIGINT)
        assert interrupt()
        assert "verified and saved" in said[0]
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.slow
def test_a_solve_that_is_stopped_returns_its_verified_plan(tmp_path):
    words = [sys.executable, "-m", "planner", "solve", str(FLAGSHIP), "--time-limit", "10m", "--runs", str(tmp_path), "--json"]
    program = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 120
    while not list(tmp_path.glob("*/plan.json")) and time.monotonic() < deadline:
        time.sleep(0.2)
    program.send_signal(signal.SIGINT)
    told, progress = program.communicate(timeout=120)
    assert program.returncode == 0, progress
    record = json.loads(told)
    assert record["stopped_by"] == "user"
    assert record["verified"]
    assert "Traceback" not in progress
