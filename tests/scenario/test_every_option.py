"""Every option of a scenario from one reading of its files."""

import pytest

from planner.scenario import ScenarioError, layers
from planner.scenario.load import every, load


def test_every_option_comes_of_one_reading_as_each_would_alone(read, monkeypatch):
    entries = {"a": {"change": {"title": "A"}}, "wrong": {"change": {"offers": {"nobody": None}}}}
    path = next(iter(read(options=entries).files))
    readings = []
    written = layers.read
    monkeypatch.setattr(layers, "read", lambda *told: (readings.append(told), written(*told))[1])
    found = dict(every(path))
    assert len(readings) == 1
    assert list(found) == ["base", "a", "wrong"]
    assert (found["base"].digest, found["a"].digest) == (load(path).digest, load(path, "a").digest)
    assert (found["a"].option, found["a"].title) == ("a", "A")
    with pytest.raises(ScenarioError) as alone:
        load(path, "wrong")
    assert found["wrong"].problems == alone.value.problems


def test_of_a_scenario_that_cannot_be_read_no_option_is_looked_at():
    [(name, fault)] = every("nowhere")
    assert name == "base"
    assert isinstance(fault, ScenarioError)
