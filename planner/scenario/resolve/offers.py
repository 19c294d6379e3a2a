"""Offers and their tiers: what each nation gives, from when, on what conditions."""

from typing import Any

from planner.scenario.document import Path
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


def offers(names: Names, months: Months) -> Rows:
    """Return rows of the frames of offers and tiers."""
    found: Rows = {"offers": [], "tiers": []}
    for name, rows in names.file.offers.items():
        shared = _shared(name, rows, names)
        kind = _kind(name, rows, names)
        if "nation" in shared and "unit_type" in shared and kind:
            found["offers"].append(_offer(name, kind, shared, names))
        found["tiers"] += _tiers(name, rows, names, months)
    return found


def _shared(name: str, rows: list[OfferRow], names: Names) -> dict[str, Any]:
    """Return what all rows of an offer agree on, references checked."""
    said: dict[str, Any] = {}
    wrong: set[str] = set()
    for n, row in enumerate(rows):
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
            names.error(("offers", name), f"the offer {name} lacks '{key}'", f"add {key}:")
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


def _kind(name: str, rows: list[OfferRow], names: Names) -> str | None:
    """Return the one kind of amount that an offer gives."""
    kinds: list[str] = []
    for n, row in enumerate(rows):
        path: Path = ("offers", name, n)
        given = [k for k in KINDS if getattr(row, k) is not None]
        if not given:
            names.error(path, f"the offer {name} gives no amount", f"give exactly one of {', '.join(KINDS)}")
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


def _tiers(name: str, rows: list[OfferRow], names: Names, months: Months) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for n, row in enumerate(rows):
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
