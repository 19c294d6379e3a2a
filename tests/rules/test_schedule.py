"""Tours on paper: who relieves whom, month by month; what nobody holds; what no tours can be.

Estonia has 4 companies in the cycle, 6 months away and 18 at home; entry is months 2 to 4, stabilise 5 to 13.
"""

from dataclasses import replace

import pandas as pd
import pytest

from planner.conductor import solve
from planner.decisions import frame
from planner.plan import Plan
from planner.rules import finance, rotation
from planner.rules._schedule import Fleet, draw
from planner.rules._searched import searched
from planner.scenario import Caveat, Condition, Selector, Step
from planner.verify import account, verify
from tests.rules.plans import assert_order_is_nothing, decide, keys, raw, sentences
from tests.tiny import ROWS, tiny

FRA, EST = ROWS["offers"]
TOURS = {"switches": {"rotation": "tours"}}
LVA = EST | {"offer": "LVA-coy", "nation": "LVA", "pool": "baltic"}
BALTIC = [FRA, EST | {"pool": "baltic"}, LVA]
NATIONS = [*ROWS["nations"], {"nation": "LVA"}]


def company(units, step, offer="EST-coy", site="camp", line="land"):
    return (offer, line, site, step, units)


def planned(place, *starts):
    """Return decisions with tours of Estonia's tier (month, tours), or of what is named (offer, tier, month, tours)."""
    rows = [row if isinstance(row[0], str) else ("EST-coy", "1", *row) for row in starts]
    return decide(place) | {"start": frame("start", rows)}


def told(scenario, decisions):
    """Return the schedule as (offer, units, from, until, relieves)."""
    table = rotation.account(scenario, decisions).frames["schedule"]
    return [(r.offer, r.units, r.first_month, r.until_month, r.relieves) for r in table.sort_values(["first_month", "offer"]).itertuples()]


def missing(scenario, decisions):
    table = rotation.account(scenario, decisions).frames["unrelieved"]
    return {int(month): units for month, units in table.groupby("month")["missing"].sum().items()}


BOTH = [company(1, 1), company(1, 2)]


def test_a_schedule_is_drawn_where_rotation_is_sustained():
    """One company from month 2 on: the second tour relieves the first in month 8, and is there to the end."""
    assert told(tiny(), decide(BOTH)) == [("EST-coy", 1, 2, 8, ""), ("EST-coy", 1, 8, 14, "EST-coy 1 2026-03")]
    assert rotation.account(tiny(), decide(BOTH)).metrics == {"unrelieved": 0}


def test_what_a_cycle_sustains_may_still_find_nobody():
    """Of 5, two in five stand: 2. But the first two are back only in month 15, and from month 12 the fifth is alone."""
    steps = (Step("all", "all", 2, 14),)
    offers = [EST | {"tour_months": 5, "dwell_months": 7.5}]
    rows = {"offers": [FRA, *offers], "tiers": [ROWS["tiers"][0], ROWS["tiers"][1] | {"units": 5}], "needs": []}
    scenario = tiny(rows, steps=steps)
    assert keys(rotation, scenario, decide([company(2, 0)])) == []
    assert missing(scenario, decide([company(2, 0)])) == {12: 1, 13: 1, 14: 1}


def test_relief_in_place_takes_the_end_of_a_tour():
    """A month of overlap: each tour holds its place for five months and is away for six."""
    rows = {"unit_types": [t | {"overlap_months": 1} for t in ROWS["unit_types"]]}
    table = rotation.account(tiny(rows), decide(BOTH)).frames["schedule"]
    assert table[["begins", "ends", "first_month", "until_month"]].values.tolist() == [[2, 8, 2, 7], [7, 13, 7, 12], [12, 18, 12, 14]]


def test_who_came_first_is_relieved_first():
    """One from month 2, a second from month 5: relieved in months 8 and 11, each by who comes then."""
    decisions = decide([company(1, 1), company(2, 2)])
    assert told(tiny(), decisions) == [
        ("EST-coy", 1, 2, 8, ""), ("EST-coy", 1, 5, 11, ""),
        ("EST-coy", 1, 8, 14, "EST-coy 1 2026-03"), ("EST-coy", 1, 11, 14, "EST-coy 1 2026-06"),
    ]  # fmt: skip


def test_tours_that_hold_every_place_break_nothing():
    assert keys(rotation, tiny(**TOURS), planned([company(1, 1), company(2, 2)], (2, 1), (5, 1), (8, 1), (11, 1))) == []


def test_a_cycle_may_keep_more_in_place_for_a_while_than_it_sustains():
    """Four in the cycle sustain one; two stand from month 2 to 13 with two tours each: then all rest."""
    scenario, place = tiny(**TOURS), [company(2, 1), company(2, 2)]
    assert keys(rotation, scenario, planned(place, (2, 2), (8, 2))) == []
    assert keys(rotation, replace(scenario, switches={}), decide(place)) == ["EST infantry-coy / entry", "EST infantry-coy / stabilise"]


@pytest.mark.parametrize(
    ("place", "starts", "said"),
    [
        (BOTH, [(2, 1)], "EST infantry-coy in 2026-09: 1 unit in place by the posture, 0 on a tour that may hold the place"),
        (BOTH, [(3, 1), (9, 1)], "EST infantry-coy in 2026-03: 1 unit in place by the posture, 0 on a tour that may hold the place"),
        (BOTH, [(2, 3), (8, 2)], "EST-coy tier 1 in 2026-09: 5 units away and at rest, of 4 in the cycle"),
        (BOTH, [(2, 1), (8, 1), ("FRA-bg", "1", 2, 1)], "FRA-bg tier 1 begins tours, and is not offered in a cycle"),
        (BOTH, [(2, 1), (8, 1), ("EST-coy", "9", 2, 1)], "EST-coy / 9 / 2: the scenario has no tier 9"),
        (BOTH, [(2, 1), (8, 1), (14, 1)], "EST-coy / 1 / 14: the scenario has no month 14"),
    ],
)  # fmt: skip
def test_planted_faults_are_told(place, starts, said):
    assert said in sentences(rotation, tiny(**TOURS), planned(place, *starts))


def test_no_tour_begins_before_its_tier_may_be_used():
    """The tier comes in month 3, so not in all of entry: a tour that begins then stands for nobody."""
    rows = {"tiers": [ROWS["tiers"][0], ROWS["tiers"][1] | {"first_month": 3}]}
    assert sentences(rotation, tiny(rows, **TOURS), planned([company(1, 2)], (4, 1), (10, 1)))[0] == (
        "EST-coy tier 1 begins 1 tour in 2026-05, when it may not be used"
    )
    assert keys(rotation, tiny(rows, **TOURS), planned([company(1, 2)], (5, 1), (11, 1))) == []


def test_a_tier_whose_condition_lapses_holds_nothing():
    conditions = {"go": Condition("go", "if-earned")}
    rows = {"tiers": [ROWS["tiers"][0], ROWS["tiers"][1] | {"requires": (("go",),)}]}
    scenario, decisions = tiny(rows, conditions=conditions, **TOURS), planned(BOTH, (2, 1), (8, 1))
    held = decisions | {"holds": frame("holds", [("go", 1, 1), ("go", 2, 1)])}
    assert keys(rotation, scenario, held) == []
    lapsed = decisions | {"holds": frame("holds", [("go", 1, 1)])}
    assert "EST infantry-coy / 2026-06" in keys(rotation, scenario, lapsed)


def test_work_at_home_takes_its_share_of_the_cycle():
    """Three at home leave one of four to go; with half of them available, two at work at home take all four."""
    sites = [*ROWS["sites"], {"site": "tapa", "country": "EST", "existing": True}]
    home = [company(1, 2), company(3, 2, site="tapa")]
    assert keys(rotation, tiny({"sites": sites}, **TOURS), planned(home, (5, 1))) == [
        "EST infantry-coy / 2026-12", "EST infantry-coy / 2027-01", "EST infantry-coy / 2027-02",
    ]  # fmt: skip
    assert sentences(rotation, tiny({"sites": sites}, **TOURS), planned(home, (5, 1), (11, 1))) == [
        "EST-coy in stabilise: 3 units of the cycle at work at home, 2 neither away nor at rest"
    ]
    half = tiny({"sites": sites, "offers": [FRA, EST | {"home_availability": 0.5}]}, **TOURS)
    assert keys(rotation, half, planned([company(2, 2, site="tapa")])) == []
    assert keys(rotation, half, planned([company(3, 2, site="tapa")])) == ["EST-coy / stabilise"]


def baltic(**fields):
    tiers = [{"offer": o, "tier": "1", "units": 1} for o in ("EST-coy", "LVA-coy")]
    return tiny({"offers": BALTIC, "tiers": [ROWS["tiers"][0], *tiers], "nations": NATIONS, **fields.pop("rows", {})}, **TOURS, **fields)


def test_nations_of_a_pool_relieve_each_other_in_one_place():
    """The place is Estonia's in the plan; Latvia's company holds it from month 8."""
    decisions = planned(BOTH, (2, 1), ("LVA-coy", "1", 8, 1))
    assert keys(rotation, baltic(), decisions) == []
    assert told(baltic(), decisions) == [("EST-coy", 1, 2, 8, ""), ("LVA-coy", 1, 8, 14, "EST-coy 1 2026-03")]


def test_nobody_holds_a_place_where_he_may_not_stand():
    """A caveat keeps Latvia out of the camp; where its exception is no condition of the place either, it is kept out too."""
    decisions = planned(BOTH, (2, 1), ("LVA-coy", "1", 8, 1))
    camp = Selector(nations=frozenset({"LVA"}), sites=frozenset({"camp"}))
    assert "baltic / 2026-09" in keys(rotation, baltic(caveats=(Caveat("c", camp),)), decisions)
    for granted, kept_out in (("if-earned", True), ("granted", False)):
        fields = {"caveats": (Caveat("c", camp, unless=(("go",),)),), "conditions": {"go": Condition("go", granted)}}
        assert ("baltic / 2026-09" in keys(rotation, baltic(**fields), decisions)) == kept_out
    everybody = {
        "caveats": (Caveat("c", replace(camp, nations=None), unless=(("go",),)),),
        "conditions": {"go": Condition("go", "if-earned")},
    }
    assert keys(rotation, baltic(**everybody), decisions) == []  # the place itself hangs on it


def test_who_stands_makes_room_where_only_so_every_place_is_held():
    """Latvia may stand at the camp alone: it comes to the camp, and who stood there moves to the hub."""
    caveat = (Caveat("c", Selector(nations=frozenset({"LVA"}), sites=frozenset({"hub"}))),)
    place = [company(1, 1), company(1, 2, site="hub"), company(1, 2, "LVA-coy")]
    scenario = baltic(caveats=caveat, rows={"reach": [{"requirement": "land", "site": s} for s in ("camp", "hub")]})
    table = rotation.account(scenario, planned(place, (2, 1), ("LVA-coy", "1", 5, 1))).frames["schedule"]
    assert [(r.offer, r.site, r.first_month, r.until_month) for r in table.itertuples()] == [
        ("EST-coy", "camp", 2, 5), ("EST-coy", "hub", 5, 8), ("LVA-coy", "camp", 5, 11),
    ]  # fmt: skip


@pytest.mark.parametrize("switches", [{}, {"rotation": "tours"}])
def test_64_000_in_place_at_one_in_four_need_256_000_in_the_cycle(switches):
    """The published case: with one less in the cycle, one less stands for two years, sustained or by tours of six months."""
    months = (Step("all", "all", 0, 24),)
    for cycle, sound in ((256_000, True), (255_999, False)):
        tiers = [ROWS["tiers"][0], ROWS["tiers"][1] | {"units": cycle}]
        scenario = tiny({"tiers": tiers, "needs": []}, steps=months, switches=switches)
        starts = [(t, min(64_000, cycle - 64_000 * (t // 6))) for t in range(0, 24, 6)]
        decisions = planned([company(64_000, 0)], *starts) if switches else decide([company(64_000, 0)])
        assert (keys(rotation, scenario, decisions) == []) == sound


def test_a_tour_that_begins_is_a_move():
    """Three tours of 1.1 each, whatever the months in place; Estonia pays."""
    costs = finance.account(tiny(**TOURS), planned(BOTH, (2, 1), (8, 1), (12, 1))).frames["costs"]
    assert costs[costs["purpose"] == "move"][["payer", "what", "meur"]].values.tolist() == [["EST", "EST-coy", pytest.approx(3.3)]]


def test_tours_are_decided_only_where_they_are_planned():
    assert "EST-coy / 1 / 2: a tour is decided, though rotation is sustained" in sentences(rotation, tiny(), planned(BOTH, (2, 1)))


def test_tours_begin_when_they_are_needed():
    """A search may let the second tour begin in month 5; the plan says month 8. Tours too many, or too few, are left as they are."""
    early = rotation.timed(tiny(**TOURS), planned(BOTH, (2, 1), (5, 1)))
    assert early["start"].values.tolist() == [["EST-coy", "1", 2, 1], ["EST-coy", "1", 8, 1]]
    for starts in ([(2, 2), (8, 1)], [(2, 1)]):
        assert rotation.timed(tiny(**TOURS), planned(BOTH, *starts))["start"].equals(frame("start", [("EST-coy", "1", *s) for s in starts]))
    assert "start" not in rotation.timed(tiny(), decide(BOTH))


def test_check_says_what_whole_months_cost():
    rows = {"offers": [FRA, EST | {"tour_months": 4.5, "dwell_months": 13.5}]}
    found = [p.what for p in rotation.check(tiny(rows, **TOURS))]
    assert found == [
        "EST-coy: a tour of 4.5 and a rest of 13.5 months count as 5 and 14: of its cycle 26.3 % can stand for good, not 25.0 %"
    ]
    assert rotation.check(tiny(rows)) == []


@pytest.fixture(scope="module")
def solved() -> Plan:
    return solve(tiny(**TOURS))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d | {"start": d["start"].iloc[1:]},
        lambda d: d | {"start": d["start"].assign(month=d["start"]["month"] + 1)},
        lambda d: d | {"start": d["start"].assign(tours=3)},
        lambda d: d | {"place": d["place"].assign(units=d["place"]["units"] + 1)},
        lambda d: d | raw("start", ("EST-coy", "1", 2, 0.5)),
    ],
)
def test_verify_finds_what_is_planted_in_a_plan(spoil, solved):
    assert verify(tiny(**TOURS), solved).empty
    spoilt = spoil(dict(solved.decisions))
    made = account(tiny(**TOURS), spoilt)
    restored = replace(solved, decisions=spoilt, frames=made.frames, metrics=made.metrics)
    assert "rotation" in set(verify(tiny(**TOURS), restored)["rule"])


def test_verify_finds_a_schedule_that_is_not_the_rules(solved):
    other = solved.frames["schedule"].assign(relieves="nobody")
    assert set(verify(tiny(**TOURS), replace(solved, frames={**solved.frames, "schedule": other}))["rule"]) == {"stored"}


def test_order_of_rows_is_nothing():
    assert_order_is_nothing(rotation, tiny(**TOURS), planned([company(1, 1), company(2, 2)], (2, 1), (5, 1), (8, 1), (11, 1)))
    assert isinstance(rotation.account(tiny(), decide()).frames["schedule"], pd.DataFrame)


def fleets(*usable):
    """Two fleets of one unit, away 6 and 4 months and home for good after it, usable in these steps."""
    return tuple(Fleet(o, "1", 1, tour, 0, 99, may, (0, 0)) for o, tour, may in zip("AB", (6, 4), usable, strict=True))


PLACE = ("A", "land", "camp")
TWO = (Step("one", "one", 0, 4), Step("two", "two", 4, 6))


def anybody(offer, place, step):
    return True


def test_where_drawn_tours_leave_a_place_empty_others_are_searched_for():
    """A, whose place it is, comes first and leaves in month 6, when B may not come any more; B first, then A, fill all ten months."""
    made = fleets((True, True), (True, False))
    asked = ({PLACE: 1}, {PLACE: 1})
    drawn = draw(made, asked, anybody, TWO)
    assert {month for _, month in drawn.missing} == {6, 7, 8, 9}
    found = searched(made, asked, anybody, TWO)
    assert found == {(0, 1): 1, (4, 0): 1}
    assert not draw(made, asked, anybody, TWO, found).missing


@pytest.mark.parametrize(
    ("made", "may"),
    [
        (fleets((True, True), (False, False)), anybody),
        (fleets((True, True), (True, False)), lambda offer, place, step: offer == place[0]),
        (tuple(replace(f, home=(1, 1)) for f in fleets((True, True), (True, True))), anybody),
    ],
    ids=["nobody else is usable", "nobody else may hold it", "all are at work at home"],
)
def test_where_no_tours_hold_a_place_none_are_found(made, may):
    assert searched(made, ({PLACE: 1}, {PLACE: 1}), may, TWO) is None
