"""Why a placement is barred: one function a reason. Each says, for every triple, how many units it leaves in each step."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from planner.frames import records
from planner.placements.admitted import Reason
from planner.placements.outlook import Outlook
from planner.placements.supply import Supply
from planner.placements.triples import Amounts, Codes, Flags, Triples
from planner.scenario import Clauses, Scenario

FREE = np.inf


@dataclass(frozen=True)
class Ground:
    """What every reason looks at."""

    scenario: Scenario
    triples: Triples
    outlook: Outlook
    supply: Supply


@dataclass(frozen=True)
class Bar:
    """One rule's word on every triple: `leaves[i, p]` units (inf: no limit), because of `reasons[code[i]]`.

    `asks`: the clauses that lift a bar in step p where they hold, and the flags [i, p] of where they are asked.
    """

    reasons: Sequence[Reason]
    code: Codes
    leaves: Amounts
    asks: tuple[Clauses, Flags] | None = None


def one(rule: str, cause: str, path: tuple[str, ...], ground: Ground, leaves: Amounts) -> Bar:
    """Return a bar with the same cause for every triple."""
    return Bar([Reason(rule, cause, ground.scenario.mark(*path))], np.zeros(len(ground.triples), dtype=np.int64), leaves)


def each(rule: str, words: str, block: str, column: str, ground: Ground, leaves: Amounts) -> Bar:
    """Return a bar whose cause names the triple's id in a column: one reason an id."""
    reasons = [Reason(rule, words.format(label), ground.scenario.mark(block, label)) for label in ground.triples.labels[column]]
    return Bar(reasons, ground.triples.code[column], leaves)


def unless(allowed: Flags) -> Amounts:
    """Return no unit where not allowed, any number where allowed; by step where the flags have steps."""
    leaves: Amounts = np.where(allowed, FREE, 0.0)
    return leaves if leaves.ndim == 2 else leaves[:, None]


def area(g: Ground) -> Iterator[Bar]:
    """Bar what does not stand in the line's area."""
    t, reach = g.triples, g.scenario.frames["reach"]
    near = np.zeros((len(t.labels["requirement"]), len(t.labels["site"])), dtype=bool)
    rows = {r: i for i, r in enumerate(t.labels["requirement"])}
    columns = {s: i for i, s in enumerate(t.labels["site"])}
    near[[rows[r] for r in reach["requirement"]], [columns[s] for s in reach["site"]]] = True
    yield each("area", "area of {}", "requirements", "requirement", g, unless(near[t.code["requirement"], t.code["site"]]))


def room(g: Ground) -> Iterator[Bar]:
    """Bar what has no room for one unit; a resource that a site does not name is not there."""
    t, frames = g.triples, g.scenario.frames
    fits = np.full((len(t.labels["unit_type"]), len(t.labels["site"])), FREE)
    kinds = {u: i for i, u in enumerate(t.labels["unit_type"])}
    sites = {s: i for i, s in enumerate(t.labels["site"])}
    free = {resource: np.zeros(len(sites)) for resource in frames["occupies"]["resource"]}
    for c in records(frames["capacity"]):
        if c.resource in free:
            free[c.resource][sites[c.site]] = max(0.0, c.free)
    for o in records(frames["occupies"]):
        if o.amount > 0:
            np.minimum(fits[kinds[o.unit_type]], free[o.resource] / o.amount, out=fits[kinds[o.unit_type]])
    yield each("room", "room at {}", "sites", "site", g, fits[t.code["unit_type"], t.code["site"]][:, None])


def offer(g: Ground) -> Iterator[Bar]:
    """Bar what the offer's own terms exclude: other pillars, other sites."""
    t, frames = g.triples, g.scenario.frames
    pillars, sites = frames["requirements"]["pillar"].to_numpy(), np.array(t.labels["site"], dtype=object)
    serves = np.ones((len(t.labels["offer"]), len(pillars)), dtype=bool)
    stands = np.ones((len(t.labels["offer"]), len(sites)), dtype=bool)
    for i, o in enumerate(records(frames["offers"])):
        if o.pillars:
            serves[i] = np.isin(pillars, o.pillars)
        if o.only_at:
            stands[i] = np.isin(sites, o.only_at)
        if o.not_at:
            stands[i] &= ~np.isin(sites, o.not_at)
    allowed = serves[t.code["offer"], t.code["requirement"]] & stands[t.code["offer"], t.code["site"]]
    yield each("offer", "terms of {}", "offers", "offer", g, unless(allowed))


def caveat(g: Ground) -> Iterator[Bar]:
    """Bar what a caveat forbids; where it has an exception, ask the exception's clauses."""
    for c in g.scenario.caveats:
        touched = g.outlook.touched(c.first_month, c.until_month)
        possible = g.outlook.possible(c.unless) if c.unless else np.zeros_like(touched)
        meant = g.triples.match(c.select)
        leaves = unless(~(meant[:, None] & (touched & ~possible)))
        reason = Reason("caveat", f"caveat {c.name}", c.mark)
        yield Bar([reason], np.zeros(len(g.triples), dtype=np.int64), leaves, (c.unless, meant[:, None] & touched))


def consent(g: Ground) -> Iterator[Bar]:
    """Bar whom the host does not admit, where or when it does not; ask its conditions. Own soil needs no consent."""
    t = g.triples
    for code, country in enumerate(t.labels["country"]):
        here = (t.code["country"] == code) & ~t.own_soil
        host = g.scenario.hosts.get(country)
        if host is None:
            if g.scenario.consent_explicit:
                yield one("consent", f"consent {country}", ("hosts", country), g, unless(~here))
            continue
        admitted = t.among("nation", host.nations) & t.among("site", host.sites)
        when = g.outlook.within(host.first_month, host.until_month) & g.outlook.possible(host.requires)
        leaves = unless(~here[:, None] | (admitted[:, None] & when))
        reason = Reason("consent", f"consent {country}", host.mark)
        asked = np.broadcast_to(here[:, None], (len(t), len(when)))
        yield Bar([reason], np.zeros(len(t), dtype=np.int64), leaves, (host.requires, asked))


def entry(g: Ground) -> Iterator[Bar]:
    """Bar what an area never admits; ask its conditions of entry."""
    for zone in g.scenario.areas:
        inside = g.triples.among("site", zone.sites)
        for select, clauses in zone.requires:
            meant = inside & g.triples.match(select)
            possible = g.outlook.possible(clauses)
            reason = Reason("condition", f"entry to {zone.name}", zone.mark)
            asked = np.broadcast_to(meant[:, None], (len(meant), len(possible)))
            yield Bar([reason], np.zeros(len(meant), dtype=np.int64), unless(~meant[:, None] | possible), (clauses, asked))


def date(g: Ground) -> Iterator[Bar]:
    """Bar what comes before any tier of the offer, or before the site's works are done."""
    t, sites = g.triples, g.scenario.frames["sites"]
    yield each("date", "dates of {}", "offers", "offer", g, g.supply.dated[t.code["offer"]])
    first = np.array([s.first_month for s in g.scenario.steps])
    ready = sites["existing"].to_numpy()[:, None] | (sites["ready_month"].to_numpy()[:, None] <= first)
    yield each("date", "works at {}", "sites", "site", g, unless(ready[t.code["site"]]))


def condition(g: Ground) -> Iterator[Bar]:
    """Bar offers whose tiers wait for what never holds; where it may hold, the tiers bound what stands."""
    idle = (g.supply.dated >= 1) & (g.supply.able < 1)
    leaves = np.where(idle, 0.0, np.where(g.supply.able < 1, FREE, g.supply.able))  # without a tier in time, it is the date that bars
    yield each("condition", "conditions of {}", "offers", "offer", g, leaves[g.triples.code["offer"]])


def need(g: Ground) -> Iterator[Bar]:
    """Bar what the line needs not at all, or so little that the share open to substitutes holds not one."""
    t = g.triples
    yield each("need", "need of {}", "requirements", "requirement", g, unless(t.wanted))
    yield each("need", "substitutes on {}", "requirements", "requirement", g, _substitutes(g))


def _substitutes(g: Ground) -> Amounts:
    """Return the units that max_share leaves a substitute on a given line; a derived line's level is the posture's to make."""
    t, frames = g.triples, g.scenario.frames
    leaves = np.full((len(t), len(g.scenario.steps)), FREE)
    given = (frames["requirements"]["derived"] == "").to_numpy()[t.code["requirement"]]
    limited = frames["substitutes"].dropna(subset="max_share")
    for s in records(limited):
        u, c = t.labels["unit_type"].index(s.unit_type), t.capabilities.index(s.capability)
        rows = np.flatnonzero((t.code["unit_type"] == u) & t.substitute & given)
        line = t.code["requirement"][rows]
        amount = t.gives[u, line, c] * t.stay[rows]
        rows, line, amount = rows[amount > 0], line[amount > 0], amount[amount > 0]
        leaves[rows] = np.minimum(leaves[rows], s.max_share * t.level[line, c] / amount[:, None])
    return leaves


Why: TypeAlias = Callable[[Ground], Iterator[Bar]]
FIXED: tuple[Why, ...] = (area, room, offer)  # the same in every step
REASONS: tuple[Why, ...] = (caveat, consent, entry, date, condition, need)
