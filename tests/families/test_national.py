"""Ceilings of nations on paper: persons outside own soil, and the reserve."""

import pytest

from tests.families.small import line, offer, small
from tests.families.solve import optimum


def filled(limit: dict, *, nation: str = "POL", kind: str = "deployed", units: float = 8, at: str = "camp base") -> int:
    """Return how many companies the nation places in the first step on a line that takes all."""
    scenario = small([offer(nation, units, kind=kind)], [line("a", 20, at=at)], {"nation_limits": [{"nation": nation, **limit}]})
    place = optimum(scenario)[1]["place"]
    return int(place[place["step"] == 0]["units"].sum())


@pytest.mark.parametrize(
    ("limit", "most"),
    [
        ({"measure": "deployed", "limit": 250.0}, 2),
        ({"measure": "country", "of": "UKR", "limit": 399.0}, 3),
        ({"measure": "country", "of": "ROU", "limit": 0.0}, 8),
        ({"measure": "domain", "of": "land", "limit": 100.0}, 1),
        ({"measure": "domain", "of": "sea", "limit": 0.0}, 8),
        ({"measure": "reserve", "of": "coy", "limit": 3.0}, 5),
        ({"measure": "reserve", "of": "bn", "limit": 3.0}, 8),
    ],
)
def test_a_ceiling_limits_what_is_away(limit, most):
    assert filled(limit, at="camp") == most


def test_own_soil_is_not_deployed():
    assert filled({"measure": "deployed", "limit": 250.0}) == 8


def test_the_reserve_counts_the_cycle_behind_what_stands():
    """12 in the cycle, 5 kept: of 7 left one stands for each four."""
    assert filled({"measure": "reserve", "of": "coy", "limit": 5.0}, kind="in_cycle", units=12, at="camp") == 1


def test_the_reserve_counts_over_all_offers_of_the_type():
    offers, limit = [offer("GBR-1", 2), offer("GBR-2", 2)], [{"nation": "GBR", "measure": "reserve", "of": "coy", "limit": 3.0}]
    assert optimum(small(offers, [line("a", 4)], {"nation_limits": limit}))[0] == {"shortfall.1": 0.75}
