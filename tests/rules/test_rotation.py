"""Rotation on paper: 6 months in place and 18 at home make one in four; four companies in the cycle sustain one."""

import pytest

from planner.rules import rotation
from planner.scenario import Condition, Step
from tests.rules.plans import assert_order_is_nothing, decide, keys, sentences
from tests.tiny import ROWS, tiny

FRA, EST = ROWS["offers"]


def company(units, step=1, offer="EST-coy", site="camp"):
    return (offer, "land", site, step, units)


def with_tiers(*tiers, offers=None):
    return {"tiers": list(tiers)} | ({"offers": offers} if offers else {})


@pytest.mark.parametrize(("in_cycle", "most"), [(2, 0), (4, 1), (7, 1), (8, 2)])
def test_the_cycle_limits_what_stands(in_cycle, most):
    scenario = tiny(with_tiers({"offer": "EST-coy", "tier": "1", "units": in_cycle}))
    assert keys(rotation, scenario, decide([company(most)] if most else [])) == []
    assert "EST infantry-coy / entry" in keys(rotation, scenario, decide([company(most + 1)]))


def test_a_pool_is_summed_before_anything_is_rounded():
    """Two offers of three in the cycle sustain 0.75 each and 1.5 together: one stands, of either."""
    offers = [EST, EST | {"offer": "EST-coy2"}]
    scenario = tiny(
        with_tiers({"offer": "EST-coy", "tier": "1", "units": 3}, {"offer": "EST-coy2", "tier": "1", "units": 3}, offers=offers)
    )
    assert keys(rotation, scenario, decide([company(1)])) == []
    assert sentences(rotation, scenario, decide([company(1), company(1, offer="EST-coy2")])) == [
        "EST infantry-coy in entry: 2 units needed in place, the cycle sustains 1.5"
    ]


def test_at_home_nobody_is_relieved():
    """At work on its own soil a company counts a quarter of one that is away, half of it where only half of those at home can work."""
    sites = [*ROWS["sites"], {"site": "tapa", "country": "EST", "existing": True}]
    pools = rotation.account(tiny({"sites": sites}), decide([company(4, site="tapa")])).frames["pools"]
    assert pools.loc[pools["step"] == 1, ["away", "home", "used", "sustained"]].values.tolist() == [[0, 4, 1, 1]]
    half = tiny({"sites": sites, "offers": [FRA, EST | {"home_availability": 0.5}]})
    assert keys(rotation, half, decide([company(2, site="tapa")])) == []
    assert keys(rotation, half, decide([company(3, site="tapa")])) == ["EST infantry-coy / entry"]
    assert keys(rotation, half, decide([company(1), company(1, site="tapa")])) == ["EST infantry-coy / entry"]


def test_a_pledge_of_units_in_place_is_not_divided():
    assert keys(rotation, tiny(), decide([company(2, offer="FRA-bg")])) == []
    assert sentences(rotation, tiny(), decide([company(3, offer="FRA-bg")])) == [
        "FRA-bg in entry: 3 units in place, the tiers that may be used offer 2"
    ]


def test_an_offer_is_one_whatever_lines_and_sites_it_serves():
    scenario = tiny({"requirements": [*ROWS["requirements"], {"requirement": "other", "pillar": "reassurance"}]})
    place = [("FRA-bg", "land", "camp", 1, 1), ("FRA-bg", "other", "camp", 1, 1), ("FRA-bg", "other", "hub", 1, 1)]
    assert keys(rotation, scenario, decide(place)) == ["FRA-bg / entry"]


def test_a_tier_counts_only_inside_its_dates():
    """The second battlegroup is there from month 3, so not in all of entry (2 to 5)."""
    scenario = tiny(
        with_tiers({"offer": "FRA-bg", "tier": "1", "units": 1}, {"offer": "FRA-bg", "tier": "2", "units": 1, "first_month": 3})
    )
    assert keys(rotation, scenario, decide([company(2, 1, "FRA-bg"), company(2, 2, "FRA-bg")])) == ["FRA-bg / entry"]


def test_a_tier_counts_only_while_its_condition_holds():
    scenario = tiny(
        with_tiers({"offer": "FRA-bg", "tier": "1", "units": 1}, {"offer": "FRA-bg", "tier": "2", "units": 1, "requires": (("a", "b"),)}),
        conditions={"a": Condition("a", "if-earned"), "b": Condition("b", "granted", 5)},
    )
    both = [company(2, 1, "FRA-bg"), company(2, 2, "FRA-bg")]
    assert keys(rotation, scenario, decide(both)) == ["FRA-bg / entry"]
    assert keys(rotation, scenario, decide(both, holds=[("a", 1)])) == []


@pytest.mark.parametrize(("days", "late"), [(0, []), (91, []), (92, ["FRA-bg / stabilise"])])
def test_notice_that_starts_with_the_condition(days, late):
    """Granted in month 2; stabilise begins in month 5: 91 days are 2.99 months, rounded up 3; 92 are 3.02, rounded up 4."""
    tier = {"offer": "FRA-bg", "tier": "1", "units": 2, "requires": (("mandate",),), "notice_days": days}
    scenario = tiny(with_tiers(tier), conditions={"mandate": Condition("mandate", "granted", 2, starts_notice=True)})
    assert keys(rotation, scenario, decide([company(2, 2, "FRA-bg")])) == late


MONTHLY = tuple(Step(f"m{p}", f"m{p}", p, 1) for p in range(8))


def entry_force(units, tour, dwell, *tiers):
    offer = FRA | {"kind": "one_tour", "tour_months": tour, "dwell_months": dwell}
    rows = [{"offer": "FRA-bg", "tier": "1", "units": units}, *tiers]
    return tiny({"offers": [offer], "tiers": rows}, steps=MONTHLY)


def stands(*units):
    return decide([company(n, p, "FRA-bg") for p, n in enumerate(units) if n])


@pytest.mark.parametrize(
    ("posture", "fails"),
    [
        ((2, 2, 2, 0, 0, 2, 2, 2), []),  # three months, two at home, three again
        ((2, 2, 2, 0, 2), ["FRA-bg / m4"]),  # home for one month only
        ((2, 2, 2, 1), ["FRA-bg / m3"]),  # nobody stays a fourth month
        ((2, 0, 1), ["FRA-bg / m2"]),  # who left after a month rests his two
        ((1, 1, 1, 1, 1, 1), []),  # one relieves the other
        ((1, 1, 1, 1, 1, 1, 0, 1), []),  # the first has been home since m3 and comes back
        ((1, 2, 2, 1, 0, 1), []),  # the first leaves after three months and is back at m5
        ((1, 2, 2, 2), ["FRA-bg / m3"]),  # the first must leave
        ((1, 0, 1, 0, 1), []),  # a month each in turn: the first has rested when he is asked again
        ((1, 0, 1, 1, 0, 1, 1), []),  # the second m2-m3, the first m5-m6
    ],
)
def test_an_entry_force_serves_one_tour_and_rests(posture, fails):
    """Two units, three months in place, two at home."""
    assert keys(rotation, entry_force(2, 3, 2), stands(*posture)) == fails


def test_a_tour_of_a_month_costs_its_rest():
    """One unit that leaves at once and comes again must have rested two months."""
    assert keys(rotation, entry_force(1, 3, 2), stands(1, 0, 0, 1)) == []
    assert keys(rotation, entry_force(1, 3, 2), stands(1, 0, 1)) == ["FRA-bg / m2"]


def test_units_of_a_later_tier_take_over():
    """One unit now and one from m3: the second relieves the first, and not before it is there."""
    later = {"offer": "FRA-bg", "tier": "2", "units": 1, "first_month": 3}
    assert keys(rotation, entry_force(1, 3, 9, later), stands(1, 1, 1, 1, 1, 1)) == []
    assert keys(rotation, entry_force(1, 2, 9, later), stands(1, 1, 1)) == ["FRA-bg / m2"]


def test_large_enough_or_not_at_all():
    """At least two units on a line, over its sites."""
    scenario = tiny({"offers": [FRA | {"min_units": 2}, EST]})
    assert keys(rotation, scenario, decide([company(2, 1, "FRA-bg")])) == []
    assert keys(rotation, scenario, decide([company(1, 1, "FRA-bg"), company(1, 1, "FRA-bg", "hub")])) == []
    assert sentences(rotation, scenario, decide([company(1, 1, "FRA-bg")])) == [
        "FRA-bg on land in entry: 1 unit in place, it is offered with at least 2 or not at all"
    ]


def test_order_of_rows_is_nothing():
    assert_order_is_nothing(rotation, tiny(), decide([company(3), company(3, 2), company(1, 1, "FRA-bg"), company(2, 1, "FRA-bg", "hub")]))


def test_check_warns_of_a_tour_shorter_than_every_step():
    found = rotation.check(tiny({"offers": [FRA | {"kind": "one_tour", "tour_months": 1}, EST]}))
    assert [p.what for p in found] == ["FRA-bg serves one tour of 1 months, shorter than every step"]
