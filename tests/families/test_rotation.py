"""Rotation on paper: one in four of the cycle stands; tiers; own soil; tours as runs."""

import pytest

from planner.scenario import Condition, Step
from tests.families.small import line, offer, small
from tests.families.solve import optimum

MONTHS = tuple(Step(f"m{i}", f"m{i}", 2 * i, 2) for i in range(6))  # six steps of two months


def stands(*args, **fields) -> list[int]:
    """Return the units in place in each step."""
    scenario = small(*args, **fields)
    place = optimum(scenario)[1]["place"].groupby("step")["units"].sum()
    return [int(place.get(p, 0)) for p in range(len(scenario.steps))]


@pytest.mark.parametrize(("units", "most"), [(3, 0), (4, 1), (7, 1), (8, 2)])
def test_the_cycle_sustains_one_in_four(units, most):
    assert stands([offer("EST", units, kind="in_cycle")], [line("a", 9)]) == [most, most]


def test_a_pool_rounds_once():
    """Two offers of 2 in the cycle sustain half a unit each and one together."""
    assert stands([offer("EST-1", 2, kind="in_cycle"), offer("EST-2", 2, kind="in_cycle")], [line("a", 9)]) == [1, 1]


def test_own_soil_takes_only_its_availability():
    """Poland's 4 in the cycle sustain 1 away or 4 at home; with one in two available at home, 2."""
    at_home = [line("a", 9, at="base")]
    assert stands([offer("POL", 4, kind="in_cycle")], at_home) == [4, 4]
    assert stands([offer("POL", 4, kind="in_cycle", home_availability=0.5)], at_home) == [2, 2]


def test_away_and_home_share_the_pool():
    """8 in the cycle: 1 away takes 4 of them, so 4 are left at home, though the home line alone would take 8."""
    scenario = small([offer("POL", 8, kind="in_cycle")], [line("away", 1, weight=9.0), line("home", 8, at="base")])
    place = optimum(scenario)[1]["place"]
    assert place[place["step"] == 0].set_index("requirement")["units"].to_dict() == {"away": 1, "home": 4}


def test_tiers_come_with_their_conditions_and_dates():
    """2 without a condition, 1 from month 6, 5 on a condition denied, 1 on one granted from month 6."""
    conditions = {"no": Condition("no", "denied"), "late": Condition("late", "granted", first_month=6)}
    tiers = [
        offer("GBR", 2), offer("GBR", 1, tier="2", first_month=6), offer("GBR", 5, tier="3", requires=(("no",),)),
        offer("GBR", 1, tier="4", requires=(("late",),)),
    ]  # fmt: skip
    assert stands(tiers, [line("a", 9)], conditions=conditions) == [2, 4]


def test_a_clause_of_a_tier_asks_for_any_of_its_conditions():
    conditions = {"no": Condition("no", "denied"), "yes": Condition("yes", "granted")}
    assert stands([offer("GBR", 2, requires=(("no", "yes"),))], [line("a", 9)], conditions=conditions) == [2, 2]
    assert stands([offer("GBR", 2, requires=(("no",), ("yes",)))], [line("a", 9)], conditions=conditions) == [0, 0]


def test_notice_starts_with_the_condition_that_starts_it():
    """Granted from month 4 with 60 days' notice: there from month 6, the second step; without, from month 4, and so too."""
    conditions = {"go": Condition("go", "granted", first_month=2, starts_notice=True)}
    for notice, expected in ((60.0, [0, 0, 1, 1, 1, 1]), (0.0, [0, 1, 1, 1, 1, 1])):
        offers = [offer("GBR", 1, requires=(("go",),), notice_days=notice)]
        needs = [{"requirement": "a", "capability": "companies", "step": p, "level": 9} for p in range(6)]
        assert stands(offers, [line("a", 9)], {"needs": needs}, steps=MONTHS, conditions=conditions) == expected


@pytest.mark.parametrize(
    ("tour", "dwell", "units", "expected"),
    [
        (4, 4, 1, [1, 1, 0, 0, 1, 1]),  # two steps in place, two at rest
        (4, 3, 1, [1, 1, 0, 0, 1, 1]),  # rest ends inside the fourth step: back with the fifth
        (2, 2, 1, [1, 0, 1, 0, 1, 0]),
        (12, 4, 1, [1, 1, 1, 1, 1, 1]),
        (1, 0, 1, [0, 0, 0, 0, 0, 0]),  # a tour shorter than a step stands in none
    ],
)
def test_one_tour_stands_in_runs(tour, dwell, units, expected):
    """The most steps that one unit can stand, the earlier ones weighing a little more, are its runs."""
    offers = [offer("FRA", units, kind="one_tour", tour_months=tour, dwell_months=dwell)]
    needs = [{"requirement": "a", "capability": "companies", "step": p, "level": 1 + p} for p in range(6)]
    assert stands(offers, [line("a", 9)], {"needs": needs}, steps=MONTHS) == expected


def test_two_units_of_one_tour_relieve_each_other():
    offers = [offer("FRA", 2, kind="one_tour", tour_months=4, dwell_months=4)]
    needs = [{"requirement": "a", "capability": "companies", "step": p, "level": 1} for p in range(6)]
    assert optimum(small(offers, [line("a", 1)], {"needs": needs}, steps=MONTHS))[0] == {"shortfall.1": 0.0}


def test_a_run_is_not_broken_and_resumed():
    """Needed in the first and third step of two months alone: one tour of six months spans both, but the step between needs nothing,
    and nothing may stand where nothing is needed; so the unit serves one of them, and rests."""
    needs = [{"requirement": "a", "capability": "companies", "step": p, "level": 1} for p in (0, 2)]
    offers = [offer("FRA", 1, kind="one_tour", tour_months=6, dwell_months=6)]
    assert optimum(small(offers, [line("a", 1)], {"needs": needs}, steps=MONTHS))[0] == {"shortfall.1": 0.5}


def test_a_pool_binds_over_lines_and_sites():
    """9 in the cycle sustain 2 in all, though each of two lines could take both at either of two sites."""
    lines = [line("a", 9, at="base camp"), line("b", 9, at="base camp")]
    assert stands([offer("EST", 9, kind="in_cycle")], lines) == [2, 2]
