"""The page on quantities shows what is read, every unit, and what is printed, to the letter."""

import re
from pathlib import Path

import pytest

from planner.scenario import units
from planner.scenario.problems import render
from planner.scenario.schema.quantities import in_unit
from tests.scenario.example import changed, errors

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "quantities.md"


def test_the_page_is_true():
    page = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([^`]+)` \| ([^|`]+) \| ([\d.]+) \|$", page, flags=re.M)
    assert len(rows) > 15
    for text, unit, amount in rows:
        found = units.number(text)
        assert float(units.counted(text, in_unit(unit)) if found is None else found) == float(amount), text


def test_the_page_names_every_unit():
    table = PAGE.read_text(encoding="utf-8").split("## The units")[1].split("## ")[0]
    named = set(re.findall(r"`([^`]+)`", table))
    assert named == units.names() - {"kiloeuro", "megaeuro", "tonne_per_day"}


def test_the_page_shows_what_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    changed(tmp_path, "scenario.yaml", "capacity_tpd: 700", "capacity_tpd: 3 M EUR")
    monkeypatch.chdir(tmp_path)
    (shown,) = re.findall(r"^```text\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), flags=re.M | re.S)
    assert render(errors(Path())) == shown
