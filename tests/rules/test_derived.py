"""Derived needs on paper: one battery for every 1 000 people in the camp, one company in reserve for every four in front."""

import pytest

from planner.rules import coverage, derived
from planner.scenario import Derivation, Goal, Selector
from tests.rules.plans import assert_order_is_nothing, decide, keys, sentences
from tests.tiny import GOALS, ROWS, tiny

CAMP = Selector(sites=frozenset({"camp"}))
ROWS2 = {
    "unit_types": [*ROWS["unit_types"], {"unit_type": "battery", "domain": "air", "personnel": 100}],
    "capabilities": [*ROWS["capabilities"], {"capability": "air_defence"}],
    "provides": [*ROWS["provides"], {"unit_type": "battery", "capability": "air_defence", "amount": 1}],
    "offers": [*ROWS["offers"], {"offer": "FRA-sam", "nation": "FRA", "unit_type": "battery", "kind": "deployed"}],
    "tiers": [*ROWS["tiers"], {"offer": "FRA-sam", "tier": "1", "units": 9}],
    "requirements": [
        *ROWS["requirements"],
        {"requirement": "cover", "pillar": "reassurance", "derived": "ratio", "cover": True, "weight": 3},
        {"requirement": "reserve", "pillar": "neighbour", "derived": "ratio"},
    ],
    "reach": [*ROWS["reach"], {"requirement": "cover", "site": "camp"}, {"requirement": "reserve", "site": "hub"}],
}
COVER = Derivation("cover", "air_defence", 0.001, "personnel", CAMP)
RESERVE = Derivation("reserve", "manoeuvre_coy", 0.25, "manoeuvre_coy", CAMP)


def scenario(*derivations, rows=None, **fields):
    return tiny(ROWS2 | (rows or {}), derivations=derivations or (COVER, RESERVE), **fields)


def lines(place, *derivations, **more):
    frame = coverage.account(scenario(*derivations, **more), decide(place)).frames["coverage"]
    return frame[frame["requirement"] != "land"].set_index(["requirement", "step"])[["level", "reference", "filled"]].T.to_dict("list")


STANDS = [
    ("FRA-bg", "land", "camp", 1, 2),
    ("EST-coy", "land", "camp", 1, 4),
    ("FRA-sam", "cover", "camp", 1, 2),
    ("EST-coy", "reserve", "hub", 1, 1),
]


def test_levels_follow_the_posture_and_no_line_asks_for_itself():
    """2 · 1 200 + 4 · 150 = 3 000 people ask for 3 batteries, the 200 of the batteries for none; 12 companies for 3 in reserve.

    Reference, with the line exactly at 12 or 16: the battlegroup is 300 people a company, the infantry company 150: 3.6 and 4.8 batteries.
    Batteries are no drivers of their own line; the reserve is 3 and 4.
    """
    assert lines(STANDS) == {
        ("cover", 1): [pytest.approx(3), pytest.approx(3.6), 2],
        ("cover", 2): [0, pytest.approx(4.8), 0],
        ("reserve", 1): [3, 3, 1],
        ("reserve", 2): [0, 4, 0],
    }


@pytest.mark.parametrize(("reserve", "month"), [([(2, 4)], 5), ([(1, 1), (2, 3)], 14)])
def test_full_strength_asks_what_the_posture_makes_in_that_step_alone(reserve, month):
    """Four companies in entry ask for 1 in reserve then, sixteen in stabilise for 4: full strength is in stabilise or never."""
    front = [("FRA-bg", "land", "camp", 1, 1), ("FRA-bg", "land", "camp", 2, 4)]
    behind = [("EST-coy", "reserve", "hub", p, units) for p, units in reserve]
    assert coverage.account(scenario(RESERVE), decide(front + behind)).metrics["foc_month"] == month


def test_goals():
    """One of 3.6 batteries missing for 3 of 12 months, weight 3; 2 of 3 companies of the reserve."""
    metrics = derived.account(scenario(), decide(STANDS)).metrics
    assert metrics["uncovered"] == pytest.approx(3 * 3 / 12 * 1 / 3.6)
    assert metrics["support_gap"] == pytest.approx(3 / 12 * 2 / 3)


def test_the_index_may_exceed_one():
    """Six battlegroups, 7 200 people, ask for 7.2 batteries where the reference is 3.6."""
    metrics = derived.account(scenario(), decide([("FRA-bg", "land", "camp", 1, 6)])).metrics
    assert metrics["uncovered"] == pytest.approx(3 * 3 / 12 * 2)


def test_where_nobody_stands_nothing_is_uncovered():
    assert derived.account(scenario(), decide([])).metrics == {"uncovered": 0, "support_gap": 0}


def test_a_derived_driver_stands_at_its_reference():
    """The reserve of 3 companies (900 people at 300 each) asks for cover too when the hub is in the selector: 0.9 batteries on 3.6."""
    everywhere = Derivation("cover", "air_defence", 0.001, "personnel", Selector(sites=frozenset({"camp", "hub"})))
    assert lines([], everywhere, RESERVE)["cover", 1] == [0, pytest.approx(4.5), 0]


def test_two_derivations_of_one_line_add_up():
    more = Derivation("cover", "air_defence", 0.5, "manoeuvre_coy", Selector(nations=frozenset({"EST"})))
    assert lines([("EST-coy", "land", "camp", 1, 2)], COVER, more)["cover", 1] == [pytest.approx(0.3 + 1), pytest.approx(3.6 + 6), 0]


def test_only_offered_types_drive():
    """Estonia alone is asked about: 150 people a company, 12 companies, 1.8 batteries."""
    estonia = Derivation("cover", "air_defence", 0.001, "personnel", Selector(nations=frozenset({"EST"}), sites=frozenset({"camp"})))
    assert lines([], estonia)["cover", 1] == [0, pytest.approx(1.8), 0]
    elsewhere = Derivation("cover", "air_defence", 0.001, "personnel", Selector(sites=frozenset({"hub"})))
    assert lines([], elsewhere) == {}


def test_a_hard_line_limits_whom_it_supports():
    hard = [r | {"hard": True} if r["requirement"] == "cover" else r for r in ROWS2["requirements"]]
    plan = decide([("FRA-bg", "land", "camp", 1, 2), ("FRA-sam", "cover", "camp", 1, 2)])
    assert sentences(derived, scenario(rows={"requirements": hard}), plan) == [
        "cover in entry: the posture asks for 2.4 of air_defence, 2 stand; this line limits whom it supports"
    ]
    three = decide([("FRA-bg", "land", "camp", 1, 2), ("FRA-sam", "cover", "camp", 1, 3)])
    assert keys(derived, scenario(rows={"requirements": hard}), three) == []
    assert derived.account(scenario(rows={"requirements": hard}), plan).metrics["uncovered"] == 0
    assert keys(derived, scenario(), plan) == []  # a soft line has a shortfall instead


def test_a_hard_line_is_judged_in_every_step():
    hard = [r | {"hard": True} if r["requirement"] == "cover" else r for r in ROWS2["requirements"]]
    plan = decide([("FRA-bg", "land", "camp", p, 1) for p in (1, 2)] + [("FRA-sam", "cover", "camp", 1, 2)])
    assert keys(derived, scenario(rows={"requirements": hard}), plan) == ["cover / air_defence / stabilise"]


def test_order_of_rows_is_nothing():
    hard = [r | {"hard": True} for r in ROWS2["requirements"]]
    assert_order_is_nothing(derived, scenario(rows={"requirements": hard}), decide(STANDS))


ORDER = {
    "refused": (Goal("uncovered"), *GOALS, Goal("support_gap")),
    "batteries eat": (*GOALS, Goal("support_gap"), Goal("uncovered")),
    "right": (*GOALS, Goal("uncovered"), Goal("support_gap")),
}


def test_check_refuses_goals_that_keep_people_at_home():
    """Cover before the line that it covers would leave the line empty; here the reserve drives no cover, nor the cover the reserve."""
    refused = derived.check(scenario(goals=ORDER["refused"]))
    assert [p.what for p in refused] == ["uncovered stands before below_minimum: for want of cover those who need it would be left at home"]
    assert derived.check(scenario(goals=ORDER["right"])) == derived.check(scenario(goals=ORDER["batteries eat"])) == []


def test_check_wants_cover_before_the_support_that_it_needs():
    """Camp services for everybody in the camp, the crews of the batteries too."""
    services = Derivation("reserve", "manoeuvre_coy", 0.001, "personnel", Selector(sites=frozenset({"camp"})))
    assert [p.severity for p in derived.check(scenario(COVER, services, goals=ORDER["batteries eat"]))] == ["error"]
    assert derived.check(scenario(COVER, services, goals=ORDER["right"])) == []


def test_check_refuses_circles_and_mixtures():
    back = Derivation("reserve", "manoeuvre_coy", 0.001, "personnel", Selector())
    circle = derived.check(scenario(Derivation("cover", "air_defence", 0.001, "personnel", Selector()), back, goals=ORDER["right"]))
    assert [p.severity for p in circle] == ["error"]
    assert "ask for each other" in circle[0].what
    first = derived.check(scenario(Derivation("cover", "air_defence", 0.001, "personnel", Selector()), COVER, back, goals=ORDER["right"]))
    assert first == circle  # though the last derivation of its line closes none
    need = {"requirement": "cover", "capability": "air_defence", "step": 1, "level": 2}
    mixed = derived.check(scenario(rows={"needs": [*ROWS["needs"], need]}, goals=ORDER["right"]))
    assert [p.what for p in mixed] == ["cover has both given and derived needs"]


def test_check_names_a_derived_line_that_no_goal_looks_after():
    assert [p.severity for p in derived.check(scenario())] == ["warning", "warning"]
