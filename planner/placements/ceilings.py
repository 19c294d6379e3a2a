"""Ceilings that alone keep a single unit away: rotation, ceilings of nations and hosts, limits of areas, reception. A function a reason."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from planner.frames import groups, records
from planner.placements.admitted import Reason
from planner.placements.reasons import FREE, Bar, Ground, Why, each, one
from planner.placements.triples import Amounts, Flags, Triples


def under(limit: float, amount: Amounts, where: Flags) -> Amounts:
    """Return how many units of an amount each stay under a limit, for the triples meant."""
    meant = where & (amount > 0)
    leaves: Amounts = np.where(meant, max(0.0, limit) / np.where(meant, amount, 1.0), FREE)[:, None]
    return leaves


def rotation(g: Ground) -> Iterator[Bar]:
    """Bar pools that keep less than one unit through the step, tours shorter than it, offers that stand only in larger numbers."""
    t, offers, s = g.triples, g.scenario.frames["offers"], g.supply
    pool = s.pool[t.code["offer"]]
    home = t.of("offer", offers["home_availability"])[:, None] / s.keeps[t.code["offer"]]
    rate = np.where(t.own_soil[:, None], home, 1.0)
    sustained = np.where((pool >= 0)[:, None], s.sustained[pool] * rate, FREE) if s.pools else np.full((len(t), 1), FREE)
    reasons = [Reason("rotation", f"rotation of {p}") for p in s.pools] or [Reason("rotation", "rotation")]
    none_held = np.where((s.able < 1)[t.code["offer"]], FREE, sustained)  # where no tier has come, that is why
    yield Bar(reasons, np.maximum(pool, 0), none_held)
    months = np.array([step.months for step in g.scenario.steps])
    short = ((offers["kind"] == "one_tour").to_numpy()[:, None]) & (months > offers["tour_months"].to_numpy()[:, None])
    yield each("rotation", "tour of {}", "offers", "offer", g, np.where(short, 0.0, FREE)[t.code["offer"]])
    few = (s.able >= 1) & (s.able < offers["min_units"].to_numpy()[:, None])
    yield each("offer", "least number of {}", "offers", "offer", g, np.where(few, 0.0, FREE)[t.code["offer"]])


def nation(g: Ground) -> Iterator[Bar]:
    """Bar units with more persons than a ceiling of their nation, or one too many for the reserve kept at home."""
    t, frames = g.triples, g.scenario.frames
    persons = t.of("unit_type", frames["unit_types"]["personnel"])
    away = ~t.own_soil
    for limit in records(frames["nation_limits"]):
        mine = t.among("nation", frozenset({limit.nation}))
        cause = " ".join(("ceiling", limit.nation, limit.measure, limit.of)).strip()
        path = ("nations", limit.nation)
        if limit.measure == "reserve":
            yield one("ceiling", cause, path, g, _reserve(g, limit.nation, limit.of, limit.limit))
        elif limit.measure == "deployed":
            yield one("ceiling", cause, path, g, under(limit.limit, persons, mine & away))
        elif limit.measure == "country":
            yield one("ceiling", cause, path, g, under(limit.limit, persons, mine & away & t.among("country", frozenset({limit.of}))))
        else:
            kinds = frozenset(frames["unit_types"].index[frames["unit_types"]["domain"] == limit.of])
            yield one("ceiling", cause, path, g, under(limit.limit, persons, mine & away & t.among("unit_type", kinds)))


def _reserve(g: Ground, nation: str, unit_type: str, reserve: float) -> Amounts:
    """Return how many units may stand when the reserve stays at home: what is in the cycle counts whole."""
    t, offers = g.triples, g.scenario.frames["offers"]
    mine = ((offers["nation"] == nation) & (offers["unit_type"] == unit_type)).to_numpy()
    spare = np.maximum(0.0, g.supply.dated[mine].sum(axis=0) - reserve)
    leaves: Amounts = np.where(mine[:, None], spare * g.supply.share[:, None], FREE)[t.code["offer"]]
    return np.where((g.supply.able < 1)[t.code["offer"]], FREE, leaves)


def host(g: Ground) -> Iterator[Bar]:
    """Bar units with more persons than the host admits."""
    t = g.triples
    persons = t.of("unit_type", g.scenario.frames["unit_types"]["personnel"])
    for country, entry in g.scenario.hosts.items():
        if not np.isnan(entry.ceiling):
            here = ~t.own_soil & t.among("country", frozenset({country}))
            yield one("consent", f"ceiling of {country}", ("hosts", country), g, under(entry.ceiling, persons, here))


def waters(g: Ground) -> Iterator[Bar]:
    """Bar units that bring more into an area than a limit of the area allows."""
    t, types = g.triples, g.scenario.frames["unit_types"]
    for area in g.scenario.areas:
        inside = t.among("site", area.sites) & ~t.standby
        for limit in area.limits:
            amount = np.ones(len(t)) if limit.of == "units" else t.of("unit_type", types[limit.of])
            yield one("area", f"limit {limit.name}", ("areas", area.name), g, under(limit.at_most, amount, inside & t.match(limit.who)))


def reception(g: Ground) -> Iterator[Bar]:
    """Bar units of which the site takes in none while the line is needed; who stands there in the first step came before the calendar."""
    t, frames = g.triples, g.scenario.frames
    for site, rows in groups(frames["reception"].groupby("site")):
        mine = np.flatnonzero(t.among("site", frozenset({str(site)})) & ~t.own_soil)
        here, leaves = t.at(mine), np.full(t.wanted.shape, FREE)
        wanted, comes = here.wanted, _comes(g, here, rows)
        for p in range(1, len(g.scenario.steps)):
            before = np.where(wanted[:, p - 1], leaves[mine, p - 1], 0.0)
            leaves[mine, p] = before + np.floor(comes[:, p - 1] + 1e-9)
        leaves[mine] = np.where(wanted, leaves[mine], FREE)
        yield one("reception", f"reception of {site}", ("sites", str(site)), g, leaves)


def _comes(g: Ground, here: Triples, rows: pd.DataFrame) -> Amounts:
    """Return how many units of each triple the reception of its site lets come in each step but the last."""
    types, steps = g.scenario.frames["unit_types"], g.scenario.steps[:-1]
    comes = np.full((len(here), len(steps)), FREE)
    for (measure, _), mine in groups(rows.groupby(["measure", rows["over"] == ""])):
        amount = here.of("unit_type", types["personnel" if measure == "persons" else "lift_t"])[:, None]
        most = [mine["a_month"][mine["first_month"] <= step.first_month].sum() * step.months for step in steps]
        comes = np.minimum(comes, np.where(amount > 0, np.array(most) / np.where(amount > 0, amount, 1.0), FREE))
    return comes


CEILINGS: tuple[Why, ...] = (rotation, nation, host, waters, reception)
