"""The agreed plan, by whatever way it is named: a table, rows, an export, a saved run; laid on this calendar by calendar month."""

import hashlib
import json
from pathlib import Path

import pytest
import yaml

from planner.scenario import Scenario, ScenarioError
from planner.scenario.load import load
from tests.scenario.small import yaml_of

ROWS = "offer,requirement,site,phase,units\nFRA-coy,line,camp,entry,2\nFRA-coy,line,camp,stay,3\n"
GOALS = ["below_minimum", {"minimise": "shortfall", "priority": 1}, "changes"]


def read(folder: Path, baseline, **changes) -> Scenario:
    (folder / "scenario.yaml").write_text(yaml_of(baseline=baseline, goals=GOALS, **changes))
    return load(folder)


def said(folder: Path, baseline, **changes) -> list[tuple[str, str]]:
    """Return place and text of each error."""
    with pytest.raises(ScenarioError) as raised:
        read(folder, baseline, **changes)
    return [(str(p.where).removeprefix(f"{folder}/"), p.what) for p in raised.value.problems if p.severity == "error"]


def rows(scenario: Scenario) -> list[list]:
    return scenario.frames["baseline"][["offer", "step", "units"]].values.tolist()


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "agreed.csv").write_text(ROWS)
    return tmp_path


def test_a_table_alone_beside_its_terms_or_as_rows_is_one_plan(plan):
    inline = [{"offer": "FRA-coy", "requirement": "line", "phase": phase, "units": n} for phase, n in (("entry", 2), ("stay", 3))]
    ways = (
        "agreed.csv",
        {"table": "agreed.csv"},
        {"table": "agreed.csv", "per_site": True},
        inline,
        {"table": inline, "weights": {"offered": 1}},
    )
    for way in ways:
        assert rows(read(plan, way)) == [["FRA-coy", 0, 2], ["FRA-coy", 1, 3]], way


def test_terms_are_those_that_are_said_and_else_of_the_format(plan):
    terms = read(plan, {"table": "agreed.csv", "weights": {"announced": 8}, "most_changed_nations": 2}).persistence
    assert dict(terms.weights) == {"exploratory": 0, "offered": 1, "announced": 8, "deployed": 20, "unused": 0.2}
    assert (terms.most_changed_nations, terms.per_site, terms.gone) == (2, False, ())
    assert read(plan, "none").persistence is None


def test_every_file_that_was_read_is_kept(plan):
    assert {Path(name).name for name in read(plan, {"table": "agreed.csv"}).files} == {"scenario.yaml", "agreed.csv"}


def test_dates_map_by_calendar_month_whatever_the_calendar(plan):
    """Agreed from April to June; stay begins in April, so its units are those of April, to September."""
    (plan / "agreed.csv").write_text("offer,requirement,from,until,units\nFRA-coy,line,2026-04-01,2026-07-01,2\n")
    assert rows(read(plan, "agreed.csv")) == [["FRA-coy", 1, 2]]
    assert rows(read(plan, "agreed.csv", calendar__step="month")) == [["FRA-coy", p, 2] for p in (3, 4, 5)]
    shifted = read(plan, "agreed.csv", calendar__start="2026-03-01", calendar__d_day="2026-03-01")
    assert rows(shifted) == [["FRA-coy", 1, 2]]  # stay now begins in June


def test_from_rounds_up_and_until_down(plan):
    (plan / "agreed.csv").write_text("offer,requirement,from,until,units\nFRA-coy,line,2026-01-02,2026-04-20,2\nEST-coy,line,D+31,,1\n")
    assert rows(read(plan, "agreed.csv", calendar__step="month")) == [
        *[["EST-coy", p, 1] for p in range(3, 9)], ["FRA-coy", 1, 2], ["FRA-coy", 2, 2],
    ]  # fmt: skip


def test_what_is_gone_is_told_and_counts_nothing(plan):
    (plan / "agreed.csv").write_text(ROWS + "GBR-coy,line,camp,entry,2\nFRA-coy,old-line,camp,entry,1\nFRA-coy,rear,old-camp,stay,1\n")
    scenario = read(plan, "agreed.csv")
    assert rows(scenario) == [["FRA-coy", 0, 2], ["FRA-coy", 1, 3], ["FRA-coy", 1, 1]]
    assert scenario.persistence.gone == ("GBR-coy", "old-line")
    notes = [(p.where.cell, p.what) for p in scenario.problems if "agreed plan" in p.what]
    assert notes == [
        ("row 4", "GBR-coy of the agreed plan: not offered any more; what was agreed there counts nothing"),
        ("row 5", "old-line of the agreed plan: no line any more; what was agreed there counts nothing"),
    ]
    by_site = read(plan, {"table": "agreed.csv", "per_site": True})
    assert by_site.persistence.gone == ("GBR-coy", "old-camp", "old-line")


def test_a_folder_of_an_export_and_of_a_run_say_the_same(plan):
    (plan / "exported").mkdir()
    (plan / "exported/agreed.csv").write_text("offer,requirement,site,from,until,units\nFRA-coy,line,camp,2026-04-01,2026-10-01,2\n")
    run(plan / "first", [["FRA-coy", "line", "camp", 1, 2]])
    for way in ({"run": "exported"}, {"run": "first"}, "first"):
        assert rows(read(plan, way)) == [["FRA-coy", 1, 2]], way
    kept = {Path(name).name for name in read(plan, "first").files}
    assert kept == {"scenario.yaml", "run.json", "plan.json"}


def run(folder: Path, place, steps=(("2026-01-01", "2026-04-01"), ("2026-04-01", "2026-10-01"))) -> Path:
    """Write what of a saved run is read."""
    folder.mkdir()
    plan = json.dumps({"decisions": {"place": place}}).encode()
    (folder / "plan.json").write_bytes(plan)
    (folder / "run.json").write_text(json.dumps({"steps": steps, "kept": {"plan.json": hashlib.sha256(plan).hexdigest()}}))
    return folder


def test_a_run_that_is_no_whole_one_is_refused(plan):
    for name, spoil in (
        ("changed", lambda f: (f / "plan.json").write_text('{"decisions": {"place": []}}')),
        ("torn", lambda f: (f / "run.json").write_text('{"steps": [["2026')),
        ("old", lambda f: (f / "run.json").write_text("{}")),
        ("odd", lambda f: (f / "run.json").write_text("[]")),
    ):
        spoil(run(plan / name, [["FRA-coy", "line", "camp", 0, 2]]))
        [(place, what)] = said(plan, name)
        assert place.endswith(":11")
        assert what.startswith(f"{plan}/{name} holds no plan that this version reads")


def test_what_is_no_plan_at_all_is_told_at_its_name(plan):
    (plan / "empty").mkdir()
    for way, what in (
        ("empty", "empty is no folder with a plan"),
        ("../other", "../other lies outside the folder of the scenario"),
        ({"run": "empty", "table": "agreed.csv"}, "the agreed plan is a run and a table"),
    ):
        assert [text for _, text in said(plan, way)] == [what]


def test_an_option_names_another_plan_or_none(plan):
    (plan / "other.csv").write_text("offer,requirement,phase,units\nEST-coy,line,stay,1\n")
    options = {"other": {"change": {"baseline": {"table": "other.csv"}}}, "free": {"change": {"baseline": "none"}}}
    scenario = read(plan, {"table": "agreed.csv", "most_changed_nations": 1}, options=options)
    assert rows(scenario) == [["FRA-coy", 0, 2], ["FRA-coy", 1, 3]]
    other = load(plan, "other")
    assert (rows(other), other.persistence.most_changed_nations) == ([["EST-coy", 1, 1]], 1)
    assert load(plan, "free").persistence is None


def test_without_a_baseline_the_goal_is_skipped_with_a_note(plan):
    scenario = read(plan, "none")
    assert [g.metric for g in scenario.goals] == ["below_minimum", "shortfall"]
    assert [p.what for p in scenario.problems if "changes" in p.what] == ["goal changes: there is no baseline: it would be 0"]


def test_the_plan_is_content_of_the_scenario(plan):
    """Another agreed plan is another scenario: its digest differs, and so it does with another weight."""
    found = {read(plan, way).digest for way in ("none", "agreed.csv", {"table": "agreed.csv", "weights": {"offered": 3}})}
    assert len(found) == 3
    text = yaml.safe_load((plan / "scenario.yaml").read_text())
    assert text["baseline"] == {"table": "agreed.csv", "weights": {"offered": 3}}
