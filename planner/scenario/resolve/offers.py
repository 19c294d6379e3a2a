"""Offers and their tiers: what each nation gives, from when, on what conditions."""

from typing import Any, TypeAlias

from planner.scenario.document import Path
from planner.scenario.resolve import tours
from planner.scenario.resolve.months import Months
from planner.scenario.resolve.names import Names
from planner.scenario.resolve.units import Rows
from planner.scenario.schema.offers import OfferRow

KINDS = ("deployed", "in_cycle", "one_tour")
# What a tier may not change: it belongs to the offer, and a row that does not say it agrees with those that do.
SHARED = (
    "nation", "unit_type", "pool", "tour_months", "dwell_months", "home_availability", "pillars", "only_at", "not_at", "min_contribution",
    "reliability", "committed_to",
)  # fmt: skip

Tiers: TypeAlias = list[tuple[int, OfferRow]]  # rows of one offer, each with its number


def offers(names: Names, months: Months) -> Rows:
    """Return rows of the frames of offers and tiers."""
    found: Rows = {"offers": [], "tiers": []}
    lacks: dict[str, list[Path]] = {}
    for name, written in names.file.offers.items():
        rows = _tiers_of_one(name, written, names)
        shared = _shared(name, rows, names, lacks)
        kind = _kind(name, rows, names, lacks)
        if "nation" in shared and "unit_type" in shared and kind:
            found["offers"].append(_offer(name, kind, shared, names))
        found["tiers"] += _tiers(name, rows, names, months)
    for key, lacking in lacks.items():
        _lacking(key, lacking, names)
    tours.judge(names, months, found)
    return found


def _lacking(key: str, places: list[Path], names: Names) -> None:
    """Say once what one offer or many lack: a column that is not there is one slip."""
    offer, more = places[0][1], len(places) - 1
    what, hint = f"the offer {offer} gives no amount", f"give exactly one of {', '.join(KINDS)}"
    if key:
        what, hint = f"the offer {offer} lacks '{key}'", f"add {key}: {OfferRow.model_fields[key].description}"
    names.error(places[0], what + (f", and so do{'es' if more == 1 else ''} {more} more" if more else ""), hint)


def _tiers_of_one(name: str, rows: list[OfferRow], names: Names) -> Tiers:
    """Return the rows that may be tiers of the first; one of another nation or unit type is told, once, and left out."""
    kept: Tiers = []
    for n, row in enumerate(rows):
        differs = [key for key in ("nation", "unit_type") if _differs(key, row, kept, names)]
        if differs:
            what = f"the rows of {name} differ in {' and '.join(differs)}"
            names.error(("offers", name, n, differs[0]), what, "tiers share it: give this row an id of its own")
        else:
            kept.append((n, row))
    return kept


def _differs(key: str, row: OfferRow, others: Tiers, names: Names) -> bool:
    """Say whether a row and an earlier one say two names that are both there; a name that is not there is told as such."""
    mine, said = getattr(row, key), next((v for _, other in others if (v := getattr(other, key)) is not None), None)
    return mine != said and {mine, said} <= set(names.known[key])


def _shared(name: str, rows: Tiers, names: Names, lacks: dict[str, list[Path]]) -> dict[str, Any]:
    """Return what all rows of an offer agree on, references checked."""
    said: dict[str, Any] = {}
    wrong: set[str] = set()
    for n, row in rows:
        path: Path = ("offers", name, n)
        for key in SHARED:
            value = getattr(row, key)
            if key not in row.model_fields_set or value is None:
                continue
            if not _refer(key, value, (*path, key), names):
                wrong.add(key)  # told as the wrong name that it is; whether the rows agree is not asked
            elif key not in said:
                said[key] = value
            elif said[key] != value:
                names.error((*path, key), f"the rows of {name} differ in {key}", "tiers share it: give the other row an id of its own")
    for key in ("nation", "unit_type"):
        if key not in said and key not in wrong:
            lacks.setdefault(key, []).append(("offers", name))
    return said


def _refer(key: str, value: Any, path: Path, names: Names) -> bool:
    """Say whether what a row names is there."""
    kinds = {"nation": "nation", "unit_type": "unit_type", "only_at": "site", "not_at": "site"}
    if key not in kinds:
        return True
    if not isinstance(value, list):
        return names.check(kinds[key], value, path)
    absent = [one for i, one in enumerate(value) if not names.check(kinds[key], one, (*path, i))]
    return not absent


def _kind(name: str, rows: Tiers, names: Names, lacks: dict[str, list[Path]]) -> str | None:
    """Return the one kind of amount that an offer gives."""
    kinds: list[str] = []
    for n, row in rows:
        path: Path = ("offers", name, n)
        given = [k for k in KINDS if getattr(row, k) is not None]
        if not given:
            lacks.setdefault("", []).append(path)
        elif len(given) > 1:
            names.error((*path, given[1]), f"the offer {name} gives {' and '.join(given)}", f"give exactly one of {', '.join(KINDS)}")
        elif kinds and given[0] != kinds[0]:
            names.error(
                (*path, given[0]),
                f"the offer {name} gives {kinds[0]} in one row and {given[0]} in another",
                "one id has one kind of amount",
            )
        kinds += given[:1]
    return kinds[0] if kinds else None


def _offer(name: str, kind: str, shared: dict[str, Any], names: Names) -> dict[str, Any]:
    unit_type = names.file.unit_types.get(shared["unit_type"])
    own = {key: shared.get(key, getattr(unit_type, key, 0.0)) for key in ("tour_months", "dwell_months", "home_availability")}
    if kind != "in_cycle" and "pool" in shared:
        names.warn(
            ("offers", name, 0, "pool"), f"{name} gives {kind} units: it belongs to no pool", "only units in the cycle rotate in a pool"
        )
    least = shared.get("min_contribution")
    return {
        "offer": name,
        "nation": shared["nation"],
        "unit_type": shared["unit_type"],
        "kind": kind,
        "pool": shared.get("pool", f"{shared['nation']} {shared['unit_type']}") if kind == "in_cycle" else "",
        **own,
        "pillars": tuple(sorted(set(shared.get("pillars", ())))),
        "only_at": tuple(sorted(set(shared.get("only_at", ())))),
        "not_at": tuple(sorted(set(shared.get("not_at", ())))),
        "min_units": least.units if least else 0.0,
        "committed_to": shared.get("committed_to", ""),
        "reliability": shared.get("reliability", 1.0),
    }


def _tiers(name: str, rows: Tiers, names: Names, months: Months) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for n, row in rows:
        path: Path = ("offers", name, n)
        first, until = months.span(row.from_, row.until, path)
        label = row.tier or "1"
        if label in found:
            names.error(
                path, f"a second row of {name} is tier {label} too", "number the rows in the column tier, or give this one an id of its own"
            )
            continue
        found[label] = {
            "offer": name,
            "tier": label,
            "units": next((float(getattr(row, k)) for k in KINDS if getattr(row, k) is not None), 0.0),
            "first_month": max(first, months.after_notice(row.notice_days)),
            "until_month": until,
            "notice_days": row.notice_days,
            "requires": names.clauses(row.requires, (*path, "requires")),
            "status": row.status,
            "basis": row.basis,
            "source": row.source or "",
            "confidence": row.confidence or "",
        }
    return list(found.values())
