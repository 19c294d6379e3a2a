"""The verbs, end to end on the shipped starter: written, checked, solved, saved, shown, judged, compared, briefed, exported."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from planner.cli import app
from tests.faults.forge import forged


def posture(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture(scope="module")
def plan_folder(tmp_path_factory) -> Path:
    """Write a folder with the starter and a solved run of each of its options."""
    folder = tmp_path_factory.mktemp("cli")
    assert posture("init", folder / "plan").exit_code == 0
    result = posture("solve", folder / "plan", "--all-options", "--time-limit", "60s", "--runs", folder / "runs", "--json")
    assert result.exit_code == 0, result.output
    (folder / "solved.json").write_text(result.stdout)
    return folder


@pytest.fixture(scope="module")
def runs(plan_folder) -> list[str]:
    return [record["run"] for record in json.loads((plan_folder / "solved.json").read_text())]


def test_init_refuses_a_folder_that_is_not_empty(plan_folder):
    before = (plan_folder / "plan" / "scenario.yaml").read_bytes()
    result = posture("init", plan_folder / "plan")
    assert result.exit_code == 2
    assert "not empty" in result.stderr
    assert (plan_folder / "plan" / "scenario.yaml").read_bytes() == before


def test_init_names_what_there_is(tmp_path):
    result = posture("init", tmp_path / "new", "--like", "stater")
    assert result.exit_code == 2
    assert "starter" in result.stderr
    assert not (tmp_path / "new").exists()


def test_every_shipped_scenario_can_be_copied(tmp_path):
    from planner import shipped

    assert {"starter", "example"} <= set(shipped.names())
    for name in shipped.names():
        assert posture("init", tmp_path / name, "--like", name).exit_code == 0
        assert (tmp_path / name / "scenario.yaml").read_bytes() == (shipped.scenarios() / name / "scenario.yaml").read_bytes()


def test_an_option_that_is_not_there_is_named(plan_folder):
    for verb in ("check", "solve"):
        result = posture(verb, plan_folder / "plan", "--option", "no-backstp")
        assert result.exit_code == 1
        assert "no-backstop" in result.output


def test_a_folder_without_a_scenario_is_said(tmp_path):
    result = posture("check", tmp_path)
    assert result.exit_code in {1, 2}
    assert "scenario.yaml" in result.output


def test_solve_says_how_each_option_ended(plan_folder):
    base, alone = json.loads((plan_folder / "solved.json").read_text())
    assert (base["option"], alone["option"]) == ("base", "no-backstop")
    for record in (base, alone):
        assert record["verified"]
        assert record["breaches"] == []
        assert record["stopped_by"] == "proof"
        assert record["code"] == 0
        assert all(level["state"] == "proven" for level in record["levels"])
    # 4 of 8 aircraft and 4 of 16 companies hang on the backstop: half and a quarter of two lines, in 7 of 10 months
    assert base["metrics"]["shortfall.1"] == pytest.approx(0.0)
    assert alone["metrics"]["shortfall.1"] == pytest.approx(0.7 * (4 / 8 + 4 / 16))


def test_quiet_prints_where_the_run_lies_and_nothing_else(plan_folder, tmp_path):
    result = posture("solve", plan_folder / "plan", "--quiet", "--runs", tmp_path)
    assert result.exit_code == 0
    (run,) = tmp_path.iterdir()
    assert "".join(result.stdout.split()) == str(run)
    assert result.stderr == ""


def test_runs_lists_what_was_saved(plan_folder, runs):
    shown = posture("runs", "--runs", plan_folder / "runs")
    assert all(run in shown.stdout for run in runs)
    listed = json.loads(posture("runs", "--runs", plan_folder / "runs", "--json").stdout)
    assert [row["id"] for row in listed] == runs
    assert {row["state"] for row in listed} == {"done"}


def test_no_run_is_wrong_use(tmp_path):
    for words in (["show"], ["verify", "latest"], ["brief", "no-such"], ["export", "--to", tmp_path / "x"], ["compare", "a", "b"]):
        result = posture(*words, "--runs", tmp_path / "none")
        assert result.exit_code == 2, words
        assert "no run" in result.stderr


def test_verify_passes_what_was_solved_and_not_what_was_changed(plan_folder, runs, tmp_path):
    assert posture("verify", runs[0], "--runs", plan_folder / "runs").exit_code == 0
    saved = plan_folder / "runs" / runs[0]
    changed = tmp_path / runs[0]
    for file in (p for p in saved.rglob("*") if p.is_file()):
        target = changed / file.relative_to(saved)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())

    def more(plan):
        next(row for row in plan["decisions"]["place"] if row[0] == "FRA-battlegroup")[-1] = 9

    forged(changed, more)
    result = posture("verify", changed, "--json")
    assert result.exit_code == 5
    assert "rotation" in {breach["rule"] for breach in json.loads(result.stdout)["breaches"]}


def test_show_gives_one_side(plan_folder, runs):
    told = json.loads(posture("show", runs[0], "--nation", "POL", "--phase", "stabilise", "--runs", plan_folder / "runs", "--json").stdout)
    assert [row["offer"] for row in told["tables"]["posture"]] == ["POL-fighters"]
    assert {row["step"] for row in told["tables"]["presence"]} == {"stabilise"}
    assert "land-west" in posture("show", runs[0], "--requirement", "land-west", "--runs", plan_folder / "runs").stdout
    short = posture("show", runs[1], "--requirement", "land-west", "--runs", plan_folder / "runs").stdout
    assert "WHY IT IS SHORT" in short
    assert "us-backstop (USA) does not hold" in " ".join(short.split())
    idle = posture("show", runs[1], "--nation", "USA", "--runs", plan_folder / "runs").stdout
    assert "condition us-backstop does not hold" in " ".join(idle.split())
    wrong = posture("show", runs[0], "--site", "lviv-aera", "--runs", plan_folder / "runs")
    assert wrong.exit_code == 2
    assert "lviv-area" in wrong.stderr


def test_show_says_what_figures_rest_on(plan_folder, runs):
    words = ["show", runs[0], "--basis", "--runs", plan_folder / "runs"]
    told = json.loads(posture(*words, "--json").stdout)
    assert {line["id"] for line in told["lines"]} >= {"land-west"}
    assert all(sum(line[name] for name in ("quoted", "derived", "assumed")) == pytest.approx(1) for line in told["lines"])
    (persons,) = (fact for fact in told["facts"] if fact["id"] == "main.persons")
    assert (persons["value"], persons["trace"]["table"]) == (5050, "posture")
    unit = next(fact for fact in told["facts"] if fact["id"] == "unit.persons")
    assert unit["trace"]["at"].startswith("scenario.yaml:")
    printed = posture(*words).stdout
    assert "not a request by any government" in printed
    assert "NUMBERS OF THE FIRST LINES" in printed
    assert "WHAT IT RESTS ON" in posture("show", runs[0], "--line", "land-west", "--runs", plan_folder / "runs").stdout
    refused = posture(*words, "--nation", "FRA")
    assert refused.exit_code == 2
    assert "--basis shows the whole plan" in refused.stderr


@pytest.mark.parametrize("width", [80, 160])
def test_show_fits_its_screen_and_is_plain_in_a_pipe(plan_folder, runs, width, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    shown = posture("show", runs[0], "--runs", plan_folder / "runs").stdout
    assert "\x1b" not in shown
    assert max(len(line) for line in shown.splitlines()) <= width
    assert shown.splitlines()[0].strip() == "EXERCISE - NOTIONAL DATA"


def test_colour_only_where_it_is_wanted(plan_folder, runs, monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[38" in posture("show", runs[1], "--runs", plan_folder / "runs").stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[38" not in posture("show", runs[1], "--runs", plan_folder / "runs").stdout


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


def test_schema_is_json_and_markdown(tmp_path):
    assert "properties" in json.loads(posture("schema").stdout)
    assert posture("schema", "--markdown").stdout.startswith("# ")
    assert posture("schema", "--to", tmp_path / "s.json").exit_code == 0
    assert json.loads((tmp_path / "s.json").read_text())


def test_check_says_what_was_read_and_never_loads_the_model(plan_folder):
    told = json.loads(posture("check", plan_folder / "plan", "--json").stdout)
    assert told["usable"]
    assert {row["what"]: row["count"] for row in told["counts"]}["nations"] == 4
    code = (
        "import sys\nfrom planner.cli import main\nsys.argv = ['posture', 'check', sys.argv[1]]\n"
        "try:\n    main()\nexcept SystemExit:\n    sys.stderr.write(','.join(m for m in ('pyomo', 'highspy') if m in sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(plan_folder / "plan")], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert "WHAT EACH REASON REMOVED" in done.stdout


def test_check_shows_every_problem_at_its_place(plan_folder, tmp_path):
    text = (plan_folder / "plan" / "scenario.yaml").read_text()
    bad = tmp_path / "bad.yaml"
    bad.write_text(
        text.replace("nation: POL, unit_type: fighter-det", "nation: POL, unit_type: fihter-det").replace(
            "consent: explicit", "consnt: explicit"
        )
    )
    result = posture("check", bad)
    assert result.exit_code == 1
    assert "fighter-det" in result.stdout
    assert "consnt" in result.stdout
    assert "Traceback" not in result.output
    assert posture("solve", bad).exit_code == 1


def test_text_of_a_scenario_is_inert(plan_folder, tmp_path):
    text = (plan_folder / "plan" / "scenario.yaml").read_text()
    odd = tmp_path / "odd.yaml"
    odd.write_text(text.replace("title: Starter", 'title: "=1+1 [red]x[/red] :boom:"'))
    result = posture("check", odd)
    assert result.exit_code == 0
    assert "=1+1 [red]x[/red] :boom:" in result.stdout


def test_control_characters_of_a_scenario_never_reach_the_screen(plan_folder, tmp_path):
    text = (plan_folder / "plan" / "scenario.yaml").read_text()
    odd = tmp_path / "odd.yaml"
    odd.write_text(text.replace("title: Starter", 'title: "x \\e[2J \\u202Egnp"'))
    shown = posture("check", odd).output
    assert "\x1b" not in shown
    assert "\u202e" not in shown
