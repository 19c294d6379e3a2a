"""The page, the solver and the rules say the same: the figures of docs/worked-example.md, computed on paper, against a solve."""

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from planner.conductor import load, solve
from planner.scenario.offersfile import read_offers
from planner.study import agreed
from planner.study.evaluate import evaluate
from planner.study.offers_diff import diff
from planner.verify import verify
from solvers import Limits

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "scenarios/worked-example"
PAGE = (ROOT / "docs/worked-example.md").read_text(encoding="utf-8")
ENTRY, HOLD = 1, 2  # steps
MARCH, JULY, AUGUST, DECEMBER, AFTER = 2, 6, 7, 11, 12  # months of the calendar, which begins in January


@cache
def planned(file="scenario.yaml", option=None):
    """Return a variant of the worked example with its plan, proven and without a breach."""
    scenario = load(FOLDER / file, option)
    plan = solve(scenario, Limits(seconds=60))
    assert plan.status == "proven"
    assert verify(scenario, plan).empty
    return scenario, plan


@pytest.fixture(scope="module")
def base():
    return planned()


def cell(plan, frame, column, **key):
    return cell_of(plan.frames[frame], column, **key)


def cell_of(table, column, **key):
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


def values(plan):
    return {level.goal: level.value for level in plan.levels}


def units(plan, by="nation"):
    """Return what stands: units by nation (or offer), unit type and step."""
    return plan.frames["posture"].groupby([by, "unit_type", "step"])["units"].sum().to_dict()


def watches(plan):
    """Return the tours of a schedule, whoever serves: units by the months in which they begin, take the place and hand it over."""
    table = plan.frames["schedule"]
    return table.groupby(["begins", "first_month", "until_month"])["units"].sum().to_dict()


def test_the_option_without_the_backstop():
    _, plan = planned(option="no-backstop")
    goals = values(plan)
    assert goals["shortfall.1"] == pytest.approx(0.18)
    assert goals["resilience_gap"] == pytest.approx(0.4)
    assert goals["uncovered"] == pytest.approx(0.4 * 0.65 / 1.5 + 0.6 * 0.65 / 2.5)
    assert goals["cost"] == pytest.approx(303.5)


def test_sustained_the_schedule_is_drawn_and_somebody_stands_in_every_month(base):
    _, plan = base
    assert watches(plan) == {(MARCH, MARCH, 8): 2, (8, 8, AFTER): 2}
    assert plan.metrics["unrelieved"] == 0


def test_tours_who_relieves_whom():
    _, plan = planned(option="by-tours")
    assert values(plan) == pytest.approx(
        {"below_minimum": 0, "shortfall.1": 0, "resilience_gap": 0, "uncovered": 0.312, "leaderless": 0, "cost": 349.9}
    )
    stands = units(plan)
    assert [stands[nation, "battlegroup", p] for p in (ENTRY, HOLD) for nation in ("FRA", "GBR")] == [1, 1, 2, 2]
    assert [stands["EST", "company", p] for p in (ENTRY, HOLD)] == [4, 4]
    assert watches(plan) == {(MARCH, MARCH, AUGUST): 4, (AUGUST, AUGUST, AFTER): 4}
    relieved = plan.frames["schedule"].set_index("begins")["relieves"]
    assert (relieved[MARCH] == "").all()
    assert relieved[[AUGUST]].str.endswith("2026-03").all()
    assert sorted(set(plan.frames["schedule"]["ends"])) == [8, 13]
    assert plan.frames["unrelieved"].empty
    assert cell(plan, "coverage", "level", requirement="camp-air-defence") == pytest.approx([1.3, 2.3])
    assert cell(plan, "coverage", "filled", requirement="camp-air-defence") == [2, 1]
    assert cell(plan, "loads", "used", site="camp", resource="beds") == [2800, 4700]
    assert set(cell(plan, "resilience", "left", requirement="land")) == {8, 12}
    assert plan.metrics["foc_month"] == AFTER


def test_a_fifth_company_finds_nobody_in_december():
    found = evaluate(load(FOLDER, "by-tours"), FOLDER / "fifth-company.csv")
    assert found.breaches[["rule", "amount", "limit"]].to_numpy().tolist() == [["rotation", 5, 4]]
    assert cell(found.plan, "unrelieved", "month") == [DECEMBER]
    assert watches(found.plan) == {(MARCH, MARCH, AUGUST): 4, (JULY, JULY, DECEMBER): 1, (AUGUST, AUGUST, AFTER): 4}


def test_who_waits_at_home_counts_if_one_leaves():
    _, plan = planned("standby.yaml")
    assert values(plan) == pytest.approx(
        {
            "below_minimum": 0,
            "shortfall.1": 0.06,
            "shortfall.2": 0.45,
            "resilience_gap": 0.05,
            "uncovered": 0.036,
            "leaderless": 0,
            "cost": 353.4,
            "standby": 3300,
        }
    )
    assert plan.frames["standby"].groupby("step")["units"].sum().to_dict() == {ENTRY: 4, HOLD: 1}
    assert [row for row in units(plan).items() if row[0][0] == "EST"] == [(("EST", "company", HOLD), 2)]
    assert cell(plan, "resilience", "left", requirement="land") == [8, 11]
    assert cell(plan, "pools", "used", pool="EST company") == pytest.approx([0, 1, 2.25])
    assert cell(plan, "conditions", "value", condition="us-backstop", holds=True) == [3100, 3400]


def test_supplies_from_the_camp_to_the_hub():
    _, plan = planned("supplied.yaml")
    assert values(plan) == pytest.approx(
        {
            "below_minimum": 0,
            "shortfall.1": 0.06,
            "resilience_gap": 0.2,
            "uncovered": 0.036,
            "support_gap": 0.08,
            "unsupported": 130,
            "leaderless": 0,
            "cost": 383,
        }
    )
    for column, told in {"used": [70, 90], "carried": [60, 75], "unsupported": [10, 15], "dry_days": [70, 60]}.items():
        assert cell(plan, "supply", column, site="camp") == pytest.approx(told)
    assert plan.frames["flows"].groupby("step")["tpd"].sum().to_dict() == pytest.approx({ENTRY: 60, HOLD: 75})
    assert cell(plan, "flows", "route", step=ENTRY) == ["rail"]
    for column, told in {"level": [70, 90], "filled": [80, 80], "short": [0, 10], "reference": [63, 75]}.items():
        assert cell(plan, "coverage", column, requirement="node") == pytest.approx(told)
    driven = plan.frames["driven"]
    shares = driven[(driven["requirement"] == "node") & (driven["step"] == HOLD)].groupby("nation")["share"].sum()
    assert (90 * shares).to_dict() == pytest.approx({"FRA": 42, "GBR": 40, "EST": 6, "USA": 2})


def test_offers_of_the_second_round():
    old, new = FOLDER / "scenario.yaml", FOLDER / "second-round.yaml"
    found = diff(read_offers(old), read_offers(new), load(new))
    assert found.changes[["what", "offer", "persons"]].to_numpy().tolist() == [
        ["new", "POL-bg", 1000],
        ["changed", "EST-second", 150],
        ["changed", "FRA-bg", -1000],
    ]
    assert cell_of(found.capabilities, "change", capability="manoeuvre_coy") == [1]


def test_the_agreed_table_is_the_plan_on_paper(base):
    scenario, plan = base
    nation = scenario.frames["offers"]["nation"]

    def by_nation(table):  # which of its two offers Estonia's companies come from is all the same
        rows = table.assign(nation=table["offer"].map(nation))
        return rows.groupby(["nation", "requirement", "site", "from", "until"])["units"].sum().to_dict()

    assert by_nation(pd.read_csv(FOLDER / "agreed.csv")) == by_nation(agreed.table(scenario, plan))


def test_the_second_round_keeps_what_was_agreed():
    _, plan = planned("second-round.yaml")
    assert values(plan) == pytest.approx(
        {
            "below_minimum": 0,
            "shortfall.1": 0.03,
            "resilience_gap": 0.05,
            "uncovered": 0.054,
            "leaderless": 0,
            "changes": 52_180,
            "cost": 370.2,
        }
    )
    changes = plan.frames["changes"]
    assert changes[["offer", "step", "baseline", "place", "weight", "persons"]].to_numpy().tolist() == [
        ["EST-second", HOLD, 0, 1, 0.2, 150],
        ["FRA-bg", ENTRY, 2, 1, 5, 1000],
        ["FRA-bg", HOLD, 2, 1, 5, 1000],
        ["POL-bg", ENTRY, 0, 1, 0.2, 1000],
        ["POL-bg", HOLD, 0, 1, 0.2, 1000],
    ]
    assert plan.metrics["changed_nations"] == 3
    assert plan.metrics["agreed_kept"] == pytest.approx(31_000 / 41_000)
    assert cell(plan, "coverage", "filled", requirement="land") == [14, 19]
    assert cell(plan, "resilience", "left", requirement="land") == [10, 11]
    assert cell(plan, "conditions", "value", condition="us-backstop", holds=True) == [3400, 3550]
    assert cell(plan, "coverage", "level", requirement="camp-air-defence") == pytest.approx([1.65, 2.225])
    assert cell(plan, "pools", "sustained", pool="EST company") == pytest.approx([0, 3.25, 3.25])


def test_planned_anew_the_companies_of_entry_stay_at_home():
    _, plan = planned("second-round.yaml", "anew")
    assert (values(plan)["cost"], values(plan)["changes"]) == pytest.approx((360.6, 53_380))
    assert ("EST", "company", ENTRY) not in units(plan)


HELD = {
    "Land": ["0.06"],
    "The backstop": ["3 400"],
    "One nation leaves": ["0.2"],
    "Cover of the camp": ["0.036"],
    "Lead, people, beds, dates": ["0.1707"],
    "Cost": ["363"],
    "Without the backstop": ["0.18", "0.4", "0.3293", "303.5"],
    "Who relieves whom": ["5", "4", "0", "0.312", "349.9", "46", "45"],
    "One nation leaves, and others wait at home": ["0.45", "0.05", "353.4"],
    "What the force uses": ["70", "90", "130", "0.08", "383"],
    "The second round": ["+1", "0.03", "0.05", "0.054", "52 180", "3", "75.6 %", "370.2", "360.6", "53 380"],
}


@pytest.mark.parametrize(("section", "figure"), [(section, figure) for section, figures in HELD.items() for figure in figures])
def test_the_page_states_each_figure_that_is_held_here(section, figure):
    sections = dict(part.split("\n", 1) for part in PAGE.split("\n## ")[1:])
    assert f"**{figure}**" in sections[section]
