"""Nations: France caps at 3 000 people, that is two battlegroups of 1 200."""

import pytest

from planner.rules import national
from tests.rules.plans import assert_order_is_nothing, decide, keys, sentences
from tests.tiny import ROWS, tiny

FRA, EST = ROWS["offers"]
CAMP, HUB = ROWS["sites"]


def stands(units, offer="FRA-bg", site="camp", step=1):
    return (offer, "land", site, step, units)


def limited(nation, measure, limit, of="", **rows):
    return tiny(rows | {"nation_limits": [{"nation": nation, "measure": measure, "of": of, "limit": limit}]})


def test_deployed_counts_everybody_outside_own_soil():
    assert keys(national, tiny(), decide([stands(1), stands(1, site="hub")])) == []
    assert sentences(national, tiny(), decide([stands(2), stands(1, site="hub")])) == [
        "FRA in entry: 3 600 people stand outside its own soil, its ceiling is 3 000"
    ]
    home = {"sites": [CAMP, HUB | {"country": "FRA"}]}
    assert keys(national, tiny(home), decide([stands(2), stands(1, site="hub")])) == []


@pytest.mark.parametrize(("limit", "broken"), [(1200, []), (1199, ["FRA / country / UKR / entry"])])
def test_a_ceiling_in_one_country(limit, broken):
    scenario = limited("FRA", "country", limit, "UKR")
    assert keys(national, scenario, decide([stands(1), stands(5, site="hub")])) == broken


@pytest.mark.parametrize(("of", "broken"), [("land", ["FRA / domain / land / entry"]), ("sea", [])])
def test_a_ceiling_on_a_domain(of, broken):
    assert keys(national, limited("FRA", "domain", 100, of), decide([stands(1)])) == broken


def test_a_reserve_of_units_in_place():
    """France offers two and keeps one: one may stand."""
    scenario = limited("FRA", "reserve", 1, "battlegroup")
    assert keys(national, scenario, decide([stands(1)])) == []
    assert sentences(national, scenario, decide([stands(2)])) == ["FRA in entry: the posture binds 2 battlegroup, its reserve leaves 1"]


@pytest.mark.parametrize(("kept", "broken"), [(4, []), (5, ["EST / reserve / infantry-coy / entry"])])
def test_a_reserve_of_units_in_the_cycle(kept, broken):
    """One company in place binds the four that relieve it; of eight in the cycle four are left, and two tiers count alike."""
    tiers = [{"offer": "EST-coy", "tier": t, "units": 4, "requires": r} for t, r in (("1", ()), ("2", (("never",),)))]
    assert keys(national, limited("EST", "reserve", kept, "infantry-coy", tiers=tiers), decide([stands(1, "EST-coy")])) == broken


def test_a_reserve_counts_what_is_there_by_date():
    """In entry only one of the two is there by date."""
    tiers = [{"offer": "FRA-bg", "tier": "1", "units": 1}, {"offer": "FRA-bg", "tier": "2", "units": 1, "first_month": 5}]
    scenario = limited("FRA", "reserve", 1, "battlegroup", tiers=tiers)
    assert keys(national, scenario, decide([stands(1), stands(1, step=2)])) == ["FRA / reserve / battlegroup / entry"]


def test_where_nothing_stands_a_reserve_asks_for_nothing():
    assert keys(national, limited("FRA", "reserve", 9, "battlegroup"), decide([])) == []


def test_who_is_where():
    presence = national.account(tiny(), decide([stands(1), stands(2, site="hub"), stands(1, "EST-coy")])).frames["presence"]
    assert presence.values.tolist() == [["EST", "UKR", 1, 150.0], ["FRA", "POL", 1, 2400.0], ["FRA", "UKR", 1, 1200.0]]


def test_who_is_where_on_several_lines():
    """One battlegroup on each of two lines in the camp are 2 400 people in Ukraine."""
    lines = tiny({"requirements": [*ROWS["requirements"], {"requirement": "other", "pillar": "reassurance"}]})
    presence = national.account(lines, decide([stands(1), ("FRA-bg", "other", "camp", 1, 1)])).frames["presence"]
    assert presence.values.tolist() == [["FRA", "UKR", 1, 2400.0]]


def test_who_takes_part():
    """France 1 200 people for 3 months and Estonia 150 for 9 + 3: 3 600 and 1 800."""
    metrics = national.account(tiny(), decide([stands(1), stands(1, "EST-coy"), stands(1, "EST-coy", step=2)])).metrics
    assert (metrics["contributors"], metrics["person_months"]) == (2, 5400)


def test_who_is_taken_from_another_commitment_is_told():
    """Both battlegroups come from one commitment: 2 400 people are missing there in entry; the company is free."""
    offers = [ROWS["offers"][0] | {"committed_to": "forward presence"}, ROWS["offers"][1]]
    taken = national.account(tiny({"offers": offers}), decide([stands(2), stands(1, "EST-coy")])).frames["double_hatted"]
    assert taken.values.tolist() == [["forward presence", "FRA", 1, 2400.0]]


def test_order_of_rows_is_nothing():
    assert_order_is_nothing(national, tiny(), decide([stands(2), stands(1, site="hub"), stands(1, "EST-coy"), stands(9, step=2)]))


def test_check_warns_of_reserves_and_limits_that_make_no_sense():
    assert ["none of them can stand" in p.what for p in national.check(limited("FRA", "reserve", 2, "battlegroup"))] == [True]
    assert [p.what for p in national.check(limited("USA", "deployed", 5))] == ["USA has a limit and offers nothing"]
    assert national.check(limited("FRA", "reserve", 1, "battlegroup")) == []


@pytest.mark.parametrize(("kept", "warned"), [(3, False), (4, True)])
def test_check_counts_all_tiers_of_all_offers_against_a_reserve(kept, warned):
    """France offers 1 + 2 in two tiers and 1 by a second offer, 4 in all: a reserve of 3 leaves one."""
    rows = {
        "offers": [FRA, FRA | {"offer": "FRA-bg2"}, EST],
        "tiers": [{"offer": o, "tier": t, "units": n} for o, t, n in (("FRA-bg", "1", 1), ("FRA-bg", "2", 2), ("FRA-bg2", "1", 1))],
    }
    assert bool(national.check(limited("FRA", "reserve", kept, "battlegroup", **rows))) == warned
