"""What the staff writes beside the figures is printed whole, dated, escaped and marked, in the page and in the text."""

import re
from dataclasses import replace
from datetime import date

import pytest

from planner.scenario import Problem
from reports.content import content
from reports.formats import a4, brief_html, brief_text
from tests.reports.handmade import gathered, plan, scenario
from tests.reports.test_pages import A4, BROWSER, heights
from tests.reports.test_terminal import printed

BRIEF = {
    "reference": "MNF-PLAN/26/001",
    "recipients": ["Chiefs of Staff", "Host nations"],
    "decisions": [{"verb": "SELECT", "what": "a course of action", "on": "2026-03-01"}],
    "risks": [{"risk": "consent is withdrawn", "mitigation": "second hub prepared", "owner": "J5"}, {"risk": "a <b>storm</b>"}],
    "assumptions": ["the ceasefire holds"],
    "decision_points": [{"name": "second year", "at": "2027-03-01"}, {"name": "entry", "at": "2026-02-27", "question": "in force?"}],
    "next_steps": ["send the letters"],
    "recommend": "no-backstop",
}
KEPT = {
    "rounds": [{"name": "second", "deadline": "2026-01-31"}, {"name": "first", "deadline": "2025-12-01"}],
    "notes": "invented",
    "prices": {"year": 2026.0, "currency": "EUR"},
    "releasable_to": ["FRA", "GBR"],
}
OTHER = (replace(scenario(), option="no-backstop", option_title="No US backstop", digest="f" * 16), replace(plan(), option="no-backstop"))


def told(brief=BRIEF, kept=KEPT, **fields):
    d_day = date(2026, 3, 1)
    return content(gathered(scenario=scenario(brief=brief, kept=kept, d_day=d_day), **fields))


@pytest.mark.parametrize("render", [brief_html.render, brief_text.render])
def test_every_key_is_printed(render):
    text = " ".join(re.sub(r"<[^>]*>", " ", render(told()).decode()).split())
    for said in (
        "To: Chiefs of Staff, Host nations", "consent is withdrawn", "second hub prepared", "J5", "the ceasefire holds", "in force?",
        "send the letters", "second (next)", "invented", "27 Feb 2026, D\u22122", "1 Mar 2027, D+365", "1 Mar 2026", "No US backstop",
    ):  # fmt: skip
        assert said in text, said
    assert text.count("EXERCISE - NOTIONAL DATA \u00b7 REL TO FRA, GBR") >= 2
    assert "first (next)" not in text


def test_points_and_rounds_stand_in_the_order_of_time_and_the_last_open_round_is_not_invented():
    said = told().written
    assert [p.name for p in said.points] == ["entry", "second year"]
    assert [(r.name, r.next) for r in said.rounds] == [("first", False), ("second", True)]
    closed = told(kept=KEPT | {"rounds": KEPT["rounds"][1:]}).written
    assert [r.next for r in closed.rounds] == [False]


def test_the_price_year_stands_beside_the_cost_and_all_adds_nothing_to_the_marking():
    assert "over the horizon, prices of 2026" in brief_html.render(told()).decode()
    assert told(kept={"releasable_to": ["all"]}).marking == "EXERCISE - NOTIONAL DATA"
    assert "prices of" not in brief_html.render(told(kept={})).decode()


@pytest.mark.parametrize(
    ("wanted", "others", "said"),
    [
        ("no-backstop", (), "No US backstop; this is the plan of base"),
        ("no-backstop", (OTHER,), "B, No US backstop; this is the plan of base"),
        ("base", (OTHER,), "A, the plan as written: this plan"),
        (None, (), ""),
    ],
)
def test_the_option_that_the_staff_recommends_is_named_with_its_letter(wanted, others, said):
    assert told(brief=BRIEF | {"recommend": wanted}, others=others).written.recommended == said


def test_what_the_staff_writes_is_no_tag():
    assert "<b>storm</b>" not in brief_html.render(told()).decode()


def test_a_releasability_too_long_for_a_line_is_wrapped_not_cut():
    nations = [f"N{i:02d}" for i in range(60)]
    text = printed(told(kept={"releasable_to": nations}), 80)
    assert all(text.count(n) == 2 for n in nations)


def test_warnings_are_counted_beside_the_source():
    warned = content(gathered(scenario=scenario(problems=(Problem("warning", None, "one"), Problem("note", None, "two")))))
    count = int(re.search(r"Read with (\d+) warnings?\.", warned.source)[1])
    assert count == 1 + int(re.search(r"Read with (\d+) warning", content(gathered()).source)[1])


def test_a_table_goes_on_overleaf_and_no_row_stands_alone():
    pages = a4.packed([a4.Block("top", 150.0), a4.Block("risks", 10.0, (20.0,) * 12), a4.Block("end", 20.0)], 250.0)
    parts = [p for sheet in pages for p in sheet.parts if p.name == "risks"]
    assert [(p.first, p.until, p.more) for p in parts] == [(0, 4, True), (4, 12, False)]
    assert all(p.until - p.first >= a4.FEWEST for p in parts)
    short = a4.packed([a4.Block("top", 220.0), a4.Block("risks", 10.0, (5.0,) * 4)], 250.0)
    assert [[p.name for p in sheet.parts] for sheet in short] == [["top"], ["risks"]]


@pytest.mark.skipif(BROWSER is None, reason="no browser here")
def test_long_text_flows_onto_more_pages_and_none_is_cut(tmp_path):
    long = " ".join(f"word{i}" for i in range(900))
    brief = BRIEF | {
        "risks": [{"risk": long, "mitigation": long, "owner": "J5"}] * 2,
        "assumptions": [f"assumption {i} is written down" for i in range(70)],
        "next_steps": [long],
    }
    found = told(brief=brief, kept=KEPT | {"releasable_to": [f"N{i:02d}" for i in range(60)]})
    page = brief_html.render(found).decode()
    assert all(f"assumption {i} is" in page for i in range(70))
    assert page.count("word899") == 5
    assert "(continued)" in page
    assert max(heights(found, tmp_path)) <= A4 + 0.5
