"""A verb that is interrupted while it writes leaves whole files or none: never half of one, and no temporary name."""

import shutil
from pathlib import Path

import pytest

from planner.cli import init as _init  # noqa: F401  # loaded before it is patched
from planner.model import build
from reports.formats import brief_html
from tests.bad_input.catalogue import GOOD, in_process


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("solved")
    shutil.copytree(GOOD, folder / "plan")
    assert in_process(("solve", "plan", "--time-limit", "60s", "--quiet"), folder)[0] == 0
    return folder


def files(folder: Path) -> set[str]:
    return {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}


def test_init_takes_back_what_it_wrote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    copy = shutil.copytree

    def interrupted(source, target, **more):
        copy(source, target, **more)
        raise KeyboardInterrupt

    monkeypatch.setattr(shutil, "copytree", interrupted)
    (tmp_path / "empty").mkdir()
    for name in ("new", "empty"):
        assert in_process(("init", name), tmp_path)[0] == 130
    assert files(tmp_path) == set()
    assert [p.name for p in tmp_path.iterdir()] == ["empty"]


def test_export_leaves_whole_files_only(solved: Path, monkeypatch: pytest.MonkeyPatch):
    def interrupted(_scenario, _placements, path, *_):
        path.write_text("half of a mod")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(build, "write", interrupted)
        assert in_process(("export", "latest", "--to", "out"), solved)[0] == 130
    left = files(solved / "out")
    assert not {name for name in left if name.startswith((".", "program"))}
    assert in_process(("export", "latest", "--to", "whole"), solved)[0] == 0
    assert left < files(solved / "whole")
    assert all((solved / "out" / name).read_bytes() == (solved / "whole" / name).read_bytes() for name in left)


def test_brief_keeps_the_old_page_until_the_new_one_is_whole(solved: Path, monkeypatch: pytest.MonkeyPatch):
    (solved / "b.html").write_text("the old page")

    def interrupted(_page):
        raise KeyboardInterrupt

    monkeypatch.setattr(brief_html, "render", interrupted)
    before = files(solved)
    assert in_process(("brief", "latest", "--to", "b.html"), solved)[0] == 130
    assert (solved / "b.html").read_text() == "the old page"
    assert files(solved) == before
