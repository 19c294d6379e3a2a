"""A file that a planner names: its bytes, bounded in size, and their text, UTF-8 and free of what no text holds."""

import re
from pathlib import Path

from planner.scenario.problems import Mark, Problem

MOST_BYTES = 20_000_000
BREAKS = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # what YAML takes for the end of a line
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
RIGHTS = "check that you may read it"


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
            raise _Unusable("there is no such file", "check the spelling and the folder")
        if not path.is_file():
            raise _Unusable("this is not an ordinary file", "name a file on disk")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise _Unusable(f"cannot be read ({error.strerror or error})", RIGHTS) from error
    except ValueError as error:  # a name that no file can have
        raise _Unusable("no file can have this name", "check the spelling") from error
    if len(data) > MOST_BYTES:
        raise _Unusable(f"larger than {MOST_BYTES // 1_000_000} MB", "split it; in a scenario, move long lists into tables")
    return data


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _Unusable('saved as UTF-16 ("Unicode")', "save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = _line(data[: error.start].decode("utf-8", errors="replace"))
        raise _Unusable(f"line {line} is not UTF-8", "save the file as UTF-8 (in a spreadsheet: CSV UTF-8)") from error
    if found := UNPRINTABLE.search(text):
        what = f"line {_line(text[: found.start()])} holds a character that does not print (U+{ord(found[0]):04X})"
        raise _Unusable(what, "delete it; if there are many, this is not a text file")
    if not text.strip():
        raise _Unusable("the file is empty", "save what you wrote, or name another file")
    return text


def _line(before: str) -> int:
    return len(BREAKS.split(before))
