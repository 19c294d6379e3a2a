"""The encodings in which spreadsheets save a table, and what is said of each.

UTF-8 is taken as it is. UTF-16 is known by its byte order mark. What is neither is read as Windows-1252, the encoding of Western
European spreadsheets: no byte says that it is this one, so the planner is shown a word as it was read.
"""

import codecs
import re
from pathlib import Path

from planner.scenario.problems import Mark, Problem
from planner.scenario.textfile import UNPRINTABLE

UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
DAMAGED = re.compile(rb"[\xc3-\xf4][\x80-\xbf]")  # hardly ever a letter and a sign of Windows-1252: UTF-8 with a byte amiss
FOREIGN = re.compile(r"\w*[^\x00-\x7f]\w*")
SAVE_AS = "save the table as CSV UTF-8"


def as_utf8(data: bytes, path: Path, problems: list[Problem]) -> bytes:
    """Return a table's bytes in UTF-8, with a problem that says how they were read; bytes that are no such text come back as they are."""
    if data.startswith(UTF16):
        return _utf16(data, path, problems)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return data if DAMAGED.search(data) else _windows(data, path, problems)
    return data


def _utf16(data: bytes, path: Path, problems: list[Problem]) -> bytes:
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError:
        return data
    if UNPRINTABLE.search(text):
        return data
    problems.append(Problem("note", Mark(str(path), 1, 1), 'read as UTF-16 ("Unicode text")', f"{SAVE_AS} to be safe with other programs"))
    return text.encode("utf-8")


def _windows(data: bytes, path: Path, problems: list[Problem]) -> bytes:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return data
    found = FOREIGN.search(text)
    if found is None or UNPRINTABLE.search(text):
        return data
    lines = re.split("\r\n|\r|\n", text[: found.start()])
    whole = re.split("\r\n|\r|\n", text)[len(lines) - 1]
    where = Mark(str(path), len(lines), len(lines[-1]) + 1, text=whole)
    what = f'not UTF-8: read as Windows-1252, which makes this word "{found[0][:40]}"'
    problems.append(Problem("warning", where, what, SAVE_AS))
    return text.encode("utf-8")
