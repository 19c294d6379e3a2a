"""The level of ambition by groups of lines: each line meant once, by a selector that matches, and an option may set it."""

import pytest

from planner.scenario import Problem, Scenario, ScenarioError
from planner.scenario.load import load
from tests.scenario.small import yaml_of


@pytest.fixture
def scaled(tmp_path):
    def scaled(text: str, option: str | None = None) -> Scenario:
        (tmp_path / "scenario.yaml").write_text(yaml_of() + text)
        return load(tmp_path, option)

    return scaled


def levels(scenario: Scenario, line: str) -> list[float]:
    return scenario.frames["needs"].query(f"requirement == '{line}'")["level"].tolist()


def refused(scaled, text: str) -> Problem:
    with pytest.raises(ScenarioError) as raised:
        scaled(text)
    (problem,) = raised.value.problems
    return problem


def test_groups_scale_their_lines_and_no_others(scaled):
    text = "level_of_ambition:\n  - {lines: {requirement: line}, share: 50%}\n  - {lines: {pillar: neighbour}, share: 200%}\n"
    assert levels(scaled(text), "line") == [0.5, 1, 2.5]
    assert levels(scaled(text), "rear") == [2]
    assert levels(scaled("level_of_ambition: [{lines: {pillar: reassurance}, share: 50%}]\n"), "rear") == [1]


def test_a_line_that_two_groups_mean_is_told_with_both_places(scaled, tmp_path):
    text = "level_of_ambition:\n  - {lines: {requirement: [line, rear]}, share: 50%}\n  - {lines: {pillar: neighbour}, share: 200%}\n"
    problem = refused(scaled, text)
    assert problem.what.startswith("the level of rear is scaled a second time; the first is ")
    first = next(n for n, line in enumerate((tmp_path / "scenario.yaml").read_text().splitlines(), 1) if "[line, rear]" in line)
    assert f"scenario.yaml:{first}:" in problem.what
    assert problem.where is not None
    assert problem.where.line == first + 1
    assert refused(scaled, "level_of_ambition: [{lines: {requirement: line}, share: 1}, {lines: {}, share: 2}]\n").what.startswith(
        "the level"
    )


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("{requirement: lin}", "did you mean line?"),
        ("{pillar: training}", ""),
        ("{requirement: line, pillar: neighbour}", "this selector matches nothing"),
        ("{nation: FRA}", "says nothing here"),
    ],
)
def test_a_group_that_means_no_line_is_an_error(scaled, lines, words):
    assert words in refused(scaled, f"level_of_ambition: [{{lines: {lines}, share: 50%}}]\n").what


def test_an_option_sets_it_whether_the_scenario_has_one_or_not(scaled):
    option = "options: {o: {change: {level_of_ambition: [{lines: {pillar: neighbour}, share: 300%}]}}}\n"
    for before in ("", "level_of_ambition: {line: 50%}\n", "level_of_ambition: [{lines: {requirement: rear}, share: 50%}]\n"):
        assert levels(scaled(before + option, "o"), "rear") == [3]
        assert levels(scaled(before + option, "o"), "line") == [1, 2, 5]
    part = "level_of_ambition: {line: 50%}\noptions: {o: {change: {level_of_ambition: {rear: 300%}}}}\n"
    assert levels(scaled(part, "o"), "line") == [0.5, 1, 2.5]
    assert levels(scaled(part, "o"), "rear") == [3]
