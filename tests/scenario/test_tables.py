"""Tables: rows in place of `{table: file.csv}`, each cell at its row and column, and nothing read outside the root."""

from pathlib import Path

import pytest

from planner.scenario import options, source, tables
from planner.scenario.document import Document
from planner.scenario.problems import Problem
from planner.scenario.schema import parse


def only(found: tuple[Document, list[Problem]]) -> Problem:
    _, problems = found
    assert len(problems) == 1, problems
    return problems[0]


def test_a_keyed_block_is_rows_by_id_with_the_place_of_each_cell(expand):
    text = "site,country,capacity.beds,capacity.berths,works_from\ncamp,UKR,9000,,010\n\nport, ROU ,,8,\n"
    document, problems = expand("sites: {table: sites.csv}\n", sites=text)
    assert not problems
    assert document.value["sites"] == {
        "camp": {"country": "UKR", "capacity": {"beds": 9000}, "works_from": "010"},
        "port": {"country": "ROU", "capacity": {"berths": 8}},
    }
    berths = document.mark(("sites", "port", "capacity", "berths"))
    assert berths is not None
    assert (Path(berths.file).name, berths.line, berths.column, berths.cell) == ("sites.csv", 4, 13, "row 4, capacity.berths")
    assert berths.text == "port, ROU ,,8,"
    row = document.mark(("sites", "port", "nothing", "here"))
    assert row is not None
    assert row.cell == "row 4"
    heading = document.key_mark(("sites", "port", "capacity", "berths"))
    assert heading is not None
    assert (heading.line, heading.cell) == (1, "row 1, capacity.berths")
    assert [Path(f).name for f in document.files] == ["s.yaml", "sites.csv"]


def test_the_phase_stands_after_an_at_sign(expand):
    text = "id,pillar,needs.mcm@entry,needs.mcm@stabilise\nsea,reassurance,2,5\n"
    document, problems = expand("requirements: {table: r.csv}", r=text)
    assert not problems
    assert document.value["requirements"]["sea"] == {"pillar": "reassurance", "needs": {"mcm": {"entry": 2, "stabilise": 5}}}


def test_offers_keep_every_row_of_an_id_as_a_tier(expand):
    text = "id,nation,deployed,tier\nGBR-bg,GBR,2,1\nFRA-bg,FRA,3,1\nGBR-bg,GBR,1,2\n"
    document, problems = expand("offers: {table: o.csv}", o=text)
    assert not problems
    assert document.value["offers"]["GBR-bg"] == [{"nation": "GBR", "deployed": 2, "tier": 1}, {"nation": "GBR", "deployed": 1, "tier": 2}]
    second = document.mark(("offers", "GBR-bg", 1, "deployed"))
    assert second is not None
    assert second.cell == "row 4, deployed"


def test_an_offer_in_the_scenario_is_a_list_of_one(expand):
    document, problems = expand("offers:\n  FRA-bg: {nation: FRA, only_at: [camp]}\n  GBR-bg:\n    - {tier: 1}\n    - {tier: 2}\n")
    assert not problems
    assert document.value["offers"] == {"FRA-bg": [{"nation": "FRA", "only_at": ["camp"]}], "GBR-bg": [{"tier": 1}, {"tier": 2}]}
    site = document.marks[("offers", "FRA-bg", 0, "only_at", 0)]
    assert (site.line, site.column) == (2, 35)
    assert ("offers", "FRA-bg", "only_at") not in document.marks
    assert document.key_marks[("offers", "FRA-bg", 0, "nation")].column == 12


def test_a_block_without_ids_is_a_list_of_rows(expand):
    scenario = "equipment: {donations: {table: d.csv}}\nfinance: {funds: {f: {pledges: {table: d.csv}}}}\nbaseline: {table: d.csv}\n"
    document, problems = expand(scenario, d="nation,item,quantity\nDEU,ifv,40\nPOL,ifv,1e2\n")
    rows = [{"nation": "DEU", "item": "ifv", "quantity": 40}, {"nation": "POL", "item": "ifv", "quantity": 100.0}]
    assert not problems
    assert document.value == {"equipment": {"donations": rows}, "finance": {"funds": {"f": {"pledges": rows}}}, "baseline": {"table": rows}}
    assert len(document.files) == 2


def test_an_option_may_bring_a_table(expand):
    """A row says what changes: of every tier of an offer or, with a cell under `tier`, of that one."""
    text = "id,from,tier\nFRA-bg,entry,\nGBR-bg,stabilise,1\nGBR-bg,,2\n"
    document, problems = expand(
        "offers: {}\noptions: {late: {change: {offers: {table: o.csv}, nations: {table: n.csv}}}}", o=text, n="id,role\nFRA,x\n"
    )
    assert not problems
    change = document.value["options"]["late"]["change"]
    assert change["offers"] == {"FRA-bg": {"from": "entry"}, "GBR-bg/1": {"from": "stabilise"}, "GBR-bg/2": {}}
    assert change["nations"] == {"FRA": {"role": "x"}}
    mark = document.mark(("options", "late", "change", "offers", "GBR-bg/1", "from"))
    assert mark is not None
    assert mark.cell == "row 3, from"
    twice = only(expand("offers: {}\noptions: {late: {change: {offers: {table: o.csv}}}}", o="id,from\nF,a\nF,b\n"))
    assert (twice.where.cell, twice.what) == ("row 3, id", 'the offer "F" stands here a second time; the first is row 2')


def test_an_option_changes_what_its_table_says_and_nothing_else(expand):
    base = "id,nation,deployed,tier\nGBR-bg,GBR,2,1\nGBR-bg,GBR,1,2\nFRA-bg,FRA,3,\n"
    late = "offer,deployed,tier\nGBR-bg,4,2\nFRA-bg,5,\n"
    document, problems = expand("offers: {table: o.csv}\noptions: {more: {change: {offers: {table: p.csv}}}}", o=base, p=late)
    merged = options.merge(document, "more", problems)
    assert not problems
    rows = [{"nation": "GBR", "deployed": 2, "tier": 1}, {"nation": "GBR", "deployed": 4, "tier": 2}]
    assert merged.value["offers"] == {"GBR-bg": rows, "FRA-bg": [{"nation": "FRA", "deployed": 5}]}
    document, problems = expand(
        "offers: {table: o.csv}\noptions: {more: {change: {offers: {table: p.csv}}}}", o=base, p="offer,deployed\nGRB-bg,4\n"
    )
    options.merge(document, "more", problems)
    wrong = only((document, problems))
    assert (wrong.where.cell, Path(wrong.where.file).name) == ("row 2, offer", "p.csv")
    assert "did you mean GBR-bg?" in wrong.what


@pytest.mark.parametrize(
    "text",
    [
        'id,groups,title\nFRA,"EU, NATO",Répu\n',
        '\ufeffid,groups,title\r\nFRA,"EU, NATO",Répu\r\n',
        '"id","groups","title"\r"FRA","EU, NATO","Répu"\r',
        'id,groups,title,,\nFRA,"EU, NATO",Répu,,\n,,,,\n',
    ],
)
def test_however_a_spreadsheet_saves_it(expand, text):
    document, problems = expand("nations: {table: n.csv}", n=text)
    assert not problems
    assert document.value["nations"] == {"FRA": {"groups": "EU, NATO", "title": "Répu"}}


@pytest.mark.parametrize(("sign", "name"), [(";", "a semicolon"), ("\t", "a tab"), ("|", "a bar")])
def test_a_delimiter_other_than_a_comma_is_told(expand, sign, name):
    text = "id,groups,title\nFRA,EU/NATO,Répu\n".replace(",", sign).replace("/", ", ")
    document, problems = expand("nations: {table: n.csv}", n=text)
    assert document.value["nations"] == {"FRA": {"groups": "EU, NATO", "title": "Répu"}}
    assert [(p.severity, p.where.cell, p.what) for p in problems] == [("note", "row 1", f"the columns of this table are parted by {name}")]


WORD = "id,title\nEST,Eesti\nAUT,Österreich – größer\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf_8_is_silent(expand, encoding):
    document, problems = expand("nations: {table: n.csv}", n=WORD.encode(encoding))
    assert not problems
    assert document.value["nations"]["AUT"]["title"] == "Österreich – größer"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_read_and_told(expand, encoding):
    mark = "" if encoding == "utf-16" else "\ufeff"
    document, problems = expand("nations: {table: n.csv}", n=(mark + WORD).encode(encoding))
    assert document.value["nations"]["AUT"]["title"] == "Österreich – größer"
    told = only((document, problems))
    assert (told.severity, told.what, told.where.line) == ("note", 'read as UTF-16 ("Unicode text")', 1)


def test_latin_1_is_read_with_a_warning_that_shows_how(expand):
    document, problems = expand("nations: {table: n.csv}", n=WORD.encode("cp1252"))
    assert document.value["nations"]["AUT"]["title"] == "Österreich – größer"
    told = only((document, problems))
    assert (told.severity, told.hint) == ("warning", "save the table as CSV UTF-8")
    assert told.what == 'not UTF-8: read as Windows-1252, which makes this word "Österreich"'
    assert (Path(told.where.file).name, told.where.line, told.where.column, told.where.text) == ("n.csv", 3, 5, "AUT,Österreich – größer")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"id,title\nFRA,\x81\n", "line 2 is not UTF-8"),  # no letter of Windows-1252
        ("id,title\nFRA,Répu\nX,\n".encode() + b"\xe9", "line 4 is not UTF-8"),  # the rest of the file is
        (b"id,title\nFRA,\xe9\x01\n", "not UTF-8"),
        (b"id,title\nFRA,\x00\n", "does not print"),
        ("id,title\nFRA,é\n".encode("utf-16-le"), ""),  # no byte order mark
        (b"\xff\xfei", "UTF-16"),
        (b"", "the file is empty"),
        (b"\n \n", "the file is empty"),
    ],
)
def test_bytes_that_are_no_table_are_told_where_the_file_is_named(expand, data, words):
    document, problems = expand("nations: {table: n.csv}", n=data)
    told = only((document, problems))
    assert (told.severity, Path(told.where.file).name, told.where.line, told.where.column) == ("error", "s.yaml", 1, 18)
    assert words in told.what
    assert document.value["nations"] == {}


@pytest.mark.parametrize(
    ("cell", "what", "hint"),
    [
        ("x", "deployed: expected a number, got 'x'", "digits"),
        ("1,5", "got '1,5'", "write 1.5"),
        ("1.5", "deployed: expected a whole number, 0 or more, got 1.5", ""),
        ("-1", "deployed: expected a whole number, 0 or more, got -1", ""),
        ("nan", "deployed: expected a number, got 'nan'", ""),
        ("1e99", "deployed: expected a number that can be true", ""),
        ("true", "deployed: expected a number, got true", ""),
    ],
)
def test_a_bad_number_in_row_57_is_told_in_row_57(expand, cell, what, hint):
    rows = "".join(f"FRA-{n};FRA;coy;{cell if n == 57 else 1}\n" for n in range(2, 80))
    document, problems = expand("offers: {table: o.csv}", o="sep=;\noffer;nation;unit_type;deployed\n" + rows)
    parse(document, problems)
    found = [p for p in problems if p.where and p.where.cell]
    assert [(p.where.cell, p.where.line, p.where.column) for p in found] == [("row 57, deployed", 58, 16)]
    assert what in found[0].what
    assert hint in found[0].hint


def test_an_unknown_column_is_told_once_at_its_heading(expand):
    document, problems = expand("offers: {table: o.csv}", o="offer,nation,deploied\nA,FRA,1\nB,FRA,1\nC,FRA,1\n")
    parse(document, problems)
    found = {p for p in problems if p.where and p.where.cell}
    assert [(p.where.cell, p.where.column) for p in found] == [("row 1, deploied", 14)]
    assert "this table knows no column 'deploied'; did you mean deployed?" in found.pop().what


def test_a_column_too_many_beside_one_value_is_told(expand):
    document, problems = expand("equipment: {stock: {table: s.csv}}", s="item,quantity,notes\nifv,12,new\nmbt,3,\n")
    assert document.value["equipment"]["stock"]["mbt"] == 3
    parse(document, problems)
    assert [(p.where.cell, p.what) for p in problems if p.where and p.where.cell] == [
        ("row 2", "equipment.stock.ifv: expected a number, got a mapping (key: value)")
    ]


def test_a_cell_of_several_lines_keeps_the_rows_as_the_spreadsheet_counts_them(expand):
    document, problems = expand("nations: {table: n.csv}", n='id,title,role\nFRA,"a\nb",x\nEST,c,y\n')
    assert not problems
    place = document.marks[("nations", "EST", "role")]
    assert (place.line, place.cell, place.column) == (4, "row 3, role", 7)


def test_the_column_of_a_cell_behind_quotes(expand):
    document, _ = expand("nations: {table: n.csv}", n='id,title,role\nFRA,"a, ""b"", c",x\n')
    assert document.value["nations"]["FRA"]["title"] == 'a, "b", c'
    assert document.marks[("nations", "FRA", "role")].column == 19


@pytest.mark.parametrize(
    ("text", "cell", "words"),
    [
        ("id,a\nX,1,2\n", "row 2", "3 cells, the heading 2"),
        ("id,a\nX\n", "row 2", "1 cells, the heading 2"),
        ("id,a,a\nX,1,2\n", "row 1, a", "twice, in columns 2 and 3"),
        ("id,,a\nX,1,2\n", "row 1, column 2", "column 2 has no heading"),
        (",,\nX,1,2\n", "row 1", "this one is empty"),
        ("sit,a\nX,1\n", "row 1, sit", 'no column "site" or "id"; did you mean sit'),
        ("id,a\n,1\n", "row 2", "no name"),
        ("id,a\nX,1\nY,1\nX,2\n", "row 4, id", "a second time; the first is row 2"),
        ('id,a\nX,"1\nY,2\n', "row 2", "quotes"),
        ('id,a\nX,"1"2\n', "row 2", "quotes"),
        ("id,needs.x,needs.x@entry\nX,1,2\n", "row 2, needs.x@entry", "same place"),
        ("id,needs.x@entry,needs.x\nX,1,2\n", "row 2, needs.x", "same place"),
        ("id,needs..x\nX,1\n", "row 1, needs..x", "dot or @"),
        ("id,@\nX,1\n", "row 1, @", "dot or @"),
    ],
)
def test_a_slip_in_a_table_is_told_at_its_cell(expand, text, cell, words):
    found = expand("sites: {table: s.csv}", s=text)
    for problem in found[1]:
        assert problem.where is not None
        assert problem.where.cell.startswith(cell)
    assert words in found[1][0].what


def test_one_conflict_of_headings_spoils_one_cell_only(expand):
    document, problems = expand("sites: {table: s.csv}", s="id,needs.x,needs.x@entry\nX,1,2\nY,,3\n")
    assert len(problems) == 1
    assert document.value["sites"] == {"X": {"needs": {"x": 1}}, "Y": {"needs": {"x": {"entry": 3}}}}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("none.csv", "no such file"),
        ("../outside.csv", "outside"),
        ("/etc/hostname", "outside"),
        ("link.csv", "outside"),
        ("a/../../outside.csv", "outside"),
        ("'C:\\offers\\o.csv'", "outside"),
        ("'\\\\server\\share\\o.csv'", "outside"),
        ("loop.csv", ""),
        ("o.xlsx", "no such file"),
        ("o.xls", "not .xls"),
        (".", "folder"),
        ("x" * 5000, ""),
        ("s.yaml/o.csv", "no such file"),
    ],
)
def test_files_that_a_table_cannot_be(expand, tmp_path, name, words):
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "outside.csv").write_text("id\nX\n")
    (inside / "link.csv").symlink_to(tmp_path / "outside.csv")
    (inside / "loop.csv").symlink_to(inside / "loop.csv")
    (inside / "s.yaml").write_text(f"sites: {{table: {name}}}\n")
    problems: list[Problem] = []
    document = tables.expand(source.read(inside / "s.yaml", problems), inside, problems)
    assert document.value == {"sites": {}}
    assert words in only((document, problems)).what
    assert problems[0].where is not None
    assert problems[0].where.line == 1
    assert problems[0].hint


def test_a_wider_root_lets_a_table_lie_above(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "o.csv").write_text("id\nX\n")
    (tmp_path / "deep" / "s.yaml").write_text("sites: {table: '..\\o.csv'}\n")
    problems: list[Problem] = []
    document = tables.expand(source.read(tmp_path / "deep" / "s.yaml", problems), tmp_path, problems)
    assert not problems
    assert document.value == {"sites": {"X": {}}}


@pytest.mark.parametrize("block", ["{table: 5}", "{table: [a.csv]}", "{table: s.csv, X: {}}"])
def test_a_table_is_one_file_and_stands_alone(expand, block):
    assert only(expand(f"sites: {block}\n", s="id\nX\n")).where is not None


def test_tables_are_bounded(expand, monkeypatch, tmp_path):
    with (tmp_path / "big.csv").open("wb") as file:
        file.truncate(100_000_000)
    assert "20 MB" in only(expand("sites: {table: big.csv}")).what
    monkeypatch.setattr("planner.scenario.csvfile.MOST_CELLS", 5)
    assert "more than 5 cells" in only(expand("sites: {table: s.csv}", s="id,a\nX,1\nY,2\n")).what


def test_a_cell_beyond_the_reader_is_a_problem(expand):
    assert only(expand("sites: {table: s.csv}", s="id,a\nX," + "y" * 200_000 + "\n")).where is not None


@pytest.mark.parametrize("first", ["sep=;\r\n", "SEP=;\n", '"sep=;"\n', "sep=;;;\n"])
def test_a_first_line_that_names_the_delimiter_is_no_row(expand, first):
    document, problems = expand("sites: {table: s.csv}\n", s=first + "site;country;notes\ncamp;UKR;a, b, c, d\n")
    assert not problems
    assert document.value["sites"] == {"camp": {"country": "UKR", "notes": "a, b, c, d"}}
    mark = document.mark(("sites", "camp", "notes"))
    assert mark is not None
    assert (mark.line, mark.cell, mark.text) == (3, "row 2, notes", "camp;UKR;a, b, c, d")
