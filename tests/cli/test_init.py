"""posture init: the starter as it is, as CSV tables and as a workbook, which all say the same."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from planner import load, shipped
from planner.cli import app
from planner.scenario.blanks import BLOCKS
from planner.scenario.blocks import KEYS
from planner.scenario.columns import columns, open_parts
from planner.scenario.document import Document
from planner.scenario.schema import parse

STARTER = shipped.scenarios() / "starter"


def posture(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("init")
    for way in ("tables", "xlsx"):
        result = posture("init", folder / way, f"--{way}")
        assert result.exit_code == 0, result.output
    return {way: folder / way for way in ("tables", "xlsx")}


@pytest.mark.parametrize("way", ["tables", "xlsx"])
@pytest.mark.parametrize("option", ["base", "no-backstop"])
def test_tables_say_what_the_starter_says(written, way, option):
    assert load(written[way], option).digest == load(STARTER, option).digest


@pytest.mark.parametrize("way", ["tables", "xlsx"])
def test_what_is_written_passes_the_check_with_nothing_to_say_of_its_tables(written, way):
    result = posture("check", written[way])
    assert result.exit_code == 0
    assert "No error: it can be solved, and so can every option." in result.output
    assert [p.what for p in load(written[way]).problems] == [p.what for p in load(STARTER).problems]


@pytest.mark.parametrize("way", ["tables", "xlsx"])
def test_the_same_bytes_each_time(written, way, tmp_path, monkeypatch):
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert posture("init", tmp_path / "again", f"--{way}").exit_code == 0
    first = {p.name: p.read_bytes() for p in written[way].iterdir()}
    assert {p.name: p.read_bytes() for p in (tmp_path / "again").iterdir()} == first
    others = {"README.md", "plan.csv", "scenario.yaml"}
    assert set(first) - others == ({"tables.xlsx"} if way == "xlsx" else {f"{block}.csv" for block in BLOCKS})


def test_no_part_of_the_workbook_tells_when_it_was_written(written):
    with zipfile.ZipFile(written["xlsx"] / "tables.xlsx") as archive:
        assert {part.date_time for part in archive.infolist()} == {(2026, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"2026-01-01T00:00:00Z") == 2


def test_what_stands_beside_the_tables_is_kept(written):
    text = (written["xlsx"] / "scenario.yaml").read_text()
    assert "\nnations: {table: tables.xlsx, sheet: nations}  # ISO 3166 alpha-3 codes\n" in text
    assert "\nconsent: explicit                        # a country without an entry hosts nobody\n" in text
    assert "battlegroup" not in text
    assert "offers: {table: offers.csv}\n" in (written["tables"] / "scenario.yaml").read_text()


def test_the_workbook_offers_words_and_ids_and_explains_each_heading(written):
    book = load_workbook(BytesIO((written["xlsx"] / "tables.xlsx").read_bytes()))
    assert book.sheetnames == ["read me", *BLOCKS]
    page = book["offers"]
    headings = {cell.value: cell.column_letter for cell in page[1]}
    assert page.freeze_panes == "B2"
    assert all(cell.font.bold and cell.comment.text for cell in page[1])
    assert "days from the alert" in page[f"{headings['notice_days']}1"].comment.text
    lists = {str(v.sqref).split("2:")[0]: v for v in page.data_validations.dataValidation}
    status, nation, requires = (lists[headings[name]] for name in ("status", "nation", "requires"))
    assert (status.formula1, status.showErrorMessage, status.errorStyle) == ('"exploratory,offered,announced,deployed"', True, None)
    assert (nation.formula1, nation.errorStyle) == ("nations!$A$2:$A$2000", "warning")
    assert (requires.formula1, requires.showErrorMessage) == ("conditions!$A$2:$A$2000", False)  # a cell may hold several
    assert all(len(v.formula1) <= 255 for sheet in book for v in sheet.data_validations.dataValidation)
    share = book["requirements"]
    letter = next(cell.column_letter for cell in share[1] if cell.value == "lead.min_share")
    assert (share[f"{letter}2"].value, share[f"{letter}2"].number_format) == (0.3, "0%")


@pytest.mark.parametrize("block", BLOCKS)
def test_every_heading_is_a_key_that_the_schema_knows(block):
    """A row with a word under each heading may say anything wrong but a column that is not known."""
    for column in columns(block, []):
        value: object = "x"
        for part in reversed(column.heading.replace("@", ".").split(".")):
            value = {part: value}
        row = {} if (block,) in KEYS and column.heading == KEYS[(block,)] else value
        problems: list = []
        parse(Document({block: {"FRA": [row] if block == "offers" else row}}), problems)
        assert not [p.what for p in problems if f"{block}.FRA" in p.what and "knows no key" in p.what], column.heading


def test_what_every_row_needs_comes_first_and_what_is_not_planned_not_at_all():
    lines = columns("requirements", ["needs.mcm@entry", "minimum"])
    needed = [column.needed for column in lines]
    assert needed == sorted(needed, reverse=True)
    assert [c.heading for c in lines[:3]] == ["requirement", "pillar", "needs.mcm@entry"]
    assert {"minimum", "lead.min_share"} <= {c.heading for c in lines}
    assert not {"standby", "minimum.share", "area.nation"} & {c.heading for c in lines}
    assert next(c for c in lines if c.heading == "pillar").words == ("training", "reassurance", "neighbour")
    assert [part.heading for part in open_parts("requirements")] == ["needs.NAME@PHASE", "minimum.NAME", "min_contribution.NAME"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--tables", "--xlsx"), "name one of the two"),
        (("--tables", "--like", "example"), "leave out --like example"),
        (("--xlsx", "--like", "multinational-force"), "leave out --like multinational-force"),
    ],
)
def test_ways_that_do_not_go_together_are_refused(tmp_path, words, told):
    result = posture("init", tmp_path / "new", *words)
    assert result.exit_code == 2
    assert told in result.stderr
    assert not (tmp_path / "new").exists()


def test_a_workbook_with_a_slip_is_told_at_its_cell_and_exit_code_1(written, tmp_path):
    book = load_workbook(written["xlsx"] / "tables.xlsx")
    book["offers"]["E5"].value = "two"
    book["sites"]["B3"].value = None
    book["nations"]["B1"].value = "titel"
    book["nations"]["B2"].value = "France"
    for name in ("scenario.yaml", "README.md"):
        (tmp_path / name).write_bytes((written["xlsx"] / name).read_bytes())
    book.save(tmp_path / "tables.xlsx")
    result = posture("check", tmp_path)
    assert result.exit_code == 1
    assert "tables.xlsx:5:5 (sheet offers, row 5, deployed): error: " in result.output
    assert "tables.xlsx:1:2 (sheet nations, row 1, titel): error: this table knows no column 'titel'; did you mean title?" in result.output
    assert "(sheet sites, row 3" in result.output
    assert "Traceback" not in result.output
