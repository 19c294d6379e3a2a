"""The wall clock may jump: limits count by another clock, and the list of runs keeps the order in which they were begun."""

import time
from datetime import UTC, datetime

import pytest

from planner import store
from planner.store import folder as writing
from solvers import Client, Limits
from tests.faults.replay import recorded
from tests.faults.started import LONG
from tests.solvers.hard import hard


def at(monkeypatch, year: int) -> None:
    """Set the wall clock, for all that a run notes."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(year, 1, 1, tzinfo=UTC)

    monkeypatch.setattr(writing, "datetime", Clock)


def begun(tmp_path):
    return store.create(tmp_path, recorded().scenario, {}, {})


def test_runs_are_listed_in_the_order_begun_whatever_the_clock_said(tmp_path, monkeypatch):
    ids = []
    for year in (2099, 2001, 2026):  # far ahead, then far back, then right
        at(monkeypatch, year)
        ids.append(begun(tmp_path).id)
    assert store.listing(tmp_path)["id"].tolist() == ids
    assert store.open("latest", tmp_path).id == ids[-1]


@pytest.mark.parametrize("jump", [-1e6, 1e6])
def test_a_clock_that_jumps_moves_no_limit(monkeypatch, jump):
    true = time.time
    monkeypatch.setattr(time, "time", lambda: true() + jump)
    began = time.monotonic()
    with Client() as client:
        outcome = client.solve(hard(), Limits(seconds=1.5), stop=lambda: time.monotonic() - began > LONG)
    assert outcome.stopped_by == "clock"  # not by whoever lost patience
    assert time.monotonic() - began > 1.0
