"""What a report says of supplies: what comes nowhere and when a site runs dry, full routes, days of stock; who asks for a derived line."""

import pandas as pd
import pytest

from planner.frames import make
from planner.study.shortfalls import Shortfall
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
    return [spaced(text) for text in content(gathered(plan=plan(frames=frames)), "staff").supplies]


def test_nothing_is_said_where_no_route_feeds_anybody():
    assert said() == []


def test_what_is_supplied_in_full_says_so_and_how_long_stocks_last():
    assert said(CAMP) == ["All that is used comes where it is used.", "Days to running dry if cut off: camp 15."]


def test_what_comes_nowhere_stands_first_with_the_day_on_which_the_site_runs_dry():
    later = PORT | {"step": 3, "carried": 50.0, "unsupported": 10.0, "dry_days": 60.0}
    assert said(CAMP, PORT, later, flows=[RAIL, RAIL | {"route": "road", "tpd": 9.0}]) == [
        "port, stabilise: 20 of 60 t/day of food come nowhere; its stock lasts 30 days",
        "Full: rail (100 t/day).",
        "Days to running dry if cut off: port 10 and camp 15.",
    ]


def test_where_no_stock_is_said_no_day_is_told():
    bare = PORT | {"stock_days": float("nan"), "dry_days": float("nan")}
    assert said(bare) == ["port, stabilise: 20 of 60 t/day of food come nowhere"]


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
    fields = dict.fromkeys(Shortfall.__dataclass_fields__, ())
    short = Shortfall(**(fields | {"requirement": "node", "capability": "tpd", "steps": (2,)}))
    driven: pd.DataFrame = make("driven", rows)
    assert spaced(asked_by(driven, Names(scenario(), ids=True), short)) == told
