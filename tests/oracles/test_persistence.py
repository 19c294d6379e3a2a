"""Persistence by looking at every posture: agreed plans of all kinds, weights, a ceiling on changed nations, per line and per site."""

import math
from collections import defaultdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.scenario import Goal, Persistence, Scenario
from tests.oracles.agreement import agrees
from tests.oracles.cases import Draw
from tests.oracles.oracle import EPS, Facts, Posture, judge, postures

RANKS = ("exploratory", "offered", "announced", "deployed")
GOALS = (Goal("shortfall", 1), Goal("changes"), Goal("cost"))


@st.composite
def cases(draw: st.DrawFn) -> Scenario:
    """Three nations on two lines, of which one reaches two sites; anything may have been agreed, also what is not offered any more."""
    d = Draw(draw)
    d.site("x", "ZZZ", d.pick(350, 2000))
    d.site("y", "ZZZ", 2000)
    way = d.pick("one line", "two lines", "two sites")  # few units where there are many places: every posture is looked at
    units = d.pick(1, 2) if way == "one line" else 1
    d.offer("AAA", "bg", kind="deployed", tiers=[{"units": units, "status": d.pick(*RANKS)}])
    late = {"units": 1, "first_month": d.pick(0, 2), "status": d.pick(*RANKS)}
    d.offer("BBB", "coy", kind="deployed", tiers=[{"units": 1, "status": d.pick(*RANKS)}, late])
    if way != "two sites":
        d.offer("CCC", "coy", kind="deployed", tiers=[{"units": 1, "status": d.pick(*RANKS)}])
    d.line("m", "man", d.pick((3, 4), (0, 5), (4, 1)), ("x", "y") if way == "two sites" else ("x",))
    if way == "two lines":
        d.line("n", "fire", (1, 1), ("x",))
    lines = [(r["requirement"], r["site"]) for r in d.rows["reach"]]
    keys = [(o["offer"], line, site, p) for o in d.rows["offers"] for line, site in lines for p in (0, 1)]
    for offer, line, site, p in draw(st.lists(st.sampled_from(keys), unique=True, min_size=1, max_size=5)):
        d.rows["baseline"].append({"offer": offer, "requirement": line, "site": site, "step": p, "units": float(d.pick(1, 1, 2, 3))})
    weights = dict(zip((*RANKS, "unused"), (0.0, 1.0, 5.0, 20.0, d.pick(0.0, 0.2, 2.0)), strict=True))
    d.fields["persistence"] = Persistence(weights, d.pick(math.nan, math.nan, 0.0, 1.0, 2.0), way == "two sites")
    return d.scenario(*draw(st.permutations(GOALS)))


def changes(f: Facts, posture: Posture) -> tuple[float, int]:
    """Return what the changes of a posture weigh, and how many nations are changed."""
    terms = f.s.persistence
    agreed, stands = defaultdict(float), defaultdict(float)
    for row in f.s.frames["baseline"].to_dict("records"):
        agreed[row["offer"], row["requirement"], row["site"] if terms.per_site else "", row["step"]] += row["units"]
    for (offer, line, site, p), units in posture.items():
        stands[offer, line, site if terms.per_site else "", p] += units
    total, nations = 0.0, set()
    for key in {*agreed, *stands}:
        moved = abs(stands.get(key, 0.0) - agreed.get(key, 0.0))
        if moved > EPS:
            offer, p = key[0], key[-1]
            total += (
                weight(f, offer, p, {o for (o, *_), u in agreed.items() if u})
                * f.types[f.offers[offer]["unit_type"]]["personnel"]
                * f.months[p]
                * moved
            )
            nations.add(f.offers[offer]["nation"])
    return total, len(nations)


def weight(f: Facts, offer: str, p: int, used: set[str]) -> float:
    weights = f.s.persistence.weights
    if offer not in used:
        return weights["unused"]
    dated = [t for t in f.tiers[offer] if f.s.steps[p].within(t["first_month"], t["until_month"])]
    return weights[min((t["status"] for t in dated or f.tiers[offer]), key=RANKS.index)]


def best(s: Scenario) -> dict[str, float] | None:
    """Return the value of each goal in the lexicographically best posture, or None where nothing is allowed."""
    f, found = Facts(s), None
    most = s.persistence.most_changed_nations
    for posture in postures(f, 50_000):
        weighed, nations = changes(f, posture)
        if nations > most + EPS or (values := judge(f, posture)) is None:  # of NaN, nothing is too many
            continue
        values["changes"] = weighed
        key = tuple(round(values[g.name], 9) for g in s.goals)
        found = key if found is None else min(found, key)
    return None if found is None else dict(zip([g.name for g in s.goals], found, strict=True))


@settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(scenario=cases())
def test_the_solver_reaches_what_enumeration_finds(scenario):
    agrees(scenario, best(scenario))


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenario=cases())
def test_the_solver_reaches_what_enumeration_finds_many_times(scenario):
    agrees(scenario, best(scenario))
