"""What commitments come to, on paper: companies of 100 persons and battalions of 400, two phases of six months.

France offers 2 battalions, Britain 1 and another that waits for the backstop, Spain 2 companies that wait for it too.
"""

from dataclasses import replace

import pytest

from planner.placements import placements
from planner.plan import Plan
from planner.rules import rule
from planner.scenario import After, AllOf, AnyOf, Caveat, Condition, Covered, Host, Pledged, Quorum, Reach, Selector
from planner.study.conditions import against, coalition
from tests.families.small import line, offer, small
from tests.rules.plans import decide

NEVER = float("nan")
OFFERS = [
    offer("FRA-bn", 2, unit="bn"),
    offer("GBR-bn", 1, unit="bn"),
    offer("GBR-bn", 1, unit="bn", tier="2", requires=(("backstop",),)),
    offer("ESP-coy", 2, requires=(("backstop",),)),
]
LINES = [line("land", 20)]
BEDS = [{"unit_type": "bn", "resource": "beds", "amount": 400}, {"unit_type": "coy", "resource": "beds", "amount": 100}]


def people(*least, needs_it=False, **fields):
    fields = {"measure": "personnel", "capability": "", "select": Selector()} | fields
    return Reach(without_needs_it=needs_it, at_least=least, **fields)


def earned(name, test, **fields):
    return Condition(name, "if-earned", earned=test, **fields)


def found(*conditions, offers=OFFERS, lines=LINES, rows=None, **fields):
    scenario = small(offers, lines, rows, conditions={c.name: c for c in conditions}, **fields)
    return coalition(scenario, placements(scenario))


def told(c):
    return [(s.number, s.how, s.conditions, s.steps) for s in c.stages]


def test_a_threshold_is_reached_in_turn_by_those_who_come_anyway():
    """2 French and 1 British battalion are 1 200: of 1 200 asked; then 400 British and 200 Spaniards come."""
    c = found(earned("backstop", people(NEVER, 1200, needs_it=True)))
    assert c.core == (frozenset(), frozenset())
    assert c.turn == c.largest == (frozenset(), frozenset({"backstop"}))
    (stage,) = c.stages
    assert (stage.how, stage.steps, stage.value, stage.threshold) == ("turn", (1,), (1200,), (1200,))
    assert (stage.persons, stage.nations, stage.only_with) == (600, ("GBR", "ESP"), ("FRA", "GBR"))
    assert c.persons[["core", "largest"]].to_numpy().tolist() == [[1200, 1200], [1200, 1800]]
    assert stage.lines == ("land",)
    assert c.waiting[["offer", "tier", "waits", "persons"]].to_numpy().tolist() == [
        ["GBR-bn", "2", ("backstop",), 400], ["ESP-coy", "1", ("backstop",), 200],
    ]  # fmt: skip


def test_what_is_out_of_reach_is_told_with_what_there_is():
    (stage,) = found(earned("backstop", people(1201, 1201, needs_it=True))).stages
    assert (stage.how, stage.conditions, stage.value, stage.threshold) == ("never", ("backstop",), (1200, 1200), (1201, 1201))


def test_a_loop_of_two_comes_only_together():
    """Without needs-it: 1 800 are reached only with those who wait, so that the backstop must be announced with what it brings."""
    c = found(earned("backstop", people(1800, 1800)))
    assert c.turn == (frozenset(), frozenset())
    assert told(c) == [(1, "together", ("backstop",), (0, 1))]
    assert c.stages[0].persons == 600


def test_stages_follow_each_other():
    """France and Britain open the backstop, its Spaniards open the corridor, that one the bridge; the lone condition stays out."""
    c = found(
        earned("backstop", people(1200, 1200, needs_it=True)),
        earned("corridor", people(2, 2, measure="units", select=Selector(nations=frozenset({"ESP"})))),
        earned("bridge", AllOf((After("corridor"), After("mandate")))),
        earned("lone", AnyOf((After("never"), Quorum(5, ("backstop", "corridor", "bridge", "mandate"))))),
        Condition("mandate", "granted", first_month=6),
        Condition("never", "denied"),
    )
    both = (0, 1)
    assert told(c) == [
        (0, "date", ("mandate",), (1,)),
        (1, "turn", ("backstop",), both),
        (2, "turn", ("corridor",), both),
        (3, "turn", ("bridge",), (1,)),
        (4, "never", ("lone",), both),
    ]


def test_parties_announce_together_and_nobody_more_than_must():
    """Five wait for three of each other: three are enough to begin, the others follow in turn."""
    names = tuple("abcde")
    c = found(*(earned(n, Quorum(3, names)) for n in names), offers=OFFERS[:2])
    assert [(s.how, len(s.conditions)) for s in c.stages] == [("together", 3), ("turn", 1), ("turn", 1)]
    assert c.exact == frozenset(names)


def test_two_knots_are_told_apart_and_what_hangs_on_one_comes_after():
    c = found(
        earned("a", After("b")),
        earned("b", After("a")),
        earned("x", After("y")),
        earned("y", After("x")),
        earned("z", AllOf((After("a"), After("x")))),
        offers=OFFERS[:2],
    )
    both = (0, 1)
    assert told(c) == [(1, "together", ("a", "b"), both), (1, "together", ("x", "y"), both), (2, "turn", ("z",), both)]


def test_money_and_offers_count_whatever_stands():
    pledges = [
        {"fund": "f", "nation": "FRA", "pledge": 1, "meur": 30, "month": 0},
        {"fund": "f", "nation": "GBR", "pledge": 1, "meur": 20, "month": 3, "requires": (("mandate",),)},
    ]
    c = found(
        earned("paid", Pledged("f", None, (30, 50))),
        earned("french", Pledged("", frozenset({"FRA"}), (31, 31))),
        earned("many", people(2, 2, measure="nations", of_offers=True)),
        Condition("mandate", "granted"),
        offers=[offer("FRA-bn", 2, unit="bn"), offer("GBR-coy", 4, kind="in_cycle"), offer("ESP-coy", 3, kind="in_cycle")],
        rows={"funds": [{"fund": "f"}], "pledges": pledges},
    )
    assert c.core == (frozenset({"mandate", "paid", "many"}),) * 2  # three Spanish companies in the cycle keep none
    assert c.exact == frozenset({"mandate", "paid", "french", "many"})


def test_a_promise_and_a_look_back_see_another_phase():
    offers = [offer("FRA-bn", 1, unit="bn", first_month=6), offer("GBR-bn", 1, unit="bn", until_month=6)]
    of = {n: Selector(nations=frozenset({n})) for n in ("FRA", "GBR")}
    c = found(
        earned("promised", people(400, 400, select=of["FRA"], seen_in=(1, 1))),
        earned("seen", people(400, 400, select=of["GBR"], seen_in=(-1, 0))),
        offers=offers,
    )
    assert c.largest == (frozenset({"promised"}), frozenset({"promised", "seen"}))


@pytest.mark.parametrize(
    ("fields", "most"),
    [
        ({}, 1100),
        ({"rows": {"nation_limits": [{"nation": "FRA", "measure": "deployed", "limit": 500}]}}, 900),
        ({"rows": {"nation_limits": [{"nation": "FRA", "measure": "country", "of": "UKR", "limit": 450}]}}, 850),
        ({"rows": {"nation_limits": [{"nation": "FRA", "measure": "domain", "of": "land", "limit": 600}]}}, 1000),
        ({"hosts": {"UKR": Host("UKR", frozenset({"FRA", "GBR"}), frozenset({"camp"}), ceiling=700.0)}}, 700),
        ({"rows": {"occupies": BEDS, "capacity": [{"site": "camp", "resource": "beds", "free": 850}]}}, 850),
    ],
)  # fmt: skip
def test_ceilings_and_rooms_bound_what_counts(fields, most):
    """A French battalion and three companies, a British battalion: 1 100. A ceiling is not rounded down to whole units: a bound."""
    offers = [offer("FRA-bn", 1, unit="bn"), offer("FRA-coy", 3), offer("GBR-bn", 1, unit="bn")]
    c = found(earned("k", people(9999, 9999)), offers=offers, **fields)
    assert c.stages[-1].value == (most, most)


def test_a_pool_counts_what_it_sustains_and_once():
    offers = [offer("FRA-coy", 3, kind="in_cycle"), offer("FRA-coy2", 3, kind="in_cycle", pool="FRA coy")]
    assert found(earned("k", people(99, 99, measure="units")), offers=offers).stages[-1].value == (1, 1)  # 6 of 24 months: one and a half


def test_own_soil_is_bound_by_no_ceiling():
    rows = {"nation_limits": [{"nation": "UKR", "measure": "deployed", "limit": 0}]}
    assert found(earned("k", people(999, 999)), offers=[offer("UKR-coy", 3)], rows=rows).stages[-1].value == (300, 300)


def test_coverage_of_a_line_counts_its_best_filling():
    c = found(earned("half", Covered(frozenset({"land"}), (0.5, 0.7))), offers=OFFERS[:2])
    assert c.largest == (frozenset({"half"}), frozenset())  # 12 of 20 companies at most


def test_nothing_is_covered_where_nothing_is_needed():
    c = found(earned("half", Covered(frozenset({"land"}), (0.0, 0.0))), offers=OFFERS[:2], lines=[LINES[0] | {"levels": (0, 20)}])
    assert c.core == c.largest == (frozenset(), frozenset({"half"}))


def test_a_partial_backstop_opens_to_its_own_kind_only():
    air = earned("backstop", people(1200, 1200, needs_it=True), opens=frozenset({"coy"}))
    assert found(air).waiting["offer"].tolist() == ["ESP-coy"]


def test_places_that_wait_are_named_with_their_lines():
    caveat = Caveat("c", Selector(nations=frozenset({"FRA"})), unless=(("backstop",),))
    c = found(earned("backstop", people(400, 400, needs_it=True)), offers=OFFERS[:2], caveats=(caveat,))
    assert c.waiting[["offer", "tier", "lines", "waits"]].to_numpy().tolist() == [["FRA-bn", "", ("land",), ("backstop",)]]


def made(conditions, place, holds):
    scenario = small(OFFERS, LINES, conditions={c.name: c for c in conditions})
    decisions = decide(place, holds=holds)
    accounts = rule("conditions").account(scenario, decisions)
    plan = Plan(scenario.digest, "base", decisions, accounts.frames, accounts.metrics, (), "hand-made", "hand-made")
    return against(scenario, plan, coalition(scenario, placements(scenario)))


def test_a_plan_is_held_against_it_and_a_contradiction_is_a_fault():
    backstop = earned("backstop", people(1200, 1200, needs_it=True))
    place = [("FRA-bn", "land", "camp", 1, 2), ("GBR-bn", "land", "camp", 1, 1)]
    table = made([backstop], place, [("backstop", 1)])
    assert table[["step", "holds", "ring", "exact", "fault"]].to_numpy().tolist() == [
        [0, False, "turn", False, False], [1, True, "turn", False, False],
    ]  # fmt: skip
    wrong = made([replace(backstop, earned=people(1300, 1300, needs_it=True))], place, [("backstop", 1)])
    assert wrong[["step", "ring", "fault"]].to_numpy().tolist() == [[1, "beyond", True]]
