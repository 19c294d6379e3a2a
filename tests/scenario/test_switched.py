"""Switches: a rule that is off is a scenario without its block, said in the file or on the command line."""

import pytest
import yaml

from planner.conductor import solve
from planner.model.build import build
from planner.placements import placements
from planner.scenario import load
from planner.scenario.resolve.later import LATER
from planner.scenario.schema.calendar import Switches
from planner.scenario.switched import BLOCKS
from planner.shipped import scenarios
from planner.study.effect import effect
from planner.verify import verify
from tests.scenario.every_key import FULL

WORKED = scenarios() / "worked-example"
RESTRICTS = ("areas", "command", "conditions", "national", "pins", "resilience", "rotation", "sites")  # off, each only allows more
NO_ROWS = {"conditions", "finance", "rotation", "sites"}  # their families keep rows that hold without the block, or none at all


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    folder = tmp_path_factory.mktemp("full")
    (folder / "scenario.yaml").write_text(yaml.safe_dump(FULL, sort_keys=False))
    return folder


def test_every_switch_takes_a_block_away():
    assert set(Switches.model_fields) == {*BLOCKS, *LATER}


@pytest.mark.parametrize("rule", sorted(BLOCKS))
def test_off_in_the_file_and_off_beside_it_are_one(rule, full, tmp_path):
    document = {**FULL, "model": {**FULL["model"], rule: "off"}}
    (tmp_path / "scenario.yaml").write_text(yaml.safe_dump(document, sort_keys=False))
    beside = load(full, without=frozenset({rule}))
    assert load(tmp_path).digest == beside.digest
    assert beside.option_title.endswith(f", without {rule}")
    assert beside.without == (rule,)


@pytest.mark.parametrize("rule", sorted(set(BLOCKS) - NO_ROWS))
def test_what_is_off_adds_no_row_and_no_goal(rule, full):
    scenario = load(full, without=frozenset({rule}))
    program = build(scenario, placements(scenario))
    assert not [name for name, _ in program.row_labels if name.split("_")[0] == rule]
    assert not {goal.metric for goal in scenario.goals} & set(BLOCKS[rule].goals)


@pytest.mark.parametrize(
    ("rules", "broken"),
    [({"rotation"}, {"rotation"}), ({"conditions"}, {"rotation"}), ({"sites"}, {"sites"}), ({"rotation", "conditions"}, {"rotation"})],
)
def test_a_plan_without_a_rule_is_sound_without_it_and_breaks_it(rules, broken):
    """On the case on paper each of these rules binds; who would come only by a condition is more than his offer then holds."""
    full, less = load(WORKED), load(WORKED, without=frozenset(rules))
    plan = solve(less)
    assert verify(less, plan).empty
    assert broken <= set(effect((full, solve(full)), (less, plan)).broken["rule"])


def no_goal_worse(folder, rule, option="base"):
    """Hold the goals of a scenario without a rule to those with it: the first that differs is better; with a tolerance, the first alone."""
    full = load(folder, option)
    less = load(folder, option, without=frozenset({rule}))
    names = [goal.name for goal in full.goals if goal.name in {g.name for g in less.goals}]
    first = any(goal.relative or goal.absolute for goal in full.goals)
    with_it, without_it = (solve(scenario).metrics for scenario in (full, less))
    for name in names[:1] if first else names:
        assert without_it[name] <= with_it[name] + 1e-6 * max(1.0, abs(with_it[name])), (rule, name)
        if without_it[name] < with_it[name] - 1e-6:
            return


def test_a_hub_that_grows_supplies_as_many_without_the_rule_of_sites(tmp_path):
    """30 t/day pass the hub beside what others use; its ramp brings 60 more, and comes after a step that brings beds alone."""
    document = yaml.safe_load((scenarios() / "lessons" / "sustainment" / "scenario.yaml").read_text(encoding="utf-8"))
    steps = [{"name": "beds", "capacity": {"beds": 100}, "months": 1, "cost_meur": 1}]
    steps.append({"name": "ramp", "capacity": {"throughput_tpd": 60}, "months": 2, "cost_meur": 1})
    document["sites"]["rzeszow"] |= {"expansion": steps, "capacity": {"beds": 400, "throughput_tpd": 430}}
    document["calendar"]["phases"] = {"prepare": {"months": 3}, "hold": {"months": 6}}
    (tmp_path / "scenario.yaml").write_text(yaml.safe_dump(document, sort_keys=False))
    no_goal_worse(tmp_path, "sites")
    assert set(solve(load(tmp_path, without=frozenset({"sites"}))).decisions["grow"]["stage"]) == {1, 2}


@pytest.mark.slow
@pytest.mark.parametrize("rule", RESTRICTS)
@pytest.mark.parametrize("lesson", sorted(f.name for f in (scenarios() / "lessons").iterdir() if f.is_dir()))
def test_no_goal_is_worse_without_a_rule_that_only_restricts(lesson, rule):
    no_goal_worse(scenarios() / "lessons" / lesson, rule)


def test_a_goal_of_a_rule_that_is_off_is_skipped_with_a_note(tmp_path):
    document = {**FULL, "model": {"finance": "off"}}
    (tmp_path / "scenario.yaml").write_text(yaml.safe_dump(document, sort_keys=False))
    told = [p for p in load(tmp_path).problems if "finance is off" in p.what]
    assert [(p.severity, p.what, p.hint) for p in told] == [("note", "goal cost: finance is off", "it is skipped")]
    assert told[0].where.line > 0
