"""What falls when somebody leaves, on the hand-made plan: 7 200 persons in Ukraine, 6 000 counted for a threshold of 5 500."""

import pandas as pd
import pytest

from planner.completion import complete
from planner.decisions import frame
from planner.placements import placements
from planner.plan import Plan
from planner.rules import conditions
from planner.scenario import Caveat, Condition, Covered, Pledged, Scenario, Selector
from planner.study.cascade import Cascade, cascade, in_full, stage
from planner.study.departures import Departure, departures
from planner.verify import BY_HAND, account
from tests.families.small import line, offer, small
from tests.reports.handmade import CONDITIONS, ROWS, empty_plan, plan, scenario


@pytest.fixture(scope="module")
def falls() -> Cascade:
    return in_full(scenario(), plan(), placements(scenario()))


@pytest.fixture(scope="module")
def left(falls) -> pd.DataFrame:
    return falls.table.set_index("name")


def test_the_stage_is_the_fullest_step_of_the_fullest_country():
    where = stage(plan())
    assert (where.country, where.step, where.persons) == ("UKR", 2, 7200)
    assert stage(empty_plan()) is None


def test_nobody_leaves_an_empty_plan():
    assert cascade(scenario(), empty_plan(), placements(scenario())).empty


def test_with_france_go_its_own_and_the_third_british_battlegroup(left):
    row = left.loc["FRA"]  # 2 400 of 5 500 are left to count: the backstop closes, and 1 200 hang on it
    assert (row["before"], row["own"], row["hung"], row["left"]) == (7200, 3600, 1200, 2400)
    assert row["fallen"] == ("us-backstop",)
    assert row["followers"] == ("GBR",)
    assert row["below"] == ("land-west",)  # 8 companies of at least 12


def test_with_britain_the_backstop_closes_but_nobody_else_hangs_on_it(left):
    row = left.loc["GBR"]
    assert (row["own"], row["hung"], row["left"], row["fallen"]) == (3600, 0, 3600, ("us-backstop",))
    assert (row["followers"], row["below"]) == ((), ())  # 12 companies of 12


def test_with_a_nation_goes_what_it_decides_on(left):
    row = left.loc["USA"]  # it sends nobody, and the backstop is its own
    assert (row["own"], row["hung"], row["fallen"], row["followers"]) == (0, 1200, ("us-backstop",), ("GBR",))


def test_who_is_not_there_takes_nobody_away(left):
    assert left.loc["ROU", "left"] == 7200
    assert left.loc["ROU", "fallen"] == ()


def test_the_owner_of_the_straits_takes_what_waits_for_them(falls):
    """Before sustain nobody hangs on them; then two British minehunters of 40 persons do."""
    rows = falls.steps[falls.steps["name"] == "TUR"].set_index("step")
    assert rows[["own", "hung"]].to_numpy().tolist() == [[0, 0], [80, 0], [80, 80]]
    lost = falls.lost[(falls.lost["name"] == "TUR") & ~falls.lost["own"]]
    assert lost[["offer", "site", "step", "units", "persons"]].to_numpy().tolist() == [["GBR-mcm", "port", 3, 2, 80]]


def test_step_by_step_it_is_told_of_the_whole_force(falls):
    rows = falls.steps[falls.steps["name"] == "FRA"].set_index("step")
    assert rows.loc[1, ["before", "own", "hung", "left"]].tolist() == [3600, 2400, 0, 1200]  # below 3 500, and nobody hangs on it yet
    assert rows.loc[3, ["before", "own", "hung", "left"]].tolist() == [7440, 3600, 1200, 2640]
    assert rows.loc[1, "fallen"] == ("us-backstop",)


def test_what_lines_must_survive_is_asked_too():
    """The line asks for the loss of the camp, another for that of the nations of EUROPE."""
    lines = [
        ROWS["requirements"][0] | {"loss_of": "site", "losses": ()},
        ROWS["requirements"][1] | {"n_minus_1": True, "loss_of": "group", "losses": ("EUROPE",)},
    ]
    nations = [n | {"groups": ("EUROPE",) if n["nation"] in {"FRA", "GBR"} else ()} for n in ROWS["nations"]]
    asked = scenario(rows={"requirements": lines, "nations": nations})
    found = departures(asked, plan())
    assert {Departure("site", "camp"), Departure("site", "port"), Departure("group", "EUROPE")} <= set(found)
    table = cascade(asked, plan(), placements(asked)).set_index(["kind", "name"])
    assert table.loc[("group", "EUROPE"), ["own", "hung", "left"]].tolist() == [7200, 0, 0]
    assert table.loc[("site", "camp"), ["own", "left"]].tolist() == [7200, 0]
    assert table.loc[("site", "port"), ["own", "left"]].tolist() == [0, 7200]


def test_money_leaves_with_who_pledged_it():
    """The straits open for 20 of the 25 M EUR that are pledged, 15 of them by Romania."""
    paid = Condition("straits-open", "if-earned", owner="ESP", earned=Pledged("", None, (20,) * 4))
    pledges = [{"fund": "f", "nation": n, "pledge": 1, "meur": m, "month": 0} for n, m in (("ESP", 10), ("ROU", 15))]
    asked = scenario(rows={"funds": [{"fund": "f"}], "pledges": pledges}, conditions=CONDITIONS | {"straits-open": paid})
    found = in_full(asked, plan(), placements(asked)).steps
    assert found.loc[(found["name"] == "ROU") & (found["step"] == 3), "fallen"].tolist() == [("straits-open",)]


def test_a_caveat_with_dates_asks_only_in_its_months():
    """From sustain France stays only with the backstop, which the United States take with them."""
    late = Caveat("late", Selector(nations=frozenset({"FRA"})), unless=(("us-backstop",),), first_month=14)
    asked = scenario(caveats=(late,))
    lost = in_full(asked, plan(), placements(asked)).lost
    assert lost.loc[(lost["name"] == "USA") & (lost["nation"] == "FRA"), ["step", "units"]].to_numpy().tolist() == [[3, 3]]


def test_what_hangs_on_each_condition_is_known_by_name():
    table = conditions.dependents(scenario(), plan().decisions)
    found = table[table["step"] == 3].set_index(["condition", "offer"])["persons"]
    assert found["ceasefire", "FRA-bg"] == 3600
    assert found["us-backstop", "GBR-bg"] == 1200  # the offer stands above what it may without, by one battlegroup
    assert ("us-backstop", "FRA-bg") not in found.index
    assert found["straits-open", "GBR-mcm"] == 80


LATVIA_DECIDES = {"vote": Condition("vote", "granted", owner="LVA parliament")}
NATIONS = {"nations": [{"nation": n} for n in ("EST", "LTU", "LVA", "POL")]}


def by_hand(asked: Scenario, *rows: tuple[str, str, str, int]) -> Plan:
    """Return the plan of some placements (offer, line, site, units) in both steps of a small scenario."""
    decisions = complete(asked, frame("place", [(o, r, b, p, n) for o, r, b, n in rows for p in (0, 1)]))
    made = account(asked, decisions)
    assert made.breaches.empty
    return Plan(asked.digest, "base", decisions, made.frames, made.metrics, (), BY_HAND, "by hand")


def without(nation: str, asked: Scenario, *rows: tuple[str, str, str, int]) -> tuple[list[float], list[tuple[str, float]]]:
    """Return the persons (own, hung, left) in the first step when a nation leaves, and the rows that it takes with it (line, units)."""
    found = in_full(asked, by_hand(asked, *rows), placements(asked))
    told = found.steps[(found.steps["name"] == nation) & (found.steps["step"] == 0)]
    lost = found.lost[(found.lost["name"] == nation) & (found.lost["step"] == 0) & ~found.lost["own"]]
    return told[["own", "hung", "left"]].iloc[0].tolist(), list(zip(lost["requirement"], lost["units"], strict=True))


def cycle(*tiers: tuple[float, tuple], **terms):
    """Return an Estonian offer in the cycle, one in four of which stands, of tiers (units, clauses)."""
    return [offer("EST", units, kind="in_cycle", tier=str(i), requires=requires, **terms) for i, (units, requires) in enumerate(tiers)]


def test_of_a_cycle_that_loses_a_tier_stands_what_the_rest_sustains():
    """Of 4 + 4 in the cycle 2 stand; without the vote 4 are left, and one of them at a time: as the frame of conditions says."""
    asked = small(cycle((4, ()), (4, (("vote",),))), [line("a", 2)], NATIONS, conditions=LATVIA_DECIDES)
    assert without("LVA", asked, ("EST", "a", "camp", 2)) == ([0, 100, 100], [("a", 1)])
    hanging = by_hand(asked, ("EST", "a", "camp", 2)).frames["conditions"]
    assert hanging["persons"].tolist() == [100, 100]


def test_what_is_left_of_a_cycle_is_whole_units():
    """Without the vote 7 are left in the cycle: they sustain 1 and three quarters of another."""
    asked = small(cycle((7, ()), (1, (("vote",),))), [line("a", 2)], NATIONS, conditions=LATVIA_DECIDES)
    assert without("LVA", asked, ("EST", "a", "camp", 2)) == ([0, 100, 100], [("a", 1)])


def test_on_own_soil_every_unit_that_is_left_is_there():
    """Poland's 3 + 5 work at home, of whom one in two is available: 4, and 1 without the vote."""
    tiers = [{**tier, "offer": "POL", "nation": "POL"} for tier in cycle((3, ()), (5, (("vote",),)), home_availability=0.5)]
    asked = small(tiers, [line("a", 4, at="base")], NATIONS, conditions=LATVIA_DECIDES)
    assert without("LVA", asked, ("POL", "a", "base", 4)) == ([0, 300, 100], [("a", 3)])


def test_a_pool_loses_what_a_member_that_leaves_sustained():
    """Two Estonian companies stand of a pool that Latvia fills by half, which owns no place there."""
    pooled = [*cycle((4, ()), pool="p"), offer("LVA", 4, kind="in_cycle", pool="p"), offer("LTU", 1)]
    asked = small(pooled, [line("a", 3)], NATIONS)
    rows = (("EST", "a", "camp", 2), ("LTU", "a", "camp", 1))
    assert without("LTU", asked, *rows) == ([100, 0, 200], [])
    assert without("LVA", asked, *rows) == ([0, 100, 200], [("a", 1)])


RESERVE = line("reserve", 1, minimum=1, standby=True, backs=("a",))
FILLED = {"filled": Condition("filled", "if-earned", earned=Covered(("reserve",), (1.0, 1.0)))}


def test_a_reserve_at_notice_counts_while_its_nation_stays():
    """Estonia comes only while the reserve is held: Lithuania, which holds it, takes Estonia with it, and Latvia nobody."""
    offers = [offer("EST", 1, requires=(("filled",),)), offer("LTU", 1), offer("LVA", 1)]
    asked = small(offers, [line("a", 2), RESERVE], NATIONS, conditions=FILLED)
    rows = (("EST", "a", "camp", 1), ("LVA", "a", "camp", 1), ("LTU", "reserve", "camp", 1))
    assert without("LVA", asked, *rows) == ([100, 0, 100], [])
    assert without("LTU", asked, *rows) == ([0, 100, 100], [("a", 1)])
    table = cascade(asked, by_hand(asked, *rows), placements(asked)).set_index("name")
    assert table.at["LTU", "below"] == ("reserve",)
    assert table.at["LTU", "fallen"] == ("filled",)


def test_a_reserve_at_notice_whose_clause_falls_goes_too():
    """Lithuania may be called on only with Latvia's vote; with it falls the reserve, and then Estonia."""
    bound = Caveat("with-vote", Selector(nations=frozenset({"LTU"})), unless=(("vote",),))
    offers = [offer("EST", 1, requires=(("filled",),)), offer("LTU", 1)]
    asked = small(offers, [line("a", 1), RESERVE], NATIONS, conditions=FILLED | LATVIA_DECIDES, caveats=(bound,))
    assert without("LVA", asked, ("EST", "a", "camp", 1), ("LTU", "reserve", "camp", 1)) == ([0, 100, 0], [("a", 1)])
