"""--root and --show-merged: a scenario whose base and tables lie above it, through every verb that reads a scenario."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from planner import shipped
from planner.cli import app
from planner.scenario.load import load


def posture(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture(scope="module")
def nested(tmp_path_factory) -> tuple[Path, Path]:
    """Return a scenario that builds on the starter, which lies above it, and the folder that holds both."""
    root = tmp_path_factory.mktemp("root")
    starter = (shipped.scenarios() / "starter" / "scenario.yaml").read_text()
    (root / "base.yaml").write_text(starter)
    (root / "plan.csv").write_bytes((shipped.scenarios() / "starter" / "plan.csv").read_bytes())
    (root / "sites.csv").write_text("site,monthly_meur\nlviv-area,2\n")
    scenario = root / "plans" / "north" / "scenario.yaml"
    scenario.parent.mkdir(parents=True)
    scenario.write_text(
        "format: 1\nextends: ../../base.yaml\ntitle: North\nsites: {table: ../../sites.csv}\n"
        "options:\n  late: {extends: no-backstop, change: {hosts: {UKR: {from: stabilise}}}}\n"
    )
    return scenario, root


def test_without_root_the_base_lies_outside_and_the_hint_says_what_to_do(nested):
    result = posture("check", nested[0])
    assert result.exit_code == 1
    assert "lies outside the folder of the scenario" in result.output
    assert "--root" in result.output


def test_check_reads_inside_the_root(nested):
    scenario, root = nested
    result = posture("check", scenario.parent, "--root", root)
    assert result.exit_code == 0, result.output
    assert "North" in result.output
    assert "so can every option" in result.output


def test_a_root_that_does_not_hold_the_scenario_or_is_no_folder_is_refused(nested, tmp_path):
    result = posture("check", nested[0], "--root", tmp_path)
    assert result.exit_code == 1
    assert "lies outside the root" in result.output
    assert posture("check", nested[0], "--root", tmp_path / "nowhere").exit_code == 2


def test_solve_keeps_the_files_and_every_later_verb_finds_them(nested, tmp_path):
    scenario, root = nested
    options = ("--option", "base", "--option", "late")
    solved = posture("solve", scenario, "--root", root, *options, "--time-limit", "60s", "--runs", tmp_path, "--json")
    assert solved.exit_code == 0, solved.output
    runs = [record["run"] for record in json.loads(solved.stdout)]
    kept = tmp_path / runs[0] / "input"
    assert sorted(str(p.relative_to(kept)) for p in kept.rglob("*") if p.is_file()) == [
        "base.yaml", "plans/north/scenario.yaml", "sites.csv",
    ]  # fmt: skip
    assert posture("verify", runs[1], "--runs", tmp_path).exit_code == 0
    from_runs = posture("compare", *runs, "--runs", tmp_path, "--json")
    assert from_runs.exit_code == 0, from_runs.output
    from_scenario = posture("compare", scenario, "--root", root, *options, "--runs", tmp_path, "--json")
    assert from_scenario.exit_code == 0, from_scenario.output
    assert json.loads(from_scenario.stdout)["runs"] == runs
    assert posture("compare", *runs, "--root", root, "--runs", tmp_path).exit_code == 2


def test_evaluate_reads_inside_the_root(nested):
    scenario, root = nested
    result = posture("evaluate", scenario, "--plan", root / "plan.csv", "--root", root)
    assert result.exit_code in {0, 1}
    assert "rule" in result.output
    assert "lies outside" not in result.output


def test_show_merged_prints_yaml_that_loads_and_problems_on_stderr(nested, tmp_path):
    scenario, root = nested
    result = posture("check", scenario, "--root", root, "--option", "late", "--show-merged")
    assert result.exit_code == 0
    assert "warning" in result.stderr
    assert "warning" not in result.stdout
    lines = result.stdout.splitlines()
    assert f"title: North  # {scenario}:3" in lines
    assert f"    from: stabilise  # {scenario}:6" in lines
    assert f"    monthly_meur: 2  # {root / 'sites.csv'}:2" in lines
    assert any(line.startswith("    # taken away: earned_when") and "base.yaml:" in line for line in lines)
    (tmp_path / "merged.yaml").write_text(result.stdout)
    assert load(tmp_path / "merged.yaml").digest == load(scenario, "late", root).digest


def test_show_merged_of_what_cannot_be_merged_prints_nothing_but_problems(nested):
    scenario, root = nested
    result = posture("check", scenario, "--root", root, "--option", "lat", "--show-merged")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "did you mean late?" in result.stderr


def test_show_merged_of_a_scenario_with_wrong_values_is_shown_and_still_fails(nested, tmp_path):
    text = (nested[1] / "base.yaml").read_text().replace("status: announced", "status: anounced", 1)
    (tmp_path / "s.yaml").write_text(text)
    result = posture("check", tmp_path / "s.yaml", "--show-merged")
    assert result.exit_code == 1
    assert "status: anounced" in result.stdout
    assert "did you mean announced?" in result.stderr


def test_show_merged_and_json_do_not_go_together(nested):
    assert posture("check", nested[0], "--root", nested[1], "--show-merged", "--json").exit_code == 2
