"""The merged scenario as YAML: it loads to the same digest, and each changed value names the line that says it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import shipped
from planner.scenario import ScenarioError, merged, source
from planner.scenario.document import Document
from planner.scenario.load import load, show_merged
from tests.scenario.small import yaml_of

FLAGSHIP = "multinational-force"  # read by tests/scenarios; too large for a test of every commit


@pytest.mark.parametrize("name", [name for name in shipped.names() if name != FLAGSHIP])
def test_what_is_shown_loads_to_the_same_digest_for_every_option(name, tmp_path):
    folder = shipped.scenarios() / name
    for option in [None, *load(folder).options]:
        (tmp_path / "shown.yaml").write_text(show_merged(folder, option), encoding="utf-8")
        assert load(tmp_path / "shown.yaml").digest == load(folder, option).digest, option


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")) | st.sampled_from("\n\t\x85\u2028: #-,'\"{}[]\ufeff"))
words = st.sampled_from(
    ["NO", "010", "1e3", "true", "~", "22:30", "2026-03-01", "70%", "- a", "a: b", "a #b", "*a", "&a", "<<", "?", "|", "a "]
)
plain = st.none() | st.booleans() | st.integers(-(10**28), 10**28) | st.floats(allow_nan=False, allow_infinity=False) | texts | words
keys = (texts | words).filter(lambda key: key not in ("", "<<") and len(key) < 100)
values = st.recursive(plain, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4), max_leaves=20)


@given(st.dictionaries(keys.filter(lambda key: key != "offers"), values, min_size=1))
def test_any_plain_values_come_back_as_they_were(tmp_path_factory, value):
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_text(merged.text(Document(value), "any"), encoding="utf-8", newline="")
    problems: list = []
    assert source.read(file, problems).value == value, problems


def shown(tmp_path: Path, options: str, option: str = "o") -> list[str]:
    text = yaml_of(pins=[{"place": {"offer": "FRA-coy"}, "at_least": 1, "from": "stay"}])
    (tmp_path / "scenario.yaml").write_text(f"{text}options:\n{options}", encoding="utf-8")
    return show_merged(tmp_path, option).splitlines()


def place(tmp_path: Path, words: str) -> str:
    """Return file:line of the one line of the scenario that holds these words."""
    file = tmp_path / "scenario.yaml"
    (line,) = [n for n, text in enumerate(file.read_text().splitlines(), 1) if words in text]
    return f"{file}:{line}"


def test_a_changed_value_names_its_line_and_no_other_value_does(tmp_path):
    lines = shown(tmp_path, "  o:\n    change:\n      conditions: {vote: {from: entry}}\n      nations:\n        EST: {notes: new}\n")
    said = [line.strip() for line in lines if "  # " in line]
    assert said == [f"from: entry  # {place(tmp_path, 'vote: {from: entry')}", f"notes: new  # {place(tmp_path, 'EST: {notes')}"]


def test_a_record_that_an_option_brings_stands_on_one_line_with_its_place(tmp_path):
    lines = shown(tmp_path, "  o: {change: {level_of_ambition: [{lines: {pillar: neighbour}, share: 50%}]}}\n")
    assert f"level_of_ambition: [{{lines: {{pillar: neighbour}}, share: 50%}}]  # {place(tmp_path, '  o: ')}" in lines


def test_what_is_taken_away_stands_where_it_stood(tmp_path):
    lines = shown(tmp_path, "  o: {change: {pins: null, conditions: {vote: {from: null}}, offers: {CAN-sqn: null}}}\n")
    where = place(tmp_path, "  o: ")
    assert lines[-1] == f"# taken away: pins ({where})"
    assert f"    # taken away: from ({where})" in lines
    assert f"  # taken away: CAN-sqn ({where})" in lines
    assert not [line for line in lines if "CAN-sqn:" in line]


def test_a_tier_that_is_taken_away_and_what_moves_up_keep_their_places(tmp_path):
    rows = [{"nation": "FRA", "unit_type": "coy", "deployed": n, "tier": f"t{n}"} for n in (1, 2, 3)]
    (tmp_path / "scenario.yaml").write_text(
        f"{yaml_of(offers__FRA0coy=rows)}options:\n  a: {{change: {{offers: {{FRA-coy/t3: {{notes: late}}}}}}}}\n"
        "  o: {extends: a, change: {offers: {FRA-coy/t1: null}}}\n"
    )
    lines = show_merged(tmp_path, "o").splitlines()
    assert f"      notes: late  # {place(tmp_path, '  a: ')}" in lines
    assert f"  # taken away: FRA-coy/t1 ({place(tmp_path, '  o: ')})" in lines
    assert load(tmp_path, "o").frames["tiers"].query("offer == 'FRA-coy'")["tier"].tolist() == ["t2", "t3"]


def test_options_keep_their_names_where_one_is_applied_and_their_changes_where_none_is(tmp_path):
    options = "  o: {title: An option, change: {pins: null}}\n  p: {extends: o, change: {title: Other}}\n"
    lines = shown(tmp_path, options)
    assert lines[lines.index("options:") + 1 :][:2] == ["  o: {title: An option}", "  p: {}"]
    assert "  o: {title: An option, change: {pins: null}}" in shown(tmp_path, options, "base")


def test_a_name_in_a_comment_cannot_end_it(tmp_path):
    text = yaml_of(nations__EST={"a\nformat: 2": 1})
    (tmp_path / "scenario.yaml").write_text(f'{text}options: {{o: {{change: {{nations: {{EST: {{"a\\nformat: 2": null}}}}}}}}}}\n')
    lines = show_merged(tmp_path, "o").splitlines()
    assert f"    # taken away: a format: 2 ({place(tmp_path, 'options: ')})" in lines


def test_layers_that_cannot_be_merged_are_not_shown(tmp_path):
    with pytest.raises(ScenarioError, match="did you mean o"):
        shown(tmp_path, "  o: {change: {pins: null}}\n", "oo")
    with pytest.raises(ScenarioError, match="not there to be taken away"):
        shown(tmp_path, "  o: {change: {pairs: null}}\n")
