"""Asks on paper: Estonia keeps its company out of Ukraine, France its battlegroups unless Estonia is there; both may be asked."""

import pytest

from planner.rules import admissibility, asks, command, conditions
from planner.scenario import Caveat, Condition, Goal, Reach, Selector
from tests.rules.plans import assert_order_is_nothing, decide, keys, raw, sentences
from tests.tiny import ROWS, tiny

EST = Caveat("est-stays", Selector(nations=frozenset({"EST"}), sites=frozenset({"camp"})), soft=True, price=3.0, owner="Riigikogu")
FRA = Caveat("fra-waits", Selector(nations=frozenset({"FRA"})), unless=(("est-there",),), soft=True, price=5.0)
THERE = Reach("personnel", "", Selector(nations=frozenset({"EST"})), False, (float("nan"), 100.0, 100.0))
MET = {"est-there": Condition("est-there", "if-earned", earned=THERE)}
BOTH = [("FRA-bg", "land", "camp", 1, 1), ("EST-coy", "land", "camp", 1, 1)]


def scenario(*caveats, **fields):
    return tiny(caveats=caveats or (EST, FRA), conditions=MET, **fields)


def test_what_is_lifted_bars_nobody_and_is_told_with_its_price():
    """The company stands only by the lift; France only by what it earns, and is asked for nothing."""
    plan = decide(BOTH, holds=[("est-there", 1)], lifted=["est-stays"])
    made = asks.account(scenario(), plan)
    assert made.metrics == {"asks": 3.0}
    assert made.frames["asks"].to_numpy().tolist() == [["est-stays", ("EST",), 3.0, "Riigikogu", 150.0, ("land",)]]
    assert made.breaches.empty
    assert keys(admissibility, scenario(), plan) == []
    assert keys(conditions, scenario(), plan) == []


def test_a_lifted_caveat_asks_for_no_condition():
    """France comes without Estonia: the largest set has no condition that holds, and nobody hangs on it."""
    plan = decide(BOTH[:1], lifted=["fra-waits"])
    assert keys(conditions, scenario(), plan) == []
    assert asks.account(scenario(), plan).frames["asks"]["persons"].tolist() == [1200.0]
    assert conditions.dependents(scenario(), plan).empty


def test_who_stands_by_the_exception_does_not_stand_by_the_lift():
    plan = decide(BOTH, holds=[("est-there", 1)], lifted=["est-stays", "fra-waits"])
    assert asks.account(scenario(), plan).frames["asks"].set_index("caveat")["persons"].to_dict() == {"est-stays": 150.0, "fra-waits": 0.0}


def test_persons_are_those_of_the_step_with_most():
    plan = decide([("EST-coy", "land", "camp", 1, 1), ("EST-coy", "land", "camp", 2, 3)], lifted=["est-stays"])
    assert asks.account(scenario(), plan).frames["asks"]["persons"].tolist() == [450.0]


@pytest.mark.parametrize(
    ("rule", "plan", "fault"),
    [
        (admissibility, decide(BOTH), "EST-coy on land at camp in entry: caveat est-stays forbids it"),
        (conditions, decide(BOTH[:1]), "FRA-bg on land at camp in entry: caveat fra-waits forbids it unless est-there holds"),
        (asks, decide(BOTH[:1], lifted=["est-stays"]), "caveat est-stays is lifted, and nobody of whom it speaks stands anywhere"),
        (asks, decide(BOTH, lifted=["est-goes"]), "est-goes: the scenario has no caveat est-goes"),
        (asks, raw("lift", ("est-stays", 2)), "est-stays: 2 is neither yes (1) nor no (0)"),
    ],
)
def test_what_is_asked_wrongly_is_found(rule, plan, fault):
    assert fault in sentences(rule, scenario(), plan)


def test_a_hard_caveat_is_never_lifted():
    hard = scenario(Caveat(EST.name, EST.select))
    plan = decide(BOTH[1:], lifted=["est-stays"])
    assert sentences(asks, hard, plan) == ["caveat est-stays is lifted, and is not soft: nobody may be asked to lift it"]
    assert keys(admissibility, hard, plan) == ["EST-coy / land / camp / entry"]


def test_what_counts_by_itself_counts_once_it_is_lifted():
    """With `needs-it` France counts towards its own threshold only if it is asked to come anyway."""
    alone = Condition("est-there", "if-earned", earned=Reach("personnel", "", Selector(), True, (0.0, 1200.0, 1200.0)))
    made = tiny(caveats=(FRA,), conditions={"est-there": alone})
    for lifted, right in (([], ["est-there / entry"]), (["fra-waits"], [])):
        assert keys(conditions, made, decide(BOTH[:1], holds=[("est-there", 1)], lifted=lifted)) == right


def test_a_caveat_by_lead_asks_who_leads():
    """Estonia does not serve under France: lifted it does, under its own lead it always may, and without a lead too."""
    under = Caveat("not-under", Selector(nations=frozenset({"EST"})), soft=True, price=2.0, leads=frozenset({"EST", "FRA"}))
    made = tiny({"requirements": [ROWS["requirements"][0] | {"lead": ("EST", "FRA")}]}, caveats=(under,))
    led = [("FRA", "land", 1)]
    fault = "land in entry: EST-coy serves there, and caveat not-under forbids it under the nation that leads"
    assert sentences(command, made, decide(BOTH, lead=led)) == [fault]
    lifted = decide(BOTH, lead=led, lifted=["not-under"])
    assert sentences(command, made, lifted) == []
    assert asks.account(made, lifted).frames["asks"]["persons"].tolist() == [150.0]
    assert keys(command, made, decide(BOTH, lead=[("EST", "land", 1)])) == []
    assert keys(command, made, decide(BOTH)) == []
    assert keys(admissibility, made, decide(BOTH)) == []


def test_a_caveat_by_lead_has_dates():
    later = Caveat("not-under", Selector(nations=frozenset({"EST"})), first_month=5, leads=frozenset({"FRA"}))
    made = tiny({"requirements": [ROWS["requirements"][0] | {"lead": ("FRA",)}]}, caveats=(later,))
    both = [*BOTH, *((o, r, b, 2, n) for o, r, b, _, n in BOTH)]
    assert keys(command, made, decide(both, lead=[("FRA", "land", 1), ("FRA", "land", 2)])) == [
        "EST-coy / land / camp / stabilise / not-under"
    ]


def test_order_of_rows_is_nothing():
    assert_order_is_nothing(asks, scenario(), decide(BOTH, holds=[("est-there", 1)], lifted=["est-stays", "fra-waits"]))


def test_check_warns_where_nothing_will_ever_be_asked():
    assert [p.severity for p in asks.check(scenario(goals=(Goal("asks"), Goal("shortfall", 1))))] == ["warning"]
    assert asks.check(scenario(goals=(Goal("shortfall", 1), Goal("asks")))) == []
    assert asks.check(tiny(goals=(Goal("asks"),))) == []


def test_check_warns_of_a_lead_that_no_line_asks_for():
    under = Caveat("not-under", Selector(nations=frozenset({"EST"})), leads=frozenset({"FRA"}))
    assert "removes nothing" in command.check(tiny(caveats=(under,)))[0].what
