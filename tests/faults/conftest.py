"""What every test of faults may use."""

from collections.abc import Iterator

import pytest

from tests.faults.started import Started


@pytest.fixture
def started() -> Iterator[Started]:
    """Let a test start solves of its own; whatever becomes of it, no process of theirs stays."""
    begun = Started()
    yield begun
    begun.end()
