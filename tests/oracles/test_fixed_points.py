"""Fixed points by looking at every set of conditions, and bounds by looking at every posture: in plain Python, from the readings alone.

Where tests ask only for parties, quorums, money and offers, the core is what is common to all sets that make no more than themselves, the
largest set all that any set that makes at least itself holds (Tarski). Where they ask for posture: whatever stands in any posture that
breaks no rule, the largest set contains, and the core is part of it.
"""

import itertools
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.conductor import solve
from planner.frames import SCENARIO, make
from planner.placements import placements
from planner.scenario import After, AllOf, AnyOf, Condition, Pledged, Quorum, Reach, Scenario, Selector, Step
from planner.study.conditions import against, coalition
from planner.study.conditions.points import within
from solvers import Limits
from tests.oracles import cases
from tests.oracles.earned import largest as largest_of
from tests.oracles.oracle import Facts, judge, postures

NAMES = ("a", "b", "c")
STEPS = (Step("one", "one", 0, 3), Step("two", "two", 3, 3))
FAST = settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
DEEP = settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))

clause = st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True).map(tuple)
clauses = st.lists(clause, max_size=1).map(tuple)
atoms = st.one_of(
    st.sampled_from(NAMES).map(After),
    st.builds(Quorum, st.integers(1, 3), st.just(NAMES)),
    st.builds(Pledged, st.sampled_from(("", "f")), st.sampled_from((None, frozenset({"AAA"}))), st.sampled_from(((5.0, 5.0), (5.0, 15.0)))),
    st.builds(
        Reach, st.sampled_from(("personnel", "units")), st.just(""), st.sampled_from((Selector(), Selector(nations=frozenset({"AAA"})))),
        st.just(False), st.sampled_from(((2.0, 2.0), (1.0, 150.0))), st.sampled_from(((), (-1, 0), (1, 1))), st.just(True),
    ),
)  # fmt: skip
tests = st.one_of(atoms, *(st.lists(atoms, min_size=1, max_size=2).map(tuple).map(kind) for kind in (AllOf, AnyOf)))


@st.composite
def conditions(draw: st.DrawFn, name: str) -> Condition:
    granted = draw(st.sampled_from(("if-earned", "if-earned", "granted")))
    earned = draw(tests) if granted == "if-earned" else None
    return Condition(name, granted, first_month=draw(st.sampled_from((0, 3))), earned=earned, latch=draw(st.booleans()))


@st.composite
def parties(draw: st.DrawFn) -> Scenario:
    """Three conditions of parties, money and offers; two nations of companies of 100 persons."""
    named = {n: draw(conditions(n)) for n in NAMES}
    tiers = [
        {"offer": f"{n}-coy", "tier": t, "units": draw(st.sampled_from((1, 2))), "requires": draw(clauses)}
        for n in ("AAA", "BBB")
        for t in "12"
    ]
    rows = {
        "nations": [{"nation": n} for n in ("AAA", "BBB")],
        "capabilities": [{"capability": "man"}],
        "unit_types": [{"unit_type": "coy", "personnel": 100.0}],
        "provides": [{"unit_type": "coy", "capability": "man", "amount": 1}],
        "offers": [{"offer": f"{n}-coy", "nation": n, "unit_type": "coy", "kind": "deployed", "tour_months": 6, "dwell_months": 6}
                   for n in ("AAA", "BBB")],
        "tiers": tiers,
        "funds": [{"fund": "f"}],
        "pledges": [{"fund": "f", "nation": n, "pledge": 1, "meur": 8.0, "month": draw(st.sampled_from((0, 2))), "requires": draw(clauses)}
                    for n in ("AAA", "BBB")],
        "sites": [{"site": "x", "country": "ZZZ", "existing": True}],
        "requirements": [{"requirement": "m", "pillar": "reassurance"}],
        "reach": [{"requirement": "m", "site": "x"}],
        "needs": [{"requirement": "m", "capability": "man", "step": p, "level": 5} for p in range(2)],
    }  # fmt: skip
    return Scenario(
        title="parties", option="base", option_title="", steps=STEPS, start=date(2026, 1, 1), d_day=date(2026, 1, 1),
        frames={f.name: make(f.name, rows.get(f.name, [])) for f in SCENARIO}, conditions=named, digest="parties",
    )  # fmt: skip


def makes(s: Scenario, held: tuple[frozenset[str], ...]) -> tuple[frozenset[str], ...]:
    """What a set of conditions makes true, in plain Python."""
    return tuple(frozenset(n for n, c in s.conditions.items() if holds(s, c, p, held)) for p in range(2))


def holds(s: Scenario, c: Condition, p: int, held) -> bool:
    if not c.first_month <= s.steps[p].first_month:
        return False
    return c.granted == "granted" or true(s, c.earned, p, held) or (c.latch and p == 1 and c.name in held[0])


def true(s: Scenario, test, p: int, held) -> bool:
    match test:
        case After(condition=k):
            return k in held[0] or (p == 1 and k in held[1])
        case Quorum(at_least=n, conditions=names):
            return len([k for k in names if k in held[p]]) >= n
        case Pledged(at_least=least):
            return money(s, test, p, held) >= least[p]
        case Reach(at_least=least, seen_in=seen):
            return offered(s, test, seen[p] if seen else p, held) >= least[p]
        case AllOf(parts=parts):
            return all(true(s, t, p, held) for t in parts)
        case AnyOf(parts=parts):
            return any(true(s, t, p, held) for t in parts)


def money(s: Scenario, test: Pledged, p: int, held) -> float:
    by_then = [q for q in s.frames["pledges"].to_dict("records") if q["month"] <= s.steps[p].first_month and test.fund in {"", q["fund"]}]
    counted = [q for q in by_then if test.nations is None or q["nation"] in test.nations]
    return sum(q["meur"] for q in counted if fulfilled(q["requires"], p, held))


def offered(s: Scenario, test: Reach, q: int, held) -> float:
    mine = [t for t in s.frames["tiers"].to_dict("records") if test.select.nations is None or t["offer"][:3] in test.select.nations]
    units = sum(t["units"] for t in mine if q >= 0 and fulfilled(t["requires"], q, held))
    return units * (100 if test.measure == "personnel" else 1)


def fulfilled(requires, p: int, held) -> bool:
    return all(any(k in held[p] for k in clause) for clause in requires)


def every_set():
    some = [frozenset(names) for k in range(4) for names in itertools.combinations(NAMES, k)]
    return list(itertools.product(some, some))


def equal_to_enumeration(s: Scenario) -> None:
    found = coalition(s, placements(s))
    made = {held: makes(s, held) for held in every_set()}
    least = [held for held in made if within(made[held], held)]
    most = [held for held in made if within(held, made[held])]
    core = tuple(frozenset.intersection(*(held[p] for held in least)) for p in range(2))
    assert found.core == found.turn == core  # nothing asks for posture
    assert found.largest == tuple(frozenset().union(*(held[p] for held in most)) for p in range(2))
    assert found.exact == frozenset(NAMES)
    smallest_groups(s, found)


def smallest_groups(s: Scenario, found) -> None:
    """What is announced together carries itself with what came before, and no part of it does; nothing is told twice."""
    held = found.core
    for number in sorted({stage.number for stage in found.stages if stage.how in {"turn", "together"}}):
        here = [stage for stage in found.stages if stage.number == number]
        for stage in (stage for stage in here if stage.how == "together"):
            group = [(n, p) for n in stage.conditions for p in stage.steps if n in found.largest[p] and n not in held[p]]
            assert carried(s, held, group) == set(group)
            for one in stage.conditions:  # what follows of the group later may carry itself then
                assert not {p for _, p in carried(s, held, [pair for pair in group if pair[0] != one])} & {stage.steps[0]}
        for stage in here:
            joins = [set(stage.conditions) & found.largest[p] if p in stage.steps else set() for p in range(2)]
            held = tuple(those | more for those, more in zip(held, joins, strict=True))
    assert held == found.largest


def carried(s: Scenario, held, group) -> set:
    group = set(group)
    while True:
        made = makes(s, tuple(those | {n for n, q in group if q == p} for p, those in enumerate(held)))
        kept = {(n, p) for n, p in group if n in made[p]}
        if kept == group:
            return group
        group = kept


@FAST
@given(s=parties())
def test_fixed_points_are_those_of_enumeration(s):
    equal_to_enumeration(s)


@pytest.mark.slow
@DEEP
@given(s=parties())
def test_fixed_points_are_those_of_enumeration_often(s):
    equal_to_enumeration(s)


def contains_every_posture(s: Scenario, most: int) -> None:
    """Every set of conditions that a posture makes true lies between core and largest."""
    found, facts = coalition(s, placements(s)), Facts(s)
    for posture in itertools.islice(postures(facts, 50_000), most):
        if judge(facts, posture) is not None:
            could = tuple(frozenset(names) for names in largest_of(facts, posture))
            assert within(found.core, could)
            assert within(could, found.largest)


@FAST
@given(s=cases.conditions())
def test_every_posture_lies_between(s):
    contains_every_posture(s, 40)


@pytest.mark.slow
@settings(DEEP, max_examples=60)
@given(s=cases.conditions())
def test_every_posture_lies_between_often(s):
    contains_every_posture(s, 1000)


def relied_on_lies_between(s: Scenario) -> None:
    plan = solve(s, Limits(seconds=30))
    table = against(s, plan, coalition(s, placements(s)))
    assert not table["fault"].any(), table


@settings(FAST, max_examples=1)
@given(s=cases.conditions())
def test_what_a_proven_plan_relies_on_lies_between(s):
    relied_on_lies_between(s)


@pytest.mark.slow
@settings(DEEP, max_examples=60)
@given(s=cases.conditions())
def test_what_a_proven_plan_relies_on_lies_between_often(s):
    relied_on_lies_between(s)
