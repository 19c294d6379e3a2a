"""The Program: labels, bounds, start, axes; the same bytes whatever the order of rows; rows that cannot be left out."""

from dataclasses import replace

import numpy as np
import pytest

from planner.decisions import KINDS
from planner.frames import SCENARIO, arrange
from planner.model.build import build, write
from planner.model.families import NAMES
from planner.placements import placements
from planner.scenario import Condition, Goal, Reach, Scenario, Selector
from solvers.program import Program
from tests.families.shown import SHOWN
from tests.families.small import line, offer, small
from tests.placements.coalition import coalition
from tests.tiny import tiny


def program(scenario: Scenario) -> Program:
    return build(scenario, placements(scenario))


def arrays(found: Program) -> list[bytes]:
    """Return everything a solver sees, as bytes."""
    m = found.matrix
    vectors = (m.data, m.indices, m.indptr, found.row_lower, found.row_upper, found.lower, found.upper, found.integer, found.start)
    return [v.tobytes() for v in (*vectors, *(a.cost for a in found.aims), *(a.code for a in found.axes))]


def shuffled(scenario: Scenario, seed: int) -> Scenario:
    """Return the scenario with the rows of every frame, and every mapping, in another order, sorted again as the resolver does."""
    frames = {f.name: arrange(f.name, scenario.frames[f.name].sample(frac=1.0, random_state=seed)) for f in SCENARIO}
    return replace(
        scenario, frames=frames, conditions=dict(reversed(scenario.conditions.items())), hosts=dict(reversed(scenario.hosts.items()))
    )


def test_labels_are_those_of_decisions_and_bounds_are_tight():
    found = program(tiny())
    bounds = dict(zip(found.column_labels, found.upper, strict=True))
    assert bounds["place", ("FRA-bg", "land", "camp", 1)] == 2.0
    assert bounds["place", ("EST-coy", "land", "camp", 2)] == 1.0  # 4 in the cycle, one in four
    assert bounds["open", ("camp", 1)] == 1.0
    assert ("open", ("camp", 0)) not in bounds  # its works end with month 2
    for kind, key in found.column_labels:
        assert kind not in KINDS or len(key) == len(KINDS[kind].key)


def test_aims_are_the_goals_in_order_and_a_goal_without_a_column_is_a_constant():
    goals = (Goal("cost", relative=0.03), Goal("changes"), Goal("shortfall", 1, absolute=0.1))
    found = program(tiny(goals=goals))
    assert [(a.name, a.relative, a.absolute) for a in found.aims] == [("cost", 0.03, 0.0), ("changes", 0.0, 0.0), ("shortfall.1", 0.0, 0.1)]
    assert not found.aims[1].cost.any()


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"persistence", "pins"}))  # what asks for units cannot be met by none
def test_the_empty_posture_is_feasible(name):
    found = program(SHOWN[name]())
    assert found.violation(found.start) == 0.0


def test_the_empty_posture_misses_everything():
    found = program(tiny())
    assert [a.value(found.start) for a in found.aims] == [1.0, 1.0, 0.0]


def test_axes_group_columns_by_what_their_keys_name():
    found = program(tiny())
    at = found.column_labels.index(("place", ("FRA-bg", "land", "camp", 2)))
    codes = {a.name: int(a.code[at]) for a in found.axes}
    assert codes == {"nation": 1, "requirement": 0, "site": 0, "step": 2, "condition": -1, "offer": 1}
    assert [a.name for a in found.axes if a.ordered] == ["step"]


def test_only_conditions_to_be_earned_are_decided():
    conditions = {
        "earned": Condition("earned", "if-earned", earned=Reach("units", "", Selector(), False, (1.0, 1.0))),
        "no": Condition("no", "denied"),
        "yes": Condition("yes", "granted", first_month=6),
    }
    found = program(small([offer("GBR", 1)], [line("a", 1)], conditions=conditions))
    holds = {key: (lo, up) for (kind, key), lo, up in zip(found.column_labels, found.lower, found.upper, strict=True) if kind == "holds"}
    assert holds == {("earned", 0): (0.0, 1.0), ("earned", 1): (0.0, 1.0)}


def test_shortfalls_come_in_grains():
    """Battalions of 4 for a level of 10: shortfalls are multiples of 2, five of them; with 0.7 a unit, of 0.1."""
    found = program(small([offer("GBR", 2, unit="bn")], [line("a", 10)]))
    upper = {label: up for label, up in zip(found.column_labels, found.upper, strict=True) if label[0] == "short"}
    assert upper == {("short", ("a", "companies", 0)): 5.0, ("short", ("a", "companies", 1)): 5.0}
    odd = [{"unit_type": "coy", "capability": "companies", "amount": 0.7}]
    found = program(small([offer("GBR", 2)], [line("a", 10)], {"provides": odd}))
    assert {up for label, up in zip(found.column_labels, found.upper, strict=True) if label[0] == "short"} == {100.0}
    odd = [{"unit_type": "coy", "capability": "companies", "amount": 1 / 3}]
    found = program(small([offer("GBR", 2)], [line("a", 10)], {"provides": odd}))
    assert "short_part" in {kind for kind, _ in found.column_labels}


@pytest.mark.parametrize("seed", [1, 2])
def test_shuffled_rows_make_the_same_bytes(seed):
    scenario = coalition(nations=8, offers=30, lines=10, sites=8)
    once, again = program(scenario), program(shuffled(scenario, seed))
    assert once.column_labels == again.column_labels
    assert once.row_labels == again.row_labels
    assert arrays(once) == arrays(again)


def test_a_family_left_out_adds_no_row():
    scenario = tiny()
    found = build(scenario, placements(scenario), without=frozenset({"sites"}))
    assert not [name for name, _ in found.row_labels if name.startswith("sites")]
    with pytest.raises(ValueError, match="no family"):
        build(scenario, placements(scenario), without=frozenset({"site"}))


def test_nothing_to_place_is_a_program_too():
    found = program(small([offer("GBR", 1, unit="eng")], [line("a", 2)]))
    assert [a.value(found.start) for a in found.aims] == [1.0]
    assert found.violation(found.start) == 0.0


def test_it_is_written_with_readable_names(tmp_path):
    scenario = tiny()
    for suffix in ("lp", "mps"):
        write(scenario, placements(scenario), tmp_path / f"model.{suffix}")
        assert "place(FRA_bg_land_camp_1)" in (tmp_path / f"model.{suffix}").read_text()


def test_the_size_follows_the_admissible_placements():
    """At a quarter of the flagship: finite, well scaled, the empty posture feasible, one place column a placement and step."""
    scenario = coalition(nations=19, offers=80, lines=20, sites=20)
    admitted = placements(scenario)
    found = build(scenario, admitted)
    assert sum(kind == "place" for kind, _ in found.column_labels) == int((admitted.ub > 0).sum())
    assert found.violation(found.start) == 0.0
    weights = np.abs(found.matrix.data)
    assert weights.min() >= 1e-3
    assert weights.max() <= 1e4
