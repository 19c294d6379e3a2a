"""A hand-made plan on paper, for reports: six nations, two lines, an earned backstop, one shortfall with three causes.

Entry: France 2 battlegroups, Britain 1: 12 of 12 companies, 3 600 persons. From stabilise: 3 and 3, 24 of 24, 7 200 persons, of whom the
third British battlegroup (1 200) needs the backstop, which opens at 3 500 (entry) and 5 500 (later) persons who do not: +100, then +500.
Mine countermeasures, stabilise: Romania 2 and Türkiye 2 (of 6 in the cycle, one in three) make 4 of 5; Britain's 2 wait for the straits.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from planner import decisions
from planner.frames import ACCOUNTS, make
from planner.plan import GoalLevel, Plan
from planner.scenario import Area, Caveat, Condition, Goal, Host, Reach, Scenario, Selector, Step
from planner.study.dossier import Dossier, dossier
from tests.tiny import tiny

STEPS = (
    Step("prepare", "prepare", 0, 2),
    Step("entry", "entry", 2, 3),
    Step("stabilise", "stabilise", 5, 9),
    Step("sustain", "sustain", 14, 10),
)
MONTHLY = (  # entry in two steps
    STEPS[0],
    Step("entry 2026-03", "entry", 2, 2),
    Step("entry 2026-05", "entry", 4, 1),
    Step("sustain", "sustain", 5, 19),
)
GOALS = (Goal("below_minimum"), Goal("shortfall", 1), Goal("resilience_gap"), Goal("cost"))
NATIONS = ("ESP", "FRA", "GBR", "ROU", "TUR", "USA")
EUROPE = frozenset({"ESP", "FRA", "GBR", "ROU"})

ROWS: dict[str, list[dict[str, Any]]] = {
    "nations": [{"nation": n} for n in NATIONS],
    "nation_limits": [],
    "capabilities": [
        {"capability": "manoeuvre_coy", "unit": "company"},
        {"capability": "mcm", "unit": "ship", "title": "mine countermeasures"},
    ],
    "unit_types": [
        {"unit_type": "battlegroup", "domain": "land", "personnel": 1200, "tour_months": 6, "dwell_months": 18},
        {"unit_type": "minehunter", "domain": "sea", "personnel": 40, "tonnes": 600, "tour_months": 4, "dwell_months": 8},
    ],
    "provides": [
        {"unit_type": "battlegroup", "capability": "manoeuvre_coy", "amount": 4},
        {"unit_type": "minehunter", "capability": "mcm", "amount": 1},
    ],
    "occupies": [
        {"unit_type": "battlegroup", "resource": "beds", "amount": 1200},
        {"unit_type": "minehunter", "resource": "berths", "amount": 1},
    ],
    "offers": [
        {"offer": "ESP-mcm", "nation": "ESP", "unit_type": "minehunter", "kind": "deployed"},
        {"offer": "FRA-bg", "nation": "FRA", "unit_type": "battlegroup", "kind": "deployed"},
        {"offer": "GBR-bg", "nation": "GBR", "unit_type": "battlegroup", "kind": "deployed"},
        {"offer": "GBR-mcm", "nation": "GBR", "unit_type": "minehunter", "kind": "deployed"},
        {"offer": "ROU-mcm", "nation": "ROU", "unit_type": "minehunter", "kind": "deployed"},
        {
            "offer": "TUR-mcm",
            "nation": "TUR",
            "unit_type": "minehunter",
            "kind": "in_cycle",
            "pool": "TUR minehunter",
            "tour_months": 4,
            "dwell_months": 8,
        },
    ],
    "tiers": [
        {"offer": "ESP-mcm", "tier": "1", "units": 1, "status": "offered", "basis": "assumed"},
        {"offer": "FRA-bg", "tier": "1", "units": 3, "requires": (("ceasefire",),), "status": "announced", "basis": "derived"},
        {"offer": "GBR-bg", "tier": "1", "units": 2, "requires": (("ceasefire",),), "status": "announced", "basis": "derived"},
        {"offer": "GBR-bg", "tier": "2", "units": 1, "requires": (("us-backstop",),), "status": "exploratory", "basis": "assumed"},
        {"offer": "GBR-mcm", "tier": "1", "units": 2, "requires": (("straits-open",),), "status": "announced", "basis": "assumed"},
        {"offer": "ROU-mcm", "tier": "1", "units": 2, "status": "offered", "basis": "assumed"},
        {"offer": "TUR-mcm", "tier": "1", "units": 6, "status": "offered", "basis": "quoted"},
    ],
    "sites": [
        {
            "site": "camp",
            "country": "UKR",
            "kinds": ("camp",),
            "ready_month": 2,
            "opening_months": 2,
            "opening_cost": 60,
            "monthly_cost": 1.2,
        },
        {"site": "port", "country": "ROU", "kinds": ("port",), "existing": True},
    ],
    "capacity": [{"site": "camp", "resource": "beds", "free": 9000}, {"site": "port", "resource": "berths", "free": 8}],
    "requirements": [
        {"requirement": "land-west", "pillar": "reassurance", "n_minus_1": True},
        {"requirement": "sea-mcm", "pillar": "reassurance", "title": "Mine countermeasures"},
    ],
    "reach": [{"requirement": "land-west", "site": "camp"}, {"requirement": "sea-mcm", "site": "port"}],
    "needs": [
        {"requirement": "land-west", "capability": "manoeuvre_coy", "step": 1, "level": 12, "minimum": 6},
        {"requirement": "land-west", "capability": "manoeuvre_coy", "step": 2, "level": 24, "minimum": 12},
        {"requirement": "land-west", "capability": "manoeuvre_coy", "step": 3, "level": 24, "minimum": 12},
        {"requirement": "sea-mcm", "capability": "mcm", "step": 2, "level": 5},
        {"requirement": "sea-mcm", "capability": "mcm", "step": 3, "level": 5},
    ],
}

BLACK_SEA = Area(
    "black-sea",
    frozenset({"port"}),
    stays=((Selector(offers=frozenset({"GBR-mcm", "ESP-mcm"})), 21.0),),
    requires=((Selector(offers=frozenset({"GBR-mcm"})), (("straits-open",),)),),
)
CONDITIONS = {
    "ceasefire": Condition("ceasefire", "granted", 2),
    "straits-open": Condition("straits-open", "granted", 14, owner="TUR government"),
    "us-backstop": Condition(
        "us-backstop",
        "if-earned",
        owner="USA",
        probability=0.6,
        earned=Reach(
            "personnel",
            "",
            Selector(nations=EUROPE, sites=frozenset({"camp"})),
            without_needs_it=True,
            at_least=(float("nan"), 3500, 5500, 5500),
        ),
    ),
}

STANDS = (  # offer, requirement, site, step, units
    ("FRA-bg", "land-west", "camp", 1, 2),
    ("FRA-bg", "land-west", "camp", 2, 3),
    ("FRA-bg", "land-west", "camp", 3, 3),
    ("GBR-bg", "land-west", "camp", 1, 1),
    ("GBR-bg", "land-west", "camp", 2, 3),
    ("GBR-bg", "land-west", "camp", 3, 3),
    ("GBR-mcm", "sea-mcm", "port", 3, 2),
    ("ROU-mcm", "sea-mcm", "port", 2, 2),
    ("ROU-mcm", "sea-mcm", "port", 3, 2),
    ("TUR-mcm", "sea-mcm", "port", 2, 2),
    ("TUR-mcm", "sea-mcm", "port", 3, 2),
)


def scenario(**fields: Any) -> Scenario:
    """Return the scenario; `fields` replaces any field, `rows` whole frames."""
    rows = ROWS | fields.pop("rows", {})
    made = tiny(
        rows,
        title="Post-ceasefire support",
        option_title="as assumed",
        steps=STEPS,
        goals=GOALS,
        conditions=CONDITIONS,
        areas=(BLACK_SEA,),
        consent_explicit=True,
        hosts={
            "UKR": Host("UKR", EUROPE, frozenset({"camp"}), requires=(("ceasefire",),)),
            "ROU": Host("ROU", frozenset(NATIONS), frozenset({"port"})),
        },
        caveats=(Caveat("esp-no-sea", Selector(nations=frozenset({"ESP"}), sites=frozenset({"port"}))),),
        as_of=date(2025, 12, 15),
        digest="0123456789abcdef",
        options={"no-backstop": "No US backstop"},
        brief={
            "reference": "MNF-PLAN/26/001",
            "originator": "Joint planning staff",
            "decisions": [{"verb": "SELECT", "what": "a course of action", "by": "Chiefs of Staff", "on": date(2026, 1, 15)}],
        },
    )
    return replace(made, **fields)


def plan(**fields: Any) -> Plan:
    """Return the plan; `fields` replaces any field of it, `frames` whole accounts."""
    frames = _frames() | fields.pop("frames", {})
    made = Plan(
        "0123456789abcdef",
        "base",
        decided(STANDS),
        frames,
        {
            "below_minimum": 0.0,
            "shortfall.1": 0.094737,
            "coverage.1": 0.952632,
            "resilience_gap": 0.0,
            "cost": 1204.5,
            "ioc_month": 2.0,
            "foc_month": 14.0,
            "conditional_reliance": 0.17,
            "person_months": 153600.0,
            "basis.quoted": 1520 / 151440,
            "basis.derived": 124800 / 151440,
            "basis.assumed": 25120 / 151440,
            "firm": 125600 / 151440,
        },
        (
            GoalLevel("below_minimum", 0.0, 0.0, "proven"),
            GoalLevel("shortfall.1", 0.094737, 0.094737, "proven"),
            GoalLevel("resilience_gap", 0.0, 0.0, "proven"),
            GoalLevel("cost", 1204.5, 1204.5, "proven"),
        ),
        "proven",
        "proof",
    )
    return replace(made, **fields)


def decided(stands: tuple[tuple[str, str, str, int, int], ...]) -> dict[str, pd.DataFrame]:
    """Return decisions from what stands; the backstop is relied on from entry."""
    return {
        "place": decisions.frame("place", stands),
        "open": decisions.frame("open", [("camp", p, 1) for p in (1, 2, 3)] if stands else []),
        "holds": decisions.frame("holds", [("us-backstop", p, 1) for p in (1, 2, 3)] if stands else []),
        "lead": decisions.frame("lead", []),
    }


def empty_plan() -> Plan:
    """Return a plan that sends nobody."""
    accounts = {f.name: make(f.name) for f in ACCOUNTS}
    accounts["coverage"] = make(
        "coverage",
        [{**n, "reference": n["level"], "filled": 0, "firm": 0, "short": n["level"], "below": n.get("minimum", 0)} for n in ROWS["needs"]],
    )
    return replace(
        plan(frames=accounts), decisions=decided(()), metrics={"coverage.1": 0.0, "cost": 0.0, "ioc_month": 24.0, "foc_month": 24.0}
    )


def gathered(**fields: Any) -> Dossier:
    """Return the dossier of the plan with a provenance."""
    provenance = {
        "run": "20251215T000000Z-base-0123",
        "solver": "HiGHS 1.15.1, one thread",
        "planner": "posture 0.1.0",
        "seconds": {"placements": 0.12, "build": 0.31, "solve": 1.4, "verify": 0.2},
        "path": "runs/20251215T000000Z-base-0123",
    }
    return dossier(
        fields.pop("scenario", scenario()), fields.pop("plan", plan()), provenance, fields.pop("breaches", 0), fields.pop("others", ())
    )


def _frames() -> dict[str, pd.DataFrame]:
    nations = {r["offer"]: r["nation"] for r in ROWS["offers"]}
    land = {"pillar": "reassurance", "domain": "land", "unit_type": "battlegroup", "country": "UKR"}
    sea = {"pillar": "reassurance", "domain": "sea", "unit_type": "minehunter", "country": "ROU"}
    posture = [
        (land if site == "camp" else sea)
        | {
            "offer": o,
            "requirement": r,
            "site": site,
            "step": p,
            "units": n,
            "nation": nations[o],
            "own_soil": o == "ROU-mcm",
            "persons": n * (1200 if site == "camp" else 40),
        }
        for o, r, site, p, n in STANDS
    ]
    cover = [
        ("land-west", "manoeuvre_coy", 1, 12, 6, 12, 12, 0, 12, 0),
        ("land-west", "manoeuvre_coy", 2, 24, 12, 24, 20, 0, 20, 4),
        ("land-west", "manoeuvre_coy", 3, 24, 12, 24, 20, 0, 20, 4),
        ("sea-mcm", "mcm", 2, 5, 0, 4, 0, 2, 0, 2),
        ("sea-mcm", "mcm", 3, 5, 0, 5.4, 1.4, 2, 0, 3.4),
    ]
    names = ("requirement", "capability", "step", "level", "minimum", "filled", "firm", "quoted", "derived", "assumed")
    coverage = [dict(zip(names, row, strict=True)) | {"reference": row[3], "short": max(0.0, row[3] - row[5])} for row in cover]
    holds = [("ceasefire", p, p > 0, None, None, (0, 3600, 7200, 7200)[p]) for p in range(4)]
    holds += [("straits-open", p, p == 3, None, None, 80 if p == 3 else 0) for p in range(4)]
    holds += [
        ("us-backstop", p, p > 0, v, t, w)
        for p, v, t, w in ((0, 0, None, 0), (1, 3600, 3500, 0), (2, 6000, 5500, 1200), (3, 6000, 5500, 1200))
    ]
    conditions = [
        {
            "condition": k,
            "step": p,
            "holds": h,
            "could_hold": h,
            "value": float("nan") if v is None else v,
            "threshold": float("nan") if t is None else t,
            "persons": w,
        }
        for k, p, h, v, t, w in holds
    ]
    drawn = [(o, "1", p, n) for o, _, _, p, n in STANDS if o not in {"GBR-bg"}]
    drawn += [("GBR-bg", "1", 1, 1), *(("GBR-bg", t, p, n) for p in (2, 3) for t, n in (("1", 2), ("2", 1)))]
    people = pd.DataFrame(posture).groupby(["nation", "country", "step"], as_index=False)["persons"].sum()
    costs = [("FRA", 560.0), ("GBR", 520.0), ("ROU", 23.5), ("TUR", 24.0)]
    made = {f.name: make(f.name) for f in ACCOUNTS}
    return made | {
        "posture": make("posture", posture),
        "coverage": make("coverage", coverage),
        "basis": make("basis", [_tier(*row) for row in drawn]),
        "conditions": make("conditions", conditions),
        "presence": make("presence", people.to_dict("records")),
        "costs": make(
            "costs",
            [{"payer": n, "purpose": "month", "what": f"{n}-bg", "meur": v} for n, v in costs]
            + [{"payer": "UKR", "purpose": "opening", "what": "camp", "meur": 77.0}],
        ),
    }


def _tier(offer: str, tier: str, step: int, units: int) -> dict[str, Any]:
    """Return the row of what an offer's tier keeps on its only line."""
    at_sea = offer.endswith("-mcm")
    told = next(t for t in ROWS["tiers"] if (t["offer"], t["tier"]) == (offer, tier))
    line, site = ("sea-mcm", "port") if at_sea else ("land-west", "camp")
    key = {"offer": offer, "tier": tier, "requirement": line, "site": site, "step": step, "nation": offer[:3]}
    return key | {"units": units, "persons": units * (40 if at_sea else 1200), "status": told["status"], "basis": told["basis"]}
