"""Tours of tiny scenarios, every posture and every schedule of tours looked at in plain Python: the solver reaches the same values.

Written from docs/decisions/0006 alone. Month by month: a state is who left when; postures are few, and how they are manned is searched.
"""

import itertools
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.frames import SCENARIO, make
from planner.scenario import Caveat, Condition, Goal, Reach, Scenario, Selector, Step
from tests.oracles.agreement import agrees

MOVE, MONTH = 3.0, 1.0
COSTS = {"cost_month": MONTH, "cost_move": MOVE}


@st.composite
def pools(draw: st.DrawFn) -> Scenario:
    """One pool of one or two offers, away at one of two sites or at home; tiers with dates and a condition that it may earn."""

    def pick(*values: Any) -> Any:
        return draw(st.sampled_from(values))

    lengths = pick((2, 2, 2), (1, 3, 2), (3, 3), (1, 2, 1, 2))
    firsts = [sum(lengths[:i]) for i in range(len(lengths))]
    steps = tuple(Step(f"s{i}", f"s{i}", first, months) for i, (first, months) in enumerate(zip(firsts, lengths, strict=True)))
    several, home = pick(True, False), pick(True, False)
    terms = [{"tour_months": pick(1, 2, 3), "dwell_months": pick(1, 2.5, 3)} for _ in range(2)]
    overlap = 1 if min(t["tour_months"] for t in terms) > 1 and draw(st.booleans()) else 0
    offers = [
        {"offer": "AAA-1", "nation": "AAA", "unit_type": "coy", "kind": "in_cycle", "pool": "p", "home_availability": pick(1, 0.5)}
        | terms[0]
    ]
    tiers = [{"offer": "AAA-1", "tier": "1", "units": pick(1, 2), "first_month": pick(0, 2), "until_month": pick(10_000, firsts[-1])}]
    if pick(True, False):
        tiers.append({"offer": "AAA-1", "tier": "2", "units": 1, "requires": (("earned",),)})
    if several:
        offers.append({"offer": "BBB-1", "nation": "BBB", "unit_type": "coy", "kind": "in_cycle", "pool": "p"} | terms[1])
        tiers.append({"offer": "BBB-1", "tier": "1", "units": pick(1, 2), "requires": pick((), (("earned",),))})
    sites = [{"site": "x", "country": "ZZZ", "existing": True}, {"site": "y", "country": "AAA" if home else "ZZZ", "existing": True}]
    needs = [{"requirement": "m", "capability": "man", "step": p, "level": pick(0, 1, 2, 2)} for p in range(len(steps))]
    rows: dict[str, list[dict[str, Any]]] = {
        "nations": [{"nation": "AAA"}, {"nation": "BBB"}],
        "capabilities": [{"capability": "man"}],
        "unit_types": [{"unit_type": "coy", "domain": "land", "personnel": 100, "overlap_months": overlap} | COSTS],
        "provides": [{"unit_type": "coy", "capability": "man", "amount": 1}],
        "offers": offers, "tiers": tiers, "sites": sites,
        "requirements": [{"requirement": "m", "pillar": "reassurance"}],
        "reach": [{"requirement": "m", "site": s} for s in pick(("x",), ("x", "y"))],
        "needs": [n for n in needs if n["level"]],
    }  # fmt: skip
    caveat = (Caveat("c", Selector(nations=frozenset({"BBB"}), sites=frozenset({"x"})), unless=pick((), (("earned",),))),)
    reach = Reach("units", "", Selector(), False, tuple(pick(1.0, 2.0) for _ in steps))  # what needs it counts too
    return Scenario(
        title="case", option="base", option_title="", steps=steps, start=date(2026, 1, 1), d_day=date(2026, 1, 1), digest="case",
        frames={f.name: make(f.name, rows.get(f.name, [])) for f in SCENARIO}, switches={"rotation": "tours"},
        conditions={"earned": Condition("earned", "if-earned", earned=reach)},
        caveats=caveat if several and draw(st.booleans()) else (), goals=(Goal("shortfall", 1), Goal("cost")),
    )  # fmt: skip


class Case:
    """The scenario as plain values."""

    def __init__(self, s: Scenario) -> None:
        self.s, f = s, s.frames
        self.offers = f["offers"].to_dict("index")
        self.tiers = f["tiers"].to_dict("records")
        self.site = f["sites"]["country"].to_dict()
        self.sites = sorted(f["reach"]["site"])
        self.level = {n["step"]: n["level"] for n in f["needs"].to_dict("records")}
        self.overlap = int(f["unit_types"]["overlap_months"].iloc[0])
        self.step_of = [p for p, step in enumerate(s.steps) for _ in range(step.months)]
        self.tour = {o: round(v["tour_months"] + 0.49) for o, v in self.offers.items()}
        self.cycle = {o: self.tour[o] + round(v["dwell_months"] + 0.49) for o, v in self.offers.items()}

    def at_home(self, offer: str, site: str) -> bool:
        return self.site[site] == self.offers[offer]["nation"]

    def barred(self, offer: str, site: str, held: bool, by: bool | None = None) -> bool:
        """A caveat without a way out, or with one that is not open; `by`: whether the place hangs on the condition itself."""
        for c in self.s.caveats:
            if self.offers[offer]["nation"] in c.select.nations and site in c.select.sites and not (c.unless and held and by is not False):
                return True
        return False

    def hangs(self, offer: str, site: str) -> bool:
        return any(self.offers[offer]["nation"] in c.select.nations and site in c.select.sites and c.unless for c in self.s.caveats)

    def usable(self, tier: dict, p: int, held: bool) -> bool:
        return self.s.steps[p].within(tier["first_month"], tier["until_month"]) and (held or not tier["requires"])


def best(s: Scenario) -> tuple[float, float]:
    """The lexicographically least shortfall and cost."""
    c, found = Case(s), None
    places = [(o, b) for o in c.offers for b in c.sites]
    options = []
    for p in range(len(s.steps)):
        most = {o: sum(int(t["units"]) for t in c.tiers if t["offer"] == o) for o in c.offers}
        here = []
        for units in itertools.product(*(range(min(most[o], 2) + 1) for o, _ in places)):
            stands = {place: n for place, n in zip(places, units, strict=True) if n}
            if stands and not c.level.get(p):
                continue
            held = sum(stands.values()) >= s.conditions["earned"].earned.at_least[p]
            if any(c.barred(o, b, held) for o, b in stands):
                continue
            if any(
                sum(n for (q, _), n in stands.items() if q == o)
                > sum(t["units"] for t in c.tiers if t["offer"] == o and c.usable(t, p, held))
                for o in c.offers
            ):
                continue
            here.append((stands, held))
        options.append(here)
    needed = sum(s.steps[p].months for p in c.level) or 1
    ranked = []
    for choice in itertools.product(*options):
        short = sum(s.steps[p].months / needed * max(0, level - sum(choice[p][0].values())) / level for p, level in c.level.items())
        month = sum(MONTH * n * s.steps[p].months for p, (stands, _) in enumerate(choice) for n in stands.values())
        ranked.append((round(short, 9), month, choice))
    ranked.sort(key=lambda r: r[:2])
    for short, month, choice in ranked:
        if found is not None and (short, month) >= found:
            break  # tours only cost more
        tours = fewest(c, choice, None if found is None or short > found[0] else found[1] - month)
        if tours is not None and (found is None or (short, month + tours) < found):
            found = (short, month + tours)
    return found


def fewest(c: Case, choice: tuple, under: float | None) -> float | None:
    """The least cost of tours that man a posture, or None; every way to begin tours, month by month, the same states looked at once."""
    states = {(): 0.0}  # (tier number, month in which a tour began), sorted, those that bind in the step or after → cost so far
    for t in range(c.s.months):
        p = c.step_of[t]
        stands, held = choice[p]
        after: dict[tuple, float] = {}
        for begun, cost in states.items():
            ranges = []
            for k, tier in enumerate(c.tiers):
                busy = sum(1 for j, b in begun if j == k and t - b < c.cycle[tier["offer"]])
                free = int(tier["units"]) - busy
                if free < 0:
                    break
                ranges.append(range(free + 1) if c.usable(tier, p, held) else range(1))
            for new in itertools.product(*ranges):
                state = tuple(sorted(begun + tuple((k, t) for k, n in enumerate(new) for _ in range(n))))
                total = cost + MOVE * sum(new)
                if (under is not None and total > under + 1e-9) or not manned(c, state, stands, held, p, t):
                    continue
                kept = tuple(x for x in state if t - x[1] < c.cycle[c.tiers[x[0]]["offer"]] + 3)
                after[kept] = min(total, after.get(kept, 1e9))
        states = after
    return min(states.values(), default=None)


def manned(c: Case, state: tuple, stands: dict, held: bool, p: int, t: int) -> bool:
    """Whether everybody who is to stand does: places matched to tours under way, work at home to units neither away nor at rest."""
    for offer in c.offers:
        home = sum(n for (o, b), n in stands.items() if o == offer and c.at_home(o, b)) / c.offers[offer]["home_availability"]
        months = range(c.s.steps[p].first_month, c.s.steps[p].until_month)
        spare = 0
        for k, tier in enumerate(c.tiers):
            if tier["offer"] == offer and c.usable(tier, p, held):
                busy = max(sum(1 for j, b in state if j == k and b <= m < b + c.cycle[offer]) for m in months if m <= t)
                spare += int(tier["units"]) - busy
        if home > spare + 1e-9:
            return False
    away = [place for place, n in stands.items() if not c.at_home(*place) for _ in range(n)]
    there = [
        c.tiers[k]["offer"] for k, b in state
        if c.usable(c.tiers[k], p, held) and b <= t < b + c.tour[c.tiers[k]["offer"]] - c.overlap
    ]  # fmt: skip
    return matched(c, away, there, held)


def matched(c: Case, away: list, there: list, held: bool) -> bool:
    if not away:
        return True
    (offer, site), rest = away[0], away[1:]
    for i, other in enumerate(there):
        same = other == offer
        may = same or (not c.at_home(other, site) and not c.barred(other, site, held, by=c.hangs(offer, site)))
        if may and matched(c, rest, there[:i] + there[i + 1 :], held):
            return True
    return False


@settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(scenario=pools())
def test_the_solver_reaches_what_enumeration_of_tours_finds(scenario):
    agrees(scenario, dict(zip([goal.name for goal in scenario.goals], best(scenario), strict=True)))


@pytest.mark.slow
@settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(scenario=pools())
def test_the_solver_reaches_what_enumeration_of_tours_finds_again_and_again(scenario):
    agrees(scenario, dict(zip([goal.name for goal in scenario.goals], best(scenario), strict=True)))
