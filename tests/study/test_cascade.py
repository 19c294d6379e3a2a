"""What falls when a nation leaves, on the hand-made plan: 7 200 persons in Ukraine, 6 000 counted for a threshold of 5 500."""

import pandas as pd
import pytest

from planner.placements import placements
from planner.rules import conditions
from planner.study.cascade import cascade, stage
from tests.reports.handmade import empty_plan, plan, scenario


@pytest.fixture(scope="module")
def left() -> pd.DataFrame:
    return cascade(scenario(), plan(), placements(scenario())).set_index("nation")


def test_the_stage_is_the_fullest_step_of_the_fullest_country():
    where = stage(plan())
    assert (where.country, where.step, where.persons) == ("UKR", 2, 7200)
    assert stage(empty_plan()) is None


def test_with_france_go_its_own_and_the_third_british_battlegroup(left):
    row = left.loc["FRA"]  # 2 400 of 5 500 are left to count: the backstop closes, and 1 200 hang on it
    assert (row["before"], row["own"], row["hung"], row["left"]) == (7200, 3600, 1200, 2400)
    assert row["fallen"] == ("us-backstop",)


def test_with_britain_the_backstop_closes_but_nobody_else_hangs_on_it(left):
    row = left.loc["GBR"]
    assert (row["own"], row["hung"], row["left"], row["fallen"]) == (3600, 0, 3600, ("us-backstop",))


def test_who_is_not_there_takes_nobody_away(left):
    assert left.loc["TUR", "left"] == 7200
    assert left.loc["TUR", "fallen"] == ()


def test_what_hangs_on_each_condition_is_known_by_name():
    table = conditions.dependents(scenario(), plan().decisions)
    found = table[table["step"] == 3].set_index(["condition", "offer"])["persons"]
    assert found["ceasefire", "FRA-bg"] == 3600
    assert found["us-backstop", "GBR-bg"] == 1200  # the offer stands above what it may without, by one battlegroup
    assert ("us-backstop", "FRA-bg") not in found.index
    assert found["straits-open", "GBR-mcm"] == 80
