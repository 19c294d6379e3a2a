"""Tiny scenarios made by hypothesis, one flavour a rule: small enough to enumerate, mean enough to catch a wrong row."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from planner.frames import SCENARIO, make
from planner.scenario import (
    After,
    Area,
    AreaLimit,
    Burden,
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
    Step,
)  # fmt: skip

NATIONS = ("AAA", "BBB", "CCC")
TYPES = {
    "coy": {"domain": "land", "personnel": 100, "tonnes": 0, "cost_month": 1.0, "cost_move": 2.0},
    "bg": {"domain": "land", "personnel": 350, "tonnes": 0, "cost_month": 3.5, "cost_move": 5.0},
    "ship": {"domain": "sea", "personnel": 40, "tonnes": 600, "cost_month": 0.5, "cost_move": 0.25},
}
PROVIDES = {("coy", "man"): 1, ("bg", "man"): 3, ("ship", "sea"): 1, ("bg", "fire"): 1}
ABROAD = "ZZZ"


class Draw:
    """A scenario being drawn: rows of frames and fields, with the draw function at hand."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.rows: dict[str, list[dict[str, Any]]] = {f.name: [] for f in SCENARIO}
        self.fields: dict[str, Any] = {}
        self.steps = (Step("one", "one", 0, 2), Step("two", "two", 2, 4))

    def pick(self, *values: Any) -> Any:
        return self.draw(st.sampled_from(values))

    def flip(self) -> bool:
        return self.draw(st.booleans())

    def offer(self, nation: str, unit_type: str, **more: Any) -> str:
        kind = more.pop("kind", self.pick("deployed", "in_cycle"))
        tour, dwell = more.pop("tour_months", 4), more.pop("dwell_months", self.pick(4, 8))
        name = f"{nation}-{unit_type}-{sum(o['nation'] == nation for o in self.rows['offers'])}"
        pool = f"{nation} {unit_type}" if kind == "in_cycle" else ""
        tiers = more.pop("tiers", [{"units": self.pick(1, 2, 2) if kind != "in_cycle" else self.pick(1, 2, 3)}])
        self.rows["offers"].append(
            {
                "offer": name,
                "nation": nation,
                "unit_type": unit_type,
                "kind": kind,
                "pool": pool,
                "tour_months": tour,
                "dwell_months": dwell,
            }
            | more
        )
        self.rows["tiers"] += [{"offer": name, "tier": str(i + 1)} | tier for i, tier in enumerate(tiers)]
        return name

    def line(
        self, name: str, capability: str, levels: tuple[float, float], sites: tuple[str, ...], minimum: float = 0.0, **more: Any
    ) -> None:
        self.rows["requirements"].append({"requirement": name, "pillar": "reassurance", "weight": self.pick(1.0, 2.0)} | more)
        self.rows["reach"] += [{"requirement": name, "site": s} for s in sites]
        for p, level in enumerate(levels):
            if level:
                self.rows["needs"].append(
                    {"requirement": name, "capability": capability, "step": p, "level": level, "minimum": min(minimum, level)}
                )

    def site(self, name: str, country: str, beds: float, **more: Any) -> None:
        self.rows["sites"].append({"site": name, "country": country, "kinds": ("camp",), "existing": True} | more)
        self.rows["capacity"].append({"site": name, "resource": "beds", "free": beds})

    def scenario(self, *goals: Goal) -> Scenario:
        self.rows["nations"] = [{"nation": n, "groups": ("ALL",)} for n in NATIONS]
        self.rows["capabilities"] = [{"capability": c, "unit": c} for c in ("man", "sea", "fire")]
        self.rows["unit_types"] = [{"unit_type": t} | data for t, data in TYPES.items()]
        self.rows["provides"] = [{"unit_type": t, "capability": c, "amount": a} for (t, c), a in PROVIDES.items()]
        self.rows["occupies"] = [{"unit_type": t, "resource": "beds", "amount": data["personnel"]} for t, data in TYPES.items()]
        frames = {f.name: make(f.name, self.rows[f.name]) for f in SCENARIO}
        return Scenario(
            title="case", option="base", option_title="", steps=self.steps, start=date(2026, 1, 1), d_day=date(2026, 1, 1), frames=frames,
            goals=goals or (Goal("below_minimum"), Goal("shortfall", 1), Goal("cost")), digest="case", **self.fields,
        )  # fmt: skip


@st.composite
def coverage(draw: st.DrawFn) -> Scenario:
    d = Draw(draw)
    d.site("x", ABROAD, 2000)
    d.offer("AAA", "bg")
    d.offer("BBB", "coy", kind="deployed")
    d.rows["substitutes"].append({"unit_type": "ship", "capability": "man", "amount": 0.5, "max_share": d.pick(float("nan"), 0.2, 0.5)})
    d.offer("CCC", "ship", kind="deployed")
    d.line("m", "man", d.pick((4, 6), (0, 5), (7, 3)), ("x",), minimum=d.pick(0, 3))
    if d.flip():
        d.rows["needs"].append({"requirement": "m", "capability": "fire", "step": 1, "level": 2})
    return d.scenario()


@st.composite
def rotation(draw: st.DrawFn) -> Scenario:
    d = Draw(draw)
    d.steps = (Step("a", "a", 0, 2), Step("b", "b", 2, 2), Step("c", "c", 4, d.pick(2, 6)))
    d.site("x", ABROAD, 2000)
    d.site("home", "AAA", 2000)
    kind = d.pick("in_cycle", "one_tour")
    d.offer("AAA", "coy", kind=kind, dwell_months=d.pick(2, 4), tiers=[{"units": d.pick(1, 2, 3), "first_month": d.pick(0, 2)}])
    if kind == "in_cycle" and d.flip():
        d.offer("AAA", "coy", kind="in_cycle", tiers=[{"units": 1}], home_availability=d.pick(1.0, 0.5))
    d.line("m", "man", (2, 3), d.pick(("x",), ("home",), ("x", "home")) if kind == "in_cycle" else ("x",))
    d.rows["needs"].append({"requirement": "m", "capability": "man", "step": 2, "level": 1})
    return d.scenario()


@st.composite
def sites(draw: st.DrawFn) -> Scenario:
    d = Draw(draw)
    ready = d.pick(0, 2)
    d.site("x", ABROAD, d.pick(150, 350, 500), existing=False, ready_month=ready, opening_months=2, opening_cost=5, monthly_cost=1.0)
    d.site("y", ABROAD, d.pick(100, 300), existing=False, ready_month=0, opening_months=0, opening_cost=d.pick(1, 9), monthly_cost=0.5)
    d.fields["hosts"] = {ABROAD: Host(ABROAD, frozenset(NATIONS), frozenset({"x", "y"}), ceiling=d.pick(float("nan"), 250.0, 450.0))}
    d.offer("AAA", "coy", kind="deployed")
    d.offer("BBB", "bg", kind="deployed", tiers=[{"units": 1}])
    d.line("m", "man", d.pick((2, 4), (0, 5), (3, 3)), ("x", "y"))
    return d.scenario()


@st.composite
def national(draw: st.DrawFn) -> Scenario:
    d = Draw(draw)
    d.site("x", ABROAD, 2000)
    d.site("home", "AAA", 2000)
    d.offer("AAA", "coy", tiers=[{"units": d.pick(2, 3)}])
    d.offer("AAA", "ship", kind="deployed")
    d.line("m", "man", (2, 2), ("x", "home"))
    d.line("s", "sea", (0, 2), ("x",))
    kind, of = d.pick(("deployed", ""), ("country", ABROAD), ("domain", "land"), ("domain", "sea"))
    d.rows["nation_limits"].append({"nation": "AAA", "measure": kind, "of": of, "limit": d.pick(40, 100, 140, 250)})
    if d.flip():
        d.rows["nation_limits"].append({"nation": "AAA", "measure": "reserve", "of": "coy", "limit": 1})
    return d.scenario()


@st.composite
def conditions(draw: st.DrawFn) -> Scenario:
    d = Draw(draw)
    d.site("x", ABROAD, 2000)
    without = d.flip()
    d.offer("AAA", "coy", kind="deployed", tiers=[{"units": 1}, {"units": 1, "requires": (("earned",),)}])
    d.offer(
        "BBB",
        "bg",
        kind=d.pick("deployed", "in_cycle"),
        tiers=[{"units": d.pick(1, 3), "requires": d.pick((), (("earned",),), (("earned", "given"),))}],
    )
    if d.flip():
        d.offer("CCC", "coy", kind="in_cycle", dwell_months=4, tiers=[{"units": d.pick(1, 2)}])
        d.offer("CCC", "coy", kind="in_cycle", dwell_months=4, tiers=[{"units": d.pick(1, 2), "requires": d.pick((), (("earned",),))}])
        unless = d.pick((("earned",),), (("second",),))
        d.fields["caveats"] = (Caveat("c", Selector(nations=frozenset({"CCC"}), sites=frozenset({"x"})), unless=unless),)
    threshold = d.pick(100.0, 150.0, 350.0, 450.0)
    d.fields["conditions"] = {
        "earned": Condition(
            "earned", "if-earned", earned=Reach("personnel", "", Selector(), without, (d.pick(float("nan"), threshold), threshold))
        ),
        "given": Condition("given", "granted", first_month=d.pick(0, 2)),
        "second": Condition("second", "if-earned", earned=After("earned")),
    }
    d.line("m", "man", d.pick((2, 6), (3, 3)), ("x",))
    return d.scenario()


@st.composite
def derived(draw: st.DrawFn) -> Scenario:
    d = Draw(draw)
    d.site("x", ABROAD, 2000)
    d.offer("AAA", "bg", kind="deployed")
    d.offer("BBB", "coy", kind="deployed", tiers=[{"units": 1}])
    d.offer("CCC", "ship", kind="deployed")
    d.line("m", "man", d.pick((3, 6), (0, 4)), ("x",))
    hard, cover = d.pick((False, True), (False, False), (True, False))
    d.line("cover", "sea", (0, 0), ("x",), derived="ratio", cover=cover, hard=hard)
    land = Selector(unit_types=frozenset({"bg", "coy"}))
    ratio, of = d.pick((0.003, "personnel"), (0.4, "man"), (0.005, "personnel"))
    d.fields["derivations"] = (Derivation("cover", "sea", ratio, of, land),)
    return d.scenario(Goal("shortfall", 1), Goal("uncovered"), Goal("support_gap"), Goal("cost"))


@st.composite
def command(draw: st.DrawFn) -> Scenario:
    d = Draw(draw)
    d.site("x", ABROAD, 2000)
    d.offer("AAA", "coy", kind="deployed")
    d.offer("BBB", "bg", kind="deployed", tiers=[{"units": 1}], min_units=d.pick(0, 1))
    d.offer("CCC", "coy", kind="deployed", min_units=d.pick(0, 2))
    lead = d.pick((), ("AAA",), ("AAA", "BBB"))
    d.line("m", "man", d.pick((3, 5), (2, 7)), ("x",), lead=lead, lead_share=d.pick(0.3, 0.6), max_nations=d.pick(float("nan"), 1, 2),
           whole_unit_type=d.pick("", "bg"), whole_share=0.5)  # fmt: skip
    if d.flip():
        d.fields["pairs"] = (Pair(d.pick("only_with", "together", "apart"), "CCC", d.pick("AAA", "BBB"), frozenset({"m"})),)
    if d.flip():
        d.rows["min_contributions"].append({"requirement": "m", "measure": d.pick("personnel", "man"), "amount": d.pick(2, 150)})
    return d.scenario(Goal("shortfall", 1), Goal("leaderless"), Goal("contributors"), Goal("cost"))


@st.composite
def areas(draw: st.DrawFn) -> Scenario:
    d = Draw(draw)
    d.site("x", ABROAD, 2000)
    outside = Selector(nations=frozenset({"AAA", "BBB"}), unit_types=frozenset({"ship"}))
    limits = (
        AreaLimit("together", "tonnes", outside, d.pick(600.0, 1200.0)),
        AreaLimit("one", d.pick("tonnes", "units"), outside, d.pick(1.0, 600.0, 1200.0), per_nation=True),
    )
    requires = ((outside, (("straits",),)),) if d.flip() else ()
    d.fields["areas"] = (Area("sea", frozenset({"x"}), limits, ((outside, 21.0),), requires),)
    d.fields["conditions"] = {"straits": Condition("straits", d.pick("granted", "denied"), first_month=2)}
    for nation in NATIONS:
        d.offer(nation, "ship", kind="deployed", tiers=[{"units": d.pick(1, 2)}])
    d.line("s", "sea", d.pick((2, 4), (1, 2)), ("x",))
    return d.scenario()


@st.composite
def resilience(draw: st.DrawFn) -> Scenario:
    """n-1 by nation, by group and by site, with or without a stand-by behind the line; what is held is in the cycle and nowhere met."""
    d = Draw(draw)
    loss_of = d.pick("nation", "group", "site")
    d.site("x", ABROAD, d.pick(350, 2000))
    d.offer("AAA", "bg")
    d.offer("BBB", "coy", home_availability=d.pick(1.0, 0.5))
    d.offer("CCC", "coy", kind="deployed", tiers=[{"units": 1}])
    losses = {"nation": d.pick((), ("AAA",)), "group": ("FEW", "NONE"), "site": d.pick((), ("x",))}[loss_of]
    levels, sites = d.pick((4, 6), (0, 3)), ("x",)
    if loss_of == "site":
        d.site("y", "AAA", 200)
        levels, sites = (0, 4), ("x", "y")
    held = d.flip()
    d.line("m", "man", (0, 4) if held else levels, sites, minimum=d.pick(2, 3, 6), n_minus_1=True, loss_of=loss_of, losses=losses)
    if held:
        d.line("held", "man", (0, d.pick(1, 4)), ("x",), standby=True, backs=d.pick((), ("m",)))
        d.rows["nation_limits"].append({"nation": "BBB", "measure": "deployed", "limit": d.pick(100, 1000)})
    d.fields["consent_explicit"] = False
    last = (Goal("cost"), Goal("standby"))
    made = d.scenario(Goal("below_minimum"), Goal("shortfall", 1), Goal("resilience_gap"), *d.pick(last, last[::-1]))
    made.frames["nations"]["groups"] = [("FEW",) if n != "AAA" else () for n in NATIONS]
    return made


@st.composite
def burden(draw: st.DrawFn) -> Scenario:
    """A goal on burden of each load and key, min-max or lexicographic, before or after the cost; own soil and stand-by bear nothing."""
    d = Draw(draw)
    d.steps = (Step("one", "one", 0, d.pick(2, 5)),)
    d.site("x", ABROAD, 2000, existing=False, ready_month=0, monthly_cost=d.pick(0.0, 6.0), payer=d.pick("AAA", "ZZZ"), exposure=2.0)
    d.site("home", "AAA", 200, exposure=1.5)
    for nation, unit_type in (("AAA", "bg"), ("BBB", "coy"), ("CCC", "coy")):
        name = d.offer(nation, unit_type, kind="deployed", tiers=[{"units": d.pick(1, 2)}])
    d.rows["placement_costs"].append({"offer": name, "site": "x", "cost_meur": d.pick(0.0, 4.0)})
    at_home = d.flip()
    d.line("m", "man", (d.pick(3, 5, 8), 0), ("x", "home") if at_home else ("x",))
    if not at_home:
        d.line("held", "man", (d.pick(1, 2), 0), ("x",), standby=True)
    load, key = d.pick("person_months", "cost", "exposure"), d.pick("gdp", "equal", "given", "active", "defence")
    ignored = d.pick(0.0, 0.0, 3.0, 300.0)
    count = d.pick(1, 3)
    peaks = [Goal("peak_burden", burden=Burden(load, key, ignored, k)) for k in range(1, count + 1)]
    goals = d.pick((*peaks, Goal("cost")), (Goal("cost"), *peaks), tuple(peaks))
    made = d.scenario(Goal("shortfall", 1), *goals)
    columns = ("gdp_busd", "given_share", "active_personnel", "defence_busd")
    sizes = {column: [d.pick(1.0, 5.0, 20.0) for _ in NATIONS] for column in columns}
    made.frames["nations"][list(sizes)] = list(zip(*sizes.values(), strict=True))
    return made


@st.composite
def finance(draw: st.DrawFn) -> Scenario:
    d = Draw(draw)
    d.site("x", ABROAD, 500, existing=False, opening_cost=d.pick(0, 8), monthly_cost=d.pick(0.0, 2.0))
    d.site("home", "AAA", 200)
    name = d.offer("AAA", "coy", kind="deployed")
    d.offer("BBB", "bg", kind="deployed", tiers=[{"units": 1}])
    d.rows["placement_costs"].append({"offer": name, "site": d.pick("x", "home"), "cost_meur": d.pick(3.0, 30.0)})
    d.line("m", "man", d.pick((2, 1), (0, 2), (1, 3)), ("x", "home"))
    return d.scenario()


@st.composite
def pins(draw: st.DrawFn) -> Scenario:
    d = Draw(draw)
    d.site("x", ABROAD, 500)
    d.site("y", ABROAD, 300)
    d.offer("AAA", "coy", kind="deployed")
    d.offer("BBB", "bg", kind="deployed", tiers=[{"units": 1}])
    least = d.pick(0.0, 1.0, 2.0)
    d.fields["pins"] = (
        Pin(Selector(offers=frozenset({"AAA-coy-0"}), sites=frozenset({"y"})), least, d.pick(least, 9.0), d.pick((0,), (0, 1))),
    )
    d.line("m", "man", d.pick((2, 4), (1, 1)), ("x", "y"))
    return d.scenario()


@st.composite
def admissibility(draw: st.DrawFn) -> Scenario:
    d = Draw(draw)
    d.site("x", ABROAD, 500)
    d.site("y", "YYY", 300)
    d.site("home", "BBB", 200)
    d.fields["consent_explicit"] = d.flip()
    d.fields["hosts"] = {ABROAD: Host(ABROAD, frozenset({"AAA", d.pick("AAA", "BBB")}), frozenset({"x"}), first_month=d.pick(0, 2))}
    d.fields["caveats"] = (Caveat("c", Selector(nations=frozenset({d.pick(*NATIONS)}), sites=frozenset({d.pick("x", "y", "home")})),
                                  first_month=d.pick(0, 1, 2), until_month=d.pick(2, 3, 10_000)),)  # fmt: skip
    d.offer("AAA", "coy", kind="deployed", tiers=[{"units": 1}], only_at=d.pick((), ("x",)))
    d.offer("BBB", "coy", kind="deployed", tiers=[{"units": 1}], not_at=d.pick((), ("home",)))
    d.line("m", "man", (1, 2), d.pick(("x", "y"), ("y", "home"), ("x", "home")))
    return d.scenario()


FLAVOURS = {
    f.__name__: f
    for f in (coverage, rotation, sites, national, conditions, derived, command, areas, resilience, burden, finance, pins, admissibility)
}
