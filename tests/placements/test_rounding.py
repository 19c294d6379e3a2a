"""What rounding to steps loses, on paper; and that steps cut where anything begins or ends lose nothing.

The small scenario: entry is January to March 2026, stay April to September, D-day and the alert are on 1 March. France keeps 4 companies of
100 people in place, Estonia 1 of 4 in turn, Canada a squadron of 80.
"""

from collections.abc import Callable, Mapping
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.placements import placements
from planner.placements.rounding import rounding
from planner.scenario import Scenario, ScenarioError
from planner.scenario.load import load
from planner.scenario.recut import by_month
from tests.scenario.conftest import read  # noqa: F401  # the fixture
from tests.scenario.small import DOCUMENT, yaml_of

READY = {"calendar__alert": "2026-01-01"}  # who has no notice is there from the start
FRA, EST, CAN = (DOCUMENT["offers"][o] for o in ("FRA-coy", "EST-coy", "CAN-sqn"))


def lost(scenario: Scenario) -> dict[str, tuple[float, str, str]]:
    """Return of each step what is lost, who loses it, and where one cut wins most back."""
    return {r.step: (r.person_months, r.largest, r.split_at) for r in rounding(scenario).itertuples()}


def test_whoever_comes_inside_a_phase_loses_its_months_there(read):  # noqa: F811
    """Everyone may move on 1 March, and entry ends with March: one month of 4 * 100, 1 * 100 and 80 people."""
    assert lost(read()) == {"entry": (580, "FRA-coy: 400, EST-coy: 100, CAN-sqn: 80", "2026-03-01")}
    assert lost(read(**READY)) == {}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # it stands in April, May and, since it leaves on the 20th, not in June: 2 months of 2 * 80
        ({"offers__CAN0sqn": CAN | {"deployed": 2, "until": "2026-06-20"}}, (320, "CAN-sqn: 320", "2026-06-01")),
        # a tier comes in July: of its 4 companies in the cycle one stands for good, July to September
        (
            {"offers__EST0coy": [EST, EST | {"tier": 2, "from": "2026-07-01"}]},
            (300, "EST-coy: 300", "2026-07-01"),
        ),
        # one tier takes the place of the other in June: neither stands in the phase, each in its own months
        (
            {"offers__CAN0sqn": [CAN | {"until": "2026-06-01"}, CAN | {"tier": 2, "from": "2026-06-01"}]},
            (480, "CAN-sqn: 480", "2026-06-01"),
        ),
        # the mandate ends on 15 August: April to July are whole
        ({"offers__FRA0coy": FRA | {"requires": "vote"}, "conditions__vote": {"granted": True, "until": "2026-08-15"}},
         (1600, "FRA-coy: 1600", "2026-08-01")),
        # two mandates, one after the other, and neither holds in the whole phase; no cut is better than the month between them
        ({"offers__FRA0coy": FRA | {"requires": {"any": ["vote", "accord"]}},
          "conditions": {"vote": {"granted": True, "until": "2026-07-01"}, "accord": {"granted": True, "from": "2026-07-01"}}},
         (2400, "FRA-coy: 2400", "")),
        # what nothing may move before is granted on 1 April; 31 days are more than a month, so it stands from June
        ({"offers__CAN0sqn": CAN | {"requires": "vote", "notice_days": 31},
          "conditions__vote": {"granted": True, "from": "2026-04-01", "starts_notice": True}}, (320, "CAN-sqn: 320", "2026-06-01")),
        # the host admits from May: five months of everybody but the rear, which stands in the other country
        ({"hosts": {"UKR": {"allow": "all", "from": "2026-05-01"}, "POL": {"allow": "all"}},
          "requirements__rear": DOCUMENT["requirements"]["rear"] | {"needs": {"inf": {"stay": 0}}},
          "requirements__line": DOCUMENT["requirements"]["line"] | {"area": "camp"}},
         (5 * 580, "FRA-coy: 2000, EST-coy: 500, CAN-sqn: 400", "2026-05-01")),
        # a caveat that begins in September bars the whole phase: five months lost
        ({"caveats": {"late": {"nations": "CAN", "forbid": {"country": ["UKR", "POL"]}, "from": "2026-09-01"}}},
         (400, "CAN-sqn: 400", "2026-09-01")),
        # the works at the only site are done in June, four months before the phase ends
        ({"sites__camp": {"country": "UKR", "kind": "camp", "works_from": "2026-03-01", "opening": {"months": 3}},
          "requirements__line": DOCUMENT["requirements"]["line"] | {"area": "camp"},
          "offers": {"CAN-sqn": CAN | {"from": "stay"}}}, (320, "CAN-sqn: 320", "2026-06-01")),
    ],
    ids=["until", "a tier", "relief", "a mandate", "two mandates", "notice from a condition", "consent", "caveat", "works"],
)  # fmt: skip
def test_worked_numbers(read, changes: Mapping[str, Any], expected: tuple[float, str, str]):  # noqa: F811
    assert lost(read(**READY, **changes)) == {"stay": pytest.approx(expected)}


def test_on_own_soil_the_whole_strength_counts(read):  # noqa: F811
    """Estonia's 4 companies all work at home at once: 6 months of them come in July, so July to September of 400 are lost."""
    sites = DOCUMENT["sites"] | {"tapa": {"country": "EST", "kind": "camp", "existing": True}}
    own = {"sites": sites, "offers": {"EST-coy": EST | {"from": "2026-07-01"}}}
    assert lost(read(**READY, **own)) == {"stay": (1200, "EST-coy: 1200", "2026-07-01")}
    away = own | {"caveats": {"out": {"nations": "EST", "forbid": {"country": "EST"}}}}
    assert lost(read(**READY, **away))["stay"] == (300, "EST-coy: 300", "2026-07-01")


def test_what_may_stand_nowhere_loses_nothing(read):  # noqa: F811
    barred = {"caveats": {"no": {"nations": "CAN", "forbid": {"unit_type": "sqn"}}}, "offers__CAN0sqn": CAN | {"from": "2026-07-01"}}
    assert lost(read(**READY, **barred)) == {}
    small = {"offers__EST0coy": EST | {"in_cycle": 3, "from": "2026-07-01"}}  # three in four sustain none
    assert lost(read(**READY, **small)) == {}
    tour = {"offers__CAN0sqn": {"nation": "CAN", "unit_type": "sqn", "one_tour": 1, "tour_months": 2}}  # short of the phase, not rounded
    assert lost(read(**READY, **tour)) == {}


def test_one_condition_earned_inside_a_phase(read):  # noqa: F811
    earned = {"conditions__vote": {"granted": "if-earned", "from": "2026-06-01", "earned_when": {"at_least": 1}}}
    found = lost(read(**READY, **earned, offers__CAN0sqn=CAN | {"requires": "vote"}))
    assert found == {"stay": (320, "CAN-sqn: 320", "2026-06-01")}


def test_steps_by_month_are_those_of_the_calendar(read):  # noqa: F811
    """To cut a scenario by month and to read it by month is one and the same."""
    changes: dict[str, Any] = {
        "conditions__vote": {"granted": "if-earned", "earned_when": {"all": [{"at_least": {"stay": 5}}, {"after": "accord"}]}},
        "pins": [{"place": {"nation": "FRA"}, "at_most": 3, "from": "stay"}],
        "baseline": {"table": [{"offer": "FRA-coy", "requirement": "line", "site": "camp", "phase": "stay", "units": 2}]},
    }
    cut, read_so = by_month(read(**changes)), read(**changes, calendar__step="month")
    assert cut.steps == read_so.steps
    assert cut.frames["needs"].equals(read_so.frames["needs"])
    assert cut.frames["baseline"].equals(read_so.frames["baseline"])
    assert len(cut.frames["baseline"]) == sum(step.phase == "stay" for step in cut.steps)
    assert cut.pins == tuple(type(p)(p.select, p.at_least, p.at_most, p.steps, cut.pins[0].mark) for p in read_so.pins)
    assert str(cut.conditions["vote"].earned) == str(read_so.conditions["vote"].earned)


def test_a_phase_is_cut_where_a_pin_begins_and_where_notice_ends(read):  # noqa: F811
    steps = read(calendar__step="auto", pins=[{"place": {"nation": "FRA"}, "at_most": 3, "from": "2026-06-10"}]).steps
    assert [s.first_month for s in steps] == [0, 2, 3, 6]  # the alert is D-day; the pin holds from July
    late = read(calendar__step="auto", offers__CAN0sqn=CAN | {"notice_days": 40, "from": "2026-07-01"}).steps
    assert [s.first_month for s in late] == [0, 2, 3, 6]  # its notice ends in April, and it comes in July all the same


POINTS = st.sampled_from(["2025-12-10", "2026-02-01", "D+10", "D+45", "stay", "2026-05-01", "2026-06-15", "2026-08-01", "2026-09-30"])


@st.composite
def windows(draw: Callable[..., Any]) -> dict[str, str]:
    """Draw a window whose end, if it has one, may well lie before its begin: such are refused and drawn again."""
    return {key: draw(POINTS) for key in ("from", "until") if draw(st.booleans())}


@st.composite
def documents(draw: Callable[..., Any]) -> dict[str, Any]:
    """Draw the small scenario with dates wherever a date may stand."""
    tiers = [
        EST
        | draw(windows())
        | {"tier": n, "notice_days": draw(st.integers(0, 90)), "requires": draw(st.sampled_from(["", "vote", "vote; accord"]))}
        for n in (1, 2)
    ]
    return {
        "offers__EST0coy": tiers,
        "offers__FRA0coy": FRA | draw(windows()) | {"requires": draw(st.sampled_from(["", "vote", {"any": ["vote", "accord"]}]))},
        "conditions__vote": draw(windows()) | {"granted": True, "starts_notice": draw(st.booleans())},
        "conditions__accord": draw(windows()) | draw(
            st.sampled_from([{"granted": True}, {"granted": "if-earned", "earned_when": {"at_least": {"stay": 1}}}])
        ),
        "hosts": {"UKR": draw(windows()) | {"allow": "all", "requires": draw(st.sampled_from(["", "accord"]))}},
        "caveats": {"no": draw(windows()) | {"forbid": {"nation": "FRA", "country": "POL"}, "unless": draw(st.sampled_from(["", "vote"]))}},
        "sites__camp": {"country": "UKR", "works_from": draw(POINTS), "opening": {"months": draw(st.integers(0, 3))}},
    }  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much])
@given(changes=documents())
def test_steps_cut_by_themselves_lose_nothing(tmp_path: Path, changes: dict[str, Any]):
    """Wherever dates stand: each placement may stand in a month of a step cut by itself iff it may in a calendar of months."""

    def loaded(step: str) -> Scenario:
        text = yaml.safe_load(yaml_of(**changes, calendar__step=step))
        (tmp_path / "scenario.yaml").write_text(yaml.safe_dump(text, sort_keys=False))
        return load(tmp_path)

    try:
        auto = loaded("auto")
    except ScenarioError as wrong:
        assert all("ends on" in p.what for p in wrong.problems if p.severity == "error")  # noqa: PT017  # a window drawn the wrong way round
        return
    assert rounding(auto).empty
    assert months_of(auto) == months_of(loaded("month"))


def months_of(scenario: Scenario) -> dict[tuple[str, str, str, int], int]:
    """Return the most units of each placement in each month in which one may stand."""
    found = placements(scenario)
    ids = list(found.chosen[["offer", "requirement", "site"]].itertuples(index=False, name=None))
    return {
        (*ids[a], month): int(found.ub[a, p])
        for a, (p, step) in product(range(len(ids)), enumerate(scenario.steps))
        for month in range(step.first_month, step.until_month)
        if found.ub[a, p]
    }
