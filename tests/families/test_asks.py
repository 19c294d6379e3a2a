"""Asks on paper: a caveat is lifted whole, at its price, where the goals before it ask for it."""

from dataclasses import replace

import pytest

from planner.scenario import Caveat, Condition, Goal, Reach, Selector
from planner.scenario.switched import off
from tests.families.small import SHORT, line, offer, small
from tests.families.solve import optimum

ASKED = (*SHORT, Goal("asks"))


def soft(name, nation, price, **more):
    return Caveat(name, Selector(nations=frozenset({nation})), soft=True, price=price, **more)


def test_the_cheaper_of_two_asks_is_made():
    """One company is missing, and either nation would bring it."""
    caveats = (soft("esp", "ESP", 3.0), soft("ita", "ITA", 2.0))
    values, decisions = optimum(small([offer("ESP", 1), offer("ITA", 1), offer("GBR", 1)], [line("a", 2)], caveats=caveats, goals=ASKED))
    assert values == {"shortfall.1": 0.0, "asks": 2.0}
    assert decisions["lift"]["caveat"].tolist() == ["ita"]


def test_a_caveat_is_lifted_as_a_whole():
    """Two offers on two lines in two steps: one price."""
    offers = [offer("ESP-1", 2), offer("ESP-2", 2)]
    assert optimum(small(offers, [line("a", 2), line("b", 2)], caveats=(soft("esp", "ESP", 3.0),), goals=ASKED))[0] == {
        "shortfall.1": 0.0, "asks": 3.0,
    }  # fmt: skip


def test_all_that_bar_are_to_be_lifted_and_a_hard_one_never_is():
    caveats = (soft("one", "ESP", 1.0), soft("two", "ESP", 2.0))
    made = small([offer("ESP", 1)], [line("a", 1)], caveats=caveats, goals=ASKED)
    assert optimum(made)[0] == {"shortfall.1": 0.0, "asks": 3.0}
    hard = replace(made, caveats=(*caveats, Caveat("three", Selector(nations=frozenset({"ESP"})))))
    assert optimum(hard)[0] == {"shortfall.1": 1.0, "asks": 0.0}


def test_where_asks_come_first_nothing_is_asked():
    caveats = (soft("esp", "ESP", 3.0),)
    assert optimum(small([offer("ESP", 1)], [line("a", 1)], caveats=caveats, goals=(Goal("asks"), *SHORT)))[0] == {
        "asks": 0.0, "shortfall.1": 1.0,
    }  # fmt: skip


def test_none_is_lifted_for_nobody_even_for_nothing():
    free = replace(soft("esp", "ESP", 0.0), select=Selector(nations=frozenset({"ESP"}), sites=frozenset({"camp"})))
    values, decisions = optimum(small([offer("ESP", 1), offer("GBR", 1)], [line("a", 1, at="base")], caveats=(free,), goals=ASKED))
    assert values == {"shortfall.1": 0.0, "asks": 0.0}
    assert decisions["lift"].empty


def test_an_exception_that_holds_costs_nothing():
    """Spain comes once Britain stands with two companies: in both steps, unasked."""
    met = Condition("met", "if-earned", earned=Reach("units", "", Selector(nations=frozenset({"GBR"})), False, (2.0, 2.0)))
    made = small([offer("ESP", 1), offer("GBR", 2)], [line("a", 3)], caveats=(soft("esp", "ESP", 3.0, unless=(("met",),)),),
                 conditions={"met": met}, goals=ASKED)  # fmt: skip
    assert optimum(made)[0] == {"shortfall.1": 0.0, "asks": 0.0}
    late = replace(met, first_month=6)
    assert optimum(replace(made, conditions={"met": late}))[0] == {"shortfall.1": 0.0, "asks": 3.0}


@pytest.mark.parametrize(("price", "expected"), [(1.0, (0.0, 1.0)), (None, (0.75, 0.0))])
def test_who_is_asked_counts_by_himself(price, expected):
    """The battalion opens what it waits for only if it is asked to come: its caveat hangs on the condition, which counts no such unit."""
    alone = Condition("alone", "if-earned", earned=Reach("personnel", "", Selector(), True, (400.0, 400.0)))
    waits = Caveat("esp", Selector(nations=frozenset({"ESP"})), unless=(("alone",),), soft=price is not None, price=price or 0.0)
    offers = [offer("ESP", 1, unit="bn"), offer("GBR", 2), offer("GBR", 2, tier="2", requires=(("alone",),))]
    values, _ = optimum(small(offers, [line("a", 8)], caveats=(waits,), conditions={"alone": alone}, goals=ASKED))
    assert (values["shortfall.1"], values["asks"]) == expected


def test_who_is_asked_counts_by_himself_only_where_all_that_bar_him_are_lifted():
    """One caveat waits for b, the other for a and b: towards a he counts with the second lifted, towards b only with both."""
    alone = {k: Condition(k, "if-earned", earned=Reach("units", "", Selector(), True, (1.0, 1.0))) for k in "ab"}
    first, second = soft("one", "GBR", 10.0, unless=(("b",),)), soft("two", "GBR", 1.0, unless=(("a",), ("b",)))
    made = small([offer("GBR", 1)], [line("a", 1)], caveats=(first, second), conditions=alone, goals=ASKED)
    assert optimum(made)[0] == {"shortfall.1": 0.0, "asks": 11.0}


def test_a_caveat_by_lead_is_lifted_where_the_lead_matters():
    under = soft("under", "GBR", 2.0, leads=frozenset({"FRA", "GBR"}))
    made = small([offer("FRA", 1), offer("GBR", 2)], [line("a", 3, lead=("FRA",))], caveats=(under,),
                 goals=(Goal("leaderless"), *SHORT, Goal("asks")))  # fmt: skip
    assert optimum(made)[0] == {"leaderless": 0.0, "shortfall.1": 0.0, "asks": 2.0}
    assert optimum(off(made, ["asks"]))[0] == {"leaderless": 0.0, "shortfall.1": pytest.approx(2 / 3)}
    led = replace(made, frames={**made.frames, "requirements": made.frames["requirements"].assign(lead=[("GBR",)])})
    assert optimum(led)[0] == {"leaderless": 0.0, "shortfall.1": 0.0, "asks": 0.0}, "nobody is barred under his own lead"


def test_switched_off_the_force_is_the_one_without_asks():
    made = small([offer("ESP", 1)], [line("a", 1)], caveats=(soft("esp", "ESP", 3.0),), goals=ASKED)
    assert optimum(off(made, ["asks"]))[0] == {"shortfall.1": 1.0}
