"""The brief of a scenario: its points in time are days, and a wrong name or day is an error at its place."""

from pathlib import Path

import pytest

from planner.scenario import ScenarioError
from planner.scenario.load import load

TUTORIAL = Path(__file__).parents[2] / "scenarios/tutorial/scenario.yaml"


def read(folder: Path, brief: str):
    (folder / "scenario.yaml").write_text(TUTORIAL.read_text().replace("\nbrief:\n", f"\nbrief:\n  {brief}\n", 1))
    return load(folder)


@pytest.mark.parametrize(
    ("at", "day"), [("D", "2027-03-01"), ("D+30", "2027-03-31"), ("stabilise", "2027-06-01"), ("2027-02-03", "2027-02-03")]
)
def test_a_decision_point_is_a_day(tmp_path, at, day):
    assert read(tmp_path, f"decision_points: [{{name: entry, at: {at}}}]").brief["decision_points"][0]["at"] == day


@pytest.mark.parametrize(
    ("brief", "what"),
    [
        ("recommend: no-backstopp", "there is no option 'no-backstopp'; did you mean no-backstop?"),
        ("decision_points: [{name: entry, at: stabilize}]", "the calendar has no phase 'stabilize'; did you mean stabilise?"),
    ],
)
def test_a_wrong_name_is_an_error_where_it_stands(tmp_path, brief, what):
    with pytest.raises(ScenarioError) as refused:
        read(tmp_path, brief)
    (problem,) = [p for p in refused.value.problems if p.severity == "error"]
    assert problem.what == what
    line = (tmp_path / "scenario.yaml").read_text().splitlines()[problem.where.line - 1]
    assert line.strip() == brief
