"""Movement by brute force: every posture of tiny scenarios, judged in plain Python from docs/decisions/0006 alone."""

import itertools
import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.conductor import solve
from planner.plan import Plan
from planner.scenario import Derivation, Goal, Scenario, Selector, Step
from planner.verify import account, verify
from solvers import Limits
from tests.families.solve import optimum
from tests.oracles.cases import ABROAD, Draw

LIFT = {"bg": 300.0, "coy": 150.0, "ship": 0.0}  # t to move one
EPS = 1e-7
GOALS = (Goal("shortfall", 1), Goal("support_gap"), Goal("cost"), Goal("arrivals"))


@st.composite
def moving(draw: st.DrawFn) -> Scenario:
    """Battlegroups and companies for a line at one or two sites; a ship, and sometimes companies, carry what moves."""
    d = Draw(draw)
    first, second = d.pick(1, 2), d.pick(1, 2)
    d.steps = (Step("a", "a", 0, first), Step("b", "b", first, second), Step("c", "b", first + second, 2))
    d.site("x", ABROAD, 9000)
    d.site("y", d.pick(ABROAD, "BBB"), 9000)
    d.site("base", "CCC", 9000)
    d.offer("AAA", "bg", kind="deployed", tiers=[{"units": 1, "first_month": d.pick(0, first)}], only_at=("x",))
    d.offer("BBB", "coy", kind="deployed", tiers=[{"units": 2, "first_month": d.pick(0, first, first + second)}])
    d.offer("CCC", "ship", kind="deployed", tiers=[{"units": 1}])
    standing_in = d.flip()
    levels = d.pick((0, 5, 5), (0, 3, 5), (1, 4, 0), (2, 2, 5))
    d.line("m", "man", levels[:2], ("x",) if standing_in else ("x", "y"))
    if levels[2]:
        d.rows["needs"].append({"requirement": "m", "capability": "man", "step": 2, "level": levels[2]})
    if d.flip():
        d.rows["reception"] = [
            {"site": site, "over": over, "measure": measure, "a_month": most, "first_month": month}
            for site, over, measure, most, month in (
                ("x", "", "persons", d.pick(0, 60, 175, 350), 0),
                ("x", "", "t", d.pick(100, 300), 0),
                ("x", "road", "t", d.pick(150, 400), d.pick(0, first)),
                ("y", "rail", "t", d.pick(80, 160), d.pick(0, 9)),
            )
            if d.flip()
        ]
    if d.flip() or standing_in:
        d.line("lift", "sea", (0, 0), ("base",), derived="ratio", hard=d.flip())
        share = d.pick(0.25, 0.5, 0.9)
        d.rows["substitutes"] += [{"unit_type": "coy", "capability": "sea", "amount": 1.0, "max_share": share}] if standing_in else []
        meant = Selector(requirements=frozenset({"m"}))
        d.fields["derivations"] = (Derivation("lift", "sea", d.pick(0.004, 0.01), "lift", meant, kind="lift"),)
    made = d.scenario(*GOALS)
    made.frames["unit_types"]["lift_t"] = [LIFT[u] for u in made.frames["unit_types"].index]
    return made


class Case:
    """The scenario as plain values, looked at once."""

    def __init__(self, s: Scenario) -> None:
        self.s, self.months = s, [step.months for step in s.steps]
        self.levels = [0.0] * len(self.months)
        for r in s.frames["needs"].to_dict("records"):
            self.levels[r["step"]] = r["level"]
        self.lines = s.frames["requirements"].to_dict("index")
        self.types = s.frames["unit_types"].to_dict("index")
        self.country = s.frames["sites"]["country"].to_dict()
        self.reception = s.frames["reception"].to_dict("records")
        self.tiers = s.frames["tiers"].set_index("offer").to_dict("index")
        self.reach = set(zip(s.frames["reach"]["requirement"], s.frames["reach"]["site"], strict=True))
        self.shares = s.frames["substitutes"]["max_share"].tolist()
        self.ratio = s.derivations[0].ratio if s.derivations else 0.0
        self.references = [self.reference(p) for p in range(len(self.months))]
        self.limits = [list(limits(self, p)) for p in range(len(self.months))]

    def reference(self, p: int) -> float:
        """What the level of the line rises by next, or rose by last while it stands: each company's worth made of what weighs most."""
        if not self.ratio or p + 1 >= len(self.months) or self.levels[p + 1] == 0:
            return 0.0
        rises = [self.levels[0], *(self.levels[q + 1] - self.levels[q] for q in range(p + 1))]
        return self.ratio * next(r for r in reversed(rises) if r > 0) * max(300 / 3, 150 / 1) / self.months[p]


KIND = {"AAA-bg-0": "bg", "BBB-coy-0": "coy", "CCC-ship-0": "ship"}
PLACES = {"AAA-bg-0": (("m", "x"),), "BBB-coy-0": (("m", "x"), ("m", "y"), ("lift", "base")), "CCC-ship-0": (("lift", "base"),)}


def choices(case: Case, offer: str, p: int) -> list[dict]:
    """Every way in which an offer may stand in a step."""
    tier = case.tiers[offer]
    places = [
        (line, site)
        for line, site in PLACES[offer]
        if (line, site) in case.reach
        and (case.levels if line == "m" else case.references)[p] > 0
        and not (offer.startswith("BBB") and line == "lift" and not case.shares)
    ]
    if case.s.steps[p].first_month < tier["first_month"]:
        return [{}]
    counts = itertools.product(*(range(int(tier["units"]) + 1) for _ in places))
    return [{(offer, *place): n for place, n in zip(places, c, strict=True) if n} for c in counts if sum(c) <= tier["units"]]


def postures(case: Case) -> Iterator[list[dict]]:
    steps = []
    for p in range(len(case.months)):
        ways = [choices(case, offer, p) for offer in PLACES]
        steps.append([{k: n for part in parts for k, n in part.items()} for parts in itertools.product(*ways)])
    yield from map(list, itertools.product(*steps))


def comers(case: Case, posture: list[dict], p: int) -> dict:
    """Who comes before step p: growth of a placement, own soil aside."""
    grown = {k: n - posture[p - 1].get(k, 0) for k, n in posture[p].items() if p and case.country[k[2]] != k[0][:3]}
    return {k: n for k, n in grown.items() if n > 0}


def judge(case: Case, posture: list[dict]) -> tuple | None:
    come = [comers(case, posture, p) for p in range(len(case.months))]
    for p in range(1, len(case.months)):
        moved = defaultdict(float)
        for (offer, _, site), n in come[p].items():
            moved[site, "persons"] += n * case.types[KIND[offer]]["personnel"]
            moved[site, "t"] += n * LIFT[KIND[offer]]
        if any(moved[site, measure] > most * case.months[p - 1] + EPS for site, measure, most in case.limits[p - 1]):
            return None
    gap = lifted(case, posture, come)
    if gap is None:
        return None
    needed = [p for p in range(len(case.months)) if case.levels[p] > 0]
    total = sum(case.months[p] for p in needed)
    short = 0.0
    for p in needed:
        filled = sum(n * {"bg": 3, "coy": 1}[KIND[o]] for (o, line, _), n in posture[p].items() if line == "m")
        short += case.months[p] / total * max(0.0, case.levels[p] - filled) / case.levels[p]
    persons = sum(n * case.types[KIND[o]]["personnel"] for there in come for (o, _, _), n in there.items())
    return tuple(round(v, 7) for v in (case.lines["m"]["weight"] * short, gap, cost(case, posture), persons))


def limits(case: Case, p: int) -> Iterator[tuple[str, str, float]]:
    rows = case.reception
    for r in rows:
        if not r["over"]:
            yield r["site"], r["measure"], r["a_month"]
    for site in {r["site"] for r in rows if r["over"]}:
        usable = [r["a_month"] for r in rows if r["site"] == site and r["over"] and r["first_month"] <= case.s.steps[p].first_month]
        yield site, "t", sum(usable)


def lifted(case: Case, posture: list[dict], come: list[dict]) -> float | None:
    """The index of the lift that is missing; None where a hard line lacks any, or others stand in for too much of it."""
    if not case.ratio:
        return 0.0
    line, shares = case.lines["lift"], case.shares
    asked = [p for p in range(len(case.months)) if case.references[p] > 0]
    total, gap = sum(case.months[p] for p in asked), 0.0
    for p in range(len(case.months)):
        after = come[p + 1] if p + 1 < len(case.months) else {}
        level = case.ratio * sum(n * LIFT[KIND[o]] for (o, of, _), n in after.items() if of == "m") / case.months[p]
        gives = {o: n for (o, of, _), n in posture[p].items() if of == "lift"}
        lack = max(0.0, level - sum(gives.values()))
        if (line["hard"] and lack > EPS) or (shares and gives.get("BBB-coy-0", 0) > shares[0] * level + EPS):
            return None
        if p in asked and not line["hard"]:
            gap += case.months[p] / total * lack / case.references[p]
    return float(line["weight"]) * gap


def cost(case: Case, posture: list[dict]) -> float:
    total = 0.0
    for p, there in enumerate(posture):
        for (offer, _, site), n in there.items():
            trips = 0.0 if case.country[site] == offer[:3] else case.months[p] / 4
            total += n * (case.months[p] * case.types[KIND[offer]]["cost_month"] + trips * case.types[KIND[offer]]["cost_move"])
    return total


def found(scenario: Scenario) -> dict[str, float]:
    case = Case(scenario)
    best = min(values for posture in postures(case) if (values := judge(case, posture)) is not None)
    return dict(zip([g.name for g in scenario.goals], best, strict=True))


def settled(examples: int):
    return settings(max_examples=examples, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def compare(scenario: Scenario) -> None:
    values, decisions = optimum(scenario)
    made = account(scenario, decisions)
    assert made.breaches.empty
    expected = found(scenario)
    assert values == pytest.approx(expected, abs=2e-6)
    assert {name: made.metrics[name] for name in expected} == pytest.approx(expected, abs=2e-6)
    brings_everybody(scenario, made.frames["movements"], made.frames["ramp_up"])


def brings_everybody(scenario: Scenario, moved: pd.DataFrame, ramp: pd.DataFrame) -> None:
    """In each month no more than the site takes in, all of them by the last month before the step, sums as in the movements."""
    for column in ("persons", "tonnes"):
        assert math.isclose(ramp[column].sum(), moved[column].sum(), abs_tol=1e-6)
        assert not (ramp[column] > ramp[f"most_{column}"] + 1e-6).any()
    first = {p: step.first_month for p, step in enumerate(scenario.steps)}
    assert (moved["arrives"] < moved["step"].map(first)).all()
    assert (moved["begins"] >= (moved["step"] - 1).map(first)).all()
    assert (moved["begins"] <= moved["arrives"]).all()


@settled(10)
@given(moving())
def test_the_model_reaches_what_enumeration_finds(scenario):
    compare(scenario)


@pytest.mark.slow
@settled(100)
@given(moving())
def test_the_model_reaches_what_enumeration_finds_in_many(scenario):
    compare(scenario)


@pytest.mark.slow
@settled(25)
@given(moving())
def test_a_whole_solve_reaches_it_and_verify_finds_nothing(scenario):
    plan = solve(scenario, Limits(seconds=30))
    assert isinstance(plan, Plan)
    assert {level.goal: level.value for level in plan.levels} == pytest.approx(found(scenario), abs=2e-6)
    assert verify(scenario, plan).empty


@pytest.mark.slow
@settled(60)
@given(moving(), st.integers(0, 3), st.integers(1, 300))
def test_a_site_that_takes_in_more_never_worsens_the_first_goal(scenario, which, more):
    rows = scenario.frames["reception"].copy()
    if len(rows) <= which:
        return
    rows.loc[which, "a_month"] += more
    wider = replace(scenario, frames={**scenario.frames, "reception": rows})
    assert optimum(wider)[0]["shortfall.1"] <= optimum(scenario)[0]["shortfall.1"] + EPS
