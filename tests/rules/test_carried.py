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


def test_a_hub_grows_where_more_comes_over_it():
    """The hub passes 50 of the 80 that are used, and 40 more by its second step; what all comes over without it, it does not grow for."""
    grows = {
        "stages": [{"site": "hub", "stage": n, "name": f"ramp {n}", "first_month": 0} for n in (1, 2, 3)],
        "stage_adds": [
            {"site": "hub", "stage": n, "resource": r, "amount": 40} for n, r in ((1, "beds"), (2, "throughput_tpd"), (3, "throughput_tpd"))
        ],
    }
    for free, stages in ((50, {1, 2}), (30, {1, 2, 3}), (80, set())):
        found = scenario({**grows, "capacity": [{"site": "hub", "resource": "throughput_tpd", "free": free}]})
        decisions = complete(found, decide(TWO)["place"])
        assert set(decisions["grow"]["stage"]) == stages
        made = sustainment.account(found, decisions)
        assert made.metrics == {"unsupported": 0.0}
        assert made.breaches.empty
