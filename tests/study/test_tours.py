"""What tours would change: the lesson's pool sustains one battlegroup, and nobody is there in three months of eighteen."""

import pandas as pd
import pytest

from planner.completion import complete
from planner.plan import Plan
from planner.scenario import Scenario
from planner.scenario.load import load
from planner.shipped import scenarios
from planner.study.dossier import dossier
from planner.study.side import Side, side
from planner.study.tours import Gap, Tours, tours
from planner.verify import BY_HAND, account, verify
from reports.content.names import Names
from reports.content.reliefs import reliefs


def by_hand(option: str, months: range) -> tuple[Scenario, Plan]:
    """Return the lesson with the framework in place in some months, steps or months of the calendar."""
    scenario = load(scenarios() / "lessons" / "rotation", option)
    rows = [("NLD-battlegroup", "framework", "camp", p, 1) for p, step in enumerate(scenario.steps) if step.first_month in months]
    decisions = complete(scenario, pd.DataFrame(rows, columns=["offer", "requirement", "site", "step", "units"]))
    made = account(scenario, decisions)
    return scenario, Plan(scenario.digest, option, decisions, made.frames, made.metrics, (), BY_HAND, "by hand")


@pytest.fixture(scope="module")
def sustained() -> tuple[Scenario, Plan]:
    return by_hand("base", range(2, 20))


def test_the_gap_is_told_by_pool_and_month(sustained):
    assert tours(*sustained) == Tours(False, 18, 3, (Gap("framework", ("framework",), ((17, 20),), 1, 3),))


def test_the_report_says_it_in_words(sustained):
    scenario, plan = sustained
    assert reliefs(dossier(scenario, plan, {}, 0), Names(scenario)) == (
        "Tours would leave 3 of the 18 unit-months asked of cycles empty (16.7\u202f%):",
        "framework: up to 1 unit of framework not relieved in Jun 2028 to Aug 2028 (3 unit-months)",
    )


def test_a_side_says_who_relieves_whom(sustained):
    told = side(*sustained, Side(nation="DEU"))
    assert told["schedule"][["from", "until", "tour of", "relieves"]].values.tolist() == [
        ["2027-03", "2027-08", "NLD-battlegroup", ""],
        ["2027-08", "2028-01", "DEU-battlegroup", "NLD-battlegroup 1 2027-03"],
        ["2028-01", "2028-06", "DEU-battlegroup", "DEU-battlegroup 1 2027-08"],
    ]
    assert told["unrelieved"]["month"].tolist() == ["2028-06", "2028-07", "2028-08"]


def test_a_plan_by_hand_gets_tours_where_they_are_planned():
    scenario, plan = by_hand("tours", range(2, 17))
    begins = [(row.offer, row.month) for row in plan.decisions["start"].itertuples()]
    assert begins == [("DEU-battlegroup", 7), ("DEU-battlegroup", 12), ("NLD-battlegroup", 2)]
    assert verify(scenario, plan).empty
    assert tours(scenario, plan) == Tours(True, 15, 3, ())
    assert set(verify(*by_hand("tours", range(2, 18)))["rule"]) == {"rotation"}  # nobody is left for a month more
