"""Command on paper: leads and their share, mixing, pairs, least contributions, whole formations."""

import pytest

from planner.scenario import Goal, Pair
from tests.families.small import SHORT, line, offer, small
from tests.families.solve import optimum

LED = (*SHORT, Goal("leaderless"))


def test_a_candidate_with_its_share_leads():
    """France has 100 of 400 persons."""
    offers = [offer("FRA", 1), offer("GBR", 3)]
    values, decisions = optimum(small(offers, [line("a", 4, lead=("FRA",), lead_share=0.25)], goals=LED))
    assert values == {"shortfall.1": 0.0, "leaderless": 0.0}
    assert decisions["lead"].to_numpy().tolist() == [["FRA", "a", 0, 1], ["FRA", "a", 1, 1]]


def test_a_line_is_filled_and_leaderless_rather_than_empty():
    offers = [offer("FRA", 1), offer("GBR", 3)]
    values, decisions = optimum(small(offers, [line("a", 4, lead=("FRA",), lead_share=0.3)], goals=LED))
    assert values == {"shortfall.1": 0.0, "leaderless": 12.0}
    assert decisions["lead"].empty


def test_where_a_lead_matters_more_the_others_stay_fewer():
    """At 30 % France leads at most two others: three companies of four."""
    offers = [offer("FRA", 1), offer("GBR", 3)]
    values, _ = optimum(small(offers, [line("a", 4, lead=("FRA",), lead_share=0.3)], goals=(Goal("leaderless"), *SHORT)))
    assert values == {"leaderless": 0.0, "shortfall.1": 0.25}


def test_nobody_leads_a_line_where_it_does_not_stand():
    values, _ = optimum(small([offer("FRA", 1, first_month=6), offer("GBR", 3)], [line("a", 4, lead=("FRA",))], goals=LED))
    assert values == {"shortfall.1": 0.125, "leaderless": 6.0}


def test_a_fixed_lead_is_one_for_the_whole_horizon():
    """France is there in the first step, Britain in the second: one of them leads one of the steps."""
    offers = [offer("FRA", 1, until_month=6), offer("GBR", 1, first_month=6)]
    for fixed, months in ((False, 0.0), (True, 6.0)):
        lines = [line("a", 1, lead=("FRA", "GBR"), lead_fixed=fixed)]
        assert optimum(small(offers, lines, goals=LED))[0] == {"shortfall.1": 0.0, "leaderless": months}


def test_a_line_mixes_no_more_nations_than_it_may():
    offers = [offer("FRA", 1), offer("GBR", 3), offer("EST", 1)]
    assert optimum(small(offers, [line("a", 5, max_nations=2.0)]))[0] == {"shortfall.1": 0.2}


@pytest.mark.parametrize(
    ("kind", "at", "expected"),
    [
        ("only_with", {"EST": "camp", "GBR": "camp"}, 0.0),
        ("only_with", {"EST": "camp", "GBR": "base"}, 1.0),  # Britain cannot serve there, so Estonia does not
        ("only_with", {"EST": "base", "GBR": "camp"}, 0.5),  # directed: Britain serves all the same
        ("together", {"EST": "base", "GBR": "camp"}, 1.0),
        ("apart", {"EST": "camp", "GBR": "camp"}, 0.5),
    ],
)
def test_pairs(kind, at, expected):
    offers = [offer(n, 1, only_at=(site,)) for n, site in at.items()]
    scenario = small(offers, [line("a", 2)], pairs=(Pair(kind, "EST", "GBR", frozenset({"a"})),))
    assert optimum(scenario)[0] == {"shortfall.1": expected}


@pytest.mark.parametrize(("amount", "expected"), [(200.0, 0.0), (201.0, 0.4)])
def test_a_least_contribution_in_persons(amount, expected):
    least = [{"requirement": "a", "measure": "personnel", "amount": amount}]
    offers = [offer("EST-1", 1), offer("EST-2", 1), offer("GBR", 3)]
    assert optimum(small(offers, [line("a", 5)], {"min_contributions": least}))[0] == {"shortfall.1": expected}


def test_a_least_contribution_in_a_capability():
    least = [{"requirement": "a", "measure": "companies", "amount": 4.0}]
    assert optimum(small([offer("EST", 3), offer("GBR", 1, unit="bn")], [line("a", 10)], {"min_contributions": least}))[0] == {
        "shortfall.1": 0.6
    }


def test_an_offer_with_a_least_number_stands_so_or_not_at_all():
    """Three of a line of 2, or none; on two lines of 2 each with four in all, one line has three."""
    lines = [line("a", 2), line("b", 2)]
    values, decisions = optimum(small([offer("GBR", 4, min_units=3.0)], lines))
    assert values == {"shortfall.1": 1.0}
    assert (decisions["place"]["units"] >= 3).all()


def test_a_share_stands_in_whole_formations():
    """Half whole: one battalion carries four companies besides."""
    lines = [line("a", 20, whole_unit_type="bn", whole_share=0.5)]
    assert optimum(small([offer("EST", 9), offer("GBR", 1, unit="bn")], lines))[0] == {"shortfall.1": 0.6}
