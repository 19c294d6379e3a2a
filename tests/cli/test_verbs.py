"""The verbs, end to end on the shipped starter: written, checked, solved, saved, shown."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner, Result

from planner import load, shipped
from planner.cli import app
from tests.faults.forge import forged


def posture(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


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
    assert {"starter", "example"} <= set(shipped.names())
    for name in [*shipped.names(), *shipped.lessons()]:
        assert posture("init", tmp_path / name, "--like", name).exit_code == 0
        assert (tmp_path / name / "scenario.yaml").read_bytes() == (shipped.scenarios() / name / "scenario.yaml").read_bytes()


def test_a_copied_lesson_stands_by_itself(tmp_path):
    """Also one of several files that extend each other."""
    assert posture("init", tmp_path / "mine", "--like", "lessons/rounds").exit_code == 0
    assert load(tmp_path / "mine").digest == load(shipped.scenarios() / "lessons" / "rounds").digest
    result = posture("init", tmp_path / "new", "--like", "rotation")
    assert result.exit_code == 2
    assert "did you mean lessons/rotation?" in " ".join(result.stderr.split())


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
