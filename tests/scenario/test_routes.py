"""Routes and what they feed, also where an option takes a route or a hub away."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from planner.scenario import Scenario
from planner.scenario.load import load
from planner.shipped import scenarios

LESSON: dict[str, Any] = yaml.safe_load((scenarios() / "lessons/sustainment/scenario.yaml").read_text(encoding="utf-8"))
SUPPORT = [{"minimise": "shortfall", "priority": 1}, {"minimise": "support_gap"}, {"minimise": "cost"}]


def read(folder: Path, option: str | None = None, **changes: Any) -> Scenario:
    (folder / "scenario.yaml").write_text(yaml.safe_dump(deepcopy(LESSON) | changes, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return load(folder, option)


def lost(**change: Any) -> dict[str, Any]:
    return {"lost": {"change": change}}


def warned(scenario: Scenario) -> list[str]:
    return [p.what for p in scenario.problems if p.severity == "warning"]


def notes(scenario: Scenario) -> list[str]:
    return [p.what for p in scenario.problems if p.severity == "note"]


def test_a_route_is_a_row_in_base_units(tmp_path):
    routes = {
        "west": {"from": "rzeszow", "to": "lviv", "capacity_tpd": "0.5 kt/day", "usable_from": "D+45"},
        "east": LESSON["routes"]["east"],
    }
    row = read(tmp_path, routes=routes).frames["routes"].loc["west"]
    assert row[["origin", "destination", "capacity_tpd", "mode", "first_month"]].tolist() == ["rzeszow", "lviv", 500.0, "", 2]


def test_how_supplies_come_to_each_site(tmp_path):
    assert read(tmp_path).frames["sites"]["supplied"].to_dict() == {"lviv": "route", "rivne": "route", "rzeszow": "source"}


@pytest.mark.parametrize("change", [{"routes": {"east": None}}, {"routes": {"west": None}}, {"routes": {"east": {"capacity_tpd": 0}}}])
def test_who_keeps_stock_lives_on_routes_also_when_they_are_lost(tmp_path, change):
    """A camp whose only route is lost does not live on the spot, and a camp behind which a route begins is no source."""
    found = read(tmp_path, "lost", options=lost(**change))
    assert found.frames["sites"]["supplied"][["lviv", "rivne"]].tolist() == ["route", "route"]
    assert "unsupported" in [goal.metric for goal in found.goals]
    assert not [what for what in warned(found) if "last route" in what]


def test_a_hub_is_lost_with_its_routes_and_the_lines_that_stood_there(tmp_path):
    found = read(tmp_path, "lost", options=lost(sites={"rzeszow": None}, routes={"west": None}, requirements={"node": None}))
    assert found.frames["sites"]["supplied"].to_dict() == {"lviv": "route", "rivne": "route"}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"routes": {"east": None}}, ["east was the last route to rivne, which is now read as supplied on the spot"]),
        ({"routes": {"west": None}}, ["west was the last route to lviv, which is now read as supplied from outside"]),
        ({"routes": {"east": {"capacity_tpd": 0}}}, []),
    ],
)
def test_where_no_stock_is_kept_a_lost_route_is_told(tmp_path, change, told):
    bare = {name: {k: v for k, v in site.items() if k != "stock_days"} for name, site in LESSON["sites"].items()}
    found = read(tmp_path, "lost", sites=bare, options=lost(**change))
    assert [what for what in warned(found) if "last route" in what] == told


def test_without_routes_nobody_is_fed(tmp_path):
    found = read(tmp_path, routes={})
    assert set(found.frames["sites"]["supplied"]) == {"spot"}
    assert "unsupported" not in [goal.metric for goal in found.goals]


def test_what_an_option_adds_counts_too(tmp_path):
    more = {"from": "lviv", "to": "rzeszow", "capacity_tpd": 5}
    found = read(tmp_path, "lost", options=lost(routes={"west": more}))
    assert found.frames["sites"]["supplied"]["rzeszow"] == "route"


def test_a_need_by_flow_follows_the_ambition(tmp_path):
    (made,) = read(tmp_path, level_of_ambition={"node": "50%"}).derivations
    assert (made.kind, made.of, made.ratio, made.select.sites) == ("flow", "supply", 0.5, frozenset({"lviv", "rivne"}))


def test_the_goal_on_supplies_comes_in_behind_support(tmp_path):
    assert [g.metric for g in read(tmp_path, goals=SUPPORT).goals] == ["shortfall", "support_gap", "unsupported", "cost"]
    assert [g.metric for g in read(tmp_path, goals=SUPPORT[::2]).goals] == ["shortfall", "unsupported", "cost"]


def test_a_goal_on_supplies_that_nobody_needs_is_skipped(tmp_path):
    types = {name: {k: v for k, v in entry.items() if k != "consumes"} for name, entry in LESSON["unit_types"].items()}
    given = {name: entry for name, entry in LESSON["requirements"].items() if name == "land"}
    found = read(tmp_path, unit_types=types, requirements=given)
    assert "unsupported" not in [goal.metric for goal in found.goals]
    assert "goal unsupported: no route feeds anybody who consumes: it would be 0" in notes(found)


def test_a_circle_of_routes_is_noted(tmp_path):
    back = {"from": "rivne", "to": "lviv", "capacity_tpd": 5}
    assert any(note.startswith("routes lead in a circle: ") for note in notes(read(tmp_path, routes=LESSON["routes"] | {"back": back})))
    assert not any("circle" in note for note in notes(read(tmp_path)))


def test_a_criterion_on_supplies_is_told_of_sites_and_phases(tmp_path):
    found = read(tmp_path, criteria=[{"metric": "unsupported", "site": "rivne", "phase": "hold"}])
    assert [c.name for c in found.criteria] == ["supplies lacking, at rivne, hold"]
