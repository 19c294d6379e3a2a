"""What tours would change: the lesson's pool sustains one battlegroup, and nobody is there in three months of eighteen."""

import pandas as pd
import pytest

from planner.completion import complete
from planner.placements import placements
from planner.plan import Plan
from planner.scenario import Scenario
from planner.scenario.load import load
from planner.shipped import scenarios
from planner.study.dossier import dossier
from planner.study.remedies import Remedy
from planner.study.rested import for_one_place
from planner.study.shortfalls import shortfalls
from planner.study.side import Side, side
from planner.study.tours import Gap, Tours, tours
from planner.verify import BY_HAND, account, verify
from reports.content.gaps import gap
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
    assert reliefs(dossier(scenario, plan, {}, 0), Names(scenario)).said == (
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


def test_a_place_asks_for_more_units_the_longer_it_lasts():
    """Each holds it for 5 months of 18: one for a spring, three for the hold, four for good."""
    scenario = load(scenarios() / "lessons" / "rotation", "tours")
    assert [for_one_place(scenario, "DEU-battlegroup", months) for months in (5, 6, 14, 18, 100)] == [1, 2, 3, 4, 4]


def test_who_rests_is_not_idle_and_who_could_begin_a_tour_is():
    """Three tours hold 15 of 18 months. When all have gone, all rest; when two have, the third could still come."""
    scenario, plan = by_hand("tours", range(2, 17))
    short = next(s for s in shortfalls(scenario, plan, placements(scenario)) if s.requirement == "framework")
    assert (short.steps, short.months) == ((17, 18, 19), 3)
    assert [(c.kind, c.offer, c.units, c.pledged) for c in short.causes if c.subject == ""] == [
        ("offer", "DEU-battlegroup", 0, 2), ("offer", "NLD-battlegroup", 0, 1),
    ]  # fmt: skip
    assert short.remedies[0] == Remedy("cycle", "DEU", "battlegroup", 1)  # of the pool, whoever sends it
    said = gap(scenario, Names(scenario, ids=True), short)
    assert "all that is offered stands, or is kept by tours and rest, DEU 0 of 2 and NLD 0 of 1" in said.cause
    assert said.could.startswith("DEU 1 battlegroup more for its tours")
    scenario, plan = by_hand("tours", range(2, 12))
    short = next(s for s in shortfalls(scenario, plan, placements(scenario)) if s.requirement == "framework")
    assert [(c.kind, c.offer, c.units) for c in short.causes if c.kind == "idle"] == [("idle", "DEU-battlegroup", 1)]
