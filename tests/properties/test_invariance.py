"""What changes nothing: all dates a month later, a phase cut in two where nothing begins or ends, a nation split in two."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.conductor import NoPlanError, load, solve
from planner.frames import arrange
from planner.plan import Plan
from planner.scenario import Scenario
from planner.scenario.source import read
from planner.shipped import scenarios
from solvers import Limits
from tests.oracles.cases import FLAVOURS

DAY = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b")
PROFILE = settings(max_examples=4, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def solved(scenario: Scenario) -> Plan:
    plan = solve(scenario, Limits(seconds=60))
    assert plan.status == "proven"
    return plan


def later(day: re.Match[str]) -> str:
    year, month, of = (int(part) for part in day.groups())
    return date(year + month // 12, month % 12 + 1, of).isoformat()


@pytest.mark.parametrize("name", ["starter", "worked-example"])
def test_all_dates_a_month_later_shift_the_plan(name: str, tmp_path: Path):
    folder = scenarios() / name
    (tmp_path / "scenario.yaml").write_text(DAY.sub(later, (folder / "scenario.yaml").read_text()))
    now, then = load(folder), load(tmp_path)
    assert then.start > now.start
    before, after = solved(now), solved(then)
    assert [level.value for level in after.levels] == pytest.approx([level.value for level in before.levels])
    for kind, table in before.decisions.items():
        pd.testing.assert_frame_equal(table, after.decisions[kind])


def cut(document: dict, phase: str, months: int) -> dict:
    """Return the document with a phase in two, and every amount of the phase said of both parts."""

    def both(value: object) -> object:
        if isinstance(value, dict):
            return {key: both(inner) for key, inner in value.items()} | ({"second": both(value[phase])} if phase in value else {})
        return [both(inner) for inner in value] if isinstance(value, list) else value

    phases = {name: {"months": months} if name == phase else entry for name, entry in document["calendar"]["phases"].items()}
    rest = document["calendar"]["phases"][phase]["months"] - months
    told = both({key: value for key, value in document.items() if key != "calendar"})
    order = list(phases)
    order.insert(order.index(phase) + 1, "second")
    return told | {"calendar": document["calendar"] | {"phases": {name: phases.get(name, {"months": rest}) for name in order}}}


@pytest.mark.parametrize("months", [2, 5])
def test_a_phase_cut_in_two_where_nothing_changes_gives_the_same_values(months: int, tmp_path: Path):
    folder = scenarios() / "tutorial"
    document = read(folder / "scenario.yaml", []).value
    (tmp_path / "scenario.yaml").write_text(yaml.safe_dump(cut(document, "stabilise", months), sort_keys=False))
    whole, parts = load(folder), load(tmp_path)
    assert len(parts.steps) == len(whole.steps) + 1
    assert [level.value for level in solved(parts).levels] == pytest.approx([level.value for level in solved(whole).levels], abs=1e-6)


def split(scenario: Scenario) -> Scenario:
    """Return the scenario with a unit of each larger offer given by another nation, which shares the pool and has no rule of its own."""
    offers, tiers = scenario.frames["offers"].reset_index(), scenario.frames["tiers"]
    large = set(tiers.loc[tiers["units"] >= 2, "offer"]) & set(offers.loc[offers["kind"] != "one_tour", "offer"])
    theirs = offers[offers["offer"].isin(large)]
    twins = theirs.assign(offer=theirs["offer"] + "-split", nation="SPL")
    mine = tiers["offer"].isin(large)
    given_up = tiers.assign(units=tiers["units"].where(~mine, tiers["units"] - 1))
    given = tiers[mine].assign(offer=tiers.loc[mine, "offer"] + "-split", units=1.0)
    nations = scenario.frames["nations"].reset_index()
    frames = dict(scenario.frames) | {
        "offers": arrange("offers", pd.concat([offers, twins], ignore_index=True)),
        "tiers": arrange("tiers", pd.concat([given_up, given], ignore_index=True)),
        "nations": arrange("nations", pd.concat([nations, nations.iloc[:1].assign(nation="SPL")], ignore_index=True)),
    }
    return replace(scenario, frames=frames)


@pytest.mark.parametrize("flavour", ["coverage", "derived"])
@PROFILE
@given(data=st.data())
def test_a_nation_split_in_two_gives_the_same_values(flavour: str, data):
    scenario = data.draw(FLAVOURS[flavour]())
    try:
        before = solved(scenario)
    except NoPlanError:
        return
    assert [level.value for level in solved(split(scenario)).levels] == pytest.approx([level.value for level in before.levels], abs=1e-6)
