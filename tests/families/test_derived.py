"""Derived lines on paper: levels that the posture makes, references, hard lines."""

import pytest

from planner.placements.reference import levels
from planner.scenario import Derivation, Goal, Selector
from tests.families.small import line, offer, small
from tests.families.solve import optimum

GOALS = (Goal("shortfall", 1), Goal("uncovered"), Goal("support_gap"))
COVER = line("cover", 0, of="engineers", derived="ratio", cover=True)
PER_COMPANY = Derivation("cover", "engineers", 0.5, "companies", Selector(requirements=frozenset({"a"})))
PER_PERSON = Derivation("cover", "engineers", 0.01, "personnel", Selector(requirements=frozenset({"a"})))


def test_the_level_follows_the_posture_and_is_measured_against_the_reference():
    """4 companies wanted, 2 there: 1 engineer asked, none there; the reference asks 2: half. Coverage comes first all the same."""
    values, _ = optimum(small([offer("GBR", 2)], [line("a", 4), COVER], goals=GOALS, derivations=(PER_COMPANY,)))
    assert values == {"shortfall.1": 0.5, "uncovered": 0.5, "support_gap": 0.0}


def test_what_covers_fills_it():
    offers = [offer("GBR", 2), offer("FRA", 1, unit="eng")]
    assert optimum(small(offers, [line("a", 4), COVER], goals=GOALS, derivations=(PER_COMPANY,)))[0]["uncovered"] == 0.0


def test_without_cover_it_is_a_gap_of_support():
    lines = [line("a", 4), COVER | {"cover": False}]
    values, _ = optimum(small([offer("GBR", 2)], lines, goals=GOALS, derivations=(PER_COMPANY,)))
    assert values == {"shortfall.1": 0.5, "uncovered": 0.0, "support_gap": 0.5}


def test_the_reference_is_made_of_the_type_that_asks_most():
    """A company of its own is 100 persons, in a battalion 100 too; of a type with 120 a company: 4 companies ask 4.8 engineers."""
    types = [
        {"unit_type": "coy", "domain": "land", "personnel": 120.0},
        {"unit_type": "bn", "personnel": 400.0},
        {"unit_type": "eng", "personnel": 50.0},
    ]
    scenario = small([offer("GBR", 1), offer("FRA", 1, unit="bn")], [line("a", 4), COVER], {"unit_types": types}, derivations=(PER_PERSON,))
    assert levels(scenario)["cover", "engineers"].tolist() == pytest.approx([4.8, 4.8])


def test_a_hard_line_limits_its_drivers():
    """One engineer carries two companies, though four are offered."""
    offers = [offer("GBR", 4), offer("FRA", 1, unit="eng")]
    lines = [line("a", 4), COVER | {"hard": True}]
    values, decisions = optimum(small(offers, lines, goals=GOALS, derivations=(PER_COMPANY,)))
    assert values == {"shortfall.1": 0.5, "uncovered": 0.0, "support_gap": 0.0}
    assert decisions["place"].groupby("requirement")["units"].sum().to_dict() == {"a": 4, "cover": 2}


def test_a_line_with_no_driver_holds_nothing():
    far = Derivation("cover", "engineers", 0.5, "companies", Selector(sites=frozenset({"base"})))
    scenario = small([offer("GBR", 1), offer("FRA", 1, unit="eng")], [line("a", 4), COVER], derivations=(far,))
    assert set(optimum(scenario)[1]["place"]["requirement"]) == {"a"}


def test_a_line_does_not_drive_itself():
    everything = Derivation("cover", "engineers", 0.01, "personnel", Selector())
    scenario = small([offer("GBR", 1), offer("FRA", 1, unit="eng")], [line("a", 4), COVER], goals=GOALS, derivations=(everything,))
    assert levels(scenario)["cover", "engineers"].tolist() == [4.0, 4.0]
    assert optimum(scenario)[0]["uncovered"] == 0.0  # 1 asked by 100 persons, 1 there; with its own 50 persons 1.5 would be asked


def test_substitutes_on_a_derived_line_are_limited_by_the_level_that_the_posture_makes():
    """2 companies on the line ask 1 engineer; other companies may stand in for half of that: half an engineer each, one of them."""
    instead = {"unit_type": "bn", "capability": "engineers", "amount": 0.5, "max_share": 0.5}
    lines = [line("a", 2), COVER | {"at": "base"}]
    offers = [offer("GBR", 2), offer("FRA", 4, unit="bn")]
    scenario = small(offers, lines, {"substitutes": [instead]}, goals=GOALS, derivations=(PER_COMPANY,))
    values, _ = optimum(scenario)
    assert values["shortfall.1"] == 0.0
    assert values["uncovered"] == 0.5
