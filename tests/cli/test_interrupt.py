"""Ctrl-C: once asks for an orderly stop, twice stops now; a plan that is there is verified and saved."""

import signal

import pytest

from planner.cli.interrupt import Interrupt


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
