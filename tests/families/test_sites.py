"""Sites on paper: room, opening, hosts."""

import pytest

from planner.scenario import Goal, Host
from tests.families.small import SHORT, SITES, line, offer, small
from tests.families.solve import optimum

BEDS = [{"unit_type": "coy", "resource": "beds", "amount": 100.0}]
NEW = {"site": "camp", "country": "UKR", "kinds": ("camp",), "existing": False, "ready_month": 6, "opening_cost": 50.0, "monthly_cost": 1.0}


def test_a_site_holds_what_it_has_room_for():
    """350 beds hold three companies of two offers and two lines together."""
    capacity = [{"site": "camp", "resource": "beds", "free": 350.0}]
    lines, offers = [line("a", 2), line("b", 2)], [offer("GBR", 2), offer("FRA", 2)]
    values, decisions = optimum(small(offers, lines, {"occupies": BEDS, "capacity": capacity}))
    assert values == {"shortfall.1": 0.5}
    assert decisions["place"].groupby("step")["units"].sum().tolist() == [3, 3]


def test_a_site_that_does_not_name_a_resource_has_none_of_it():
    assert optimum(small([offer("GBR", 2)], [line("a", 2)], {"occupies": BEDS}))[0] == {"shortfall.1": 1.0}


def test_a_new_site_opens_when_its_works_are_done_and_stays_open():
    """Ready in month 6: the second step alone; 50 for the works and 6 months at 1."""
    values, decisions = optimum(small([offer("GBR", 2)], [line("a", 2)], {"sites": [SITES[0], NEW]}, goals=(*SHORT, Goal("cost"))))
    assert values == {"shortfall.1": 0.5, "cost": 56.0}
    assert decisions["open"].to_numpy().tolist() == [["camp", 1, 1]]


def test_open_stays_open():
    """Needed in the first step alone, it is paid for in both."""
    sites = [SITES[0], NEW | {"ready_month": 0}]
    values, decisions = optimum(small([offer("GBR", 2)], [line("a", (2, 0))], {"sites": sites}, goals=(*SHORT, Goal("cost"))))
    assert values == {"shortfall.1": 0.0, "cost": 62.0}
    assert decisions["open"]["step"].tolist() == [0, 1]


def test_a_host_admits_no_more_foreigners_than_its_ceiling():
    """250 persons are two British companies; Poland's own do not count."""
    hosts = {"POL": Host("POL", frozenset({"GBR", "POL"}), frozenset({"base"}), ceiling=250.0)}
    scenario = small([offer("GBR", 4), offer("POL", 1)], [line("a", 8, at="base")], hosts=hosts)
    values, decisions = optimum(scenario)
    assert values == {"shortfall.1": 0.625}
    assert decisions["place"].groupby("offer")["units"].max().to_dict() == {"GBR": 2, "POL": 1}


def stages(*ready):
    rows = [{"site": "camp", "stage": n, "name": f"step {n}", "first_month": m, "cost": 10.0 * n} for n, m in enumerate(ready, start=1)]
    adds = [{"site": "camp", "stage": n, "resource": "beds", "amount": 100.0} for n, _ in enumerate(ready, start=1)]
    return {"stages": rows, "stage_adds": adds, "occupies": BEDS, "capacity": [{"site": "camp", "resource": "beds", "free": 100.0}]}


def test_a_site_grows_in_order_and_each_step_is_paid_once():
    """Three companies in 100 beds and two steps of 100: both, 10 and 20, once each."""
    values, decisions = optimum(small([offer("GBR", 3)], [line("a", 3)], stages(0, 0), goals=(*SHORT, Goal("cost"))))
    assert values == {"shortfall.1": 0.0, "cost": 30.0}
    assert decisions["grow"].to_numpy().tolist() == [["camp", 1, 0, 1], ["camp", 1, 1, 1], ["camp", 2, 0, 1], ["camp", 2, 1, 1]]


def test_a_later_step_waits_for_the_one_before_it():
    """The second could be there at once, the first only in month 6."""
    values, decisions = optimum(small([offer("GBR", 3)], [line("a", 3)], stages(6, 0), goals=(*SHORT, Goal("cost"))))
    assert values == {"shortfall.1": pytest.approx(1 / 3), "cost": 30.0}
    assert set(decisions["grow"]["step"]) == {1}


def test_a_new_site_grows_once_it_is_open():
    rows = stages(0) | {"sites": [SITES[0], NEW]}
    values, decisions = optimum(small([offer("GBR", 2)], [line("a", 2)], rows, goals=(*SHORT, Goal("cost"))))
    assert values == {"shortfall.1": 0.5, "cost": 66.0}
    assert decisions["grow"].to_numpy().tolist() == [["camp", 1, 1, 1]]


def test_a_resource_that_only_a_step_brings():
    rows = stages(0) | {"capacity": []}
    assert optimum(small([offer("GBR", 2)], [line("a", 2)], rows))[0] == {"shortfall.1": 0.5}
