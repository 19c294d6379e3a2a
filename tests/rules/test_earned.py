"""Tests of conditions on paper: quorum, after, nations, money, coverage, promises, offers; partial ones; who hangs and who decides."""

from dataclasses import replace

import pytest

from planner.frames import records
from planner.plan import Plan
from planner.rules import conditions
from planner.rules._nations import whole
from planner.scenario import After, AllOf, Caveat, Condition, Covered, Host, Pledged, Quorum, Reach, Selector
from planner.verify import account, verify
from tests.rules.plans import decide, keys, sentences
from tests.rules.test_conditions import NEVER, STORY, UKR, earned, having, people, stands
from tests.tiny import ROWS, tiny

FREE = people(0, 0, 0)
MONEY = [
    {"fund": "chest", "nation": "FRA", "pledge": 1, "meur": 60.0, "month": 0},
    {"fund": "chest", "nation": "EST", "pledge": 1, "meur": 40.0, "month": 5, "requires": (("accord",),)},
    {"fund": "box", "nation": "FRA", "pledge": 1, "meur": 10.0, "month": 3},
]


def could(scenario, place, name="k"):
    """Return the steps in which a condition could hold for a posture."""
    return [p for p, names in enumerate(conditions.largest(scenario, decide(place))) if name in names]


def frame(scenario, place, holds=()):
    return conditions.account(scenario, decide(place, holds=holds)).frames["conditions"].set_index(["condition", "step"])


def test_a_quorum_of_conditions():
    """One holds from month 2, the other needs people: two of two in entry only."""
    late, crowd = Condition("late", "granted", first_month=2), earned("crowd", people(NEVER, 1200, 2400))
    scenario = having(late, crowd, earned("k", Quorum(2, ("crowd", "late"))))
    assert could(scenario, [stands(1), stands(1, step=2)]) == [1]
    assert frame(scenario, [stands(1)]).loc[("k", 1), ["value", "threshold"]].tolist() == [1, 2]  # crowd is not relied on
    assert sentences(conditions, scenario, decide([stands(1)], holds=[("k", 1)])) == [
        "k in entry: the plan relies on it, 1 counts towards the 2 that it asks for"
    ]


def test_nations_count_once_and_only_with_a_whole_unit():
    scenario = having(earned("k", people(1, 2, 2, measure="nations")))
    assert could(scenario, [stands(2), stands(1, "EST-coy"), stands(2, step=2)]) == [1]
    alone = having(
        earned("k", people(1, 1, 1, measure="nations", needs_it=True)), rows={"tiers": [t | {"requires": (("k",),)} for t in ROWS["tiers"]]}
    )
    assert could(alone, [stands(2)]) == []


def test_nations_share_a_pool_so_that_most_count():
    """The pool sustains 3 units of those that do not wait for the condition: one for each nation, whoever comes first by name."""
    pooled = [
        o | {"unit_type": "infantry-coy", "kind": "in_cycle", "pool": "joint", "tour_months": 6, "dwell_months": 6} for o in ROWS["offers"]
    ]
    tiers = [("EST-coy", "1", 4, ()), ("FRA-bg", "1", 1, ()), ("FRA-bg", "2", 1, (("k",),))]
    rows = {"offers": pooled, "tiers": [dict(zip(("offer", "tier", "units", "requires"), t, strict=True)) for t in tiers]}
    place = [stands(2, "EST-coy", step=p) for p in (1, 2)] + [stands(1, step=p) for p in (1, 2)]
    assert could(having(earned("k", people(1, 2, 3, measure="nations", needs_it=True)), rows=rows), place) == [1]


@pytest.mark.parametrize(
    ("units", "room", "expected"),
    [
        ({"ABC": 3, "ABD": 1}, {"a": 2}, 2),  # whoever comes first by name leaves the other his unit
        ({"ABC": 0.5, "ABD": 9}, {}, 1),
        ({"ABC": 1, "ABD": 1, "ABE": 1}, {"a": 2.5}, 2),
        (
            {("ABC", "a"): 1, ("ABC", "b"): 1, ("ABD", "a"): 1},
            {"a": 1, "b": 1},
            2,
        ),  # the one with a choice leaves the pool that others need
        ({("ABC", "a"): 1, ("ABC", "b"): 1, ("ABD", "a"): 1, ("ABE", "b"): 1}, {"a": 1.5, "b": 1.5}, 3),  # half from each
        ({("ABC", "a"): 1, ("ABC", "b"): 1, ("ABD", "a"): 1, ("ABE", "b"): 1}, {"a": 1.5, "b": 1.25}, 2),
        ({("ABC", "a"): 1, ("ABC", "own"): 0.5, ("ABD", "a"): 1}, {"a": 1.5}, 2),  # he lacks half a unit
    ],
)
def test_as_many_nations_as_can_at_the_same_time(units, room, expected):
    assert whole({key if isinstance(key, tuple) else (key, "a"): float(amount) for key, amount in units.items()}, room) == expected


def test_after_is_having_held():
    """It held in entry; what comes after it may hold then and later, never before."""
    scenario = having(earned("first", people(NEVER, 1200, NEVER)), earned("k", After("first")))
    assert could(scenario, [stands(1), stands(1, step=2)]) == [1, 2]
    assert keys(conditions, scenario, decide([stands(1)], holds=[("first", 1), ("k", 2)])) == []
    assert keys(conditions, scenario, decide([stands(1)], holds=[("k", 2)])) == ["k / stabilise"]


@pytest.mark.parametrize(
    ("test", "steps"),
    [
        (Pledged("chest", None, (60.0, 60.0, 60.0)), [0, 1, 2]),
        (Pledged("chest", None, (NEVER, 61.0, 61.0)), [2]),  # Estonia pays in month 5, under the accord
        (Pledged("", frozenset({"FRA"}), (70.0, 70.0, 70.0)), [2]),  # the box is filled in month 3, inside entry
        (Pledged("", None, (110.0, 110.0, 111.0)), []),
    ],
)
def test_money_is_pledged_by_the_first_month_of_the_step(test, steps):
    accord = Condition("accord", "granted", first_month=2)
    assert could(having(accord, earned("k", test), rows={"pledges": MONEY}), []) == steps
    denied = having(Condition("accord", "denied"), earned("k", Pledged("chest", None, (100.0,) * 3)), rows={"pledges": MONEY})
    assert could(denied, []) == []


def test_coverage_of_lines_is_capped_at_the_level_and_needs_a_need():
    """9 of 12 in entry are 75 %; 20 of 16 in stabilise are 100 %; in prepare nothing is needed."""
    place = [stands(2), stands(1, "EST-coy"), stands(5, step=2), stands(9, step=0)]
    scenario = having(earned("k", Covered(frozenset({"land"}), (0.0, 0.75, 1.0))))
    assert could(scenario, place) == [1, 2]
    assert frame(scenario, place).loc[("k", 1), "value"] == 0.75
    assert could(having(earned("k", Covered(frozenset({"land"}), (0.0, 0.76, 1.0)))), place) == [2]


def test_a_posture_of_another_step_counts():
    """The step before: none before the first. A phase that comes: a promise, and listed as one."""
    previous = having(earned("k", replace(people(1200, 1200, 1200), seen_in=(-1, 0, 1))))
    assert could(previous, [stands(1)]) == [2]
    promise = having(earned("k", replace(people(1200, 1200, 1200), seen_in=(2, 2, 2))))
    place = [stands(1, step=2)]
    assert could(promise, place) == [0, 1, 2]
    made = frame(promise, place, holds=[("k", 0), ("k", 2)])
    assert made["promised"].tolist() == [True, False, False]


def test_offers_count_wherever_they_may_stand_at_the_sustained_rate():
    """Two battlegroups and one of four companies: 2 550 people, and 1 350 where the second battlegroup needs the condition."""
    offers = replace(people(2550, 2550, 2551, select=Selector()), of_offers=True)
    assert could(having(earned("k", offers)), []) == [0, 1]
    needing = having(earned("backstop", replace(offers, without_needs_it=True)), rows=STORY["rows"])
    assert frame(needing, [])["value"].tolist() == [1350, 1350, 1350]
    assert could(having(earned("k", replace(offers, measure="nations", at_least=(2.0, 2.0, 3.0)))), []) == [0, 1]


def test_a_partial_backstop_opens_only_some_types():
    """It opens companies: no battlegroup comes by it, by its caveat or by its tier, though it holds."""
    partial = replace(earned("backstop", FREE), opens=frozenset({"infantry-coy"}))
    both = Caveat("c", Selector(), unless=(("backstop",),))
    place, holds = [stands(1), stands(1, "EST-coy")], [("backstop", 1)]
    assert sentences(conditions, having(partial, caveats=(both,)), decide(place, holds=holds)) == [
        "FRA-bg on land at camp in entry: caveat c asks for backstop, which does not open it to units of this type"
    ]
    made = account(having(partial, rows=STORY["rows"]), decide([stands(2)], opened=[("camp", 1), ("camp", 2)], holds=holds))
    assert made.breaches["rule"].tolist() == ["rotation"]
    other = replace(both, unless=(("backstop", "accord"),))
    scenario = having(partial, Condition("accord", "granted"), caveats=(other,))
    hang = frame(scenario, place, holds)["persons"].unstack("step")[1]
    assert hang.to_dict() == {"accord": 1200, "backstop": 0}  # a company may come by either, a battlegroup by the accord alone


def test_what_is_earned_and_not_asked_for_is_unused():
    """Nothing asks for `idle`; `k` is asked for by the caveat, and `first` through it."""
    caveat = Caveat("c", Selector(nations=frozenset({"EST"})), unless=(("k",),))
    scenario = having(earned("first", FREE), earned("k", After("first")), earned("idle", FREE), caveats=(caveat,))
    made = frame(scenario, [stands(1, "EST-coy")], holds=[("first", 1), ("k", 1)])["unused"].unstack("step")[1]
    assert made.to_dict() == {"first": False, "idle": True, "k": False}


def test_what_holds_only_together():
    """The backstop counts Estonia, who comes by the accord; the accord counts France's second battlegroup, which comes by the backstop."""
    backstop = earned("backstop", people(NEVER, 1350, NEVER, select=Selector(nations=frozenset({"EST", "FRA"}))))
    accord = earned("accord", people(NEVER, 2400, NEVER, select=Selector(nations=frozenset({"FRA"}))))
    caveats = (Caveat("c", Selector(nations=frozenset({"EST"})), unless=(("accord",),)),)
    alone = replace(backstop, earned=people(NEVER, 2550, NEVER, select=Selector()))
    place, holds = [stands(2), stands(1, "EST-coy")], [("accord", 1), ("backstop", 1)]
    loop = frame(having(alone, accord, caveats=caveats, rows=STORY["rows"]), place, holds)["together"].unstack("step")[1]
    assert loop.to_dict() == {"accord": ("accord", "backstop"), "backstop": ("accord", "backstop")}
    easy = frame(having(backstop, accord, caveats=caveats, rows=STORY["rows"]), place, holds)["together"].unstack("step")[1]
    assert easy.to_dict() == {"accord": (), "backstop": ()}  # 2 400 of France alone carry the backstop's 1 350


def test_the_calendar_of_parliaments():
    """Estonia's company has 45 days of notice from the day of its parliament; it is needed on 1 March."""
    vote = Condition("vote", "granted", starts_notice=True, owner="Riigikogu")
    tiers = [ROWS["tiers"][0], ROWS["tiers"][1] | {"notice_days": 45.0, "requires": (("vote",),)}]
    made = conditions.account(having(vote, rows={"tiers": tiers}), decide([stands(1), stands(1, "EST-coy", step=2)]))
    (row,) = made.frames["mandates"].reset_index().to_dict("records")
    assert (row["condition"], row["owner"], row["needed"], row["latest"]) == ("vote", "Riigikogu", "2026-06-01", "2026-04-17")
    assert (row["step"], row["notice_days"], row["persons"], row["lines"]) == (2, 45, 150, ("land",))


def test_who_hangs_by_consent_alone_waits_for_no_notice():
    invited = Condition("invited", "granted", starts_notice=True)
    host = {"UKR": Host("UKR", frozenset({"EST", "FRA"}), frozenset({"camp"}), requires=(("invited",),))}
    (row,) = records(conditions.account(having(invited, hosts=host), decide([stands(1)])).frames["mandates"])
    assert (row.needed, row.latest, row.notice_days) == ("2026-03-01", "2026-03-01", 0.0)


FALSE = {
    "quorum": (earned("k", Quorum(1, ("never",))), {}),
    "money": (earned("k", Pledged("chest", None, (1.0, 1.0, 1.0))), {}),
    "coverage": (earned("k", Covered(frozenset({"land"}), (1.0, 1.0, 1.0))), {}),
    "nations": (earned("k", people(2, 2, 2, measure="nations")), {}),
    "promise": (earned("k", replace(people(1200, 1200, 1200), seen_in=(2, 2, 2))), {}),
}


@pytest.mark.parametrize("name", FALSE)
def test_verify_finds_a_wrong_reliance(name):
    """Estonia stands by a condition that the plan says it holds, and that is not earned."""
    test, rows = FALSE[name]
    caveat = Caveat("c", Selector(nations=frozenset({"EST"})), unless=(("k",),))
    scenario = having(test, Condition("never", "denied"), caveats=(caveat,), rows=rows)
    decisions = decide([stands(1, "EST-coy")], opened=[("camp", 1), ("camp", 2)], holds=[("k", 1)])
    made = account(scenario, decisions)
    plan = Plan(scenario.digest, scenario.option, decisions, made.frames, made.metrics, (), "hand-made", "")
    assert verify(scenario, plan)["key"].tolist() == ["k / entry"]


def test_parts_of_a_test_are_judged_together():
    test = AllOf((Quorum(1, ("given",)), Covered(frozenset({"land"}), (NEVER, 0.3, 0.3)), Reach("units", "", UKR, False, (0.0, 1.0, 1.0))))
    scenario = having(Condition("given", "granted"), earned("k", test))
    assert could(scenario, [stands(1)]) == [1]
    assert could(tiny(conditions=scenario.conditions), [stands(1, "EST-coy")]) == []
