"""n-1 on paper: at least 6 companies in entry, 8 in stabilise; a battlegroup gives 4, a company 1."""

import pytest

from planner.rules import admissibility, resilience, rotation
from planner.scenario import Caveat, Goal, Selector
from planner.verify import account as judged
from tests.rules.plans import assert_order_is_nothing, decide, keys
from tests.tiny import ROWS, tiny

LAND = ROWS["requirements"][0] | {"n_minus_1": True}


def account(place, rows=None):
    return resilience.account(tiny({"requirements": [LAND]} | (rows or {})), decide(place))


def stands(units, offer="FRA-bg", step=1, site="camp"):
    return (offer, "land", site, step, units)


def test_the_nation_whose_leaving_hurts_most():
    """France gives 8, Estonia 5: without France 5 are left of 6."""
    row = account([stands(2), stands(5, "EST-coy")]).frames["resilience"].iloc[0]
    assert (row["lost"], row["left"], row["minimum"], row["gap"]) == ("FRA", 5, 6, 1)


def test_the_gap_is_weighed_as_the_shortfall():
    """1 of 6 for 3 of 12 months, and nothing stands in stabilise: all of 8 for 9 months; the line weighs 2."""
    place = [stands(2), stands(5, "EST-coy")]
    assert account(place).metrics["resilience_gap"] == pytest.approx(3 / 12 * 1 / 6 + 9 / 12)
    assert account(place, {"requirements": [LAND | {"weight": 2}]}).metrics["resilience_gap"] == pytest.approx(1 / 12 + 18 / 12)


def test_surplus_counts():
    """16 companies of France and 6 of Estonia, with 12 asked for: whoever leaves, 6 are left."""
    assert account([stands(4), stands(6, "EST-coy")]).frames["resilience"]["gap"].tolist() == [0, 8]


def test_a_nation_leaves_with_all_that_it_has_there():
    """France at two sites with two offers leaves with both."""
    offers = [*ROWS["offers"], ROWS["offers"][0] | {"offer": "FRA-coy", "unit_type": "infantry-coy"}]
    place = [stands(1), stands(1, site="hub"), stands(2, "FRA-coy"), stands(7, "EST-coy")]
    row = account(place, {"offers": offers}).frames["resilience"].iloc[0]
    assert (row["lost"], row["left"]) == ("FRA", 7)


def test_where_nobody_stands_the_whole_minimum_is_missing():
    frame = account([]).frames["resilience"]
    assert frame[["lost", "left", "gap"]].values.tolist() == [["", 0, 6], ["", 0, 8]]


def test_mean_over_the_capabilities_that_are_needed():
    """Engineers are needed without a minimum: the gap of manoeuvre counts half."""
    rows = {
        "needs": [ROWS["needs"][0], {"requirement": "land", "capability": "engineering", "step": 1, "level": 5}],
        "capabilities": [*ROWS["capabilities"], {"capability": "engineering"}],
    }
    assert account([stands(2)], rows).metrics["resilience_gap"] == pytest.approx(1 / 2)
    assert len(account([stands(2)], rows).frames["resilience"]) == 1


def test_lines_that_do_not_ask_are_left_out():
    made = account([stands(1)], {"requirements": ROWS["requirements"]})
    assert made.frames["resilience"].empty
    assert made.metrics["resilience_gap"] == 0


def test_who_waits_is_counted_in_person_months_and_nobody_else():
    """Five companies of 150 at notice for the 9 months of stabilise; the battlegroup that stands is not at notice."""
    held = ROWS["requirements"][0] | {"requirement": "held", "standby": True}
    rows = {
        "requirements": [LAND, held],
        "reach": [*ROWS["reach"], {"requirement": "held", "site": "camp"}],
        "needs": [*ROWS["needs"], {"requirement": "held", "capability": "manoeuvre_coy", "step": 2, "level": 2}],
    }
    place = [stands(1, step=2), ("EST-coy", "held", "camp", 2, 5)]
    made = account(place, rows)
    assert made.frames["standby"][["offer", "persons"]].to_numpy().tolist() == [["EST-coy", 750]]
    assert made.metrics["standby"] == 750 * 9
    assert account(place[:1], rows).metrics["standby"] == 0


def test_a_tie_is_named_alike_every_time():
    assert account([stands(1), stands(4, "EST-coy")]).frames["resilience"]["lost"].tolist() == ["EST", ""]


def test_order_of_rows_is_nothing():
    assert_order_is_nothing(resilience, tiny({"requirements": [LAND]}), decide([stands(1), stands(4, "EST-coy"), stands(3, step=2)]))


def test_check_warns_where_n_minus_1_asks_for_nothing_and_nobody_looks():
    bare = tiny({"requirements": [LAND], "needs": [ROWS["needs"][0] | {"minimum": 0}]})
    assert [p.severity for p in resilience.check(bare)] == ["warning", "warning"]
    assert resilience.check(tiny({"requirements": [LAND]}, goals=(Goal("resilience_gap"),))) == []


def test_the_sentence():
    said = "5 of manoeuvre_coy are left, 6 is the minimum"
    assert resilience.say("land", "manoeuvre_coy", "entry", "nation", "FRA", 5, 6) == f"land in entry: if FRA leaves, {said}"
    assert resilience.say("land", "manoeuvre_coy", "entry", "site", "camp", 5, 6) == f"land in entry: if camp is lost, {said}"
    assert resilience.say("land", "manoeuvre_coy", "entry", "group", "BALTIC", 5, 6) == (
        f"land in entry: if the nations of BALTIC leave, {said}"
    )


def test_a_group_leaves_together():
    """Estonia and Latvia give 5 and 3 and leave together, France stays with 4: 4 of 6 are left."""
    rows = {
        "nations": [*ROWS["nations"], {"nation": "LVA", "groups": ("BALTIC",)}],
        "offers": [*ROWS["offers"], ROWS["offers"][1] | {"offer": "LVA-coy", "nation": "LVA", "pool": "LVA infantry-coy"}],
        "requirements": [LAND | {"loss_of": "group", "losses": ("BALTIC", "ELSEWHERE")}],
    }
    rows["nations"][1] = rows["nations"][1] | {"groups": ("BALTIC", "NATO")}
    frame = account([stands(1), stands(5, "EST-coy"), stands(3, "LVA-coy")], rows).frames["resilience"]
    assert frame[["loss_of", "lost", "left", "gap"]].iloc[0].tolist() == ["group", "BALTIC", 4, 2]


def test_a_site_is_lost_with_all_that_stands_there():
    """8 of two nations at the camp, 4 at the hub: with the camp 4 of 6 are left; if only the hub may be lost, 8."""
    place = [stands(1), stands(4, "EST-coy"), stands(1, site="hub")]
    reach = [*ROWS["reach"], {"requirement": "land", "site": "hub"}]
    at_any = account(place, {"requirements": [LAND | {"loss_of": "site"}], "reach": reach}).frames["resilience"].iloc[0]
    assert at_any[["lost", "left", "gap"]].tolist() == ["camp", 4, 2]
    at_one = account(place, {"requirements": [LAND | {"loss_of": "site", "losses": ("hub",)}], "reach": reach}).frames["resilience"].iloc[0]
    assert at_one[["lost", "left", "gap"]].tolist() == ["hub", 8, 0]


BEHIND = {
    "requirements": [LAND, LAND | {"requirement": "behind", "n_minus_1": False, "standby": True, "backs": ("land",)}],
    "needs": [*ROWS["needs"], ROWS["needs"][0] | {"requirement": "behind", "level": 4, "minimum": 0}],
    "reach": [*ROWS["reach"], {"requirement": "behind", "site": "camp"}],
    "tiers": [ROWS["tiers"][0], ROWS["tiers"][1] | {"notice_days": 30}],
}


def behind(units, offer="EST-coy"):
    return (offer, "behind", "camp", 1, units)


def test_what_the_others_hold_at_notice_behind_the_line_counts_as_left():
    """France gives 8 in place, Estonia holds 4 at home: without France 4 are left, without Estonia 8."""
    row = account([stands(2), behind(4)], BEHIND).frames["resilience"].iloc[0]
    assert row[["lost", "left", "gap"]].tolist() == ["FRA", 4, 2]
    row = account([stands(2), behind(1, "FRA-bg")], BEHIND).frames["resilience"].iloc[0]
    assert row[["lost", "left", "gap"]].tolist() == ["FRA", 0, 6], "its own stand-by leaves with it"


def test_a_lost_site_takes_no_stand_by_with_it():
    rows = BEHIND | {"requirements": [LAND | {"loss_of": "site"}, BEHIND["requirements"][1]]}
    row = account([stands(2), behind(4)], rows).frames["resilience"].iloc[0]
    assert row[["lost", "left", "gap"]].tolist() == ["camp", 4, 2]


def test_what_is_held_is_told_with_its_notice():
    held = account([stands(2), behind(4)], BEHIND).frames["standby"]
    assert held.drop(columns="backs").values.tolist() == [["EST-coy", "behind", 1, "EST", 4, 600, 30]]
    assert held["backs"].tolist() == [("land",)]


def test_a_stand_by_is_nowhere_met():
    """No presence, no load, no room, no cost, no works to wait for; but its units are in the cycle, as on own soil."""
    scenario = tiny(BEHIND)
    made = judged(scenario, decide([behind(4)]))
    assert made.breaches.empty
    assert all(made.frames[name].empty for name in ("posture", "presence", "loads", "costs", "basis"))
    assert made.frames["limits"]["used"].sum() == 0
    assert made.metrics["person_months"] == made.metrics["contributors"] == 0
    pool = made.frames["pools"].query("step == 1").iloc[0]
    assert (pool["away"], pool["home"], pool["used"], pool["sustained"]) == (0, 4, 1, 1)
    assert made.frames["coverage"].query("requirement == 'behind'")["filled"].tolist() == [4]
    assert keys(rotation, scenario, decide([behind(5)])) == ["EST infantry-coy / entry", "EST-coy / entry"]


def test_caveats_and_terms_bind_a_stand_by_as_if_it_went():
    caveat = Caveat("no", Selector(nations=frozenset({"EST"}), sites=frozenset({"camp"})))
    scenario = tiny(BEHIND, caveats=(caveat,), consent_explicit=True)
    assert keys(admissibility, scenario, decide([behind(4)])) == ["EST-coy / behind / camp / entry"]
    assert keys(admissibility, tiny(BEHIND, consent_explicit=True), decide([behind(4)])) == []


def test_check_warns_of_a_site_elsewhere_and_of_stand_by_behind_nothing():
    goals = (Goal("resilience_gap"),)
    far = tiny({"requirements": [LAND | {"loss_of": "site", "losses": ("hub",)}]}, goals=goals)
    assert [p.what for p in resilience.check(far)] == [
        "land must survive the loss of hub, which is not in its area: nothing is lost with it"
    ]
    assert resilience.check(tiny(BEHIND, goals=goals)) == []
    bare = BEHIND | {"requirements": [ROWS["requirements"][0], BEHIND["requirements"][1]]}
    assert [p.what for p in resilience.check(tiny(bare, goals=goals))] == [
        "behind backs land, which does not ask for n-1: it counts nowhere there"
    ]
