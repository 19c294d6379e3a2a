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

    `asks`: the clauses that lift a bar in step p where they hold, and the flags [i, p] of where they are asked. `lifts`: the soft caveat
    that must be lifted, unless its exception holds, and the flags of where.
    """

    reasons: Sequence[Reason]
    code: Codes
    leaves: Amounts
    asks: tuple[Clauses, Flags] | None = None
    lifts: tuple[str, Flags] | None = None


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


def by_type(g: Ground, written: Clauses) -> Iterator[tuple[Clauses, Flags]]:
    """Yield clauses as unit types may use them, each with the triples of these types: one for all, unless a condition opens only some."""
    types = g.triples.labels["unit_type"]
    mine = [g.outlook.open_to(written, unit_type) for unit_type in types]
    for clauses in dict.fromkeys(mine):
        yield clauses, np.array([own == clauses for own in mine], dtype=bool)[g.triples.code["unit_type"]]


def area(g: Ground) -> Iterator[Bar]:
    """Bar what does not stand in the line's area."""
    t, reach = g.triples, g.scenario.frames["reach"]
    near = np.zeros((len(t.labels["requirement"]), len(t.labels["site"])), dtype=bool)
    rows = {r: i for i, r in enumerate(t.labels["requirement"])}
    columns = {s: i for i, s in enumerate(t.labels["site"])}
    near[[rows[r] for r in reach["requirement"]], [columns[s] for s in reach["site"]]] = True
    yield each("area", "area of {}", "requirements", "requirement", g, unless(near[t.code["requirement"], t.code["site"]]))


def room(g: Ground) -> Iterator[Bar]:
    """Bar what has no room for one unit, once the site has grown; a resource that a site does not name is not there."""
    yield _room(g, _free(g)[:, :, -1:])


def growth(g: Ground) -> Iterator[Bar]:
    """Bar what has no room for one unit before the site has grown."""
    if not g.scenario.frames["stages"].empty:
        yield _room(g, _free(g))


def _room(g: Ground, free: Amounts) -> Bar:
    """Bar by what is free, by resource, site and step. What waits at home takes no room."""
    t, occupies = g.triples, g.scenario.frames["occupies"]
    fits = np.full((len(t.labels["unit_type"]), *free.shape[1:]), FREE)
    resources = _resources(g)
    for o in records(occupies[occupies["amount"] > 0]):
        mine = fits[t.labels["unit_type"].index(o.unit_type)]
        np.minimum(mine, free[resources[o.resource]] / o.amount, out=mine)
    leaves = np.where(t.standby[:, None], FREE, fits[t.code["unit_type"], t.code["site"]])
    return each("room", "room at {}", "sites", "site", g, leaves)


def _free(g: Ground) -> Amounts:
    """Return what can be free of each resource at each site in each step: what is there, and each step of expansion that can be done."""
    frames, first = g.scenario.frames, np.array([s.first_month for s in g.scenario.steps])
    resources, sites = _resources(g), {s: i for i, s in enumerate(g.triples.labels["site"])}
    free = np.zeros((len(resources), len(sites), len(first)))
    for c in records(frames["capacity"]):
        if c.resource in resources:
            free[resources[c.resource], sites[c.site]] = max(0.0, c.free)
    stages = frames["stages"].assign(ready=frames["stages"].groupby("site")["first_month"].cummax())  # each waits for those before it
    for a in records(frames["stage_adds"].merge(stages, on=["site", "stage"])):
        if a.resource in resources:
            free[resources[a.resource], sites[a.site]] += a.amount * (first >= a.ready)
    return free


def _resources(g: Ground) -> dict[str, int]:
    """Return the place of each resource that units occupy."""
    return {resource: i for i, resource in enumerate(sorted(set(g.scenario.frames["occupies"]["resource"])))}


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
    """Bar what a caveat forbids; where it has an exception, ask the exception's clauses. A soft one bars nothing, and is to be lifted.

    A caveat by lead bars nothing here: who leads is decided with the posture.
    """
    none = np.zeros(len(g.triples), dtype=np.int64)
    for c in (c for c in g.scenario.caveats if not c.leads):
        touched = g.outlook.touched(c.first_month, c.until_month)
        reason = Reason("caveat", f"caveat {c.name}", c.mark)
        for clauses, mine in by_type(g, c.unless):
            if c.soft:
                settled = np.array([bool(clauses) and not g.outlook.waits(clauses, p) for p in range(len(touched))], dtype=bool)
                where = (g.triples.match(c.select) & mine)[:, None] & (touched & ~settled)
                yield Bar([reason], none, np.full((len(g.triples), 1), FREE), lifts=(c.name, where))
                continue
            possible = g.outlook.possible(clauses) if clauses else np.zeros_like(touched)
            meant = g.triples.match(c.select) & mine
            leaves = unless(~(meant[:, None] & (touched & ~possible)))
            yield Bar([reason], none, leaves, (clauses, meant[:, None] & touched))


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
        reason = Reason("consent", f"consent {country}", host.mark)
        for clauses, mine in by_type(g, host.requires):
            when = g.outlook.within(host.first_month, host.until_month) & g.outlook.possible(clauses)
            leaves = unless(~(here & mine)[:, None] | (admitted[:, None] & when))
            asked = np.broadcast_to((here & mine)[:, None], (len(t), len(when)))
            yield Bar([reason], np.zeros(len(t), dtype=np.int64), leaves, (clauses, asked))


def entry(g: Ground) -> Iterator[Bar]:
    """Bar what an area never admits; ask its conditions of entry."""
    for zone in g.scenario.areas:
        inside = g.triples.among("site", zone.sites) & ~g.triples.standby
        for select, written in zone.requires:
            reason = Reason("condition", f"entry to {zone.name}", zone.mark)
            for clauses, mine in by_type(g, written):
                meant = inside & g.triples.match(select) & mine
                possible = g.outlook.possible(clauses)
                asked = np.broadcast_to(meant[:, None], (len(meant), len(possible)))
                yield Bar([reason], np.zeros(len(meant), dtype=np.int64), unless(~meant[:, None] | possible), (clauses, asked))


def date(g: Ground) -> Iterator[Bar]:
    """Bar what comes before any tier of the offer, or before the site's works are done."""
    t, sites = g.triples, g.scenario.frames["sites"]
    yield each("date", "dates of {}", "offers", "offer", g, g.supply.dated[t.code["offer"]])
    first = np.array([s.first_month for s in g.scenario.steps])
    ready = sites["existing"].to_numpy()[:, None] | (sites["ready_month"].to_numpy()[:, None] <= first)
    yield each("date", "works at {}", "sites", "site", g, unless(ready[t.code["site"]] | t.standby[:, None]))


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
REASONS: tuple[Why, ...] = (growth, caveat, consent, entry, date, condition, need)
