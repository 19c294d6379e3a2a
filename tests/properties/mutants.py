"""Mutants of good scenarios: nodes of the YAML and cells of the tables deleted, doubled, swapped, renamed or of another kind."""

import csv
import io
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from planner.scenario import source
from planner.scenario.document import copied, paths
from planner.shipped import scenarios

JUNK: list[Any] = [
    None, True, False, 0, 1, -1, 2.5, 0.5, 1e300, 10**30, "", " ", "x", "D", "D+99999", "D-99999", "50%", "nan%", "1e3", "010", "NaN",
    "2026-01-01", "2026-13-01", "9999-12-31", "all", "any", "none", "FRA", "UKR", "entry", "stabilise", ";", "a;b", "=1+1", "é\u2028",
    "3 M EUR/month", "1.2 kt", "6 months", "a/b", "../x", "x" * 300, [], [[]], [None], ["FRA"], [1, 2], {}, {"any": []}, {"a": 1},
    {"table": "offers.csv"}, {"table": "none.csv"}, {"months": 600}, {"group": "EU"}, {"all": []}, {"place": {}}, {"after": "us-backstop"},
]  # fmt: skip
NAMES = ["x", "", "D", "7", "from", "table", "<<", "base", "extends", "a.b", "é", "true"]


@dataclass(frozen=True)
class Good:
    """A shipped scenario: its document and its tables."""

    name: str
    value: dict[str, Any]
    tables: dict[str, list[list[str]]]


def good(name: str) -> Good:
    """Return a shipped scenario, read once."""
    folder = scenarios() / name
    document = source.read(folder / "scenario.yaml", [])
    named = {str(v["table"]) for path in paths(document.value) if isinstance(v := _at(document.value, path), dict) and "table" in v}
    return Good(name, document.value, {n: list(csv.reader((folder / n).open(encoding="utf-8", newline=""))) for n in sorted(named)})


def mutant(of: Good, chance: random.Random, folder: Path) -> None:
    """Write a copy of a scenario with one to three places changed."""
    value, tables = copied(of.value), {name: [list(row) for row in rows] for name, rows in of.tables.items()}
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        if tables and chance.random() < 0.3:
            _in_a_table(tables[chance.choice(sorted(tables))], chance)
        else:
            _in_the_document(value, chance)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "scenario.yaml").write_text(yaml.safe_dump(value, sort_keys=False, allow_unicode=True), encoding="utf-8")
    for name, rows in tables.items():
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(rows)
        (folder / name).write_text(out.getvalue(), encoding="utf-8")


def _at(value: Any, path: tuple[str | int, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


def _in_the_document(value: dict[str, Any], chance: random.Random) -> None:
    places = list(paths(value))[1:]
    if not places:
        return
    path = chance.choice(places)
    holder, key = _at(value, path[:-1]), path[-1]
    match chance.choice(["delete", "double", "swap", "junk", "rename", "elsewhere", "scale", "scale"]):
        case "scale" if isinstance(holder[key], int | float):
            holder[key] = holder[key] * chance.choice([0, 0.5, 2, 10, -1, 1e6])
        case "delete":
            del holder[key]
        case "double" if isinstance(holder, list):
            holder.insert(int(key), copied(holder[int(key)]))
        case "double":
            holder[f"{key}{chance.choice(NAMES)}"] = copied(holder[key])
        case "rename" if isinstance(holder, dict):
            holder[chance.choice([*NAMES, str(key)[:-1], f"{key}x"])] = holder.pop(key)
        case "swap" | "elsewhere" as how:
            other = chance.choice(places)
            inner, name = _at(value, other[:-1]), other[-1]
            mine, theirs = copied(holder[key]), copied(inner[name])
            holder[key] = theirs
            if how == "swap" and path != other[: len(path)]:
                inner[name] = mine
        case _:
            holder[key] = copied(chance.choice(JUNK))


def _in_a_table(rows: list[list[str]], chance: random.Random) -> None:
    here, there = chance.randrange(len(rows)), chance.randrange(len(rows))
    if not rows[here] or not rows[there]:
        return
    column = chance.randrange(len(rows[here]))
    other = chance.randrange(len(rows[there]))
    changes: list[Callable[[], object]] = [
        lambda: rows[here].__setitem__(column, str(chance.choice(JUNK))),
        lambda: rows[here].__setitem__(column, ""),
        lambda: rows[here].__setitem__(column, rows[there][other]),
        lambda: rows.insert(here, list(rows[here])),
        lambda: rows.pop(here) if len(rows) > 1 else None,
        lambda: rows[here].pop(column),
        lambda: rows[here].insert(column, "x"),
        lambda: [row.pop(column) for row in rows if column < len(row)],
        lambda: rows.__setitem__(slice(None), [row for row in rows if row is not rows[0]] or rows),
    ]
    chance.choice(changes)()
