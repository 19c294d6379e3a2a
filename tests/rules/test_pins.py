"""Pins: at least one French battlegroup from entry, no more than two."""

import pytest

from planner.rules import pins
from planner.scenario import Pin, Selector
from tests.rules.plans import assert_order_is_nothing, decide, keys, sentences
from tests.tiny import tiny

FRA = Selector(offers=frozenset({"FRA-bg"}), requirements=frozenset({"land"}))
INF = float("inf")


def pinned(*wanted, **fields):
    return tiny(pins=tuple(wanted), **fields)


def stands(units, step=1, site="camp", offer="FRA-bg"):
    return (offer, "land", site, step, units)


BETWEEN = pinned(Pin(FRA, 1, 2, (1, 2)))


@pytest.mark.parametrize(
    ("place", "faults"),
    [
        ([stands(1), stands(2, 2)], []),
        ([stands(1), stands(1, site="hub"), stands(1, 2)], []),
        ([stands(1)], ["FRA-bg, land in stabilise: no units in place, at least 1 pinned"]),
        ([stands(3), stands(1, 2)], ["FRA-bg, land in entry: 3 units in place, at most 2 pinned"]),
        ([stands(2), stands(1, site="hub"), stands(1, 2)], ["FRA-bg, land in entry: 3 units in place, at most 2 pinned"]),
        ([stands(9, 0), stands(1), stands(1, 2)], []),  # prepare is not pinned
        ([stands(5, offer="EST-coy"), stands(1, 2)], ["FRA-bg, land in entry: no units in place, at least 1 pinned"]),
    ],
)
def test_what_is_decided_stays_decided(place, faults):
    assert sentences(pins, BETWEEN, decide(place)) == faults


def test_forbidden_is_at_most_none():
    assert keys(pins, pinned(Pin(Selector(sites=frozenset({"camp"})), 0, 0, (1,))), decide([stands(1)])) == ["camp / entry"]
    assert keys(pins, pinned(Pin(FRA, 0, INF, (1,))), decide([stands(99)])) == []


def test_order_of_rows_is_nothing():
    assert_order_is_nothing(pins, BETWEEN, decide([stands(2), stands(1, site="hub"), stands(3, 2)]))


def test_check_refuses_contradictions():
    assert ["at least 2 and at most 1" in p.what for p in pins.check(pinned(Pin(FRA, 2, 1, (1,))))] == [True]
    wide = Pin(Selector(nations=frozenset({"FRA"}), offers=FRA.offers), 0, 1, (1, 2))
    clash = pins.check(pinned(Pin(Selector(FRA.offers, frozenset({"FRA"}), requirements=FRA.requirements), 2, INF, (2,)), wide))
    assert [p.what for p in clash] == ["the pin on FRA-bg, FRA, land asks for at least 2, another allows 1 there at most"]
    by_offer, by_nation = Selector(frozenset({"FRA-bg"})), Selector(nations=frozenset({"FRA"}), requirements=frozenset({"land"}))
    said = [p.what for p in pins.check(pinned(Pin(by_offer, 2, INF, (2,)), Pin(by_nation, 0, 1, (2,))))]  # FRA has one offer, and one line
    assert said == ["the pin on FRA-bg asks for at least 2, another allows 1 there at most"]
    assert pins.check(pinned(Pin(FRA, 2, INF, (2,)), Pin(FRA, 0, 1, (1,)))) == []  # other steps
    assert pins.check(pinned(Pin(FRA, 2, INF, (2,)), Pin(Selector(nations=frozenset({"EST"})), 0, 1, (2,)))) == []  # others


def test_check_refuses_more_than_is_offered():
    assert [p.what for p in pins.check(pinned(Pin(FRA, 3, INF, (1, 2))))] == [
        "the pin on FRA-bg, land asks for 3 units in entry, 2 are offered then"
    ]
    assert pins.check(BETWEEN) == []
