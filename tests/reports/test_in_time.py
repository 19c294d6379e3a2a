"""The force in time on paper, read back: who comes when, supplies, tours, who decides by when; each only where it is used."""

import re
from dataclasses import replace
from html import unescape

import pytest

from planner.frames import make
from reports.content import content
from reports.formats import brief_html, brief_text, in_time, rows
from tests.reports.handmade import ROWS, gathered, plan, scenario
from tests.reports.test_content import spaced
from tests.reports.test_pages import A4, BROWSER, heights
from tests.reports.test_terminal import printed

CAMP = {"site": "camp", "most_persons": 3600, "most_tonnes": 900}
COMES = [CAMP | {"month": m, "persons": 3600 if m == 2 else 100, "tonnes": 10} for m in (2, 5, 6)] + [
    {"site": "port", "month": 5, "persons": 40, "tonnes": 600}  # takes in any number
]
MOVED = [
    {"offer": o, "requirement": r, "site": s, "step": 1, "line_there": m}
    for o, r, s, m in (("FRA-bg", "land-west", "camp", 6), ("ROU-mcm", "sea-mcm", "port", 5))
]
TOUR = {"pool": "sea", "tier": "1", "units": 1, "requirement": "sea-mcm", "site": "port"}
SCHEDULE = [
    TOUR | {"offer": "ROU-mcm", "begins": 5, "ends": 9, "first_month": 5, "until_month": 9},
    TOUR | {"offer": "TUR-mcm", "begins": 9, "ends": 13, "first_month": 9, "until_month": 13, "relieves": "ROU-mcm 1 2026-06"},
    TOUR
    | {"offer": "TUR-mcm", "begins": 13, "ends": 17, "first_month": 13, "until_month": 17, "relieves": "TUR-mcm 1 2026-10", "units": 2},
]
HELD = TOUR | {
    "pool": "land",
    "offer": "FRA-bg",
    "requirement": "land-west",
    "site": "camp",
    "begins": 2,
    "ends": 8,
    "first_month": 2,
    "until_month": 8,
}
EMPTY = [
    {"pool": "sea", "offer": "TUR-mcm", "requirement": "sea-mcm", "site": "port", "month": m, "asked": 2, "missing": 2} for m in (17, 18)
]
FOOD = {"site": "camp", "supply": "food", "step": 2, "used": 60, "carried": 40, "unsupported": 20, "stock_days": 10, "dry_days": 30}
FLOWS = [{"route": r, "supply": "food", "step": 2, "tpd": t, "capacity_tpd": 100} for r, t in (("rail", 100), ("road", 25))]
HUB = {"requirement": "node", "capability": "mcm", "step": 2, "level": 90, "filled": 50, "reference": 90, "short": 40}
LACKING = "camp, stabilise: 20 of 60 t/day of food come nowhere; full then: rail (100 t/day); its stock lasts 30 days"
DRIVEN = [
    {"requirement": "node", "capability": "mcm", "step": 2, "by": "land-west", "nation": n, "share": s}
    for n, s in (("FRA", 0.75), ("GBR", 0.25))
]
DECIDE = {"granted": "granted", "step": 1, "needed": "2026-03-01", "lines": ("land-west",)}
MANDATES = [
    DECIDE | {"condition": "ceasefire", "latest": "2026-03-01", "persons": 7200},
    DECIDE | {"condition": "us-backstop", "owner": "USA", "granted": "if-earned", "latest": "2026-02-14",
              "persons": 1200, "notice_days": 15},
]  # fmt: skip


def gathering(**frames):
    """Return a dossier whose plan has these frames, of a scenario with a site that takes in so much, a route and a hub."""
    lines = [*ROWS["requirements"], {"requirement": "node", "title": "rail head", "pillar": "neighbour", "derived": "flow"}]
    more = {
        "requirements": lines,
        "reception": [{"site": "camp", "measure": "persons", "a_month": 3600}],
        "routes": [{"route": r, "origin": "port", "destination": "camp", "capacity_tpd": 100} for r in ("rail", "road")],
    }
    made = plan()
    of = {name: make(name, given) for name, given in frames.items() if name != "coverage"}
    if "coverage" in frames:
        of["coverage"] = make("coverage", [*made.frames["coverage"].to_dict("records"), *frames["coverage"]])
    return gathered(scenario=scenario(rows=more), plan=plan(frames=of))


def everything():
    return gathering(
        ramp_up=COMES, movements=MOVED, schedule=[*SCHEDULE, HELD], unrelieved=EMPTY, supply=[FOOD], flows=FLOWS, coverage=[HUB],
        driven=DRIVEN, mandates=MANDATES,
    )  # fmt: skip


def section(found, heading: str) -> list[list[str]]:
    """Return the cells of a section of the page, row by row, and its note as a last row, as a reader sees them."""
    text = brief_html.render(found).decode()
    part = re.search(rf"<h2>({heading}.*?)</div>", text, re.DOTALL)[1]
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in re.findall(r"<tr>(.*?)</tr>", part, re.DOTALL)]
    notes = re.findall(r'<p class="note">(.*?)</p>', part, re.DOTALL)
    return [[spaced(unescape(cell)) for cell in row] for row in (*cells, notes) if row]


@pytest.fixture(scope="module")
def found():
    return content(everything())


def test_who_comes_when_against_what_the_site_takes_in(found):
    assert section(found, "Who comes when: camp full in some months") == [
        ["camp", "3 600 persons, 900 t", "Mar 2026 3 600/10 full · Jun 2026 to Jul 2026, each month 100/10"],
        ["Fully there: land west by the end of Jul 2026; Mine countermeasures by the end of Jun 2026."],
    ]


def test_supplies_say_what_is_lacking_how_full_hubs_and_routes_are_and_who_asks(found):
    assert section(found, "Supplies: some of what is used comes nowhere, rail head handles 50 of 90 ships") == [
        ["rail head, line", "50 of 90 ships", "56 % ▼▼", "stabilise", "land west; of nations France 75 % and Britain 25 %."],
        ["rail, route", "100 of 100 t/day", "100 %", "stabilise", "port → camp"],
        [f"{LACKING}. Full: rail (100 t/day). Days to running dry if cut off: camp 10. + 1 more route in tables/flows.csv."],
    ]  # fmt: skip


def test_tours_say_who_relieves_whom_and_when_nobody_does(found):
    message = "Tours would leave 4 of the 26 unit-months asked of cycles empty"
    (place,) = section(found, message)  # at the camp a nation relieves nobody: it is left out
    turns = "Jun 2026 Romania; Oct 2026 Romania → Türkiye; Feb 2027 2 Türkiye again"
    assert place == ["Mine countermeasures, port", turns, "2 units in Jun 2027 to Jul 2027"]


def test_who_decides_by_when_the_first_day_first(found):
    assert section(found, "Who decides by when: 2 decisions, the first by 14 Feb 2026") == [
        ["14 Feb 2026", "United States", "us-backstop, to be earned", "1 200", "land west"],
        ["1 Mar 2026", "not said", "ceasefire", "7 200", "land west"],
    ]


def test_conditions_and_calendar_name_the_same_day(found):
    """Notice of 15 days before 1 June, when first somebody hangs on it."""
    backstop = next(x for x in found.commitments if x.id == "us-backstop")
    assert backstop.distances[1][2] == backstop.decide_by == "17 May 2026"


@pytest.mark.parametrize("name", ["Who comes when", "Supplies:", "Tours would", "Who decides by when"])
def test_a_rule_that_is_not_used_takes_no_line(name):
    bare = content(gathered())
    assert name not in brief_html.render(bare).decode()
    assert name.rstrip(":").upper() not in brief_text.render(bare).decode()


FIGURES = (
    "Mar 2026 3 600 of 3 600 10 of 900 ▼",
    "50 of 90 ships",
    "Romania → Türkiye",
    "by 14 Feb 2026: United States, us-backstop (to be earned)",
)


@pytest.mark.parametrize("figure", FIGURES)
def test_text_and_terminal_say_the_same_figures(found, figure):
    for text in (brief_text.render(found).decode(), printed(found, 80)):
        assert figure in spaced(" ".join(text.split()))
    assert figure in by_column(printed(found, 160))


def by_column(text: str) -> str:
    """Return the words of a wide print, the left column and then the right one."""
    columns = [[line[side] for line in text.splitlines()] for side in (slice(0, 79), slice(79, None))]
    return spaced(" ".join(" ".join(" ".join(lines).split()) for lines in columns))


def test_what_does_not_fit_is_counted_and_the_table_of_the_run_named(found):
    ramp, mandate, place = found.ramp[0], found.mandates[0], found.reliefs.places[0]
    many = replace(
        found, ramp=(ramp,) * 9, mandates=(mandate,) * 20, reliefs=replace(found.reliefs, places=(place,) * 30),
        supplies=replace(found.supplies, ways=found.supplies.ways[:1] * 18),
    )  # fmt: skip
    page = brief_html.render(many).decode()
    assert f"+ {9 - rows.SITES} more sites in tables/ramp_up.csv" in page
    assert f"+ {20 - rows.MANDATES} more decisions in tables/mandates.csv" in page
    assert f"+ {30 - rows.PLACES} more places in tables/schedule.csv" in page
    assert f"+ {18 - rows.WAYS} more routes in tables/flows.csv" in page
    assert f"+ {30 - in_time.PLACES} more places in tables/schedule.csv" in brief_text.render(many).decode()


def test_where_every_nation_relieves_its_own_no_place_is_listed():
    alone = content(gathering(schedule=[HELD, HELD | {"first_month": 8, "until_month": 14, "relieves": "FRA-bg 1 2026-03"}]))
    assert alone.reliefs.places == ()
    assert section(alone, "Tours would change nothing") == [["No nation relieves another: each relieves its own."]]


@pytest.mark.skipif(BROWSER is None, reason="no browser here")
def test_no_page_of_it_is_higher_than_a4(found, tmp_path):
    full = replace(found, ramp=found.ramp * 9, mandates=found.mandates * 9, reliefs=replace(found.reliefs, places=found.reliefs.places * 9))
    made = heights(full, tmp_path)
    assert len(made) <= 3
    assert max(made) <= A4 + 0.5
