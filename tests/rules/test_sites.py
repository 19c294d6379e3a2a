"""Sites: a camp of 2 700 free beds, ready in month 2 (entry), and a hub in use already."""

import pytest

from planner.rules import admissibility, finance, sites
from planner.scenario import Host
from tests.rules.plans import assert_order_is_nothing, decide, keys, raw, sentences
from tests.tiny import ROWS, tiny

CAMP, HUB = ROWS["sites"]
OPEN = [("camp", 1), ("camp", 2)]


def battlegroups(units, step=1, site="camp"):
    return ("FRA-bg", "land", site, step, units)


def company(units, step=1, site="camp"):
    return ("EST-coy", "land", site, step, units)


def test_room_is_capacity_less_what_others_use():
    """Two battlegroups of 1 200 and two companies of 150 fill 2 700 beds; one more company does not fit."""
    full = decide([battlegroups(2), company(2)], OPEN)
    assert sites.account(tiny(), full).frames["loads"].values.tolist() == [["camp", "beds", 1, 2700.0, 2700.0]]
    assert keys(sites, tiny(), full) == []
    assert sentences(sites, tiny(), decide([battlegroups(2), company(3)], OPEN)) == [
        "camp in entry: the force takes 2 850 beds, 2 700 are free"
    ]


def test_all_lines_share_the_room():
    other = tiny({"requirements": [*ROWS["requirements"], {"requirement": "other", "pillar": "reassurance"}]})
    place = [battlegroups(2), ("FRA-bg", "other", "camp", 1, 1)]
    assert keys(sites, other, decide(place, OPEN)) == ["camp / beds / entry"]


@pytest.mark.parametrize(
    ("opened", "fault"),
    [
        ([], "camp in entry: 1 unit at a site that is not open"),
        ([("camp", 2)], "camp in entry: 1 unit at a site that is not open"),
        ([("camp", 1)], "camp in stabilise: an open site stays open, this one closes again"),
        ([("camp", 0), ("camp", 1), ("camp", 2)], "camp in prepare: opened in month 0, its works are finished in month 2"),
        ([*OPEN, ("hub", 1), ("hub", 2)], "hub in entry: it is in use already and is not opened"),
        ([*OPEN, ("moon", 1)], "moon / entry: the scenario has no site moon"),
    ],
)
def test_openings(opened, fault):
    assert sentences(sites, tiny(), decide([battlegroups(1)], opened)) == [fault]


def test_openings_that_make_no_sense():
    assert sentences(sites, tiny(), raw("open", ("camp", 1, 2), ("camp", 2, 1))) == ["camp / entry: 2 is neither yes (1) nor no (0)"]
    assert keys(sites, tiny(), raw("open", ("camp", 2, 1), ("camp", 2, 1))) == ["camp / stabilise"]
    assert keys(sites, tiny(), raw("open", ("camp", 9, 1))) == ["camp / 9"]


def test_a_site_may_open_before_it_is_used_and_existing_ones_need_nothing():
    assert keys(sites, tiny(), decide([battlegroups(1, 2)], OPEN)) == []
    assert keys(sites, tiny(), decide([company(1, 1, "hub")])) == []


def test_a_hosts_ceiling_counts_all_guests():
    """1 200 and 150 people: above 1 349, not above 1 350; the host's own do not count."""
    plan = decide([battlegroups(1), company(1)], OPEN)
    host = Host("UKR", frozenset({"FRA", "EST"}), frozenset({"camp"}), ceiling=1349)
    assert sentences(sites, tiny(hosts={"UKR": host}), plan) == [
        "UKR in entry: 1 350 people of others stand in the country, its government admits 1 349"
    ]
    assert keys(sites, tiny(hosts={"UKR": Host("UKR", host.nations, host.sites, ceiling=1350)}), plan) == []
    assert keys(sites, tiny(hosts={"UKR": Host("UKR", host.nations, host.sites)}), plan) == []
    french = tiny({"sites": [CAMP | {"country": "FRA"}, HUB]}, hosts={"FRA": Host("FRA", host.nations, host.sites, ceiling=150)})
    assert keys(sites, french, plan) == []


def test_order_of_rows_is_nothing():
    assert_order_is_nothing(
        sites, tiny(), decide([battlegroups(3), company(3, 2), company(9, 1, "hub")], [("camp", 0), ("camp", 2), ("hub", 1)])
    )


def test_check_warns_of_sites_without_a_future():
    assert [p.what for p in sites.check(tiny({"sites": [CAMP | {"ready_month": 6}, HUB]}))] == [
        "camp is ready in month 6, after the last step has begun"
    ]


ADDS = [{"site": "camp", "stage": n, "resource": "beds", "amount": a} for n, a in ((1, 300), (2, 1200))]
STAGES = [
    {"site": "camp", "stage": 1, "name": "tents", "first_month": 2},
    {"site": "camp", "stage": 2, "name": "block", "first_month": 5, "cost": 8},
]
GROWING = tiny({"stages": STAGES, "stage_adds": ADDS})


def test_a_site_that_grows_has_more_room():
    """2 700 beds and 300 more from entry: two battlegroups and four companies; 1 200 more in stabilise."""
    grown = [("camp", 1, 1), ("camp", 1, 2), ("camp", 2, 2)]
    plan = decide([battlegroups(2), company(4), battlegroups(3, 2), company(4, 2)], OPEN, grown=grown)
    assert sites.account(GROWING, plan).frames["loads"]["free"].tolist() == [3000, 4200]
    assert keys(sites, GROWING, plan) == []
    assert sentences(sites, GROWING, decide([battlegroups(2), company(4)], OPEN)) == [
        "camp in entry: the force takes 3 000 beds, 2 700 are free"
    ]


@pytest.mark.parametrize(
    ("grown", "fault"),
    [
        ([("camp", 1, 1)], "camp in entry: its step 1 is there, and later it is not"),
        ([("camp", 2, 2)], "camp in stabilise: its step 2 is there before the one written before it"),
        (
            [("camp", 1, 0), ("camp", 1, 1), ("camp", 1, 2)],
            "camp in prepare: its step 1 is there in month 0, its works are finished in month 2",
        ),
        ([("camp", 1, 0), ("camp", 1, 1), ("camp", 1, 2)], "camp in prepare: its step 1 is there at a site that is not open"),
        ([("hub", 1, 2)], "hub in stabilise: it has no step 1 of expansion"),
        ([("camp", 3, 2)], "camp / 3 / stabilise: the scenario has no stage 3"),
    ],
)
def test_growth_out_of_order(grown, fault):
    assert fault in sentences(sites, GROWING, decide([], OPEN, grown=grown))


def test_the_works_of_a_step_are_paid_once():
    plan = decide([], OPEN, grown=[("camp", 1, 1), ("camp", 1, 2), ("camp", 2, 2)])
    costs = finance.account(GROWING, plan).frames["costs"].set_index("purpose")
    assert costs.loc["expansion", ["payer", "what", "meur"]].tolist() == ["UKR", "camp", 8.0]


def test_one_unit_must_find_room_once_the_site_has_grown():
    """At a hub of 1 000 beds a battlegroup finds none, however few stand there; with 200 more it does."""
    lines = {"reach": [{"requirement": "land", "site": "hub"}]}
    more = {"stages": [{"site": "hub", "stage": 1}], "stage_adds": [{"site": "hub", "stage": 1, "resource": "beds", "amount": 200}]}
    plan = decide([battlegroups(1, site="hub")], grown=[("hub", 1, 1), ("hub", 1, 2)])
    assert keys(admissibility, tiny(lines), plan) == ["FRA-bg / land / hub / entry"]
    assert keys(admissibility, tiny(lines | more), plan) == []


def test_check_warns_of_a_step_that_never_comes():
    late = tiny({"stages": [{"site": "camp", "stage": 1, "name": "tents", "first_month": 6}]})
    assert [p.what for p in sites.check(late)] == ["camp, tents, is ready in month 6, after the last step has begun"]
