"""An editor, fed with the schema that `posture schema` writes: nothing underlined in what is right, the right line in what is wrong."""

import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from planner.scenario.schema import json_schema
from planner.shipped import names, scenarios
from tests.bad_input.catalogue import GOOD, Case
from tests.bad_input.test_catalogue import CASES

HERE = Path(__file__).parent
HOSTILE = {"50 000 open brackets", "1 000 000 open brackets", "alias bomb"}  # an editor may take its time over them: not ours to hold
NODE = shutil.which("node")
pytestmark = [
    pytest.mark.skipif(NODE is None, reason="node is not installed"),
    pytest.mark.skipif(not (HERE / "node_modules").is_dir(), reason="its packages are not installed: npm install in tests/editor"),
]

# What the schema cannot know, and `posture check` alone tells: names, sums, dates that meet, what YAML takes and the format does not.
OURS_ALONE = """
NaN, XLSX that is no workbook, XLSX with the sheet not said, XLSX without the sheet, baseline from another scenario, baseline
that is no run, baseline that is not there, baseline without a row, calendar begins inside a month, caveat by lead with an
exception, circular extends, circular options, commas in a list of names, condition that nothing earns, condition that opens
nothing, conditions that wait for each other, contradictory pins, count of what has no unit, coverage above all, coverage of a
need that the posture makes, coverage of nothing, date outside the calendar, date that does not exist, decimal comma, empty
file, ends before it begins, extends what is not there, fund condition without fund, goal order that lets supplies shrink the
force, goal order that lets support shrink the force, goal twice, key that nobody gave, key that says nothing in a test, lift of
what has no weight, lift that is a capability, loss of a group without a name, merge key, minimum that may be a share, missing
table, more nations that cannot keep what was agreed than may change, name longer than a file can have, nation that offers
without its GDP, old workbook, option that changes what is not there, option with a misspelt key, overlap as long as the tour,
overlap longer than the tour, own lead forbidden, path outside the root, percentage in place of an amount, phase named like a
point in time, phase not in the calendar, pin barred, pin before the offer, pin beyond an offer, pin on what cannot come, pin
that asks for nothing, pin that says two amounts, point beyond any plan, priority that no goal counts, promise of a phase that
is over, quorum above the group, quorum of conditions and nations, quorum of itself, route from a site to itself, route to
nowhere, second document, selector by what says nothing here, selector that matches nothing, stand-by behind itself, stand-by of
a unit already placed, step that adds nothing, table outside the folder, tolerance above 100 %, unclosed bracket, unclosed
quote, unknown capability, unknown condition, unknown currency, unknown group, unknown measure, unknown nation, unknown
requirement, unknown site, unknown supply, unknown unit type, what stands in for itself, wrong dimension, wrong unit
"""


def diagnosed(files: Iterable[Path], schema: Path | None) -> dict[str, list[dict[str, object]]]:
    """Return what the editor underlines in each file."""
    asked = json.dumps({"schema": schema and str(schema), "files": [str(file) for file in files]})
    done = subprocess.run([str(NODE), "diagnose.cjs"], input=asked, cwd=HERE, capture_output=True, text=True, timeout=300, check=True)
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("schema") / "scenario.schema.json"
    file.write_text(json.dumps(json_schema()), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def spoilt(schema: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Case, int, list[dict[str, object]]]]:
    """Each case whose slip stands in the scenario file: the line that we name, and what the editor underlines."""
    root = tmp_path_factory.mktemp("spoilt")
    cases: list[tuple[Case, int, Path]] = []
    for n, case in enumerate(CASES):
        if case.kind in HOSTILE or case.words[0] != "check" or case.code != 1:
            continue
        folder = root / str(n) / "plan"
        shutil.copytree(GOOD, folder)
        place = case.spoil(folder)
        if place.startswith("plan/scenario.yaml:"):
            cases.append((case, int(place.split(":")[1]), folder / "scenario.yaml"))
    found = diagnosed([file for _, _, file in cases], schema)
    return [(case, line, found[str(file)]) for case, line, file in cases]


@pytest.mark.parametrize("name", [*names(), "good"])
def test_nothing_is_underlined_in_what_is_right(name: str, schema: Path):
    file = (GOOD if name == "good" else scenarios() / name) / "scenario.yaml"
    assert diagnosed([file], schema) == {str(file): []}


def test_the_modeline_names_the_schema(schema: Path, tmp_path: Path):
    shutil.copyfile(schema, tmp_path / "scenario.schema.json")
    text = "# yaml-language-server: $schema=scenario.schema.json\n" + (GOOD / "scenario.yaml").read_text(encoding="utf-8")
    right, wrong = tmp_path / "right.yaml", tmp_path / "wrong.yaml"
    right.write_text(text, encoding="utf-8")
    wrong.write_text(text.replace("\ncaveats:", "\ncaveat:"), encoding="utf-8")
    found = diagnosed([right, wrong], None)
    assert found[str(right)] == []
    assert [d["line"] for d in found[str(wrong)]] == [text[: text.index("\ncaveats:")].count("\n") + 2]


def test_what_is_wrong_is_underlined_on_its_line_or_known_to_be_ours_alone(spoilt):
    seen = {(case.kind, line in {d["line"] for d in diagnostics}) for case, line, diagnostics in spoilt}
    assert len(spoilt) > 60
    assert {kind for kind, there in seen if not there} == {" ".join(kind.split()) for kind in OURS_ALONE.split(",")}


def test_the_editor_underlines_one_or_two_lines_for_one_slip(spoilt):
    for case, _, diagnostics in spoilt:
        if case.says.startswith(("nations.", "expected", "there is no such date")):
            assert len({d["line"] for d in diagnostics}) <= 2, (case, diagnostics)
