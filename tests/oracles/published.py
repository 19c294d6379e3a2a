"""Published problems written as scenarios: generalised assignment and single-source facility location, where the data are at hand."""

import csv
import os
from pathlib import Path
from string import ascii_uppercase
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("POSTURE_INSTANCES", ROOT.parent / "shared" / "instances"))


def optima(family: str) -> dict[str, float]:
    """Return the published optimum of each instance of a family: gap or sscflp."""
    with (FOLDER / family / "optima.csv").open() as lines:
        if family == "gap":
            return {row["Path"].split("/")[-1]: float(row["Optimum"]) for row in csv.DictReader(lines)}
        return {row["instance"]: float(row["optimum"]) for row in csv.DictReader(lines)}


def numbers(family: str, name: str) -> list[float]:
    return [float(word) for word in (FOLDER / family / name).read_text().split()]


def frame(**blocks: Any) -> dict[str, Any]:
    """What both kinds of instance have in common: one month, one country that hosts everybody."""
    return {
        "format": 1,
        "title": "Published instance",
        "calendar": {"start": "2026-01-01", "d_day": "2026-01-01", "phases": {"only": {"months": 1}}},
        "goals": [{"minimise": "shortfall", "priority": 1}, {"minimise": "cost"}],
    } | blocks


def assignment(name: str) -> dict[str, Any]:
    """Agent = nation with a ceiling of persons; item = line that one unit fills; a unit type for each pair with its persons and cost."""
    data = numbers("gap", name)
    agents, items = int(data[0]), int(data[1])
    cost, weight, room = data[2:], data[2 + agents * items :], data[2 + 2 * agents * items :]
    pairs = [("AA" + ascii_uppercase[a], f"item{i:02d}", a * items + i) for a in range(agents) for i in range(items)]
    return frame(
        nations={"AA" + ascii_uppercase[a]: {"limits": {"deployed_personnel": room[a]}} for a in range(agents)},
        capabilities={f"item{i:02d}": {"unit": "unit"} for i in range(items)},
        unit_types={
            f"{n}-{i}": {"domain": "land", "personnel": weight[k], "provides": {i: 1}, "cost_meur": {"month": cost[k]}} for n, i, k in pairs
        },
        offers={f"{n}-{i}": {"nation": n, "unit_type": f"{n}-{i}", "deployed": 1} for n, i, _ in pairs},
        sites={"place": {"country": "UKR", "kind": "camp", "capacity": {}, "existing": True}},
        requirements={
            f"item{i:02d}": {"pillar": "reassurance", "needs": {f"item{i:02d}": {"only": 1}}, "area": ["place"], "priority": 1}
            for i in range(items)
        },
    )


def location(name: str, folder: Path) -> dict[str, Any]:
    """Facility = site with beds and works; customer = line filled by one unit that takes that many beds, with a cost for each site."""
    data = numbers("sscflp", name)
    sites, customers = int(data[0]), int(data[1])
    room, works, demand = data[2 : 2 + sites], data[2 + sites : 2 + 2 * sites], data[2 + 2 * sites : 2 + 2 * sites + customers]
    cost = data[2 + 2 * sites + customers :]
    with (folder / "costs.csv").open("w", newline="") as out:
        table = csv.writer(out)
        table.writerow(["offer", "site", "cost_meur"])
        table.writerows([f"unit{c:02d}", f"site{s:02d}", cost[c * sites + s]] for c in range(customers) for s in range(sites))
    names = [f"unit{c:02d}" for c in range(customers)]
    return frame(
        nations={"AAA": {}},
        capabilities={n: {"unit": "unit"} for n in names},
        unit_types={
            n: {"domain": "land", "personnel": 1, "provides": {n: 1}, "occupies": {"beds": demand[c]}} for c, n in enumerate(names)
        },
        offers={n: {"nation": "AAA", "unit_type": n, "deployed": 1} for n in names},
        sites={
            f"site{s:02d}": {
                "country": "UKR",
                "kind": "camp",
                "capacity": {"beds": room[s]},
                "works_from": "only",
                "opening": {"months": 0, "cost_meur": works[s]},
            }
            for s in range(sites)
        },
        requirements={n: {"pillar": "reassurance", "needs": {n: {"only": 1}}, "area": {"country": "UKR"}, "priority": 1} for n in names},
        placement_costs={"table": "costs.csv"},
    )


def write(document: dict[str, Any], folder: Path) -> Path:
    """Write a scenario as YAML; the file's path."""
    path = folder / "scenario.yaml"
    path.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
    return path
