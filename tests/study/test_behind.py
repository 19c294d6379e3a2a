"""What stands behind a line: the hand-made plan with a Spanish battlegroup at notice behind its land line, and somebody leaves."""

from dataclasses import replace

import pandas as pd
import pytest

from planner import decisions
from planner.frames import make
from planner.placements import placements
from planner.study.behind import behind
from planner.study.cascade import in_full
from reports.content import content
from tests.reports.handmade import ROWS, STANDS, decided, gathered, plan, scenario
from tests.reports.test_content import spaced

BATTLEGROUPS = {"offer": "ESP-bg", "nation": "ESP", "unit_type": "battlegroup", "kind": "deployed"}
TIER = {"offer": "ESP-bg", "tier": "1", "units": 1, "status": "offered", "basis": "assumed", "notice_days": 20}
RESERVE = {"requirement": "reserve", "pillar": "neighbour", "standby": True, "backs": ("land-west", "sea-mcm")}


def asked(**tier):
    rows = {
        "offers": [*ROWS["offers"], BATTLEGROUPS],
        "tiers": [*ROWS["tiers"], TIER | tier],
        "requirements": [*ROWS["requirements"], RESERVE],
        "needs": [*ROWS["needs"], *({"requirement": "reserve", "capability": "manoeuvre_coy", "step": p, "level": 4} for p in (2, 3))],
        "reach": [*ROWS["reach"], {"requirement": "reserve", "site": "camp"}],
    }
    return scenario(rows=rows)


def held():
    """Return the plan with one Spanish battlegroup, four companies, at notice from stabilise."""
    waits = [("ESP-bg", "reserve", "camp", p, 1) for p in (2, 3)]
    rows = [{"offer": "ESP-bg", "requirement": "reserve", "step": p, "nation": "ESP", "units": 1, "persons": 1200, "notice_days": 20,
             "backs": RESERVE["backs"]} for p in (2, 3)]  # fmt: skip
    made = plan(frames={"standby": make("standby", rows)})
    place = decisions.frame("place", [*STANDS, *waits])
    return replace(made, decisions={**decided(STANDS), "place": place})


def found(of) -> pd.DataFrame:
    return behind(of, held(), in_full(of, held(), placements(of))).set_index("name")


def test_who_waits_would_fill_what_it_can_of_the_loss():
    table = found(asked())
    fra = table.loc["FRA"]  # 12 companies of its own and 4 British that hang on the backstop go, of 24; 12 is the minimum
    assert (fra["requirement"], fra["offer"], fra["units"], fra["notice_days"]) == ("land-west", "ESP-bg", 1, 20)
    assert (fra["lost"], fra["fills"], fra["minimum"], fra["enough"]) == (16, 4, 12, True)  # 8 are left, and 4 are 12


def test_nobody_holds_what_he_takes_with_him():
    assert "ESP" not in found(asked()).index


def test_a_tier_that_asks_for_what_has_fallen_does_not_come():
    table = found(asked(requires=(("us-backstop",),)))
    assert "FRA" not in table.index  # the backstop closes with France
    assert "ROU" not in table.index  # and of ships the reserve has none


def test_nothing_stands_behind_where_nobody_waits():
    of = scenario()
    assert behind(of, plan(), in_full(of, plan(), placements(of))).empty


@pytest.mark.parametrize("audience", ["chiefs", "staff"])
def test_the_report_names_who_waits_and_what_he_fills(audience):
    leavers = content(gathered(scenario=asked(), plan=held()), audience).leavers
    france = next(x for x in leavers if x.who in {"FRA", "France"})
    who, line = ("ESP", "land-west") if audience == "staff" else ("Spain", "land west")
    assert spaced(france.behind) == f"At 20 days' notice {who} 1 battlegroup would fill 4 of 16 companies lost on {line} (minimum kept)"


def test_without_stand_by_the_report_names_nobody():
    assert {x.behind for x in content(gathered()).leavers} == {""}
