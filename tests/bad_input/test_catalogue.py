"""Whatever a planner gets wrong: one sentence that says what, where and what to do, the right exit code, and nothing lost."""

import shutil
from importlib import import_module
from pathlib import Path

import pytest

from tests.bad_input.catalogue import GOOD, Case, in_process, told

ISSUE = """
empty file, binary, tab indentation, unclosed bracket, 50 000 open brackets, 1 000 000 open brackets, alias bomb, explicit tag, merge key,
200 MB file, duplicate key, unknown key, wrong type, negative number, NaN, infinite number, absurdly large number, wrong unit,
wrong dimension, date that does not exist, phase not in the calendar, zero months, unknown nation, unknown site, unknown unit type,
unknown capability, unknown requirement, unknown condition, unknown group, unknown goal, unknown metric, offer with two amounts,
offer without an amount, two rows with one id that are not tiers, missing table, missing column, bad number in row 57, ragged row,
other delimiter, Latin-1, XLSX with formulas, XLSX with merged cells, XLSX without the sheet, selector that matches nothing,
offer that can serve nothing, line nobody can serve, pool that sustains nothing, circular extends, circular options,
path outside the root, circular conditions, goal order that lets support shrink the force, contradictory pins, pin beyond an offer,
pin barred, threshold that the offers can never reach, tolerance above 100 %, file not readable, folder not writable, disk full,
path with blanks and letters of other scripts, names of 255 bytes, unknown option, scenario changed while solving, time limit of 0
"""
KINDS = [
    " ".join(kind.split()) for kind in ISSUE.split(",")
]  # what a planner must be able to get wrong without harm; the catalogue has more
FAMILIES = (
    "asks",
    "borne",
    "agreed",
    "syntax",
    "values",
    "names",
    "tables",
    "versions",
    "plans",
    "moves",
    "options",
    "files",
    "running",
    "supplies",
    "workbooks",
    "tours",
    "units",
)
CASES = [case for family in FAMILIES for case in import_module(f"tests.bad_input.{family}").CASES]


def held(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, links and what cannot be read left out, with its bytes."""
    return {str(p.relative_to(folder)): p.read_bytes()[:1_000_000] for p in sorted(folder.rglob("*")) if p.is_file() and not p.is_symlink()}


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    shutil.copytree(GOOD, tmp_path / "plan")
    return tmp_path / "plan"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind.replace(" ", "-"))
def test_bad_input_is_told_and_nothing_is_lost(case: Case, plan: Path):
    place = case.spoil(plan)
    before = held(plan)
    code, output = case.run(case.words, plan.parent)
    assert code == case.code, output
    assert "Traceback" not in output
    assert "Internal fault" not in output
    assert held(plan) == before
    found = told(output)
    assert all(p.hint for p in found if p.severity != "note"), output
    if case.severity == "error" and case.words[0] == "check":
        assert len([p for p in found if p.severity == "error"]) == case.errors, output
    if case.severity == "none":
        assert case.says in " ".join(output.split())
        assert case.hint in " ".join(output.split())
        return
    (mine,) = [p for p in found if case.says in p.what] or pytest.fail(output)
    assert mine.severity == case.severity
    assert mine.place == place or not place
    assert case.hint in mine.hint


def test_the_good_scenario_is_good(plan: Path):
    code, output = in_process(("check", "plan"), plan.parent)
    assert code == 0
    assert [p for p in told(output) if p.severity != "note"] == [], output


def test_every_kind_of_bad_input_is_tried(capsys: pytest.CaptureFixture[str]):
    tried = {case.kind for case in CASES}
    assert sorted(set(KINDS) - tried) == []
    with capsys.disabled():
        print(f"\nbad input: {len(tried)} kinds, {len(CASES)} cases")
