"""Supplies: what of them comes nowhere, what is full then, when a site runs dry, how full sites and routes are, how long stocks last."""

import math
from collections.abc import Iterator

import pandas as pd

from planner import rules
from planner.frames import groups, records
from planner.study.dossier import Dossier
from reports.content.gaps import asked_by
from reports.content.names import Names
from reports.content.numbers import amount, apart, inert, listed, plural, state
from reports.content.parts import Hub, Supplies, Way
from reports.content.periods import phases

SITES, ROUTES = 5, 4  # of which it is told; the rest is counted
FULL = 1 - 1e-6  # share of its capacity from which a route or a site is full
PASSES = "all that passes it"


def supplies(dossier: Dossier, names: Names) -> Supplies:
    """Return what is told of supplies; nothing where no route feeds anybody."""
    table = dossier.plan.frames["supply"]
    if table.empty:
        return Supplies("", (), (), ())
    carried = _carried(dossier, names)
    lacking = list(_lacking(dossier, names, table[table["unsupported"] > 0], carried))
    more = [f"+ {len(lacking) - SITES} more"] if len(lacking) > SITES else []
    ways, hubs = _ways(dossier, carried), sorted(_hubs(dossier, names), key=lambda hub: (hub.share, hub.title))
    said = (*lacking[:SITES], *more, _full(ways), _cut_off(names, table))
    return Supplies(_message(lacking, hubs), tuple(text for text in said if text), tuple(hubs), ways)


def _message(lacking: list[str], hubs: list[Hub]) -> str:
    """Return in a sentence whether all comes, and which hub handles less than is asked of it."""
    comes = "Some of what is used comes nowhere" if lacking else "All that is used comes where it is used"
    short = f"{',' if lacking else ', but'} {hubs[0].title} handles {hubs[0].filled}" if hubs and hubs[0].share < 1 else ""
    return f"{comes}{short}."


def _lacking(dossier: Dossier, names: Names, rows: pd.DataFrame, carried: pd.DataFrame) -> Iterator[str]:
    """Yield of each site and supply the step in which most is lacking, the largest lack first, and what is full then."""
    worst = rows.sort_values(["unsupported", "site", "supply", "step"], ascending=[False, True, True, True])
    for r in records(worst.drop_duplicates(["site", "supply"])):
        dry = f"; its stock lasts {amount(r.dry_days, 0)} days" if r.dry_days == r.dry_days else ""
        when = phases(dossier.scenario, (int(r.step),))
        full = _full(_ways(dossier, carried[carried["step"] == r.step])).rstrip(".")
        then = f"; {full[:1].lower()}{full[1:].replace(': ', ' then: ', 1)}" if full else ""
        much = f"{amount(r.unsupported)} of {amount(r.used)} t/day of {names.capability(r.supply)}"
        yield f"{names.site(r.site)}, {when}: {much} come nowhere{then}{dry}"


def _hubs(dossier: Dossier, names: Names) -> Iterator[Hub]:
    """Yield the lines whose need the flow makes, each in the step in which least of it is filled."""
    scenario, table = dossier.scenario, dossier.plan.frames["coverage"]
    flow = table["requirement"].map(scenario.frames["requirements"]["derived"]) == "flow"
    for (line, capability), rows in groups(table[flow & (table["level"] > 0)].groupby(["requirement", "capability"])):
        worst = rows.loc[(rows["filled"] / rows["level"]).idxmin()]
        digits, step = apart(worst["filled"], worst["level"]), int(worst["step"])
        unit = plural(names.unit(capability), worst["level"])
        share = min(1.0, float(worst["filled"] / worst["level"]))
        yield Hub(
            names.line(line),
            phases(scenario, (step,)),
            f"{amount(worst['filled'], digits)} of {amount(worst['level'], digits)} {unit}",
            share,
            state(share, scenario.thresholds),
            asked_by(dossier.plan.frames["driven"], names, line, capability, (step,)),
        )


def _carried(dossier: Dossier, names: Names) -> pd.DataFrame:
    """Return what each route carries, and what passes each site that passes no more than so much: name, between, step, tpd, limit."""
    flows, routes = dossier.plan.frames["flows"], dossier.scenario.frames["routes"]
    ends = {r.Index: f"{names.site(r.origin)} → {names.site(r.destination)}" for r in records(routes, index=True)}
    of_routes = flows.groupby(["route", "step", "capacity_tpd"], as_index=False)[["tpd"]].sum()
    of_routes = of_routes.set_axis(["name", "step", "limit", "tpd"], axis=1)
    of_routes["between"] = [ends.get(name, "") for name in of_routes["name"]]
    passed = rules.passing(dossier.scenario, dossier.plan.decisions)
    of_sites = passed[passed["limit"] < math.inf].assign(name=lambda rows: rows["site"].map(names.site), between=PASSES)
    return pd.concat([of_routes, of_sites[list(of_routes.columns)]], ignore_index=True)


def _ways(dossier: Dossier, carried: pd.DataFrame) -> tuple[Way, ...]:
    """Return each route and site by which anything comes, in the step in which it is fullest; those nearest to full first."""
    rows = carried[carried["tpd"] > 0].assign(share=lambda found: found["tpd"] / found["limit"])
    most = rows.sort_values(["share", "tpd", "step"], ascending=[False, False, True], kind="stable").drop_duplicates(["name", "between"])
    found = [
        Way(inert(r.name), str(r.between), phases(dossier.scenario, (int(r.step),)), float(r.tpd), float(r.limit), r.between == PASSES)
        for r in records(most)
    ]
    return tuple(sorted(found, key=lambda way: (-way.share, -way.carried, way.route)))


def _full(ways: tuple[Way, ...]) -> str:
    """Return the sites and routes that pass all they can in some step, those that pass most first."""
    full = sorted((way for way in ways if way.share >= FULL), key=lambda way: (-way.carried, way.route))
    said = [f"{way.route} ({amount(way.capacity)} t/day)" for way in full]
    return f"Full: {listed(said, ROUTES)}." if said else ""


def _cut_off(names: Names, table: pd.DataFrame) -> str:
    """Return how long stocks last at the sites that are supplied, the shortest first."""
    stocks = table.dropna(subset="stock_days").drop_duplicates("site").sort_values(["stock_days", "site"])
    said = [f"{names.site(r.site)} {amount(r.stock_days, 0)}" for r in records(stocks)]
    return f"Days to running dry if cut off: {listed(said, SITES)}." if said else ""
