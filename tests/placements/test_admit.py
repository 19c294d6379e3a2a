"""Admissibility on paper: each reason alone, all reasons together, bounds, clauses, and causes waived."""

import time
import tracemalloc
from itertools import product
from math import nan

import numpy as np
import pytest

from planner.doubts.barred import Barred
from planner.placements import Placements, placements
from planner.placements.admit import bounds
from planner.rules import derived
from planner.scenario import (
    After,
    AllOf,
    AnyOf,
    Area,
    AreaLimit,
    Caveat,
    Condition,
    Derivation,
    Host,
    Mark,
    Reach,
    Selector,
    Unplanned,
)  # fmt: skip
from planner.survey import barred
from tests.families.small import SITES, line, offer, small
from tests.placements.coalition import coalition

GBR = Selector(nations=frozenset({"GBR"}))
BEDS = [{"unit_type": "coy", "resource": "beds", "amount": 100.0}]


def why(found: Placements, row: int = 0) -> set[tuple[str, str]]:
    return {(r.rule, r.cause) for r in found.why(row)}


ONE = [line("a", 9)]
REASONS = {
    "room": (
        small([offer("GBR", 1)], ONE, {"occupies": BEDS, "capacity": [{"site": "camp", "resource": "beds", "free": 99.0}]}), "room at camp",
    ),
    "no such resource": (small([offer("GBR", 1)], ONE, {"occupies": BEDS}), "room at camp"),
    "pillar": (small([offer("GBR", 1, pillars=("training",))], ONE), "terms of GBR"),
    "only at": (small([offer("GBR", 1, only_at=("base",))], ONE), "terms of GBR"),
    "not at": (small([offer("GBR", 1, not_at=("camp",))], ONE), "terms of GBR"),
    "caveat": (small([offer("GBR", 1)], ONE, caveats=(Caveat("no", GBR),)), "caveat no"),
    "no host": (small([offer("GBR", 1)], ONE, consent_explicit=True), "consent UKR"),
    "host, other nations": (
        small([offer("GBR", 1)], ONE, hosts={"UKR": Host("UKR", frozenset({"FRA"}), frozenset({"camp"}))}), "consent UKR",
    ),
    "host, other sites": (small([offer("GBR", 1)], ONE, hosts={"UKR": Host("UKR", frozenset({"GBR"}), frozenset())}), "consent UKR"),
    "host, too late": (
        small([offer("GBR", 1)], ONE, hosts={"UKR": Host("UKR", frozenset({"GBR"}), frozenset({"camp"}), first_month=7)}), "consent UKR",
    ),
    "host, ceiling": (
        small([offer("GBR", 1)], ONE, hosts={"UKR": Host("UKR", frozenset({"GBR"}), frozenset({"camp"}), 99.0)}), "ceiling of UKR",
    ),
    "dates": (small([offer("GBR", 1, first_month=7)], ONE), "dates of GBR"),
    "works": (small([offer("GBR", 1)], ONE, {"sites": [SITES[0], SITES[1] | {"existing": False, "ready_month": 7}]}), "works at camp"),
    "tier denied": (
        small([offer("GBR", 1, requires=(("no",),))], ONE, conditions={"no": Condition("no", "denied")}), "conditions of GBR",
    ),
    "tour": (small([offer("GBR", 1, kind="one_tour", tour_months=5)], ONE), "tour of GBR"),
    "pool": (small([offer("GBR", 3, kind="in_cycle")], ONE), "rotation of GBR coy"),
    "least": (small([offer("GBR", 2, min_units=3.0)], ONE), "least number of GBR"),
    "deployed": (
        small([offer("GBR", 1)], ONE, {"nation_limits": [{"nation": "GBR", "measure": "deployed", "limit": 99.0}]}), "ceiling GBR deployed",
    ),
    "country": (
        small([offer("GBR", 1)], ONE, {"nation_limits": [{"nation": "GBR", "measure": "country", "of": "UKR", "limit": 0.0}]}),
        "ceiling GBR country UKR",
    ),
    "domain": (
        small([offer("GBR", 1)], ONE, {"nation_limits": [{"nation": "GBR", "measure": "domain", "of": "land", "limit": 0.0}]}),
        "ceiling GBR domain land",
    ),
    "reserve": (
        small([offer("GBR", 1)], ONE, {"nation_limits": [{"nation": "GBR", "measure": "reserve", "of": "coy", "limit": 1.0}]}),
        "ceiling GBR reserve coy",
    ),
    "waters": (
        small([offer("GBR", 1)], ONE, areas=(Area("sea", frozenset({"camp"}), (AreaLimit("aggregate", "personnel", GBR, 99.0),)),)),
        "limit aggregate",
    ),
    "entry": (
        small(
            [offer("GBR", 1)], ONE, areas=(Area("sea", frozenset({"camp"}), requires=((GBR, (("no",),)),)),),
            conditions={"no": Condition("no", "denied")},
        ),
        "entry to sea",
    ),
    "substitutes": (
        small(
            [offer("GBR", 1, unit="eng")], ONE,
            {"substitutes": [{"unit_type": "eng", "capability": "companies", "amount": 1.0, "max_share": 0.1}]},
        ),
        "substitutes on a",
    ),
    "no reference": (
        small(
            [offer("GBR", 1, unit="eng")], [line("a", 0, of="engineers", derived="ratio")],
            derivations=(Derivation("a", "engineers", 1.0, "personnel", Selector(nations=frozenset())),),
        ),
        "need of a",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REASONS)
def test_each_reason_alone(case):
    """Two sites, one in the line's area: the triple at the base is barred by the area, the other by what the case says."""
    scenario, cause = REASONS[case]
    found = placements(scenario)
    at = found.barred.index[found.barred["site"] == "camp"]
    assert len(at) == 1
    assert {c for _, c in why(found, at[0])} == {cause}


@pytest.mark.parametrize("case", REASONS)
def test_a_waived_cause_bars_nothing(case):
    scenario, cause = REASONS[case]
    assert placements(scenario, frozenset({cause})).chosen["site"].tolist() == ["camp"]


def test_all_reasons_of_a_triple_are_kept():
    scenario = small(
        [offer("GBR", 1, not_at=("camp",))],
        ONE,
        {"occupies": BEDS},
        caveats=(Caveat("no", GBR), Caveat("never", GBR)),
        consent_explicit=True,
    )
    found = placements(scenario)
    expected = {
        ("room", "room at camp"),
        ("offer", "terms of GBR"),
        ("caveat", "caveat no"),
        ("caveat", "caveat never"),
        ("consent", "consent UKR"),
    }
    assert why(found, 1) == expected


def test_many_reasons_for_one_placement():
    """Forty caveats bar the camp, and its area the base: each pair once, in order, and read back."""
    caveats = tuple(Caveat(f"c{i:02d}", GBR) for i in range(40))
    found = placements(small([offer("GBR", 1)], ONE, caveats=caveats))
    assert {c for _, c in why(found, 1)} == {f"caveat c{i:02d}" for i in range(40)}
    pairs = list(map(tuple, found.by.tolist()))
    assert pairs == sorted(set(pairs))
    assert set(found.by[:, 1].tolist()) == set(range(len(found.reasons)))


def test_memory_grows_with_the_offers_and_not_with_their_square():
    """Each of 3 000 offers is barred by its own terms: a flag for every placement and reason would fill 90 MB."""
    crowd = [offer(f"GBR-{i:04d}", 1, pillars=("training",), nation="GBR") for i in range(3000)]
    scenario = small(crowd, ONE)
    tracemalloc.start()
    try:
        found = placements(scenario)
        Barred(scenario, found)
        barred(found)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(found.barred) == 6000
    assert ("offer", "terms of GBR-2999") in why(found, 5999)
    assert peak < 20e6


def test_reasons_carry_where_they_stand():
    mark = Mark("scenario.yaml", 7, 3)
    scenario = small(
        [offer("GBR", 1)], ONE, caveats=(Caveat("no", GBR, mark=mark),), marks={("requirements", "a"): Mark("scenario.yaml", 9, 1)}
    )
    found = placements(scenario)
    assert {r.mark.line for r in (*found.why(0), *found.why(1)) if r.mark} == {7, 9}


def test_reasons_that_bar_only_together_are_all_kept():
    """The caveat bars the first step, the offer's end the second."""
    scenario = small([offer("GBR", 1, until_month=6)], ONE, caveats=(Caveat("no", GBR, until_month=1),))
    assert why(placements(scenario), 1) == {("caveat", "caveat no"), ("date", "dates of GBR")}


def test_a_reason_that_bars_all_steps_stands_before_one_that_bars_some():
    scenario = small([offer("GBR", 1, until_month=6)], ONE, caveats=(Caveat("no", GBR),))
    assert why(placements(scenario), 1) == {("caveat", "caveat no")}


def test_what_gives_nothing_is_not_listed():
    found = placements(small([offer("GBR", 1, unit="eng")], ONE))
    assert found.chosen.empty
    assert found.barred.empty


def bound(*args, **fields) -> list[int]:
    """Return the bounds of the one placement at the camp."""
    found = placements(small(*args, **fields))
    return found.ub[found.chosen.index[found.chosen["site"] == "camp"][0]].tolist()


def test_bounds_are_tight():
    capacity = [{"site": "camp", "resource": "beds", "free": 350.0}]
    assert bound([offer("GBR", 9)], ONE) == [9, 9]
    assert bound([offer("GBR", 9)], ONE, {"occupies": BEDS, "capacity": capacity}) == [3, 3]
    assert bound([offer("GBR", 2), offer("GBR", 3, tier="2", first_month=6)], ONE) == [2, 5]
    assert bound([offer("GBR", 9, kind="in_cycle")], ONE) == [2, 2]
    assert bound([offer("GBR", 9)], ONE, {"nation_limits": [{"nation": "GBR", "measure": "deployed", "limit": 450.0}]}) == [4, 4]
    assert bound([offer("GBR", 9)], [line("a", (0, 9))]) == [0, 9]
    assert bound([offer("GBR", 9)], ONE, caveats=(Caveat("no", GBR, first_month=7),)) == [9, 0]


def test_tiers_that_may_be_earned_count_and_denied_ones_do_not():
    conditions = {
        "no": Condition("no", "denied"),
        "earned": Condition("earned", "if-earned", earned=Reach("units", "", Selector(), False, (nan, 1.0))),
    }
    tiers = [offer("GBR", 1), offer("GBR", 2, tier="2", requires=(("earned",),)), offer("GBR", 4, tier="3", requires=(("no",),))]
    assert bound(tiers, ONE, conditions=conditions) == [1, 3]


def test_own_soil_is_bounded_by_what_is_at_home():
    found = placements(small([offer("POL", 8, kind="in_cycle", home_availability=0.5)], [line("a", 9, at="base camp")]))
    assert found.chosen[["site", "own_soil"]].to_numpy().tolist() == [["base", True], ["camp", False]]
    assert found.ub.tolist() == [[4, 4], [2, 2]]


def test_own_soil_needs_no_consent_but_caveats_bind():
    offers, lines = [offer("POL", 1)], [line("a", 1, at="base")]
    hosts = {"POL": Host("POL", frozenset(), frozenset())}
    assert len(placements(small(offers, lines, consent_explicit=True, hosts=hosts)).chosen) == 1
    caveats = (Caveat("no", Selector(nations=frozenset({"POL"}))),)
    assert placements(small(offers, lines, caveats=caveats)).chosen.empty


def test_clauses_are_asked_where_and_when_they_apply():
    """The host asks always, the caveat in the second step alone; a clause that two ask for stands once."""
    ever = {name: Condition(name, "if-earned", earned=Reach("units", "", Selector(), False, (1.0, 1.0))) for name in ("peace", "mandate")}
    hosts = {"UKR": Host("UKR", frozenset({"GBR", "FRA"}), frozenset({"camp"}), requires=(("peace",),))}
    caveats = (Caveat("c", GBR, unless=(("mandate",), ("peace",)), first_month=6),)
    found = placements(small([offer("FRA", 1), offer("GBR", 1)], ONE, conditions=ever, hosts=hosts, caveats=caveats))
    assert found.clauses == (("mandate",), ("peace",))
    assert found.chosen["requires"].tolist() == [(("peace",),), (("mandate",), ("peace",))]
    assert found.asks[0].tolist() == [[False, True], [False, True]]
    assert found.asks[1].tolist() == [[False, True], [True, True]]


def test_a_soft_caveat_bars_nothing_and_is_to_be_lifted_where_its_exception_is_not_sure():
    """From the second step on the exception holds by date, and there is nothing to lift."""
    met = Condition("met", "granted", first_month=6)
    for unless, where in (((), [True, True]), ((("met",),), [True, False])):
        caveat = Caveat("no", GBR, unless, soft=True, price=3.0)
        found = placements(small([offer("GBR", 1)], ONE, caveats=(caveat,), conditions={"met": met}))
        assert found.ub.tolist() == [[1, 1]]
        assert (found.soft, found.clauses) == (("no",), ())
        assert found.lifts[0, :, 0].tolist() == where


def test_a_caveat_by_lead_bars_nothing_beforehand():
    found = placements(small([offer("GBR", 1)], ONE, caveats=(Caveat("no", GBR, leads=frozenset({"FRA"})),)))
    assert (found.ub.tolist(), found.soft) == ([[1, 1]], ())


def test_room_grows_with_the_site():
    """100 beds at once, 100 more from the second step: a battalion of 200 fits then, and not before."""
    rows = {
        "occupies": [{"unit_type": "bn", "resource": "beds", "amount": 200.0}],
        "capacity": [{"site": "camp", "resource": "beds", "free": 100.0}],
        "stages": [{"site": "camp", "stage": 1, "first_month": 6}],
        "stage_adds": [{"site": "camp", "stage": 1, "resource": "beds", "amount": 100.0}],
    }
    assert placements(small([offer("GBR", 1, unit="bn")], ONE, rows)).ub.tolist() == [[0, 1]]
    found = placements(small([offer("GBR", 1, unit="bn")], ONE, rows | {"stages": [], "stage_adds": []}))
    assert "room at camp" in {reason.cause for reason in found.reasons}


def test_the_smallest_stay_of_several_areas_counts():
    areas = tuple(Area(name, frozenset({"camp"}), stays=((GBR, days),)) for name, days in (("a", 21.0), ("b", 15.0)))
    found = placements(small([offer("GBR", 1, unit="bn")], ONE, areas=areas))
    assert found.chosen["stay"].tolist() == [0.5]
    assert found.gives["amount"].tolist() == [2.0]
    assert found.chosen["personnel"].tolist() == [400.0]


def test_what_can_hold_follows_tests_of_tests():
    """Never: an unplanned test, what comes after it, both parts of which one is so; perhaps: either part."""
    reach, never = Reach("units", "", Selector(), False, (1.0, 1.0)), Unplanned("quorum")
    tests = {
        "a": never,
        "b": After("a"),
        "c": AllOf((reach, After("b"))),
        "d": AnyOf((reach, never)),
        "e": After("d"),
        "f": After("g"),
        "g": After("f"),
    }
    conditions = {name: Condition(name, "if-earned", earned=test) for name, test in tests.items()}
    offers = [offer(f"N0{i}", 1, requires=((name,),)) for i, name in enumerate(tests)]
    found = placements(small(offers, ONE, conditions=conditions))
    assert found.chosen["offer"].tolist() == ["N03", "N04", "N05", "N06"]


def test_a_pool_across_offers_bounds_each():
    """Two offers of 2 in one pool: alone half a unit each, together one, which may be of either."""
    found = placements(small([offer("GBR-1", 2, kind="in_cycle"), offer("GBR-2", 2, kind="in_cycle")], ONE))
    assert found.ub.tolist() == [[1, 1], [1, 1]]


def test_needs_that_ask_for_each_other_are_left_to_the_rules():
    """Such a circle is an error of the rules, which are asked after the placements."""
    lines = [line(name, 0, of=of, derived="ratio") for name, of in (("a", "companies"), ("b", "engineers"))]
    circle = (Derivation("a", "companies", 1.0, "personnel", Selector()), Derivation("b", "engineers", 1.0, "personnel", Selector()))
    scenario = small([offer("GBR", 1), offer("FRA", 1, unit="eng")], lines, derivations=circle)
    assert not placements(scenario).ub.any()
    assert any("ask for each other" in p.what for p in derived.check(scenario))


@pytest.mark.parametrize(
    "scenario", [pytest.param(s, id=name) for name, (s, _) in REASONS.items()] + [pytest.param(coalition(), id="coalition")]
)
def test_bounds_without_reasons_are_the_same_bounds(scenario):
    found, (ground, ub) = placements(scenario), bounds(scenario)
    names = {c: np.array(ground.triples.labels[c], dtype=object)[ground.triples.code[c]] for c in ("offer", "requirement", "site")}
    rows = list(zip(*names.values(), strict=True))
    stands = {key: row.tolist() for key, row in zip(rows, ub, strict=True) if row.any()}
    assert stands == dict(zip(found.chosen[list(names)].itertuples(index=False, name=None), found.ub.tolist(), strict=True))


def test_the_flagship_is_admitted_quickly():
    """256 000 triples in about 11 times what it takes to count them one by one; looking at each of them alone would take 1 000 times."""
    scenario = coalition()
    names = [scenario.frames[name].index for name in ("offers", "requirements", "sites")]
    began = time.process_time()
    assert sum(1 for _ in product(*names)) == 256_000
    counted = time.process_time()
    found = placements(scenario)
    assert time.process_time() - counted < 100 * (counted - began)
    assert len(found.chosen) + len(found.barred) < 256_000
    assert (found.ub.max(axis=1) > 0).all()
    assert np.unique(found.by[:, 0]).tolist() == list(range(len(found.barred)))
