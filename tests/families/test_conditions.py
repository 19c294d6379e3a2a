"""Conditions on paper: thresholds reached or not, what needs the condition itself, loops, parts, latches."""

from dataclasses import replace
from math import nan

from planner.scenario import After, AllOf, AnyOf, Caveat, Condition, Covered, Pledged, Quorum, Reach, Selector, Unplanned
from tests.families.small import line, offer, small
from tests.families.solve import optimum

GUARDED = (Caveat("guard", Selector(nations=frozenset({"ESP"})), unless=(("backstop",),)),)


def reach(at_least: float | tuple[float, float], *, measure: str = "personnel", capability: str = "", without: bool = True) -> Reach:
    thresholds = at_least if isinstance(at_least, tuple) else (at_least, at_least)
    return Reach(measure, capability, Selector(), without, thresholds)


def earned(test, **fields) -> dict[str, Condition]:
    return {"backstop": Condition("backstop", "if-earned", earned=test, **fields)}


def posture(offers, conditions, caveats=GUARDED) -> tuple[list[int], list[tuple[str, int]]]:
    """Return the companies in place in each step, of 20 wanted, and the conditions that hold."""
    decisions = optimum(small(offers, [line("a", 20)], conditions=conditions, caveats=caveats))[1]
    units = decisions["place"].groupby("step")["units"].sum()
    return [int(units.get(p, 0)) for p in (0, 1)], list(zip(decisions["holds"]["condition"], decisions["holds"]["step"], strict=True))


def test_a_threshold_reached_opens_what_waits_for_it():
    """Three British companies are 300 persons: Spain's two come."""
    assert posture([offer("GBR", 3), offer("ESP", 2)], earned(reach(300))) == ([5, 5], [("backstop", 0), ("backstop", 1)])


def test_a_threshold_missed_keeps_it_closed():
    assert posture([offer("GBR", 3), offer("ESP", 2)], earned(reach(301))) == ([3, 3], [])


def test_what_needs_the_condition_does_not_earn_it():
    """Spain's own two would make up 400 of 400, and may not; where posture of any kind counts, they may."""
    assert posture([offer("GBR", 3), offer("ESP", 2)], earned(reach(400)))[0] == [3, 3]
    assert posture([offer("GBR", 3), offer("ESP", 2)], earned(reach(400, without=False)))[0] == [5, 5]


def test_of_an_offer_the_tiers_that_need_it_do_not_count():
    """Britain offers 3, and 2 more under the backstop: 3 count, not 5."""
    tiers = [offer("GBR", 3), offer("GBR", 2, tier="2", requires=(("backstop",),))]
    assert posture(tiers, earned(reach(300)))[0] == [5, 5]
    assert posture(tiers, earned(reach(400)))[0] == [3, 3]


def test_the_cycle_counts_at_its_sustained_rate():
    """Of 12 in the cycle 3 stand; 4 more in the cycle that need the backstop make a fourth, which does not count."""
    tiers = [offer("GBR", 12, kind="in_cycle"), offer("GBR", 4, kind="in_cycle", tier="2", requires=(("backstop",),))]
    assert posture(tiers, earned(reach(300)))[0] == [4, 4]
    assert posture(tiers, earned(reach(301)))[0] == [3, 3]


def test_a_pool_counts_whole_where_nothing_of_it_needs_the_condition():
    """Two offers of 2 in one pool stand with 1 company: all its 100 persons count, whichever offer it comes from."""
    offers = [offer("GBR-1", 2, kind="in_cycle"), offer("GBR-2", 2, kind="in_cycle"), offer("ESP", 2)]
    assert posture(offers, earned(reach(100)))[0] == [3, 3]
    assert posture(offers, earned(reach(101)))[0] == [1, 1]


def test_what_hangs_on_it_through_another_does_not_count():
    """Spain's caveat asks for `agreed`, which comes after the backstop: so Spain hangs on the backstop."""
    caveats = (Caveat("guard", Selector(nations=frozenset({"ESP"})), unless=(("agreed",),)),)
    conditions = earned(reach(400)) | {"agreed": Condition("agreed", "if-earned", earned=After("backstop"))}
    assert posture([offer("GBR", 3), offer("ESP", 2)], conditions, caveats)[0] == [3, 3]
    assert posture([offer("GBR", 4), offer("ESP", 2)], conditions, caveats)[0] == [6, 6]


def test_thresholds_go_by_step_and_the_first_may_have_none():
    assert posture([offer("GBR", 3), offer("ESP", 2)], earned(reach((nan, 300.0)))) == ([3, 5], [("backstop", 1)])
    assert posture([offer("GBR", 3), offer("ESP", 2)], earned(reach((300.0, 999.0)))) == ([5, 3], [("backstop", 0)])


def test_a_latch_holds_on():
    assert posture([offer("GBR", 3), offer("ESP", 2)], earned(reach((300.0, 999.0)), latch=True))[0] == [5, 5]


def test_units_and_capabilities_count_too():
    assert posture([offer("GBR", 2, unit="bn"), offer("ESP", 2)], earned(reach(2, measure="units")))[0] == [4, 4]
    assert posture([offer("GBR", 2, unit="bn"), offer("ESP", 2)], earned(reach(9, measure="capability", capability="companies")))[0] == [
        2,
        2,
    ]
    assert posture([offer("GBR", 2, unit="bn"), offer("ESP", 2)], earned(reach(8, measure="capability", capability="companies")))[0] == [
        4,
        4,
    ]


def test_all_and_any_of_parts():
    offers = [offer("GBR", 3), offer("ESP", 2)]
    assert posture(offers, earned(AllOf((reach(300), reach(3, measure="units")))))[0] == [5, 5]
    assert posture(offers, earned(AllOf((reach(300), reach(4, measure="units")))))[0] == [3, 3]
    assert posture(offers, earned(AnyOf((reach(999), reach(3, measure="units")))))[0] == [5, 5]
    assert posture(offers, earned(AnyOf((reach(999), Unplanned("quorum")))))[0] == [3, 3]


def test_a_loop_supports_itself_only_where_it_is_meant_to():
    """A after B and B after A: the largest consistent set has both. With a threshold in the loop that only its own units reach, none."""
    both = {
        "backstop": Condition("backstop", "if-earned", earned=After("other")),
        "other": Condition("other", "if-earned", earned=After("backstop")),
    }
    assert posture([offer("ESP", 2)], both)[0] == [2, 2]
    assert posture([offer("ESP", 2)], earned(reach(200)))[0] == [0, 0]


def test_granted_and_denied_go_by_date():
    late = {"backstop": Condition("backstop", "granted", first_month=6)}
    assert posture([offer("ESP", 2)], late) == ([0, 2], [])  # it holds by date and is not decided
    assert posture([offer("ESP", 2)], {"backstop": Condition("backstop", "denied")}) == ([0, 0], [])
    ends = {"backstop": Condition("backstop", "granted", until_month=6)}
    assert posture([offer("ESP", 2)], ends)[0] == [2, 0]


def test_what_comes_after_a_granted_condition_waits_for_its_date():
    mandate = Condition("mandate", "granted", first_month=6)
    after = {"mandate": mandate, "backstop": Condition("backstop", "if-earned", earned=After("mandate"))}
    assert posture([offer("ESP", 2)], after) == ([0, 2], [("backstop", 1)])


def test_a_caveat_with_dates_asks_only_then():
    caveats = (Caveat("guard", Selector(nations=frozenset({"ESP"})), unless=(("backstop",),), until_month=5),)
    assert posture([offer("ESP", 2)], earned(reach(200)), caveats)[0] == [0, 2]


def test_a_tier_with_several_clauses_needs_each():
    """Two conditions, the second never reached: nothing stands; with one of them enough, all does."""
    conditions = earned(reach(100)) | {"other": Condition("other", "if-earned", earned=reach(900))}
    both = offer("ESP", 2, requires=(("backstop",), ("other",)))
    one = offer("ESP", 2, requires=(("backstop", "other"),))
    assert posture([offer("GBR", 1), both], conditions, ())[0] == [1, 1]
    assert posture([offer("GBR", 1), one], conditions, ())[0] == [3, 3]


def test_what_comes_after_it_may_come_later():
    """Three companies are wanted in the first step only: 300 persons then, and Spain comes in both, for it has held."""
    conditions = earned(After("first")) | {"first": Condition("first", "if-earned", earned=reach((300.0, nan)))}
    assert posture([offer("GBR", 3), offer("ESP", 2)], conditions)[0] == [5, 5]
    late = earned(After("first")) | {"first": Condition("first", "if-earned", earned=reach((nan, 300.0)))}
    assert posture([offer("GBR", 3), offer("ESP", 2)], late)[0] == [3, 5]


def test_a_quorum_of_conditions():
    others = {"one": Condition("one", "granted", first_month=6), "two": Condition("two", "if-earned", earned=reach(300))}
    assert posture([offer("GBR", 3), offer("ESP", 2)], earned(Quorum(1, ("one", "two"))) | others)[0] == [5, 5]
    assert posture([offer("GBR", 3), offer("ESP", 2)], earned(Quorum(2, ("one", "two"))) | others)[0] == [3, 5]
    assert posture([offer("GBR", 2), offer("ESP", 2)], earned(Quorum(2, ("one", "two"))) | others)[0] == [2, 2]


def test_nations_that_stand():
    """Britain and France are two; Spain, who comes by the condition, is no third where needs-it counts only who comes anyway."""
    offers = [offer("GBR", 3), offer("FRA", 1), offer("ESP", 2)]
    assert posture(offers, earned(reach(2, measure="nations")))[0] == [6, 6]
    assert posture(offers, earned(reach(3, measure="nations")))[0] == [4, 4]
    assert posture(offers, earned(reach(3, measure="nations", without=False)))[0] == [6, 6]


def test_offers_that_could_stand():
    """Twelve in the cycle are three at the sustained rate, wherever they stand; Spain's two need the condition themselves."""
    offers = [offer("GBR", 12, kind="in_cycle"), offer("ESP", 2, requires=(("backstop",),))]
    for at_least, units in ((3, 5), (4, 3)):
        assert posture(offers, earned(replace(reach(at_least, measure="units"), of_offers=True)), ())[0] == [units, units]
    assert posture(offers, earned(replace(reach(5, measure="units", without=False), of_offers=True)), ())[0] == [5, 5]
    assert posture(offers, earned(replace(reach(2, measure="nations", without=False), of_offers=True)), ())[0] == [5, 5]


def test_the_step_before_and_a_phase_to_come():
    offers = [offer("GBR", 3), offer("ESP", 2)]
    assert posture(offers, earned(replace(reach(300), seen_in=(-1, 0))))[0] == [3, 5]
    late = [offer("GBR", 3, first_month=6), offer("ESP", 2)]
    assert posture(late, earned(replace(reach(300), seen_in=(1, 1))))[0] == [2, 5]  # a promise


def test_a_share_of_a_level_is_covered():
    """20 companies are wanted: 5 of them are 25 %, those of Spain, who come by it, among them."""
    assert posture([offer("GBR", 3), offer("ESP", 2)], earned(Covered(frozenset({"a"}), (0.25, 0.26))))[0] == [5, 3]


def test_money_that_is_pledged():
    """4 at once, 6 from month 3 on with the second condition: 10 in the second step, if that is earned."""
    rows = {
        "pledges": [
            {"fund": "chest", "nation": "GBR", "pledge": 1, "meur": 4.0},
            {"fund": "chest", "nation": "ESP", "pledge": 1, "meur": 6.0, "month": 3, "requires": (("other",),)},
        ]
    }
    other = {"other": Condition("other", "if-earned", earned=reach(500))}

    def units(test: Pledged, companies: int) -> list[int]:
        offers = [offer("GBR", companies), offer("ESP", 2)]
        found = small(offers, [line("a", 20)], rows, conditions=earned(test) | other, caveats=GUARDED)
        return optimum(found)[1]["place"].groupby("step")["units"].sum().tolist()

    assert units(Pledged("chest", None, (4.0, 10.0)), 3) == [5, 5]
    assert units(Pledged("chest", None, (4.0, 10.0)), 2) == [4, 2]
    assert units(Pledged("", frozenset({"ESP"}), (6.0, 6.0)), 3) == [3, 5]


def test_a_partial_condition_opens_only_some_types():
    """Spain's companies may come by it, its battalion not: by caveat as by tier."""
    partial = earned(reach(100), opens=frozenset({"coy"}))
    assert posture([offer("GBR", 1), offer("ESP", 2), offer("ESP-bn", 1, unit="bn")], partial)[0] == [3, 3]
    tiers = [offer("GBR", 1), offer("ESP", 2, requires=(("backstop",),)), offer("ESP-bn", 1, unit="bn", requires=(("backstop",),))]
    assert posture(tiers, partial, ())[0] == [3, 3]
