"""Options: what a change reaches, where it then stands, and what it may not touch."""

from typing import Any

import pytest

from planner.scenario import source, tables
from planner.scenario.document import Document, paths
from planner.scenario.options import merge
from planner.scenario.problems import Problem

BASE = """\
conditions:
  ceasefire: {granted: true, from: D}
  backstop: {granted: if-earned, earned_when: {at_least: {entry: 3500}}}
offers:
  FRA-bg:
    - {nation: FRA, deployed: 3}
    - {nation: FRA, deployed: 1, tier: two, requires: ceasefire}
    - {nation: FRA, deployed: 2, tier: 3}
  EST-coy: {nation: EST, deployed: 1}
nations: {FRA: {limits: {deployed_personnel: 8000}}, EST: {}}
calendar: {phases: {entry: {months: 3}}}
pins: [{place: {offer: FRA-bg}, at_least: 1}]
options:
"""


@pytest.fixture
def change(tmp_path):
    def change(text: str, option: str | None = "o") -> tuple[Any, Document, list[Problem]]:
        (tmp_path / "s.yaml").write_text(f"{BASE}  o: {{title: An option, change: {text}}}\n")
        problems: list[Problem] = []
        read = tables.expand(source.read(tmp_path / "s.yaml", problems), tmp_path, problems)
        assert not problems
        before = repr(read)
        merged = merge(read, option, problems)
        assert repr(read) == before  # one document serves all options
        return merged.value, merged, problems

    return change


def test_mappings_merge_and_changed_values_stand_in_the_option(change):
    value, document, problems = change("{conditions: {backstop: {earned_when: {at_least: {entry: 1750, stabilise: 3000}}}}}")
    assert not problems
    assert value["conditions"]["backstop"] == {"granted": "if-earned", "earned_when": {"at_least": {"entry": 1750, "stabilise": 3000}}}
    at_least = ("conditions", "backstop", "earned_when", "at_least")
    assert document.marks[(*at_least, "entry")].line == 14
    assert document.key_marks[(*at_least, "stabilise")].line == 14
    assert document.marks[("conditions", "backstop", "granted")].line == 3


def test_null_deletes(change):
    value, document, problems = change("{conditions: {backstop: {granted: false, earned_when: null}}, pins: null}")
    assert not problems
    assert value["conditions"]["backstop"] == {"granted": False}
    assert "pins" not in value
    assert not [p for p in document.marks if p[:1] == ("pins",) or p[:3] == ("conditions", "backstop", "earned_when")]


def test_anything_but_a_mapping_replaces(change):
    value, document, problems = change("{pins: [{at_least: 2}], nations: {FRA: {limits: none}}}")
    assert not problems
    assert value["pins"] == [{"at_least": 2}]
    assert value["nations"]["FRA"] == {"limits": "none"}
    assert ("pins", 0, "place") not in document.marks
    assert ("nations", "FRA", "limits", "deployed_personnel") not in document.marks


def test_a_record_may_get_a_field_and_a_scenario_a_block(change):
    value, document, problems = change("{nations: {EST: {limits: {deployed_personnel: 300}}}, level_of_ambition: {land: 50%}}")
    assert not problems
    assert value["nations"]["EST"] == {"limits": {"deployed_personnel": 300}}
    assert value["level_of_ambition"] == {"land": "50%"}
    assert document.marks[("nations", "EST", "limits", "deployed_personnel")].line == 14


def test_an_offer_changes_in_every_tier(change):
    value, document, problems = change("{offers: {FRA-bg: {from: stabilise}, EST-coy: {deployed: 2}}}")
    assert not problems
    assert [row["from"] for row in value["offers"]["FRA-bg"]] == ["stabilise"] * 3
    assert value["offers"]["EST-coy"] == [{"nation": "EST", "deployed": 2}]
    assert document.marks[("offers", "FRA-bg", 2, "from")].line == 14


@pytest.mark.parametrize(("tier", "row"), [("1", 0), ("two", 1), ("3", 2)])
def test_one_tier_changes_alone(change, tier, row):
    value, _, problems = change(f"{{offers: {{FRA-bg/{tier}: {{deployed: 9}}}}}}")
    assert not problems
    assert [n for n, r in enumerate(value["offers"]["FRA-bg"]) if r["deployed"] == 9] == [row]


def test_tiers_and_offers_are_withdrawn_with_their_marks(change):
    value, document, problems = change("{offers: {FRA-bg/1: null, EST-coy: null}}")
    assert not problems
    assert value["offers"] == {
        "FRA-bg": [{"nation": "FRA", "deployed": 1, "tier": "two", "requires": "ceasefire"}, {"nation": "FRA", "deployed": 2, "tier": 3}]
    }
    assert document.marks[("offers", "FRA-bg", 0, "requires")].line == 7
    assert document.marks[("offers", "FRA-bg", 1, "deployed")].line == 8
    assert set(document.marks) == set(paths(value))
    value, document, problems = change("{offers: {EST-coy/1: null}}")
    assert list(value["offers"]) == ["FRA-bg"]
    assert set(document.marks) == set(paths(value))


def test_an_offer_may_be_written_anew(change):
    value, _, problems = change("{offers: {FRA-bg: [{nation: FRA, deployed: 1}]}}")
    assert not problems
    assert value["offers"]["FRA-bg"] == [{"nation": "FRA", "deployed": 1}]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{conditions: {cease-fire: {granted: false}}}", '"conditions.cease-fire" is not there to be changed; did you mean ceasefire?'),
        ("{offers: {FRA-bgs: {from: entry}}}", "did you mean FRA-bg?"),
        ("{offers: {FRA-bg/4: {from: entry}}}", 'no tier "4"'),
        ("{offers: {FRX/1: {from: entry}}}", '"offers.FRX" is not there'),
        ("{offers: {FRA-bg/1: 5}}", "a tier is a mapping"),
        ("{calendar: {phases: {late: {months: 3}}}}", '"calendar.phases.late" is not there'),
        ("{routes: {rail: {from: x}}}", '"routes" is not there'),
        ("{pinz: null}", '"pinz" is not there to be changed; did you mean pins?'),
        ("{conditions: {ceasefire: {frm: null}}}", "did you mean from?"),
        ("{options: null}", "not its options"),
        ("[pins]", "no mapping under `change`"),
        ("5", "no mapping under `change`"),
    ],
)
def test_a_change_to_what_is_not_there_is_told_at_the_option(change, text, words):
    value, _, problems = change(text)
    assert len(problems) == 1
    assert words in problems[0].what
    assert problems[0].where is not None
    assert problems[0].where.line == 14
    assert "rail" not in str(value.get("routes"))


def test_the_base_is_the_document_itself(change):
    value, document, _ = change("{pins: null}", option=None)
    assert "pins" in value
    assert change("{pins: null}", option="base")[1] == document


def test_an_unknown_option_is_told_with_what_there_is(change):
    _, _, problems = change("{pins: null}", option="O1")
    assert len(problems) == 1
    assert 'no option "O1"; did you mean o?' in problems[0].what
    assert problems[0].hint.endswith("base, o")


def test_a_scenario_without_options_has_none():
    problems: list[Problem] = []
    merge(Document({"title": "x"}), "late", problems)
    merge(Document({"options": ["late"]}), "late", problems)
    assert len(problems) == 2


def test_an_option_without_a_change_changes_nothing():
    problems: list[Problem] = []
    document = Document({"options": {"same": {"title": "As it is"}}, "title": "x"})
    assert merge(document, "same", problems).value == document.value
    assert not problems
