"""A made-up coalition of the flagship's size, to measure with: 38 nations, 160 offers, 40 lines, 40 sites, 5 steps."""

from datetime import date
from typing import Any

import numpy as np

from planner.frames import SCENARIO, make
from planner.scenario import Area, AreaLimit, Caveat, Condition, Derivation, Goal, Host, Pair, Reach, Scenario, Selector, Step

STEPS = (
    Step("prepare", "prepare", 0, 2), Step("entry", "entry", 2, 1), Step("build-up", "build-up", 3, 2),
    Step("stabilise", "stabilise", 5, 9), Step("sustain", "sustain", 14, 10),
)  # fmt: skip
GOALS = (
    Goal("below_minimum"), Goal("shortfall", 1), Goal("resilience_gap"), Goal("shortfall", 2), Goal("shortfall", 3), Goal("uncovered"),
    Goal("support_gap"), Goal("leaderless"), Goal("cost", relative=0.01),
)  # fmt: skip
COUNTRIES = ("UKR", "POL", "ROU", "TUR", "SVK", "LTU")


def coalition(seed: int = 0, nations: int = 38, offers: int = 160, lines: int = 40, sites: int = 40) -> Scenario:
    """Return the coalition; smaller numbers make a smaller one."""
    pick = np.random.default_rng(seed)
    names = [f"N{i:02d}" for i in range(nations - 2)] + ["POL", "USA"]
    capabilities = [f"cap{i:02d}" for i in range(12)]
    types = [f"type{i:02d}" for i in range(14)]
    steps = range(1, len(STEPS))
    rows: dict[str, list[dict[str, Any]]] = {
        "nations": [{"nation": n, "role": "member"} for n in names],
        "nation_limits": [{"nation": n, "measure": "deployed", "limit": float(pick.integers(4, 30)) * 100} for n in names],
        "capabilities": [{"capability": c, "unit": "unit"} for c in capabilities],
        "unit_types": [
            {
                "unit_type": u, "domain": ("land", "air", "sea", "support")[i % 4], "tonnes": 900.0,
                "personnel": float(pick.integers(2, 25)) * 20, "tour_months": 6, "dwell_months": 12,
                "cost_month": float(pick.integers(1, 40)) / 10, "cost_move": float(pick.integers(1, 30)) / 10,
            }
            for i, u in enumerate(types)
        ],
        "provides": [
            {"unit_type": u, "capability": capabilities[i % 12], "amount": float(pick.integers(1, 5))} for i, u in enumerate(types)
        ],
        "substitutes": [{"unit_type": types[0], "capability": capabilities[1], "amount": 0.5, "max_share": 0.5}],
        "occupies": [{"unit_type": u, "resource": "beds", "amount": float(pick.integers(2, 25)) * 20} for u in types],
        "offers": [], "tiers": [],
        "sites": [
            {
                "site": f"s{i:02d}", "country": COUNTRIES[i % len(COUNTRIES)], "kinds": ("camp",), "existing": i % 3 == 0,
                "ready_month": int(pick.integers(0, 4)), "opening_months": 2, "monthly_cost": 1.0,
                "opening_cost": float(pick.integers(5, 60)),
            }
            for i in range(sites)
        ],
        "capacity": [{"site": f"s{i:02d}", "resource": "beds", "free": float(pick.integers(5, 60)) * 100} for i in range(sites)],
        "requirements": [], "reach": [], "needs": [],
    }  # fmt: skip
    for i in range(offers):
        kind = "in_cycle" if i % 3 == 0 else "deployed"
        nation, unit = names[int(pick.integers(0, nations))], types[int(pick.integers(0, len(types)))]
        pool = f"{nation} {unit}" if kind == "in_cycle" else ""
        terms = {
            "offer": f"o{i:03d}",
            "nation": nation,
            "unit_type": unit,
            "kind": kind,
            "pool": pool,
            "tour_months": 6,
            "dwell_months": 12,
        }
        rows["offers"].append(terms)
        units = float(pick.integers(1, 5)) * (3 if kind == "in_cycle" else 1)
        rows["tiers"].append({"offer": f"o{i:03d}", "tier": "1", "units": units, "first_month": int(pick.integers(0, 6))})
        if i % 5 == 0:
            rows["tiers"].append({"offer": f"o{i:03d}", "tier": "2", "units": 2.0, "requires": (("backstop",),)})
    for i in range(lines):
        name, derived = f"r{i:02d}", i % 10 == 9
        rows["requirements"].append({
            "requirement": name, "pillar": "reassurance", "priority": 1 + i % 3, "weight": 1.0, "cover": i % 20 == 9,
            "derived": "ratio" if derived else "",
            "lead": tuple(names[int(k)] for k in pick.choice(nations, 4, replace=False)) if i % 4 == 0 else (), "lead_share": 0.2,
            "max_nations": 6.0 if i % 2 else np.nan, "n_minus_1": i % 5 == 0,
        })  # fmt: skip
        reach = sorted(pick.choice(sites, max(1, int(sites * 0.35)), replace=False).tolist())
        rows["reach"] += [{"requirement": name, "site": f"s{s:02d}"} for s in reach]
        if not derived:
            level = float(pick.integers(2, 20))
            rows["needs"] += [
                {"requirement": name, "capability": capabilities[i % 12], "step": p, "level": level, "minimum": float(np.ceil(level / 2))}
                for p in steps
            ]
    frames = {f.name: make(f.name, rows.get(f.name, [])) for f in SCENARIO}
    return Scenario(
        title="A made-up coalition", option="base", option_title="as made up", steps=STEPS, start=date(2026, 1, 1), d_day=date(2026, 3, 1),
        frames=frames, goals=GOALS, consent_explicit=True, digest="coalition", **_blocks(names, rows),
    )  # fmt: skip


def _blocks(names: list[str], rows: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """Return hosts, caveats, conditions, areas, pairs and derived needs."""
    by_country = {c: frozenset(s["site"] for s in rows["sites"] if s["country"] == c) for c in COUNTRIES}
    hosts = {c: Host(c, frozenset(names), by_country[c], ceiling=20000.0) for c in COUNTRIES[:5]}
    caveats = tuple(
        Caveat(f"caveat-{n}", Selector(nations=frozenset({n}), sites=by_country["UKR"]), unless=(("backstop",),) if i % 4 == 0 else ())
        for i, n in enumerate(names) if i % 2 == 0
    )  # fmt: skip
    europe = Selector(nations=frozenset(names) - {"USA"}, sites=by_country["UKR"])
    backstop = Condition(
        "backstop", "if-earned", earned=Reach("personnel", "", europe, without_needs_it=True, at_least=(np.nan, 1500, 1500, 3000, 3000))
    )
    sea = AreaLimit("aggregate", "tonnes", Selector(sites=by_country["TUR"]), 9000.0)
    derived = [r["requirement"] for r in rows["requirements"] if r["derived"]]
    derivations = tuple(
        Derivation(
            r, f"cap{i:02d}", 0.002, "personnel", Selector(sites=by_country["UKR"], requirements=frozenset(f"r{j:02d}" for j in range(9)))
        )
        for i, r in enumerate(derived)
    )
    return {
        "hosts": hosts, "caveats": caveats, "conditions": {"backstop": backstop}, "areas": (Area("sea", by_country["TUR"], (sea,)),),
        "pairs": (Pair("only_with", names[0], names[1], frozenset({"r01"})),), "derivations": derivations,
    }  # fmt: skip
