"""Whatever is done to a good scenario: located problems, or a scenario that can be looked at, solved and verified; never a traceback."""

import random
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner import conductor
from planner.scenario.problems import render
from planner.shipped import names
from planner.verify import verify
from solvers import Limits
from tests.properties.mutants import Good, good, mutant

LARGE = "multinational-force"  # takes a second to read: a tenth of the mutants
SMALL = [name for name in names() if name != LARGE]
GOOD: dict[str, Good] = {name: good(name) for name in names()}
tried = {"looked at": 0, "usable": 0, "solved": 0}


@pytest.fixture(scope="module", autouse=True)
def _counted(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        print("\nmutants:", ", ".join(f"{count} {what}" for what, count in tried.items()))


def judge(name: str, seed: int, *, solve: bool = False) -> None:
    """Look at one mutant as the planner would: what is told stands somewhere, and what can be solved is right."""
    with TemporaryDirectory() as place:
        folder = Path(place) / "plan"
        mutant(GOOD[name], random.Random(seed), folder)
        before = {p.name: p.read_bytes() for p in folder.iterdir()}
        found = conductor.check(folder)
        tried["looked at"] += 1
        assert found.usable == all(p.severity != "error" for p in found.problems)
        assert found.usable or any(p.severity == "error" for p in found.problems)
        for problem in found.problems:
            assert problem.what
            assert problem.where, problem
            assert problem.hint or problem.severity != "error", problem
            lines = Path(problem.where.file).read_text(encoding="utf-8").count("\n") + 1
            assert 1 <= problem.where.line <= lines + 1, problem
        render(found.problems).encode()
        if found.usable:
            tried["usable"] += 1
            assert found.scenario is not None
            if solve:
                plan = conductor.solve(found.scenario, Limits(seconds=20))
                assert verify(found.scenario, plan).empty
                tried["solved"] += 1
        assert {p.name: p.read_bytes() for p in folder.iterdir()} == before


settings.register_profile("mutants", deadline=None, database=None, suppress_health_check=list(HealthCheck))
seeds = st.integers(0, 2**32 - 1)


@settings(settings.get_profile("mutants"), max_examples=60, derandomize=True)
@given(st.sampled_from(SMALL), seeds)
def test_a_mutant_is_told_or_sound(name: str, seed: int):
    judge(name, seed)


@settings(settings.get_profile("mutants"), max_examples=3, derandomize=True)
@given(seeds)
def test_a_mutant_of_the_flagship_is_told_or_sound(seed: int):
    judge(LARGE, seed)


@settings(settings.get_profile("mutants"), max_examples=5, derandomize=True)
@given(seeds)
def test_a_mutant_that_is_sound_solves_and_verifies(seed: int):
    judge("starter", seed, solve=True)


@pytest.mark.slow
@settings(settings.get_profile("mutants"), max_examples=3000)
@given(st.sampled_from(SMALL), seeds)
def test_thousands_of_mutants(name: str, seed: int):
    judge(name, seed)


@pytest.mark.slow
@settings(settings.get_profile("mutants"), max_examples=200)
@given(seeds)
def test_hundreds_of_mutants_of_the_flagship(seed: int):
    judge(LARGE, seed)


@pytest.mark.slow
@settings(settings.get_profile("mutants"), max_examples=100)
@given(st.sampled_from(SMALL), seeds)
def test_a_hundred_mutants_solve_and_verify(name: str, seed: int):
    judge(name, seed, solve=True)
