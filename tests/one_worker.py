"""One worker for many solves: it is made to take programs one after another, and to start one takes longer than to solve a tiny program."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

import solvers


@contextmanager
def one_worker() -> Iterator[None]:
    """Let every solve of a folder of tests go to one worker."""
    with solvers.Client() as client, pytest.MonkeyPatch.context() as patch:
        patch.setattr(solvers, "solve", client.solve)
        yield
