"""Tours of what is in a cycle: whether they can be meant. A pool is made of like units, and a tour is longer than its own relief."""

from math import ceil
from typing import Any

from planner.scenario.document import Path
from planner.scenario.resolve.months import Months, notice_months
from planner.scenario.resolve.names import Names
from planner.scenario.resolve.units import Rows


def judge(names: Names, months: Months, rows: Rows) -> None:
    """Add an error for each pool of unlike units and each tour no longer than its relief, a warning for each longer than the calendar."""
    cycle = [offer for offer in rows["offers"] if offer["kind"] == "in_cycle"]
    _unlike(names, cycle)
    told: set[Path] = set()
    for offer in cycle:
        path = _said(names, offer)
        if path not in told:
            told.add(path)
            _length(names, months, offer, path)


def _unlike(names: Names, cycle: list[dict[str, Any]]) -> None:
    """Tell of an offer whose unit type is not that of its pool: one cannot relieve the other."""
    first: dict[str, dict[str, Any]] = {}
    for offer in cycle:
        other = first.setdefault(offer["pool"], offer)
        if offer["unit_type"] != other["unit_type"]:
            what = (
                f"{offer['offer']} in the pool {offer['pool']} is of {offer['unit_type']}, {other['offer']} in it of {other['unit_type']}"
            )
            hint = "units of a pool relieve one another: one pool a unit type, or leave pool out"
            names.error(_row(names, offer["offer"], "pool"), what, hint)


def _length(names: Names, months: Months, offer: dict[str, Any], path: Path) -> None:
    """Tell of a tour that is over before it has relieved, or that nobody ever sees relieved."""
    tour = offer["tour_months"]
    unit_type = names.file.unit_types.get(offer["unit_type"])
    overlap = notice_months(unit_type.overlap_days) if unit_type else 0
    if overlap >= ceil(tour - 1e-9):
        what = f"{offer['offer']} serves tours of {tour:g} months, and {overlap} of them go by in relief"
        names.error(path, what, f"overlap_days of {offer['unit_type']} must be shorter than the tour")
    elif tour > months.horizon:
        what = f"{offer['offer']} serves tours of {tour:g} months, and the calendar has {months.horizon}: nobody is relieved in it"
        names.warn(path, what, "tours are in months; check tour_months")


def _said(names: Names, offer: dict[str, Any]) -> Path:
    """Return where the tour of an offer is said: in a row of its own, or of its unit type."""
    own = _row(names, offer["offer"], "tour_months")
    if own[-1] == "tour_months":
        return own
    path: Path = ("unit_types", offer["unit_type"])
    said = (
        "tour_months" in names.file.unit_types[offer["unit_type"]].model_fields_set
        if offer["unit_type"] in names.file.unit_types
        else False
    )
    return (*path, "tour_months") if said else path


def _row(names: Names, offer: str, key: str) -> Path:
    """Return the path of a key in the first row of an offer that says it; of the offer where none does."""
    for n, row in enumerate(names.file.offers[offer]):
        if key in row.model_fields_set and getattr(row, key) is not None:
            return ("offers", offer, n, key)
    return ("offers", offer)
