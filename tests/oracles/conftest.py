"""Tiny programs by the hundred: one worker solves them all."""

import pytest

from tests.one_worker import one_worker


@pytest.fixture(autouse=True, scope="package")
def worker():
    with one_worker():
        yield
