"""Sustainment on paper: a battlegroup uses 30 t/day of food and 10 of fuel; hub, camp and fort lie one behind the other.

The hub passes 100 t/day, the road to the camp carries 90, the one to the fort behind it 40.
"""

import math

import pytest

from planner.decisions import frame
from planner.plan import Plan
from planner.rules import coverage, derived, sustainment
from planner.scenario import Derivation, Goal, Selector
from planner.verify import account, verify
from tests.rules.plans import assert_order_is_nothing, decide, keys, sentences
from tests.tiny import GOALS, ROWS, tiny

FED = Selector(sites=frozenset({"camp", "fort"}))
SITES = [
    {"site": "camp", "country": "UKR", "existing": True, "supplied": "route", "stock_days": 15.0},
    {"site": "fort", "country": "UKR", "existing": True, "supplied": "route", "stock_days": 10.0},
    {"site": "hub", "country": "POL", "existing": True, "supplied": "source"},
]
SUPPLIES = {
    "sites": SITES,
    "capacity": [{"site": "hub", "resource": "throughput_tpd", "free": 100}],
    "consumes": [
        {"unit_type": "battlegroup", "supply": "food", "tpd": 30},
        {"unit_type": "battlegroup", "supply": "fuel", "tpd": 10},
        {"unit_type": "infantry-coy", "supply": "food", "tpd": 4},
    ],
    "routes": [
        {"route": "near", "origin": "hub", "destination": "camp", "capacity_tpd": 90},
        {"route": "far", "origin": "camp", "destination": "fort", "capacity_tpd": 40, "first_month": 5},
    ],
    "reach": [{"requirement": "land", "site": "camp"}, {"requirement": "land", "site": "fort"}, {"requirement": "node", "site": "hub"}],
    "capabilities": [*ROWS["capabilities"], {"capability": "throughput_tpd"}],
    "requirements": [*ROWS["requirements"], {"requirement": "node", "pillar": "neighbour", "derived": "flow"}],
}
NODE = Derivation("node", "throughput_tpd", 1.0, "food", FED, kind="flow")


def scenario(rows=None, **fields):
    return tiny(SUPPLIES | (rows or {}), **({"derivations": (NODE,)} | fields))


def plan(place, *flow):
    return decide(place) | {"flow": frame("flow", flow)}


TWO = [("FRA-bg", "land", "camp", 2, 1), ("FRA-bg", "land", "fort", 2, 1)]  # in stabilise, 9 months
CARRIED = [("near", "food", 2, 55.0), ("near", "fuel", 2, 20.0), ("far", "food", 2, 25.0), ("far", "fuel", 2, 10.0)]


def test_what_comes_nowhere_is_marked():
    """Food: 55 reach the camp, which uses 30 and sends 25 on to the fort, which uses 30: 5 t/day lack for 9 months."""
    made = sustainment.account(scenario(), plan(TWO, *CARRIED))
    food = made.frames["supply"].query("supply == 'food'").set_index("site")
    assert food[["used", "carried", "unsupported"]].T.to_dict("list") == {"camp": [30, 30, 0], "fort": [30, 25, 5]}
    assert made.metrics == {"unsupported": 5 * 9}
    assert made.breaches.empty


def test_stocks_lengthen_the_days_and_do_not_lower_the_rate():
    """The fort has food for 10 days of 30 t; with 25 a day coming it lasts 60. Cut off, 10."""
    made = sustainment.account(scenario(), plan(TWO, *CARRIED)).frames["supply"].set_index(["site", "supply"])
    assert made.loc[("fort", "food"), ["stock_days", "dry_days"]].tolist() == [10, 60]
    assert math.isnan(made.loc[("camp", "food"), "dry_days"])
    cut = sustainment.account(scenario(), plan(TWO, *CARRIED[:2])).frames["supply"].set_index(["site", "supply"])
    assert cut.loc[("fort", "food"), "dry_days"] == 10


def test_flows_are_shown_against_what_the_route_carries():
    flows = sustainment.account(scenario(), plan(TWO, *CARRIED)).frames["flows"]
    assert flows[["route", "supply", "tpd", "capacity_tpd"]].values.tolist() == [
        ["far", "food", 25, 40], ["far", "fuel", 10, 40], ["near", "food", 55, 90], ["near", "fuel", 20, 90],
    ]  # fmt: skip


def test_who_stands_on_the_spot_or_by_at_home_uses_nothing_from_the_routes():
    spot = [row | {"supplied": "spot"} for row in SITES]
    assert sustainment.account(scenario({"sites": spot}), decide(TWO)).frames["supply"].empty
    held = [row | {"standby": True} if row["requirement"] == "land" else row for row in SUPPLIES["requirements"]]
    assert sustainment.account(scenario({"requirements": held}), decide(TWO)).metrics["unsupported"] == 0


def test_nothing_carried_leaves_all_unsupported():
    assert sustainment.account(scenario(), decide(TWO)).metrics["unsupported"] == 9 * 2 * (30 + 10)


@pytest.mark.parametrize(
    ("flow", "told"),
    [
        (("near", "food", 2, 91.0), "near in stabilise: 91 t/day are carried, the route carries 90 at most"),
        (("far", "food", 1, 1.0), "far in entry: 1 t/day are carried before the route is usable"),
        (("near", "food", 2, 31.0), "camp in stabilise: 31 t/day of food stay there, 30 are used"),
        (("far", "food", 2, 10.0), "camp in stabilise: 10 t/day of food go on from there, 0 come"),
        (("near", "food", 2, -1.0), "near / food / stabilise: -1 is no amount of tpd"),
        (("rail", "food", 2, 1.0), "rail / food / stabilise: the scenario has no route rail"),
    ],
)
def test_flows_that_no_plan_can_hold(flow, told):
    assert told in sentences(sustainment, scenario(), plan(TWO, flow))


def test_all_supplies_share_a_route_and_a_hub():
    """50 of food and 50 of fuel: more than the 90 of the road; the hub's 100 would do, its 95 do not."""
    both = plan([("FRA-bg", "land", "camp", 2, 2)], ("near", "food", 2, 60.0), ("near", "fuel", 2, 20.0))
    assert keys(sustainment, scenario(), both) == []
    less = scenario({"capacity": [{"site": "hub", "resource": "throughput_tpd", "free": 75}]})
    assert keys(sustainment, less, both) == ["hub / stabilise"]
    narrow = scenario({"routes": [SUPPLIES["routes"][0] | {"capacity_tpd": 75}, SUPPLIES["routes"][1]]})
    assert keys(sustainment, narrow, both) == ["near / stabilise"]


def test_the_level_is_what_passes_and_what_comes_nowhere():
    """55 t/day of food leave the hub, 5 come nowhere: 60. Reference: 16 companies at 30 / 4 t/day each would be 120, the hub passes 100."""
    rows = coverage.account(scenario(), plan(TWO, *CARRIED)).frames["coverage"].query("requirement == 'node'")
    assert rows.set_index("step")[["level", "reference"]].T.to_dict("list") == {1: [0, 90], 2: [60, 100]}


def test_where_a_site_says_no_throughput_the_reference_has_no_limit():
    rows = coverage.account(scenario({"capacity": []}), decide()).frames["coverage"].query("requirement == 'node'")
    assert rows["reference"].tolist() == [90, 120]


def test_a_hard_line_lets_nothing_come_nowhere():
    hard = [row | {"hard": True} if row["requirement"] == "node" else row for row in SUPPLIES["requirements"]]
    told = sentences(sustainment, scenario({"requirements": hard}), plan(TWO, *CARRIED))
    assert told == ["fort in stabilise: 5 t/day of food come nowhere; the line that carries them is hard, so it limits whom it supports"]
    assert "node / throughput_tpd / stabilise" in keys(derived, scenario({"requirements": hard}), plan(TWO, *CARRIED))


def test_who_drives_the_need_is_named_in_shares():
    """The battlegroup and five companies use 30 and 20 t/day of what passes the hub."""
    place = [("FRA-bg", "land", "camp", 2, 1), ("EST-coy", "land", "camp", 2, 5)]
    driven = derived.account(scenario(), plan(place, ("near", "food", 2, 50.0))).frames["driven"]
    assert driven[["requirement", "by", "nation", "share"]].values.tolist() == [
        ["node", "land", "EST", pytest.approx(0.4)],
        ["node", "land", "FRA", pytest.approx(0.6)],
    ]


def test_a_node_is_driven_by_those_to_whom_its_supplies_lead():
    """What another hub brings to the fort is not told of this one; what comes nowhere is told of both."""
    sites = [*SITES, {"site": "port", "country": "ROU", "existing": True, "supplied": "source"}]
    routes = [SUPPLIES["routes"][0], {"route": "sea", "origin": "port", "destination": "fort", "capacity_tpd": 40}]
    place = [("FRA-bg", "land", "camp", 2, 1), ("EST-coy", "land", "fort", 2, 5)]
    found = scenario({"sites": sites, "routes": routes})
    driven = derived.account(found, plan(place, ("near", "food", 2, 30.0), ("sea", "food", 2, 20.0))).frames["driven"]
    assert driven[["nation", "share"]].values.tolist() == [["FRA", 1.0]]
    lacking = derived.account(found, plan(place, ("near", "food", 2, 30.0), ("sea", "food", 2, 10.0))).frames["driven"]
    assert lacking[["nation", "share"]].values.tolist() == [["EST", pytest.approx(0.25)], ["FRA", pytest.approx(0.75)]]


def test_ratio_needs_name_their_drivers_too():
    reserve = Derivation("node", "throughput_tpd", 0.5, "personnel", Selector(requirements=frozenset({"land"})))
    place = [("FRA-bg", "land", "camp", 2, 1), ("EST-coy", "land", "camp", 2, 2)]
    driven = derived.account(scenario(derivations=(reserve,)), decide(place)).frames["driven"]
    assert driven[["nation", "share"]].values.tolist() == [["EST", pytest.approx(0.2)], ["FRA", pytest.approx(0.8)]]


def test_without_consumption_nothing_is_said():
    made = sustainment.account(tiny(), decide(TWO[:1]))
    assert made.metrics == {}
    assert all(frame.empty for frame in made.frames.values())
    assert sustainment.check(tiny()) == []


def test_order_of_rows_is_nothing():
    assert_order_is_nothing(sustainment, scenario(), plan(TWO, *CARRIED))


def test_check_refuses_a_goal_that_keeps_those_who_eat_at_home():
    late = sustainment.check(scenario(goals=(Goal("below_minimum"), Goal("unsupported"), Goal("shortfall", 1))))
    assert [p.what for p in late if p.severity == "error"] == [
        "unsupported stands before shortfall.1: for want of supplies those who need them would be left at home"
    ]
    right = sustainment.check(scenario(goals=(*GOALS, Goal("unsupported"))))
    assert not [p for p in right if p.severity == "error"]


def test_check_warns_of_what_routes_cannot_carry():
    """In stabilise 16 companies, of infantry that eats 4 t/day each, ask for 64 at the least: a road of 50 carries less."""
    narrow = {"routes": [SUPPLIES["routes"][0] | {"capacity_tpd": 50}, SUPPLIES["routes"][1]]}
    told = [p.what for p in sustainment.check(scenario(narrow))]
    assert told == ["in stabilise the lines ask for 64 t/day at the least, and the routes carry 50: some of the force will be unsupported"]
    assert sustainment.check(scenario()) == []
    elsewhere = [*SUPPLIES["reach"], {"requirement": "land", "site": "hub"}]
    assert sustainment.check(scenario(narrow | {"reach": elsewhere})) == []  # the line can stand where nothing has to be carried


def test_check_names_sources_without_throughput_and_sites_supplied_on_the_spot():
    reach = [*SUPPLIES["reach"], {"requirement": "land", "site": "depot"}]
    sites = [*SITES, {"site": "depot", "country": "UKR", "existing": True}]
    told = {p.severity: p.what for p in sustainment.check(scenario({"capacity": [], "sites": sites, "reach": reach}))}
    assert told == {
        "warning": "hub is where supplies come from, and has no throughput_tpd: nothing limits what comes to it",
        "note": "no route leads to depot: who stands there is supplied on the spot",
    }


def found(decisions, made, **spoilt):
    """Return the keys of what verify finds in a plan as stored, some of its frames or metrics put in place of the right ones."""
    frames = dict(made.frames) | {k: v for k, v in spoilt.items() if k in made.frames}
    judged = Plan("tiny", "base", decisions, frames, dict(made.metrics) | spoilt.get("metrics", {}), (), "hand-made", "hand-made")
    breaches = verify(scenario(), judged)
    return set(breaches.loc[breaches["rule"].isin(["sustainment", "stored"]), "key"])


def test_verify_finds_what_is_planted():
    """Figures stored better than they are; then flows that nothing carries, and that come before the road is there."""
    right = plan(TWO, *CARRIED)
    made = account(scenario(), right)
    supply, driven = made.frames["supply"].assign(unsupported=0.0), made.frames["driven"].assign(share=0.5)
    assert found(right, made, supply=supply, driven=driven, metrics={"unsupported": 0.0}) == {
        "supply / fort / food / 2 / unsupported", "driven / node / throughput_tpd / 2 / land / FRA / share", "unsupported",
    }  # fmt: skip
    wrong = plan(TWO, ("near", "food", 2, 95.0), *CARRIED[1:], ("far", "food", 1, 1.0))
    assert found(wrong, made) >= {"near / stabilise", "hub / stabilise", "camp / food / stabilise", "far / entry", "camp / food / entry"}
