"""Coverage on paper: 12 companies needed for 3 months, 16 for 9; a battlegroup gives 4, a company 1, an engineer company ½ as infantry."""

import pytest

from planner.rules import coverage
from planner.scenario import Area, Goal, Selector
from tests.rules.plans import assert_order_is_nothing, decide, keys, sentences
from tests.tiny import ROWS, tiny

FULL = [("FRA-bg", "land", "camp", 1, 2), ("FRA-bg", "land", "camp", 2, 2), ("EST-coy", "land", "camp", 2, 1)]

ENGINEERS = {
    "unit_types": [*ROWS["unit_types"], {"unit_type": "engineers", "domain": "land", "personnel": 100}],
    "capabilities": [*ROWS["capabilities"], {"capability": "engineering"}],
    "provides": [*ROWS["provides"], {"unit_type": "engineers", "capability": "engineering", "amount": 1}],
    "substitutes": [{"unit_type": "engineers", "capability": "manoeuvre_coy", "amount": 0.5, "max_share": 0.125}],
    "offers": [*ROWS["offers"], {"offer": "EST-eng", "nation": "EST", "unit_type": "engineers", "kind": "deployed"}],
    "tiers": [*ROWS["tiers"], {"offer": "EST-eng", "tier": "1", "units": 9}],
}


def metrics(place, scenario=None):
    return coverage.account(scenario or tiny(), decide(place)).metrics


def test_shortfall_is_weighed_by_months():
    """4 of 12 short in 3 of 12 months, 7 of 16 in 9: 3/12 · 1/3 + 9/12 · 7/16 = 1/12 + 21/64."""
    found = metrics(FULL)
    assert found["shortfall.1"] == pytest.approx(1 / 12 + 21 / 64)
    assert found["coverage.1"] == found["coverage"] == pytest.approx(1 - 1 / 12 - 21 / 64)


def test_below_the_minimum():
    """One battlegroup, 4: 2 of 6 missing in entry, 4 of 8 in stabilise: 3/12 · 1/3 + 9/12 · 1/2."""
    one = [("FRA-bg", "land", "camp", 1, 1), ("FRA-bg", "land", "camp", 2, 1)]
    assert metrics(one)["below_minimum"] == pytest.approx(1 / 12 + 3 / 8)
    assert metrics(FULL)["below_minimum"] == 0


def test_surplus_pays_for_nothing():
    """16 companies in entry, none in stabilise: the four above the level help nobody."""
    assert metrics([("FRA-bg", "land", "camp", 1, 4)])["shortfall.1"] == pytest.approx(9 / 12)


def test_mean_over_capabilities_and_weight():
    """The line needs engineers too, of which none stand: (1/3 + 1)/2 in entry; two lines' weight doubles it."""
    need = {"requirement": "land", "capability": "engineering", "step": 1, "level": 5}
    lines = [{"requirement": "land", "pillar": "reassurance", "weight": 2}]
    scenario = tiny(ENGINEERS | {"needs": [ROWS["needs"][0], need], "requirements": lines})
    assert metrics([("FRA-bg", "land", "camp", 1, 2)], scenario)["shortfall.1"] == pytest.approx(2 * (1 / 3 + 1) / 2)
    assert metrics([("FRA-bg", "land", "camp", 1, 2)], scenario)["coverage.1"] == pytest.approx(1 / 3)


def test_first_and_full_strength():
    """Entry counts when 6 companies stand; full strength is 95 % of 16, that is 15.2."""
    assert metrics(FULL)["ioc_month"] == 2
    assert metrics(FULL)["foc_month"] == 14  # not reached: the end of the horizon
    late = [("FRA-bg", "land", "camp", 1, 1), ("FRA-bg", "land", "camp", 2, 4)]
    assert (metrics(late)["ioc_month"], metrics(late)["foc_month"]) == (5, 5)
    assert metrics([])["ioc_month"] == 14


def test_a_line_without_minimum_is_useful_above_nothing():
    bare = tiny({"needs": [{"requirement": "land", "capability": "manoeuvre_coy", "step": 1, "level": 12}]})
    assert metrics([("EST-coy", "land", "camp", 1, 1)], bare)["ioc_month"] == 2
    assert metrics([], bare)["ioc_month"] == 14


def test_substitutes_give_their_effectiveness_and_no_more_than_their_share():
    """An eighth of 12 is 1.5 companies, three engineer companies at one half."""
    scenario = tiny(ENGINEERS)
    three = [("EST-eng", "land", "camp", 1, 3)]
    filled = coverage.account(scenario, decide(three)).frames["coverage"]
    assert filled["filled"].tolist() == [1.5, 0]
    assert keys(coverage, scenario, decide(three)) == []
    assert sentences(coverage, scenario, decide([("EST-eng", "land", "camp", 1, 4)])) == [
        "land in entry: engineers stands in for 2 of manoeuvre_coy; substitutes of this type may give 1.5 there at most"
    ]


def test_share_of_substitutes_is_over_all_who_bring_the_type():
    offers = [*ENGINEERS["offers"], {"offer": "FRA-eng", "nation": "FRA", "unit_type": "engineers", "kind": "deployed"}]
    scenario = tiny(ENGINEERS | {"offers": offers})
    both = [("EST-eng", "land", "camp", 1, 2), ("FRA-eng", "land", "camp", 1, 2)]
    assert keys(coverage, scenario, decide(both)) == ["land / manoeuvre_coy / entry / engineers"]


def test_share_of_substitutes_is_of_the_step():
    """Four engineer companies are 2 of 16 in stabilise, within an eighth; in entry they are above it."""
    scenario = tiny(ENGINEERS)
    assert keys(coverage, scenario, decide([("EST-eng", "land", "camp", 2, 4)])) == []
    assert keys(coverage, scenario, decide([("EST-eng", "land", "camp", 2, 5)])) == ["land / manoeuvre_coy / stabilise / engineers"]


def test_who_provides_by_himself_is_no_substitute():
    """Where engineers are needed too, an engineer company serves as engineers and gives no infantry."""
    need = {"requirement": "land", "capability": "engineering", "step": 2, "level": 5}
    scenario = tiny(ENGINEERS | {"needs": [*ROWS["needs"], need]})
    filled = coverage.account(scenario, decide([("EST-eng", "land", "camp", 1, 3)])).frames["coverage"]
    assert filled.set_index(["capability", "step"])["filled"].to_dict() == {
        ("engineering", 2): 0,
        ("manoeuvre_coy", 1): 0,
        ("manoeuvre_coy", 2): 0,
    }


def test_a_limited_stay_scales_what_is_given():
    """21 days of 30: two battlegroups give 5.6 companies; of two areas the shorter stay counts."""
    sea = Area("sea", frozenset({"camp"}), stays=((Selector(nations=frozenset({"FRA"})), 21.0), (Selector(), 24.0)))
    filled = coverage.account(tiny(areas=(sea,)), decide(FULL)).frames["coverage"]
    assert filled["filled"].tolist() == pytest.approx([5.6, 5.6 + 0.8])


def test_firm_is_what_is_announced():
    """France has announced, Estonia only offered."""
    assert coverage.account(tiny(), decide(FULL)).frames["coverage"]["firm"].tolist() == [8, 8]


def test_firm_tiers_are_counted_first():
    tiers = [
        {"offer": "FRA-bg", "tier": "1", "units": 1, "status": "announced"},
        {"offer": "FRA-bg", "tier": "2", "units": 1, "status": "exploratory"},
    ]
    assert coverage.account(tiny({"tiers": tiers}), decide(FULL[:2])).frames["coverage"]["firm"].tolist() == [4, 4]


def test_order_of_rows_is_nothing():
    assert_order_is_nothing(coverage, tiny(ENGINEERS), decide([*FULL, ("EST-eng", "land", "camp", 1, 4)]))


def test_check_names_a_priority_without_a_goal():
    found = coverage.check(tiny(goals=(Goal("cost"),)))
    assert [p.severity for p in found] == ["error", "warning"]
    assert "priority 1 is in use" in found[0].what


def test_check_names_what_nobody_offers():
    need = {"requirement": "land", "capability": "engineering", "step": 2, "level": 5}
    found = coverage.check(tiny({"needs": [*ROWS["needs"], need]}))
    assert [p.what for p in found] == ["land needs engineering, which no offered unit provides"]
    assert coverage.check(tiny({"needs": [*ROWS["needs"], need | {"level": 0}]})) == []
