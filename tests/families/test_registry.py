"""Every rule that the scenario can speak of has a family, and every family a snapshot of its rows."""

import os
from pathlib import Path

import pytest

from planner.model.build import write
from planner.model.families import NAMES
from planner.placements import placements
from tests.families.shown import SHOWN

SNAPSHOTS = Path(__file__).with_name("snapshots")
RULES = {
    "areas",
    "asks",
    "burden",
    "command",
    "conditions",
    "coverage",
    "derived",
    "finance",
    "movement",
    "national",
    "persistence",
    "pins",
    "resilience",
    "rotation",
    "sites",
    "sustainment",
}


def test_every_rule_has_a_family_and_every_family_is_shown():
    assert set(NAMES) == RULES == set(SHOWN)
    assert {p.stem for p in SNAPSHOTS.glob("*.lp")} == RULES


@pytest.mark.parametrize("name", NAMES)
def test_the_rows_of_a_family_are_those_of_its_snapshot(name, tmp_path):
    """The family's rows alone, for a scenario that shows each kind of them; `make snapshots` renews it."""
    scenario = SHOWN[name]()
    write(scenario, placements(scenario), tmp_path / "now.lp", without=frozenset(NAMES) - {name})
    if os.environ.get("UPDATE_SNAPSHOTS"):
        (SNAPSHOTS / f"{name}.lp").write_text((tmp_path / "now.lp").read_text())
    assert (tmp_path / "now.lp").read_text() == (SNAPSHOTS / f"{name}.lp").read_text()
