"""Asks against brute force: every set of soft caveats lifted, and every posture with it; the best of all is what the solver finds."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.scenario import Caveat, Condition, Goal, Reach, Scenario, Selector
from planner.scenario.switched import off
from planner.verify import account
from tests.families.solve import optimum
from tests.oracles.agreement import agrees, agrees_alone
from tests.oracles.cases import ABROAD, NATIONS, Draw
from tests.oracles.oracle import best

QUIET = list(HealthCheck)


def cheapest(s: Scenario) -> dict[str, float]:
    """The best of all: what is lifted was never said, what is not bars as a hard one does."""
    found = []
    for lifted in itertools.product((False, True), repeat=len(s.caveats)):
        if all(caveat.soft for caveat, gone in zip(s.caveats, lifted, strict=True) if gone):
            kept = tuple(replace(caveat, soft=False) for caveat, gone in zip(s.caveats, lifted, strict=True) if not gone)
            values = best(replace(s, caveats=kept))
            assert values is not None, "nobody sent is always a posture"
            values["asks"] = sum(caveat.price for caveat, gone in zip(s.caveats, lifted, strict=True) if gone)
            found.append(tuple(round(values[goal.name], 9) for goal in s.goals))
    return dict(zip([goal.name for goal in s.goals], min(found), strict=True))


@st.composite
def cases(draw: st.DrawFn) -> Scenario:
    """Three nations, a line or two, up to three caveats of every kind: soft and hard, with and without exception, by lead, dated."""
    d = Draw(draw)
    d.site("x", ABROAD, d.pick(350.0, 2000.0))
    d.site("home", "AAA", 2000.0)
    d.offer("AAA", "coy", kind="deployed", tiers=[{"units": 1}, {"units": 1, "requires": d.pick((), (("there",),))}])
    kind = d.pick("deployed", "in_cycle")
    d.offer("BBB", "bg", kind=kind, tiers=[{"units": 3 if kind == "in_cycle" else 1}])
    third = d.flip()
    if third:
        d.offer("CCC", "coy", kind="deployed", tiers=[{"units": 1}])
    sites = ("x",) if third or kind == "in_cycle" else d.pick(("x",), ("x", "home"))  # few enough to look at all
    d.line("m", "man", d.pick((3, 5), (2, 7)), sites, lead=d.pick((), ("BBB",), ("AAA", "BBB")), lead_share=0.4)
    without = d.flip()
    d.fields["conditions"] = {
        "there": Condition("there", "if-earned", earned=Reach("personnel", "", Selector(), without, (d.pick(100.0, 350.0), 350.0)))
    }
    d.fields["caveats"] = tuple(_caveat(d, name) for name in ("one", "three", "two")[: d.pick(1, 2, 3)])
    goals = d.pick((Goal("shortfall", 1), Goal("asks"), Goal("leaderless")), (Goal("leaderless"), Goal("shortfall", 1), Goal("asks")))
    return d.scenario(*goals, Goal("cost"))


def _caveat(d: Draw, name: str) -> Caveat:
    select = Selector(nations=frozenset(d.pick(("AAA",), ("BBB",), NATIONS)), sites=d.pick(None, frozenset({"x"})))
    leads = frozenset(d.pick((), (), ("AAA", "BBB"), ("BBB",)))
    soft = d.pick(True, True, False)
    dates = {"first_month": d.pick(0, 0, 2), "until_month": d.pick(2, 10_000, 10_000)} if d.flip() else {}
    if dates and dates["first_month"] >= dates["until_month"]:
        dates = {}
    unless = () if leads else d.pick((), (("there",),))
    return Caveat(name, select, unless, soft=soft, price=d.pick(0.0, 1.0, 2.0), leads=leads, **dates)


@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=QUIET)
@given(scenario=cases())
def test_the_cheapest_asks_are_found(scenario):
    decisions = agrees_alone(scenario, cheapest(scenario))
    first = scenario.goals[0].name
    with_asks = account(scenario, decisions).metrics[first]
    assert with_asks <= optimum(off(scenario, ["asks"]))[0][first] + 1e-6, "what may be lifted never worsens the first goal"


@pytest.mark.slow
@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=QUIET)
@given(scenario=cases())
def test_the_cheapest_asks_are_found_in_many_cases(scenario):
    agrees(scenario, cheapest(scenario))
