"""What nations forbid and hosts admit, from the words of a planner to what may stand: by task, place, company, dates; soft and by lead.

Of the small scenario French companies (4), an Estonian one and Canadian engineers may stand on two lines, at a camp in Ukraine and a hub
in Poland, in two steps.
"""

from typing import Any

import numpy as np
import pytest

from planner.placements import placements
from planner.rules import admissibility, conditions
from planner.scenario import Scenario, Selector
from tests.rules.plans import decide, keys
from tests.scenario.small import refused, warned

BEGIN = "2026-01-01"  # so that all may stand in both steps
EVERY = {
    (offer, line, site, step)
    for offer, line in (("FRA-coy", "line"), ("EST-coy", "line"), ("CAN-sqn", "line"), ("FRA-coy", "rear"), ("EST-coy", "rear"))
    for site in ("camp", "hub")
    for step in (0, 1)
    if (line, step) != ("rear", 0)
}


def may_stand(scenario: Scenario) -> set[tuple[str, str, str, int]]:
    """What may stand, by the placements."""
    found = placements(scenario)
    ids = found.chosen[["offer", "requirement", "site"]].itertuples(index=False)
    return {(*row, int(p)) for row, ub in zip(ids, found.ub, strict=True) for p in np.flatnonzero(ub)}


def admitted(scenario: Scenario) -> set[tuple[str, str, str, int]]:
    """What may stand, by the placements and by the rules, who are asked of each unit by itself."""
    everybody = decide([(*e, 1) for e in sorted(EVERY)])
    barred = {tuple(key.split(" / ")) for rule in (admissibility, conditions) for key in keys(rule, scenario, everybody)}
    found = may_stand(scenario)
    assert found == {(*row, p) for *row, p in EVERY if (*row, scenario.steps[p].name) not in barred}
    return found


FORBIDDEN = {  # whose and what is forbidden, and which of all placements are then barred
    "task, by line": ({"nations": "FRA", "forbid": {"requirement": "rear"}}, lambda o, r, b, p: (o, r) == ("FRA-coy", "rear")),
    "task, by pillar": ({"nations": "EST", "forbid": {"pillar": "reassurance"}}, lambda o, r, b, p: (o, r) == ("EST-coy", "line")),
    "task, by unit type": ({"groups": "G7", "forbid": {"unit_type": "coy"}}, lambda o, r, b, p: o == "FRA-coy"),
    "task, by offer": ({"forbid": {"offer": "CAN-sqn"}}, lambda o, r, b, p: o == "CAN-sqn"),
    "place, by country": ({"nations": "EST", "forbid": {"country": "UKR"}}, lambda o, r, b, p: (o, b) == ("EST-coy", "camp")),
    "place, by site": ({"nations": "CAN", "forbid": {"site": "hub"}}, lambda o, r, b, p: (o, b) == ("CAN-sqn", "hub")),
    "place, by kind": ({"groups": "EU", "forbid": {"kind": "airbase"}}, lambda o, r, b, p: b == "hub" and o != "CAN-sqn"),
    "all but a place": ({"nations": "FRA", "forbid": {"country_not": "POL"}}, lambda o, r, b, p: (o, b) == ("FRA-coy", "camp")),
    "from a date": ({"nations": "FRA", "forbid": {}, "from": "stay"}, lambda o, r, b, p: o == "FRA-coy" and p == 1),
    "until a date": ({"nations": "FRA", "forbid": {}, "until": "2026-03-15"}, lambda o, r, b, p: o == "FRA-coy" and p == 0),
    "in part of a step": ({"nations": "CAN", "forbid": {}, "from": "2026-02-10"}, lambda o, r, b, p: o == "CAN-sqn"),
    "unless what holds later": ({"nations": "EST", "forbid": {}, "unless": "vote"}, lambda o, r, b, p: o == "EST-coy" and p == 0),
}  # fmt: skip


@pytest.mark.parametrize("case", FORBIDDEN)
def test_what_a_caveat_forbids(read, case):
    written, bars = FORBIDDEN[case]
    assert admitted(read(calendar__alert=BEGIN, caveats={"x": written})) == {e for e in EVERY if not bars(*e)}


ADMITTED = {  # what a host says, and which placements on its soil are then barred
    "a nation": ({"allow": "FRA"}, lambda o, r, b, p: o != "FRA-coy"),
    "a group": ({"allow": "EU"}, lambda o, r, b, p: o == "CAN-sqn"),
    "everyone": ({"allow": "all"}, lambda o, r, b, p: False),
    "a kind of site": ({"allow": "all", "kinds": "airbase"}, lambda o, r, b, p: False),
    "a site": ({"allow": "all", "sites": "hub"}, lambda o, r, b, p: False),
    "a ceiling below one unit": ({"allow": "all", "ceiling": 90}, lambda o, r, b, p: o != "CAN-sqn"),
    "from a date": ({"allow": "all", "from": "stay"}, lambda o, r, b, p: p == 0),
    "until a date": ({"allow": "all", "until": "stay"}, lambda o, r, b, p: p == 1),
    "on a condition": ({"allow": "all", "requires": "vote"}, lambda o, r, b, p: p == 0),
}  # fmt: skip


@pytest.mark.parametrize("case", ADMITTED)
def test_whom_a_host_admits(read, case):
    written, bars = ADMITTED[case]
    made = read(calendar__alert=BEGIN, consent="explicit", hosts={"POL": written, "UKR": {"allow": "all"}})
    may = {e for e in EVERY if not (e[2] == "hub" and bars(*e))}
    assert (may_stand(made) if "ceiling" in case else admitted(made)) == may  # a ceiling counts all together: the rule of sites judges it


def test_without_consent_nobody_stands_where_it_is_explicit(read):
    assert {b for _, _, b, _ in admitted(read(calendar__alert=BEGIN, consent="explicit", hosts={"UKR": {"allow": "all"}}))} == {"camp"}


def soft(**more: Any) -> dict[str, Any]:
    return {"x": {"nations": "FRA", "forbid": {"country": "UKR"}, "soft": True, "price": 2, "owner": "the Assembly", **more}}


def test_a_soft_caveat_bars_unless_asks_are_allowed(read):
    hard = read(caveats=soft())
    assert not hard.caveats[0].soft
    assert [p.what for p in hard.problems if "soft" in p.what] == ["x is soft: it bars as a hard one does"]
    asked = read(caveats=soft(), model={"asks": "allowed"})
    assert (asked.caveats[0].soft, asked.caveats[0].price, asked.caveats[0].owner) == (True, 2.0, "the Assembly")
    assert [g.name for g in asked.goals] == ["below_minimum", "shortfall.1", "asks", "cost"]
    assert [g.name for g in hard.goals] == ["below_minimum", "shortfall.1", "cost"]
    found = placements(asked)
    assert found.soft == ("x",)
    assert {found.chosen["offer"][a] + " " + found.chosen["site"][a] for a, _, _ in zip(*np.nonzero(found.lifts), strict=True)} == {
        "FRA-coy camp"
    }


def test_asks_that_come_to_nothing_are_told(read):
    (note,) = [p for p in read(model={"asks": "allowed"}).problems if "asks" in p.what]
    assert note.what == "asks are allowed, and no caveat is soft"
    free = soft()
    del free["x"]["price"]
    assert "x has no price: lifting it costs nothing" in warned(read(caveats=free, model={"asks": "allowed"}))
    assert "x has a price and is not soft: it is never lifted" in warned(read(caveats=soft(soft=False)))


@pytest.mark.parametrize(
    ("forbid", "leads"),
    [({"lead": "EST"}, {"EST"}), ({"lead": ["EST", "CAN"]}, {"EST", "CAN"}), ({"lead_not": "CAN"}, {"EST", "FRA"})],
)
def test_a_caveat_by_lead_bars_only_under_it(read, forbid, leads):
    made = read(calendar__alert=BEGIN, caveats={"x": {"nations": "FRA", "forbid": forbid | {"pillar": "reassurance"}, "from": "stay"}})
    assert made.caveats[0].leads == leads
    assert made.caveats[0].select == Selector(nations=frozenset({"FRA"}), requirements=frozenset({"line"}))
    assert made.caveats[0].first_month == 3
    assert admitted(made) == EVERY


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ({"nations": "FRA", "forbid": {"lead": "FRA"}}, "this caveat matches nothing: a nation is never barred under its own lead"),
        (
            {"nations": "FRA", "forbid": {"lead_not": ["EST", "CAN", "FRA"]}},
            "this caveat matches nothing: a nation is never barred under its own lead",
        ),
        ({"nations": "FRA", "forbid": {"lead": "ESTT"}}, "no nation 'ESTT' offers; did you mean EST?"),
        ({"nations": "FRA", "forbid": {"lead": "EST"}, "unless": "vote"}, "a caveat by lead has no exception"),
    ],
)
def test_a_caveat_by_lead_that_can_not_be_meant(read, written, what):
    assert refused(read, caveats={"x": written}) == [what]


def test_steps_of_expansion(read):
    """Others use 130 of 100 beds: of the first 50 that are added 20 are free, then all 40."""
    steps = [
        {"capacity": {"beds": 50}, "months": 2, "cost_meur": 3},
        {"name": "block", "capacity": {"beds": 40, "berths": 1}, "works_from": "stay"},
    ]
    site = {
        "country": "UKR",
        "kind": "camp",
        "existing": True,
        "capacity": {"beds": 100},
        "baseline_load": {"beds": 130},
        "expansion": steps,
    }
    frames = read(sites__camp=site).frames
    assert frames["stages"][["stage", "name", "first_month", "cost"]].to_numpy().tolist() == [[1, "step 1", 2, 3.0], [2, "block", 3, 0.0]]
    assert frames["stage_adds"][["stage", "resource", "amount"]].to_numpy().tolist() == [
        [1, "beds", 20.0],
        [2, "beds", 40.0],
        [2, "berths", 1.0],
    ]
    assert frames["capacity"][["resource", "free"]].to_numpy().tolist() == [["beds", 0.0], ["berths", 0.0]]


def test_a_step_that_adds_nothing(read):
    site = {"country": "UKR", "kind": "camp", "existing": True, "expansion": [{"capacity": {"beds": 0}}]}
    assert refused(read, sites__camp=site) == ["step 1 of camp adds nothing"]


def test_steps_cut_phases_where_works_end(read):
    site = {"country": "UKR", "kind": "camp", "existing": True, "expansion": [{"capacity": {"beds": 10}, "months": 5}]}
    made = read(sites__camp=site, calendar__step="auto")
    assert 5 in {step.first_month for step in made.steps}
