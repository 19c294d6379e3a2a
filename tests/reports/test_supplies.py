"""What a report says of supplies: what comes nowhere and when a site runs dry, full routes, days of stock; who asks for a derived line."""

from dataclasses import replace

import pandas as pd
import pytest

from planner import decisions
from planner.frames import make
from reports.content import content
from reports.content.gaps import asked_by
from reports.content.names import Names
from tests.reports.handmade import gathered, plan, scenario
from tests.reports.test_content import spaced

CAMP = {"site": "camp", "supply": "food", "step": 2, "used": 60.0, "carried": 60.0, "unsupported": 0.0, "stock_days": 15.0}
PORT = {
    "site": "port",
    "supply": "food",
    "step": 2,
    "used": 60.0,
    "carried": 40.0,
    "unsupported": 20.0,
    "stock_days": 10.0,
    "dry_days": 30.0,
}
RAIL = {"route": "rail", "supply": "food", "step": 2, "tpd": 100.0, "capacity_tpd": 100.0}


def said(*supply, flows=()):
    frames = {"supply": make("supply", supply), "flows": make("flows", flows)}
    told = content(gathered(plan=plan(frames=frames)), "staff").supplies
    return [spaced(text) for text in (told.message, *told.said) if text]


def test_nothing_is_said_where_no_route_feeds_anybody():
    assert said() == []


def test_what_is_supplied_in_full_says_so_and_how_long_stocks_last():
    assert said(CAMP) == ["All that is used comes where it is used.", "Days to running dry if cut off: camp 15."]


def test_what_comes_nowhere_stands_first_with_the_day_on_which_the_site_runs_dry():
    later = PORT | {"step": 3, "carried": 50.0, "unsupported": 10.0, "dry_days": 60.0}
    assert said(CAMP, PORT, later, flows=[RAIL, RAIL | {"route": "road", "tpd": 9.0}]) == [
        "Some of what is used comes nowhere.",
        "port, stabilise: 20 of 60 t/day of food come nowhere; full then: rail (100 t/day); its stock lasts 30 days",
        "Full: rail (100 t/day).",
        "Days to running dry if cut off: port 10 and camp 15.",
    ]


def test_where_no_stock_is_said_no_day_is_told():
    bare = PORT | {"stock_days": float("nan"), "dry_days": float("nan")}
    assert said(bare)[1:] == ["port, stabilise: 20 of 60 t/day of food come nowhere"]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ((("land-west", "FRA", 0.75), ("land-west", "GBR", 0.25)), "Asked for by land-west; of nations FRA 75 % and GBR 25 %."),
        ((("land-west", "FRA", 0.6), ("sea-mcm", "FRA", 0.4)), "Asked for by land-west 60 % and sea-mcm 40 %; of nations FRA."),
        ((), ""),
    ],
)
def test_who_asks_for_a_derived_line_is_named_in_shares(lines, told):
    rows = [{"requirement": "node", "capability": "tpd", "step": 2, "by": by, "nation": n, "share": share} for by, n, share in lines]
    driven: pd.DataFrame = make("driven", rows)
    assert spaced(asked_by(driven, Names(scenario(), ids=True), "node", "tpd", (2,))) == told


def test_a_site_that_passes_all_it_can_is_named_beside_the_routes():
    """Over the port come 75 of the 75 t/day that it passes, though neither railway nor road is full."""
    hub = {
        "sites": [{"site": "port", "country": "ROU", "supplied": "source"}, {"site": "camp", "country": "UKR", "supplied": "route"}],
        "capacity": [{"site": "port", "resource": "throughput_tpd", "free": 75}],
        "routes": [{"route": r, "origin": "port", "destination": "camp", "capacity_tpd": 60} for r in ("rail", "road")],
        "consumes": [{"unit_type": "battlegroup", "supply": "food", "tpd": 30}],
    }
    flows = [RAIL | {"route": r, "tpd": tpd, "capacity_tpd": 60.0} for r, tpd in (("rail", 55.0), ("road", 20.0))]
    lacking = CAMP | {"carried": 45.0, "unsupported": 15.0}
    made = plan(frames={"supply": make("supply", [lacking]), "flows": make("flows", flows)})
    carried = decisions.frame("flow", [(f["route"], "food", 2, f["tpd"]) for f in flows])
    found = content(
        gathered(scenario=scenario(rows=hub), plan=replace(made, decisions={**made.decisions, "flow": carried})), "staff"
    ).supplies
    assert spaced(found.said[0]) == "camp, stabilise: 15 of 60 t/day of food come nowhere; full then: port (75 t/day)"
    assert [(way.route, way.hub, way.carried, way.capacity) for way in found.ways[:2]] == [("port", True, 75, 75), ("rail", False, 55, 60)]
