"""Funds and what nations pledge to them."""

from typing import Any

from planner.scenario.document import Path
from planner.scenario.resolve.months import Months
from planner.scenario.resolve.names import Names
from planner.scenario.resolve.units import Rows
from planner.scenario.schema.finance import Pledge


def funds(names: Names, months: Months) -> Rows:
    """Return rows of the frames of funds and pledges."""
    found: Rows = {"funds": [], "pledges": []}
    for fund, entry in names.file.finance.funds.items() if names.file.finance else ():
        found["funds"].append({"fund": fund, "title": entry.title or fund, "balance": entry.balance_meur})
        rows = [_pledge(fund, pledge, ("finance", "funds", fund, "pledges", i), names, months) for i, pledge in enumerate(entry.pledges)]
        found["pledges"] += _numbered(rows)
    return found


def _pledge(fund: str, pledge: Pledge, path: Path, names: Names, months: Months) -> dict[str, Any]:
    names.check("nation", pledge.nation, (*path, "nation"))
    if pledge.fund is not None:
        names.check("fund", pledge.fund, (*path, "fund"))
    return {
        "fund": fund,
        "nation": pledge.nation,
        "meur": pledge.amount_meur,
        "month": months.first(pledge.date, (*path, "date")),
        "requires": names.clauses(pledge.requires, (*path, "requires")),
        "earmark": tuple(sorted(set(pledge.earmark or ()))),
        "status": pledge.status,
        "basis": pledge.basis,
        "source": pledge.source or "",
        "confidence": pledge.confidence or "",
    }


def _numbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the pledges with a number for each of a nation: a table is a set of rows, so their order in it says nothing."""
    count: dict[str, int] = {}
    for row in sorted(rows, key=lambda r: (r["nation"], r["month"], r["meur"], repr(sorted(r.items())))):
        count[row["nation"]] = row["pledge"] = count.get(row["nation"], 0) + 1
    return rows
