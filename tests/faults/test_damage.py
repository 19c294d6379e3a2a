"""A run folder damaged in any of its files is listed as such; the verbs say so in a sentence, and none shows a wrong plan in silence."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from planner import store
from planner.cli import app
from planner.conductor import load, run
from planner.decisions import KINDS
from solvers import Limits
from tests.faults.forge import DAMAGES, copied, forged, unsealed
from tests.faults.replay import STARTER, recorded

VERBS = (("show",), ("verify",), ("brief",), ("export", "--to"), ("compare",))
LOGS = (store.EVENTS, store.LOG)  # nothing rests on them
RECORDS = (store.RUN, store.PLAN, store.OUTCOME, "tables/coverage.csv", "tables/posture.csv", "input/scenario.yaml")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    return run(load(STARTER), Limits(seconds=60), tmp_path_factory.mktemp("made")).path


def posture(*words):
    return CliRunner().invoke(app, [str(w) for w in words])


def asked(verb: tuple[str, ...], damaged: Path, whole: Path, tmp_path: Path) -> list[object]:
    """Return the words by which a verb is asked for a damaged run."""
    more = [tmp_path / "exported"] if "--to" in verb else [whole] if verb[0] == "compare" else []
    return [verb[0], damaged, *verb[1:], *more]


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("file", RECORDS)
def test_a_damaged_file_is_named(made, tmp_path, file, damage):
    damaged = copied(made, tmp_path / "runs")
    DAMAGES[damage](damaged / file)
    (row,) = store.listing(tmp_path / "runs").to_dict("records")
    assert (row["id"], row["state"]) == (made.name, "damaged")
    assert file in row["fault"]
    listed = posture("runs", "--runs", tmp_path / "runs")
    assert listed.exit_code == 0
    assert row["fault"] in " ".join(listed.stdout.split())
    with pytest.raises(store.RunError, match=r"is damaged"):
        store.open(damaged)


@pytest.mark.parametrize("verb", VERBS, ids=lambda v: v[0])
@pytest.mark.parametrize("file", RECORDS)
def test_no_verb_uses_a_damaged_run(made, tmp_path, file, verb):
    damaged = copied(made, tmp_path)
    DAMAGES["cut off"](damaged / file)
    result = posture(*asked(verb, damaged, made, tmp_path))
    said = " ".join(result.output.split())
    assert result.exit_code == 2, said
    assert "is damaged" in said
    assert "solve its scenario again" in said
    assert "Traceback" not in said
    assert not list(damaged.glob("brief*"))


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("file", LOGS)
def test_a_damaged_log_harms_nothing(made, tmp_path, file, damage):
    damaged = copied(made, tmp_path)
    DAMAGES[damage](damaged / file)
    saved = store.open(damaged)
    assert saved.state == "done"
    assert store.plan_digest(saved.plan) == store.plan_digest(store.open(made).plan)


def more_units(plan):
    plan["decisions"]["place"][0][-1] += 1


def other_claim(plan):
    plan["metrics"]["cost"] -= 1.0


@pytest.mark.parametrize("change", [more_units, other_claim])
def test_a_plan_changed_by_hand_is_not_read(made, tmp_path, change):
    changed = copied(made, tmp_path)
    unsealed(changed, change)
    result = posture("verify", changed)
    assert result.exit_code == 2
    assert "plan.json" in result.stderr


@pytest.mark.parametrize("change", [more_units, other_claim])
def test_a_forged_plan_does_not_verify(made, tmp_path, change):
    changed = copied(made, tmp_path)
    forged(changed, change)
    result = posture("verify", changed)
    assert result.exit_code == 5
    assert "rules make" in " ".join(result.stdout.split())


def placed(at, value):
    """Return a change of the first placement: a cell, or the whole row."""

    def change(plan):
        if at is None:
            plan["decisions"]["place"][0] = value
        else:
            plan["decisions"]["place"][0][at] = value

    return change


@pytest.mark.parametrize(
    ("at", "value", "told"),
    [
        (-1, 1.9, "no whole number"),
        (-1, 1.0, "no whole number"),
        (-1, "1", "no whole number"),
        (-1, True, "no whole number"),
        (-1, 2**70, "no whole number"),
        (-2, 1.5, "no whole number"),
        (0, 7, "no id"),
        (None, ["camp", 1], "is not offer, requirement, site, step, units"),
    ],
)
def test_a_forged_decision_that_is_none_is_not_read_and_not_listed_as_done(made, tmp_path, at, value, told):
    changed = copied(made, tmp_path / "runs")
    forged(changed, placed(at, value))
    for verb in ("verify", "show"):
        result = posture(verb, changed)
        said = " ".join(result.stderr.split())
        assert result.exit_code == 2, said
        assert "is damaged: plan.json: place [" in said
        assert told in said
    (row,) = store.listing(tmp_path / "runs").to_dict("records")
    assert row["state"] == "damaged"
    assert told in row["fault"]


def twice(plan):
    plan["decisions"]["place"].append(plan["decisions"]["place"][0])


@pytest.mark.parametrize(
    ("change", "told"), [(twice, "is decided twice"), (placed(-1, -1), "−1 is not a whole number"), (placed(-2, 99), "has no step 99")]
)
def test_a_forged_decision_that_no_plan_could_hold_does_not_verify(made, tmp_path, change, told):
    changed = copied(made, tmp_path)
    forged(changed, change)
    result = posture("verify", changed)
    assert result.exit_code == 5, result.output
    assert told.replace("−", "-") in " ".join(result.stdout.split()).replace("−", "-")


@pytest.mark.parametrize("value", [10**400, "much", True])
@pytest.mark.parametrize("claim", ["metrics", "levels"])
def test_a_forged_figure_that_is_none_is_not_read(made, tmp_path, claim, value):
    changed = copied(made, tmp_path)
    forged(changed, lambda plan: plan[claim].update(cost=value) if claim == "metrics" else plan[claim][0].update(bound=value))
    result = posture("verify", changed)
    assert result.exit_code == 2, result.output
    assert "Internal" not in result.stderr
    assert "solve its scenario again" in " ".join(result.stderr.split())


def test_a_plan_that_decides_what_this_version_does_not_know_is_not_read(made, tmp_path):
    changed = copied(made, tmp_path / "runs")
    forged(changed, lambda plan: plan["decisions"].update(spell=[["abracadabra", 1]]))
    result = posture("verify", changed)
    assert result.exit_code == 2
    assert "its plan decides" in result.stderr
    assert f"spell; this version decides {', '.join(KINDS)}" in " ".join(result.stderr.split())
    assert store.listing(tmp_path / "runs")["state"].tolist() == ["older"]


def test_a_plan_of_another_run_is_noticed(made, tmp_path):
    other = copied(made, tmp_path)
    forged(other, more_units)
    (other / store.RUN).write_bytes((made / store.RUN).read_bytes())
    with pytest.raises(store.RunError, match=r"plan\.json is not what was written"):
        store.open(other)


def test_an_input_that_still_reads_is_noticed(made, tmp_path):
    changed = copied(made, tmp_path)
    main = changed / store.INPUT / "scenario.yaml"
    main.write_text(main.read_text() + "\n# a remark\n")
    with pytest.raises(store.RunError, match=r"input/scenario\.yaml is not what was written"):
        store.open(changed)


def test_the_latest_says_that_a_newer_one_is_damaged(tmp_path, monkeypatch):
    recorded().play(monkeypatch)
    first = run(load(STARTER), Limits(seconds=60), tmp_path)
    second = run(load(STARTER), Limits(seconds=60), tmp_path)
    (second.path / store.PLAN).write_text("{")
    result = posture("show", "latest", "--runs", tmp_path)
    assert second.id in result.stderr
    assert first.id in " ".join(result.output.split())
    (first.path / store.PLAN).unlink()
    result = posture("show", "latest", "--runs", tmp_path)
    assert result.exit_code == 2
    assert f"run {second.id} is damaged: plan.json" in " ".join(result.stderr.split())


def test_a_run_cut_off_while_its_tables_move_reads_whole(made, tmp_path):
    torn = copied(made, tmp_path)
    (torn / "tables.next").mkdir()
    for name in ("coverage.csv", "posture.csv"):
        (torn / "tables" / name).rename(torn / "tables.next" / name)
    assert store.plan_digest(store.open(torn).plan) == store.plan_digest(store.open(made).plan)
