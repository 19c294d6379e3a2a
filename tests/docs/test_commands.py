"""Every command that README and docs show runs, in the order of its page."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.commands import PAGES, ROOT, commands

WITH_COMMANDS = [page for page in PAGES if commands(page)]


def run_page(page: str, folder: Path, wanted) -> int:
    (folder / "scenarios").symlink_to(ROOT / "scenarios")
    (folder / "docs").symlink_to(ROOT / "docs")
    ran = 0
    for words in commands(page):
        if not wanted(words):
            continue
        done = subprocess.run(
            [sys.executable, "-m", "planner", *words[1:]], cwd=folder, capture_output=True, text=True, timeout=400, check=False,
            env=os.environ | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
        )  # fmt: skip
        assert done.returncode == 0, f"{page}: {' '.join(words)}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
        ran += 1
    return ran


def takes_minutes(words: list[str]) -> bool:
    return any("multinational-force" in w for w in words) and words[1] in {"solve", "compare"}


@pytest.mark.parametrize("page", WITH_COMMANDS)
def test_commands_of_the_page_run(page, tmp_path):
    assert run_page(page, tmp_path, lambda words: not takes_minutes(words)) >= 0


@pytest.mark.slow
@pytest.mark.parametrize("page", [p for p in WITH_COMMANDS if any(takes_minutes(w) for w in commands(p))])
def test_long_commands_of_the_page_run(page, tmp_path):
    assert run_page(page, tmp_path, lambda _: True) > 0
