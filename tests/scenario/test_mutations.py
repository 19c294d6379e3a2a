"""Whatever happens to the bytes of a scenario or its tables: problems or a document, never an exception."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.scenario import source, tables
from planner.scenario.document import paths
from planner.scenario.options import merge
from planner.scenario.problems import Problem, render

EXAMPLE = Path(__file__).parents[2] / "scenarios" / "example"
FILES = {file.name: file.read_bytes() for file in sorted(EXAMPLE.iterdir()) if file.suffix in {".yaml", ".csv"}}
PIECES = [
    b"", b"\t", b"\n", b"\r", b"\x00", b"\xff", b"\xc2\x85", b"\xef\xbb\xbf", b"{", b"}", b"[", b"]", b'"', b"'", b"&a ", b"*a ",
    b"!!", b"!t ", b"<<: ", b"? ", b"- ", b": ", b":", b",", b";", b"|", b">", b"%", b"@", b"`", b"#", b"---\n", b"...\n", b"null",
    b"{table: offers.csv}",
    b"{table: ../x.csv}", b'"\\ud800"', b'"\\U99999999"', b"1e999", b"9" * 5000, b"%YAML 9.9\n", b"\xf0\x9f\x9a\x80", b" " * 3,
]  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, bytes]:
    """The example's files, of which one or two are cut, spliced or overwritten in a few places."""
    files = dict(FILES)
    for name in draw(st.lists(st.sampled_from(sorted(files)), min_size=1, max_size=2)):
        data = files[name]
        for _ in range(draw(st.integers(1, 4))):
            at = draw(st.integers(0, len(data)))
            taken = draw(st.one_of(st.integers(0, 3), st.integers(0, 200), st.just(len(data))))
            piece = draw(
                st.one_of(st.sampled_from(PIECES), st.binary(max_size=8), st.integers(0, len(data)).map(lambda n, d=data: d[n : n + 60]))
            )
            data = data[:at] + piece + data[at + taken :]
        files[name] = data
    return files


def read_all(files: dict[str, bytes]) -> None:
    """Read, expand and merge; hold what every result must be."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for name, data in files.items():
            (root / name).write_bytes(data)
        problems: list[Problem] = []
        document = tables.expand(source.read(root / "scenario.yaml", problems), root, problems)
        assert isinstance(document.value, dict)
        options = document.value.get("options")
        for option in [None, *(options if isinstance(options, dict) else {"late": None})]:
            merged = merge(document, option, problems)
            assert set(paths(merged.value)) <= set(merged.marks) or problems
            assert all(merged.mark(path) for path in paths(merged.value)) or problems
        assert document.value or problems
        assert all(p.what and (p.where is None or (p.where.line >= 1 and p.where.column >= 1)) for p in problems)
        render(problems).encode()


@given(mutated())
@settings(max_examples=100, deadline=None)
def test_no_mutation_of_the_example_raises(files):
    read_all(files)


@given(mutated())
@settings(max_examples=40, deadline=None)
def test_nor_with_the_parser_written_in_python(files):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source, "LOADER", yaml.SafeLoader)
        read_all(files)


def test_the_example_itself_has_a_place_for_everything():
    problems: list[Problem] = []
    document = tables.expand(source.read(EXAMPLE / "scenario.yaml", problems), EXAMPLE, problems)
    for option in [None, *document.value["options"]]:
        merged = merge(document, option, problems)
        assert set(merged.marks) == set(paths(merged.value))
    assert not problems
