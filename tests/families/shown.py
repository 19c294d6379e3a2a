"""For each family a scenario that shows every kind of its rows: what the committed LP files are made of."""

from collections.abc import Callable
from math import inf
from typing import Any

from planner.scenario import (
    After,
    AllOf,
    AnyOf,
    Area,
    AreaLimit,
    Burden,
    Caveat,
    Condition,
    Covered,
    Derivation,
    Goal,
    Host,
    Pair,
    Persistence,
    Pin,
    Pledged,
    Quorum,
    Reach,
    Scenario,
    Selector,
)  # fmt: skip
from tests.families.small import SHORT, SITES, STEPS, TYPES, line, offer, small

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


def asks() -> Scenario:
    met = Condition("met", "if-earned", earned=Reach("units", "", EVERYBODY, True, (1.0,)))
    made = (
        Caveat("guard", Selector(nations=frozenset({"ESP"})), unless=(("met",),), soft=True, price=2.0),
        Caveat("stay", Selector(nations=frozenset({"ESP", "GBR"})), soft=True, price=3.0),
        Caveat("under", Selector(nations=frozenset({"GBR"})), soft=True, price=1.0, leads=frozenset({"FRA"})),
    )
    goals = (*SHORT, Goal("asks"))
    return small([offer("ESP", 2), offer("FRA", 1), offer("GBR", 1, unit="bn")], [line("land", 8, lead=("FRA",))], caveats=made,
                 goals=goals, conditions={"met": met}, **ONE)  # fmt: skip


def burden() -> Scenario:
    offers = [offer("EST", 2), offer("FRA", 2, unit="bn"), offer("POL", 3), offer("POL-held", 1)]
    lines = [line("held", 1, standby=True), line("land", 12, at="base camp")]
    nations = [{"nation": n, "gdp_busd": gdp} for n, gdp in (("EST", 40.0), ("FRA", 3160.0), ("POL", 800.0))]
    goals = tuple(Goal("peak_burden", burden=Burden("person_months", "gdp", 100.0, largest)) for largest in (1, 2))
    return small(offers, lines, {"nations": nations}, goals=goals, **ONE)


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
    under = (Caveat("under", Selector(nations=frozenset({"EST", "FRA"})), leads=frozenset({"FRA"})),)
    return small(
        offers, [line("land", 8, **terms)], {"min_contributions": least}, pairs=pairs, caveats=under, goals=(Goal("leaderless"),), **ONE
    )


def conditions() -> Scenario:
    def reach(measure: str, at_least: float, *, without: bool) -> Reach:
        return Reach(measure, "companies", EVERYBODY, without, (at_least,))

    tests = {
        "any": AnyOf((reach("units", 2, without=False), reach("capability", 3, without=False))),
        "both": AllOf((reach("units", 2, without=False), reach("personnel", 150, without=False))),
        "needed": reach("personnel", 200, without=True),
    }
    offered = Reach("units", "", EVERYBODY, False, (3.0,), of_offers=True)
    tests |= {
        "after": After("any"),
        "covered": Covered(frozenset({"land"}), (0.5,)),
        "nations": reach("nations", 2, without=False),
        "offered": offered,
        "pledged": Pledged("chest", None, (10.0,)),
        "quorum": Quorum(2, ("any", "both", "needed")),
    }
    made = {name: Condition(name, "if-earned", earned=test, latch=name == "both") for name, test in tests.items()}
    offers = [offer("ESP", 2), offer("GBR", 2, requires=(("any",),)), offer("GBR", 1, tier="2", requires=(("needed",),))]
    caveats = (Caveat("guard", Selector(nations=frozenset({"ESP"})), unless=(("both", "needed"),)),)
    money = [{"fund": "chest", "nation": "ESP", "pledge": 1, "meur": 4.0}, {"fund": "chest", "nation": "GBR", "pledge": 1, "meur": 6.0}]
    money[1] |= {"requires": (("any", "both"),)}
    return small(offers, [line("land", 8)], {"pledges": money}, conditions=made, caveats=caveats, **ONE)


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
    rows["stages"] = [{"site": "camp", "stage": 1, "name": "tents", "cost": 7.0}]
    return small([offer("GBR", 2), offer("POL", 1)], [line("land", 3, at="base camp")], rows, goals=(Goal("cost"),))


def movement() -> Scenario:
    types = [TYPES[0] | {"lift_t": 10.0}, *TYPES[1:]]
    own = [{"site": "camp", "measure": measure, "a_month": most} for measure, most in (("persons", 50.0), ("t", 4.0))]
    ways = [{"site": "camp", "over": way, "measure": "t", "a_month": 3.0, "first_month": m} for way, m in (("rail", 6), ("road", 0))]
    offers = [offer("FRA", 2, unit="bn"), offer("GBR", 4), offer("POL", 3, first_month=6)]
    rows = {"unit_types": types, "reception": [*own, *ways]}
    return small(offers, [line("land", 9, at="base camp")], rows, goals=(Goal("arrivals"),))


def national() -> Scenario:
    measures = (("deployed", "", 250.0), ("country", "UKR", 150.0), ("domain", "land", 350.0), ("reserve", "coy", 3.0))
    limits = [{"nation": "POL", "measure": m, "of": of, "limit": limit} for m, of, limit in measures]
    return small([offer("POL", 20, kind="in_cycle")], [line("land", 9, at="base camp")], {"nation_limits": limits}, **ONE)


def persistence() -> Scenario:
    weights = {"exploratory": 0.0, "offered": 1.0, "announced": 5.0, "deployed": 20.0, "unused": 0.2}
    units = {"FRA": 4.0, "GBR": 1.0, "POL": 2.0}
    agreed = [{"offer": o, "requirement": "land", "site": "camp", "step": 0, "units": u} for o, u in units.items()]
    offers = [offer("EST", 2), offer("FRA", 2), offer("GBR", 3, unit="bn"), offer("POL", 3)]
    return small(offers, [line("land", 9)], {"baseline": agreed}, persistence=Persistence(weights, 2.0), goals=(Goal("changes"),), **ONE)


def pins() -> Scenario:
    made = (Pin(Selector(offers=frozenset({"GBR"})), 1, 2, (0, 1)), Pin(Selector(sites=frozenset({"base"})), 1, inf, (0,)))
    return small([offer("GBR", 3)], [line("land", 9)], pins=made)


def resilience() -> Scenario:
    offers = [offer("EST", 1), offer("FRA", 2), offer("GBR", 1, unit="bn")]
    lines = [
        line("group", 8, minimum=4, n_minus_1=True, loss_of="group", losses=("BALTIC",)),
        line("held", 4, standby=True, backs=("nation", "site")),
        line("nation", 8, minimum=4, n_minus_1=True),
        line("site", 8, minimum=4, n_minus_1=True, loss_of="site", at="base camp"),
    ]
    nations = [{"nation": n, "groups": ("BALTIC",) if n == "EST" else ()} for n in ("EST", "FRA", "GBR")]
    return small(offers, lines, {"nations": nations}, goals=(Goal("resilience_gap"),), **ONE)


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
    stages = [{"site": s, "stage": n, "first_month": m} for s, n, m in (("base", 1, 6), ("camp", 1, 0), ("camp", 2, 0))]
    adds = [{"site": s, "stage": n, "resource": "beds", "amount": 100.0} for s, n in (("base", 1), ("camp", 1), ("camp", 2))]
    offers, rows = [offer("GBR", 3), offer("POL", 1, unit="bn")], {"sites": places, "capacity": capacity, "occupies": beds}
    rows |= {"stages": stages, "stage_adds": adds}
    return small(offers, [line("air", 2, at="camp"), line("land", 9, at="base camp")], rows, hosts=hosts)


def sustainment() -> Scenario:
    ways = {"base": "source", "camp": "route", "fort": "route"}
    places = [*SITES, {"site": "fort", "country": "UKR", "existing": True}]
    routes = [
        {"route": "rail", "origin": "base", "destination": "camp", "capacity_tpd": 90.0},
        {"route": "track", "origin": "camp", "destination": "fort", "capacity_tpd": 20.0},
        {"route": "road", "origin": "base", "destination": "fort", "capacity_tpd": 5.0, "first_month": 7},
    ]
    eats = [{"unit_type": u, "supply": w, "tpd": t} for u, w, t in (("bn", "food", 30.0), ("coy", "food", 8.0), ("coy", "fuel", 2.0))]
    rows = {
        "sites": [place | {"supplied": ways[str(place["site"])]} for place in places], "routes": routes, "consumes": eats,
        "capacity": [{"site": "base", "resource": "throughput_tpd", "free": 60.0}],
    }  # fmt: skip
    lines = [line("land", 9, at="camp fort"), line("node", 0, of="engineers", derived="flow", hard=True, at="base")]
    made = (Derivation("node", "engineers", 1.0, "food", Selector(sites=frozenset({"camp", "fort"})), kind="flow"),)
    offers = [offer("FRA", 2, unit="eng"), offer("GBR", 2), offer("POL", 1, unit="bn")]
    return small(offers, lines, rows, derivations=made, goals=(Goal("unsupported"),), **ONE)


SHOWN: dict[str, Callable[[], Scenario]] = {
    f.__name__: f
    for f in (
        areas,
        asks,
        burden,
        command,
        conditions,
        coverage,
        derived,
        finance,
        movement,
        national,
        persistence,
        pins,
        resilience,
        rotation,
        sites,
        sustainment,
    )
}
