"""Command on paper: battlegroups of 1 200 people, companies of 150; France may lead with at least half of the people."""

import pytest

from planner.rules import command
from planner.scenario import Pair
from tests.rules.plans import assert_order_is_nothing, decide, keys, raw, sentences
from tests.tiny import ROWS, tiny


def line(rows=None, **fields):
    return tiny({"requirements": [ROWS["requirements"][0] | fields]} | (rows or {}))


def stands(units, offer="FRA-bg", step=1, site="camp"):
    return (offer, "land", site, step, units)


BOTH = [stands(1), stands(4, "EST-coy")]  # 1 200 and 600 people: two thirds and one third
LED = line(lead=("FRA", "EST"), lead_share=0.5)
FRANCE = ("FRA", "land", 1)


def test_a_lead_with_its_share():
    made = command.account(LED, decide(BOTH, lead=[FRANCE]))
    assert made.breaches.empty
    assert made.frames["commands"].values.tolist() == [["land", 1, "FRA", pytest.approx(2 / 3), 2]]
    assert made.metrics["leaderless"] == 0


@pytest.mark.parametrize(
    ("leads", "faults"),
    [
        ([("EST", "land", 1)], ["land in entry: EST leads with 600 people there, 900 are asked of a lead"]),
        (
            [FRANCE, ("EST", "land", 1)],
            ["land in entry: EST and FRA lead, one nation must", "land in entry: EST leads with 600 people there, 900 are asked of a lead"],
        ),
        ([FRANCE, ("FRA", "land", 2)], ["land in stabilise: FRA leads a line on which nobody stands"]),
        ([FRANCE, ("FRA", "sea", 1)], ["FRA / sea / entry: the scenario has no requirement sea"]),
        (
            [FRANCE, ("GBR", "land", 1)],
            [
                "GBR / land / entry: the scenario has no nation GBR",
                "land in entry: FRA and GBR lead, one nation must",
                "land in entry: GBR leads and is not among those who may",
            ],
        ),
    ],
)
def test_leads_that_are_none(leads, faults):
    assert sorted(sentences(command, LED, decide(BOTH, lead=leads))) == sorted(faults)


def test_a_lead_stands_there():
    """Without a share to bring, a lead still has somebody there."""
    free = line(lead=("FRA", "EST"))
    assert keys(command, free, decide([stands(1)], lead=[("EST", "land", 1)])) == ["land / entry / EST"]
    assert keys(command, free, decide([stands(9), stands(1, "EST-coy")], lead=[("EST", "land", 1)])) == []


def test_only_the_listed_lead_and_only_where_a_lead_is_asked_for():
    assert keys(command, line(lead=("EST",)), decide(BOTH, lead=[FRANCE])) == ["land / entry / FRA"]
    assert sentences(command, line(), decide(BOTH, lead=[FRANCE])) == ["land in entry: FRA leads a line that asks for no lead"]


def test_leads_that_make_no_sense():
    assert keys(command, LED, raw("lead", (*FRANCE, 1), (*FRANCE, 1)) | decide(BOTH, lead=[FRANCE])) == []
    twice = decide(BOTH) | raw("lead", (*FRANCE, 1), (*FRANCE, 1))
    assert sentences(command, LED, twice) == ["FRA / land / entry is decided twice"]
    assert sentences(command, LED, decide(BOTH) | raw("lead", (*FRANCE, 2))) == ["FRA / land / entry: 2 is neither yes (1) nor no (0)"]


def test_a_line_without_a_lead_is_flagged_and_not_emptied():
    """Filled in entry (3 months) and stabilise (9), led in entry only."""
    made = command.account(LED, decide([*BOTH, stands(1, step=2)], lead=[FRANCE]))
    assert made.breaches.empty
    assert made.metrics["leaderless"] == 9
    assert made.frames["commands"]["lead"].tolist() == ["FRA", ""]


def test_one_lead_throughout():
    place = [stands(1), stands(1, step=2), stands(8, "EST-coy"), stands(8, "EST-coy", step=2)]
    change = decide(place, lead=[FRANCE, ("EST", "land", 2)])
    free, fixed = line(lead=("FRA", "EST")), line(lead=("FRA", "EST"), lead_fixed=True)
    assert keys(command, free, change) == []
    assert sentences(command, fixed, change) == ["land: EST and FRA lead in turn, one nation must lead throughout"]
    assert keys(command, fixed, decide(place, lead=[FRANCE])) == []


@pytest.mark.parametrize(("most", "broken"), [(2, []), (1, ["land / entry"])])
def test_no_more_nations_than_can_be_led(most, broken):
    assert keys(command, line(max_nations=most), decide([*BOTH, stands(1, site="hub")])) == broken


@pytest.mark.parametrize(
    ("measure", "least", "broken"),
    [
        ("personnel", 600, []),
        ("personnel", 601, ["land / entry / EST"]),
        ("manoeuvre_coy", 4, []),
        ("manoeuvre_coy", 5, ["land / entry / EST", "land / entry / FRA"]),
    ],
)
def test_the_least_that_is_of_use(measure, least, broken):
    """Estonia serves with 600 people and 4 companies, France with 1 200 and 4."""
    rows = {"min_contributions": [{"requirement": "land", "measure": measure, "amount": least}]}
    assert keys(command, line(rows), decide(BOTH)) == broken


def test_the_least_is_said_in_its_own_unit():
    """Estonia's 600 people are four companies."""
    for measure, least, said in (("personnel", 601, "600 people, 601"), ("manoeuvre_coy", 5, "4 of manoeuvre_coy, 5")):
        rows = {"min_contributions": [{"requirement": "land", "measure": measure, "amount": least}]}
        assert sentences(command, line(rows), decide(BOTH[1:])) == [f"land in entry: EST serves with {said} is the least that is of use"]


def test_a_nation_is_one_at_whatever_sites_it_serves():
    """Four companies at each of two sites are 1 200 people and 8 companies: half of the people with France's battlegroup."""
    place = [stands(1), stands(4, "EST-coy"), stands(4, "EST-coy", site="hub")]
    assert keys(command, LED, decide(place, lead=[("EST", "land", 1)])) == []
    least = [{"requirement": "land", "measure": m, "amount": n} for m, n in (("personnel", 1200), ("manoeuvre_coy", 8))]
    assert keys(command, line({"min_contributions": least}), decide(place[1:])) == []


@pytest.mark.parametrize(
    ("kind", "nation", "other", "alone", "together"),
    [
        ("only_with", "EST", "FRA", {"EST"}, []),
        ("together", "EST", "FRA", {"EST", "FRA"}, []),
        ("apart", "EST", "FRA", set(), ["land / entry / EST / FRA"]),
    ],
)
def test_pairs(kind, nation, other, alone, together):
    scenario = tiny(pairs=(Pair(kind, nation, other, frozenset({"land"})),))
    assert keys(command, scenario, decide(BOTH)) == together
    assert bool(keys(command, scenario, decide([stands(1)]))) == ("FRA" in alone)
    assert bool(keys(command, scenario, decide([stands(1, "EST-coy")]))) == ("EST" in alone)
    elsewhere = tiny(pairs=(Pair(kind, nation, other, frozenset({"sea"})),))
    assert keys(command, elsewhere, decide(BOTH)) + keys(command, elsewhere, decide([stands(1, "EST-coy")])) == []


def test_pairs_serve_in_the_same_step():
    scenario = tiny(pairs=(Pair("only_with", "EST", "FRA", frozenset({"land"})),))
    assert sentences(command, scenario, decide([stands(1), stands(1, "EST-coy", step=2)])) == [
        "land in stabilise: EST serves only with FRA, which is not there"
    ]


@pytest.mark.parametrize(("share", "broken"), [(0.5, []), (0.51, ["land / entry / manoeuvre_coy"])])
def test_a_share_stands_in_whole_formations(share, broken):
    """Of eight companies four stand in a battlegroup."""
    whole = line(whole_unit_type="battlegroup", whole_share=share)
    assert keys(command, whole, decide(BOTH)) == broken
    assert keys(command, whole, decide([stands(1, "EST-coy")])) == ["land / entry / manoeuvre_coy"]


def test_order_of_rows_is_nothing():
    scenario = line({"min_contributions": [{"requirement": "land", "measure": "personnel", "amount": 700}]}, lead=("FRA",), max_nations=1)
    assert_order_is_nothing(command, scenario, decide([*BOTH, stands(1, step=2)], lead=[("EST", "land", 1), FRANCE]))


def test_check_warns_of_leads_and_demands_that_nobody_can_meet():
    rows = {"min_contributions": [{"requirement": "land", "measure": "ships", "amount": 1}]}
    found = command.check(line(rows, lead=("USA",), whole_unit_type="frigate"))
    assert [p.severity for p in found] == ["warning", "warning", "error"]
    assert command.check(LED) == []
