"""Sustainment on paper: a company uses 10 t/day of food; base in Poland sends on what the camp in Ukraine uses."""

import pytest

from planner.placements.reference import levels
from planner.scenario import Derivation, Goal, Selector
from tests.families.small import SHORT, SITES, line, offer, small
from tests.families.solve import feasible, optimum

GOALS = (*SHORT, Goal("support_gap"), Goal("unsupported"))
WAYS = [SITES[0] | {"supplied": "source"}, SITES[1] | {"supplied": "route"}]
NODE = line("node", 0, of="throughput", derived="flow", at="base")
FLOW = Derivation("node", "throughput", 1.0, "food", Selector(sites=frozenset({"camp"})), kind="flow")


def road(capacity, name="road", **terms):
    return {"route": name, "origin": "base", "destination": "camp", "capacity_tpd": capacity, **terms}


def supplied(routes, *, free=None, hard=False, offers=None, at="camp", goals=GOALS, **rows):
    """Return a scenario in which 4 companies are wanted and offered, and a lorry unit handles 10 t/day."""
    spec = {
        "sites": WAYS, "routes": routes, "consumes": [{"unit_type": "coy", "supply": "food", "tpd": 10.0}],
        "provides": [
            {"unit_type": "coy", "capability": "companies", "amount": 1.0},
            {"unit_type": "eng", "capability": "throughput", "amount": 10.0},
        ],
        "capabilities": [{"capability": c} for c in ("companies", "throughput")],
        "capacity": [] if free is None else [{"site": "base", "resource": "throughput_tpd", "free": free}],
    }  # fmt: skip
    lines = [line("land", 4, at=at), NODE | {"hard": hard}]
    there = offers or [offer("GBR", 4), offer("FRA", 9, unit="eng")]
    return small(there, lines, spec | rows, derivations=(FLOW,), goals=goals)


def lacking(scenario) -> float:
    return optimum(scenario)[0]["unsupported"]


def test_what_the_road_does_not_carry_is_unsupported_and_nobody_stays_at_home():
    """40 t/day are used, the road carries 25: 15 lack for 12 months."""
    values, _ = optimum(supplied([road(25.0)]))
    assert values == {"shortfall.1": 0.0, "support_gap": 0.0, "unsupported": 15.0 * 12}


def test_a_hub_passes_no_more_than_its_free_throughput():
    assert lacking(supplied([road(90.0)], free=30.0)) == 10.0 * 12


def test_a_route_is_usable_from_its_month_on():
    assert lacking(supplied([road(90.0, first_month=1)])) == 40.0 * 6
    assert lacking(supplied([road(90.0, first_month=7)])) == 40.0 * 12


def test_supplies_share_what_a_route_carries():
    two = [{"unit_type": "coy", "supply": w, "tpd": 10.0} for w in ("food", "fuel")]
    assert lacking(supplied([road(60.0)], consumes=two)) == 20.0 * 12


def test_what_stands_behind_is_fed_through_what_stands_before():
    """Camp and fort behind it: of 40 t/day the first road carries 30, the second 10."""
    sites = [*WAYS, {"site": "fort", "country": "UKR", "existing": True, "supplied": "route"}]
    behind = {"route": "track", "origin": "camp", "destination": "fort", "capacity_tpd": 10.0}
    rows = {"sites": sites, "capacity": [{"site": "camp", "resource": "beds", "free": 100.0}], "occupies": [
        {"unit_type": "coy", "resource": "beds", "amount": 100.0}]}  # fmt: skip
    rows["capacity"].append({"site": "fort", "resource": "beds", "free": 900.0})
    values, decisions = optimum(supplied([road(30.0), behind], at="camp fort", **rows))
    assert values["unsupported"] == 20.0 * 12  # one company at the camp, three at the fort: 10 stay, 10 go on, 20 lack
    assert decisions["flow"].groupby("route")["tpd"].sum().to_dict() == {"road": 40.0, "track": 20.0}  # over two steps


def test_the_node_is_asked_for_what_passes_it_and_for_what_comes_nowhere():
    """40 t/day are used: 25 pass, 15 come nowhere; 3 lorry units handle 30. The reference is 40, or what the hub passes."""
    scenario = supplied([road(25.0)], offers=[offer("GBR", 4), offer("FRA", 3, unit="eng")])
    assert levels(scenario)["node", "throughput"].tolist() == [40.0, 40.0]
    assert optimum(scenario)[0]["support_gap"] == pytest.approx(10 / 40)
    narrow = supplied([road(90.0)], free=20.0, offers=[offer("GBR", 4), offer("FRA", 3, unit="eng")])
    assert levels(narrow)["node", "throughput"].tolist() == [20.0, 20.0]
    assert optimum(narrow)[0]["support_gap"] == pytest.approx(10 / 20)


def test_a_hard_node_keeps_at_home_whom_it_cannot_feed():
    """The road carries 25 t/day: two companies. Two lorry units would carry 20: two companies too; one, one."""
    values, decisions = optimum(supplied([road(25.0)], hard=True))
    assert values == {"shortfall.1": 0.5, "support_gap": 0.0, "unsupported": 0.0}
    assert decisions["flow"]["tpd"].tolist() == [20.0, 20.0]
    one = supplied([road(90.0)], hard=True, offers=[offer("GBR", 4), offer("FRA", 1, unit="eng")])
    assert optimum(one)[0]["shortfall.1"] == 0.75


def test_a_hard_node_without_any_road_leaves_nobody_standing():
    scenario = supplied([], hard=True)
    assert feasible(scenario)
    assert optimum(scenario)[0]["shortfall.1"] == 1.0


def test_where_an_option_takes_the_only_road_all_comes_nowhere():
    values, decisions = optimum(supplied([]))
    assert values["unsupported"] == 40.0 * 12
    assert decisions["flow"].empty


def test_a_circle_of_roads_is_no_source():
    ways = [SITES[0] | {"supplied": "route"}, WAYS[1]]
    back = {"route": "back", "origin": "camp", "destination": "base", "capacity_tpd": 90.0}
    assert lacking(supplied([road(90.0), back], sites=ways)) == 40.0 * 12


def test_on_the_spot_nothing_is_carried():
    values, decisions = optimum(supplied([], sites=SITES))
    assert values["unsupported"] == 0.0
    assert decisions["flow"].empty
