"""How a comparison is printed: criteria by option, both measures where they differ."""

from typing import TYPE_CHECKING

import pandas as pd

from planner.cli import screen, spread, weighed

if TYPE_CHECKING:
    from planner.scenario import Scenario
    from planner.study.compare import Comparison

OWN = "▲"  # what an option reaches by its own needs and thresholds
UNITS = {
    "": "",
    "month": "",
    "persons": "",
    "% of need": "%",
    "% of person-months": "%",
}  # as printed: what the criterion says already is left out
WAYS = {"higher": "↑", "lower": "↓", "earlier": "←", "": "·"}
MOST = 12  # rows of what was changed and of what moves


def show(found: "Comparison") -> None:
    """Print a comparison: options, raw criteria, who asks for less, scores and weights, what was changed, what moves."""
    screen.say(found.base.title, "bold")
    for row in found.options.to_dict("records"):
        screen.say(f"  {row['option']}: {row['title'] or row['option']} ({row['status']})")
    if found.versions:
        screen.say(f" Of different versions of the scenario: {', '.join(found.versions)} was read from other files than the base.")
    for option, said in found.agreed.items():
        screen.say(f" {option} {said}.")
    for option, said in found.same.items():
        screen.say(f" {option}: {said}")
    measured = f"measured on {'the base' if found.yardstick.option == 'base' else found.yardstick.option}"
    own = found.weighing.values if found.weighing else found.criteria.iloc[:0]
    if found.weighing:
        screen.heading("CRITERIA OF THE SCENARIO", measured)
        _criteria(found, own)
    screen.heading("ALSO MEASURED" if found.weighing else "CRITERIA", measured)
    _criteria(found, found.criteria[~found.criteria["criterion"].isin(own["criterion"])])
    for criterion, notes in found.criteria[found.criteria["note"] != ""].groupby("criterion", sort=False):
        screen.say(f" {criterion}: " + " · ".join(f"{row['option']} {row['note']}" for row in notes.to_dict("records")))
    screen.say(f" ↑ more is better, ↓ less, ← earlier, · neither; {OWN} by the option's own needs and thresholds", "dim")
    _asks(found)
    if found.weighing:
        weighed.show(found.weighing)
    _listed("WHAT WAS CHANGED", found.input, {"option": "option", "what": "what", "id": "id", "field": "field", "was": "was", "now": "now"})
    if not found.moves.empty:
        _moves(found)


def _criteria(found: "Comparison", values: pd.DataFrame) -> None:
    table = criteria(found, values)
    options = [[c for c in (option, f"{OWN} {option}") if c in table] for option in found.options["option"]]
    spread.table(table, options)


def criteria(found: "Comparison", values: pd.DataFrame) -> pd.DataFrame:
    """Return criteria as they are printed: one row each; one column an option, and one more where its own measure differs."""
    printed: dict[str, dict[str, str]] = {}
    own_terms: set[str] = set()
    for row in values.to_dict("records"):
        option, unit, criterion = str(row["option"]), str(row["unit"]), str(row["criterion"])
        common, own = (_value(found.base, unit, float(row[c])) for c in ("yardstick", "own"))
        name = criterion if UNITS.get(unit) == "" else f"{criterion}, {UNITS.get(unit, unit)}"
        cells = printed.setdefault(name, {"": WAYS[str(row["direction"])]})
        cells |= {option: common, f"{OWN} {option}": own if own != common else ""}
        own_terms |= {option} if own != common else set()
    columns = ["", *(c for option in found.options["option"] for c in (option, f"{OWN} {option}") if c == option or option in own_terms)]
    rows = [{"criterion": name} | {c: cells.get(c, "–") or " " for c in columns} for name, cells in printed.items()]
    return pd.DataFrame([row for row in rows if not {*row.values()} - {row["criterion"], WAYS[""]} <= {"0", " "}])  # nobody anywhere


def _value(base: "Scenario", unit: str, value: float) -> str:
    if unit == "month":
        return "not reached" if value >= base.months else f"{base.first_day(int(value)):%d %b %y}".lstrip("0") if value == value else "–"
    return screen.figure(value, 1 if unit.startswith("%") else 4 if unit == "lines" else 1 if unit == "M EUR" else None)


def _asks(found: "Comparison") -> None:
    for option in found.asks_less():
        less = found.asks[(found.asks["option"] == option) & (found.asks["asked"] < found.asks["base"])]
        told = [f"{row['id']} {screen.figure(row['asked'])} of {screen.figure(row['base'])}" for row in less.to_dict("records")]
        more = f"; {len(told) - MOST} more" if len(told) > MOST else ""
        screen.say(f" {option} asks for less: {'; '.join(told[:MOST])}{more}")


def _moves(found: "Comparison") -> None:
    first = found.options["option"].iloc[0]
    nations = found.moves.pivot_table(index="nation", columns="option", values="moved", aggfunc="sum", fill_value=0.0)
    nations = nations.loc[nations.abs().sum(axis=1).sort_values(ascending=False, kind="stable").index].reset_index()
    screen.heading(f"WHAT MOVES, person-months against {first}")
    spread.table(nations.head(MOST), [[str(c)] for c in nations.columns[1:]])
    _more(nations)
    heads = {"option": "option", "offer": "offer", "before": first, "after": "there", "moved": "moved"}
    _listed("OFFERS THAT MOVE MOST, person-months", found.moves.sort_values("moved", key=lambda m: -m.abs(), kind="stable"), heads)


def _listed(title: str, table: pd.DataFrame, heads: dict[str, str]) -> None:
    if table.empty:
        return
    screen.heading(title)
    screen.table(table.head(MOST), heads)
    _more(table)


def _more(table: pd.DataFrame) -> None:
    if len(table) > MOST:
        screen.say(f" {len(table) - MOST} more; --json has all", "dim")
