"""Finance on paper: a battlegroup costs 7 a month and 9 a move every 6 months; the camp 60 to open and 1.2 a month."""

import pytest

from planner.rules import finance
from tests.rules.plans import assert_order_is_nothing, decide
from tests.tiny import ROWS, tiny

CAMP, HUB = ROWS["sites"]
OPEN = [("camp", 1), ("camp", 2)]


def stands(units, offer="FRA-bg", step=1, site="camp"):
    return (offer, "land", site, step, units)


def costs(place, opened=(), rows=None):
    frame = finance.account(tiny(rows), decide(place, opened)).frames["costs"]
    return {(r.payer, r.purpose, r.what): pytest.approx(r.meur) for r in frame.itertuples()}


def test_a_unit_in_place_and_its_relief():
    """Two battlegroups for 3 months and one for 9, 15 months of a battlegroup: 105, and 2.5 tours of 9."""
    assert costs([stands(2), stands(1, step=2)]) == {("FRA", "month", "FRA-bg"): 105, ("FRA", "move", "FRA-bg"): 22.5}


def test_on_own_soil_nobody_moves():
    own = {"sites": [CAMP, HUB | {"country": "FRA"}]}
    assert costs([stands(1, site="hub")], rows=own) == {("FRA", "month", "FRA-bg"): 21}


def test_a_site_is_opened_once_and_runs_while_open():
    """Open for 3 + 9 months; the host pays unless somebody is named."""
    assert costs([], OPEN) == {("UKR", "opening", "camp"): 60, ("UKR", "running", "camp"): pytest.approx(14.4)}
    paid = {"sites": [CAMP | {"payer": "FRA"}, HUB]}
    assert costs([], OPEN, paid) == {("FRA", "opening", "camp"): 60, ("FRA", "running", "camp"): pytest.approx(14.4)}


def test_a_site_in_use_costs_nothing():
    old = {"sites": [CAMP | {"existing": True}, HUB]}
    assert costs([], OPEN, old) == {}


def test_a_cost_of_placing_is_paid_for_the_most_that_stand_there():
    """Two at the camp in entry, over two lines three in stabilise: three are paid, and one at the hub."""
    rows = {
        "placement_costs": [{"offer": "FRA-bg", "site": s, "cost_meur": c} for s, c in (("camp", 5), ("hub", 0.5))],
        "unit_types": [t | {"cost_month": 0, "cost_move": 0} for t in ROWS["unit_types"]],
        "requirements": [*ROWS["requirements"], {"requirement": "other", "pillar": "reassurance"}],
    }
    place = [stands(2), stands(2, step=2), ("FRA-bg", "other", "camp", 2, 1), stands(1, site="hub"), stands(1, "EST-coy")]
    assert costs(place, rows=rows) == {("FRA", "placement", "FRA-bg"): 15.5}


def test_the_cost_is_the_sum():
    """EST: 4 companies for 9 months, 32.4 and 6 tours of 1.1; France one battlegroup for 3 months, 21 and 4.5; the camp 74.4."""
    metrics = finance.account(tiny(), decide([stands(1), stands(4, "EST-coy", step=2)], OPEN)).metrics
    assert metrics["cost"] == pytest.approx(32.4 + 6.6 + 21 + 4.5 + 74.4)
    assert finance.account(tiny(), decide()).metrics["cost"] == 0


def test_order_of_rows_is_nothing():
    assert_order_is_nothing(finance, tiny(), decide([stands(1), stands(2, site="hub"), stands(4, "EST-coy", step=2)], OPEN))


def test_the_sentence():
    assert finance.say("FRA", "month", "FRA-bg", 105) == "FRA pays 105 M EUR for FRA-bg in place"
    assert finance.say("UKR", "opening", "camp", 60) == "UKR pays 60 M EUR to open camp"
