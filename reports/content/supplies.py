"""Supplies: what of them comes nowhere and when the site runs dry, which routes and hubs are full, and how long stocks last."""

from collections.abc import Iterator

import pandas as pd

from planner.frames import records
from planner.study.dossier import Dossier
from reports.content.names import Names
from reports.content.numbers import amount, inert, listed
from reports.content.periods import phases

SITES, ROUTES = 5, 4  # of which it is told; the rest is counted
FULL = 1 - 1e-6  # share of its capacity from which a route is full


def supplies(dossier: Dossier, names: Names) -> tuple[str, ...]:
    """Return what is told of supplies, a sentence each; nothing where no route feeds anybody."""
    table = dossier.plan.frames["supply"]
    if table.empty:
        return ()
    lacking = list(_lacking(dossier, names, table[table["unsupported"] > 0]))
    more = [f"+ {len(lacking) - SITES} more"] if len(lacking) > SITES else []
    said = lacking[:SITES] + more if lacking else ["All that is used comes where it is used."]
    return tuple(text for text in (*said, _full(dossier), _cut_off(names, table)) if text)


def _lacking(dossier: Dossier, names: Names, rows: pd.DataFrame) -> Iterator[str]:
    """Yield of each site and supply the step in which most is lacking, the largest lack first."""
    worst = rows.sort_values(["unsupported", "site", "supply", "step"], ascending=[False, True, True, True])
    for r in records(worst.drop_duplicates(["site", "supply"])):
        dry = f"; its stock lasts {amount(r.dry_days, 0)} days" if r.dry_days == r.dry_days else ""
        when = phases(dossier.scenario, (int(r.step),))
        yield f"{names.site(r.site)}, {when}: {amount(r.unsupported)} of {amount(r.used)} t/day of {inert(r.supply)} come nowhere{dry}"


def _full(dossier: Dossier) -> str:
    """Return the routes that carry all they can in some step, those that carry most first."""
    flows = dossier.plan.frames["flows"]
    carried = flows.groupby(["route", "step", "capacity_tpd"], as_index=False)[["tpd"]].sum()
    full = carried[carried["tpd"] >= FULL * carried["capacity_tpd"]].sort_values(["tpd", "route"], ascending=[False, True])
    said = [f"{inert(r.route)} ({amount(r.capacity_tpd)} t/day)" for r in records(full.drop_duplicates("route"))]
    return f"Full: {listed(said, ROUTES)}." if said else ""


def _cut_off(names: Names, table: pd.DataFrame) -> str:
    """Return how long stocks last at the sites that are supplied, the shortest first."""
    stocks = table.dropna(subset="stock_days").drop_duplicates("site").sort_values(["stock_days", "site"])
    said = [f"{names.site(r.site)} {amount(r.stock_days, 0)}" for r in records(stocks)]
    return f"Days to running dry if cut off: {listed(said, SITES)}." if said else ""
