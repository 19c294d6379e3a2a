"""The page, the solver and the rules say the same: the figures of docs/worked-example.md, computed on paper, against a solve."""

from pathlib import Path

import pytest

from planner.conductor import load, solve
from planner.verify import verify
from solvers import Limits

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/worked-example.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def base():
    scenario = load(ROOT / "scenarios/worked-example")
    return scenario, solve(scenario, Limits(seconds=60))


def cell(plan, frame, column, **key):
    table = plan.frames[frame]
    for name, value in key.items():
        table = table[table[name] == value]
    return table[column].tolist()


def test_goals_are_those_on_paper(base):
    _, plan = base
    goals = {level.goal: (level.value, level.state) for level in plan.levels}
    assert goals == {
        "below_minimum": (pytest.approx(0, abs=1e-9), "proven"),
        "shortfall.1": (pytest.approx(0.06), "proven"),
        "resilience_gap": (pytest.approx(0.2), "proven"),
        "uncovered": (pytest.approx(0.036), "proven"),
        "leaderless": (pytest.approx(0, abs=1e-9), "proven"),
        "cost": (pytest.approx(363.0), "proven"),
    }


def test_figures_of_the_rules_are_those_on_paper(base):
    _, plan = base
    assert cell(plan, "coverage", "filled", requirement="land") == [14, 18]
    assert cell(plan, "coverage", "minimum", requirement="land") == [8, 12]
    assert cell(plan, "coverage", "level", requirement="camp-air-defence") == pytest.approx([1.65, 2.15])
    assert cell(plan, "coverage", "reference", requirement="camp-air-defence") == pytest.approx([1.5, 2.5])
    assert cell(plan, "pools", "sustained", pool="EST company") == pytest.approx([0, 2.25, 2.25])
    assert cell(plan, "conditions", "value", condition="us-backstop", holds=True) == [3400, 3400]
    assert cell(plan, "resilience", "gap", requirement="land") == [2, 2]
    assert set(cell(plan, "commands", "lead", requirement="land")) <= {"FRA", "GBR"}
    assert cell(plan, "loads", "used", site="camp", resource="beds") == [3500, 4500]
    metrics = plan.metrics
    assert (metrics["ioc_month"], metrics["foc_month"], metrics["person_months"]) == (2, 12, 41_000)
    assert metrics["conditional_reliance"] == pytest.approx(7_000 / 41_000)
    assert metrics["coverage.1"] == pytest.approx(0.94)
    assert plan.frames["costs"].groupby("payer")["meur"].sum().to_dict() == pytest.approx(
        {"EST": 24, "FRA": 164.5, "GBR": 120, "UKR": 40, "USA": 14.5}
    )


def test_verify_finds_nothing(base):
    scenario, plan = base
    assert verify(scenario, plan).empty


def test_the_option_without_the_backstop():
    plan = solve(load(ROOT / "scenarios/worked-example", "no-backstop"), Limits(seconds=60))
    goals = {level.goal: level.value for level in plan.levels}
    assert goals["shortfall.1"] == pytest.approx(0.18)
    assert goals["resilience_gap"] == pytest.approx(0.4)
    assert goals["uncovered"] == pytest.approx(0.4 * 0.65 / 1.5 + 0.6 * 0.65 / 2.5)
    assert goals["cost"] == pytest.approx(303.5)


@pytest.mark.parametrize(
    "figure", ["**0.06**", "**0.2**", "**0.036**", "**0.1707**", "**363**", "**3 400**", "**0.18**", "**0.4**", "**303.5**", "**0.3293**"]
)
def test_the_page_states_each_figure_that_is_held_here(figure):
    assert figure in PAGE
