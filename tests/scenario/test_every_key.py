"""No key of the format is silently ignored: each is obeyed, told, or noted as not yet planned; and what is obeyed acts."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from planner.scenario import Scenario, ScenarioError
from planner.scenario.load import load
from planner.scenario.resolve.digest import digest
from planner.scenario.schema import ScenarioFile
from tests.scenario.every_key import FULL, NOTED, OBEYED, TOLD, keys

ACTS_ELSEWHERE = {  # obeyed, and shown to act by other tests: what the whole document is, and what its layers are
    "ScenarioFile.format", "ScenarioFile.title", "ScenarioFile.extends", "ScenarioFile.options", "ScenarioFile.model",
    "OptionEntry.extends", "OptionEntry.change", "LeastContribution.units",
    "Tolerance.relative", "Tolerance.absolute", "Agreed.run", "Agreed.sheet",
}  # fmt: skip


def every_key() -> set[str]:
    """Return record.key of each key; what a record takes over from the selector counts there."""
    schema = ScenarioFile.model_json_schema(by_alias=True)
    records = {"ScenarioFile": schema, **schema["$defs"]}
    selector = set(records["Selector"]["properties"])
    return {
        f"{name}.{key}"
        for name, record in records.items()
        for key in record.get("properties", {})
        if name == "Selector" or not (selector <= set(record["properties"]) and key in selector)
    }


def meant(words: str) -> set[str]:
    """Return the keys of a set, all those of a record where it names them all."""
    named = keys(words)
    whole = {name.removesuffix(".*") for name in named if name.endswith(".*")}
    return {name for name in named if not name.endswith(".*")} | {k for k in every_key() if k.split(".")[0] in whole}


def test_every_key_stands_in_one_set():
    obeyed, told, noted = (meant(words) for words in (OBEYED, TOLD, NOTED))
    assert every_key() - obeyed - told - noted == set(), "a key that nobody said anything of: obeyed, told or noted?"
    assert (obeyed | told | noted) - every_key() == set(), "a key that the format no longer has"
    assert obeyed & told == obeyed & noted == told & noted == set()


def places() -> list[tuple[str, tuple[Any, ...]]]:
    """Return each key of the full document as record.key, with its path."""
    records: dict[int, Any] = {}
    value = deepcopy(FULL)
    value["offers"] = {name: rows if isinstance(rows, list) else [rows] for name, rows in value["offers"].items()}
    ScenarioFile.model_validate(value, context=records)
    return list(_walk(value, (), {id(v): c.__name__ for v, c in ((v, records.get(id(v))) for v in _mappings(value)) if c}))


def _mappings(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _mappings(inner)


def _walk(value: Any, path: tuple[Any, ...], records: dict[int, str]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    selector = set(ScenarioFile.model_json_schema(by_alias=True)["$defs"]["Selector"]["properties"])
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        if isinstance(value, dict) and id(value) in records:
            record = records[id(value)]
            yield f"{'Selector' if record in {'Effort', 'Criterion'} and key in selector else record}.{key}", (*path, key)
        yield from _walk(inner, (*path, key), records)


PLACES = places()


def read(value: Any, folder: Path) -> Scenario:
    (folder / "scenario.yaml").write_text(yaml.safe_dump(value, sort_keys=False))
    return load(folder)


def planned(scenario: Scenario) -> tuple[Any, ...]:
    """Return the digest of what rules may see, not of what is only kept, and by what plans are compared."""
    seen = digest(replace(scenario, kept={}, brief={}, switches={}, marking="", as_of=None, thresholds=()))
    return seen, scenario.criteria, scenario.yardstick


@pytest.fixture(scope="module")
def full(tmp_path_factory) -> Scenario:
    return read(FULL, tmp_path_factory.mktemp("full"))


def test_the_full_document_holds_every_obeyed_key():
    assert meant(OBEYED) - {name for name, _ in PLACES} - ACTS_ELSEWHERE == set()


@pytest.mark.parametrize("name", sorted(meant(OBEYED) - ACTS_ELSEWHERE))
def test_what_is_obeyed_acts(full: Scenario, tmp_path: Path, name: str):
    """Without the key the scenario is another one, or is refused, at one at least of the places where it stands."""
    assert any(_acts(full, path, tmp_path) for found, path in PLACES if found == name)


def _acts(full: Scenario, path: tuple[Any, ...], folder: Path) -> bool:
    value = deepcopy(FULL)
    value["offers"] = {offer: rows if isinstance(rows, list) else [rows] for offer, rows in value["offers"].items()}
    holder = value
    for key in path[:-1]:
        holder = holder[key]
    del holder[path[-1]]
    try:
        return planned(read(value, folder)) != planned(full)
    except ScenarioError:
        return True


NOTES = {  # a word of the note that each says, where it stands in the full document
    "NationEntry.releasable_to": "releasable_to in nations",
    "Limits.budget_meur_per_year": "budgets",
    "Effort.measured_in": "measured_in", "Effort.basis": "basis",
    "OfferRow.reliability": "reliability", "OfferRow.languages": "languages",
    "OfferRow.releasable_to": "releasable_to in offers",
    "SiteEntry.releasable_to": "releasable_to in sites",
    "RequirementEntry.releasable_to": "releasable_to in requirements",
    "Prices.rates": "rates",
}  # fmt: skip
WHOLE = {  # the same for all keys of a record
    "Switches": "training off", "Quorum": "quorum", "FundTest": "fund",

    "Course": "training", "Formation": "training", "Donation": "equipment", "Purchase": "equipment", "Fund": "finance",
    "Pledge": "finance", "Selector": "by lead",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(meant(NOTED)))
def test_what_is_not_yet_planned_is_noted(full: Scenario, name: str):
    """What selects by purpose, or by lead elsewhere than in a caveat, is told alike.

    tests/scenario/test_selectors.py asks it wherever a selector may stand.
    """
    record, key = name.split(".")
    word = NOTES.get(name) or WHOLE.get(record) or (key if record in {"ScenarioFile", "Brief"} else record.lower())
    notes = [p.what for p in full.problems if p.severity == "note"]
    assert [n for n in notes if word in n], notes


def test_what_is_told_is_never_a_note(full: Scenario, tmp_path: Path):
    """A remark is no promise: it is not said to be without effect."""
    value = deepcopy(FULL) | {"notes": "a remark", "marking": "OPEN", "as_of": "2026-01-01"}
    value["nations"]["FRA"] |= {"title": "France", "stance": "willing", "gdp_busd": 3, "notes": "x", "source": "y", "confidence": "low"}
    assert [p.what for p in read(value, tmp_path).problems] == [p.what for p in full.problems]
