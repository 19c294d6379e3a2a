"""Every posture and every flow of tiny supply networks looked at, in plain Python, from docs/decisions/0006 alone: the same values.

Steps have nothing to do with each other here, so each is enumerated by itself. Amounts are multiples of 5 t/day and flows are tried in
halves of that: the optima of such small networks lie there.
"""

import itertools
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.decisions import read
from planner.model.build import build
from planner.placements import placements
from planner.rules import coverage, derived, sustainment
from planner.scenario import Derivation, Goal, Scenario, Selector, Step
from solvers import Limits
from solvers.meter import Meter
from solvers.settle import settle
from tests.families.solve import lexicographic, optimum
from tests.oracles.agreement import agrees
from tests.oracles.cases import ABROAD, Draw

GOALS = (Goal("shortfall", 1), Goal("support_gap"), Goal("unsupported"))
GRAIN = 2.5  # t/day


@st.composite
def networks(draw: st.DrawFn) -> Scenario:
    """Return a hub, a camp and a fort, two or three routes, one or two who eat, and a node that handles what passes."""
    d = Draw(draw)
    d.steps = (Step("one", "one", 0, 2), Step("two", "two", 2, 4))
    d.site("hub", "YYY", 2000, supplied="source")
    d.site("camp", ABROAD, d.pick(200, 2000), supplied="route", stock_days=5.0)
    d.site("fort", ABROAD, 2000, supplied=d.pick("route", "route", "spot"))
    d.rows["routes"] = [
        {"route": "near", "origin": "hub", "destination": "camp", "capacity_tpd": d.pick(5, 10, 20)},
        {"route": "far", "origin": "camp", "destination": "fort", "capacity_tpd": d.pick(5, 10), "first_month": d.pick(0, 2)},
    ][: d.pick(1, 2, 2)]
    if d.flip():
        way = d.pick(("hub", "fort"), ("fort", "camp"))
        d.rows["routes"].append(
            {"route": "side", "origin": way[0], "destination": way[1], "capacity_tpd": 5.0, "first_month": d.pick(0, 1)}
        )
    if d.flip():
        d.rows["capacity"].append({"site": d.pick("hub", "camp"), "resource": "throughput_tpd", "free": d.pick(5, 10, 15)})
    d.rows["consumes"] = [{"unit_type": "coy", "supply": "food", "tpd": d.pick(5, 10)}, {"unit_type": "bg", "supply": "food", "tpd": 10}]
    if d.flip():
        d.rows["consumes"].append({"unit_type": "ship", "supply": "food", "tpd": 5})
    d.offer("AAA", "coy", kind="deployed", tiers=[{"units": 2}])
    d.offer("BBB", d.pick("coy", "bg"), kind="deployed", tiers=[{"units": 1}])
    d.offer("CCC", "ship", kind="deployed", tiers=[{"units": d.pick(1, 2)}])
    d.line("land", "man", d.pick((2, 3), (0, 4), (3, 3)), d.pick(("camp",), ("camp", "fort"), ("fort",)))
    d.line("node", "sea", (0, 0), d.pick(("hub",), ("camp",), ("hub", "camp")), derived="flow", hard=d.pick(False, False, True))
    fed = frozenset(s["site"] for s in d.rows["sites"] if s["supplied"] == "route")
    d.fields["derivations"] = (Derivation("node", "sea", d.pick(0.1, 0.2), "food", Selector(sites=fed), kind="flow"),)
    return d.scenario(*GOALS)


class Network:
    """The scenario as plain dictionaries."""

    def __init__(self, s: Scenario) -> None:
        frames = s.frames
        self.steps = s.steps
        self.way = frames["sites"]["supplied"].to_dict()
        self.beds = {r["site"]: r["free"] for r in frames["capacity"].to_dict("records") if r["resource"] == "beds"}
        self.free = {r["site"]: r["free"] for r in frames["capacity"].to_dict("records") if r["resource"] == "throughput_tpd"}
        self.routes = frames["routes"].to_dict("index")
        self.eats = {r["unit_type"]: r["tpd"] for r in frames["consumes"].to_dict("records")}
        self.units = {t["offer"]: int(t["units"]) for t in frames["tiers"].to_dict("records")}
        self.type = frames["offers"]["unit_type"].to_dict()
        self.persons = frames["unit_types"]["personnel"].to_dict()
        self.gives = {(r["unit_type"], r["capability"]): r["amount"] for r in frames["provides"].to_dict("records")}
        self.area = {line: [r["site"] for r in frames["reach"].to_dict("records") if r["requirement"] == line] for line in ("land", "node")}
        self.level = {r["step"]: r["level"] for r in frames["needs"].to_dict("records")}
        self.weight = frames["requirements"]["weight"].to_dict()
        self.hard = bool(frames["requirements"]["hard"]["node"])
        self.ratio = s.derivations[0].ratio

    def reference(self, p: int) -> float:
        if not any(self.way[site] == "route" for site in self.area["land"]):
            return 0.0
        most = max(self.eats.get(t, 0.0) / self.gives[t, "man"] for t in set(self.type.values()) if (t, "man") in self.gives)
        told = [site for site in self.area["node"] if site in self.free]
        silent = [site for site in self.area["node"] if self.way[site] != "spot" and site not in self.free]
        room = sum(self.free[site] for site in told) if told and not silent else float("inf")
        return self.ratio * min(self.level.get(p, 0.0) * most, room)

    def postures(self, p: int) -> Iterator[dict[tuple[str, str, str], int]]:
        """Yield what may stand in a step: offer, line, site -> units; nobody serves a line that needs nothing."""
        needed = {"land": self.level.get(p, 0.0) > 0, "node": self.reference(p) > 0}
        serves = {offer: "land" if (t, "man") in self.gives else "node" for offer, t in self.type.items()}
        places = [(o, serves[o], site) for o in self.units for site in self.area[serves[o]] if needed[serves[o]]]
        for chosen in itertools.product(*(range(self.units[o] + 1) for o, _, _ in places)):
            posture = {place: n for place, n in zip(places, chosen, strict=True) if n}
            by_offer = {o: sum(n for (x, _, _), n in posture.items() if x == o) for o in self.units}
            beds = {b: sum(n * self.persons[self.type[o]] for (o, _, x), n in posture.items() if x == b) for b in self.beds}
            if all(by_offer[o] <= self.units[o] for o in by_offer) and all(beds[b] <= self.beds[b] for b in beds):
                yield posture

    def flows(self, p: int) -> Iterator[dict[str, float]]:
        usable = {name: r["capacity_tpd"] for name, r in self.routes.items() if self.steps[p].first_month >= r["first_month"]}
        grid = [[n * GRAIN for n in range(int(most / GRAIN) + 1)] for most in usable.values()]
        for chosen in itertools.product(*grid):
            flow = dict(zip(usable, chosen, strict=True))
            if all(self.passing(flow, site) <= free for site, free in self.free.items()):
                yield flow

    def along(self, flow: dict[str, float], end: str, site: str) -> float:
        return sum(tpd for name, tpd in flow.items() if self.routes[name][end] == site)

    def passing(self, flow: dict[str, float], site: str) -> float:
        ends = {"route": "destination", "source": "origin"}
        return self.along(flow, ends[self.way[site]], site) if self.way[site] in ends else 0.0

    def entering(self, flow: dict[str, float], area: list[str]) -> float:
        ways = {name: (self.routes[name]["origin"], self.routes[name]["destination"]) for name in flow}
        out_of_sources = sum(tpd for name, tpd in flow.items() if ways[name][0] in area and self.way[ways[name][0]] == "source")
        return out_of_sources + sum(tpd for name, tpd in flow.items() if ways[name][0] not in area and ways[name][1] in area)

    def lacking(self, posture: dict[tuple[str, str, str], int], flow: dict[str, float]) -> float | None:
        """Return what comes nowhere, or None where the flows do not fit the posture."""
        total = 0.0
        for site in (b for b, way in self.way.items() if way == "route"):
            used = sum(n * self.eats.get(self.type[o], 0.0) for (o, _, x), n in posture.items() if x == site)
            lack = used - self.along(flow, "destination", site) + self.along(flow, "origin", site)
            if not 0 <= lack <= used:
                return None
            total += lack
        return total

    def best(self) -> dict[str, float]:
        """Return the value of each goal in the best plan."""
        needed = {"land": [p for p in range(len(self.steps)) if self.level.get(p, 0.0) > 0],
                  "node": [p for p in range(len(self.steps)) if self.reference(p) > 0]}  # fmt: skip
        months = {line: sum(self.steps[p].months for p in steps) for line, steps in needed.items()}
        sums = [0.0, 0.0, 0.0]
        for p, step in enumerate(self.steps):
            found = None
            flows = list(self.flows(p))
            for posture in self.postures(p):
                given = {line: sum(n * self.gives[self.type[o], c] for (o, x, _), n in posture.items() if x == line)
                         for line, c in (("land", "man"), ("node", "sea"))}  # fmt: skip
                short = max(0.0, self.level.get(p, 0.0) - given["land"])
                first = self.weight["land"] * step.months / months["land"] * short / self.level[p] if p in needed["land"] else 0.0
                if found is not None and first > found[0] + 1e-9:
                    continue
                for flow in flows:
                    lack = self.lacking(posture, flow)
                    if lack is None:
                        continue
                    level = self.ratio * (self.entering(flow, self.area["node"]) + lack)
                    gap = max(0.0, level - given["node"])
                    if self.hard and (gap > 1e-9 or lack > 0):
                        continue
                    share = self.weight["node"] * step.months / months["node"] / self.reference(p) if p in needed["node"] else 0.0
                    key = (round(first, 9), 0.0 if self.hard else round(share * gap, 9), step.months * lack)
                    found = key if found is None or key < found else found
            assert found is not None
            sums = [a + b for a, b in zip(sums, found, strict=True)]
        return dict(zip([goal.name for goal in GOALS], sums, strict=True))


@settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(networks())
def test_the_model_reaches_what_enumeration_finds(scenario):
    program = build(scenario, placements(scenario))
    x = settle(program, lexicographic(program), program.aims, Meter(Limits(), lambda: False))
    expected = pytest.approx(Network(scenario).best(), abs=2e-6)
    assert {aim.name: aim.value(x) for aim in program.aims} == expected
    decisions = read(program.column_labels, x)
    made = [rule.account(scenario, decisions) for rule in (coverage, derived, sustainment)]
    metrics = {name: value for one in made for name, value in one.metrics.items()}
    assert {aim.name: metrics[aim.name] for aim in program.aims} == expected
    assert all(one.breaches.empty for one in made)


@settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(networks(), st.sampled_from((2.5, 5.0)))
def test_a_wider_route_never_makes_anything_worse(scenario, more):
    routes = scenario.frames["routes"]
    wider = replace(scenario, frames={**scenario.frames, "routes": routes.assign(capacity_tpd=routes["capacity_tpd"] + more)})
    before, after = ([round(v, 5) for v in optimum(s)[0].values()] for s in (scenario, wider))
    assert after <= before


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(networks())
def test_the_solver_reaches_what_enumeration_finds(scenario):
    agrees(scenario, Network(scenario).best())
