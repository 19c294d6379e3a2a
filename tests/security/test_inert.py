"""Text that a stranger wrote shows as text in every output: no markup, no formula, no control character, no path."""

import csv
import html.parser
import io
import json
import re
import unicodedata
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

from planner.cli import app
from planner.scenario import source
from planner.shipped import scenarios

MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&lt;b&gt;{{7*7}}[red]x[/red]"
FORMULA = '=HYPERLINK("http://example.invalid";"x")'
CONTROL = "a\u202eb\u200bc"  # what a YAML file may hold and a screen must not
WORDS = ("title", "notes", "source", "intent", "owner", "reference", "originator", "what", "by", "marking")  # keys of free text
SITE = "rzeszow<script>alert(2)</script>"  # ids are text too
EXEC = ('=cmd|"/c calc"!A1', "@SUM(1)", "+1", "-1")


def hostile(value: object, text: str) -> object:
    """Return a plain scenario with every free text replaced."""
    if isinstance(value, dict):
        return {k: text if k in WORDS and isinstance(v, str) else hostile(v, text) for k, v in value.items()}
    return [hostile(v, text) for v in value] if isinstance(value, list) else value


def posture(*words: object) -> Result:
    return CliRunner().invoke(app, [str(w) for w in words])


@pytest.fixture(scope="module", params=[MARKUP, FORMULA, CONTROL], ids=["markup", "formula", "control"])
def outputs(request, tmp_path_factory) -> dict[str, str]:
    """Every output of one solved scenario whose texts are hostile: name or verb → text."""
    folder = tmp_path_factory.mktemp("hostile")
    plain = hostile(source.read(scenarios() / "starter" / "scenario.yaml", []).value, request.param)
    written = yaml.safe_dump(plain, allow_unicode=False, sort_keys=False).replace("rzeszow", SITE)
    (folder / "scenario.yaml").write_text(written, encoding="utf-8")
    runs = ("--runs", folder / "runs")
    said = {
        "check": posture("check", folder),
        "solve": posture("solve", folder, "--time-limit", "20s", *runs),
        "show": posture("show", "latest", *runs),
        "runs": posture("runs", *runs),
        "compare": posture("compare", folder, *runs),
        "brief": posture("brief", "latest", *runs),
        "export": posture("export", "latest", "--to", folder / "exported", *runs),
        "json": posture("show", "latest", "--json", *runs),
    }
    for verb, result in said.items():
        assert result.exit_code == 0, (verb, result.output)
    found = {verb: result.output for verb, result in said.items()}
    for path in [*(folder / "exported").iterdir(), *(folder / "runs").rglob("*")]:
        if path.is_file() and "input" not in path.parts:
            found[str(path.relative_to(folder))] = path.read_text(encoding="utf-8")
    return found


def named(outputs: dict[str, str], suffix: str) -> dict[str, str]:
    found = {name: text for name, text in outputs.items() if name.endswith(suffix)}
    assert found, f"no output ends with {suffix}"
    return found


class Tags(html.parser.HTMLParser):
    """The elements and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_a_page_holds_no_element_or_handler_that_a_scenario_brought(outputs):
    for page in named(outputs, ".html").values():
        seen = Tags()
        seen.feed(page)
        assert not {"script", "img", "iframe", "object", "x"} & seen.elements
        assert not {a for a in seen.attributes if a.startswith("on")}
        assert "49" not in re.findall(r"onerror=alert\(1\)&gt;&amp;lt;b&amp;gt;(\d+)", page)  # no template ran


def test_a_page_asks_for_nothing_from_anywhere(outputs):
    for page in named(outputs, ".html").values():
        assert not re.findall(r"""(?:src|href)\s*=\s*["']?\s*(?!data:|#)[a-z]+:""", page, flags=re.I)
        assert "@import" not in page
        assert not re.findall(r"url\(\s*['\"]?(?!data:|#)", page)


def test_no_cell_of_a_table_is_a_formula(outputs):
    for name, text in named(outputs, ".csv").items():
        for row in csv.reader(io.StringIO(text)):
            for cell in row:
                starts = cell[:1] in ("=", "@", "+", "\t", "\r") or (cell[:1] == "-" and not re.fullmatch(r"-[\d.]+(e[+-]?\d+)?", cell))
                assert not starts, (name, cell)


def test_nothing_that_steers_a_terminal_or_turns_the_text_reaches_a_reader(outputs):
    for name, text in outputs.items():
        if name.endswith((".json", ".jsonl", ".csv", ".lp", ".mps", ".log")):
            continue
        steering = {c for c in text if unicodedata.category(c) in {"Cc", "Cf"} and c not in "\n\xad"}  # soft hyphens are ours
        assert not steering, (name, steering)


def test_json_reads_back(outputs):
    for name, text in named(outputs, ".json").items():
        assert json.loads(text), name


@pytest.mark.parametrize("name", EXEC)
def test_an_id_that_a_spreadsheet_would_run_is_refused_at_its_place(tmp_path, name):
    text = (scenarios() / "starter" / "scenario.yaml").read_text(encoding="utf-8")
    (tmp_path / "scenario.yaml").write_text(text.replace("  rzeszow:", f"  {json.dumps(name)}:"), encoding="utf-8")
    line = next(n for n, row in enumerate(text.splitlines(), 1) if row.startswith("  rzeszow:"))
    said = posture("check", tmp_path)
    assert said.exit_code == 1
    assert "a name begins with a letter or a digit" in " ".join(said.output.split())
    assert f"scenario.yaml:{line}:" in said.output


def test_names_of_options_make_no_path(tmp_path):
    text = (scenarios() / "starter" / "scenario.yaml").read_text(encoding="utf-8")
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "scenario.yaml").write_text(text.replace("  no-backstop:", "  x/../../../out:"), encoding="utf-8")
    said = posture("solve", tmp_path / "plan", "--option", "x/../../../out", "--time-limit", "20s", "--runs", tmp_path / "deep" / "runs")
    assert said.exit_code == 0, said.output
    assert {p.name for p in tmp_path.iterdir()} == {"plan", "deep"}
    assert [p.parent for p in Path(tmp_path / "deep" / "runs").iterdir()] == [tmp_path / "deep" / "runs"]
