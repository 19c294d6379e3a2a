"""Small scenarios: companies (100 persons, 1 company), battalions (400, 4), engineers (50, 1 of engineers); two steps of 6 months.

Two existing sites without limits of room: camp in UKR, base in POL. Everything else is what the test says.
"""

from dataclasses import replace
from typing import Any

from planner.frames import SCENARIO, make
from planner.scenario import Goal, Scenario, Step
from tests.tiny import tiny

STEPS = (Step("first", "first", 0, 6), Step("second", "second", 6, 6))
TYPES = [
    {"unit_type": "coy", "domain": "land", "personnel": 100.0, "tour_months": 6, "dwell_months": 18},
    {"unit_type": "bn", "domain": "land", "personnel": 400.0, "tour_months": 6, "dwell_months": 18},
    {"unit_type": "eng", "domain": "support", "personnel": 50.0, "tour_months": 6, "dwell_months": 18},
]
PROVIDES = [
    {"unit_type": "coy", "capability": "companies", "amount": 1.0},
    {"unit_type": "bn", "capability": "companies", "amount": 4.0},
    {"unit_type": "eng", "capability": "engineers", "amount": 1.0},
]
SITES = [
    {"site": "base", "country": "POL", "kinds": ("base",), "existing": True},
    {"site": "camp", "country": "UKR", "kinds": ("camp",), "existing": True},
]
SHORT = (Goal("shortfall", 1),)


def offer(name: str, units: float, *, unit: str = "coy", kind: str = "deployed", tier: str = "1", **terms: Any) -> dict[str, Any]:
    """Return an offer of the nation that its name begins with; tier columns among the terms go to its tier."""
    return {"offer": name, "nation": name[:3], "unit_type": unit, "kind": kind, "tier": tier, "units": units, **terms}


def line(
    name: str, level: float | tuple[float, float], *, of: str = "companies", minimum: float = 0.0, at: str = "camp", **terms: Any
) -> dict[str, Any]:
    """Return a line of priority 1 with a level for both steps (or one each), at one site."""
    levels = level if isinstance(level, tuple) else (level, level)
    return {"requirement": name, "pillar": "reassurance", "of": of, "levels": levels, "minimum": minimum, "at": at, **terms}


def small(
    offers: list[dict[str, Any]], lines: list[dict[str, Any]], rows: dict[str, list[dict[str, Any]]] | None = None, **fields: Any
) -> Scenario:
    """Return the scenario of some offers and lines; `rows` replaces the rows of whole frames, `fields` any field of the Scenario."""
    tier_columns = ("offer", "tier", "units", "first_month", "until_month", "notice_days", "requires")
    terms = {o["offer"]: {k: v for k, v in o.items() if k not in tier_columns[1:]} for o in offers}
    for t in terms.values():
        t |= {"tour_months": t.get("tour_months", 6), "dwell_months": t.get("dwell_months", 18)}
        if t["kind"] == "in_cycle":
            t["pool"] = t.get("pool") or f"{t['nation']} {t['unit_type']}"
    steps = fields.get("steps", STEPS)
    own = ("of", "levels", "minimum", "at")
    spec: dict[str, list[dict[str, Any]]] = {
        "nations": [{"nation": n, "role": "member"} for n in sorted({o["nation"] for o in offers})],
        "capabilities": [{"capability": c} for c in ("companies", "engineers")],
        "unit_types": TYPES, "provides": PROVIDES, "sites": SITES,
        "offers": list(terms.values()), "tiers": [{k: o[k] for k in tier_columns if k in o} for o in offers],
        "requirements": [{"priority": 1, "weight": 1.0} | {k: v for k, v in r.items() if k not in own} for r in lines],
        "reach": [{"requirement": r["requirement"], "site": site} for r in lines for site in r["at"].split()],
        "needs": [
            {"requirement": r["requirement"], "capability": r["of"], "step": p, "level": level, "minimum": r["minimum"]}
            for r in lines if not r.get("derived") for p, level in zip(range(len(steps)), r["levels"], strict=False) if level > 0
        ],
    } | (rows or {})  # fmt: skip
    frames = {f.name: make(f.name, spec.get(f.name, [])) for f in SCENARIO}
    return replace(
        tiny(),
        frames=frames,
        steps=steps,
        goals=fields.pop("goals", SHORT),
        digest="small",
        **{k: v for k, v in fields.items() if k != "steps"},
    )
