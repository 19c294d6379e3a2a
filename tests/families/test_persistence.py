"""Persistence on paper: what moves counts by status, persons and months; a ceiling on changed nations holds the rest where it was.

A company has 100 persons; both steps last 6 months, so that an offered company that moves in one of them counts 600.
"""

import pytest

from planner.scenario import Goal, Persistence
from tests.families.small import line, offer, small
from tests.families.solve import feasible, optimum

NAN = float("nan")
WEIGHTS = {"exploratory": 0.0, "offered": 1.0, "announced": 5.0, "deployed": 20.0, "unused": 0.2}
FIRST = (Goal("changes"), Goal("shortfall", 1))
LAST = (Goal("shortfall", 1), Goal("changes"))


def case(agreed, offers, level=6, *, most=NAN, per_site=False, goals=LAST, at="camp"):
    """Agreed: offer, step, units on line a, at the camp if no site follows."""
    baseline = [{"offer": o, "requirement": "a", "site": site[0] if site else "camp", "step": p, "units": u} for o, p, u, *site in agreed]
    return small(offers, [line("a", level, at=at)], {"baseline": baseline}, persistence=Persistence(WEIGHTS, most, per_site), goals=goals)


def both(name, units):
    return [(name, 0, units), (name, 1, units)]


def test_first_of_the_goals_it_keeps_all_that_was_agreed():
    """Six are needed and could come; agreed were two: two it is, four are short in each step."""
    values, decided = optimum(case(both("GBR", 2), [offer("GBR", 6)], goals=FIRST))
    assert values == {"changes": 0.0, "shortfall.1": pytest.approx(4 / 6)}
    assert decided["place"]["units"].tolist() == [2, 2]


def test_last_of_the_goals_it_takes_the_change_that_counts_least():
    """Two more are needed in both steps: two of France, unused so far, count 0.2 each where two of Britain would count 1."""
    values, _ = optimum(case(both("GBR", 4), [offer("GBR", 6), offer("FRA", 6)]))
    assert values == {"shortfall.1": 0.0, "changes": pytest.approx(2 * 0.2 * 2 * 600)}


def test_what_is_agreed_and_cannot_stand_counts_whatever_is_planned():
    """Agreed were five, three are offered: two are gone in each step, and so are the two of an offer that nothing lets stand."""
    assert optimum(case(both("GBR", 5), [offer("GBR", 3)]))[0]["changes"] == 2 * 2 * 600
    barred = [offer("GBR", 6), offer("FRA", 2, not_at=("camp",))]
    assert optimum(case([*both("GBR", 6), *both("FRA", 2)], barred))[0]["changes"] == 2 * 2 * 600


def test_more_than_twice_as_many_as_agreed_count_in_full():
    assert optimum(case(both("GBR", 1), [offer("GBR", 6)]))[0] == {"shortfall.1": 0.0, "changes": 2 * 5 * 600}


def test_a_move_to_another_site_counts_only_where_sites_count():
    """Agreed at the base, needed on a line that only reaches the camp."""
    agreed = [("GBR", 0, 6, "base"), ("GBR", 1, 6, "base")]
    assert optimum(case(agreed, [offer("GBR", 6)]))[0]["changes"] == 0.0
    assert optimum(case(agreed, [offer("GBR", 6)], per_site=True))[0]["changes"] == 2 * (6 + 6) * 600


def test_no_more_nations_change_than_may():
    """Two offers could each give two more; only one nation may be changed, so two stay short."""
    agreed, offers = [*both("FRA", 1), *both("GBR", 1)], [offer("FRA", 3), offer("GBR", 3)]
    short = {most: optimum(case(agreed, offers, most=most))[0]["shortfall.1"] for most in (0, 1, 2)}
    assert short == {0: pytest.approx(4 / 6), 1: pytest.approx(2 / 6), 2: 0.0}


def test_a_nation_that_may_not_change_may_not_leave_either():
    """Nobody is needed any more, and France may not be changed: it stands."""
    made = case([("FRA", 0, 2)], [offer("FRA", 3)], level=(1, 1), most=0, goals=(Goal("shortfall", 1), Goal("cost")))
    assert optimum(made)[1]["place"][["step", "units"]].values.tolist() == [[0, 2]]


def test_more_withdrawals_than_nations_that_may_change_leave_no_plan():
    assert not feasible(case(both("FRA", 3), [offer("FRA", 2)], most=0))
    assert feasible(case(both("FRA", 3), [offer("FRA", 2)], most=1))


def test_the_goal_adds_no_rows_where_nothing_was_agreed():
    bare = small([offer("GBR", 3)], [line("a", 3)], goals=(Goal("shortfall", 1),))
    assert optimum(bare)[0] == {"shortfall.1": 0.0}
