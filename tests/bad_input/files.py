"""Files and folders: what cannot be read or written, is too large, or bears an unusual name."""

import shutil
from pathlib import Path

from tests.bad_input.catalogue import Case, Spoiler, swap, whole
from tests.bad_input.processes import bound_by_rights, in_little_memory, on_a_full_disk
from tests.bad_input.syntax import BOMB, sparse

LONG = "x" * 251 + ".csv"  # 255 bytes, the longest name that a file can have
SOLVE = ("solve", "plan", "--time-limit", "30s", "--quiet")


def locked(name: str) -> Spoiler:
    """Take away the right to read."""

    def spoil(folder: Path) -> str:
        (folder / name).chmod(0)
        return ""

    return spoil


def moved(name: str) -> Spoiler:
    """Move the scenario's folder."""

    def spoil(folder: Path) -> str:
        folder.rename(folder.with_name(name))
        return ""

    return spoil


def read_only(folder: Path) -> str:
    """Take away the right to write where runs are made."""
    folder.parent.chmod(0o555)
    return ""


def named(name: str) -> Spoiler:
    """Give the table of offers another name."""

    def spoil(folder: Path) -> str:
        shutil.move(folder / "offers.csv", folder / name)
        return swap("{table: offers.csv}", f"{{table: {name}}}")(folder)

    return spoil


def nothing(_: Path) -> str:
    return ""


CASES = [
    Case("file not there", nothing, "does not exist", code=2, words=("check", "plam"), severity="none"),
    Case(
        "file not there", lambda folder: (folder / "scenario.yaml").unlink() or "", "plan/scenario.yaml: there is no such file", "spelling"
    ),
    Case(
        "file not readable",
        locked("scenario.yaml"),
        "plan/scenario.yaml: cannot be read (Permission denied)",
        "check that you may read it",
        run=bound_by_rights,
    ),
    Case(
        "file not readable",
        locked("offers.csv"),
        "plan/offers.csv: cannot be read (Permission denied)",
        "check that you may read it",
        run=bound_by_rights,
    ),
    Case("folder not writable", read_only, "permission denied", code=2, words=SOLVE, severity="none", run=bound_by_rights),
    Case("folder not writable", read_only, "permission denied", code=2, words=("init", "new"), severity="none", run=bound_by_rights),
    Case(
        "folder not writable",
        read_only,
        "s.json: permission denied",
        code=2,
        words=("schema", "--to", "s.json"),
        severity="none",
        run=bound_by_rights,
    ),
    Case("disk full", nothing, "This plan could not be saved: ", code=5, words=SOLVE, severity="none", run=on_a_full_disk),
    Case(
        "folder of runs that is a file",
        lambda folder: (folder.parent / "runs").write_text("mine") and "",
        "no run can be kept in runs",
        "--runs",
        code=2,
        words=SOLVE,
        severity="none",
    ),
    Case(
        "file where a folder is needed",
        lambda folder: (folder.parent / "new").write_text("mine") and "",
        "not empty",
        code=2,
        words=("init", "new"),
        severity="none",
    ),
    Case(
        "path with blanks and letters of other scripts",
        moved("план Île-de-France 計画 (2)"),
        "No error: it can be solved",
        code=0,
        severity="none",
        words=("check", "план Île-de-France 計画 (2)"),
    ),
    Case(
        "table with blanks and letters of other scripts",
        named("offres d'été – 提案.csv"),
        "No error: it can be solved",
        code=0,
        severity="none",
    ),
    Case("names of 255 bytes", named(LONG), "No error: it can be solved", code=0, severity="none"),
    Case("names of 255 bytes", moved("y" * 255), "No error: it can be solved", code=0, severity="none", words=("check", "y" * 255)),
    Case(
        "name longer than a file can have",
        swap("{table: offers.csv}", "{table: ▸x" + LONG + "}"),
        ".csv: no file can have this name",
        "spelling",
    ),
    Case("200 MB file in little memory", sparse(200_000_000), "larger than 20 MB", "tables", run=in_little_memory),
    Case("1 000 000 open brackets in little memory", whole("[" * 1_000_000), "nest more than 64 deep", "close", run=in_little_memory),
    Case("alias bomb in little memory", whole(BOMB), "aliases stand for more than 100,000 values", "fewer aliases", run=in_little_memory),
]
