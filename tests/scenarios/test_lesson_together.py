"""The lesson of who must announce together says what its README says, before anything is solved."""

from pathlib import Path

from planner.placements import placements
from planner.scenario import load
from planner.study.conditions import coalition

LESSON = Path(__file__).parents[2] / "scenarios/lessons/together"


def test_some_come_in_turn_two_together_one_never():
    scenario = load(LESSON)
    found = coalition(scenario, placements(scenario))
    assert found.persons[["core", "turn", "largest"]].to_numpy().tolist() == [[2400, 2700, 3600]]
    assert [(s.how, s.conditions) for s in found.stages] == [
        ("turn", ("backstop",)), ("together", ("danes", "dutch")), ("never", ("pledged",)),
    ]  # fmt: skip
    assert found.lines[["level", "core", "turn", "largest"]].to_numpy().tolist() == [[18, 8, 10, 16]]


def test_without_denmark_the_dutch_have_nobody_to_announce_with():
    scenario = load(LESSON, "danes-wait")
    found = coalition(scenario, placements(scenario))
    assert [s.conditions for s in found.stages if s.how == "never"] == [("danes",), ("dutch",), ("pledged",)]
