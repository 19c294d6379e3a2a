"""The offers of a file, whatever it is: a table (CSV, workbook) or a scenario; read and judged as the block of a scenario is.

For what is asked before any plan: what came, went and changed since the last round. Only the offers are read, so that a scenario that is
still being mended elsewhere gives them all the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from planner.scenario import layers, tables
from planner.scenario.document import Document
from planner.scenario.inside import scenario_file
from planner.scenario.merging import tier_of
from planner.scenario.problems import Mark, Problem, ScenarioError
from planner.scenario.schema.offers import OfferRow
from planner.scenario.schema.record import Record, Records
from planner.scenario.schema.values import Id
from planner.scenario.schema.wording import told
from planner.scenario.tablefile import WORKBOOKS

SCENARIOS = (".yaml", ".yml")
SHEET = "offers"  # of a workbook with several


class _Offers(Record):
    """What is read of the file."""

    offers: dict[Id, list[OfferRow]]


@dataclass(frozen=True)
class Tier:
    """A row of an offer: its nation and unit type, and what else it says, under the keys of the format; where it stands."""

    nation: str
    unit_type: str
    said: Mapping[str, Any]
    mark: Mark | None


def is_scenario(path: Path) -> bool:
    """Say whether a path is that of a scenario, and not of a table."""
    return path.is_dir() or path.suffix.lower() in SCENARIOS


def read_offers(path: Path, root: Path | None = None) -> Mapping[tuple[str, str], Tier]:
    """Return the rows of every offer in a file by offer and tier, in order; what a row leaves to the first of its offer is filled in.

    Raises
    ------
    ScenarioError
        With every problem found, each at its place.
    """
    problems: list[Problem] = []
    document = _document(path, root, problems)
    if not document.value or any(p.severity == "error" for p in problems):
        raise ScenarioError(problems)
    value = {"offers": document.value.get("offers") or {}}
    records = Records({})
    try:
        read = _Offers.model_validate(value, context=records)
    except ValidationError as wrong:
        raise ScenarioError(told(wrong.errors(include_url=False), document, records)) from None
    found: dict[tuple[str, str], Tier] = {}
    for name, rows in read.offers.items():
        plain = [row.model_dump(by_alias=True, exclude_defaults=True, mode="json") for row in rows]
        for n, said in enumerate(plain):
            nation, unit_type = (str(said.get(key) or plain[0].get(key) or "") for key in ("nation", "unit_type"))
            more = {key: said[key] for key in said if key not in {"nation", "unit_type", "tier"}}
            found[name, tier_of(said)] = Tier(nation, unit_type, more, document.mark(("offers", name, n)))
    return dict(sorted(found.items()))


def _document(path: Path, root: Path | None, problems: list[Problem]) -> Document:
    """Return a document with offers in it, from a scenario or from a table; of a workbook with several sheets, from the sheet of offers."""
    if is_scenario(path):
        file = scenario_file(path)
        return layers.read(file, root or file.parent, problems)
    first: list[Problem] = []
    document = _table(path, {"table": path.name}, first)
    if path.suffix.lower() in WORKBOOKS and any(p.severity == "error" for p in first):
        second: list[Problem] = []
        other = _table(path, {"table": path.name, "sheet": SHEET}, second)
        if not any(p.severity == "error" for p in second):
            document, first = other, second
    problems += first
    return document


def _table(path: Path, named: dict[str, Any], problems: list[Problem]) -> Document:
    where = Mark(str(path), 1, 1)
    return tables.expand(Document({"offers": named}, {("offers",): where, ("offers", "table"): where}), path.parent, problems)
