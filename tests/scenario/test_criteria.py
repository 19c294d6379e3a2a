"""Criteria of a document: what each may be told of, what is wrong with one, and that none of them is part of a plan's digest."""

from typing import Any

import pytest

from planner.scenario import Criterion, Scenario, ScenarioError, Selector
from tests.scenario.small import DOCUMENT

LINE = DOCUMENT["requirements"]["line"]


def test_a_criterion_is_told_in_words(read):
    written = [
        "cost",
        {"metric": "coverage", "pillar": "reassurance", "priority": 1, "phase": "stay", "weight": 3},
        {"metric": "personnel", "country": "UKR", "nation_not": ["FRA", "EST"], "title": "Others in Ukraine"},
    ]
    found = read(criteria=[{"metric": "cost"}, *written[1:]]).criteria
    assert found == (
        Criterion("cost", "cost"),
        Criterion(
            "coverage, priority 1, reassurance, stay", "coverage", "priority 1, reassurance, stay",
            Selector(requirements=frozenset({"line"})), 1, "stay", 3.0,
        ),
        Criterion(
            "Others in Ukraine", "personnel", "not of EST or FRA, in UKR",
            Selector(nations=frozenset({"CAN"}), sites=frozenset({"camp"})),
        ),
    )  # fmt: skip


WRONG = [
    ({"metric": "coverage", "phase": "stey"}, "phase", "the calendar has no phase 'stey'; did you mean stay?"),
    ({"metric": "coverage", "pillar": "training"}, "pillar", "no requirement line is of the pillar 'training'"),
    ({"metric": "cost", "nation": "EST", "unit_type": "sqn"}, "nation", "this selector matches nothing (nation: EST, unit_type: sqn)"),
    ({"metric": "cost", "country": "UKR"}, "country", "'country' says nothing here"),
    ({"metric": "cost", "phase": "stay"}, "phase", "'phase' says nothing of cost"),
    ({"metric": "cost", "key": "gdp"}, "key", "'key' says nothing of cost: it belongs to peak_burden"),
    ({"metric": "conditional_reliance", "nation": "FRA"}, "nation", "'nation' says nothing of conditional_reliance"),
    ({"metric": "ioc", "priority": 2}, "priority", "'priority' says nothing of ioc"),
    ({"metric": "coverage", "priority": 2}, "priority", "no line has priority 2"),
    (
        {"metric": "coverage", "site": "hub", "priority": 1},
        "priority",
        "no line that is selected has priority 1",
    ),
    ({"metric": "uncovered"}, "metric", "cover missing: there is no line to count"),
    ({"metric": "resilience_gap"}, "metric", "below minimum, one nation gone: there is no line to count"),
    ({"metric": "leaderless", "requirement": "line"}, "metric", "leaderless, line: there is no line to count"),
]


@pytest.mark.parametrize(("written", "key", "what"), WRONG, ids=lambda v: str(v) if isinstance(v, dict) else "")
def test_what_is_wrong_is_said_at_its_place(read, written: dict[str, Any], key: str, what: str):
    with pytest.raises(ScenarioError) as raised:
        read(criteria=[written], requirements={name: line | {"area": ["camp"]} for name, line in DOCUMENT["requirements"].items()})
    (problem,) = raised.value.problems
    assert problem.what == what
    assert problem.severity == "error"
    assert f"{key}:" in problem.where.text
    assert problem.hint


@pytest.mark.parametrize(
    ("second", "what"),
    [
        ({"metric": "coverage", "pillar": ["reassurance"], "weight": 2}, "coverage, reassurance is a criterion twice"),
        ({"metric": "cost", "title": "coverage, reassurance"}, "two criteria are called coverage, reassurance"),
    ],
)
def test_two_criteria_are_two(read, second, what):
    with pytest.raises(ScenarioError) as raised:
        read(criteria=[{"metric": "coverage", "pillar": "reassurance"}, second])
    assert [p.what for p in raised.value.problems] == [what]
    assert raised.value.problems[0].where.text.strip() == f"- metric: {second['metric']}"


def test_a_metric_that_is_not_computed_yet_is_noted_and_the_others_count(read):
    later = ("target_shortfall", "unfunded")
    scenario: Scenario = read(criteria=[{"metric": "cost"}, *({"metric": metric} for metric in later), {"metric": "coverage"}])
    assert [c.name for c in scenario.criteria] == ["cost", "coverage"]
    assert [p.what for p in scenario.problems if p.severity == "note"] == [f"criterion {m}: read, not yet planned" for m in later]


def test_criteria_and_yardstick_are_no_part_of_a_plan_s_digest(read):
    options = {"less": {"change": {"consent": "explicit", "hosts": {"UKR": {"allow": "all"}, "POL": {"allow": "all"}}}}}
    plain = read(options=options)
    weighed = read(options=options, criteria=[{"metric": "cost"}], yardstick="less")
    assert (weighed.yardstick, plain.yardstick) == ("less", "base")
    assert weighed.digest == plain.digest
