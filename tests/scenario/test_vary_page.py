"""The page on varying a scenario shows what is merged and what is refused, to the letter."""

from contextlib import chdir
from pathlib import Path

from planner.scenario import layers, options
from planner.scenario.load import show_merged
from planner.scenario.problems import Problem, render
from tests.scenario.test_mending_page import FENCE

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "vary-a-scenario.md"


def test_the_page_shows_what_is_merged_and_refused(tmp_path):
    page = PAGE.read_text(encoding="utf-8").replace("```yaml shown", "```shown")
    tried = 0
    with chdir(tmp_path):
        for language, name, text in FENCE.findall(page):
            if language == "yaml":
                Path(name or "scenario.yaml").write_text(text, encoding="utf-8")
            elif language == "shown":
                assert text in show_merged("scenario.yaml", name or None)
                tried += 1
            elif language == "text":
                assert refused() == text
                tried += 1
    assert tried == 4


def refused() -> str:
    problems: list[Problem] = []
    document = layers.read(Path("scenario.yaml"), Path(), problems)
    for option in document.value.get("options", {}):
        options.merge(document, option, problems)
    return render(problems)
