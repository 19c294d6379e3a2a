"""Files that build on files: what a layer changes, where the result then stands, and what it may not do."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from planner.scenario import Problem, Scenario, ScenarioError
from planner.scenario.load import load, show_merged
from tests.scenario.small import DOCUMENT, yaml_of

CHILD = "format: 1\nextends: base.yaml\n"


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Scenario]:
    """Load a scenario that builds on the small document; other files are given by name, a dot in it written as __."""

    def build(text: str = "", option: str | None = None, **files: str) -> Scenario:
        (tmp_path / "base.yaml").write_text(yaml_of())
        (tmp_path / "scenario.yaml").write_text(CHILD + text)
        for name, content in files.items():
            (tmp_path / name.replace("__", ".")).write_text(content)
        return load(tmp_path, option)

    return build


def refused(build: Callable[..., Scenario], text: str, **files: str) -> Problem:
    with pytest.raises(ScenarioError) as raised:
        build(text, **files)
    errors = [p for p in raised.value.problems if p.severity == "error"]
    assert len(errors) == 1, errors
    return errors[0]


def place(problem: Problem) -> tuple[str, int]:
    assert problem.where is not None
    return Path(problem.where.file).name, problem.where.line


def test_an_empty_layer_changes_nothing(build, tmp_path):
    found = build()
    assert found.digest == load(tmp_path / "base.yaml").digest
    assert [Path(file).name for file in found.files] == ["scenario.yaml", "base.yaml"]
    assert not [p for p in found.problems if "extends" in p.what]


def test_a_layer_that_says_what_stands_changes_nothing(build, tmp_path):
    said = {block: DOCUMENT[block] for block in ("title", "nations", "unit_types", "offers", "goals", "requirements")}
    turned = dict(reversed(list(said.items())))
    for layer in (said, turned):
        assert build(yaml.safe_dump(layer, sort_keys=False)).digest == load(tmp_path / "base.yaml").digest


def test_mappings_merge_lists_replace_null_takes_away_and_ids_may_be_new(build):
    found = build(
        "title: Wider\ngoals: [{minimise: shortfall, priority: 1}]\nconditions: {vote: {from: null}, accord: null}\n"
        "sites: {port: {country: ROU, kind: port, existing: true}, camp: {kind: [camp, hub]}}\n"
    )
    assert found.title == "Wider"
    assert len(found.goals) == 1
    assert sorted(found.frames["sites"].index) == ["camp", "hub", "port"]
    assert found.frames["sites"].loc["camp", "country"] == "UKR"
    assert found.conditions["vote"].first_month == 0
    assert list(found.conditions) == ["vote"]


def test_what_stands_in_a_layer_is_found_there_and_the_rest_in_the_base(build):
    found = build("nations: {NOR: {groups: NATO}}\n")
    assert Path(found.mark("nations", "NOR").file).name == "scenario.yaml"
    assert Path(found.mark("nations", "FRA").file).name == "base.yaml"
    wrong = refused(build, "offers: {FRA-coy: {unit_type: coi}}\n")
    assert place(wrong) == ("scenario.yaml", 3)
    assert "did you mean coy?" in wrong.what


def test_offers_are_changed_by_row_by_tier_and_as_a_whole(build, tmp_path):
    base = yaml_of(offers__FRA0coy=[{"nation": "FRA", "unit_type": "coy", "deployed": n, "tier": t} for n, t in ((4, "a"), (2, "b"))])

    def tiers(text: str) -> list[tuple[str, str, float, str]]:
        (tmp_path / "two.yaml").write_text(base)
        (tmp_path / "s.yaml").write_text(f"format: 1\nextends: two.yaml\n{text}")
        found = load(tmp_path / "s.yaml").frames["tiers"].query("offer in ('FRA-coy', 'GBR-coy')")
        return [(row["offer"], row["tier"], row["units"], row["status"]) for row in found.to_dict("records")]

    assert tiers("offers: {FRA-coy: {status: announced}}\n") == [("FRA-coy", "a", 4, "announced"), ("FRA-coy", "b", 2, "announced")]
    assert tiers("offers: {FRA-coy/b: {status: announced}}\n") == [("FRA-coy", "a", 4, "offered"), ("FRA-coy", "b", 2, "announced")]
    assert tiers("offers: {FRA-coy/a: null}\n") == [("FRA-coy", "b", 2, "offered")]
    assert tiers("offers: {FRA-coy: [{nation: FRA, unit_type: coy, deployed: 1}]}\n") == [("FRA-coy", "1", 1, "offered")]
    new = "offers: {GBR-coy: {nation: EST, unit_type: coy, deployed: 9}}\n"
    assert ("GBR-coy", "1", 9, "offered") in tiers(new)
    (tmp_path / "o.csv").write_text("offer,nation,unit_type,deployed,tier\nFRA-coy,FRA,coy,7,a\nFRA-coy,FRA,coy,8,c\n")
    assert tiers("offers: {table: o.csv}\n") == [("FRA-coy", "a", 7, "offered"), ("FRA-coy", "c", 8, "offered")]


def test_each_file_finds_its_tables_beside_itself_and_a_problem_names_the_row(tmp_path):
    for folder, country in (("plans", "POL"), (".", "UKR")):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "sites.csv").write_text(f"site,country,kind,existing\ncamp,{country},camp,true\nhub,POL,hub;airbase,true\n")
    (tmp_path / "base.yaml").write_text(yaml_of(sites={"table": "sites.csv"}))
    child = tmp_path / "plans" / "scenario.yaml"
    child.write_text("format: 1\nextends: ../base.yaml\nsites: {table: sites.csv}\n")
    found = load(child, root=tmp_path)
    assert found.frames["sites"].loc["camp", "country"] == "POL"
    assert [str(Path(file).relative_to(tmp_path)) for file in found.files] == [
        "plans/scenario.yaml", "plans/sites.csv", "base.yaml", "sites.csv",
    ]  # fmt: skip
    (tmp_path / "sites.csv").write_text("site,country,kind,existing\ncamp,UKR,camp,perhaps\nhub,POL,hub,true\n")
    child.write_text("format: 1\nextends: ../base.yaml\n")
    with pytest.raises(ScenarioError) as raised:
        load(child, root=tmp_path)
    (problem,) = raised.value.problems
    assert problem.where is not None
    assert problem.where.cell == "row 2, existing"
    assert "plans" not in problem.where.file


def test_options_are_inherited_and_may_be_changed(build, tmp_path):
    options = "options: {o: {title: Old, change: {title: Changed, conditions: {vote: {from: null}}}}}\n"
    (tmp_path / "opt.yaml").write_text(yaml_of() + options)

    def option(text: str, name: str = "o") -> Scenario:
        (tmp_path / "s.yaml").write_text(f"format: 1\nextends: opt.yaml\n{text}")
        return load(tmp_path / "s.yaml", name)

    assert option("").digest == load(tmp_path / "opt.yaml", "o").digest
    assert option("options: {o: {change: {title: Anew}}}\n").title == "Anew"
    assert option("options: {o: {title: New}}\n").option_title == "New"
    both = option("options: {o: {change: {conditions: {accord: null}}}}\n")
    assert list(both.conditions) == ["vote"]
    assert both.title == "Changed"
    assert option("options: {p: {extends: o, change: {conditions: {accord: null}}}}\n", "p").title == "Changed"
    with pytest.raises(ScenarioError, match='no option "o"'):
        option("options: {o: null}\n")


def test_options_come_after_layers(build):
    found = build("conditions: {vote: {from: null}}\noptions: {late: {change: {conditions: {vote: {from: stay}}}}}\n", "late")
    assert found.conditions["vote"].first_month == 3


def test_a_layer_may_change_what_another_layer_took_away(tmp_path):
    (tmp_path / "a.yaml").write_text(yaml_of())
    (tmp_path / "b.yaml").write_text("format: 1\nextends: a.yaml\nconditions: {accord: null}\n")
    (tmp_path / "c.yaml").write_text("format: 1\nextends: b.yaml\nconditions: {accord: {granted: 'true'}}\n")
    assert load(tmp_path / "c.yaml").digest == load(tmp_path / "a.yaml").digest
    shown = show_merged(tmp_path / "c.yaml")
    assert "taken away" not in shown
    assert f'  accord: {{granted: "true"}}  # {tmp_path / "c.yaml"}:3' in shown.splitlines()
    (tmp_path / "d.yaml").write_text(show_merged(tmp_path / "b.yaml"))
    assert f"  # taken away: accord ({tmp_path / 'b.yaml'}:3)" in (tmp_path / "d.yaml").read_text()
    assert load(tmp_path / "d.yaml").digest == load(tmp_path / "b.yaml").digest


@pytest.mark.parametrize(
    ("text", "words", "hint"),
    [
        ("pinz: null\n", '"pinz" is not there to be taken away', "null takes away what this file builds on"),
        ("conditions: {vot: null}\n", "did you mean vote?", "null takes away"),
        ("nations: {FRA: {group: null}}\n", "did you mean groups?", "null takes away"),
        ("offers: {FRA-coi: null}\n", "did you mean FRA-coy?", "null takes away"),
        ("offers: {FRA-coy/2: {deployed: 1}}\n", 'no tier "2"; did you mean FRA-coy/1?', "its tiers: FRA-coy/1"),
        ("offers: {FRA-coi/1: {deployed: 1}}\n", 'no offer "FRA-coi" that could have a tier "1"; did you mean FRA-coy?', "id/tier"),
        (
            "offers:\n  FRA-coy: {from: entry}\n  FRA-coy/1: {from: stay}\n",
            '"offers.FRA-coy.1.from" is changed here',
            "of each of its tiers",
        ),
    ],
)
def test_what_a_layer_may_not_do_is_told_at_its_line(build, text, words, hint):
    problem = refused(build, text)
    assert words in problem.what
    assert hint in problem.hint
    assert place(problem) == ("scenario.yaml", 2 + text.count("\n"))


@pytest.mark.parametrize(
    ("files", "words", "where"),
    [
        ({"scenario__yaml": "format: 1\nextends: bas.yaml\n"}, "no such file; did you mean base.yaml?", ("scenario.yaml", 2)),
        ({"scenario__yaml": "format: 1\nextends: ../base.yaml\n"}, "lies outside the folder of the scenario", ("scenario.yaml", 2)),
        ({"scenario__yaml": "format: 1\nextends: /etc/passwd\n"}, "lies outside", ("scenario.yaml", 2)),
        ({"scenario__yaml": "format: 1\nextends: .\n"}, "a folder stands here", ("scenario.yaml", 2)),
        ({"scenario__yaml": "format: 1\nextends: [base.yaml]\n"}, "the name of one file", ("scenario.yaml", 2)),
        ({"scenario__yaml": "format: 1\nextends: scenario.yaml\n"}, "in a circle", ("scenario.yaml", 2)),
        ({"base__yaml": "format: 1\nextends: scenario.yaml\n"}, "scenario.yaml -> ", ("base.yaml", 2)),
        ({"base__yaml": "a: [\n"}, "never closed", ("base.yaml", 1)),
        ({"base__yaml": "\xff"}, "a scenario is a list of", ("base.yaml", 1)),
        ({"base__yaml": ""}, "the file is empty", ("scenario.yaml", 2)),
        ({"scenario__yaml": "extends: base.yaml\n"}, "does not say its format", ("scenario.yaml", 1)),
        ({"base__yaml": yaml_of(format=2)}, "says format 2, and one that builds on it says format 1", ("base.yaml", 22)),
    ],
)
def test_a_file_that_cannot_be_built_on_is_told_where_it_is_named(build, files, words, where):
    problem = refused(build, "", **files)
    assert words in problem.what
    assert problem.hint
    name, line = place(problem)
    assert name == where[0]
    assert line == where[1] or "format 2" in words


def test_no_more_than_eight_files_build_on_each_other(tmp_path):
    (tmp_path / "0.yaml").write_text(yaml_of())
    for n in range(1, 9):
        (tmp_path / f"{n}.yaml").write_text(f"format: 1\nextends: {n - 1}.yaml\n")
    assert load(tmp_path / "7.yaml").digest == load(tmp_path / "0.yaml").digest
    with pytest.raises(ScenarioError, match=r"more than 8 files build on each other: .*8\.yaml -> .*0\.yaml"):
        load(tmp_path / "8.yaml")


def test_a_link_that_leads_out_is_no_way_out(build, tmp_path_factory, tmp_path):
    outside = tmp_path_factory.mktemp("outside") / "base.yaml"
    outside.write_text(yaml_of())
    (tmp_path / "link.yaml").symlink_to(outside)
    (tmp_path / "folder").symlink_to(outside.parent)
    for name in ("link.yaml", "folder/base.yaml"):
        assert "lies outside" in refused(build, "", scenario__yaml=f"format: 1\nextends: {name}\n").what


def test_a_scenario_lies_inside_its_root(tmp_path):
    (tmp_path / "inner").mkdir()
    (tmp_path / "s.yaml").write_text(yaml_of())
    with pytest.raises(ScenarioError, match="lies outside the root"):
        load(tmp_path / "s.yaml", root=tmp_path / "inner")
    assert load(tmp_path / "s.yaml", root=tmp_path).root == str(tmp_path)


def test_a_run_keeps_a_base_and_a_table_that_lie_above_the_scenario(tmp_path):
    from planner import store

    (tmp_path / "plans").mkdir()
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "sites.csv").write_text("site,country,kind,existing\ncamp,UKR,camp,true\nhub,POL,hub;airbase,true\n")
    (tmp_path / "base.yaml").write_text(yaml_of(sites={"table": "tables/sites.csv"}))
    (tmp_path / "plans" / "s.yaml").write_text("format: 1\nextends: ../base.yaml\nsites: {table: ../tables/sites.csv}\n")
    scenario = load(tmp_path / "plans" / "s.yaml", root=tmp_path)
    folder = store.create(tmp_path / "runs", scenario, {}, {})
    kept = sorted(str(p.relative_to(folder.path / "input")) for p in (folder.path / "input").rglob("*") if p.is_file())
    assert kept == ["base.yaml", "plans/s.yaml", "tables/sites.csv"]
    saved = store.open(folder.id, tmp_path / "runs")
    assert saved.scenario.digest == scenario.digest
    assert saved.scenario.mark("sites", "camp").line == scenario.mark("sites", "camp").line


def test_dots_are_taken_out_of_a_path_before_links_are_followed(tmp_path):
    (tmp_path / "plans").mkdir()
    (tmp_path / "elsewhere" / "deep").mkdir(parents=True)
    (tmp_path / "plans" / "link").symlink_to(tmp_path / "elsewhere" / "deep")
    (tmp_path / "elsewhere" / "base.yaml").write_text(yaml_of(title="where the link leads"))
    (tmp_path / "plans" / "base.yaml").write_text(yaml_of(title="as it is spelt"))
    (tmp_path / "plans" / "scenario.yaml").write_text("format: 1\nextends: link/../base.yaml\n")
    found = load(tmp_path / "plans", root=tmp_path)
    assert found.title == "as it is spelt"
    assert list(found.files)[1] == str(tmp_path / "plans" / "base.yaml")


def test_a_root_named_by_a_link_does_not_lead_copies_out_of_the_run(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "real" / "base.yaml").write_text(yaml_of())
    (tmp_path / "real" / "scenario.yaml").write_text("format: 1\nextends: ../real/base.yaml\n")
    with pytest.raises(ScenarioError, match="lies outside"):
        load(tmp_path / "link", root=tmp_path / "link")
    with pytest.raises(ScenarioError, match="lies outside the root"):
        load(tmp_path / "real", root=tmp_path / "link")
