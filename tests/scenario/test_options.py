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
        ("{offers: {FRX/1: {from: entry}}}", 'there is no offer "FRX" that could have a tier "1"'),
        ("{offers: {FRA-bg/1: 5}}", "a tier is a mapping"),
        ("{calendar: {phases: {late: {months: 3}}}}", '"calendar.phases.late" is not there'),
        ("{routes: {rail: {from: x}}}", '"routes" is not there'),
        ("{pinz: null}", '"pinz" is not there to be taken away; did you mean pins?'),
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


@pytest.fixture
def options(tmp_path):
    def options(text: str, option: str) -> tuple[Any, list[Problem]]:
        (tmp_path / "s.yaml").write_text(f"{BASE}{text}")
        problems: list[Problem] = []
        read = tables.expand(source.read(tmp_path / "s.yaml", problems), tmp_path, problems)
        assert not problems
        return merge(read, option, problems).value, problems

    return options


DIAMOND = """\
  root: {change: {nations: {FRA: {limits: {deployed_personnel: 7000}}}}}
  left: {extends: root, change: {conditions: {ceasefire: {from: D+30}}}}
  right: {extends: [root], change: {offers: {EST-coy: {deployed: 2}}}}
  both: {extends: [left, right, base], change: {offers: {FRA-bg/3: null}}}
"""


def test_an_option_builds_on_others_each_of_them_once(options):
    value, problems = options(DIAMOND, "both")
    assert not problems
    assert value["nations"]["FRA"]["limits"]["deployed_personnel"] == 7000
    assert value["conditions"]["ceasefire"]["from"] == "D+30"
    assert value["offers"]["EST-coy"][0]["deployed"] == 2
    assert len(value["offers"]["FRA-bg"]) == 2
    value, problems = options(DIAMOND, "right")
    assert not problems
    assert value["conditions"]["ceasefire"]["from"] == "D"


@pytest.mark.parametrize(
    ("one", "other", "then", "turned"),
    [
        ("conditions: {ceasefire: {granted: false}}", "conditions: {ceasefire: {granted: 'true'}}",
         '"conditions.ceasefire.granted" is changed here, and changed to something else at',
         '"conditions.ceasefire.granted" is changed here, and changed to something else at'),
        ("pins: null", "pins: [{at_least: 2}]", '"pins" is changed here, and taken away at', '"pins" is taken away here, and changed at'),
        ("conditions: {backstop: null}", "conditions: {backstop: {granted: true}}",
         '"conditions.backstop" is changed here, and taken away at', '"conditions.backstop" is taken away here, and changed inside at'),
        ("nations: {FRA: {limits: none}}", "nations: {FRA: {limits: {deployed_personnel: 5}}}",
         '"nations.FRA.limits" is changed here, and changed to something else at',
         '"nations.FRA.limits" is changed here, and changed inside at'),
        ("offers: {FRA-bg: {from: entry}}", "offers: {FRA-bg/two: {from: stay}}",
         '"offers.FRA-bg.two.from" is changed here', '"offers.FRA-bg.two.from" is changed here'),
        ("offers: {FRA-bg: {from: entry}}", "offers: {FRA-bg/two: null}",
         '"offers.FRA-bg.two" is taken away here, and changed inside at', "a tier of FRA-bg is changed here, and taken away at"),
        ("offers: {FRA-bg: [{nation: FRA, deployed: 1}]}", "offers: {FRA-bg/3: {from: entry}}",
         '"offers.FRA-bg.3" is changed here, and what holds it is changed at', '"offers.FRA-bg" is changed here, and changed inside at'),
        ("offers: {EST-coy: null}", "offers: {EST-coy: {from: entry}}",
         '"offers.EST-coy" is changed here, and taken away at', '"offers.EST-coy" is taken away here, and changed inside at'),
        ("offers: {EST-coy: null}", "offers: {EST-coy/1: {from: entry}}",
         '"offers.EST-coy.1" is changed here, and what holds it is taken away at',
         '"offers.EST-coy" is taken away here, and changed inside at'),
        ("offers: {EST-coy/1: null}", "offers: {EST-coy: {from: entry}}",
         "a tier of EST-coy is changed here, and taken away at", '"offers.EST-coy.1" is taken away here, and changed inside at'),
        ("level_of_ambition: {land: 50%}", "level_of_ambition: [{share: 50%}]",
         '"level_of_ambition" is changed here, and changed inside at',
         '"level_of_ambition" is changed here, and changed to something else at'),
    ],
)  # fmt: skip
def test_two_changes_to_one_key_are_an_error_whichever_comes_first(options, one, other, then, turned):
    for first, second, words in ((one, other, then), (other, one, turned)):
        _, problems = options(f"  a: {{change: {{{first}}}}}\n  b: {{extends: a, change: {{{second}}}}}\n", "b")
        assert [p.what.startswith(words) for p in problems] == [True], problems
        assert problems[0].where is not None
        assert problems[0].where.line == 15
        assert "s.yaml:14:" in problems[0].what
        assert "build only on the changes you want" in problems[0].hint


@pytest.mark.parametrize(
    "change",
    [
        "{conditions: {ceasefire: {granted: false}}}",
        "{pins: [{place: {offer: FRA-bg}, at_least: 2}]}",
        "{pins: null, conditions: {backstop: {earned_when: null}}}",
        "{offers: {FRA-bg: {from: stay}, EST-coy: null}}",
        "{offers: {FRA-bg/two: null}, level_of_ambition: {land: 50%}}",
    ],
)
def test_saying_the_same_twice_is_no_clash(options, change):
    alone, _ = options(f"  a: {{change: {change}}}\n  b: {{extends: a}}\n", "b")
    twice, problems = options(f"  a: {{change: {change}}}\n  b: {{extends: a, change: {change}}}\n", "b")
    assert not problems
    assert {k: v for k, v in twice.items() if k != "options"} == {k: v for k, v in alone.items() if k != "options"}


def test_true_is_not_the_same_as_one(options):
    _, problems = options(
        "  a: {change: {conditions: {ceasefire: {granted: false}}}}\n  b: {extends: a, change: {conditions: {ceasefire: {granted: 0}}}}\n",
        "b",
    )
    assert len(problems) == 1


def test_parts_of_a_new_mapping_may_come_from_two_options(options):
    a, b = "{nations: {EST: {limits: {deployed_personnel: 5}}}}", "{nations: {EST: {limits: {ships: 1}}}}"
    for first, second in ((a, b), (b, a)):
        value, problems = options(f"  a: {{change: {first}}}\n  b: {{extends: a, change: {second}}}\n", "b")
        assert not problems
        assert value["nations"]["EST"]["limits"] == {"deployed_personnel": 5, "ships": 1}


@pytest.mark.parametrize("order", [1, -1])
def test_within_one_option_the_order_of_keys_decides_nothing(options, order):
    parts = ["FRA-bg: {from: entry}", "FRA-bg/two: {from: stay}"][::order]
    _, problems = options(f"  o: {{change: {{offers: {{{', '.join(parts)}}}}}}}\n", "o")
    assert ["offers.FRA-bg.two.from" in p.what for p in problems] == [True]
    parts = ["FRA-bg: {notes: all}", "FRA-bg/two: {from: stay}", "EST-coy: null"][::order]
    value, problems = options(f"  o: {{change: {{offers: {{{', '.join(parts)}}}}}}}\n", "o")
    assert not problems
    assert value["offers"]["FRA-bg"][1] == {
        "nation": "FRA",
        "deployed": 1,
        "tier": "two",
        "requires": "ceasefire",
        "notes": "all",
        "from": "stay",
    }


@pytest.mark.parametrize(
    ("text", "words", "line", "hint"),
    [
        ("  o: {extends: oo}\n  on: {}\n", 'no option "oo" to build on', 14, "options of this scenario: base, o, on"),
        ("  no-backstop: {}\n  o: {extends: [no-backstp]}\n", "did you mean no-backstop?", 15, "base, no-backstop, o"),
        ("  o: {extends: o}\n", "in a circle: o -> o", 14, "take one"),
        ("  o: {extends: a}\n  a: {extends: [b]}\n  b: {extends: c;a}\n  c: {}\n", "in a circle: a -> b -> a", 16, "take one"),
        ("  o: {extends: a}\n  a: {change: 5}\n", 'option "a" has no mapping', 15, "change: {pins: null}"),
    ],
)
def test_options_that_cannot_be_built_on_are_told_where_they_are_named(options, text, words, line, hint):
    _, problems = options(text, "o")
    assert len(problems) == 1
    assert words in problems[0].what
    assert problems[0].where is not None
    assert problems[0].where.line == line
    assert hint in problems[0].hint


def test_no_option_can_be_called_base(options):
    for option in ("base", "o"):
        _, problems = options("  base: {change: {pins: null}}\n  o: {}\n", option)
        assert ['no option can be called "base"' in p.what for p in problems] == [True]
        assert problems[0].where is not None
        assert problems[0].where.line == 14


def test_a_long_chain_of_options_is_followed_to_its_root(options):
    many = "".join(f"  o{n}: {{extends: o{n - 1}}}\n" for n in range(1, 3000))
    value, problems = options(f"  o0: {{change: {{pins: null}}}}\n{many}", "o2999")
    assert not problems
    assert "pins" not in value


def test_two_options_that_say_the_same_have_one_digest(read):
    from planner.scenario.load import load

    changed = {"conditions": {"vote": {"from": "entry"}}, "offers": {"CAN-sqn": {"notes": "x"}}}
    turned = dict(reversed(list(changed.items())))
    entries = {"a": {"change": changed}, "b": {"change": turned}, "none": {"change": {}}, "said": {"change": {"title": "Small"}}}
    base = read(options=entries)
    found = {name: load(next(iter(base.files)), name).digest for name in entries}
    assert found["a"] == found["b"] != base.digest
    assert found["none"] == found["said"] == base.digest
