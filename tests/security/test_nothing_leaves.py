"""A solve talks to nobody, starts only its worker, writes only where it was told to, and runs nothing that a scenario brings."""

import re
import shlex
import stat
import sys
import tempfile
from pathlib import Path

import pytest

from tests.security.watched import Watched, posture

HOME = Path(__file__).parents[2]
FLAGSHIP = HOME / "scenarios" / "multinational-force"


def words_of_make_run() -> list[str]:
    """Return the words after `posture` in the Makefile's target `run`."""
    line = re.search(r"^run:.*\n\t\$\(BIN\)/posture (.*)$", (HOME / "Makefile").read_text(), flags=re.M)
    assert line is not None
    return shlex.split(line[1])


@pytest.fixture(scope="module")
def solved(tmp_path_factory) -> tuple[Watched, Path]:
    """The main job of the README, with the network cut and its three minutes made four seconds."""
    folder = tmp_path_factory.mktemp("watched")
    words = [w if w != "3m" else "4s" for w in words_of_make_run()]
    words = [str(HOME / w) if w.startswith("scenarios/") else w for w in words]
    return posture(*words, "--runs", str(folder / "runs"), folder=folder), folder


def test_it_works_without_any_network(solved):
    done, _ = solved
    assert done.code == 0, done.stderr
    assert "VERIFIED" in done.stdout.upper()


def test_it_asks_for_no_socket(solved):
    assert solved[0].of("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.") == []


def test_it_starts_its_worker_and_nothing_else_and_no_shell(solved):
    done, _ = solved
    assert done.of("os.system", "os.exec", "os.posix_spawn", "os.spawn", "pty.") == []
    started = {(executable, arguments) for executable, arguments, *_ in done.of("subprocess.Popen")}
    assert started == {(sys.executable, repr([sys.executable, "-P", "-m", "solvers.worker"]))}


def test_it_writes_only_below_the_folder_of_runs(solved):
    done, folder = solved
    strange = {p for p in done.written if not p.is_relative_to(folder / "runs")} - {folder / "requests.log"}
    assert {p for p in strange if not _without_name(p)} == set()
    assert any(p.is_relative_to(folder / "runs") for p in done.written)


def _without_name(path: Path) -> bool:
    """Say whether this is a temporary file without a name: opened as its folder, or gone at once, and in any case with the process."""
    home = Path(tempfile.gettempdir())
    return path == home or (path.parent == home and not path.exists())


def test_it_reads_of_the_scenario_what_the_scenario_names_and_runs_none_of_it(solved):
    done, _ = solved
    opened = {p.name for p in done.read if p.is_relative_to(FLAGSHIP)}
    assert opened == {"scenario.yaml", *re.findall(r"table: (\w+\.csv)", (FLAGSHIP / "scenario.yaml").read_text())}


def test_only_the_owner_may_look_into_a_run(solved):
    _, folder = solved
    (run,) = (folder / "runs").iterdir()
    assert stat.S_IMODE(run.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "table",
    ["../secret.csv", "/etc/passwd", "..\\secret.csv", "C:\\secret.csv", "tables/../../secret.csv", "link.csv", "folder/secret.csv"],
)
def test_no_table_is_read_outside_the_folder_of_the_scenario(tmp_path, table):
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.csv").write_text("offer,nation\nsecret,FRA\n")
    (inside / "link.csv").symlink_to(tmp_path / "secret.csv")
    (inside / "folder").symlink_to(tmp_path)
    text = (HOME / "scenarios" / "starter" / "scenario.yaml").read_text()
    start, end = re.search(r"^offers:.*?\n(?=\w)", text, flags=re.M | re.S).span()
    (inside / "scenario.yaml").write_text(f"{text[:start]}offers: {{table: '{table}'}}\n{text[end:]}")
    done = posture("check", str(inside), folder=tmp_path)
    assert done.code == 1
    assert "lies outside the folder of the scenario" in " ".join((done.stdout + done.stderr).split())
    assert tmp_path / "secret.csv" not in {p.resolve() for p in done.read}
    assert Path("/etc/passwd") not in done.read
