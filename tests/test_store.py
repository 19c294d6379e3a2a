"""Run folders: what cannot be read is said and passed over, what is private stays so, what breaks off is nothing to build on."""

import re
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from planner import conductor, store
from planner.conductor import load, run
from planner.frames import make
from planner.store import records
from solvers import Limits

WORKED = Path(__file__).parents[1] / "scenarios" / "worked-example"


@pytest.fixture
def made(tmp_path):
    return run(load(WORKED), Limits(seconds=30), tmp_path)


def test_a_run_reads_back_as_it_was(made, tmp_path):
    saved = store.open("latest", tmp_path)
    assert (saved.state, saved.plan.metrics, saved.plan.levels) == ("done", made.plan.metrics, made.plan.levels)
    assert saved.scenario.digest == made.scenario.digest


def test_an_unreadable_run_hides_no_other(made, tmp_path):
    torn = tmp_path / "20990101T000000Z-base-ffff"
    torn.mkdir()
    (torn / store.RUN).write_text("{")
    assert store.listing(tmp_path)["state"].tolist() == ["damaged", "done"]
    assert store.open("latest", tmp_path).id == made.id


def test_what_the_planner_keeps_private_stays_private(made):
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o700


def test_the_plan_of_a_solver_that_died_is_not_done(tmp_path, monkeypatch):
    solved = conductor.solvers.solve
    monkeypatch.setattr(conductor.solvers, "solve", lambda *a, **k: replace(solved(*a, **k), stopped_by="crash"))
    done = run(load(WORKED), Limits(seconds=30), tmp_path)
    assert not done.sound
    assert store.open("latest", tmp_path).state == "failed"


def test_text_that_a_spreadsheet_would_run_is_text_in_a_table_and_reads_back():
    said = ("=1+1", "@SUM(1)", "-2", "'quoted", "''", "plain", "a=b", "")
    table = make("double_hatted", [{"commitment": text, "nation": "FRA", "step": n, "persons": 1.0} for n, text in enumerate(said)])
    text = records.to_csv(table)
    assert not re.search(r"^[=@+-]", text.split("\n", 1)[1], re.MULTILINE)
    assert records.from_csv("double_hatted", text).equals(table)
