"""What shows once it is known who may stand where: each doubt with the rule behind it, and where both stand."""

from typing import Any

import pytest

from planner import conductor
from planner.doubts import doubts, noticed
from planner.placements import placements
from planner.scenario import Problem, Scenario, ScenarioError
from planner.scenario.load import load
from tests.scenario.conftest import read  # noqa: F401  # the fixture
from tests.scenario.small import DOCUMENT

READY = {"calendar__alert": "2026-01-01"}
FRA, EST, CAN = (DOCUMENT["offers"][o] for o in ("FRA-coy", "EST-coy", "CAN-sqn"))
NO_POLAND = {"caveats": {"no": {"nations": "FRA", "forbid": {"country": "POL"}}}}


def doubted(scenario: Scenario) -> list[Problem]:
    return doubts(scenario, placements(scenario))


def said(scenario: Scenario) -> list[str]:
    return [p.what for p in doubted(scenario)]


def line_of(problem: Problem) -> str:
    assert problem.where
    return problem.where.text.strip()


def test_nothing_is_doubted_where_all_is_well(read):  # noqa: F811
    assert said(read(**READY)) == []


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        (NO_POLAND, "the caveat no at {folder}/scenario.yaml:{caveats}:3 bars it"),
        ({"hosts": {"POL": {"allow": "CAN"}}}, "the consent of POL at {folder}/scenario.yaml:{hosts}:3 bars it"),
        (
            {"hosts": {"POL": {"allow": "all", "requires": "late"}}, "conditions__late": {"granted": True, "from": "2026-05-01"}},
            "the consent of POL at {folder}/scenario.yaml:{hosts}:3 bars it",
        ),
        (
            {"sites__hub": {"country": "POL", "kind": ["hub", "airbase"], "works_from": "2026-05-01"}},
            "the works at hub at {folder}/scenario.yaml:{hub}:3 bar it",
        ),
        ({"hosts": {"POL": {"allow": "all", "ceiling": 90}}}, "the ceiling of POL at {folder}/scenario.yaml:{hosts}:3 bars it"),
        (
            {"unit_types__coy": DOCUMENT["unit_types"]["coy"] | {"occupies": {"beds": 100}}, "sites__camp__capacity": {"beds": 900}},
            "lack of room at hub at {folder}/scenario.yaml:{hub}:3 bars it",
        ),
        ({"offers__FRA0coy": FRA | {"not_at": "hub"}}, "the terms of FRA-coy at {folder}/scenario.yaml:{FRA-coy}:3 bar it"),
        ({"requirements__rear": {"pillar": "neighbour", "needs": {"inf": {"entry": 1}}}}, "no line that it speaks of needs any of it then"),
    ],
    ids=["caveat", "consent", "a condition of consent", "works", "ceiling", "room", "terms", "need"],
)
def test_a_pin_on_what_is_barred_is_an_error_with_the_rule_that_bars_it(read, tmp_path, changes: dict[str, Any], why: str):  # noqa: F811
    pin = {"place": {"offer": "FRA-coy", "requirement": "rear", "site": "hub"}, "at_least": 1, "from": "stay"}
    scenario = read(**READY, **changes, pins=[pin])
    text = (tmp_path / "scenario.yaml").read_text().split("\n")
    lines = {name: text.index(f"{name}:") + 2 for name in ("caveats", "hosts") if f"{name}:" in text}
    lines |= {name: text.index(f"  {name}:") + 1 for name in ("hub", "FRA-coy")}
    (found,) = [p for p in doubted(scenario) if p.severity == "error"]
    asked = "the pin on FRA-coy, hub, rear asks for 1 in stay, and nothing of it may stand there then"
    assert found.what.startswith(f"{asked}: {why.format(folder=tmp_path, **lines)}")
    assert line_of(found) == "- place:"
    with pytest.raises(ScenarioError, match="nothing of it may stand there"):
        conductor.refuse_errors(scenario)


def test_of_many_placements_the_rule_that_bars_most_is_named(read):  # noqa: F811
    """France may not stand in Poland, and offers its companies for Poland only: the caveat bars what they are meant for."""
    lines = DOCUMENT["requirements"] | {"rear": DOCUMENT["requirements"]["rear"] | {"area": "hub"}}
    pin = {"place": {"nation": "FRA"}, "at_least": 1, "from": "stay"}
    barred = {"caveats": {"no": {"nations": "FRA", "forbid": {"country": "POL"}}}, "offers__FRA0coy": FRA | {"only_at": "hub"}}
    (found,) = [p for p in doubted(read(**READY, **barred, requirements=lines, pins=[pin])) if p.severity == "error"]
    assert "the caveat no at" in found.what
    assert found.what.endswith("bars all 2 placements")  # of line and rear at the hub
    free = {"place": {"nation": "FRA"}, "at_least": 1, "from": "stay"}
    assert not [p for p in doubted(read(**READY, **NO_POLAND, pins=[free])) if p.severity == "error"]


def test_a_pool_that_sustains_nothing_is_told_once(read):  # noqa: F811
    scenario = read(**READY, offers__EST0coy={"nation": "EST", "unit_type": "coy", "in_cycle": 3})
    told = [p.what for p in noticed(scenario, placements(scenario)) if p.severity == "warning"]
    assert [what for what in told if "EST" in what] == ["the pool EST coy sustains 0.75 units: less than one never stands"]


def test_an_offer_that_can_serve_nothing(read):  # noqa: F811
    found = doubted(read(**READY, caveats={"home": {"nations": "CAN", "forbid": {"country": ["UKR", "POL"]}}}))
    idle, unmet = found
    assert (idle.severity, unmet.severity) == ("warning", "warning")
    assert idle.what.startswith("CAN-sqn can serve nothing: the caveat home at ")
    assert idle.what.endswith("bars all 2 placements")
    assert line_of(idle) == "CAN-sqn:"
    assert unmet.what.startswith("line: nobody can provide eng there: the caveat home at ")
    assert line_of(unmet) == "line:"


def test_an_offer_that_waits_for_what_is_denied_is_told_with_the_condition(read):  # noqa: F811
    scenario = read(**READY, conditions__vote={"granted": False}, offers__CAN0sqn=CAN | {"requires": "vote"})
    (unmet,) = said(scenario)
    assert unmet.startswith("line: nobody can provide eng there: vote, denied at ")
    assert unmet.endswith("bars all 2 placements")
    late = said(read(**READY, conditions__vote={"granted": True, "from": "2027-01-01"}, offers__CAN0sqn=CAN | {"requires": "vote"}))
    assert late[0].startswith("CAN-sqn can serve nothing: the conditions of CAN-sqn at ")


def test_lines_that_want_for_the_same_reason_are_told_together(read):  # noqa: F811
    lines = {f"post-{n}": {"pillar": "reassurance", "needs": {"eng": {"stay": 1}}} for n in range(5)}
    found = said(read(**READY, requirements=DOCUMENT["requirements"] | lines, hosts={c: {"allow": ["FRA", "EST"]} for c in ("UKR", "POL")}))
    assert [w.split(": nobody")[0] for w in found if "nobody" in w] == ["line, post-0, post-1 and 3 more lines"]


def test_a_phase_that_loses_person_months(read):  # noqa: F811
    (found,) = doubted(read())
    assert found.what == (
        "entry loses 580 person-months: what comes or goes inside it does not stand in it (FRA-coy: 400, EST-coy: 100, CAN-sqn: 80)"
    )
    assert found.hint == "split the phase at 2026-03-01, which wins back 580, or write calendar: {step: auto}, which loses none"
    assert line_of(found) == "entry:"
    assert doubted(read(calendar__step="auto")) == []


def earned(test: Any, **more: Any) -> dict[str, Any]:
    return {"granted": "if-earned", "earned_when": test} | more


LOOPS = {
    "by a quorum each": (
        {"vote": earned({"quorum": 1, "of": "accord"}), "accord": earned({"quorum": 1, "of": ["vote"]})},
        ["accord and vote wait for each other"],
    ),
    "one way only": ({"vote": earned({"after": "accord"}), "accord": earned({"nation": "FRA", "at_least": 1})}, []),
    "through a tier": (
        {"vote": earned({"nation": "CAN", "at_least": 80}), "accord": earned({"after": "vote"})},
        ["accord and vote wait for each other"],  # the squadron comes with the accord, the vote counts it, the accord comes after the vote
    ),
    "not through a tier that does not count": (
        {"vote": earned({"nation": "FRA", "at_least": 80}), "accord": earned({"after": "vote"})},
        [],
    ),
    "nor where needs-it is asked": (
        {"vote": earned({"nation": "CAN", "at_least": 80, "without": "needs-it"}), "accord": earned({"after": "vote"})},
        [],
    ),
    "nor in turn, where the step before counts": (
        {"vote": earned({"nation": "CAN", "at_least": 80, "measured_in": "previous"}), "accord": earned({"after": "vote"})},
        [],
    ),
    "by a promise": (
        {"vote": earned({"nation": "CAN", "at_least": 80, "measured_in": "stay"}), "accord": earned({"after": "vote"})},
        ["accord and vote wait for each other"],
    ),
    "itself": (
        {"vote": earned({"at_least": 1}), "accord": earned({"nation": "CAN", "at_least": 80})},
        ["accord: what comes only if it holds counts towards it"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LOOPS)
def test_conditions_that_wait_for_each_other_are_allowed_and_noted(read, name: str):  # noqa: F811
    conditions, notes = LOOPS[name]
    found = [p for p in doubted(read(**READY, conditions=conditions, offers__CAN0sqn=CAN | {"requires": "accord"})) if p.severity == "note"]
    assert [p.what for p in found] == notes
    assert all(line_of(p) == "accord:" for p in found)


def test_a_caveats_exception_and_a_hosts_condition_close_a_loop(read):  # noqa: F811
    conditions = {"vote": earned({"nation": "FRA", "at_least": 1}), "accord": earned({"nation": "CAN", "at_least": 1})}
    caveats = {"fra": {"nations": "FRA", "forbid": {"country": ["UKR", "POL"]}, "unless": "accord"}}
    hosts = {"UKR": {"allow": "all", "requires": "vote"}, "POL": {"allow": ["FRA", "EST"]}}
    found = said(read(**READY, conditions=conditions, caveats=caveats, hosts=hosts))
    assert "accord and vote wait for each other" in found


def test_a_minimum_that_one_nation_alone_can_fill(read):  # noqa: F811
    line = DOCUMENT["requirements"]["line"] | {"resilience": "n-1", "minimum": 1}
    goals = ["below_minimum", {"minimise": "shortfall", "priority": 1}, "resilience_gap", "cost"]
    (found,) = doubted(read(**READY, requirements__line=line, goals=goals))
    assert (found.severity, line_of(found)) == ("note", "line:")
    assert found.what == "line must survive the loss of any one nation, and only CAN can provide eng there"


def test_check_says_it_of_the_scenario_and_of_each_option(read, tmp_path):  # noqa: F811
    options = {"shut": {"title": "Shut", "change": {"hosts": {"POL": {"allow": ["CAN"]}}}}}
    read(hosts={"POL": {"allow": "all"}}, options=options, offers__FRA0coy=FRA | {"only_at": "hub"})
    told = [p.what for p in conductor.check(tmp_path).problems]
    assert [w[:27] for w in told if "loses" in w] == ["entry loses 580 person-mont", "option shut: entry loses 18"]
    assert any(w.startswith("option shut: FRA-coy can serve nothing: the consent of POL") for w in told)
    assert said(load(tmp_path, "shut")) == [w.removeprefix("option shut: ") for w in told if w.startswith("option shut")]


ROUND = """\
format: 1
extends: scenario.yaml
rounds: [{name: first, deadline: 2025-12-01, offers: offers-1.csv}, {name: second, deadline: 2026-01-01, offers: offers-2.csv}]
offers: """


def test_what_an_earlier_round_offered_and_this_one_does_not_is_planned_with_and_told(read, tmp_path):  # noqa: F811
    rows = [f"{o},{DOCUMENT['offers'][o]['nation']},{DOCUMENT['offers'][o]['unit_type']},1\n" for o in ("FRA-coy", "EST-coy")]
    (tmp_path / "offers-1.csv").write_text("id,nation,unit_type,deployed\n" + "".join(rows))
    (tmp_path / "offers-2.csv").write_text("id,nation,unit_type,deployed\n" + rows[0])

    def left_over(offers: str, base: dict[str, Any]) -> list[tuple[str, str]]:
        read(**READY, offers=base)
        (tmp_path / "round.yaml").write_text(ROUND + offers)
        found = [p for p in doubted(load(tmp_path / "round.yaml")) if "does not offer" in p.what]
        return [(p.what, line_of(p)) for p in found]

    what = "EST-coy comes from offers-1.csv; the round second, with offers-2.csv, does not offer it"
    assert left_over("{table: offers-2.csv}", {"table": "offers-1.csv"}) == [(what, "EST-coy,EST,coy,1")]
    assert left_over("{table: offers-2.csv}", {}) == []
    assert left_over("{EST-coy: {nation: EST, unit_type: coy, deployed: 1}}", {"table": "offers-1.csv"}) == []


BEDS = {"unit_types__coy": DOCUMENT["unit_types"]["coy"] | {"occupies": {"beds": 100}}, "sites__camp__capacity": {"beds": 450}}
BY_TOURS = {"model": {"rotation": "tours"}}


@pytest.mark.parametrize(
    ("changes", "place", "most", "why"),
    [
        (BEDS, {"unit_type": "coy", "requirement": "line", "site": "camp"}, 4, "stay, and camp has room for 4"),
        (BEDS | {"sites__hub__capacity": {"beds": 100}}, {"unit_type": "coy", "requirement": "line"}, 5, None),
        (BY_TOURS, {"offer": "EST-coy", "requirement": "line"}, 4, None),
    ],
    ids=["beds", "beds at two sites", "a tour as long as the step"],
)
def test_a_pin_that_asks_for_more_than_fits_is_an_error(read, changes: dict[str, Any], place: dict[str, str], most: int, why: str | None):  # noqa: F811
    def found(units: int) -> list[str]:
        pins = [{"place": place, "at_least": units, "from": "stay"}]
        return [p.what for p in doubted(read(**READY, **changes, pins=pins)) if p.severity == "error"]

    assert found(most) == []
    if why:
        (what,) = found(most + 1)
        assert what.endswith(f"asks for {most + 1} units in {why}")


def test_a_pin_on_more_than_may_come_by_then_is_an_error(read):  # noqa: F811
    """A hundred persons a month: three companies come in the three months of entry, before stay; the line needs none before."""
    takes = {"sites__camp__reception": {"persons": 100}}
    pins = [{"place": {"offer": "FRA-coy", "requirement": "rear", "site": "camp"}, "at_least": 4, "from": "stay"}]
    (what,) = [p.what for p in doubted(read(**READY, **takes, pins=pins)) if p.severity == "error"]
    assert what == (
        "the pin on FRA-coy, camp, rear asks for 4 units in stay, and by dates, conditions, room and what sites take in 3 may stand there"
    )


def test_a_pin_over_several_steps_asks_more_of_a_cycle_than_one(read):  # noqa: F811
    """Four companies hold four places for a tour of 6 months; over entry and stay, 9 months, they hold 24 of the 36 months."""
    pins = [{"place": {"offer": "EST-coy", "requirement": "line"}, "at_least": 3, "from": "entry"}]
    (what,) = [p.what for p in doubted(read(**READY, **BY_TOURS, pins=pins)) if p.severity == "error"]
    assert what == "the pin on EST-coy, line asks for 3 units in entry to stay, 9 months, and their cycles keep 2 in place for so long"
