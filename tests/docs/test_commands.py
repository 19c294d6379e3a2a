"""Every command that README and docs show runs, in the order of its page, ends as the page says and prints what it quotes."""

from contextlib import chdir
from pathlib import Path

import pytest
from typer.testing import CliRunner

from planner.cli import app
from tests.docs.commands import PAGES, ROOT, Edit, commands, squeezed, steps

WITH_COMMANDS = [page for page in PAGES if commands(page)]


def run_page(page: str, folder: Path, wanted) -> int:
    with chdir(folder):
        return run(page, folder, wanted)


def run(page: str, folder: Path, wanted) -> int:
    (folder / "scenarios").symlink_to(ROOT / "scenarios")
    (folder / "docs").symlink_to(ROOT / "docs")
    ran = 0
    for step in steps(page):
        if isinstance(step, Edit):
            step.make(folder)
            continue
        if not wanted(step.words):
            continue
        done = CliRunner(env={"NO_COLOR": "1"}).invoke(app, step.words[1:])
        assert done.exit_code == step.ends, f"{page}: {' '.join(step.words)}\n{done.output[-4000:]}\n{done.exception!r}"
        printed = squeezed(done.output)
        assert not [line for line in step.prints if line not in printed], f"{page}: {' '.join(step.words)}\n{done.output}"
        ran += 1
    return ran


def takes_minutes(words: list[str]) -> bool:
    return any("multinational-force" in w for w in words) and words[1] in {"solve", "compare"}


@pytest.mark.parametrize("page", WITH_COMMANDS)
def test_commands_of_the_page_run(page, tmp_path):
    short = [words for words in commands(page) if not takes_minutes(words)]
    assert run_page(page, tmp_path, lambda words: words in short) == len(short) > 0


@pytest.mark.slow
@pytest.mark.parametrize("page", [p for p in WITH_COMMANDS if any(takes_minutes(w) for w in commands(p))])
def test_long_commands_of_the_page_run(page, tmp_path):
    assert run_page(page, tmp_path, lambda _: True) == len(commands(page))
