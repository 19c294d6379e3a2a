"""Coverage on paper: shares of months and capabilities, minima, substitutes."""

from planner.scenario import Goal
from tests.families.small import PROVIDES, SHORT, line, offer, small
from tests.families.solve import optimum
from tests.tiny import tiny


def test_two_nations():
    """9 of 12 companies for 3 months, 9 of 16 for 9: 3/12 * 1/4 + 9/12 * 7/16; both minima hold; the camp and 12 months of both offers."""
    values, decisions = optimum(tiny())
    assert values == {"below_minimum": 0.0, "shortfall.1": 0.390625, "cost": 291.4}
    assert decisions["place"]["units"].tolist() == [1, 1, 2, 2]


def test_the_index_is_the_mean_over_capabilities_and_the_share_of_months():
    """Companies 1 of 2 in both steps, engineers 0 of 3 in the second alone: 6/12 * 1/2 + 6/12 * (1/2 + 1) / 2."""
    needs = [
        {"requirement": "land", "capability": "companies", "step": 0, "level": 2},
        {"requirement": "land", "capability": "companies", "step": 1, "level": 2},
        {"requirement": "land", "capability": "engineers", "step": 1, "level": 3},
    ]
    assert optimum(small([offer("GBR", 1)], [line("land", 2)], {"needs": needs}))[0] == {"shortfall.1": 0.625}


def test_the_weight_counts_and_priorities_are_apart():
    offers, lines = [offer("GBR", 1)], [line("a", 2, weight=3.0), line("b", 2, priority=2)]
    values, _ = optimum(small(offers, lines, goals=(Goal("shortfall", 2), Goal("shortfall", 1))))
    assert values == {"shortfall.2": 0.5, "shortfall.1": 3.0}


def test_below_minimum_measures_against_the_minimum():
    """1 of a minimum of 4: 3/4; the shortfall is 9/10."""
    values, _ = optimum(small([offer("GBR", 1)], [line("a", 10, minimum=4)], goals=(Goal("below_minimum"), *SHORT)))
    assert values == {"below_minimum": 0.75, "shortfall.1": 0.9}


def test_a_substitute_gives_its_effectiveness_up_to_its_share():
    """Four engineers give half a company each, but at most a quarter of the level of 4: 2 of them, 1 company; 3 of 4 are missing."""
    half = {"unit_type": "eng", "capability": "companies", "amount": 0.5, "max_share": 0.25}
    values, decisions = optimum(small([offer("GBR", 4, unit="eng")], [line("a", 4)], {"substitutes": [half]}))
    assert values == {"shortfall.1": 0.75}
    assert decisions["place"]["units"].tolist() == [2, 2]


def test_a_unit_that_serves_by_itself_is_no_substitute():
    """Engineers that provide companies themselves give what they provide, not what they could stand in with."""
    own = [*PROVIDES, {"unit_type": "eng", "capability": "companies", "amount": 1.0}]
    better = {"unit_type": "eng", "capability": "companies", "amount": 3.0}
    values, _ = optimum(small([offer("GBR", 1, unit="eng")], [line("a", 4)], {"provides": own, "substitutes": [better]}))
    assert values == {"shortfall.1": 0.75}


def test_nothing_stands_where_the_line_needs_nothing():
    _, decisions = optimum(small([offer("GBR", 1)], [line("a", (0, 2))]))
    assert decisions["place"]["step"].tolist() == [1]
