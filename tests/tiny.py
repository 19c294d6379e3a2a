"""A two-nation scenario built without the document, for tests of what comes after it.

FRA keeps 2 battlegroups in place, EST has 4 companies in the cycle (one in four: 1 in place); one line in Ukraine needs 12
companies in entry and 16 in stabilise; one camp must be opened, one hub in Poland exists.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from planner.frames import SCENARIO, make
from planner.scenario import Goal, Scenario, Step

ROWS: dict[str, list[dict[str, Any]]] = {
    "nations": [
        {"nation": "FRA", "title": "France", "groups": ("EUROPE", "NATO"), "role": "member", "gdp_busd": 3162, "active_personnel": 200000},
        {"nation": "EST", "title": "Estonia", "groups": ("EUROPE", "NATO"), "role": "member", "gdp_busd": 43, "active_personnel": 7500},
    ],
    "nation_limits": [{"nation": "FRA", "measure": "deployed", "limit": 3000}],
    "capabilities": [{"capability": "manoeuvre_coy", "title": "manoeuvre", "unit": "company"}],
    "unit_types": [
        {"unit_type": "battlegroup", "title": "battlegroup", "domain": "land", "personnel": 1200, "cost_month": 7.0, "cost_move": 9.0},
        {"unit_type": "infantry-coy", "title": "infantry company", "domain": "land", "personnel": 150, "cost_month": 0.9, "cost_move": 1.1},
    ],
    "provides": [
        {"unit_type": "battlegroup", "capability": "manoeuvre_coy", "amount": 4},
        {"unit_type": "infantry-coy", "capability": "manoeuvre_coy", "amount": 1},
    ],
    "occupies": [
        {"unit_type": "battlegroup", "resource": "beds", "amount": 1200},
        {"unit_type": "infantry-coy", "resource": "beds", "amount": 150},
    ],
    "offers": [
        {"offer": "FRA-bg", "nation": "FRA", "unit_type": "battlegroup", "kind": "deployed", "tour_months": 6, "dwell_months": 18},
        {
            "offer": "EST-coy",
            "nation": "EST",
            "unit_type": "infantry-coy",
            "kind": "in_cycle",
            "pool": "EST infantry-coy",
            "tour_months": 6,
            "dwell_months": 18,
        },
    ],
    "tiers": [
        {"offer": "FRA-bg", "tier": "1", "units": 2, "status": "announced", "basis": "quoted"},
        {"offer": "EST-coy", "tier": "1", "units": 4, "status": "offered", "basis": "assumed"},
    ],
    "sites": [
        {
            "site": "camp",
            "title": "camp",
            "country": "UKR",
            "kinds": ("camp",),
            "ready_month": 2,
            "opening_months": 2,
            "opening_cost": 60,
            "monthly_cost": 1.2,
        },
        {"site": "hub", "title": "hub", "country": "POL", "kinds": ("hub",), "existing": True},
    ],
    "capacity": [{"site": "camp", "resource": "beds", "free": 2700}, {"site": "hub", "resource": "beds", "free": 1000}],
    "requirements": [{"requirement": "land", "title": "land", "pillar": "reassurance", "priority": 1}],
    "reach": [{"requirement": "land", "site": "camp"}],
    "needs": [
        {"requirement": "land", "capability": "manoeuvre_coy", "step": 1, "level": 12, "minimum": 6},
        {"requirement": "land", "capability": "manoeuvre_coy", "step": 2, "level": 16, "minimum": 8},
    ],
}

STEPS = (Step("prepare", "prepare", 0, 2), Step("entry", "entry", 2, 3), Step("stabilise", "stabilise", 5, 9))

GOALS = (Goal("below_minimum"), Goal("shortfall", 1), Goal("cost"))


def tiny(rows: dict[str, list[dict[str, Any]]] | None = None, **fields: Any) -> Scenario:
    """Return the scenario; `rows` replaces the rows of whole frames, `fields` any field of the Scenario."""
    spec = ROWS | (rows or {})
    frames = {f.name: make(f.name, spec.get(f.name, [])) for f in SCENARIO}
    scenario = Scenario(
        title="Two nations", option="base", option_title="as written", steps=STEPS, start=date(2026, 1, 1), d_day=date(2026, 3, 1),
        frames=frames, goals=GOALS, digest="tiny",
    )  # fmt: skip
    return replace(scenario, **fields)
