"""Movement on paper: a company is 100 persons and 10 t; two steps of six months, and what comes comes in the first six."""

from math import nan

import pytest

from planner.placements import placements
from planner.scenario import Condition, Derivation, Goal, Reach, Selector, Step
from tests.families.small import PROVIDES, SHORT, STEPS, TYPES, line, offer, small
from tests.families.solve import optimum

HEAVY = [TYPES[0] | {"lift_t": 10.0}, *TYPES[1:]]
TWO_AND_LATE = [offer("GBR", 2), offer("GBR-late", 7, first_month=6)]  # nobody can come before the calendar but the two
STILL = (*SHORT, Goal("arrivals"))
FOLLOWED = (*SHORT, Goal("support_gap"))


def takes(a_month, measure="persons", **terms):
    return {"site": "camp", "measure": measure, "a_month": a_month, **terms}


def planned(offers, lines, reception=(), rows=None, **fields):
    scenario = small(offers, lines, {"unit_types": HEAVY, "reception": list(reception), **(rows or {})}, **fields)
    goals, decisions = optimum(scenario)
    place = decisions["place"].groupby(["site", "step"])["units"].sum()
    return goals, {key: int(units) for key, units in place.items()}


def needed(levels, **terms):
    return [line("land", levels, **terms)]


def test_what_comes_fits_through_reception():
    """50 persons a month for six months: three companies come to the two that stood."""
    goals, place = planned(TWO_AND_LATE, needed((2, 9)), [takes(50)])
    assert place == {("camp", 0): 2, ("camp", 1): 5}
    assert goals["shortfall.1"] == pytest.approx(4 / 9 / 2)


@pytest.mark.parametrize(
    ("reception", "come"),
    [
        ([takes(5, "t")], 3),
        ([takes(5, "t", over="road")], 3),
        ([takes(3, "t", over="road"), takes(2, "t", over="rail")], 3),
        ([takes(3, "t", over="road"), takes(2, "t", over="rail", first_month=1)], 1),
        ([takes(5, "t", over="road"), takes(2, "t")], 1),
        ([takes(5, "t", over="road", first_month=6)], 0),
        ([takes(0)], 0),
    ],
)
def test_tonnes_by_the_site_and_over_its_usable_routes(reception, come):
    assert planned(TWO_AND_LATE, needed((2, 9)), reception)[1] == {("camp", 0): 2, ("camp", 1): 2 + come}


def test_nobody_moves_to_a_line_that_was_not_needed_before_but_by_reception():
    """All come for a line that is needed from the second step on; on own soil nobody does."""
    assert planned([offer("GBR", 9)], needed((0, 9)), [takes(50)])[1] == {("camp", 1): 3}
    assert planned([offer("UKR", 9)], needed((0, 9)), [takes(50)])[1] == {("camp", 1): 9}


def test_who_leaves_makes_no_room_for_others():
    """Two of France leave after the first step; still only three of the British come."""
    _, place = planned([offer("FRA", 2, until_month=6), offer("GBR", 9, first_month=6)], needed((2, 9)), [takes(50)])
    assert place == {("camp", 0): 2, ("camp", 1): 3}


def test_a_unit_too_large_for_its_site_is_barred_with_the_reason():
    scenario = small([offer("GBR", 2, unit="bn")], needed((0, 9)), {"reception": [takes(50)]})
    barred = placements(scenario)
    assert [r.cause for r in barred.why(1)] == ["reception of camp"]
    there_before = small([offer("GBR", 2, unit="bn")], needed((4, 9)), {"reception": [takes(50)]})
    assert placements(there_before).ub.tolist() == [[2, 2]]  # two that stood stay: no bound of theirs is any tighter


def test_bounds_follow_the_ramp_up():
    """150 persons for the three months before each of two steps: one company more each time."""
    steps = (Step("a", "a", 0, 3), Step("b", "b", 3, 3), Step("c", "c", 6, 3))
    made = small([offer("GBR", 9)], [line("land", 0)], {"reception": [takes(50)], "needs": [
        {"requirement": "land", "capability": "companies", "step": p, "level": 9.0} for p in (1, 2)
    ]}, steps=steps)  # fmt: skip
    assert placements(made).ub.tolist() == [[0, 1, 2]]


def test_of_plans_that_are_alike_the_stillest_is_taken():
    """Anybody could serve in either step: whoever stands stays."""
    offers = [offer("EST", 2, first_month=6), offer("FRA", 2), offer("GBR", 2, until_month=6)]
    goals, place = planned(offers, needed((2, 3)), goals=STILL)
    assert goals == {"shortfall.1": 0, "arrivals": 100}
    assert sum(place[("camp", p)] for p in (0, 1)) >= 5


def test_going_to_another_site_is_an_arrival():
    """Base has room in the first step only for what may not stay: whoever stands at base must move to camp."""
    offers = [offer("GBR", 2, only_at=("base",), until_month=6), offer("FRA", 2, first_month=6)]
    assert planned(offers, needed((2, 2), at="base camp"), goals=STILL)[0] == {"shortfall.1": 0, "arrivals": 200}


LIFT = Selector(requirements=frozenset({"land"}))


def lifted(ships, *, levels=(2, 8), hard=False, goals=FOLLOWED, rows=None, more=(), **fields):
    """Return goals and posture where engineers, as ships of 5 t a month each, carry all that moves: 10 t a company over six months."""
    lines = [*needed(levels), line("ships", 0, of="engineers", at="base", derived="ratio", hard=hard)]
    made = (Derivation("ships", "engineers", 1.0, "lift", LIFT, kind="lift"),)
    offers = [offer("GBR", levels[0]), offer("GBR-late", 6, first_month=6), offer("NLD", ships, unit="eng"), *more]
    provides = [p if p["unit_type"] != "eng" else p | {"amount": 5.0} for p in PROVIDES]
    return planned(offers, lines, rows={"provides": provides, **(rows or {})}, derivations=made, goals=goals, **fields)


def test_lift_is_asked_for_by_who_comes_next():
    """Six companies more are 60 t in six months, 10 t a month: two ships, in the first step only."""
    goals, place = lifted(3)
    assert goals == {"shortfall.1": 0, "support_gap": 0}
    assert place[("base", 0)] >= 2
    assert ("base", 1) not in place
    assert lifted(1)[0] == {"shortfall.1": 0, "support_gap": 0.5}  # 5 of 10 t a month


def test_hard_lift_lets_nobody_come_whom_it_does_not_carry():
    """One ship carries 30 t in six months: three companies come."""
    goals, place = lifted(1, hard=True, goals=SHORT)
    assert place[("camp", 1)] == 5
    assert goals["shortfall.1"] == pytest.approx(3 / 8 / 2)


def test_the_share_of_substitutes_is_of_what_really_comes():
    """Companies may carry half of what moves: with 10 t a month moving they give 5, however they are wanted elsewhere."""
    half = {"unit_type": "bn", "capability": "engineers", "amount": 5.0, "max_share": 0.5}
    goals, place = lifted(0, rows={"substitutes": [half]}, more=[offer("FRA", 2, unit="bn", only_at=("base",))])
    assert goals == {"shortfall.1": 0, "support_gap": 0.5}
    assert place[("base", 0)] == 1


def test_nobody_is_said_to_come_so_that_more_may_stand_in():
    """Two battalions at base would earn the last two companies, but only one may carry: half of what really moves."""
    half = {"unit_type": "bn", "capability": "engineers", "amount": 5.0, "max_share": 0.5}
    at_base = Selector(sites=frozenset({"base"}))
    earned = {"carried": Condition("carried", "if-earned", earned=Reach("units", "", at_base, False, (nan, 2.0), seen_in=(-1, 0)))}
    more = [offer("FRA", 2, unit="bn", only_at=("base",)), offer("POL", 2, first_month=6, requires=(("carried",),))]
    _, place = lifted(0, levels=(6, 14), rows={"substitutes": [half]}, more=more, conditions=earned)
    assert place[("base", 0)] == 1
    assert place[("camp", 1)] == 12


def test_one_step_moves_nobody():
    goals, place = planned([offer("GBR", 3)], [line("land", 3)], [takes(0)], goals=STILL, steps=STEPS[:1])
    assert (goals, place) == ({"shortfall.1": 0, "arrivals": 0}, {("camp", 0): 3})
