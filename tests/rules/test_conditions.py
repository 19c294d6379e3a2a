"""Conditions on paper: France brings 1 200 people a battlegroup, Estonia 150 a company; the backstop asks for people in Ukraine."""

import time
from collections import Counter
from dataclasses import replace

import pytest

from planner.rules import conditions
from planner.rules._earned import Ground
from planner.rules._posture import standing
from planner.scenario import After, AllOf, AnyOf, Area, Caveat, Condition, Host, Reach, Selector, Unplanned
from tests.rules.plans import assert_order_is_nothing, decide, keys, raw, sentences
from tests.tiny import ROWS, tiny

NEVER = float("nan")
FRA, EST = ROWS["offers"]
UKR = Selector(sites=frozenset({"camp"}))


def people(*least, needs_it=False, select=UKR, measure="personnel", capability=""):
    return Reach(measure, capability, select, needs_it, least)


def earned(name, test, **fields):
    return Condition(name, "if-earned", earned=test, **fields)


def having(*named, rows=None, **fields):
    return tiny(rows, conditions={c.name: c for c in named}, **fields)


def stands(units, offer="FRA-bg", step=1, site="camp"):
    return (offer, "land", site, step, units)


BACKSTOP = earned("backstop", people(NEVER, 1350, 2000))
BOTH = [stands(1), stands(1, "EST-coy")]
STORY = {  # Estonia comes by its caveat only with the backstop; the second French battlegroup is a tier that needs it
    "caveats": (Caveat("est", Selector(nations=frozenset({"EST"})), unless=(("backstop",),)),),
    "rows": {
        "tiers": [{"offer": "FRA-bg", "tier": t, "units": 1, "requires": r} for t, r in (("1", ()), ("2", (("backstop",),)))]
        + [ROWS["tiers"][1]]
    },
}


def test_a_condition_is_earned_by_what_stands():
    """1 200 and 150 people are 1 350: just enough in entry, not in stabilise, and prepare has no threshold."""
    scenario = having(BACKSTOP)
    assert keys(conditions, scenario, decide(BOTH, holds=[("backstop", 1)])) == []
    assert sentences(conditions, scenario, decide([stands(1)], holds=[("backstop", 1)])) == [
        "backstop in entry: the plan relies on it, 1 200 counts towards the 1 350 that it asks for"
    ]
    assert keys(conditions, scenario, decide(BOTH, holds=[("backstop", 2)])) == ["backstop / stabilise"]
    assert sentences(conditions, scenario, decide([stands(9, step=0)], holds=[("backstop", 0)])) == [
        "backstop in prepare: the plan relies on it, but its test is not true of this posture"
    ]


def test_the_frame_says_what_counts_and_what_could_hold():
    frame = conditions.account(having(BACKSTOP), decide(BOTH)).frames["conditions"]
    assert frame["holds"].tolist() == [False, False, False]
    assert frame["could_hold"].tolist() == [False, True, False]
    assert frame["value"].tolist() == [0, 1350, 0]
    assert frame["threshold"].tolist()[1:] == [1350, 2000]


@pytest.mark.parametrize(
    ("reach", "value"),
    [
        (people(0, 0, 0, measure="units"), 3),
        (people(0, 0, 0, measure="capability", capability="manoeuvre_coy"), 9),
        (people(0, 0, 0, select=Selector(nations=frozenset({"FRA"}))), 2400),
        (people(0, 0, 0, select=Selector(sites=frozenset({"hub"}))), 0),
    ],
)
def test_what_may_be_counted(reach, value):
    """Two battlegroups of 4 companies, one company; a limited stay does not make them fewer."""
    short = Area("sea", frozenset({"camp"}), stays=((Selector(), 15.0),))
    frame = conditions.account(having(earned("k", reach), areas=(short,)), decide([stands(2), stands(1, "EST-coy")])).frames["conditions"]
    assert frame.loc[1, "value"] == value


def test_granted_by_date_and_denied():
    mandate, closed = Condition("mandate", "granted", 3, 9), Condition("closed", "denied")
    scenario = having(mandate, closed, caveats=(Caveat("c", Selector(), unless=(("mandate", "closed"),)),))
    assert sentences(conditions, scenario, decide([stands(1)])) == [
        "FRA-bg on land at camp in entry: caveat c forbids it unless closed or mandate holds"
    ]
    whole = replace(mandate, first_month=2)
    assert keys(conditions, having(whole, caveats=scenario.caveats), decide([stands(1)])) == []
    assert sentences(conditions, scenario, decide(holds=[("mandate", 1), ("closed", 1)])) == [
        "closed in entry: the plan relies on it, but it is not granted",
        "mandate in entry: the plan relies on it outside its dates",
    ]
    whole = replace(mandate, first_month=2)
    assert keys(conditions, having(whole, caveats=scenario.caveats), decide([stands(1)])) == []
    assert sentences(conditions, scenario, decide(holds=[("mandate", 1), ("closed", 1)])) == [
        "closed in entry: the plan relies on it, but it is not granted",
        "mandate in entry: the plan relies on it outside its dates",
    ]


def test_a_plan_stores_what_it_decides_and_no_more():
    """A granted condition holds by its dates: a row of it, right or wrong, is not the plan's to write, and none is missing without it."""
    mandate = Condition("mandate", "granted", 2, 5)
    scenario = having(mandate, BACKSTOP, caveats=(Caveat("c", Selector(), unless=(("mandate",),)),))
    frame = conditions.account(scenario, decide(BOTH)).frames["conditions"]
    assert frame.loc[frame["condition"] == "mandate", "holds"].tolist() == [False, True, False]
    assert keys(conditions, scenario, decide(BOTH)) == []
    assert sentences(conditions, scenario, decide(BOTH, holds=[("mandate", 1)])) == [
        "mandate in entry: it is granted by date and no decision, yet the plan stores it as one"
    ]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"caveats": (Caveat("c", Selector(), unless=(("k",),)),)}, "caveat c forbids it unless k holds"),
        ({"hosts": {"UKR": Host("UKR", frozenset(), frozenset(), requires=(("k",),))}}, "UKR consents only if k holds"),
        ({"areas": (Area("sea", frozenset({"camp"}), requires=((Selector(), (("k",),)),)),)}, "sea may be entered only if k holds"),
    ],
)
def test_a_unit_stands_only_while_its_condition_holds(fields, sentence):
    scenario = having(earned("k", people(0, 0, 0)), **fields)
    assert sentences(conditions, scenario, decide([stands(1)])) == [f"FRA-bg on land at camp in entry: {sentence}"]
    assert keys(conditions, scenario, decide([stands(1)], holds=[("k", 1)])) == []
    assert keys(conditions, scenario, decide([stands(1)], holds=[("k", 2)])) == ["FRA-bg / land / camp / entry"]


def test_every_clause_must_be_fulfilled_and_one_condition_fulfils_it():
    caveat = Caveat("c", Selector(), unless=(("a", "b"), ("c",)))
    scenario = having(*(earned(n, people(0, 0, 0)) for n in "abc"), caveats=(caveat,))
    assert keys(conditions, scenario, decide([stands(1)], holds=[("a", 1), ("c", 1)])) == []
    assert keys(conditions, scenario, decide([stands(1)], holds=[("a", 1), ("b", 1)])) == ["FRA-bg / land / camp / entry"]


def test_a_caveat_asks_only_in_its_months_and_own_soil_asks_no_consent():
    late = Caveat("c", Selector(), unless=(("k",),), first_month=5)
    assert keys(conditions, having(earned("k", None), caveats=(late,)), decide([stands(1)])) == []
    own = {"sites": [ROWS["sites"][0] | {"country": "FRA"}]}
    host = Host("FRA", frozenset(), frozenset(), requires=(("k",),))
    assert keys(conditions, having(earned("k", None), rows=own, hosts={"FRA": host}), decide([stands(1)])) == []


def test_who_needs_the_condition_does_not_earn_it():
    """Two battlegroups and a company stand: only the first battlegroup would without the backstop."""
    alone = earned("backstop", people(NEVER, 1200, 1200, needs_it=True))
    place = [stands(2), stands(1, "EST-coy")]
    frame = conditions.account(having(alone, **STORY), decide(place, holds=[("backstop", 1)])).frames["conditions"]
    assert frame["value"].tolist() == [0, 1200, 0]
    more = earned("backstop", people(NEVER, 1201, 1201, needs_it=True))
    assert keys(conditions, having(alone, **STORY), decide(place, holds=[("backstop", 1)])) == []
    assert keys(conditions, having(more, **STORY), decide(place, holds=[("backstop", 1)])) == ["backstop / entry"]


def test_what_the_test_asks_about_is_counted_first():
    """Of two battlegroups one is free of the backstop; it counts though the other may be the one in Poland."""
    alone = earned("backstop", people(NEVER, 1200, 1200, needs_it=True))
    assert keys(conditions, having(alone, **STORY), decide([stands(1), stands(1, site="hub")], holds=[("backstop", 1)])) == []


def test_offers_in_the_cycle_count_at_the_sustained_rate():
    """Of eight companies four need the backstop: without them one stands for good, whoever stands there."""
    alone = earned("k", people(0, 0, 0, needs_it=True, measure="units"))
    tiers = [{"offer": "EST-coy", "tier": t, "units": 4, "requires": r} for t, r in (("1", ()), ("2", (("k",),)))]
    frame = conditions.account(having(alone, rows={"tiers": tiers}), decide([stands(2, "EST-coy")], holds=[("k", 1)])).frames["conditions"]
    assert frame.loc[1, "value"] == 1


def test_hanging_through_another_condition():
    """Estonia comes with the parliament, which votes only after the backstop: it does not count for the backstop."""
    alone = earned("backstop", people(0, 0, 0, needs_it=True))
    caveat = (Caveat("est", Selector(nations=frozenset({"EST"})), unless=(("parliament",),)),)
    holds = [("backstop", 1), ("parliament", 1)]
    for test, value in [
        (After("backstop"), 1200),
        (AllOf((people(0, 0, 0), After("backstop"))), 1200),
        (AnyOf((people(0, 0, 0), After("backstop"))), 1350),  # it may vote for another reason
        (AnyOf((After("backstop"), AllOf((After("backstop"),)))), 1200),
    ]:
        frame = conditions.account(having(alone, earned("parliament", test), caveats=caveat), decide(BOTH, holds=holds)).frames[
            "conditions"
        ]
        assert frame.loc[(frame["condition"] == "backstop") & (frame["step"] == 1), "value"].tolist() == [value]


def test_one_after_the_other():
    first, then = BACKSTOP, earned("then", After("backstop"))
    assert keys(conditions, having(first, then), decide(BOTH, holds=[("backstop", 1), ("then", 1)])) == []
    assert keys(conditions, having(first, then), decide(BOTH, holds=[("then", 1)])) == ["then / entry"]
    either = earned("then", AnyOf((After("backstop"), people(9, 9, 9, select=Selector(sites=frozenset({"hub"}))))))
    assert keys(conditions, having(first, either), decide([*BOTH, stands(1, "EST-coy", site="hub")], holds=[("then", 1)])) == []


def test_a_loop_holds_together_or_not_at_all():
    loop = having(earned("a", After("b")), earned("b", After("a")))
    assert keys(conditions, loop, decide(holds=[("a", 1), ("b", 1)])) == []
    assert keys(conditions, loop, decide(holds=[("a", 1)])) == ["a / entry"]
    assert conditions.largest(loop, decide()) == (frozenset("ab"),) * 3
    broken = having(earned("a", AllOf((After("b"), people(1, 1, 1)))), earned("b", After("a")))
    assert conditions.largest(broken, decide()) == (frozenset(),) * 3


@pytest.mark.parametrize("order", [1, -1])
def test_a_long_chain_is_followed_link_by_link(order):
    """1 500 conditions, each after the last: what its first link decides is decided for all, each looked at twice at most.

    The first holds in entry alone; what comes after it holds from then on, for it has held.
    """
    links = [earned("c0000", people(NEVER, 1350, 2000)), *(earned(f"c{i:04d}", After(f"c{i - 1:04d}")) for i in range(1, 1500))]
    ground = Ground(having(*links[::order]), standing(tiny(), decide(BOTH)))
    looked = Counter()
    earned_in = ground._earned_in

    def counted(condition, held):
        looked[condition.name] += 1
        return earned_in(condition, held)

    ground._earned_in = counted
    assert [len(held) for held in ground.largest()] == [0, 1500, 1499]
    assert max(looked.values()) <= 3
    began = time.perf_counter()
    assert len(ground.hanging(["c0700"])) == 800
    assert time.perf_counter() - began < 0.5


def test_a_latch_and_a_bounded_count_are_looked_at_again():
    """What holds by a latch falls with what set it; who counts by a tier that needs a lost condition counts no more."""
    late, alone = earned("late", After("first"), latch=True), earned("alone", people(0, 1000, 1000, needs_it=True))
    first = earned("first", people(NEVER, 1350, 2000))
    tiers = [{"offer": "FRA-bg", "tier": k, "units": 1, "requires": ((k,),)} for k in ("first", "alone")]
    scenario = having(late, alone, first, rows={"tiers": [*tiers, ROWS["tiers"][1]]})
    found = conditions.largest(scenario, decide([*BOTH, stands(1, step=2)]))
    assert [sorted(held) for held in found] == [["alone"], ["alone", "first", "late"], ["late"]]


def test_what_is_not_planned_yet_never_holds_and_a_latch_keeps():
    assert keys(conditions, having(earned("q", Unplanned("quorum"))), decide(holds=[("q", 1)])) == ["q / entry"]
    once = decide(BOTH, holds=[("k", 1), ("k", 2)])
    assert keys(conditions, having(earned("k", people(NEVER, 1350, 1350))), once) == ["k / stabilise"]
    assert keys(conditions, having(earned("k", people(NEVER, 1350, 1350), latch=True)), once) == []
    assert keys(conditions, having(earned("k", people(NEVER, 1350, 1350), latch=True)), decide(BOTH, holds=[("k", 2)])) == ["k / stabilise"]


def test_how_much_rests_on_conditions():
    """In entry 1 200 of 2 550 people stand without the backstop: for 3 months 1 350, of 3 · 2 550 + 9 · 1 200 person-months in all."""
    place = [stands(2), stands(1, "EST-coy"), stands(1, step=2)]
    made = conditions.account(having(earned("backstop", people(0, 0, 0)), **STORY), decide(place, holds=[("backstop", 1)]))
    assert made.frames["conditions"]["persons"].tolist() == [0, 1350, 0]
    assert made.metrics["conditional_reliance"] == pytest.approx(3 * 1350 / (3 * 2550 + 9 * 1200))


def test_who_hangs_on_a_condition_is_named_with_his_line():
    """Of two French battlegroups one could stand without; Estonia's company could not."""
    place = [stands(2), stands(1, "EST-coy"), stands(1, step=2)]
    found = conditions.dependents(having(earned("backstop", people(0, 0, 0)), **STORY), decide(place, holds=[("backstop", 1)]))
    assert found.to_numpy().tolist() == [["backstop", "EST-coy", "land", 1, 150], ["backstop", "FRA-bg", "land", 1, 1200]]
    assert conditions.dependents(tiny(), decide(BOTH)).empty


def test_a_granted_condition_is_no_reliance_though_people_hang_on_it():
    tiers = [t | {"requires": (("ceasefire",),)} for t in ROWS["tiers"]]
    made = conditions.account(having(Condition("ceasefire", "granted"), rows={"tiers": tiers}), decide(BOTH))
    assert made.frames["conditions"]["persons"].tolist() == [0, 1350, 0]
    assert made.metrics["conditional_reliance"] == 0


def test_decisions_that_make_no_sense():
    assert sentences(conditions, tiny(), decide(holds=[("moon", 1)])) == ["moon / entry: the scenario has no condition moon"]
    free = having(earned("k", people(0, 0, 0)))
    assert keys(conditions, free, raw("holds", ("k", 1, 1), ("k", 1, 1))) == ["k / entry"]
    assert sentences(conditions, free, raw("holds", ("k", 1, 0.5))) == ["k / entry: 0.5 is not a whole number of yes or no"]
    assert keys(conditions, free, raw("holds", ("k", 7, 1))) == ["k / 7"]


def test_order_of_rows_is_nothing():
    assert_order_is_nothing(
        conditions, having(BACKSTOP, **STORY), decide([*BOTH, stands(2, step=2)], holds=[("backstop", 1), ("backstop", 2)])
    )


def test_check_warns_of_a_threshold_that_no_step_asks_for():
    """What is asked for and too much is named on loading; what is never asked for is named here."""
    assert [p.what for p in conditions.check(having(earned("k", people(NEVER, NEVER, NEVER))))] == [
        "condition k can never be earned: no step has a threshold"
    ]
    assert conditions.check(having(BACKSTOP, earned("q", Unplanned("quorum")), Condition("m", "denied"))) == []


def test_who_waits_at_home_hangs_on_a_condition_too_and_is_told_apart():
    """Two companies wait by a tier that asks for the vote: nobody in place hangs on it, 300 at notice do."""
    held = ROWS["requirements"][0] | {"requirement": "held", "standby": True}
    rows = {
        "requirements": [ROWS["requirements"][0], held],
        "reach": [*ROWS["reach"], {"requirement": "held", "site": "camp"}],
        "needs": [*ROWS["needs"], {"requirement": "held", "capability": "manoeuvre_coy", "step": 1, "level": 2}],
        "tiers": [ROWS["tiers"][0], ROWS["tiers"][1] | {"requires": (("vote",),)}],
    }
    scenario = having(Condition("vote", "granted", owner="Riigikogu"), rows=rows)
    made = conditions.account(scenario, decide([stands(1), ("EST-coy", "held", "camp", 1, 2)]))
    assert made.frames["conditions"]["persons"].tolist() == [0, 0, 0]
    assert made.frames["conditions"]["at_notice"].tolist() == [0, 300, 0]
    (mandate,) = made.frames["mandates"].reset_index().to_dict("records")
    assert (mandate["condition"], mandate["step"], mandate["persons"], mandate["at_notice"]) == ("vote", 1, 0, 300)
    assert mandate["lines"] == ("held",)
    assert made.metrics["conditional_reliance"] == 0
