"""Workbooks: values at their sheet, row and column; what a spreadsheet hides or never calculated is told, and no stranger's file harms."""

import re
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl.comments import Comment

from tests.scenario.books import GOOD, only, rewritten, two_sheets, workbook

MORNING = datetime(2026, 3, 1, 6, 30)  # noqa: DTZ001  # a spreadsheet knows no time zone


def test_values_are_what_a_csv_file_would_hold(expand_book):
    rows = [
        ["site", "whole", "real", "flag", "day", "code", "text", "share", "sign", "none"],
        ["camp", 7.0, 0.5, True, date(2026, 3, 1), "010", " a; b ", 0.45, "=1+1", None],
        [None] * 10,
        ["port", 1e12, -1.25e-7, False, MORNING, "1e3", "NO", 1, "50%", None],
    ]

    def change(page):
        page["H2"].number_format = "0%"
        page["H4"].number_format = '0" %"'  # the sign is text here, and scales nothing
        page["I2"].data_type = "s"

    document, problems = expand_book(workbook(*rows, change=change))
    assert not problems
    assert document.value["sites"] == {
        "camp": {
            "whole": 7, "real": 0.5, "flag": True, "day": "2026-03-01", "code": "010", "text": "a; b", "share": "45%", "sign": "=1+1",
        },
        "port": {
            "whole": 1_000_000_000_000, "real": -1.25e-7, "flag": False, "day": "2026-03-01 06:30:00", "code": 1000.0, "text": "NO",
            "share": 1, "sign": "50%",
        },
    }  # fmt: skip
    assert isinstance(document.value["sites"]["camp"]["whole"], int)
    place = document.mark(("sites", "port", "share"))
    assert place is not None
    assert (Path(place.file).name, place.line, place.column, place.cell) == ("b.xlsx", 4, 8, "sheet sites, row 4, share")
    assert (place.row, place.heading) == ("4", "share")
    heading = document.key_mark(("sites", "port", "share"))
    assert heading is not None
    assert (heading.line, heading.cell) == (1, "sheet sites, row 1, share")
    assert [Path(f).name for f in document.files] == ["s.yaml", "b.xlsx"]


@pytest.mark.parametrize(
    ("shown", "text"), [(0.07, "7%"), (1 / 3, "33.33333333333333%"), (1, "100%"), (1.5, "150%"), (0, "0%"), (1e-4, "0.01%")]
)
def test_a_percentage_is_read_as_it_is_shown(expand_book, shown, text):
    def change(page):
        page["B2"].number_format = "0.00%"

    assert expand_book(workbook(["site", "a"], ["x", shown], change=change))[0].value["sites"]["x"]["a"] == text


def test_the_sheet_that_is_named_is_read(expand_book):
    data = workbook(["site", "a"], ["x", 1], change=two_sheets)
    assert expand_book(data, "{table: b.xlsx, sheet: sites}")[0].value["sites"] == {"x": {"a": 1}}
    assert expand_book(data, "{table: b.xlsx, sheet: offers}")[0].value["sites"] == {"y": {"a": 2}}
    assert expand_book(workbook(["site"], ["x"], sheet="2026"), "{table: b.xlsx, sheet: 2026}")[0].value["sites"] == {"x": {}}


@pytest.mark.parametrize(
    ("said", "column", "what", "hint"),
    [
        ("{table: b.xlsx}", 16, r"has 2 sheets, and which is meant is not said; there are sites, offers", "write `sheet: sites`"),
        ("{table: b.xlsx, sheet: ofers}", 31, r'has no sheet "ofers"; did you mean offers\?', "its sheets: sites, offers"),
        ("{table: b.xlsx, sheet: chart}", 31, r'has no sheet "chart"', "its sheets: sites, offers"),
        ("{table: b.xlsx, sheet: [a]}", 31, r"a sheet is the name of one sheet", "sheet: offers"),
        ("{table: b.xlsx, shet: offers}", 16, r"stand beside it; did you mean sheet\?", "rows"),
    ],
)
def test_a_sheet_that_is_not_there_is_told_where_it_is_named(expand_book, said, column, what, hint):
    problem = only(expand_book(workbook(["site", "a"], ["x", 1], change=two_sheets), said))
    assert problem.where is not None
    assert (Path(problem.where.file).name, problem.where.line, problem.where.column) == ("s.yaml", 1, column)
    assert re.search(what, problem.what)
    assert hint in problem.hint


def test_formulas_give_the_values_that_were_saved(expand_book):
    data = workbook(["site", "a", "b"], ["x", "=1+1", "=2+2"], ["y", 3, 4])
    told = expand_book(data)[1]
    assert [(p.severity, p.where.cell) for p in told if p.where] == [("error", "sheet sites, row 2, a"), ("error", "sheet sites, row 2, b")]
    assert "never calculated" in told[0].what

    def calculated(name: str, part: bytes) -> bytes:
        return part.replace(b"<v />", b"<v>8</v>").replace(b"<v></v>", b"<v>8</v>").replace(b"<v/>", b"<v>8</v>")

    document, problems = expand_book(rewritten(data, calculated))
    assert document.value["sites"] == {"x": {"a": 8, "b": 8}, "y": {"a": 3, "b": 4}}
    assert (problems[0].severity, problems[0].where.cell) == ("note", "sheet sites")
    assert problems[0].what == "2 cells are formulas; the values saved with them are taken"


@pytest.mark.parametrize(
    ("merge", "cell", "column", "what"),
    [
        ("A3:A5", "sheet sites, row 3, column A", 1, "A3:A5 are merged: each row must say its own"),
        ("A1:B1", "sheet sites, row 1, columns A to B", 1, "A1:B1 are merged: each column must say its own"),
        ("B2:C3", "sheet sites, row 2, columns B to C", 2, "B2:C3 are merged: each row must say its own"),
    ],
)
def test_merged_cells_are_an_error_where_they_are(expand_book, merge, cell, column, what):
    rows = [["site", "a", "b"], *([f"s{n}", n, n] for n in range(5))]
    document, problems = expand_book(workbook(*rows, change=lambda page: page.merge_cells(merge)))
    assert [p.severity for p in problems if "merged" in p.what] == ["error"]
    found = next(p for p in problems if "merged" in p.what)
    assert (found.where.cell, found.where.column, found.what) == (cell, column, what)
    assert document.value["sites"] == {}


def test_cells_merged_beside_the_table_do_no_harm(expand_book):
    assert expand_book(workbook(["site", "a"], ["x", 1], change=lambda page: page.merge_cells("E9:F9")))[1] == []


def test_hidden_rows_and_columns_are_read_and_told(expand_book):
    def change(page):
        page.row_dimensions[2].hidden = True
        page.row_dimensions[90].hidden = True  # nothing stands there
        page.column_dimensions["B"].hidden = True

    document, problems = expand_book(workbook(["site", "a"], ["x", 1], ["y", 2], change=change))
    assert document.value["sites"] == {"x": {"a": 1}, "y": {"a": 2}}
    assert [(p.severity, p.what) for p in problems] == [("note", "1 hidden row and 1 hidden column of this sheet are read like the others")]


def error_cell(page):
    page["B2"].value, page["B2"].data_type = "#N/A", "e"


def long_number(page):
    page["B2"].value = 10031000161211000000


@pytest.mark.parametrize(
    ("change", "severity", "what"),
    [
        (error_cell, "error", "this cell holds the error #N/A"),
        (long_number, "error", "a spreadsheet keeps 15 digits of a number, and this has 20"),
    ],
)
def test_what_is_wrong_in_a_cell_is_told_at_the_cell(expand_book, change, severity, what):
    problem = only(expand_book(workbook(["site", "symbol"], ["x", 1], change=change)))
    assert (problem.severity, problem.what, problem.where.cell) == (severity, what, "sheet sites, row 2, symbol")
    assert (problem.where.line, problem.where.column) == (2, 2)
    assert problem.hint


@pytest.mark.parametrize(
    ("rows", "cell", "words"),
    [
        ([["site", "a", "a"], ["x", 1, 2]], "sheet sites, row 1, a", "twice, in columns 2 and 3"),
        ([["site", None, "a"], ["x", 5, 2]], "sheet sites, row 1, column B", "column 2 has no heading"),
        ([["sit", "a"], ["x", 1]], "sheet sites, row 1, sit", "did you mean sit"),
        ([["site", "a"], [None, 1]], "sheet sites, row 2", "no name"),
        ([["site", "a"], ["x", 1], ["y", 1], ["x", 2]], "sheet sites, row 4, site", "a second time; the first is row 2"),
        ([[None], ["x"]], "sheet sites, row 1", "this one is empty"),
        ([], "sheet sites", "this sheet is empty"),
        ([["site", "a..b"], ["x", 1]], "sheet sites, row 1, a..b", "dot or @"),
    ],
)
def test_a_slip_in_a_sheet_is_told_at_its_cell(expand_book, rows, cell, words):
    problem = only(expand_book(workbook(*rows)))
    assert problem.where.cell == cell
    assert words in problem.what


def test_texts_that_the_workbook_keeps_apart_are_read(expand_book):
    document, problems = expand_book(GOOD)
    assert not problems
    assert document.value["sites"] == {"x": {"a": "text"}}


def test_a_stray_cell_far_away_is_told_and_formats_are_not(expand_book):
    def stray(page):
        page.cell(1_000_000, 16_000, "x")

    assert "the sheet reaches to WQJ1000000: more than 1,000,000 cells" in only(expand_book(workbook(["site"], ["x"], change=stray))).what

    def formatted(page):
        page.cell(100_000, 16_000).number_format = "0%"

    assert expand_book(workbook(["site"], ["x"], change=formatted))[0].value["sites"] == {"x": {}}


def test_times_and_comments_and_notes_of_the_reader_do_no_harm(expand_book):
    def change(page):
        page["B2"].value = time(6, 30)
        page["A2"].comment = Comment("=cmd()", "x")

    document, problems = expand_book(workbook(["site", "a"], ["x", 1], change=change))
    assert not problems
    assert document.value["sites"] == {"x": {"a": "06:30:00"}}
