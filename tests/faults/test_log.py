"""The solver's own log: whole, bounded, and without any effect on the search."""

import numpy as np

from planner import store
from planner.store import folder as writing
from solvers import Event, Limits, levels
from solvers.chatter import Chatter
from solvers.highs import minimise
from solvers.meter import Meter
from tests.faults.replay import STARTER
from tests.faults.test_clock import begun
from tests.solvers.hard import hard
from tests.solvers.small import program


def test_a_run_keeps_the_log_of_every_goal(tmp_path):
    from planner.conductor import load, run

    done = run(load(STARTER), Limits(seconds=60), tmp_path)
    text = (done.path / store.LOG).read_text()
    assert "Solving report" in text
    for number in range(1, len(done.plan.levels) + 1):
        assert f"goal {number}, level: proven" in text
    assert '"kind": "log"' not in (done.path / store.EVENTS).read_text()


def test_listening_changes_neither_plan_nor_work():
    p, found = hard(), []
    for log in (None, [].append):
        meter = Meter(Limits(seconds=60, work=0.3), lambda: False, log)
        answer = minimise(p, p.aims[0], meter, 0.3, start=p.start)
        found.append((answer.x, answer.bound, meter.work))
    assert np.array_equal(found[0][0], found[1][0])
    assert found[0][1:] == found[1][1:]


def test_lines_stand_before_what_ends_their_level():
    told: list[Event] = []
    levels.solve(program(3), Limits(seconds=20), None, told.append, lambda: False)
    kinds = [e.kind for e in told if e.kind in {"log", "level"}]
    assert kinds[0] == "log"
    assert sum(len(e.note) for e in told if e.kind == "log") > 500


def test_few_events_carry_many_lines():
    told: list[Event] = []
    chatter = Chatter(told.append)
    chatter.at = lambda: (1.0, 0.0)
    for k in range(10_000):
        chatter.hear(f"line {k}\n")
    chatter.flush()
    assert len(told) < 12
    assert "".join(e.note for e in told).count("\n") == 10_000


def test_a_log_is_cut_with_a_note(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "MOST_LOG", 1000)
    folder = begun(tmp_path)
    for _ in range(100):
        folder.log("x" * 99 + "\n")
    text = (folder.path / store.LOG).read_text()
    assert len(text) < 1200
    assert text.endswith("This log is cut here: 0 MB are kept.\n")
