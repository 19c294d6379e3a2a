"""Make offers.csv from public stances: run `python make_offers.py`.

nations.csv gives each nation's stance, statements.csv what it said, assets.csv what it holds, stance_rules.csv what we make of it; the
unit types stand in scenario.yaml. Each rule speaks for the nations of one stance, or for one nation of it, which then goes before the
rule of its stance for the same unit type and tier. `size_rule` is a number of units *in place*:

    2                                        so many
    1 per 20 combat_aircraft, at most 2      whole units for a holding in assets.csv
    40% of stated_low as persons             whole units inside a quoted number of people (stated_rest: stated_high less stated_low)

`in_cycle` offers hold (tour + dwell) / tour times as many, so that what the rule says can stand for good. `mandate` in `requires`
becomes the condition `mandate-XXX` where the nation's parliament must agree, and nothing elsewhere.
"""

import csv
import math
import re
from pathlib import Path

import yaml

HERE = Path(__file__).parent
COLUMNS = (
    "id", "nation", "unit_type", "deployed", "in_cycle", "tier", "requires", "notice_days", "pillars", "only_at", "status", "basis",
    "source", "confidence",
)  # fmt: skip
PER = re.compile(r"1 per (\d+) (\w+), at most (\d+)")
STATED = re.compile(r"(\d+)% of (stated_\w+) as persons")

Row = dict[str, str]


def write(path: Path) -> None:
    """Write the offers to a table."""
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(offers())


def offers() -> list[Row]:
    """Return the rows of offers.csv, by id and tier."""
    holdings = {(r["nation"], r["asset"]): int(r["count"]) for r in table("assets.csv")}
    types = yaml.safe_load((HERE / "scenario.yaml").read_text(encoding="utf-8"))["unit_types"]
    rows = [
        row(nation, rule, units, types[rule["unit_type"]])
        for nation in nations()
        for rule in rules_of(nation)
        if (units := size(rule["size_rule"], nation, holdings, types[rule["unit_type"]]["personnel"]))
    ]
    return sorted(rows, key=lambda r: (r["id"], r["tier"]))


def nations() -> list[Row]:
    """Return each nation with its stance and what it said."""
    stances = {r["nation"]: r["stance"] for r in table("nations.csv")}
    return [r | {"stance": stances[r["nation"]]} for r in table("statements.csv")]


def table(name: str) -> list[Row]:
    """Read one of the tables beside this file."""
    with (HERE / name).open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def rules_of(nation: Row) -> list[Row]:
    """Return the rules that speak for a nation: its own before those of its stance."""
    of_stance = [r for r in table("stance_rules.csv") if r["stance"] == nation["stance"]]
    own = {(r["unit_type"], r["tier"]) for r in of_stance if r["nation"] == nation["nation"]}
    return [r for r in of_stance if r["nation"] == nation["nation"] or (not r["nation"] and (r["unit_type"], r["tier"]) not in own)]


def size(rule: str, nation: Row, holdings: dict[tuple[str, str], int], personnel: int) -> int:
    """Return the units in place that a size rule gives a nation."""
    if per := PER.fullmatch(rule):
        each, asset, most = per.groups()
        return min(holdings.get((nation["nation"], asset), 0) // int(each), int(most))
    if stated := STATED.fullmatch(rule):
        share, which = stated.groups()
        low, high = (int(nation[c] or 0) for c in ("stated_low", "stated_high"))
        people = {"stated_low": low, "stated_high": high, "stated_rest": high - low}[which]
        return people * int(share) // (100 * personnel)
    return int(rule)


def row(nation: Row, rule: Row, units: int, unit_type: dict[str, float]) -> Row:
    """Return one row of offers.csv."""
    code = nation["nation"]
    tour, dwell = unit_type["tour_months"], unit_type["dwell_months"]
    kept = math.ceil(units * (tour + dwell) / tour) if rule["kind"] == "in_cycle" else units
    quoted = f"{nation['source']}; " if rule["basis"] == "quoted" else ""
    return {
        "id": f"{code}-{rule['unit_type']}",
        "nation": code,
        "unit_type": rule["unit_type"],
        "deployed": str(kept) if rule["kind"] == "deployed" else "",
        "in_cycle": str(kept) if rule["kind"] == "in_cycle" else "",
        "tier": rule["tier"],
        "requires": ";".join(conditions(rule["requires"], nation)),
        "notice_days": rule["notice_days"],
        "pillars": rule["pillar"],
        "only_at": rule["only_at"],
        "status": rule["status"],
        "basis": rule["basis"],
        "source": f"{quoted}{rule['stance']}: {rule['why']}",
        "confidence": rule["confidence"],
    }


def conditions(requires: str, nation: Row) -> list[str]:
    """Return the conditions a rule asks for, the nation's own mandate in the place of `mandate`."""
    own = [f"mandate-{nation['nation']}"] if nation["mandate"] == "y" else []
    return [c for name in requires.split(";") if name for c in (own if name == "mandate" else [name])]


if __name__ == "__main__":
    write(HERE / "offers.csv")
