"""Merging, by property: nothing changes nothing, saying what stands changes nothing, and no order decides."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from planner.scenario.document import Document, Draft, copied
from planner.scenario.merging import Merging

BASE: dict[str, Any] = {
    "a": {"p": 1, "q": {"r": 2, "s": [1, 2]}},
    "b": "text",
    "offers": {"x": [{"tier": "1", "k": 1}, {"tier": "2", "k": 2, "l": {"m": 1}}], "y": [{"k": 3}]},
}
leaf = st.sampled_from([0, 1, "text", [1], [1, 2]])
nested = st.recursive(leaf, lambda inner: st.dictionaries(st.sampled_from("pqrs"), inner, max_size=3), max_leaves=5)
record = st.dictionaries(st.sampled_from("klm"), leaf | st.dictionaries(st.sampled_from("mn"), leaf, max_size=2), max_size=3)
offer = st.none() | record | st.lists(record, min_size=1, max_size=2)
offers = st.dictionaries(st.sampled_from(["x", "y"]), offer, max_size=2)
tiers = st.dictionaries(st.sampled_from(["x/1", "x/2", "y/1"]), st.none() | record, max_size=2)
changes = st.fixed_dictionaries(
    {},
    optional={
        "a": st.none() | nested, "b": st.none() | nested, "c": nested, "offers": st.builds(lambda one, two: one | two, offers, tiers),
    },
)  # fmt: skip


def merged(*changes: dict[str, Any], adds: bool = False) -> tuple[Any, list[str]]:
    problems: list[Any] = []
    draft = Draft(Document(copied(BASE)))
    merging = Merging(draft, Document(list(changes)), problems, adds=adds)
    for n, change in enumerate(changes):
        merging.mapping((), change, (n,))
    return draft.finished().value, [p.what for p in problems]


def turned(value: Any) -> Any:
    return {k: turned(v) for k, v in reversed(value.items())} if isinstance(value, dict) else value


def part(data: st.DataObject, value: Any) -> Any:
    """Return some of what a mapping says."""
    if not isinstance(value, dict):
        return value
    kept = data.draw(st.lists(st.sampled_from(sorted(value)), unique=True)) if value else []
    return {k: part(data, value[k]) for k in kept}


def test_the_empty_change_changes_nothing():
    for change in ({}, {"a": {}}, {"offers": {}}, {"offers": {"x": {}, "y/1": {}}}):
        assert merged(change) == (BASE, [])


@given(st.data(), st.booleans())
def test_saying_what_stands_changes_nothing(data, adds):
    assert merged(part(data, BASE), adds=adds) == (BASE, [])


@given(changes, st.booleans())
def test_the_order_of_keys_in_a_change_decides_nothing(change, adds):
    value, problems = merged(change, adds=adds)
    again, otherwise = merged(turned(change), adds=adds)
    assert bool(problems) == bool(otherwise)
    assert problems or value == again


@given(changes, changes)
def test_the_order_of_two_changes_decides_nothing(one, other):
    value, problems = merged(one, other)
    again, otherwise = merged(other, one)
    assert bool(problems) == bool(otherwise), (problems, otherwise)
    assert problems or value == again


@given(changes)
def test_the_same_change_twice_is_that_change(change):
    once, problems = merged(change)
    twice, again = merged(change, change)
    assert problems or (twice, again) == (once, [])
