"""Sustainment: what units use up comes by road, rail, sea or air, over hubs that pass so much a day and no more.

What stands at a site that routes feed uses so much of each supply a day. It comes from the sources over the routes, each within what it
carries from the day on which it is usable, each site within its free throughput. What comes nowhere is unsupported: such a force is marked,
not kept at home, unless a line made by the flow is hard. Stocks lengthen the days until a site that is cut off runs dry; they do not
lower what it uses: a site with stock lives on its routes, and falls dry when the last of them is lost.
"""

from collections.abc import Iterator
from math import inf

import pandas as pd

from planner.account import Account, Row, breaches, exceeds
from planner.decisions import Decisions
from planner.frames import arrange, items, records
from planner.rules import _carried, _grown
from planner.rules._demand import given, serving
from planner.rules._looked_after import goals_of
from planner.rules._posture import marked, standing
from planner.rules._sound import unsound
from planner.rules._supply import Supplied, fed, supplied, through, throughput
from planner.rules._words import figure, key
from planner.scenario import Problem, Scenario

SHOWN = 5  # sites that a note names; the others are counted


def check(scenario: Scenario) -> list[Problem]:
    """Refuse goals in an order that keeps those who eat at home, and say what routes cannot carry and what lives on the spot."""
    return [*_order(scenario), *_too_little(scenario), *_sources(scenario), *_on_the_spot(scenario)]


def account(scenario: Scenario, decisions: Decisions) -> Account:
    """Return what each fed site uses, what of it comes nowhere, what routes carry, and where more is carried than can be."""
    found = supplied(scenario, decisions, standing(scenario, decisions))
    sites, flows = found.sites[found.sites["used"] > 0], found.flows
    lack, stock = sites["unsupported"], sites["site"].map(scenario.frames["sites"]["stock_days"]).astype(float)
    supply = sites.assign(stock_days=stock, dry_days=(stock * sites["used"] / lack).where(lack > 0))
    months = sites["step"].map({p: step.months for p, step in enumerate(scenario.steps)}).astype(float)
    capacity = flows["route"].map(scenario.frames["routes"]["capacity_tpd"]).astype(float)
    wrong = [*unsound(scenario, decisions, "flow", "sustainment"), *_routes(scenario, flows), *_hubs(scenario, decisions, flows)]
    return Account(
        {"supply": arrange("supply", supply), "flows": arrange("flows", flows.assign(capacity_tpd=capacity))},
        {"unsupported": float((lack * months).sum())} if fed(scenario) else {},
        breaches([*wrong, *_sites(scenario, found.sites), *_hard(scenario, found)]),
    )


def carried(scenario: Scenario, decisions: Decisions) -> Iterator[tuple[str, str, int, float]]:
    """Yield flows (route, supply, step, t/day) that bring as much as can come to those who are placed, over hubs that may grow for it."""
    found, adds = supplied(scenario, {}, standing(scenario, decisions)), scenario.frames["stage_adds"]
    may = _grown.able(scenario, decisions).merge(adds[adds["resource"] == "throughput_tpd"], on=["site", "stage"])
    more = {(site, step): tpd for (site, step), tpd in items(may.groupby(["site", "step"])["amount"].sum())}
    yield from _carried.carried(scenario, found.sites, more)


def _order(scenario: Scenario) -> list[Problem]:
    """Refuse a goal on supplies before one that looks after those who eat: for want of supplies they would be left at home."""
    place = {g.name: i for i, g in enumerate(scenario.goals)}
    if "unsupported" not in place:
        return []
    eating = goals_of(scenario, _eaters(scenario))
    late = sorted((g for g in eating if place.get(g, -1) > place["unsupported"]), key=lambda g: place[g])
    if not late:
        return []
    what = f"unsupported stands before {late[0]}: for want of supplies those who need them would be left at home"
    return [Problem("error", scenario.goals[place["unsupported"]].mark, what, f"put unsupported after {late[-1]} in goals")]


def _eaters(scenario: Scenario) -> frozenset[str]:
    """Return the lines of which an offered type can stand at a fed site and use anything up there."""
    reach, consumes, lines = (scenario.frames[name] for name in ("reach", "consumes", "requirements"))
    near = set(reach.loc[reach["site"].isin(fed(scenario)), "requirement"]) - set(lines.index[lines["standby"].astype(bool)])
    eats = set(consumes.loc[consumes["unit_type"].isin(scenario.frames["offers"]["unit_type"]), "unit_type"])
    return frozenset(line for line, _, unit_type, _ in serving(scenario) if line in near and unit_type in eats)


def _too_little(scenario: Scenario) -> Iterator[Problem]:
    """Yield a step in which the routes carry less than the lines ask that can stand only where routes lead, of what eats least."""
    least, asks = _least(scenario), dict[int, float]()
    for row in records(given(scenario)):
        asks[row.step] = asks.get(row.step, 0.0) + row.level * least.get((row.requirement, row.capability), 0.0)
    gaps = {p: asked - _sent(scenario, p) for p, asked in asks.items()}
    worst = max(gaps, key=lambda p: (gaps[p], -p), default=None)
    if worst is None or gaps[worst] <= 0:
        return
    asked, name = asks[worst], scenario.steps[worst].name
    what = f"in {name} the lines ask for {figure(asked)} t/day at the least, and the routes carry {figure(asked - gaps[worst])}"
    first = _usable(scenario, worst).index[:1]
    mark = scenario.mark("routes", str(first[0])) if len(first) else None
    yield Problem(
        "warning", mark, f"{what}: some of the force will be unsupported", "add capacity to routes, throughput to hubs, or sources"
    )


def _least(scenario: Scenario) -> dict[tuple[str, str], float]:
    """Return what a unit of capability uses at least of all supplies, t/day, on each line whose sites are all fed."""
    reach = scenario.frames["reach"]
    away = set(reach.loc[~reach["site"].isin(fed(scenario)), "requirement"])
    uses = scenario.frames["consumes"].groupby("unit_type")["tpd"].sum().to_dict()
    offered, found = set(scenario.frames["offers"]["unit_type"]), dict[tuple[str, str], float]()
    for line, capability, unit_type, amount in serving(scenario):
        if line not in away and unit_type in offered:
            found[line, capability] = min(found.get((line, capability), inf), uses.get(unit_type, 0.0) / amount)
    return found


def _sent(scenario: Scenario, step: int) -> float:
    """Return what all sources can send on together in a step, t/day: over the routes that are usable, within their throughput."""
    usable, free = _usable(scenario, step), throughput(scenario)
    return sum(min(float(tpd), free.get(str(site), inf)) for site, tpd in items(usable.groupby("origin")["capacity_tpd"].sum()))


def _usable(scenario: Scenario, step: int) -> pd.DataFrame:
    """Return the routes that lead away from sources and are usable in a step."""
    routes, sites = scenario.frames["routes"], scenario.frames["sites"]
    return routes[(routes["first_month"] <= scenario.steps[step].first_month) & (routes["origin"].map(sites["supplied"]) == "source")]


def _sources(scenario: Scenario) -> list[Problem]:
    sites, free = scenario.frames["sites"], throughput(scenario)
    return [
        Problem(
            "warning",
            scenario.mark("sites", site),
            f"{site} is where supplies come from, and has no throughput_tpd: nothing limits what comes to it",
            "add throughput_tpd to its capacity, in t/day",
        )
        for site in sites.index[sites["supplied"] == "source"]
        if site not in free
    ]


def _on_the_spot(scenario: Scenario) -> list[Problem]:
    """Note the sites where units may stand that use something up, and to which no route leads; where nothing is fed there is no need to."""
    sites, reach = scenario.frames["sites"], scenario.frames["reach"]
    eats = set(scenario.frames["consumes"]["unit_type"])
    lines = {line for line, _, unit_type, _ in serving(scenario) if unit_type in eats}
    spot = sorted(set(sites.index[sites["supplied"] == "spot"]) & set(reach.loc[reach["requirement"].isin(lines), "site"]))
    if not spot or not fed(scenario):
        return []
    what = f"no route leads to {', '.join(spot[:SHOWN])}{f' and {len(spot) - SHOWN} more' if len(spot) > SHOWN else ''}"
    return [Problem("note", scenario.mark("sites", spot[0]), f"{what}: who stands there is supplied on the spot", "add a route if not")]


def _routes(scenario: Scenario, flows: pd.DataFrame) -> Iterator[Row]:
    """Yield routes that carry more than they can, or before they are usable."""
    routes = scenario.frames["routes"]
    for route, step, tpd in records(flows.groupby(["route", "step"], as_index=False)[["tpd"]].sum()):
        most, begins = float(routes["capacity_tpd"][route]), int(routes["first_month"][route])
        early = scenario.steps[step].first_month < begins
        if exceeds(tpd, 0.0 if early else most):
            name = scenario.steps[step].name
            cause, limit = ("early", 0.0) if early else ("route", most)
            yield "sustainment", key(route, name), tpd, limit, say(cause, route, name, tpd, most)


def passing(scenario: Scenario, decisions: Decisions, flows: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return what passes each site (site, step, tpd) and the most that does (limit): its free throughput and what it grew by."""
    flows = supplied(scenario, decisions, standing(scenario, decisions)).flows if flows is None else flows
    free, adds = throughput(scenario), scenario.frames["stage_adds"]
    grown = marked(scenario, decisions, "grow", "grown").merge(adds[adds["resource"] == "throughput_tpd"], on=["site", "stage"])
    more = grown.groupby(["site", "step"])["amount"].sum().to_dict()
    rows = through(scenario, flows).groupby(["site", "step"], as_index=False)[["tpd"]].sum()
    return rows.assign(limit=[free.get(site, inf) + more.get((site, step), 0.0) for site, step in records(rows, "site", "step")])


def _hubs(scenario: Scenario, decisions: Decisions, flows: pd.DataFrame) -> Iterator[Row]:
    """Yield sites through which more passes than their free throughput and what they grew by."""
    for site, step, tpd, limit in records(passing(scenario, decisions, flows), "site", "step", "tpd", "limit"):
        if exceeds(tpd, limit):
            name = scenario.steps[step].name
            yield "sustainment", key(site, name), tpd, limit, say("hub", site, name, tpd, limit)


def _sites(scenario: Scenario, sites: pd.DataFrame) -> Iterator[Row]:
    """Yield fed sites to which more comes than they use, or from which more goes on than comes."""
    for row in records(sites):
        name = scenario.steps[row.step].name
        where = key(row.site, row.supply, name)
        if exceeds(row.carried, row.used):
            yield "sustainment", where, row.carried, row.used, say("more", row.site, name, row.carried, row.used, row.supply)
        elif exceeds(row.goes, row.comes):
            yield "sustainment", where, row.goes, row.comes, say("less", row.site, name, row.goes, row.comes, row.supply)


def _hard(scenario: Scenario, found: Supplied) -> Iterator[Row]:
    """Yield supplies that come nowhere though a hard line looks after them."""
    lines = scenario.frames["requirements"]
    lack = found.sites[found.sites["unsupported"] > 0]
    for supply in sorted({d.of for d in scenario.derivations if d.kind == "flow" and bool(lines["hard"][d.requirement])}):
        for row in records(lack[lack["supply"] == supply]):
            name = scenario.steps[row.step].name
            text = say("hard", row.site, name, row.unsupported, 0.0, supply)
            yield "sustainment", key(row.site, supply, name), row.unsupported, 0.0, text


SENTENCES = {
    "early": "{site} in {step}: {amount} t/day are carried before the route is usable",
    "route": "{site} in {step}: {amount} t/day are carried, the route carries {limit} at most",
    "hub": "{site} in {step}: {amount} t/day pass, its free throughput is {limit}",
    "more": "{site} in {step}: {amount} t/day of {supply} stay there, {limit} are used",
    "less": "{site} in {step}: {amount} t/day of {supply} go on from there, {limit} come",
    "hard": "{site} in {step}: {amount} t/day of {supply} come nowhere; the line that carries them is hard, so it limits whom it supports",
}


def say(cause: str, site: str, step: str, amount: float, limit: float, supply: str = "") -> str:
    """Return the sentence for a route, hub or site with which a plan's supplies do not agree."""
    return SENTENCES[cause].format(site=site, step=step, amount=figure(amount), limit=figure(limit), supply=supply)
