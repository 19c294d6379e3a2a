"""What the tests of the scenario share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planner.scenario import Problem, Scenario, source, tables
from planner.scenario.document import Document
from planner.scenario.load import load
from tests.scenario.small import yaml_of


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Scenario]:
    """Load the document with blocks merged in, a dotted key for an inner one."""

    def with_changes(**changes: Any) -> Scenario:
        (tmp_path / "scenario.yaml").write_text(yaml_of(**changes))
        return load(tmp_path)

    return with_changes


@pytest.fixture
def expand(tmp_path: Path) -> Callable[..., tuple[Document, list[Problem]]]:
    """Write a scenario and its CSV files, and put rows in place of its tables."""

    def expand(scenario: str, root: Path | None = None, **files: str | bytes) -> tuple[Document, list[Problem]]:
        for name, text in files.items():
            (tmp_path / f"{name}.csv").write_bytes(text.encode() if isinstance(text, str) else text)
        (tmp_path / "s.yaml").write_text(scenario)
        problems: list[Problem] = []
        document = source.read(tmp_path / "s.yaml", problems)
        assert not problems
        return tables.expand(document, root or tmp_path, problems), problems

    return expand


@pytest.fixture
def expand_book(tmp_path: Path) -> Callable[..., tuple[Document, list[Problem]]]:
    """Write a workbook and a scenario whose sites it holds, and put rows in place of the table."""

    def expand(data: bytes, said: str = "{table: b.xlsx}", name: str = "b.xlsx") -> tuple[Document, list[Problem]]:
        (tmp_path / name).write_bytes(data)
        (tmp_path / "s.yaml").write_text(f"sites: {said}\n")
        problems: list[Problem] = []
        document = source.read(tmp_path / "s.yaml", problems)
        return tables.expand(document, tmp_path, problems), problems

    return expand
