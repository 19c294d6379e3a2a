"""The reference of the format and its JSON Schema: whole, and true for the scenarios that we ship."""

from pathlib import Path
from typing import Any

import pytest

from planner.scenario import source
from planner.scenario.schema import ScenarioFile, json_schema, reference

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def test_every_key_says_what_it_means():
    schema = ScenarioFile.model_json_schema(by_alias=True)
    records = {"": schema, **schema["$defs"]}
    keys = {(name, key): node for name, record in records.items() for key, node in record.get("properties", {}).items()}
    assert [key for key, node in keys.items() if not node.get("description")] == []


def test_the_reference_names_every_record_and_key():
    text, schema = reference(), ScenarioFile.model_json_schema(by_alias=True)
    for name, record in schema["$defs"].items():
        assert f"\n## {name}\n" in text
        assert all(f"| `{key}`" in text for key in record.get("properties", {}))
    for row in (
        "| `tour_months` | number in months | months in place (default: 6) |",
        "| `at_least` * | number in the unit of what is counted or name: number in the unit of what is counted |",
        "| `forbid` * | [Selector](#selector) |",
        "| `from` | point in time |",
        "| `granted` * | true, false, if-earned |",
    ):
        assert row in text


def unions(node: Any) -> int:
    """Count the unions whose branch is found by trying: none, or one slip would be an error in every branch."""
    if isinstance(node, dict):
        return (node.get("type") == "union") + sum(unions(v) for v in node.values())
    return sum(unions(v) for v in node) if isinstance(node, list | tuple) else 0


def test_no_branch_is_found_by_trying():
    assert unions(ScenarioFile.__pydantic_core_schema__) == 0


@pytest.mark.parametrize("name", ["example", "starter", "tutorial", "worked-example", "multinational-force"])
def test_json_schema_accepts_what_we_ship_and_refuses_a_slip(name: str):
    jsonschema = pytest.importorskip("jsonschema")
    judge = jsonschema.Draft202012Validator(json_schema())
    written = source.read(SCENARIOS / name / "scenario.yaml", []).value
    assert [e.message for e in judge.iter_errors(written)] == []
    for block, wrong in (("goals", [{"minimise": "costs"}]), ("caveat", {}), ("calendar", {"start": "2026-01-01"})):
        assert list(judge.iter_errors(written | {block: wrong}))
