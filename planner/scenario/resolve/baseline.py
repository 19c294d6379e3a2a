"""The baseline: what was agreed last, laid on the steps of this calendar, and what a departure from it weighs.

The world moves on between two rounds: an offer or a line of the agreed plan may be gone. What is gone is told and counts nothing; where
nothing at all is known, the plan is that of another scenario.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from planner.scenario.document import Path
from planner.scenario.problems import suggest
from planner.scenario.resolve.months import Months
from planner.scenario.resolve.names import Names
from planner.scenario.scenario import Persistence, Step
from planner.scenario.schema.baseline import Agreed, BaselineRow

Place: TypeAlias = tuple[str, str, str, int]  # offer, line, site, step

SHOWN = 3  # ids that a note names; the others are counted
BLOCK: Path = ("baseline",)
ROWS: Path = (*BLOCK, "table")
GONE = {"offer": "not offered any more", "requirement": "no line any more", "site": "no site any more"}


def baseline(names: Names, months: Months, steps: tuple[Step, ...]) -> tuple[list[dict[str, Any]], Persistence | None]:
    """Return the rows of the frame `baseline` and the terms of persistence; no rows and None where nothing was agreed."""
    written = names.file.baseline
    if not isinstance(written, Agreed) or not isinstance(written.table, list):
        if written != "none":
            names.error(BLOCK, "the agreed plan is neither a run nor a table", "write {table: agreed.csv} or {run: folder}")
        return [], None
    gone = [_gone(names, row, per_site=written.per_site) for row in written.table]
    kept = {n: row for n, row in enumerate(written.table) if not gone[n]}
    if kept:
        _tell(names, gone)
    told = len(names.problems)
    stands = _laid(names, months, steps, kept, per_site=written.per_site)
    if len(names.problems) == told and (wrong := _nothing(names, written.table, kept, stands)):
        names.error(BLOCK, *wrong)
    rows = [
        {"offer": offer, "requirement": line, "site": site, "step": p, "units": float(units)}
        for (offer, line, site, p), units in stands.items()
        if units
    ]
    most = float("nan") if written.most_changed_nations is None else float(written.most_changed_nations)
    lost = tuple(sorted({name for found in gone for _, name in found}))
    return rows, Persistence(written.weights.model_dump(), most, written.per_site, lost, names.place(*BLOCK))


def _gone(names: Names, row: BaselineRow, *, per_site: bool) -> tuple[tuple[str, str], ...]:
    """Return what a row names and is not there any more: kind and id. A site counts only where it matters."""
    said = {"offer": row.offer, "requirement": row.requirement} | ({"site": row.site} if per_site and row.site is not None else {})
    return tuple((kind, name) for kind, name in said.items() if name not in names.known[kind])


def _tell(names: Names, gone: list[tuple[tuple[str, str], ...]]) -> None:
    """Note once for each kind what is gone, at the first row that names it."""
    first: dict[str, dict[str, int]] = {}
    for n, found in enumerate(gone):
        for kind, name in found:
            first.setdefault(kind, {}).setdefault(name, n)
    for kind, rows in first.items():
        ids = sorted(rows)
        more = f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else ""
        what = f"{', '.join(ids[:SHOWN])}{more} of the agreed plan: {GONE[kind]}; what was agreed there counts nothing"
        names.note((*ROWS, min(rows.values())), what)


def _laid(names: Names, months: Months, steps: tuple[Step, ...], rows: Mapping[int, BaselineRow], *, per_site: bool) -> dict[Place, int]:
    """Return the units of each place and step; a row that says what an earlier one says already is an error."""
    units: dict[Place, int] = {}
    said: dict[Place, int] = {}
    for n, row in rows.items():
        path: Path = (*ROWS, n)
        if per_site and row.site is None:
            names.error(path, "this row says no site, and per_site counts by site", "add the site, or take per_site away")
        for p in _meant(names, months, steps, row, path):
            place = (row.offer, row.requirement, row.site or "", p)
            if place in said:
                where = names.document.mark((*ROWS, said[place]))
                at = f"row {where.row}" if where and where.row else str(where)
                what = f"{' / '.join(k for k in place[:3] if k)} stands in {at} already, for the same months"
                names.error(path, what, "keep one of the rows, with all its units")
            units[place], said[place] = row.units, n
    return units


def _meant(names: Names, months: Months, steps: tuple[Step, ...], row: BaselineRow, path: Path) -> Iterator[int]:
    """Yield the steps whose first month a row speaks of."""
    if row.phase is not None and (row.from_ is not None or row.until is not None):
        names.error(path, "this row says a phase and dates", "keep one of the two")
    elif row.phase is not None:
        names.check("phase", row.phase, (*path, "phase"))
        yield from (p for p, step in enumerate(steps) if step.phase == row.phase)
    elif row.from_ is None:
        names.error(path, "this row says neither a phase nor from when", "add a phase, or from and until")
    else:
        first, until = months.span(row.from_, row.until, path)
        yield from (p for p, step in enumerate(steps) if first <= step.first_month < until)


def _nothing(names: Names, rows: list[BaselineRow], kept: Mapping[int, BaselineRow], stands: Mapping[Place, int]) -> tuple[str, str] | None:
    """Say what is wrong, and what to do, where nothing of an agreed plan is left to keep to."""
    if not rows:
        return "the agreed plan has no row", "name another table, or write baseline: none"
    if not kept:
        first = rows[0].offer
        hint = f"its first offer is {first}{suggest(first, names.file.offers)}; name the plan of an earlier round"
        return "nothing in the agreed plan is known here: it is of another scenario", hint
    if not any(stands.values()):
        return "nothing in the agreed plan stands in any month of this calendar", "check its dates and units"
    return None
