"""How files reach the disk: whole or not at all, and nothing half written left under any name where that can be helped."""

import os
from contextlib import suppress
from pathlib import Path

PRIVATE = 0o700
MOST_OF_NAME = 40  # characters that a temporary name takes over: a name may be as long as the system allows


def write(path: Path, content: str | bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, whatever happens in between."""
    temporary = path.with_name(f".{path.name[:MOST_OF_NAME]}.{os.getpid()}.tmp")
    try:
        _put(temporary, os.O_TRUNC, content.encode() if isinstance(content, str) else content, flush=True)
        os.replace(temporary, path)  # noqa: PTH105  # all of this module is of the system's own calls
    except BaseException as fault:
        with suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        if isinstance(fault, OSError):  # told of the file that was asked for
            fault.filename = str(path)
        raise


def append(path: Path, text: str) -> None:
    """Add to a log, without flushing to disk: losing its last lines loses no plan."""
    _put(path, os.O_APPEND, text.encode(errors="replace"))


def make(folder: Path) -> None:
    """Make a folder and those above it, if they are not there."""
    os.makedirs(folder, exist_ok=True)  # noqa: PTH103


def settle(folder: Path) -> None:
    """See to it that a power cut does not undo what was renamed in a folder, where the system can promise that."""
    with suppress(OSError):
        at = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(at)
        finally:
            os.close(at)


def _put(path: Path, how: int, content: bytes, *, flush: bool = False) -> None:
    """Write all of the content to a file; what the system refuses names the file."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | how, 0o666)
    try:
        while content:
            content = content[os.write(file, content) :]
        if flush:
            os.fsync(file)
    except OSError as fault:
        fault.filename = str(path)
        raise
    finally:
        os.close(file)
