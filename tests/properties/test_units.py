"""Another unit of measure changes nothing: all quantities of a shipped scenario written as text in other units give the same scenario."""

import random
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.scenario import source, tables
from planner.scenario.load import load
from planner.scenario.schema import json_schema

SCENARIOS = Path(__file__).parents[2] / "scenarios"
PROFILE = settings(max_examples=4, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
SCHEMA = json_schema()

# the unit that a key documents: how else an amount of it may be written, and how many of that unit it then is
OTHERWISE = {
    "persons": [("{} persons", 1), ("{} people", 1), ("{} k soldiers", "0.001")],
    "persons/month": [("{} persons/month", 1), ("{} people a year", 12)],
    "units": [("{} units", 1), ("{}units", 1)],
    "pieces": [("{} pieces", 1), ("{} pcs", 1)],
    "pieces/month": [("{} pieces per month", 1)],
    "t": [("{} t", 1), ("{} kt", "0.001"), ("{} kg", 1000), ("{}tonnes", 1)],
    "t/month": [("{} t/month", 1), ("{} t a year", 12)],
    "t/day": [("{} t/day", 1), ("{} kt/day", "0.001"), ("{} tpd", 1), ("{} t a month", "30.4375"), ("{} t/week", 7)],
    "M EUR": [("{} M EUR", 1), ("EUR {} million", 1), ("{} kEUR", 1000), ("{} billion EUR", "0.001"), ("€{}", 1000000)],
    "M EUR/month": [("{} M EUR/month", 1), ("{} k EUR per month", 1000), ("EUR {} million a year", 12)],
    "M EUR/year": [("{} MEUR/year", 1), ("{} thousand euros a year", 1000)],
    "billion USD": [("{} billion USD", 1), ("USD {} M", 1000)],
    "months": [("{} months", 1), ("{} mo", 1), ("{} d", "30.4375")],
    "days": [("{} days", 1), ("{} h", 24), ("{}d", 1)],
    "degrees": [("{}°", 1), ("{} deg", 1)],
}  # fmt: skip
COUNTED = {"personnel": "persons", "units": "units", "tonnes": "t", "cost": "M EUR"}


def expanded(nodes: list[Any]) -> Iterator[dict[str, Any]]:
    """Yield every node that a value may be read by."""
    for node in nodes:
        if "$ref" in node:
            yield from expanded([SCHEMA["$defs"][node["$ref"].removeprefix("#/$defs/")]])
        yield node
        yield from expanded([*node.get("anyOf", ()), *node.get("oneOf", ())])


class Rewriter:
    """Writes the numbers of a document otherwise, and counts them by the unit of their key."""

    def __init__(self, document: dict[str, Any], seed: int) -> None:
        self.document, self.random, self.found = document, random.Random(seed), Counter[str]()

    def write(self, value: Any, nodes: list[Any], path: tuple[Any, ...] = ()) -> Any:
        here = list(expanded(nodes))
        if isinstance(value, dict):
            return {k: self.write(v, list(self.under(k, here)), (*path, (k, value))) for k, v in value.items()}
        if isinstance(value, list):
            inner = [n["items"] for n in here if isinstance(n.get("items"), dict)]
            return [self.write(v, [*inner, *(n["prefixItems"][i] for n in here if "prefixItems" in n)], path) for i, v in enumerate(value)]
        unit = next((n["x-unit"] for n in here if "x-unit" in n), None)
        if unit is None or isinstance(value, bool) or not isinstance(value, int | float):
            return value
        self.found[unit] += 1
        return self.text(value, self.own(path) if unit.startswith("the unit of") else unit)

    def under(self, key: str, nodes: list[dict[str, Any]]) -> Iterator[Any]:
        for node in nodes:
            inner = node.get("properties", {}).get(key, node.get("additionalProperties"))
            inner = inner if isinstance(inner, dict) else next(iter(node.get("patternProperties", {}).values()), None)
            if isinstance(inner, dict):
                yield inner

    def own(self, path: tuple[Any, ...]) -> str:
        """Return the unit that another key names."""
        capabilities = self.document["capabilities"]
        for key, holder in reversed(path):
            if {"of", "measure", "minimise"} & set(holder):
                word = holder.get("of") or holder.get("measure") or holder["minimise"]
                return COUNTED.get(word) or capabilities[word]["unit"]
            if key in capabilities and "capacity" not in [k for k, _ in path] and "occupies" not in [k for k, _ in path]:
                return str(capabilities[key].get("unit", "unit"))
            if key in {"minimum", "min_contribution"}:
                return "persons" if key == "min_contribution" else str(capabilities[next(iter(holder["needs"]))]["unit"])
        name = str(path[-1][0])
        if "reception" in [k for k, _ in path]:
            return f"{name}/month"
        return "t/day" if name.endswith("_tpd") else name.replace("_", " ")

    def text(self, value: float, unit: str) -> str:
        pattern, size = self.random.choice(OTHERWISE.get(unit, [(f"{{}} {unit}", 1), (f"{{}} {unit.title()}", 1)]))
        return pattern.format(format((Decimal(str(value)) * Decimal(size)).normalize(), "f"))


@pytest.mark.parametrize("name", ["example", "multinational-force", "starter", "worked-example"])
def test_another_unit_of_measure_changes_nothing(name: str):
    folder = SCENARIOS / name
    document = tables.expand(source.read(folder / "scenario.yaml", []), folder, []).value
    digest = load(folder).digest

    @PROFILE
    @given(seed=st.integers(0, 2**32))
    def same(seed: int) -> None:
        rewriter = Rewriter(document, seed)
        with TemporaryDirectory() as place:
            file = Path(place) / "scenario.yaml"
            file.write_text(yaml.safe_dump(rewriter.write(document, [SCHEMA]), sort_keys=False, allow_unicode=True), encoding="utf-8")
            assert load(file).digest == digest
        assert sum(rewriter.found.values()) > 40
        assert {"persons", "months", "M EUR", "M EUR/month", "the unit of the capability"} <= set(rewriter.found)

    same()
