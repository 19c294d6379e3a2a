"""A scenario changed, moved or thrown away while it is solved has no effect on the run."""

import shutil

import pytest

import solvers
from planner import store
from planner.conductor import load, run
from planner.verify import verify
from solvers import Limits
from tests.faults.replay import STARTER

CHANGES = {
    "changed": lambda folder: (folder / "scenario.yaml").write_text("format: 1\ntitle: another\n"),
    "thrown away": shutil.rmtree,
    "moved": lambda folder: folder.rename(folder.with_name("moved")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_happens_to_the_scenario_meanwhile_changes_nothing(tmp_path, monkeypatch, change):
    folder = tmp_path / "plan"
    shutil.copytree(STARTER, folder)
    written = (folder / "scenario.yaml").read_bytes()
    scenario = load(folder)
    if change == "changed":
        CHANGES[change](folder)  # before the run begins
    solve = solvers.solve

    def solved(*words, **more):
        if change != "changed":
            CHANGES[change](folder)
        return solve(*words, **more)

    monkeypatch.setattr(solvers, "solve", solved)
    done = run(scenario, Limits(seconds=60), tmp_path / "runs")
    saved = store.open("latest", tmp_path / "runs")
    assert (saved.path / store.INPUT / "scenario.yaml").read_bytes() == written
    assert saved.scenario.digest == scenario.digest == done.plan.digest
    assert verify(saved.scenario, saved.plan).empty
