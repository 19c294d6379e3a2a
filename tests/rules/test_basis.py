"""What a posture rests on, on paper: of two French battlegroups one is announced and quoted, one offered and assumed, as Estonia is."""

import pytest

from planner.rules import BASES, FIRM, coverage
from planner.scenario import Condition
from tests.rules.plans import assert_order_is_nothing, decide
from tests.tiny import ROWS, tiny

FRENCH = (
    {"offer": "FRA-bg", "tier": "1", "units": 1, "status": "offered", "basis": "assumed", "confidence": "low"},
    {"offer": "FRA-bg", "tier": "2", "units": 1, "status": "announced", "basis": "quoted", "source": "a speech", "confidence": "high"},
)
SCENARIO = tiny({"tiers": [*FRENCH, *ROWS["tiers"][1:]]})
ONE = [("FRA-bg", "land", "camp", 1, 1)]
ALL = [("FRA-bg", "land", "camp", 1, 1), ("FRA-bg", "land", "camp", 2, 2), ("EST-coy", "land", "camp", 2, 1)]


def made(place, scenario=SCENARIO, **decided):
    return coverage.account(scenario, decide(place, **decided))


def tiers_of(place, scenario=SCENARIO):
    basis = made(place, scenario).frames["basis"]
    return list(zip(basis["offer"], basis["tier"], basis["step"], basis["units"], basis["persons"], strict=True))


def test_the_firmest_tier_is_counted_first_whatever_its_name():
    (row,) = made(ONE).frames["basis"].to_dict("records")
    assert (row["tier"], row["units"], row["persons"], row["basis"], row["status"]) == ("2", 1, 1200, "quoted", "announced")
    assert (row["source"], row["confidence"], row["nation"], row["site"]) == ("a speech", "high", "FRA", "camp")


def test_what_stands_above_the_firm_tier_is_taken_from_the_next():
    assert tiers_of(ALL) == [
        ("EST-coy", "1", 2, 1, 150),
        ("FRA-bg", "1", 2, 1, 1200),
        ("FRA-bg", "2", 1, 1, 1200),
        ("FRA-bg", "2", 2, 1, 1200),
    ]


def test_of_one_status_tiers_count_in_the_order_of_their_names():
    same = tiny({"tiers": [t | {"status": "offered"} for t in FRENCH] + ROWS["tiers"][1:]})
    assert [row[1] for row in tiers_of(ONE, same)] == ["1"]


def test_an_offer_on_two_sites_is_shared_out_alike():
    two = tiny({"tiers": [*FRENCH, *ROWS["tiers"][1:]], "reach": [{"requirement": "land", "site": s} for s in ("camp", "hub")]})
    found = made([("FRA-bg", "land", "camp", 1, 1), ("FRA-bg", "land", "hub", 1, 1)], two).frames["basis"]
    assert found.groupby("site")["units"].sum().to_dict() == {"camp": 1, "hub": 1}
    assert set(found["units"]) == {0.5}


def test_a_cycle_counts_with_what_it_keeps_in_place_and_what_a_shared_pool_adds_is_taken_from_the_last_tier():
    """Four companies keep 1 in place; three stand: the firm tier of 2 gives a half, the rest is of the other."""
    tiers = [
        {"offer": "EST-coy", "tier": "1", "units": 2, "status": "deployed", "basis": "derived"},
        {"offer": "EST-coy", "tier": "2", "units": 2, "status": "exploratory", "basis": "assumed"},
    ]
    found = tiers_of([("EST-coy", "land", "camp", 1, 3)], tiny({"tiers": [*tiers, *FRENCH]}))
    assert [(row[1], row[3]) for row in found] == [("1", 0.5), ("2", 2.5)]


def test_a_tier_whose_condition_does_not_hold_vouches_for_nothing():
    waits = [FRENCH[0], FRENCH[1] | {"requires": (("mandate",),)}]
    scenario = tiny({"tiers": [*waits, *ROWS["tiers"][1:]]}, conditions={"mandate": Condition("mandate", "granted", 5)})
    assert [row[:3] for row in tiers_of([*ONE, ("FRA-bg", "land", "camp", 2, 1)], scenario)] == [("FRA-bg", "1", 1), ("FRA-bg", "2", 2)]


def test_what_stands_without_any_usable_tier_is_assumed_and_of_nobody():
    never = tiny({"tiers": [FRENCH[0] | {"first_month": 99}, *ROWS["tiers"][1:]]})
    (row,) = made(ONE, never).frames["basis"].to_dict("records")
    assert (row["tier"], row["basis"], row["status"], row["persons"]) == ("", "assumed", "exploratory", 1200)


def test_coverage_says_the_same_as_the_tiers():
    account = made(ALL)
    rows, basis = account.frames["coverage"], account.frames["basis"]
    assert rows[list(BASES)].sum(axis=1).tolist() == rows["filled"].tolist() == [4, 9]
    assert rows[["firm", "quoted", "assumed"]].to_numpy().tolist() == [[4, 4, 0], [4, 4, 5]]
    firm = basis[basis["status"].isin(FIRM)].groupby("step")["units"].sum() * 4
    assert rows["firm"].tolist() == firm.tolist()


def test_shares_are_of_person_months():
    """1 200 for 3 months and 9 quoted, 1 200 and 150 for 9 assumed: 14 400 of 26 550."""
    found = made(ALL).metrics
    assert found["basis.quoted"] == found["firm"] == pytest.approx(14400 / 26550)
    assert found["basis.assumed"] == pytest.approx(12150 / 26550)
    assert found["basis.derived"] == 0
    assert made([]).metrics["basis.assumed"] == made([]).metrics["firm"] == 0


def test_the_order_of_rows_changes_nothing():
    assert_order_is_nothing(coverage, SCENARIO, decide(ALL))
