"""What the tests of the scenario share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from planner.scenario import Scenario
from planner.scenario.load import load
from tests.scenario.small import DOCUMENT


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Scenario]:
    """Load the document with blocks merged in, a dotted key for an inner one."""

    def with_changes(**changes: Any) -> Scenario:
        document = yaml.safe_load(yaml.safe_dump(DOCUMENT))
        for key, value in changes.items():
            *outer, last = key.split("__")
            block = document
            for name in outer:
                block = block[name.replace("0", "-")]
            block[last.replace("0", "-")] = value
        (tmp_path / "scenario.yaml").write_text(yaml.safe_dump(document, sort_keys=False))
        return load(tmp_path)

    return with_changes
