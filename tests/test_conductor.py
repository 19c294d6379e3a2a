"""What ends a run leaves its folder saying so; every option is looked at before anything is solved."""

from pathlib import Path

import pytest

import solvers
from planner import conductor, store
from planner.store.layout import record
from planner.store.records import digest, sealed
from solvers import Limits

STARTER = Path(__file__).parents[1] / "scenarios/starter"


@pytest.fixture
def starter():
    return conductor.load(STARTER)


def interrupting(monkeypatch, *, after_plan: bool) -> None:
    """Press Ctrl-C a second time: before the search, or once a plan is on disk."""
    solve = solvers.solve

    def stopped(program, limits, tell, stop):
        if not after_plan:
            raise KeyboardInterrupt

        def told(event):
            tell(event)
            if event.kind == "level":
                raise KeyboardInterrupt

        return solve(program, limits, tell=told, stop=stop)

    monkeypatch.setattr(solvers, "solve", stopped)


def test_a_run_stopped_at_once_says_where_its_plan_lies_and_what_is_proven(starter, tmp_path, monkeypatch):
    interrupting(monkeypatch, after_plan=True)
    with pytest.raises(conductor.StoppedError, match="the last plan saved is in") as fault:
        conductor.run(starter, Limits(seconds=60), tmp_path)
    saved = store.open(fault.value.path)
    assert saved.state == "interrupted"
    assert saved.meta["state"] == "interrupted"
    assert saved.plan is not None
    assert saved.plan.levels[0].state == "proven"
    assert saved.plan.levels[0].bound == pytest.approx(saved.plan.levels[0].value)


def test_a_run_stopped_before_its_first_plan_is_not_left_running(starter, tmp_path, monkeypatch):
    interrupting(monkeypatch, after_plan=False)
    with pytest.raises(KeyboardInterrupt) as fault:
        conductor.run(starter, Limits(seconds=60), tmp_path)
    assert not isinstance(fault.value, conductor.StoppedError)
    assert store.open("latest", tmp_path).meta["state"] == "interrupted"


def test_ctrl_c_while_the_end_is_noted_does_not_leave_the_run_running(starter, tmp_path, monkeypatch):
    interrupting(monkeypatch, after_plan=False)
    note, pressed = store.Folder.note, []

    def noting(self, **changes):
        if "why" in changes and not pressed:
            pressed.append(changes)
            raise KeyboardInterrupt
        note(self, **changes)

    monkeypatch.setattr(store.Folder, "note", noting)
    with pytest.raises(KeyboardInterrupt):
        conductor.run(starter, Limits(seconds=60), tmp_path)
    assert pressed
    assert store.open("latest", tmp_path).meta["state"] == "interrupted"


def test_a_run_of_an_older_format_is_a_sentence(starter, tmp_path):
    conductor.run(starter, Limits(seconds=60), tmp_path)
    path = store.open("latest", tmp_path).path
    main = path / store.INPUT / "scenario.yaml"
    main.write_text(main.read_text().replace("consent:", "konsent:"))
    meta = record(path, store.RUN)
    (path / store.RUN).write_text(sealed(meta | {"inputs": {"scenario.yaml": digest(main.read_bytes())}}))
    with pytest.raises(store.RunError, match=r"not what this version reads.*scenario\.yaml:"):
        store.open("latest", tmp_path)


def test_a_plan_of_an_older_format_is_a_sentence(starter, tmp_path):
    conductor.run(starter, Limits(seconds=60), tmp_path)
    path = store.open("latest", tmp_path).path
    plan, meta = record(path, store.PLAN), record(path, store.RUN)
    del plan["decisions"]["place"]
    (path / store.PLAN).write_text(sealed(plan))
    (path / store.RUN).write_text(sealed(meta | {"kept": {}}))
    with pytest.raises(store.RunError, match="not what this version reads"):
        store.open("latest", tmp_path)


def test_check_looks_at_every_option_unless_one_is_named(tmp_path):
    text = (STARTER / "scenario.yaml").read_text().replace("us-backstop: {granted: false", "us-backstp: {granted: false")
    (tmp_path / "scenario.yaml").write_text(text)
    found = conductor.check(tmp_path)
    assert found.scenario is not None
    assert found.unusable == ("no-backstop",)
    (told,) = [p for p in found.problems if p.severity == "error"]
    assert told.what.startswith('option no-backstop: "conditions.us-backstp" is not there')
    assert conductor.check(tmp_path, "base").usable
    assert not conductor.check(tmp_path, "no-backstop").usable
