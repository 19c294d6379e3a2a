"""Problems as a planner sees them."""

from planner.scenario.problems import Mark, Problem, render, suggest


def test_all_problems_in_the_order_of_the_files_each_once():
    late = Problem("warning", Mark("s.yaml", 12, 3, text="  FRA: {}"), "FRA offers nothing")
    cell = Problem("error", Mark("offers.csv", 57, 9, "row 57, units", "FRA-bg,FRA,-3"), "units are below 0", "write 0 or more")
    early = Problem("error", Mark("s.yaml", 2, 8, text="title: x: y"), "a second colon in one line", "quote the text")
    nowhere = Problem("note", None, "training: read, not yet planned")
    assert render([late, cell, late, early, nowhere]) == (
        "note: training: read, not yet planned\n"
        "\n"
        "offers.csv:57:9 (row 57, units): error: units are below 0\n"
        "  57 | FRA-bg,FRA,-3\n"
        "  -> write 0 or more\n"
        "\n"
        "s.yaml:2:8: error: a second colon in one line\n"
        "  2 | title: x: y\n"
        "    |        ^\n"
        "  -> quote the text\n"
        "\n"
        "s.yaml:12:3: warning: FRA offers nothing\n"
        "  12 |   FRA: {}\n"
        "     |   ^\n"
        "\n"
        "2 errors, 1 warning, 1 note\n"
    )


def test_a_flood_is_counted():
    shown = render(Problem("error", Mark("s.yaml", n, 1), "again") for n in range(1, 1001))
    assert shown.count("again") == 200
    assert shown.endswith("1000 or more errors (800 more than are shown)\n")


def test_nothing_to_say():
    assert render([]) == ""


def test_a_long_line_is_cut_around_its_column_and_the_caret_stays_under_it():
    text = "a" * 500 + "X" + "b" * 500
    _, quoted, caret, *_ = render([Problem("error", Mark("s.yaml", 1, 501, text=text), "here")]).splitlines()
    assert len(quoted) < 110
    assert quoted[caret.index("^")] == "X"
    ends = render([Problem("error", Mark("s.yaml", 1, 1001, text=text), "here")]).splitlines()
    assert ends[1][ends[2].index("^")] == "b"


def test_nothing_reaches_the_terminal_that_does_not_print():
    shown = render([Problem("error", Mark("s\x1b.yaml", 1, 3, text="\ta\x1b[31m"), "bad\nkey \x07", "do\rthis")])
    assert shown == "s·.yaml:1:3: error: bad key ·\n  1 |  a·[31m\n    |   ^\n  -> do this\n\n1 error\n"


def test_suggestions_name_the_nearest_known_word_or_none():
    assert suggest("Ceasefir", ["bundestag", "ceasefire"]) == "; did you mean ceasefire?"
    assert suggest("fra", ["FRA", "GBR"]) == "; did you mean FRA?"
    assert suggest("zzz", ["FRA", "GBR"]) == ""
    assert suggest("x", []) == ""


def test_a_word_that_was_only_begun_is_meant():
    assert suggest("notice", ["notes", "notice_days"]) == "; did you mean notice_days?"
    assert suggest("unit", ["unit_types", "units"]) == "; did you mean units?"
    assert suggest("no", ["notes", "notice_days"]) == ""
