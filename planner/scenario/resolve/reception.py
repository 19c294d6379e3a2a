"""Reception: what a site takes in of those who come, by itself and over the routes that end there."""

from collections.abc import Iterable, Mapping
from typing import Any

from planner.scenario.document import Path
from planner.scenario.problems import suggest
from planner.scenario.resolve.names import Names
from planner.scenario.scenario import DAYS_A_MONTH
from planner.scenario.selector import Selector

MEASURES = ("persons", "t")
SHOWN = 3  # unit types that a warning names; the others are counted
Rows = list[dict[str, Any]]


def reception(names: Names, routes: Iterable[Mapping[str, Any]], reach: Iterable[Mapping[str, Any]]) -> Rows:
    """Return rows of the frame of reception; `routes` and `reach` are those of their frames."""
    stood_at = {row["site"] for row in reach}
    found = [row for site in names.file.sites for row in _own(site, names, stood_at)]
    for way in routes:
        most = way["capacity_tpd"] * DAYS_A_MONTH
        row = {"site": way["destination"], "over": way["route"], "measure": "t", "a_month": most, "first_month": way["first_month"]}
        found.append(row)
    return found


def _own(site: str, names: Names, stood_at: set[str]) -> Rows:
    """Return what a site takes in by itself; anything but persons and tonnes is an error, a site at which nobody stands a warning."""
    path: Path = ("sites", site, "reception")
    said = names.file.sites[site].reception
    for measure in sorted(set(said) - set(MEASURES)):
        what = f"reception counts persons and t a month, not {measure}{suggest(measure, MEASURES)}"
        names.error((*path, measure), what, "write persons or t")
    if said and site not in stood_at:
        what, hint = f"nobody comes to {site}: no line has it in its area", "add it to the area of a line, or take its reception away"
        names.warn(("sites", site), what, hint)
    return [{"site": site, "over": "", "measure": m, "a_month": a, "first_month": 0} for m, a in said.items() if m in MEASURES]


def lifted(names: Names, select: Selector, line: str, path: Path) -> None:
    """Judge a need `of: lift` of a line, at `path`: the word is taken, and what moves must have a weight."""
    file = names.file
    if "lift" in file.capabilities:
        names.error(path, "`of: lift` means the tonnes that move, and there is a capability lift", "give the capability another name")
    types = {rows[0].unit_type or "" for offer, rows in file.offers.items() if _means(names, select, line, offer)}
    light = sorted(u for u in types if u in file.unit_types and not file.unit_types[u].lift_t)
    named = ", ".join(light[:SHOWN]) + (f", {len(light) - SHOWN} more" if len(light) > SHOWN else "")
    if light and len(light) == len(types):
        names.error(path, f"nothing that this need counts has a lift_t ({named}): it would need nothing", "give their unit types lift_t")
    elif light:
        names.warn(path, f"without lift_t these move by themselves: {named}", "give their unit types lift_t, or take them out of `per`")


def _means(names: Names, select: Selector, line: str, offer: str) -> bool:
    """Say whether a selector means an offer, and a line that it means has a use for what the offer provides."""
    file, row = names.file, names.file.offers[offer][0]
    said = ((select.offers, offer), (select.nations, row.nation), (select.unit_types, row.unit_type))
    if any(ids is not None and name not in ids for ids, name in said) or row.unit_type not in file.unit_types:
        return False
    lines = (file.requirements.keys() if select.requirements is None else select.requirements) - {line}
    return any(file.unit_types[row.unit_type].provides.keys() & file.requirements[r].needs.keys() for r in lines if r in file.requirements)
