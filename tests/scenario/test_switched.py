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


def test_a_goal_of_a_rule_that_is_off_is_skipped_with_a_note(tmp_path):
    document = {**FULL, "model": {"finance": "off"}}
    (tmp_path / "scenario.yaml").write_text(yaml.safe_dump(document, sort_keys=False))
    told = [p for p in load(tmp_path).problems if "finance is off" in p.what]
    assert [(p.severity, p.what, p.hint) for p in told] == [("note", "goal cost: finance is off", "it is skipped")]
    assert told[0].where.line > 0
