"""Reading YAML: what words mean, where values stand, and that no file a planner can save ends in a traceback."""

from pathlib import Path

import pytest
import yaml

from planner.scenario import source
from planner.scenario.document import Document
from planner.scenario.problems import Problem
from planner.scenario.scalars import meaning, number


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def parser(request, monkeypatch):
    """Both parsers of PyYAML: the C one is not everywhere."""
    if not hasattr(yaml, request.param):
        pytest.skip("this PyYAML has no C parser")
    monkeypatch.setattr(source, "LOADER", getattr(yaml, request.param))


@pytest.fixture
def read(tmp_path):
    def read(text: str | bytes) -> tuple[Document, list[Problem]]:
        file = tmp_path / "s.yaml"
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        problems: list[Problem] = []
        return source.read(file, problems), problems

    return read


def only(found: tuple[Document, list[Problem]]) -> Problem:
    _, problems = found
    assert len(problems) == 1, problems
    return problems[0]


def at(problem: Problem) -> tuple[int, int]:
    assert problem.where is not None
    return problem.where.line, problem.where.column


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"), ("no", "no"), ("on", "on"), ("yes", "yes"), ("Y", "Y"), ("22:30", "22:30"), ("70%", "70%"),
        ("2026-01-01", "2026-01-01"), ("D-75", "D-75"), ("1_000", "1_000"), ("1,5", "1,5"), ("010", "010"), ("-007", "-007"),
        ("0x1F", "0x1F"), ("0o17", "0o17"), (".inf", ".inf"), (".nan", ".nan"), ("1e999", "1e999"), ("1.2.3", "1.2.3"), ("٣", "٣"),
        ("9" * 31, "9" * 31),
        ("1e3", 1000.0), ("1E-2", 0.01), ("0", 0), ("-3", -3), ("+5", 5), (".5", 0.5), ("5.", 5.0), ("0.05", 0.05),
        ("10031000161211000000", 10031000161211000000), ("true", True), ("False", False), ("null", None), ("~", None), ("", None),
        ("tRUE", "tRUE"),
    ],
)  # fmt: skip
def test_what_a_word_means(text, value):
    found = meaning(text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(("text", "value"), [("010", 10), ("-007", -7), ("00.5", 0.5), ("7", 7), ("x", None), ("", None), ("1e999", None)])
def test_where_a_number_is_expected_leading_zeros_are_decimal(text, value):
    assert number(text) == value


@pytest.mark.usefixtures("parser")
def test_quotes_make_text_and_every_value_has_its_place(read):
    document, problems = read('a:\n  b: "12"\n  c: [1, {d: on}]\n')
    assert not problems
    assert document.value == {"a": {"b": "12", "c": [1, {"d": "on"}]}}
    places = {path: (m.line, m.column) for path, m in document.marks.items()}
    assert places == {
        (): (1, 1), ("a",): (2, 3), ("a", "b"): (2, 6), ("a", "c"): (3, 6), ("a", "c", 0): (3, 7), ("a", "c", 1): (3, 10),
        ("a", "c", 1, "d"): (3, 14),
    }  # fmt: skip
    assert document.key_marks[("a", "c", 1, "d")].column == 11
    assert document.marks[("a", "b")].text == '  b: "12"'
    assert document.mark(("a", "c", 1, "nowhere", 3)) == document.marks[("a", "c", 1)]


@pytest.mark.usefixtures("parser")
def test_keys_are_text(read):
    document, problems = read("NO: 1\n12: 2\ntrue: 3\n1e3: 4\n2026-01-01: 5\n")
    assert not problems
    assert list(document.value) == ["NO", "12", "true", "1e3", "2026-01-01"]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("text", ["\ufeffa: 1\nb: x\n", "a: 1\r\nb: x\r\n", "a: 1\rb: x", "a: 1\nb: x", "---\na: 1\nb: x\n...\n"])
def test_line_ends_and_byte_order_marks_are_no_matter(read, text):
    document, problems = read(text)
    assert not problems
    assert document.value == {"a": 1, "b": "x"}


@pytest.mark.usefixtures("parser")
def test_an_alias_keeps_its_own_place_and_its_inside_that_of_the_anchor(read):
    document, problems = read("a: &x {b: [1, 2]}\nc: *x\n")
    assert not problems
    assert document.value == {"a": {"b": [1, 2]}, "c": {"b": [1, 2]}}
    assert document.value["a"] is not document.value["c"]
    assert (document.marks[("c",)].line, document.marks[("c",)].column) == (2, 4)
    assert document.marks[("c", "b", 1)].line == 1
    assert document.key_marks[("c",)].line == 2


@pytest.mark.usefixtures("parser")
def test_a_key_twice_names_both_places(read):
    problem = only(read("nations:\n  FRA: {}\n  EST: {}\n  FRA: {}\n"))
    assert at(problem) == (4, 3)
    assert '"FRA"' in problem.what
    assert "s.yaml:2:3" in problem.what


@pytest.mark.usefixtures("parser")
def test_all_slips_that_leave_the_rest_readable_come_at_once(read):
    document, problems = read("a: !!python/object:os.system x\na: 1\nb:\n  <<: {c: 1}\n'': 3\n")
    assert [at(p) for p in problems] == [(1, 4), (2, 1), (4, 3), (5, 1)]
    assert "extends" in problems[2].hint
    assert document.value["a"] == 1


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a:\n\tb: 1\n", (2, 1), "tab"),
        ("a:\n  b: 1\n c: 2\n", (3, 2), "indentation"),
        ("a: 1\n  b: 2\n", (2, 3), "indented deeper"),
        ('a: "x\nb: 2\n', (1, 4), "never closed"),
        ("a: 'it's'\n", (1, 8), "closing quote"),
        ("a: b: c\n", (1, 5), "second colon"),
        ("a:1\nb: 2\n", (1, 1), "key: value"),
        ("a: 1\nb\nc: 2\n", (2, 1), "no colon"),
        ("a: [1, 2\nb: 3\n", (1, 4), "not closed"),
        ("x: 0\na: {x: 1 # {\n b: 2\n", (2, 4), "not closed"),
        ("a: {x: 1 y: 2}\n", (1, 11), "comma"),
        ("a: {x: [1, y: 2}\n", (1, 8), "before the } of line 1"),
        ("a: [1,,2]\n", (1, 7), "value is missing"),
        ("a: @x\n", (1, 4), "quoted"),
        ("a: *\n", (1, 5), "anchor"),
        ("a: [1, {x: 2},\n# c\n", (1, 4), "never closed"),
        ("a: {x: 1\n", (1, 4), "never closed"),
        ("b: 2\n: 3\n", (2, 1), "key is missing"),
        ("a: *nobody\n", (1, 4), "no anchor &nobody"),
        ("a: &x [*x]\n", (1, 8), "inside what it names"),
        ("a: 1\n- b\n", (2, 1), "item of a list"),
        ("- a\nb: 1\n", (2, 1), "items of a list"),
        ("a: | x\n", (1, 6), "same line"),
        ("%YAML 3.0\n---\na: 1\n", (1, 1), "%YAML"),
        ("a: 1\n---\nb: 2\n", (2, 1), "second document"),
        ("? [a]\n: 1\n", (1, 3), "cannot be a key"),
        ("x" * 2000 + ": 1\n", (1, 1), "1024"),
        ("- a\n", (1, 1), "key: value"),
        ("just text\n", (1, 1), "key: value"),
        ('a: "\\0"\n', (1, 4), "U+0000"),
    ],
)
def test_a_slip_is_told_where_it_was_made(read, text, place, words):
    problem = only(read(text))
    assert at(problem) == place
    assert words in problem.what
    assert problem.hint
    assert "token" not in problem.what


@pytest.mark.parametrize("escape", ["\\q", "\\U99999999", "\\ud800", "\\x1"])
@pytest.mark.usefixtures("parser")
def test_a_broken_escape_is_a_problem(read, escape):
    assert only(read(f'a: "{escape}"\n')).severity == "error"


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("text", ["[" * 50_000, "a: " + "{b: " * 50_000, "- " * 5_000, "".join(" " * n + "k:\n" for n in range(100))])
def test_what_nests_too_deep_is_refused_before_it_grows(read, text):
    assert "64" in only(read(text)).what


@pytest.mark.usefixtures("parser")
def test_sixty_four_levels_are_read(read):
    document, problems = read("a: " + "[" * 63 + "]" * 63)
    assert not problems
    assert list(document.marks)[-1] == ("a", *[0] * 62)
    assert "64" in only(read("a: " + "[" * 64 + "]" * 64)).what


@pytest.mark.usefixtures("parser")
def test_an_alias_bomb_is_refused(read):
    levels = [f"k{n}: &k{n} [{', '.join([f'*k{n - 1}'] * 10)}]" for n in range(1, 10)]
    problem = only(read("\n".join(["k0: &k0 [1, 2]", *levels])))
    assert "100,000" in problem.what
    assert problem.where is not None
    assert problem.where.text.startswith("k5")


@pytest.mark.usefixtures("parser")
def test_aliases_cannot_nest_deeper_than_brackets_may(read):
    text = "\n".join(["k0: &k0 " + "[" * 40 + "]" * 40, "k1: " + "[" * 30 + "*k0" + "]" * 30])
    assert at(only(read(text))) == (2, 35)


def test_a_flood_of_slips_ends_the_reading(read):
    document, problems = read("a: {" + "k: v, " * 20_000 + "}")
    assert document.value == {}
    assert len(problems) == 1_000


def test_a_limit_on_values_keeps_memory_in_bounds(read, monkeypatch):
    monkeypatch.setattr(source, "MOST_VALUES", 5)
    assert "more than 5 values" in only(read("a: [1, 2, 3, 4]\n")).what


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        ("a: é\n".encode("latin-1"), "line 1 is not UTF-8"),
        ("a: 1\n".encode("utf-16"), "UTF-16"),
        (b"a: 1\nb: \x00\n", "line 2 holds a character that does not print (U+0000)"),
        (b"a: \x1b[31m\n", "U+001B"),
        (b"PK\x03\x04\xff\xfe", "not UTF-8"),
    ],
)
def test_files_that_are_no_text(read, data, words):
    found = only(read(data))
    assert words in found.what
    assert "s.yaml" in found.what


def test_files_that_cannot_be_read(tmp_path):
    problems: list[Problem] = []
    big = tmp_path / "big.yaml"
    with big.open("wb") as file:
        file.truncate(100_000_000)  # sparse: takes no room
    loop = tmp_path / "loop.yaml"
    loop.symlink_to(loop)
    for name in (tmp_path / "none.yaml", tmp_path, big, loop, Path("x" * 5000), Path("a\0b")):
        assert source.read(name, problems) == Document({}, files={str(name): b""})
    words = ["no such file", "folder", "20 MB", "", "", ""]
    assert len(problems) == len(words)
    assert all(word in p.what for word, p in zip(words, problems, strict=True))


def test_only_a_comment_is_no_scenario(read):
    assert "blocks" in only(read("# nothing yet\n")).what
