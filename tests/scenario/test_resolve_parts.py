"""What each part of a document becomes, on a scenario small enough to see at a glance."""

from pathlib import Path
from typing import Any

import pytest

from planner.frames import NEVER
from planner.scenario import After, AllOf, AnyOf, Covered, Pledged, Quorum, Reach, ScenarioError, Selector, Unplanned
from planner.scenario.problems import MOST_PROBLEMS, render
from tests.scenario.small import DOCUMENT, refused


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ("2026-02-01", 1),
        ("2026-02-02", 2),
        ("D", 2),
        ("D+1", 3),
        ("D+31", 3),
        ("D-59", 0),
        ("D-31 days", 1),
        ("D+4 weeks", 3),
        ("D+4w", 3),
        ("D - 58", 1),
        ("stay", 3),
        ("2025-05-05", 0),
        ("2199-01-01", 2076),
    ],
)
def test_from_is_rounded_up_to_a_whole_month(read, said: str, begins: int):
    assert read(conditions__vote={"granted": True, "from": said}).conditions["vote"].first_month == begins


@pytest.mark.parametrize(
    ("said", "ends"), [("2026-02-01", 1), ("2026-02-28", 1), ("D+30", 2), ("D+31", 3), ("stay", 3), ("2020-01-01", 0), (None, NEVER)]
)
def test_until_is_rounded_down_to_a_whole_month(read, said: str | None, ends: int):
    assert read(conditions__vote={"granted": True, "until": said}).conditions["vote"].until_month == ends


def test_notice_counts_from_the_alert_and_from_is_a_date_in_place(read):
    def begins(**row: Any) -> int:
        scenario = read(calendar__alert="2026-01-20", offers__FRA0coy={"nation": "FRA", "unit_type": "coy", "deployed": 4} | row)
        return int(scenario.frames["tiers"].set_index("offer").loc["FRA-coy", "first_month"])

    assert begins() == 1
    assert begins(notice_days=12) == 1
    assert begins(notice_days=13) == 2
    assert begins(notice_days=13, **{"from": "stay"}) == 3


def test_steps_by_month_and_where_something_begins_or_ends(read):
    by_month = read(calendar__step="month").steps
    assert len(by_month) == 9
    assert (by_month[4].name, by_month[4].phase, by_month[4].months) == ("stay 2026-05", "stay", 1)
    cut = read(calendar__step="auto", conditions__vote={"granted": True, "from": "2026-06-01", "until": "2026-08-10"})
    # the alert is D-day, month 2; the vote holds from month 5 to month 7
    assert [(s.first_month, s.months) for s in cut.steps] == [(0, 2), (2, 1), (3, 2), (5, 2), (7, 2)]
    assert cut.frames["needs"].query("capability == 'eng'")["step"].tolist() == [2, 3, 4]


@pytest.mark.parametrize(
    ("said", "clauses"),
    [
        ("vote", (("vote",),)),
        (["vote", "accord"], (("accord",), ("vote",))),
        ("accord; vote", (("accord",), ("vote",))),
        ({"any": ["vote", "accord"]}, (("accord", "vote"),)),
        (["accord", {"any": "vote;accord"}], (("accord",), ("accord", "vote"))),
    ],
)
def test_what_is_required(read, said: Any, clauses: Any):
    scenario = read(offers__EST0coy={"nation": "EST", "unit_type": "coy", "in_cycle": 4, "requires": said})
    assert scenario.frames["tiers"].set_index("offer").loc["EST-coy", "requires"] == clauses


@pytest.mark.parametrize(
    ("said", "nations", "sites"),
    [
        ({"group": "EU"}, {"FRA", "EST"}, None),
        ({"group": ["EU", "G7"], "nation_not": "FRA"}, {"EST", "CAN"}, None),
        ({"group_not": "G7"}, {"EST"}, None),
        ({"country_not": "UKR"}, None, {"hub"}),
        ({"kind": "airbase;camp"}, None, {"hub", "camp"}),
        ({"kind_not": "hub", "group": "G7"}, {"FRA", "CAN"}, {"camp"}),
    ],
)
def test_selectors(read, said: Any, nations: Any, sites: Any):
    earned = read(conditions__vote={"granted": "if-earned", "earned_when": {**said, "at_least": 1}}).conditions["vote"].earned
    assert isinstance(earned, Reach)
    assert (earned.select.nations, earned.select.sites) == (nations, sites)


def test_a_selector_that_matches_nothing_is_refused(read):
    (what,) = refused(read, caveats={"x": {"nations": "FRA", "forbid": {"country": "POL", "kind": "camp"}}})
    assert what == "this selector matches nothing (country: POL, kind: camp)"


def test_a_caveat_by_lead_bars_only_under_that_lead(read):
    scenario = read(caveats={"x": {"nations": "FRA", "forbid": {"lead": "EST"}}, "y": {"groups": "G7", "forbid": {"site": "camp"}}})
    assert [(c.name, c.select.nations, c.leads) for c in scenario.caveats] == [("x", {"FRA"}, {"EST"}), ("y", {"FRA", "CAN"}, frozenset())]


def test_tests_of_posture(read):
    written = {"all": [{"after": "accord"}, {"any": [{"measure": "eng", "at_least": {"stay": 1}}, {"quorum": 1, "of": ["accord"]}]}]}
    earned = read(conditions__vote={"granted": "if-earned", "earned_when": written}).conditions["vote"].earned
    assert isinstance(earned, AllOf)
    after, either = earned.parts
    assert after == After("accord")
    assert isinstance(either, AnyOf)
    reach, quorum = either.parts
    assert isinstance(reach, Reach)
    assert (reach.measure, reach.capability, reach.at_least[1]) == ("capability", "eng", 1)
    assert reach.at_least[0] != reach.at_least[0]
    assert quorum == Quorum(1, ("accord",))


def test_a_test_by_lead_comes_later_never_holds_and_is_said(read):
    scenario = read(conditions__vote={"granted": "if-earned", "earned_when": {"at_least": 1, "lead": "FRA"}})
    assert isinstance(scenario.conditions["vote"].earned, Unplanned)
    assert sum("not yet planned" in p.what for p in scenario.problems) == 1


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ({"at_least": 1, "measured_in": "previous"}, Reach("personnel", "", Selector(), False, (1.0, 1.0), (-1, 0))),
        ({"at_least": 1, "measured_in": "stay"}, Reach("personnel", "", Selector(), False, (1.0, 1.0), (1, 1))),
        ({"at_least": 1, "basis": "offers"}, Reach("personnel", "", Selector(), False, (1.0, 1.0), (), True)),
        ({"quorum": 2, "of": "G7"}, Reach("nations", "", Selector(nations=frozenset({"CAN", "FRA"})), False, (2.0, 2.0))),
        ({"measure": "coverage", "requirement": "line", "at_least": "90%"}, Covered(frozenset({"line"}), (0.9, 0.9))),
    ],
)
def test_what_a_test_looks_at(read, written: Any, meant: Any):
    assert read(conditions__vote={"granted": "if-earned", "earned_when": written}).conditions["vote"].earned == meant


def test_money_that_is_pledged(read):
    funds = {"funds": {"chest": {"pledges": [{"nation": "FRA", "amount_meur": 5, "date": "2026-01-01"}]}}}
    for written, meant in (
        ({"fund": "chest", "at_least": {"stay": 5}}, Pledged("chest", None, (5.0,))),
        ({"measure": "money", "group": "G7", "at_least": 5}, Pledged("", frozenset({"CAN", "FRA"}), (5.0, 5.0))),
    ):
        earned = read(finance=funds, conditions__vote={"granted": "if-earned", "earned_when": written}).conditions["vote"].earned
        assert (earned.fund, earned.nations, earned.at_least[-1]) == (meant.fund, meant.nations, 5.0)


def test_a_partial_condition_opens_unit_types(read):
    made = read(conditions__vote={"granted": True, "opens": ["eng"]}).conditions["vote"].opens
    assert made == frozenset(name for name, kind in DOCUMENT["unit_types"].items() if "eng" in kind["provides"])


def test_minima(read):
    def minima(**line: Any) -> list[float]:
        needs = read(requirements__line=DOCUMENT["requirements"]["line"] | line).frames["needs"]
        return needs[needs["requirement"] == "line"].sort_values(["capability", "step"])["minimum"].tolist()

    # engineers 1 in stay; infantry 2 in entry, 5 in stay
    assert minima(minimum="50%") == [1, 1, 3]
    assert minima(minimum="40%") == [1, 1, 2]
    assert minima(minimum=2) == [2, 2, 2]
    assert minima(minimum={"inf": "100%"}) == [0, 2, 5]


def test_the_level_of_ambition_scales_levels_and_shares_but_no_amounts(read):
    scenario = read(
        requirements__line=DOCUMENT["requirements"]["line"] | {"minimum": {"inf": "50%", "eng": 1}}, level_of_ambition={"line": "50%"}
    )
    assert scenario.frames["needs"].query("requirement == 'line'")[["capability", "level", "minimum"]].to_numpy().tolist() == [
        ["eng", 0.5, 1], ["inf", 1.0, 1], ["inf", 2.5, 2],
    ]  # fmt: skip
    by_group = read(level_of_ambition=[{"lines": {"pillar": "neighbour"}, "share": "200%"}]).frames["needs"]
    assert by_group.query("requirement == 'rear'")["level"].tolist() == [2]
    assert by_group.query("requirement == 'line'")["level"].tolist() == [1, 2, 5]


def test_pairs(read):
    scenario = read(
        pairs=[
            {"together": ["FRA", "EST", "CAN"], "in": {"pillar": "neighbour"}},
            {"nation": "EST", "only_with": "FRA"},
            {"nation": "CAN", "apart": "FRA"},
        ]
    )
    assert [(p.kind, p.nation, p.other) for p in scenario.pairs] == [
        ("apart", "CAN", "FRA"),
        ("only_with", "EST", "FRA"),
        ("together", "CAN", "EST"),
        ("together", "CAN", "FRA"),
        ("together", "EST", "FRA"),
    ]
    assert [sorted(p.requirements) for p in scenario.pairs][:3] == [["line", "rear"], ["line", "rear"], ["rear"]]
    assert refused(read, pairs=[{"nation": "EST", "only_with": "EST"}]) == ["a pair needs two nations"]


def test_pins(read):
    scenario = read(
        pins=[{"place": {"offer": "FRA-coy"}, "exactly": 1, "from": "D"}, {"forbid": {"nation": "EST", "site": "camp"}, "until": "stay"}]
    )
    assert [(p.at_least, p.at_most, p.steps) for p in scenario.pins] == [(0, 0, (0,)), (1, 1, (1,))]


def test_pins_that_no_plan_can_keep(read):
    camp = {"nation": "FRA", "site": "camp"}
    (what,) = refused(read, pins=[{"place": camp, "at_least": 3, "from": "stay"}, {"place": {"nation": "FRA"}, "at_most": 2}])
    assert what.startswith("this pin asks for at least 3 units, and the pin at")
    # FRA-coy is all that FRA offers, and the camp and the hub are all sites: other words for the same
    wanted = {"place": {"offer": "FRA-coy"}, "at_least": 2, "from": "stay"}
    (same,) = refused(read, pins=[wanted, {"place": {"nation": "FRA", "site": ["camp", "hub"]}, "at_most": 1}])
    assert "at most 1 of them" in same
    # engineers serve one line only, whether a pin names it or not
    sqn = {"place": {"unit_type": "sqn"}, "at_least": 1, "from": "stay"}
    (useful,) = refused(read, pins=[sqn, {"place": {"nation": "CAN", "requirement": "line"}, "at_most": 0}])
    assert useful.endswith("allows at most 0 of them")
    assert len(read(pins=[wanted, {"place": {"nation": "FRA", "site": "hub"}, "at_most": 1}]).pins) == 2
    (beyond,) = refused(read, pins=[{"place": {"nation": "EST"}, "at_least": 2, "from": "stay"}])
    assert beyond == "this pin asks for at least 2 units in stay, and what it selects can give at most 1"
    (nothing,) = refused(read, pins=[{"place": {"nation": "EST", "unit_type": "sqn"}, "at_least": 1}])
    assert nothing == "this selector matches nothing (nation: EST, unit_type: sqn)"
    (never,) = refused(read, pins=[{"place": camp, "at_least": 1, "from": "2027-01-01"}])
    assert never == "no step of the calendar lies within the dates of this pin"


def test_tolerances_in_the_goals_own_unit(read):
    said = [
        {"minimise": "shortfall", "priority": 1, "tolerance": "2%"},
        {"minimise": "cost", "tolerance": "3%"},
        {"minimise": "contributors", "tolerance": {"absolute": 2}},
    ]
    goals = read(goals=said).goals
    # the two lines weigh 1 and 3: 2 % of them are 0.08 lines
    assert [(g.name, round(g.absolute, 9), g.relative) for g in goals] == [
        ("shortfall.1", 0.08, 0),
        ("cost", 0, 0.03),
        ("contributors", 2, 0),
    ]


def test_leaderless_comes_last_where_there_is_no_cost(read):
    line = DOCUMENT["requirements"]["line"] | {"lead": "FRA"}
    assert [g.name for g in read(requirements__line=line, goals=[{"minimise": "shortfall", "priority": 1}]).goals] == [
        "shortfall.1",
        "leaderless",
    ]
    assert [g.name for g in read(requirements__line=line).goals] == ["below_minimum", "shortfall.1", "leaderless", "cost"]
    named = ["leaderless", {"minimise": "shortfall", "priority": 1}]
    assert [g.name for g in read(requirements__line=line, goals=named).goals] == ["leaderless", "shortfall.1"]


def test_arrivals_come_last_where_a_phase_has_several_steps(read):
    calendar = DOCUMENT["calendar"] | {"step": "month"}
    assert "arrivals" not in [g.name for g in read().goals]
    assert [g.name for g in read(calendar=calendar).goals] == ["below_minimum", "shortfall.1", "cost", "arrivals"]
    named = ["arrivals", {"minimise": "shortfall", "priority": 1}]
    assert [g.name for g in read(calendar=calendar, goals=named).goals] == ["arrivals", "shortfall.1"]


def test_reception_is_of_the_site_and_of_the_routes_that_end_there(read):
    sites = DOCUMENT["sites"]["camp"] | {"reception": {"persons": 500, "t": "2 kt/month"}}
    ways = {"road": {"from": "hub", "to": "camp", "capacity_tpd": 100, "usable_from": "2026-02-01"}}
    rows = read(sites__camp=sites, routes=ways).frames["reception"]
    assert rows.to_numpy().tolist() == [
        ["camp", "", "persons", 500, 0], ["camp", "", "t", 2000, 0], ["camp", "road", "t", 3043.75, 1],
    ]  # fmt: skip


def test_limits_of_nations(read):
    limits = {"deployed_personnel": 500, "country": {"UKR": 0}, "domain": {"land": 400}, "reserve": {"coy": 1}}
    rows = read(nations__FRA={"limits": limits}).frames["nation_limits"]
    assert rows[["measure", "of", "limit"]].to_numpy().tolist() == [
        ["country", "UKR", 0],
        ["deployed", "", 500],
        ["domain", "land", 400],
        ["reserve", "coy", 1],
    ]


def test_the_yardstick_may_be_the_base(read):
    assert read(yardstick="base").yardstick == "base"
    with pytest.raises(ScenarioError) as raised:
        read(yardstick="bas")
    (wrong,) = raised.value.problems
    assert (wrong.what, wrong.hint) == ("there is no option 'bas'; did you mean base?", "known: base")


def test_a_table_and_the_same_rows_written_out_have_one_digest(read, tmp_path: Path):
    (tmp_path / "offers.csv").write_text(
        "id,nation,unit_type,deployed,in_cycle,requires\nCAN-sqn,CAN,sqn,1,,\nEST-coy,EST,coy,,4,vote;accord\nFRA-coy,FRA,coy,4,,\n"
    )
    table = read(offers={"table": "offers.csv"})
    written = read(offers__EST0coy={"nation": "EST", "unit_type": "coy", "in_cycle": 4, "requires": ["accord", "vote"]})
    assert table.digest == written.digest
    assert table.digest != read().digest


def test_a_pin_on_own_soil_may_use_the_whole_strength(read):
    sites = DOCUMENT["sites"] | {"tapa": {"country": "EST", "kind": "camp", "existing": True}}
    pin = {"place": {"nation": "EST"}, "at_least": 4, "from": "stay"}
    assert read(sites=sites, pins=[pin]).pins[0].at_least == 4
    assert len(refused(read, sites=sites, pins=[pin | {"at_least": 5}])) == 1


def test_a_pin_may_use_what_others_put_into_the_same_pool(read):
    offers = {
        "EST-coy": {"nation": "EST", "unit_type": "coy", "in_cycle": 4, "pool": "joint"},
        "FRA-coy": {"nation": "FRA", "unit_type": "coy", "in_cycle": 8, "pool": "joint"},
    }
    pin = {"place": {"nation": "EST"}, "at_least": 3, "from": "stay"}
    assert read(offers=offers, pins=[pin]).pins[0].at_least == 3
    assert len(refused(read, offers=offers, pins=[pin | {"at_least": 4}])) == 1


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        (
            {"goals": ["below_minimum", {"minimise": "shortfall", "priority": 1}, {"minimise": "cost", "key": "gdp"}]},
            "'key' says nothing of cost",
        ),
        (
            {"conditions__vote": {"granted": "if-earned", "earned_when": {"capability": "inf", "at_least": 1}}},
            "personnel is measured, so the capability says nothing",
        ),
    ],
)
def test_what_stands_where_it_says_nothing_is_refused(read, changes: Any, what: str):
    (found,) = refused(read, **changes)
    assert what in found


@pytest.mark.parametrize("granted", [False, "if-earned"])
def test_notice_counts_from_a_date_only(read, granted: Any):
    test = {"earned_when": {"at_least": 1}} if granted else {}
    scenario = read(conditions__vote={"granted": granted, "starts_notice": True, **test})
    assert [p.what for p in scenario.problems if "notice" in p.what] == [
        f"vote has no date from which notice could count: {'it is to be earned' if granted else 'it never holds'}"
    ]


def test_that_soft_caveats_bar_is_said_once(read):
    soft = {"nations": "FRA", "forbid": {"site": "camp"}, "soft": True}
    scenario = read(caveats={"x": soft, "y": soft | {"nations": "EST"}})
    assert [p.what for p in scenario.problems if "soft" in p.what] == ["x (and 1 more) is soft: it bars as a hard one does"]


@pytest.mark.parametrize("point", ["D+30", "D - 60", "D-60d", "D-6 weeks", "D+2w", "2026-04-01", "stay"])
def test_a_point_may_be_written_in_any_way_wherever_one_stands(read, point: str):
    """Alert, offers, caveats, hosts, conditions, pins, works, decisions and decision points."""
    read(
        calendar__alert=point, conditions__vote={"granted": True, "from": point}, hosts={"UKR": {"allow": "all", "from": point}},
        offers__CAN0sqn={"nation": "CAN", "unit_type": "sqn", "deployed": 1, "from": point},
        caveats={"x": {"nations": "FRA", "forbid": {"site": "camp"}, "until": "2026-09-01", "from": point}},
        sites__camp={"country": "UKR", "works_from": point}, pins=[{"place": {"nation": "FRA"}, "at_most": 3, "from": point}],
        brief={"decisions": [{"verb": "NOTE", "what": "it", "on": point}], "decision_points": [{"name": "go", "at": point}]},
    )  # fmt: skip


@pytest.mark.parametrize("name", ["x-ray", "P-10", "Day 1", "d"])
def test_a_phase_is_a_phase_whatever_it_looks_like(read, name: str):
    phases = {"prep": {"months": 2}, "entry": {"months": 3}, "stay": {"months": 4}, name: {"months": 1}}
    assert read(calendar__phases=phases, conditions__vote={"granted": "true", "from": name}).conditions["vote"].first_month == 9


def test_a_thousand_wrong_names_are_enough(read):
    row = {"unit_type": "coy", "deployed": 1}
    with pytest.raises(ScenarioError) as raised:
        read(offers={f"x{n}": {"nation": f"N{n}", **row} for n in range(2000)})
    assert len(raised.value.problems) == MOST_PROBLEMS
    assert render(raised.value.problems).endswith("1000 or more errors (800 more than are shown)\n")
    with pytest.raises(ScenarioError) as raised:
        read(nations={f"n{n}": {} for n in range(2000)})
    assert len([p for p in raised.value.problems if "no code of a country" in p.what]) == MOST_PROBLEMS
