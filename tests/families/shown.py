"""For each family a scenario that shows every kind of its rows: what the committed LP files are made of."""

from collections.abc import Callable
from math import inf
from typing import Any

from planner.scenario import (
    AllOf,
    AnyOf,
    Area,
    AreaLimit,
    Caveat,
    Condition,
    Derivation,
    Goal,
    Host,
    Pair,
    Pin,
    Reach,
    Scenario,
    Selector,
)  # fmt: skip
from tests.families.small import SITES, STEPS, TYPES, line, offer, small

ONE = {"steps": STEPS[1:]}  # one step is enough to show a row
EVERYBODY = Selector()


def areas() -> Scenario:
    limits = (AreaLimit("aggregate", "tonnes", EVERYBODY, 45.0), AreaLimit("one state", "units", EVERYBODY, 2.0, per_nation=True))
    types = [TYPES[0] | {"tonnes": 10.0}, *TYPES[1:]]
    return small(
        [offer("GBR", 3), offer("TUR", 3)],
        [line("sea", 6)],
        {"unit_types": types},
        areas=(Area("sea", frozenset({"camp"}), limits),),
        **ONE,
    )


def command() -> Scenario:
    terms: dict[str, Any] = {
        "lead": ("FRA",),
        "lead_share": 0.3,
        "lead_fixed": True,
        "max_nations": 2.0,
        "whole_unit_type": "bn",
        "whole_share": 0.5,
    }
    offers = [offer("EST", 2), offer("FRA", 1, unit="bn"), offer("GBR", 3, min_units=2.0)]
    least = [{"requirement": "land", "measure": m, "amount": a} for m, a in (("personnel", 200.0), ("companies", 2.0))]
    land = frozenset({"land"})
    pairs = (Pair("only_with", "EST", "GBR", land), Pair("apart", "EST", "FRA", land), Pair("together", "FRA", "GBR", land))
    return small(offers, [line("land", 8, **terms)], {"min_contributions": least}, pairs=pairs, goals=(Goal("leaderless"),), **ONE)


def conditions() -> Scenario:
    def reach(measure: str, at_least: float, *, without: bool) -> Reach:
        return Reach(measure, "companies", EVERYBODY, without, (at_least,))

    tests = {
        "any": AnyOf((reach("units", 2, without=False), reach("capability", 3, without=False))),
        "both": AllOf((reach("units", 2, without=False), reach("personnel", 150, without=False))),
        "needed": reach("personnel", 200, without=True),
    }
    made = {name: Condition(name, "if-earned", earned=test, latch=name == "both") for name, test in tests.items()}
    offers = [offer("ESP", 2), offer("GBR", 2, requires=(("any",),)), offer("GBR", 1, tier="2", requires=(("needed",),))]
    caveats = (Caveat("guard", Selector(nations=frozenset({"ESP"})), unless=(("both", "needed"),)),)
    return small(offers, [line("land", 8)], conditions=made, caveats=caveats, **ONE)


def coverage() -> Scenario:
    half = {"unit_type": "eng", "capability": "companies", "amount": 0.5, "max_share": 0.25}
    return small([offer("GBR", 2), offer("FRA", 4, unit="eng")], [line("land", 4, minimum=2)], {"substitutes": [half]}, **ONE)


def derived() -> Scenario:
    lines = [line("land", 4)]
    lines += [
        line(name, 0, of="engineers", derived="ratio", cover=name == "cover", hard=name == "hard") for name in ("cover", "hard", "support")
    ]
    land = Selector(requirements=frozenset({"land"}))
    made = tuple(Derivation(name, "engineers", 0.01, "personnel", land) for name in ("cover", "hard", "support"))
    half = {"unit_type": "bn", "capability": "engineers", "amount": 0.5, "max_share": 0.5}
    offers = [offer("FRA", 1, unit="eng"), offer("GBR", 2), offer("POL", 1, unit="bn", not_at=("camp",))]
    lines[1] |= {"at": "base"}
    return small(offers, lines, {"substitutes": [half]}, derivations=made, goals=(Goal("uncovered"), Goal("support_gap")), **ONE)


def finance() -> Scenario:
    types = [TYPES[0] | {"cost_month": 2.0, "cost_move": 3.0}, *TYPES[1:]]
    sites = [SITES[0], SITES[1] | {"existing": False, "ready_month": 0, "opening_cost": 50.0, "monthly_cost": 1.0}]
    rows = {"unit_types": types, "sites": sites, "placement_costs": [{"offer": "GBR", "site": "camp", "cost_meur": 5.0}]}
    return small([offer("GBR", 2), offer("POL", 1)], [line("land", 3, at="base camp")], rows, goals=(Goal("cost"),))


def national() -> Scenario:
    measures = (("deployed", "", 250.0), ("country", "UKR", 150.0), ("domain", "land", 350.0), ("reserve", "coy", 3.0))
    limits = [{"nation": "POL", "measure": m, "of": of, "limit": limit} for m, of, limit in measures]
    return small([offer("POL", 20, kind="in_cycle")], [line("land", 9, at="base camp")], {"nation_limits": limits}, **ONE)


def pins() -> Scenario:
    made = (Pin(Selector(offers=frozenset({"GBR"})), 1, 2, (0, 1)), Pin(Selector(sites=frozenset({"base"})), 1, inf, (0,)))
    return small([offer("GBR", 3)], [line("land", 9)], pins=made)


def resilience() -> Scenario:
    offers = [offer("EST", 1), offer("FRA", 2), offer("GBR", 1, unit="bn")]
    return small(offers, [line("land", 8, minimum=4, n_minus_1=True)], goals=(Goal("resilience_gap"),), **ONE)


def rotation() -> Scenario:
    made = {name: Condition(name, "if-earned", earned=Reach("units", "", EVERYBODY, False, (1.0, 1.0))) for name in ("one", "two")}
    offers = [
        offer("EST", 6, kind="in_cycle"), offer("EST", 6, kind="in_cycle", tier="2", requires=(("one",),)),
        offer("FRA", 2, kind="one_tour", tour_months=6, dwell_months=6), offer("GBR", 2, requires=(("one", "two"),)),
        offer("GBR", 1, tier="2", requires=(("one",), ("two",))), offer("POL", 8, kind="in_cycle", home_availability=0.5),
    ]  # fmt: skip
    return small(offers, [line("land", 9, at="base camp")], conditions=made)


def sites() -> Scenario:
    beds = [{"unit_type": u, "resource": "beds", "amount": 100.0} for u in ("coy", "bn")]
    capacity = [{"site": "base", "resource": "beds", "free": 250.0}, {"site": "camp", "resource": "beds", "free": 350.0}]
    places = [SITES[0], SITES[1] | {"existing": False, "ready_month": 0}]
    hosts = {"UKR": Host("UKR", frozenset({"GBR", "POL"}), frozenset({"camp"}), ceiling=650.0)}
    offers, rows = [offer("GBR", 3), offer("POL", 1, unit="bn")], {"sites": places, "capacity": capacity, "occupies": beds}
    return small(offers, [line("air", 2, at="camp"), line("land", 9, at="base camp")], rows, hosts=hosts)


SHOWN: dict[str, Callable[[], Scenario]] = {
    f.__name__: f for f in (areas, command, conditions, coverage, derived, finance, national, pins, resilience, rotation, sites)
}
