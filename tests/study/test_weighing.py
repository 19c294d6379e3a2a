"""Scores, weights and the weights at which another option comes first, on paper."""

from math import isnan, nan

import pandas as pd
import pytest

from planner.scenario import Criterion
from planner.study.weighing import Weighing, weigh

COVERAGE, COST, RELIANCE = (Criterion(name, name) for name in ("coverage", "cost", "conditional_reliance"))


def weighed(*criteria: tuple[Criterion, float, dict[str, float]]) -> Weighing:
    """Weigh criteria, each with its weight and the values of the options."""
    rows = [(c.name, option, value, value) for c, _, values in criteria for option, value in values.items()]
    asked = [Criterion(c.name, c.metric, weight=weight) for c, weight, _ in criteria]
    return weigh(asked, pd.DataFrame(rows, columns=["criterion", "option", "own", "yardstick"]))


def scores(found: Weighing, criterion: str) -> dict[str, float]:
    rows = found.values[found.values["criterion"] == criterion]
    return dict(zip(rows["option"], rows["score"], strict=True))


def weight(found: Weighing, criterion: str) -> dict[str, object]:
    return next(row for row in found.weights.to_dict("records") if row["criterion"] == criterion)


@pytest.fixture(scope="module")
def paper() -> Weighing:
    """Three options, two criteria.

    coverage 90, 80, 70 %: scores 100, 50, 0. cost 600, 500, 400: scores 0, 50, 100; but B costs only 420: score 90.
    Weights 3 and 1: A (300 + 0) / 4 = 75, B (150 + 90) / 4 = 60, C (0 + 100) / 4 = 25.
    """
    return weighed((COVERAGE, 3, {"A": 90, "B": 80, "C": 70}), (COST, 1, {"A": 600, "B": 420, "C": 400}))


def test_scores_run_from_the_worst_to_the_best_option(paper):
    assert scores(paper, "coverage") == pytest.approx({"A": 100, "B": 50, "C": 0})
    assert scores(paper, "cost") == pytest.approx({"A": 0, "B": 90, "C": 100})  # smaller is better


def test_weights_come_last(paper):
    assert paper.scores.to_dict("list") == {
        "option": ["A", "B", "C"],
        "weighted": pytest.approx([75.0, 60.0, 25.0]),
        "unweighted": pytest.approx([50.0, 70.0, 50.0]),
        "place": [1, 2, 3],
    }


def test_the_weight_at_which_another_comes_first(paper):
    # B overtakes A where 100 w = 50 w + 90, w = 1.8; C only where 100 w = 100, w = 1, which is farther
    coverage = weight(paper, "coverage")
    assert (coverage["below"], coverage["below_first"]) == (pytest.approx(1.8), "B")
    assert isnan(coverage["above"])
    # B overtakes where 300 = 150 + 90 v, v = 5/3; C where 300 = 100 v, v = 3
    cost = weight(paper, "cost")
    assert (cost["above"], cost["above_first"]) == (pytest.approx(5 / 3), "B")
    assert isnan(cost["below"])


@pytest.mark.parametrize(("at", "first"), [(1.81, "A"), (1.79, "B")])
def test_the_first_changes_where_it_is_said_to(at, first):
    found = weighed((COVERAGE, at, {"A": 90, "B": 80, "C": 70}), (COST, 1, {"A": 600, "B": 420, "C": 400}))
    assert found.scores.set_index("option")["place"].idxmin() == first


def test_a_third_option_may_be_the_nearest():
    # scores A 100 0, B 60 55, C 0 100; weights 3, 2: A 300, B 290, C 200. Cost: B overtakes where 300 = 180 + 55 v, C where 300 = 100 v
    found = weighed((COVERAGE, 3, {"A": 100, "B": 60, "C": 0}), (COST, 2, {"A": 100, "B": 45, "C": 0}))
    assert weight(found, "cost")["above_first"] == "B"
    assert weight(found, "cost")["above"] == pytest.approx(120 / 55)
    # a worse B leaves the lead to C
    found = weighed((COVERAGE, 3, {"A": 100, "B": 10, "C": 0}), (COST, 2, {"A": 100, "B": 45, "C": 0}))
    assert (weight(found, "cost")["above"], weight(found, "cost")["above_first"]) == (pytest.approx(3.0), "C")


def test_an_option_that_is_best_in_everything_is_never_overtaken():
    found = weighed((COVERAGE, 1, {"A": 90, "B": 80}), (COST, 1, {"A": 1, "B": 2}))
    assert found.weights[["below_first", "above_first"]].to_numpy().tolist() == [["", ""], ["", ""]]


def test_a_criterion_on_which_all_are_alike_scores_nothing_and_weighs_nothing():
    found = weighed((COVERAGE, 1, {"A": 90, "B": 80}), (RELIANCE, 9, {"A": 5, "B": 5 + 1e-9}))
    assert all(isnan(score) for score in scores(found, "conditional_reliance").values())
    assert found.scores["weighted"].tolist() == [100.0, 0.0]
    assert weight(found, "conditional_reliance")["below_first"] == ""


def test_a_weight_of_nothing_is_shown_and_may_change_the_first():
    found = weighed((COVERAGE, 1, {"A": 90, "B": 80}), (COST, 0, {"A": 2, "B": 1}))
    assert found.scores["weighted"].tolist() == found.scores["unweighted"].tolist() == [100.0, 0.0]
    assert (weight(found, "cost")["above"], weight(found, "cost")["above_first"]) == (1.0, "B")


def test_level_options_share_a_place_and_no_weight_is_named():
    found = weighed((COVERAGE, 1, {"A": 90, "B": 80}), (COST, 1, {"A": 2, "B": 1}))
    assert found.scores["place"].tolist() == [1, 1]
    assert found.weights["above_first"].tolist() == ["", ""]


@pytest.mark.parametrize("values", [{"A": 90.0, "B": 90.0}, {"A": 90.0}])
def test_where_nothing_tells_options_apart_there_is_no_score(values):
    found = weighed((COVERAGE, 1, values))
    assert found.scores["weighted"].tolist() == pytest.approx([nan] * len(values), nan_ok=True)
    assert set(found.scores["place"]) == {0}
