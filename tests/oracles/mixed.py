"""Tiny scenarios that mix the blocks of the format, drawn from a seed: what one flavour of `cases` never joins meets here.

Written as a planner writes them, so that reading and resolving are tried too. Two or three steps, three nations, a handful of units; some
are refused on reading and some have no plan.
"""

from pathlib import Path
from random import Random
from typing import Any

import yaml

NATIONS = ("EST", "FRA", "GBR")
Block = dict[str, Any]


class Dice:
    """What is drawn, and what of it other blocks refer to."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.phases = dict(zip(("one", "two", "three")[: self.pick(2, 2, 3)], (self.pick(1, 2, 3), self.pick(2, 3, 4), 3), strict=False))
        self.conditions = tuple("abc"[: self.pick(0, 1, 2, 2, 3)])

    def pick(self, *values: Any) -> Any:
        return self.random.choice(values)

    def maybe(self, share: float) -> bool:
        return self.random.random() < share

    def some(self, share: float, block: Block) -> Block:
        return block if self.maybe(share) else {}

    def date(self) -> str:
        return f"2026-{self.random.randint(1, sum(self.phases.values())):02d}-{self.pick('01', '01', '15')}"

    def levels(self, *values: int) -> dict[str, int]:
        """A level for each phase, the last one never 0."""
        return {phase: self.pick(*values) for phase in self.phases} | {list(self.phases)[-1]: self.pick(*filter(None, values))}

    def waits(self, share: float, key: str = "requires") -> Block:
        """Perhaps something that waits for conditions."""
        if not self.conditions or not self.maybe(share):
            return {}
        return {key: self.pick([self.pick(*self.conditions)], list(self.conditions[:2]), [{"any": list(self.conditions[-2:])}])}


def write(seed: int, folder: Path, **more: Any) -> Path:
    """Write the scenario of a seed; the file's path."""
    path = folder / "scenario.yaml"
    path.write_text(yaml.safe_dump(document(seed) | more, sort_keys=False), encoding="utf-8")
    return path


def document(seed: int) -> Block:
    """Return the scenario of a seed."""
    d = Dice(seed)
    made = {
        "format": 1,
        "title": f"Mixed {seed}",
        "calendar": {"start": "2026-01-01", "d_day": "2026-01-01", "phases": d.phases},
        "nations": _nations(d),
        "capabilities": {name: {} for name in ("ad", "eng", "log", "man")},
        "unit_types": _unit_types(d),
        "offers": _offers(d),
        **_places(d),
        **_conditions(d),
    }
    made |= d.some(0.3, {"substitutes": {"sqn": {"man": 0.5} | d.some(0.5, {"max_share": 0.25}), **d.some(0.3, {"eng": {"log": 0.5}})}})
    made |= _caveats(d) | _lines(d, routes="routes" in made)
    made |= {"model": d.some(0.4, {"rotation": "tours"}) | d.some(0.7, {"asks": "allowed"})}
    made |= d.some(0.2, {"pins": [{"place": {"offer": d.pick(*made["offers"])}, d.pick("at_least", "at_most"): 1, "from": "two"}]})
    made |= d.some(0.2, {"pairs": [{"nation": "EST"} | d.pick({"only_with": "FRA"}, {"together": ["GBR"]}, {"apart": ["FRA"]})]})
    made |= d.some(0.3, {"placement_costs": [{"offer": d.pick(*made["offers"]), "site": "camp", "cost_meur": d.pick(0, 1, 5)}]})
    made |= _baseline(d, made["offers"])
    return made | {"goals": _goals(d, made["requirements"], changes="baseline" in made)}


def _nations(d: Dice) -> dict[str, Block]:
    made: dict[str, Block] = {
        name: {"groups": groups, "gdp_busd": gdp}
        for name, groups, gdp in zip(NATIONS, (["EU", "BALT"], ["EU"], []), (40, 3000, 3500), strict=True)
    }
    limits = (
        {"deployed_personnel": d.pick(100, 250)},
        {"country": {"UKR": 200}},
        {"domain": {"land": d.pick(100, 300)}},
        {"reserve": {"coy": 1}},
    )
    made[d.pick(*NATIONS)] |= d.some(0.3, {"limits": d.pick(*limits)})
    return made


def _unit_types(d: Dice) -> dict[str, Block]:
    def kind(domain: str, personnel: int, provides: Block, month: float, **more: Any) -> Block:
        return {
            "domain": domain, "personnel": personnel, "provides": provides, "occupies": {"beds": personnel},
            "tour_months": d.pick(2, 3, 4), "dwell_months": d.pick(2, 3, 4, 6), "cost_meur": {"month": month, "move": 2 * month}, **more,
        }  # fmt: skip

    return {
        "coy": kind("land", 100, {"man": 1}, 1.0, consumes={"fuel": 2}, lift_t=10, **d.some(0.2, {"overlap_days": 30})),
        "bg": kind("land", 350, {"man": 3} | d.some(0.5, {"eng": 1}), 3.0, consumes={"fuel": 7, "food": 1}, lift_t=40),
        "sqn": kind("support", 60, {"eng": 1}, 0.5, consumes={"fuel": 1}, lift_t=5),
        "lg": kind("support", 40, {"log": 5}, 0.5),
        "bat": kind("air", 50, {"ad": 1}, 0.75),
    }


def _conditions(d: Dice) -> Block:
    """Up to three conditions, most to be earned, some of them without those who need them; later ones may name earlier ones."""
    made = {}
    for number, name in enumerate(d.conditions):
        if d.maybe(0.2):
            made[name] = {"granted": d.pick(True, True, False)} | d.some(0.5, {"from": d.date()})
        else:
            made[name] = {"granted": "if-earned", "earned_when": _test(d, d.conditions[:number])} | d.some(0.2, {"latch": True})
        made[name] |= d.some(0.2, {"starts_notice": True}) | d.some(0.15, {"opens": [d.pick("ad", "eng", "man")]})
    pledges = [{"nation": "FRA", "amount_meur": 5, "date": d.date()}, {"nation": "GBR", "amount_meur": 10, "date": d.date()} | d.waits(0.4)]
    return {"conditions": made, "finance": {"funds": {"chest": {"balance_meur": 5, "pledges": pledges}}}} if made else {}


def _test(d: Dice, earlier: tuple[str, ...], *, part: bool = False) -> Block:
    needs_it = d.some(0.5, {"without": "needs-it"})
    among = d.pick({}, {}, {"nation": d.pick(*NATIONS)}, {"group": "EU"}, {"unit_type": "coy"})
    tests = [
        {**among, "measure": "personnel", "at_least": d.pick(100, 200, 350), **needs_it},
        {**among, "measure": "units", "at_least": d.pick(1, 2), **needs_it, **d.some(0.3, {"measured_in": d.pick("previous", "two")})},
        {"measure": "units", "at_least": d.pick(1, 2, 3), "basis": "offers", **needs_it},
        {"measure": "nations", "at_least": d.pick(1, 2, 3), **needs_it},
        {"measure": "coverage", "requirement": "land", "at_least": d.pick(0.3, 0.5, 0.9)},
        {"measure": "capability", "capability": d.pick("man", "eng"), "at_least": d.pick(1, 2), **needs_it},
        {"fund": "chest", "at_least": d.pick(5, 15)},
    ]
    if earlier:
        tests += [{"after": d.pick(*earlier)}, {"quorum": 1, "of": list(earlier)}]
    if not part:
        tests.append({d.pick("all", "any"): [_test(d, earlier, part=True), _test(d, earlier, part=True)]})
    return d.pick(*tests)


def _offers(d: Dice) -> dict[str, Any]:
    """Two to four offers of one or two tiers; those in the cycle often share a pool across nations."""
    made = {}
    for number in range(d.pick(2, 3, 3, 4)):
        nation, unit_type = d.pick(*NATIONS), d.pick("coy", "coy", "bg", "sqn", "lg", "bat") if number else "coy"
        kind = d.pick("deployed", "in_cycle", "in_cycle", "one_tour")
        tiers = [
            {kind: d.pick(1, 2, 4) if kind == "in_cycle" else d.pick(0, 1, 1, 2), "status": d.pick("exploratory", "offered", "deployed")}
            | d.waits(0.4) | d.some(0.15, {"from": d.date()}) | d.some(0.15, {"notice_days": d.pick(20, 40)})
            for _ in range(d.pick(1, 1, 2))
        ]  # fmt: skip
        tiers[0] |= {"nation": nation, "unit_type": unit_type} | d.some(0.1, {"min_contribution": 2}) | d.some(0.1, {"not_at": ["hub"]})
        tiers[0] |= d.some(0.4, {"pool": f"joint {unit_type}"}) if kind == "in_cycle" else {}
        made[f"{nation}-{unit_type}-{number}"] = [tiers[0], *(tier | {"tier": "b"} for tier in tiers[1:])]
    return made


def _places(d: Dice) -> Block:
    """A camp that may have to be opened and may grow, a hub, a base at home; routes, and who is admitted."""
    camp: Block = {"country": "UKR", "kind": "camp", "existing": d.maybe(0.5), "capacity": {"beds": d.pick(150, 300, 500)}}
    camp |= {} if camp["existing"] else {"opening": {"months": d.pick(0, 1), "cost_meur": d.pick(0, 5)}, "monthly_meur": 1}
    camp |= d.some(0.3, {"expansion": [{"name": "more", "capacity": {"beds": 200}, "months": d.pick(0, 2), "cost_meur": d.pick(0, 3)}]})
    camp |= d.some(0.3, {"reception": d.pick({"persons": 100}, {"t": 10})})
    hub = {"country": "POL", "kind": "hub", "existing": True, "capacity": {"beds": d.pick(100, 400)} | d.some(0.3, {"throughput_tpd": 6})}
    home = {"country": "FRA", "kind": "base", "existing": True, "capacity": {"beds": d.pick(100, 300)}}
    host = (
        {"allow": d.pick("all", "all", ["EU"])}
        | d.some(0.3, {"ceiling": d.pick(150, 300)})
        | d.waits(0.4)
        | d.some(0.2, {"from": d.date()})
    )
    road = {"from": "hub", "to": "camp", "capacity_tpd": d.pick(3, 5, 9)} | d.some(0.2, {"usable_from": d.date()})
    return {
        "sites": {"camp": camp, "hub": hub, "home": home},
        **d.some(0.4, {"hosts": {"UKR": host, "POL": {"allow": "all"}, "FRA": {"allow": "all"}}, "consent": "explicit"}),
        **d.some(0.4, {"routes": {"road": road}}),
    }


def _caveats(d: Dice) -> Block:
    """Up to two caveats of one nation, mostly soft, each perhaps with an exception; and perhaps one by lead."""
    nation, made = d.pick(*NATIONS), {}
    for number in range(d.pick(0, 1, 2)):
        forbid = d.pick({"country": "UKR"}, {"country": "UKR"}, {"unit_type": "coy", "site": "camp"}, {"requirement": "land"})
        made[f"caveat-{number}"] = {"nations": [nation], "forbid": forbid} | d.some(0.7, {"soft": True, "price": d.pick(0, 1, 2)})
        made[f"caveat-{number}"] |= d.waits(0.7, "unless") | d.some(0.2, {"from": d.date()})
    made |= d.some(0.15, {"under": {"nations": ["GBR"], "forbid": {"lead": "FRA"}} | d.some(0.5, {"soft": True, "price": 1})})
    return {"caveats": made} if made else {}


def _lines(d: Dice, *, routes: bool) -> Block:
    """A line on land, and perhaps one held at notice, one that engineers fill, and needs made by cover, flow and lift."""
    land: Block = {"pillar": "reassurance", "needs": {"man": d.levels(0, 1, 2, 3, 5)}}
    land |= {"area": d.pick(["camp"], ["camp", "hub"], ["camp", "home"])} | d.some(0.6, {"minimum": {"man": d.pick("50%", "80%")}})
    land["needs"] |= d.some(0.3, {"eng": d.levels(0, 1, 2)})
    land |= d.some(0.3, {"lead": {"nations": ["FRA", d.pick("EST", "GBR")], "min_share": 0.4} | d.some(0.3, {"fixed": True})})
    land |= d.some(0.15, {"max_nations": d.pick(1, 2)}) | d.some(0.1, {"min_contribution": {"personnel": 150}})
    if "minimum" in land:
        land |= d.some(0.6, {"resilience": d.pick("n-1", {"loss_of": "group", "names": ["EU"]}, {"loss_of": "site"})})
    made = {"land": land}

    def line(name: str, share: float, area: str, needs: Block, **more: Any) -> None:
        made.update(d.some(share, {name: {"pillar": "neighbour", "area": [area], "needs": needs, **more}}))

    line("held", 0.3, "camp", {"man": d.levels(0, 1, 2)}, standby={"backs": ["land"]}, priority=2)
    line("works", 0.2, "hub", {"eng": d.levels(0, 2)})
    ratio = {"ratio": d.pick(0.005, 0.01), "per": d.pick({"requirement": "land"}, {"unit_type": ["bg", "coy"]})}
    line("cover", 0.35, d.pick("camp", "hub"), {"ad": {"derived": ratio}}, **d.pick({"cover": True}, {}, {"hard": True}))
    line("node", 0.6 * routes, d.pick("camp", "hub"), {"log": {"derived": {"flow": "fuel"}}}, **d.some(0.3, {"hard": True}))
    line("lift", 0.15, "hub", {"log": {"derived": {"ratio": 0.2, "per": {"requirement": "land"}, "of": "lift"}}})
    return {"requirements": made}


def _baseline(d: Dice, offers: Block) -> Block:
    """Perhaps a plan that was agreed before."""
    rows = [
        {"offer": offer, "requirement": "land", "site": "camp", "phase": phase, "units": d.pick(1, 2)}
        for offer in list(offers)[:2] for phase in d.phases if d.maybe(0.7)
    ]  # fmt: skip
    return d.some(0.35, {"baseline": {"table": rows, **d.some(0.3, {"most_changed_nations": d.pick(0, 1)})}}) if rows else {}


def _goals(d: Dice, lines: dict[str, Block], *, changes: bool) -> list[Any]:
    """The goals that the lines and an agreed plan ask for, the last ones in any order; some leave a tolerance."""
    soft = [line for line in lines.values() if any("derived" in need for need in line["needs"].values()) and not line.get("hard")]
    made: list[Any] = ["below_minimum"] if "minimum" in lines["land"] else []
    made += [{"minimise": "shortfall", "priority": 1} | d.some(0.2, {"tolerance": d.pick("10%", {"absolute": 0.5})})]
    made += [{"minimise": "shortfall", "priority": 2}] if "held" in lines else []
    made += ["resilience_gap"] if "resilience" in lines["land"] else []
    made += ["uncovered"] if any(line.get("cover") for line in soft) else []
    made += ["support_gap"] if any(not line.get("cover") for line in soft) else []
    last = [
        "cost",
        *(["changes"] if changes else []),
        *d.pick([], [{"minimise": "peak_burden", "load": "person_months", "key": d.pick("gdp", "equal")}]),
    ]
    return made + d.random.sample(last, len(last))
