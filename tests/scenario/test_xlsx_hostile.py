"""Workbooks that are none, that are damaged or that mean harm: told where they are named, once, and nothing else happens."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from planner.scenario import Problem, source, tables
from tests.scenario.books import GOOD, heavy, laughs, only, rewritten, two_sheets, workbook


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "the file is empty"),
        (b"site,a\nx,1\n", "no workbook, whatever its name says"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "protected by a password, or is of the kind before 2007"),
        (b"PK\x03\x04", "it is damaged or not whole"),
        (GOOD[:-200], "cannot be read as a workbook"),
        (GOOD[:300] + bytes(200) + GOOD[500:], "cannot be read as a workbook"),
        (rewritten(GOOD, lambda name, part: part[:40]), "cannot be read as a workbook"),
        (rewritten(GOOD, lambda name, part: b"" if name.endswith("sheet1.xml") else part), "cannot be read as a workbook"),
        *((rewritten(GOOD, laughs(name)), "it declares entities") for name in (
            "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "[Content_Types].xml")),
    ],
)  # fmt: skip
def test_a_file_that_is_no_workbook_is_told_where_it_is_named(expand_book, data, words):
    document, problems = expand_book(data)
    problem = only((document, problems))
    assert words in problem.what
    assert problem.hint
    assert (Path(problem.where.file).name, problem.where.line, problem.where.column) == ("s.yaml", 1, 16)
    assert document.value["sites"] == {}


@pytest.mark.parametrize("name", ["b.xls", "b.xlsb", "b.ods", "b.numbers", "B.ODS"])
def test_other_spreadsheets_are_refused_with_the_way_out(expand_book, name):
    problem = only(expand_book(GOOD, f"{{table: {name}}}", name))
    assert "a table is a CSV file or an .xlsx workbook" in problem.what
    assert ".xlsx" in problem.hint


def test_a_workbook_under_another_name_is_told(expand_book):
    problem = only(expand_book(GOOD, "{table: b.csv}", "b.csv"))
    assert "a workbook or an archive" in problem.what
    assert ".xlsx" in problem.hint


def test_a_sheet_of_a_csv_file_is_refused(expand_book):
    problem = only(expand_book(b"site\nx\n", "{table: b.csv, sheet: a}", "b.csv"))
    assert problem.where.column == 30
    assert "no sheets" in problem.what


def test_a_workbook_with_macros_is_read_and_nothing_runs(expand_book):
    def macro(name: str, part: bytes) -> bytes:
        return part.replace(b"spreadsheetml.sheet.main+xml", b"ms-excel.sheet.macroEnabled.main+xml").replace(
            b"application/vnd.openxmlformats-officedocument.ms-excel", b"application/vnd.ms-excel"
        )

    document, problems = expand_book(rewritten(GOOD, macro), "{table: b.xlsm}", "b.xlsm")
    assert not problems
    assert document.value["sites"] == {"x": {"a": "text"}}


def test_a_bomb_is_judged_by_what_it_says_before_it_unpacks(expand_book, monkeypatch):
    monkeypatch.setattr("planner.scenario.xlsxfile.MOST_UNPACKED", 3_000_000)
    monkeypatch.setattr("planner.scenario.xlsxfile.MOST_PART", 1_000_000)
    assert "unpacked it is larger than 3 MB" in only(expand_book(heavy("xl/worksheets/sheet1.xml", 3_000_001))).what
    assert "its part xl/styles.xml is larger than 1 MB" in only(expand_book(heavy("xl/styles.xml", 1_000_001))).what


@pytest.mark.parametrize(
    "data", [None, b"no workbook", GOOD[:-200], rewritten(GOOD, laughs("xl/styles.xml")), heavy("xl/styles.xml", 20_000_001)]
)
def test_a_workbook_that_cannot_be_used_is_told_once_however_often_it_is_named(tmp_path, data):
    if data is not None:
        (tmp_path / "b.xlsx").write_bytes(data)
    (tmp_path / "s.yaml").write_text("".join(f"{name}: {{table: b.xlsx, sheet: {name}}}\n" for name in ("sites", "offers", "nations")))
    problems: list[Problem] = []
    document = tables.expand(source.read(tmp_path / "s.yaml", problems), tmp_path, problems)
    assert only((document, problems)).where.line == 1
    assert document.value == {"sites": {}, "offers": {}, "nations": {}}


def test_a_workbook_is_opened_once_for_all_its_sheets(tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr("planner.scenario.xlsxfile.load_workbook", lambda *a, **k: opened.append(1) or load_workbook(*a, **k))
    (tmp_path / "b.xlsx").write_bytes(workbook(["site", "a"], ["x", 1], change=two_sheets))
    (tmp_path / "s.yaml").write_text(
        "sites: {table: b.xlsx, sheet: sites}\noffers: {table: b.xlsx, sheet: offers}\nnations: {table: b.xlsx, sheet: n}\n"
    )
    problems: list[Problem] = []
    document = tables.expand(source.read(tmp_path / "s.yaml", problems), tmp_path, problems)
    assert (document.value["sites"], len(opened), len(problems)) == ({"x": {"a": 1}}, 1, 2)
