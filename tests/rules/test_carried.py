"""Flows for a plan written by hand: as much as can come, comes."""

from planner.completion import complete
from planner.rules import sustainment
from tests.rules.plans import decide
from tests.rules.test_sustainment import SUPPLIES, TWO, scenario


def test_a_plan_by_hand_is_supplied_as_far_as_routes_lead():
    """Camp and fort use 60 of food and 20 of fuel: the road to the camp has room for all 80, the one to the fort for its 40."""
    decisions = complete(scenario(), decide(TWO)["place"])
    made = sustainment.account(scenario(), decisions)
    assert made.metrics == {"unsupported": 0.0}
    assert made.breaches.empty


def test_what_a_hub_or_a_route_does_not_pass_lacks_and_breaks_no_rule():
    for rows, lack in (
        ({"capacity": [{"site": "hub", "resource": "throughput_tpd", "free": 50}]}, 30),
        ({"routes": [SUPPLIES["routes"][0] | {"capacity_tpd": 55}, SUPPLIES["routes"][1]]}, 25),
        ({"routes": SUPPLIES["routes"][:1]}, 40),
        ({"routes": []}, 80),
    ):
        found = scenario(rows)
        made = sustainment.account(found, complete(found, decide(TWO)["place"]))
        assert round(made.metrics["unsupported"], 6) == lack * 9
        assert made.breaches.empty


def test_nobody_to_feed_is_no_flow():
    assert list(sustainment.carried(scenario(), decide())) == []
