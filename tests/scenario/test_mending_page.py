"""The page on mending a scenario shows what the tool prints, to the letter."""

import re
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

from planner.scenario import options, source, tables
from planner.scenario.problems import Problem, render

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "mend-a-bad-scenario.md"
FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", flags=re.M | re.S)


def examples(page: str) -> Iterator[tuple[dict[str, str], str]]:
    """Yield the files of each example, by name, and what stands below them as printed."""
    files: dict[str, str] = {}
    for language, name, text in FENCE.findall(page):
        if language == "text":
            yield files, text
            files = {}
        else:
            files[name or "scenario.yaml"] = text


def printed(files: dict[str, str], folder: Path) -> str:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    problems: list[Problem] = []
    with chdir(folder):
        document = source.read(Path("scenario.yaml"), problems)
        document = tables.expand(document, Path(), problems)
        for option in document.value.get("options", {}):
            options.merge(document, option, problems)
    return render(problems)


def test_the_page_shows_what_is_printed(tmp_path):
    shown = list(examples(PAGE.read_text(encoding="utf-8")))
    assert len(shown) > 8
    for n, (files, text) in enumerate(shown):
        folder = tmp_path / str(n)
        folder.mkdir()
        assert printed(files, folder) == text
