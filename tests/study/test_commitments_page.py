"""The figures of the flagship in docs/explanation/commitments.md are what its scenario says today."""

from pathlib import Path

import pytest

from planner.placements import placements
from planner.scenario import load
from planner.study.conditions import coalition

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_the_page_says_what_the_flagship_says():
    page = " ".join((ROOT / "docs/explanation/commitments.md").read_text(encoding="utf-8").split())
    scenario = load(ROOT / "scenarios/multinational-force")
    found = coalition(scenario, placements(scenario))
    phases = [step.name for step in scenario.steps]
    persons = found.persons.assign(step=phases).set_index("step").loc["stabilise"]
    (stage,) = [s for s in found.stages if s.how != "date"]
    value = {phases[p]: v for p, v in zip(stage.steps, stage.value, strict=True)}
    figures = (persons["core"], persons["largest"], value["entry"], value["stabilise"], stage.persons)
    assert (stage.how, stage.only_with) == ("turn", ("FRA", "GBR"))
    assert [f for f in (f"{x:,.0f}".replace(",", " ") for x in figures) if f not in page] == []
