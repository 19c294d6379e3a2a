"""n-1 on paper: what the others make up when the largest leaves."""

from planner.scenario import Area, AreaLimit, Condition, Derivation, Goal, Reach, Selector
from tests.families.small import SHORT, line, offer, small
from tests.families.solve import optimum

N_1 = (*SHORT, Goal("resilience_gap"))


def gap(offers, *, minimum: float = 4, goals=N_1) -> float:
    return optimum(small(offers, [line("a", 8, minimum=minimum, n_minus_1=True)], goals=goals))[0]["resilience_gap"]


def test_the_others_hold_the_minimum():
    assert gap([offer("GBR", 4), offer("FRA", 2), offer("EST", 2)]) == 0.0


def test_the_largest_leaves():
    """5 + 2 + 1: without the 5 there are 3 of 4."""
    assert gap([offer("GBR", 5), offer("FRA", 2), offer("EST", 1)]) == 0.25


def test_offers_of_one_nation_leave_together():
    """3 + 2 of one nation, 2 of another: 2 of 4 are left."""
    assert gap([offer("GBR-1", 3), offer("GBR-2", 2), offer("FRA", 2)]) == 0.5


def test_alone_or_with_nobody_all_of_the_minimum_is_missing():
    assert gap([offer("GBR", 8)]) == 1.0
    assert gap([offer("GBR", 8, unit="eng")]) == 1.0


BALTIC = {"nations": [{"nation": n, "groups": ("BALTIC",) if n != "GBR" else ()} for n in ("EST", "GBR", "LVA")]}


def test_a_group_leaves_together():
    """2 + 2 of the group and 1 beside it: 1 of 4 is left; of nations one by one 3 would be."""
    offers = [offer("EST", 2), offer("GBR", 1), offer("LVA", 2)]
    asked = [line("a", 8, minimum=4, n_minus_1=True, loss_of="group", losses=("BALTIC",))]
    assert optimum(small(offers, asked, BALTIC, goals=N_1))[0]["resilience_gap"] == 0.75


def test_two_sites_are_better_than_one_when_one_is_lost():
    """6 companies at two sites: 3 and 3 leave 3 of 4; all at one would leave none."""
    asked = [line("a", 8, minimum=4, at="base camp", n_minus_1=True, loss_of="site")]
    values, made = optimum(small([offer("GBR", 6)], asked, goals=N_1))
    assert values["resilience_gap"] == 0.25
    assert made["place"]["units"].tolist() == [3, 3, 3, 3]


def test_stand_by_of_others_fills_the_gap():
    """GBR gives 4 and FRA holds 3 at home behind it: 3 of 4 are left without GBR; GBR's own stand-by would leave with it."""
    lines = [line("a", 4, minimum=4, n_minus_1=True), line("held", 3, standby=True, backs=("a",))]
    goals = (Goal("below_minimum"), *N_1)
    apart = [offer("FRA", 3, only_at=("camp",)), offer("GBR", 4)]
    assert optimum(small(apart, lines, goals=goals))[0]["resilience_gap"] == 0.25
    assert optimum(small([offer("GBR", 4), offer("GBR-2", 3)], lines, goals=goals))[0]["resilience_gap"] == 1.0


def test_stand_by_takes_no_room_no_money_and_no_ceiling_but_its_part_of_the_cycle():
    """8 in the cycle at one in four, half of those at home able: 4 stand by; no bed, no ceiling, no month to pay; away it would be 2."""
    rows = {
        "occupies": [{"unit_type": "coy", "resource": "beds", "amount": 100.0}],
        "unit_types": [{"unit_type": "coy", "domain": "land", "personnel": 100, "cost_month": 1.0}],
        "provides": [{"unit_type": "coy", "capability": "companies", "amount": 1.0}],
        "nation_limits": [{"nation": "GBR", "measure": "deployed", "limit": 0.0}],
    }
    offers = [offer("GBR", 8, kind="in_cycle", home_availability=0.5)]
    goals = (*SHORT, Goal("cost"), Goal("contributors"))
    values, made = optimum(small(offers, [line("held", 9, standby=True)], rows, goals=goals, consent_explicit=True))
    assert made["place"]["units"].tolist() == [4, 4]
    assert values["cost"] == values["contributors"] == 0.0


def test_stand_by_waits_for_no_works_opens_no_site_and_enters_no_area():
    """The camp is never ready, its air space admits nobody and asks for what is denied: at home 3 wait for it all the same."""
    camp = {"site": "camp", "country": "UKR", "kinds": ("camp",), "existing": False, "ready_month": 99, "opening_cost": 5.0}
    zone = Area("air", frozenset({"camp"}), (AreaLimit("none", "units", Selector(), 0.0),), requires=((Selector(), (("entry",),)),))
    fields = {"areas": (zone,), "conditions": {"entry": Condition("entry", "denied")}, "goals": (*SHORT, Goal("cost"))}
    values, made = optimum(small([offer("GBR", 3)], [line("held", 3, standby=True)], {"sites": [camp]}, **fields))
    assert values == {"shortfall.1": 0.0, "cost": 0.0}
    assert made["open"].empty
    assert optimum(small([offer("GBR", 3)], [line("held", 3)], {"sites": [camp]}, **fields))[0]["shortfall.1"] == 1.0


def test_stand_by_earns_no_condition_and_asks_for_no_cover():
    """50 % of a unit of cover for each company: only the two in place ask for it, and only they are counted towards a threshold."""
    lines = [line("a", 2), line("cover", 0, of="engineers", derived="ratio", cover=True), line("held", 3, standby=True)]
    cover = Derivation("cover", "engineers", 0.5, "companies", Selector())
    three = Condition("three", "if-earned", earned=Reach("units", "", Selector(unit_types=frozenset({"coy"})), False, (3.0, 3.0)))
    offers = [offer("FRA", 2, unit="eng"), offer("GBR", 5), offer("POL", 1, unit="eng", requires=(("three",),))]
    fields = {"derivations": (cover,), "conditions": {"three": three}, "goals": (*SHORT, Goal("uncovered"))}
    values, made = optimum(small(offers, lines, **fields))
    assert values == {"shortfall.1": 0.0, "uncovered": 0.0}
    assert made["holds"].empty
    lonely = [o for o in offers if o["offer"] != "FRA"]
    assert optimum(small(lonely, lines, **fields))[0]["uncovered"] == 1.0, (
        "one is asked for, and who would give it waits for a third company"
    )


def test_lines_that_do_not_ask_have_no_gap():
    assert optimum(small([offer("GBR", 8)], [line("a", 8, minimum=4)], goals=N_1))[0]["resilience_gap"] == 0.0
