"""What the verbs say of plans, end to end on the shipped starter: evaluated by hand, compared, briefed, exported."""

import csv
import io
import json

import pytest
from typer.testing import CliRunner, Result

from planner.cli import app


def posture(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_evaluate_scores_a_plan_by_hand(plan_folder):
    table = plan_folder / "plan" / "plan.csv"
    fine = posture("evaluate", plan_folder / "plan", "--plan", table, "--json")
    assert fine.exit_code == 0
    assert json.loads(fine.stdout)["breaches"] == []


def test_evaluate_names_the_line_of_a_broken_rule_and_begins_with_the_verdict(plan_folder, tmp_path):
    text = (plan_folder / "plan" / "plan.csv").read_text()
    bad = tmp_path / "bad.csv"
    bad.write_text(text.replace("GBR-sam,camp-air-defence,lviv-area,entry,1", "GBR-sam,camp-air-defence,lviv-area,entry,2"))
    result = posture("evaluate", plan_folder / "plan", "--plan", bad, "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert {tuple(breach["lines"]) for breach in told["breaches"] if breach["rule"] == "rotation"} == {(10,)}
    shown = posture("evaluate", plan_folder / "plan", "--plan", bad).stdout
    assert shown.splitlines()[0] == "1 rule is broken: not to be used."
    assert " COVERAGE " in shown
    assert posture("evaluate", plan_folder / "plan", "--plan", plan_folder / "plan" / "plan.csv").stdout.startswith("No rule is broken.")


def test_evaluate_names_no_line_for_what_a_plan_lacks(plan_folder, tmp_path):
    scenario = (plan_folder / "plan" / "scenario.yaml").read_text()
    pin = "pins:\n  - {place: {offer: POL-fighters, requirement: air-policing}, exactly: 1, from: entry, until: stabilise}\n\ngoals:"
    (tmp_path / "scenario.yaml").write_text(scenario.replace("goals:", pin, 1))
    rows = (plan_folder / "plan" / "plan.csv").read_text().splitlines()
    (tmp_path / "plan.csv").write_text("\n".join(row for row in rows if not row.startswith("POL-fighters,air-policing,rzeszow,entry")))
    told = json.loads(posture("evaluate", tmp_path, "--plan", tmp_path / "plan.csv", "--json").stdout)
    assert [breach["lines"] for breach in told["breaches"] if breach["rule"] == "pins"] == [[]]


def test_evaluate_refuses_a_plan_with_a_bad_row(plan_folder, tmp_path):
    text = (plan_folder / "plan" / "plan.csv").read_text()
    bad = tmp_path / "bad.csv"
    bad.write_text(text.replace("FRA-engineers,land-engineers,lviv-area,entry", "FRA-enginers,land-engineers,lviv-area,entry"))
    result = posture("evaluate", plan_folder / "plan", "--plan", bad, "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [problem["where"]["line"] for problem in told["problems"]] == [8]
    assert told["breaches"] == told["goals"] == told["metrics"] == []  # without its rows it would be another plan that is judged
    shown = posture("evaluate", plan_folder / "plan", "--plan", bad).stdout
    assert "cannot be read" in shown.splitlines()[0]
    assert "GOALS" not in shown


def test_compare_takes_saved_runs_and_measures_on_the_base(plan_folder, runs):
    named = json.loads(posture("compare", *runs, "--runs", plan_folder / "runs", "--json").stdout)
    found = json.loads(posture("compare", plan_folder / "plan", "--runs", plan_folder / "runs", "--json").stdout)
    assert found == named
    assert found["runs"] == runs
    coverage = {row["option"]: row for row in found["criteria"] if row["criterion"] == "coverage, priority 1"}
    assert coverage["base"]["yardstick"] == pytest.approx(100.0)
    assert coverage["no-backstop"]["yardstick"] == pytest.approx(100 * (1 - 0.7 * 0.75 / 2))
    assert found["asks_less"] == []
    assert {row["id"] for row in found["input"]} == {"us-backstop"}
    assert "no-backstop" in posture("compare", *runs, "--runs", plan_folder / "runs").stdout


def test_compare_weighs_the_scenario_s_own_criteria_last_and_solves_nothing_again(plan_folder, runs, tmp_path):
    source = (plan_folder / "plan" / "scenario.yaml").read_text()
    words = ("compare", tmp_path / "scenario.yaml", "--root", tmp_path, "--runs", plan_folder / "runs")
    for file in (f for f in (plan_folder / "plan").iterdir() if f.name != "scenario.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "scenario.yaml").write_text(
        source + "criteria: [{metric: coverage, weight: 3}, {metric: conditional_reliance}]\nyardstick: no-backstop\n"
    )
    found = json.loads(posture(*words, "--json").stdout)
    assert (found["runs"], found["yardstick"]) == (runs, "no-backstop")
    assert [(row["criterion"], row["option"], row["score"]) for row in found["values"]] == [
        ("coverage", "base", 100.0), ("coverage", "no-backstop", 0.0),
        ("rests on earned conditions", "base", 0.0), ("rests on earned conditions", "no-backstop", 100.0),
    ]  # fmt: skip
    assert [(row["option"], row["weighted"], row["unweighted"], row["place"]) for row in found["scores"]] == [
        ("base", 75.0, 50.0, 1), ("no-backstop", 25.0, 50.0, 2),
    ]  # fmt: skip
    assert [(row["below"], row["above"]) for row in found["weights"]] == [(1.0, None), (None, 3.0)]
    told = " ".join(posture(*words).stdout.split())
    parts = ("CRITERIA OF THE SCENARIO", "measured on no-backstop", "ALSO MEASURED", "SCORES AND WEIGHTS", "base comes first at 75.0.")
    assert [told.index(part) for part in parts] == sorted(told.index(part) for part in parts)
    assert "no-backstop comes first with coverage below 1.00 (now 3), or rests on earned conditions above 3.00 (now 1)." in told


def test_a_yardstick_that_is_no_option_is_named_before_anything_is_solved(plan_folder, tmp_path):
    source = (plan_folder / "plan" / "scenario.yaml").read_text()
    (tmp_path / "scenario.yaml").write_text(source + "yardstick: no-backstp\n")
    result = posture("compare", tmp_path, "--runs", tmp_path / "runs")
    assert result.exit_code == 1
    assert "there is no option 'no-backstp'; did you mean no-backstop?" in result.output
    assert not (tmp_path / "runs").exists()


def test_compare_needs_two(plan_folder, runs):
    result = posture("compare", runs[0], "--runs", plan_folder / "runs")
    assert result.exit_code == 2
    assert "nothing to be compared with" in " ".join(result.stderr.split())


def test_brief_writes_a_page_and_a_text(plan_folder, runs, tmp_path):
    assert posture("brief", runs[0], runs[1], "--to", tmp_path / "b.html", "--runs", plan_folder / "runs").exit_code == 0
    page = (tmp_path / "b.html").read_text()
    assert page.count("EXERCISE - NOTIONAL DATA") >= 2
    assert posture("brief", runs[0], "--to", tmp_path / "b.txt", "--runs", plan_folder / "runs").exit_code == 0
    assert (tmp_path / "b.txt").read_text().strip().startswith("EXERCISE - NOTIONAL DATA")


def test_export_writes_tidy_tables_and_the_program(plan_folder, runs, tmp_path):
    assert posture("export", runs[0], "--to", tmp_path / "out", "--runs", plan_folder / "runs").exit_code == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out" / "posture.csv").read_text())))
    assert {row["phase"] for row in rows} == {"entry", "stabilise"}
    assert sum(float(row["persons"]) for row in rows if row["phase"] == "stabilise" and row["country"] == "UKR") == 5050
    basis = list(csv.DictReader(io.StringIO((tmp_path / "out" / "basis.csv").read_text())))
    assert sum(float(row["persons"]) for row in basis) == sum(float(row["persons"]) for row in rows)
    assert {"tier", "status", "basis", "source", "confidence", "phase"} <= set(basis[0])
    assert "basis.assumed" in (tmp_path / "out" / "metrics.csv").read_text()
    assert (tmp_path / "out" / "plan.json").read_bytes() == (plan_folder / "runs" / runs[0] / "plan.json").read_bytes()
    assert (tmp_path / "out" / "scenario-nations.csv").read_text().splitlines()[1].startswith("FRA,")
    assert "min" in (tmp_path / "out" / "program.lp").read_text()
    assert "ROWS" in (tmp_path / "out" / "program.mps").read_text()


def test_export_writes_over_an_export_and_over_nothing_else(plan_folder, runs, tmp_path):
    words = ["export", runs[0], "--to", tmp_path / "out", "--runs", plan_folder / "runs"]
    assert posture(*words).exit_code == 0
    (tmp_path / "out" / "own.txt").write_text("mine")
    again = posture(*words)
    assert again.exit_code == 0
    assert "own.txt" not in again.stdout
    assert "posture.csv" in again.stdout
    full = tmp_path / "full"
    full.mkdir()
    (full / "posture.csv").write_text("mine")
    refused = posture("export", runs[0], "--to", full, "--runs", plan_folder / "runs")
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    assert [p.name for p in full.iterdir()] == ["posture.csv"]
    assert (full / "posture.csv").read_text() == "mine"
    assert posture("export", runs[0], "--to", full, "--force", "--runs", plan_folder / "runs").exit_code == 0


def test_a_month_that_is_not_reached_is_no_number(plan_folder, tmp_path):
    hand = tmp_path / "hand.csv"
    hand.write_text("offer,requirement,site,phase,units\n")  # nobody: neither IOC nor FOC
    words = ["evaluate", plan_folder / "plan", "--plan", hand]
    metrics = {row["metric"]: row["value"] for row in json.loads(posture(*words, "--json").stdout)["metrics"]}
    assert metrics["foc_month"] is None
    (line,) = [line for line in posture(*words).stdout.splitlines() if line.startswith(" foc_month")]
    assert line.split() == ["foc_month", "not", "reached"]
