"""A file that a planner names: its bytes, bounded in size, and their text, UTF-8 and free of what no text holds."""

import errno
import re
from contextlib import suppress
from itertools import islice
from pathlib import Path

from planner.scenario.problems import Mark, Problem, suggest

MOST_BYTES = 20_000_000
BREAKS = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # what YAML takes for the end of a line
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MOST_BESIDE = 1_000  # files of a folder that are looked at for a name that was meant
RIGHTS = "check that you may read it"
NO_NAME = ("no file can have this name", "check the spelling")
TOO_LARGE = (f"larger than {MOST_BYTES // 1_000_000} MB", "split it; in a scenario, move long lists into tables")


class _Unusable(Exception):  # noqa: N818  # never leaves this file
    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.hint = hint


def contents(path: Path, where: Mark | None, problems: list[Problem]) -> bytes | None:
    """Return the bytes of a file; None, and a problem at `where`, if they cannot be had."""
    try:
        return _bytes(path)
    except _Unusable as found:
        problems.append(Problem("error", where, f"{path}: {found}", found.hint))
        return None


def text(data: bytes, path: Path, where: Mark | None, problems: list[Problem]) -> str | None:
    """Return the text of a file's bytes without byte order mark; None, and a problem at `where`, if they are none."""
    try:
        return _text(data)
    except _Unusable as found:
        problems.append(Problem("error", where, f"{path}: {found}", found.hint))
        return None


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise _Unusable("a folder stands here, and a file is needed", "name the file in it")
        if not path.exists():
            raise _Unusable("there is no such file" + suggest(path.name, _beside(path)), "check the spelling and the folder")
        if not path.is_file():
            raise _Unusable("this is not an ordinary file", "name a file on disk")
        if path.stat().st_size > MOST_BYTES:
            raise _Unusable(*TOO_LARGE)  # before a byte of it is read
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise _Unusable(*NO_NAME) from error
        raise _Unusable(f"cannot be read ({error.strerror or error})", RIGHTS) from error
    except ValueError as error:  # a zero byte in it
        raise _Unusable(*NO_NAME) from error
    if len(data) > MOST_BYTES:
        raise _Unusable(*TOO_LARGE)  # it grew, or its size was not known
    return data


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _Unusable('saved as UTF-16 ("Unicode")', "save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\0" in data:
            raise _Unusable("this is not a text file", "name the YAML file of a scenario, or a folder that holds scenario.yaml") from error
        line = _line(data[: error.start].decode("utf-8", errors="replace"))
        raise _Unusable(f"line {line} is not UTF-8", "save the file as UTF-8 (in a spreadsheet: CSV UTF-8)") from error
    if found := UNPRINTABLE.search(text):
        what = f"line {_line(text[: found.start()])} holds a character that does not print (U+{ord(found[0]):04X})"
        raise _Unusable(what, "delete it; if there are many, this is not a text file")
    if not text.strip():
        raise _Unusable("the file is empty", "save what you wrote, or name another file")
    return text


def _beside(path: Path) -> list[str]:
    """Return names of files that stand where a missing one was looked for."""
    with suppress(OSError, ValueError):
        return [other.name for other in islice(path.parent.iterdir(), MOST_BESIDE)]
    return []


def _line(before: str) -> int:
    return len(BREAKS.split(before))
