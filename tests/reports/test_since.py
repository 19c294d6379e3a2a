"""Since the agreed plan: who changes what, the weightiest first, how much stands as agreed, what is gone."""

from dataclasses import replace

from planner.frames import make
from planner.scenario import Persistence
from reports.content import content
from reports.formats import brief_html, brief_text
from tests.reports.handmade import gathered, plan, scenario
from tests.reports.test_terminal import printed

WEIGHTS = {"exploratory": 0.0, "offered": 1.0, "announced": 5.0, "deployed": 20.0, "unused": 0.2}
ROW = {"requirement": "land-west", "site": "", "status": "announced", "weight": 5.0}
CHANGES = [
    ROW | {"offer": "GBR-bg", "nation": "GBR", "step": p, "baseline": 2, "place": 3, "moved": 1, "persons": 1200} for p in (2, 3)
] + [
    ROW | {"offer": "FRA-bg", "nation": "FRA", "step": 1, "baseline": 1, "place": 2, "moved": 1, "persons": 1200, "weight": 20.0},
    ROW | {"offer": "FRA-bg", "nation": "FRA", "step": 3, "baseline": 4, "place": 3, "moved": 1, "persons": 1200, "weight": 20.0},
]  # fmt: skip


def dossier(rows=CHANGES, gone=()):
    agreed = scenario(persistence=Persistence(WEIGHTS, gone=gone))
    made = plan(frames={"changes": make("changes", rows)})
    return gathered(scenario=agreed, plan=replace(made, metrics={**made.metrics, "agreed_kept": 0.93}))


def test_who_changes_what_the_weightiest_first():
    said = content(dossier(), "staff").since
    assert said.message == "2 nations changed on 1 line; 93\u202f% of the agreed person-months stand as agreed."
    assert [(x.nation, x.line, x.what) for x in said.changes] == [
        ("FRA", "land-west", "battlegroup: entry 1 → 2, sustain 4 → 3"),
        ("GBR", "land-west", "battlegroup: stabilise to sustain 2 → 3"),
    ]


def test_chiefs_read_names_and_a_site_where_sites_count():
    said = content(dossier([CHANGES[0] | {"site": "camp"}])).since
    assert [(x.nation, x.what) for x in said.changes] == [("Britain", "battlegroup at camp: stabilise 2 → 3")]


def test_what_is_gone_is_named_and_nothing_is_said_to_stand_that_does_not():
    assert content(dossier([])).since.message == "Everything stands as agreed."
    assert content(dossier([], ("ESP-bg",))).since.message == "Everything else stands as agreed. Not there any more: ESP-bg."
    many = content(dossier(gone=("A", "B", "C", "D"))).since.message
    assert many.endswith("93\u202f% of the other agreed person-months stand as agreed. Not there any more: A, B, C and 1 more.")


def test_the_plan_and_the_brief_print_it():
    found = content(dossier())
    for text in (printed(found, 80), printed(found, 160), brief_text.render(found).decode()):
        assert "SINCE THE AGREED PLAN" in text
        assert "stabilise to sustain 2 → 3" in text
    assert "Since the agreed plan: 2 nations changed on 1 line" in brief_html.render(found).decode()


def test_without_an_agreed_plan_nothing_is_said():
    found = content(gathered())
    assert found.since is None
    assert "AGREED" not in printed(found, 80)
    assert "agreed plan" not in brief_html.render(found).decode()


def test_a_page_says_so_where_everything_stands_as_agreed():
    page = brief_html.render(content(dossier([]))).decode()
    assert "<h2>Since the agreed plan</h2>" in page
    assert "Everything stands as agreed." in page


def test_rounds_stand_by_name_without_their_files():
    rounds = [{"name": "second", "deadline": "2026-01-31", "offers": "offers-2.csv", "baseline": "agreed-1.csv"}]
    found = content(gathered(scenario=scenario(kept={"rounds": rounds})))
    for text in (brief_text.render(found).decode(), brief_html.render(found).decode()):
        assert "second (next)" in text
        assert ".csv" not in text
