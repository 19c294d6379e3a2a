"""The table of metrics holds together: what is written of one is what its use needs."""

import pytest

from planner.scenario.metrics import CRITERIA, GOALS, METRICS, PLANNED, TABLE, TOLD, called, named, nothing_left, of_goal
from planner.scenario.resolve.selectors import KEYS
from planner.study.compare import ALWAYS


def test_each_metric_is_declared_once_and_each_use_finds_it():
    assert len(METRICS) == len(TABLE)
    assert set(PLANNED) < set(GOALS) < set(CRITERIA) < set(METRICS)
    assert set(ALWAYS) >= {m.name for m in TABLE if m.use == TOLD}
    assert set(ALWAYS) <= set(METRICS)


@pytest.mark.parametrize("metric", TABLE, ids=lambda m: m.name)
def test_what_is_said_of_one(metric):
    assert metric.unit
    assert set(metric.of) <= set(KEYS)
    assert metric.sense or metric.use == TOLD, "a criterion that is better neither way cannot be scored"
    assert metric.sense == "lower" or metric.name not in GOALS, "a goal is made small"
    assert metric.in_lines <= (metric.unit == "lines")
    assert not metric.idle or "requirements" in metric.of, "only what counts lines may find none"


def test_goals_by_their_names():
    assert called("cost") == "cost, M EUR"
    assert called("shortfall.2") == named("shortfall.2") == "shortfall, priority 2"
    assert named("peak_burden.3") == "peak_burden, the 3 largest"
    assert (of_goal("peak_burden.3").digits, of_goal("asks").digits) == (0, 1)
    assert nothing_left("shortfall.1") == "every line of priority 1 is full"
