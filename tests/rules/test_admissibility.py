"""Admissibility: one unit that may stand, and one fault at a time."""

from dataclasses import replace

import pytest

from planner.rules import admissibility
from planner.scenario import Caveat, Derivation, Host, Selector
from tests.rules.plans import assert_order_is_nothing, decide, keys, raw, sentences
from tests.tiny import ROWS, tiny

FRA, EST = ROWS["offers"]
CAMP, HUB = ROWS["sites"]
ONE = decide([("FRA-bg", "land", "camp", 1, 1)])
KEY = "FRA-bg / land / camp / entry"
UKR = Host("UKR", frozenset({"FRA", "EST"}), frozenset({"camp"}))


def said(scenario, decisions=ONE):
    return [text.removeprefix("FRA-bg on land at camp in entry: ") for text in sentences(admissibility, scenario, decisions)]


def test_a_unit_that_may_stand():
    posture = admissibility.account(tiny(hosts={"UKR": UKR}, consent_explicit=True), ONE)
    assert posture.breaches.empty
    row = posture.frames["posture"].iloc[0]
    assert (row["nation"], row["unit_type"], row["country"], row["own_soil"]) == ("FRA", "battlegroup", "UKR", False)
    assert (row["persons"], row["pillar"], row["domain"]) == (1200, "reassurance", "land")


@pytest.mark.parametrize(
    ("rows", "fields", "cause"),
    [
        ({"offers": [FRA | {"pillars": ("training",)}, EST]}, {}, "its nation does not offer it for the reassurance pillar"),
        ({"offers": [FRA | {"only_at": ("hub",)}, EST]}, {}, "its nation offers it at other sites only"),
        ({"offers": [FRA | {"not_at": ("camp",)}, EST]}, {}, "its nation does not offer it at this site"),
        ({"reach": [{"requirement": "land", "site": "hub"}]}, {}, "the site is not in the line's area"),
        ({"capacity": [{"site": "camp", "resource": "beds", "free": 1199}]}, {}, "the site has no beds for one unit"),
        ({"capacity": []}, {}, "the site has no beds for one unit"),
        ({"provides": []}, {}, "battlegroup gives nothing that the line needs"),
        ({"provides": [ROWS["provides"][0] | {"amount": 0}]}, {}, "battlegroup gives nothing that the line needs"),
        ({"provides": [], "substitutes": [ROWS["provides"][0] | {"amount": 0}]}, {}, "battlegroup gives nothing that the line needs"),
        ({"sites": [CAMP | {"ready_month": 3}, HUB]}, {}, "the works at the site are not finished when the step begins"),
        ({"needs": ROWS["needs"][1:]}, {}, "the line needs nothing then"),
        (
            {"tiers": [{"offer": "FRA-bg", "tier": "1", "units": 2, "first_month": 3}]},
            {},
            "no tier of the offer is there in all months of the step",
        ),
        (
            {"tiers": [{"offer": "FRA-bg", "tier": "1", "units": 2, "until_month": 4}]},
            {},
            "no tier of the offer is there in all months of the step",
        ),
        ({}, {"consent_explicit": True}, "UKR has given no consent, and consent is explicit"),
        ({}, {"hosts": {"UKR": replace(UKR, nations=frozenset({"EST"}))}}, "the consent of UKR does not name FRA"),
        ({}, {"hosts": {"UKR": replace(UKR, sites=frozenset({"hub"}))}}, "the consent of UKR does not cover this site"),
        ({}, {"hosts": {"UKR": replace(UKR, first_month=3)}}, "the consent of UKR does not cover all months of the step"),
        ({}, {"caveats": (Caveat("home", Selector(nations=frozenset({"FRA"}))),)}, "caveat home forbids it"),
        ({}, {"caveats": (Caveat("soft", Selector(), soft=True, price=3),)}, "caveat soft forbids it"),
        ({}, {"caveats": (Caveat("late", Selector(), first_month=4),)}, "caveat late forbids it"),  # of 2 to 5 one month
    ],
)
def test_each_cause_is_found_and_named(rows, fields, cause):
    assert said(tiny(rows, **fields)) == [cause]


@pytest.mark.parametrize(
    "fields",
    [
        {"caveats": (Caveat("other", Selector(nations=frozenset({"EST"}))),)},
        {"caveats": (Caveat("before", Selector(), until_month=2), Caveat("after", Selector(), first_month=5))},
        {"caveats": (Caveat("unless", Selector(), unless=(("mandate",),)),)},  # the rule of conditions judges it
        {"hosts": {"POL": UKR}},
    ],
)
def test_what_does_not_bar(fields):
    assert said(tiny(**fields)) == []


def test_own_soil_asks_no_consent_but_caveats_bind():
    own = {"sites": [CAMP | {"country": "FRA"}, HUB]}
    assert said(tiny(own, consent_explicit=True)) == []
    assert said(tiny(own, hosts={"FRA": replace(UKR, country="FRA", nations=frozenset())})) == []
    assert said(tiny(own, caveats=(Caveat("home", Selector()),))) == ["caveat home forbids it"]


def test_existing_sites_wait_for_no_works():
    existing = {"sites": [CAMP | {"existing": True, "ready_month": 9}, HUB]}
    assert said(tiny(existing)) == []


def test_every_cause_is_named_not_only_the_first():
    scenario = tiny({"reach": []}, caveats=(Caveat("home", Selector()),), consent_explicit=True)
    assert len(said(scenario)) == 3


def test_a_derived_line_takes_units_where_its_reference_is_above_nothing():
    """One company in reserve for every four in front: needed in entry and stabilise, not in prepare."""
    rows = {
        "requirements": [*ROWS["requirements"], {"requirement": "reserve", "pillar": "neighbour", "derived": "ratio"}],
        "reach": [*ROWS["reach"], {"requirement": "reserve", "site": "hub"}],
        "capacity": [{"site": "hub", "resource": "beds", "free": 2000}],
    }
    scenario = tiny(rows, derivations=(Derivation("reserve", "manoeuvre_coy", 0.25, "manoeuvre_coy", Selector(sites=frozenset({"camp"}))),))
    assert keys(admissibility, scenario, decide([("FRA-bg", "reserve", "hub", 1, 1)])) == []
    assert keys(admissibility, scenario, decide([("FRA-bg", "reserve", "hub", 0, 1)])) == ["FRA-bg / reserve / hub / prepare"]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (("FRA-tanks", "land", "camp", 1, 1), "FRA-tanks / land / camp / entry: the scenario has no offer FRA-tanks"),
        (("FRA-bg", "sea", "camp", 1, 1), "FRA-bg / sea / camp / entry: the scenario has no requirement sea"),
        (("FRA-bg", "land", "moon", 1, 1), "FRA-bg / land / moon / entry: the scenario has no site moon"),
        (("FRA-bg", "land", "camp", 3, 1), "FRA-bg / land / camp / 3: the scenario has no step 3"),
        (("FRA-bg", "land", "camp", 1, -1), f"{KEY}: -1 is not a whole number of units"),
        (("FRA-bg", "land", "camp", 1, 1.5), f"{KEY}: 1.5 is not a whole number of units"),
        (("FRA-bg", "land", "camp", 1, float("nan")), f"{KEY}: no number is not a whole number of units"),
        (("FRA-bg", "land", "camp", 1, float("inf")), f"{KEY}: no limit is not a whole number of units"),
    ],
)
def test_decisions_that_make_no_sense(row, fault):
    assert sentences(admissibility, tiny(), raw("place", row)) == [fault]


def test_a_placement_is_decided_once():
    row = ("FRA-bg", "land", "camp", 1, 1)
    assert sentences(admissibility, tiny(), raw("place", row, row)) == [f"{KEY} is decided twice"]


def test_no_units_stand_nowhere():
    made = admissibility.account(tiny({"reach": []}), raw("place", ("FRA-bg", "land", "camp", 1, 0)))
    assert made.breaches.empty
    assert made.frames["posture"].empty


def test_order_of_rows_is_nothing():
    barred = tiny(caveats=(Caveat("home", Selector(nations=frozenset({"FRA"}))),))
    place = [
        ("FRA-bg", "land", "camp", 1, 1),
        ("FRA-bg", "land", "hub", 2, 1),
        ("EST-coy", "land", "camp", 0, 1),
        ("EST-coy", "land", "camp", 1, 1),
    ]
    assert_order_is_nothing(admissibility, barred, decide(place))


def test_check_names_offers_without_use_and_caveats_without_effect():
    idle = Caveat("idle", Selector(nations=frozenset({"USA"})))
    found = admissibility.check(tiny({"provides": ROWS["provides"][:1]}, caveats=(idle,)))
    assert [p.what for p in found] == ["EST-coy: no line has a use for infantry-coy", "caveat idle removes nothing"]


@pytest.mark.parametrize(("sites", "idle"), [({"hub"}, True), ({"hub", "camp"}, False)])
def test_a_caveat_on_sites_in_no_area_is_idle(sites, idle):
    """The only line reaches the camp alone."""
    caveat = Caveat("there", Selector(sites=frozenset(sites)))
    assert [p.what for p in admissibility.check(tiny(caveats=(caveat,)))] == ["caveat there removes nothing"] * idle


def test_check_only_notes_offers_that_may_serve_a_line_to_come():
    waiting = {"provides": ROWS["provides"][:1], "requirements": [*ROWS["requirements"], {"requirement": "courses", "derived": "courses"}]}
    assert [(p.severity, p.what) for p in admissibility.check(tiny(waiting))] == [
        ("note", "EST-coy: no planned line has a use for infantry-coy")
    ]
