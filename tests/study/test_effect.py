"""What a rule changes: a goal that only the first scenario has is judged in the second plan too, where its posture says what it is."""

from dataclasses import replace

import pytest

from planner.plan import GoalLevel, Plan
from planner.scenario import Goal
from planner.scenario.switched import off
from planner.study.effect import effect
from planner.verify import account
from tests.families.small import line, offer, small
from tests.rules.plans import decide

RULES = frozenset({"resilience", "command"})


@pytest.fixture(scope="module")
def goals():
    """Two French companies, or one French and one British, on a line whose one company must survive the loss of either; France may lead."""
    asked = line("land", 2, minimum=1) | {"n_minus_1": True, "lead": ("FRA",)}
    made = small([offer("FRA", 2), offer("GBR", 1)], [asked], goals=(Goal("resilience_gap"), Goal("leaderless"), Goal("cost")))
    less = replace(off(made, RULES), without=tuple(sorted(RULES)))
    both = decide([(n, "land", "camp", p, 1) for n in ("FRA", "GBR") for p in (0, 1)])
    alone = decide([("FRA", "land", "camp", p, 2) for p in (0, 1)])
    found = effect((made, planned(made, both)), (less, planned(less, alone)))
    return found.goals.set_index("goal")


def planned(scenario, decisions):
    made = account(scenario, decisions)
    levels = tuple(GoalLevel(g.name, made.metrics[g.name], made.metrics[g.name], "proven") for g in scenario.goals)
    return Plan("", "base", decisions, made.frames, made.metrics, levels, "proven", "")


def test_what_the_second_plan_would_come_to_is_judged(goals):
    """Without France nothing is left of the one company that is the least: a whole line is missing."""
    assert goals.loc["resilience_gap", ["with", "without", "without_state"]].tolist() == [0, 1, "judged"]


def test_what_it_does_not_decide_is_not_told(goals):
    assert goals.loc["leaderless", "without"] != goals.loc["leaderless", "without"]
    assert goals.loc["leaderless", "without_state"] == ""
