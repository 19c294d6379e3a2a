"""A rule has one name and two homes, a test and a section of the model page: one that lacks any of the four is half a rule."""

import pkgutil
import re
from pathlib import Path

import pytest

from planner.model import families
from planner.rules import NAMES, rule

ROOT = Path(__file__).parents[1]
FAMILIES = {m.name for m in pkgutil.iter_modules(families.__path__) if not m.name.startswith("_")}


def test_every_rule_has_a_family_and_every_family_a_rule():
    """Admissibility alone has its second home elsewhere: planner/placements."""
    assert set(NAMES) - {"admissibility"} == FAMILIES


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_has_tests_of_its_own(name):
    text = (ROOT / "tests" / "rules" / f"test_{name}.py").read_text(encoding="utf-8")
    assert text.count("def test_") >= 4


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_has_a_section_of_the_model_page(name):
    page = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    assert re.search(rf"^## {name}\b", page, re.IGNORECASE | re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_says_what_must_hold(name):
    """Its first words are a staff officer's, and it can be asked three things."""
    module = rule(name)
    assert all(callable(getattr(module, verb)) for verb in ("check", "account", "say"))
    assert len(module.__doc__.split()) >= 20
