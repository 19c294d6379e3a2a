"""The page: well-formed, self-contained, inert, marked, the same bytes for the same plan, on the pages it says."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from planner.scenario import Condition
from reports.content import content
from reports.content.parts import Carrier
from reports.formats import brief_html
from tests.reports.handmade import CONDITIONS, ROWS, empty_plan, gathered, plan, scenario

VOID = {"meta", "col", "br", "rect", "img", "link", "input", "hr"}


class Page(HTMLParser):
    """A page read strictly: every tag that opens closes in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open, self.seen, self.attributes, self.words = [], [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def page(**fields) -> str:
    return brief_html.render(content(gathered(**fields))).decode()


@pytest.fixture(scope="module")
def html() -> str:
    return page()


def test_it_parses_and_holds_no_script(html):
    found = Page(html)
    assert not {"script", "img", "link", "iframe", "form", "object", "base"} & set(found.seen)
    assert not [name for name, _ in found.attributes if name.startswith("on") or name in {"src", "href", "style", "action"}]


def test_it_refers_to_nothing_outside(html):
    assert not re.search(r"https?:|//\w|url\(|@import", html)
    assert "default-src 'none'; style-src 'sha256-" in html


def test_it_says_what_the_plan_says(html):
    text = " ".join("".join(Page(html).words).split())
    for said in ("BLUF", "DECISION SOUGHT", "4 of 5 ships", "Alone delays FOC from June 2026 to March 2027.", "all proven", "150000ZDEC25"):
        assert said in text


def test_it_is_marked_at_the_top_and_the_bottom_of_every_page():
    text = page(scenario=scenario(marking="EXERCISE RED"))
    pages = text.count('<section class="page"')
    assert text.count('<div class="mark">EXERCISE RED</div>') == 2 * pages


def test_nothing_that_a_planner_wrote_is_a_tag():
    bad = '<script>alert(1)</script>"><b onmouseover=x>'
    rows = {name: [r | {"title": bad} for r in ROWS[name]] for name in ("nations", "requirements", "capabilities", "unit_types", "sites")}
    conditions = {k: replace(c, title=bad, owner=bad) for k, c in CONDITIONS.items()}
    found = Page(
        page(scenario=scenario(rows=rows, conditions=conditions, title=bad, marking=bad, brief={"reference": bad, "originator": bad}))
    )
    assert "script" not in found.seen
    assert not [name for name, _ in found.attributes if name.startswith("on")]
    assert bad[:25] in "".join(found.words)


def test_the_same_plan_is_the_same_bytes(html):
    assert html == page()


def test_an_empty_plan_renders():
    text = " ".join("".join(Page(page(plan=empty_plan())).words).split())
    assert "The plan sends nobody" in text


def test_options_stand_beside_one_another_on_two_pages():
    half = replace(scenario(), option="no-backstop", option_title="No US backstop", digest="f" * 16)
    text = page(others=((half, replace(plan(), option="no-backstop")),))
    assert text.count('<section class="page"') == 2
    assert "No US backstop" in text
    assert "Measured on the needs and thresholds of the base" in text


def test_nations_beyond_the_page_are_one_row_and_the_sum_stays_whole():
    found = content(gathered())
    many = tuple(Carrier(f"N{i:02d}", f"nation {i}", (10.0,), 10.0, 1.0) for i in range(38))
    shown = brief_html.carriers(replace(found, burden=replace(found.burden, carriers=many)))
    assert len(shown) == brief_html.NATIONS
    assert shown[-1].name == "29 more"
    assert sum(c.total for c in shown) == 380
    assert sum(c.meur for c in shown) == 38


def test_many_lines_show_the_worst_and_say_how_many_more():
    found = content(gathered())
    full, short = found.lines
    many = (*(replace(full, id=f"line-{i:02d}", title=f"line {i}") for i in range(39)), short)
    text = brief_html.render(replace(found, lines=many)).decode()
    assert "Mine countermeasures" in text
    assert "30 more lines, all full" in text


def test_no_name_of_a_line_or_a_nation_is_cut():
    assert "text-overflow" not in page()
    assert "nowrap" not in re.search(r"td\.n[^}]*}", page())[0]


def test_many_conditions_are_counted():
    found = content(gathered(scenario=scenario(conditions=CONDITIONS | {f"m{i}": Condition(f"m{i}", "granted", 2) for i in range(3)})))
    many = replace(found, commitments=found.commitments * 5)
    assert "more." in brief_html.render(many).decode()


@pytest.mark.parametrize("options", [False, True])
def test_people_and_goals_stand_on_the_first_two_pages_however_much_there_is_to_say(options):
    half = replace(scenario(), option="no-backstop", option_title="No US backstop", digest="f" * 16)
    found = content(gathered(others=((half, replace(plan(), option="no-backstop")),) if options else ()))
    full = replace(
        found, gaps=(replace(found.gaps[0], cause=found.gaps[0].cause * 2),) * 9, commitments=found.commitments * 9,
        levels=tuple(replace(x, words=x.words * 2) for x in found.levels * 3), leavers=found.leavers * 9,
        lines=tuple(replace(found.lines[0], id=f"{i}", title="a rather long name of a line") for i in range(40)),
        options=found.options and replace(
            found.options, criteria=found.options.criteria[:1] * 13, same=found.options.same[:1] * 13,
            columns=tuple(replace(o, cells=o.cells[:1] * 13, best=o.best[:1] * 13) for o in found.options.columns),
        ),
    )  # fmt: skip
    pages = brief_html.render(full).decode().split('<section class="page"')[1:]
    first_two = "".join(pages[:2])
    assert "<h2>People:" in first_two
    assert "<h2>Goals:" in first_two
