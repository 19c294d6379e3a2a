"""Options side by side, on paper: an option that asks for half must not win by it.

The base needs 12 companies in entry (3 months) and 16 in stabilise (9 months); the option asks for half. Both plans keep the two French
battlegroups (4 companies and 1 200 persons each) in place, the base's also one Estonian company (150 persons).
"""

from dataclasses import fields, replace
from datetime import date
from functools import cache
from math import nan

import pandas as pd
import pytest

from planner.completion import complete
from planner.decisions import frame
from planner.frames import make
from planner.plan import GoalLevel, Plan
from planner.scenario import Area, Caveat, Condition, Derivation, Host, Pair, Pin, Reach, Scenario, Selector, Step
from planner.study.compare import compare
from planner.study.differences import UNTOLD, asks, changed, moves
from planner.study.yardstick import yardstick
from planner.verify import account
from tests.tiny import STEPS, tiny

FRENCH = [("FRA-bg", "land", "camp", 1, 2), ("FRA-bg", "land", "camp", 2, 2)]
ESTONIAN = [("EST-coy", "land", "camp", 1, 1), ("EST-coy", "land", "camp", 2, 1)]
NEED = {"requirement": "land", "capability": "manoeuvre_coy"}


def backstop(*at_least: float) -> dict[str, Condition]:
    reach = Reach("personnel", "", Selector(sites=frozenset({"camp"})), without_needs_it=True, at_least=at_least)
    return {"backstop": Condition("backstop", "if-earned", earned=reach)}


def base() -> Scenario:
    return tiny(conditions=backstop(nan, 2000.0, 3000.0))


def half() -> Scenario:
    needs = make("needs", [NEED | {"step": 1, "level": 6, "minimum": 3}, NEED | {"step": 2, "level": 8, "minimum": 4}])
    own = base()
    return replace(
        own,
        option="half",
        option_title="Half",
        digest="half",
        frames={**own.frames, "needs": needs},
        conditions=backstop(nan, 1000.0, 1500.0),
    )


def plan(scenario: Scenario, placed: list[tuple[str | int, ...]]) -> Plan:
    return _plan(scenario.option, tuple(placed))


@cache
def _plan(option: str, placed: tuple[tuple[str | int, ...], ...]) -> Plan:
    scenario = half() if option == "half" else base()
    decisions = complete(scenario, frame("place", list(placed)))
    made = account(scenario, decisions)
    levels = tuple(GoalLevel(goal.name, made.metrics[goal.name], nan, "stopped") for goal in scenario.goals)
    return Plan(scenario.digest, scenario.option, decisions, made.frames, made.metrics, levels, "feasible", "clock")


@pytest.fixture(scope="module")
def found():
    return compare([(base(), plan(base(), FRENCH + ESTONIAN)), (half(), plan(half(), FRENCH))])


def row(found, criterion: str, option: str) -> pd.Series:
    table = found.criteria
    (index,) = table.index[(table["criterion"] == criterion) & (table["option"] == option)]
    return table.loc[index]


def test_coverage_is_measured_on_the_base_and_on_own_terms(found):
    # own: 8 of 6 and 8 of 8. Base: 8 of 12 for 3 months, 8 of 16 for 9 of 12: 1/4 * 1/3 + 3/4 * 1/2 = 11/24 short
    half_force = row(found, "coverage, priority 1", "half")
    assert half_force["own"] == pytest.approx(100.0)
    assert half_force["yardstick"] == pytest.approx(100 * 13 / 24)
    # with one company more: 9 of 12 and 9 of 16
    assert row(found, "coverage, priority 1", "base")["yardstick"] == pytest.approx(100 * (1 - 1 / 4 * 3 / 12 - 3 / 4 * 7 / 16))
    assert row(found, "worst given line and phase", "half")["yardstick"] == pytest.approx(50.0)
    assert row(found, "worst given line and phase", "half")["note"] == "land, stabilise"


def test_the_margin_is_measured_on_the_base_s_threshold(found):
    # 2 400 French persons against 1 000 and 1 500 of its own, 2 000 and 3 000 of the base: the least margin of the steps
    margin = row(found, "margin of backstop", "half")
    assert margin["own"] == pytest.approx(900.0)
    assert margin["yardstick"] == pytest.approx(-600.0)


def test_persons_are_told_by_phase_and_are_the_same_on_both(found):
    for phase, persons in (("prepare", 0), ("entry", 2550), ("stabilise", 2550)):
        told = row(found, f"foreign persons in UKR, {phase}", "base")
        assert told["own"] == told["yardstick"] == persons


def test_who_asks_for_less_is_named(found):
    assert found.asks_less() == ["half"]
    assert found.asks[["what", "id", "asked", "base"]].values.tolist() == [
        ["need", "land / manoeuvre_coy", 8.0, 16.0], ["threshold", "backstop", 1500.0, 3000.0],
    ]  # fmt: skip


def test_a_denied_condition_asks_for_nothing_and_not_for_less():
    denied = replace(base(), conditions={"backstop": Condition("backstop", "denied")})
    assert asks(base(), denied, "shut").empty


def test_what_moves_is_told_in_person_months(found):
    # one company of 150 persons for 12 months
    assert found.moves.values.tolist() == [["half", "EST", "EST-coy", 1800.0, 0.0, -1800.0]]
    same = (base(), plan(base(), FRENCH))
    assert moves(same, same, "again").empty


def test_what_was_changed_is_told_by_row_and_field():
    own = base()
    tiers = own.frames["tiers"].copy()
    tiers.loc[tiers["offer"] == "FRA-bg", "units"] = 1.0
    other = replace(own, frames={**own.frames, "tiers": tiers}, conditions={"backstop": Condition("backstop", "denied")})
    told = changed(own, other, "less")[["what", "id", "field", "was", "now"]].values.tolist()
    assert ["tiers", "FRA-bg / 1", "units", "2", "1"] in told
    assert ["conditions", "backstop", "granted", "if-earned", "denied"] in told
    assert len(told) == 3
    assert changed(own, base(), "same").empty


OTHERWISE = {  # of each field of a scenario that a comparison must tell: another value
    "steps": (*STEPS[:2], replace(STEPS[2], months=STEPS[2].months + 1)),
    "start": date(2030, 1, 1),
    "d_day": date(2030, 2, 1),
    "frames": {**tiny().frames, "offers": tiny().frames["offers"].iloc[1:]},
    "conditions": backstop(nan, 1.0, 1.0),
    "caveats": (Caveat("stay-out", Selector()),),
    "hosts": {"UKR": Host("UKR", frozenset({"FRA"}), frozenset({"camp"}), ceiling=1.0)},
    "consent_explicit": not tiny().consent_explicit,
    "areas": (Area("bay", frozenset({"port"})),),
    "pairs": (Pair("apart", "EST", "FRA", frozenset({"land"})),),
    "derivations": (Derivation("land", "engineers", 0.5, "personnel", Selector()),),
    "pins": (Pin(Selector(), 1.0, 2.0, (1,)),),
    "goals": tiny().goals[1:],
    "switches": {"rotation": "tours"},
}


@pytest.mark.parametrize("field", [f.name for f in fields(Scenario) if f.name not in UNTOLD])
def test_no_field_of_a_scenario_changes_untold(field):
    """A new field is told, or its name stands among those that need not be, with the reason."""
    own = tiny(switches={"rotation": "sustained"}, conditions=backstop(nan, 2000.0, 3000.0))
    assert changed(own, own, "same").empty
    assert not changed(own, replace(own, **{field: OTHERWISE[field]}), "other").empty
    assert {*OTHERWISE, *UNTOLD} == {f.name for f in fields(Scenario)}


def test_who_asks_for_less_of_a_need_that_the_posture_makes_is_named():
    """Two batteries a company, or one: told by its ratio; who switches it off asks for none of it, and who counts otherwise is told too."""
    per = Derivation("cover", "shorad", 2.0, "companies", Selector())
    own = replace(base(), derivations=(per,), switches={"derived": "on"})
    less = replace(own, derivations=(replace(per, ratio=1.0, select=Selector(sites=frozenset({"camp"}))),))
    off = replace(own, derivations=(), switches={"derived": "off"})
    assert asks(own, less, "less")[["what", "id", "asked", "base"]].values.tolist() == [["ratio", "cover / shorad", 1.0, 2.0]]
    assert asks(own, off, "off")["asked"].tolist() == [0.0]
    told = changed(own, less, "less")[["what", "id", "field", "was", "now"]].values.tolist()
    assert told == [["derived needs", "cover / shorad", "ratio", "2", "1"], ["derived needs", "cover / shorad", "per site", "any", "camp"]]
    assert ["model", "", "derived", "on", "off"] in changed(own, off, "off")[["what", "id", "field", "was", "now"]].values.tolist()


def test_what_was_changed_is_told_in_the_documents_words():
    # months as days under the document's keys, numbers plain, a selector by what it leaves out; what is equal is never told
    selects = [Selector(sites=frozenset({"camp"}), offers=ids) for ids in (None, frozenset({"FRA-bg", "EST-coy"}), frozenset({"EST-coy"}))]
    was, same, now = (replace(base(), caveats=(Caveat("stay-out", select),)) for select in selects)
    assert changed(was, same, "same").empty  # all offers are any offer
    tiers = was.frames["tiers"].copy()
    tiers.loc[tiers["offer"] == "FRA-bg", "first_month"] = 3
    hosts = {"UKR": Host("UKR", frozenset({"FRA"}), frozenset({"camp"}), ceiling=1400.0)}
    was = replace(was, hosts=hosts)
    other = replace(
        now,
        frames={**was.frames, "tiers": tiers},
        hosts={"UKR": replace(hosts["UKR"], ceiling=2200.0, until_month=4)},
        conditions=backstop(nan, 2000.0, 3500.0),
    )
    told = changed(was, other, "other")[["what", "id", "field", "was", "now"]].values.tolist()
    assert told == [
        ["tiers", "FRA-bg / 1", "from", was.first_day(0).isoformat(), was.first_day(3).isoformat()],
        ["conditions", "backstop", "earned_when at_least", "2\u202f000, 3\u202f000", "2\u202f000, 3\u202f500"],
        ["caveats", "stay-out", "forbid offer", "any", "EST-coy"],
        ["hosts", "UKR", "ceiling", "1\u202f400", "2\u202f200"],
        ["hosts", "UKR", "until", "–", was.first_day(4).isoformat()],
    ]  # fmt: skip


def test_long_fields_are_told_from_where_they_differ():
    names = tuple((f"a-condition-with-a-long-name-{i}",) for i in range(3))
    was, now = (replace(base(), hosts={"UKR": Host("UKR", frozenset(), frozenset(), requires=asked)}) for asked in (names[:2], names))
    (row,) = changed(was, now, "more")[["field", "was", "now"]].values.tolist()
    assert row[0] == "requires"
    assert row[1] != row[2]
    assert max(map(len, row)) <= 48


def test_the_yardstick_matches_phases_by_name():
    shifted = (Step("early", "early", 0, 1), Step("prepare", "prepare", 1, 1), *STEPS[1:])
    own = replace(half(), steps=shifted)
    common = yardstick(base(), own)
    assert common.frames["needs"][["step", "level"]].values.tolist() == [[2, 12.0], [3, 16.0]]
    earned = common.conditions["backstop"].earned
    assert isinstance(earned, Reach)
    assert earned.at_least[2:] == (2000.0, 3000.0)
    assert all(t != t for t in earned.at_least[:2])


def test_a_line_that_only_the_option_has_keeps_its_units_but_needs_nothing():
    own = half()
    extra = make(
        "requirements", [*own.frames["requirements"].reset_index().to_dict("records"), {"requirement": "more", "pillar": "training"}]
    )
    needs = make("needs", [*own.frames["needs"].to_dict("records"), NEED | {"requirement": "more", "step": 1, "level": 1}])
    common = yardstick(base(), replace(own, frames={**own.frames, "requirements": extra, "needs": needs}))
    assert set(common.frames["requirements"].index) == {"land", "more"}
    assert set(common.frames["needs"]["requirement"]) == {"land"}


def test_two_plans_of_one_option_keep_apart():
    pair = (base(), plan(base(), FRENCH))
    assert compare([pair, pair]).options["option"].tolist() == ["base", "base (2)"]


def test_nothing_cannot_be_compared():
    with pytest.raises(ValueError, match="nothing"):
        compare([])
