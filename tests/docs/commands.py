"""What a reader of a document does, in the order of its page: type a command, look at what it prints, change a line of a file.

A command stands in a code block, or indented, as `posture ...`; a comment `# ends with 1` names an exit code other than 0. A block `text`
right below a command holds lines of what it prints, wherever they wrap. A block `diff FILE` is an edit of that file.
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "CONTRIBUTING.md", *sorted(str(p.relative_to(ROOT)) for p in (ROOT / "docs").rglob("*.md")))
PART = re.compile(
    r"^```(?P<kind>\w*)(?: (?P<file>\S+))?\n(?P<block>.*?)^```$|^ {4}(?P<indented>(?:\$ )?posture [^\n]*)$|^(?P<prose>\S[^\n]*)$",
    re.MULTILINE | re.DOTALL,
)
SHELLS = ("", "console", "sh", "bash")
ENDS = re.compile(r"# ends with (\d)")


@dataclass(frozen=True)
class Command:
    """A command as typed, the exit code that it ends with, and lines of what it prints, blanks squeezed."""

    words: list[str]
    ends: int = 0
    prints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Edit:
    """Lines of a file that a reader replaces by others."""

    file: str
    old: str
    new: str

    def make(self, folder: Path) -> None:
        """Change the file in a folder; the old lines must stand there once."""
        path = folder / self.file
        text = path.read_text(encoding="utf-8")
        assert text.count(self.old) == 1, f"{self.file} does not hold these lines once:\n{self.old}"
        path.write_text(text.replace(self.old, self.new), encoding="utf-8")


def steps(page: str) -> list[Command | Edit]:
    """Return what a reader of a page does, in its order."""
    return list(_steps((ROOT / page).read_text(encoding="utf-8")))


def commands(page: str) -> list[list[str]]:
    """Return each `posture ...` command of a page, split into words, comments left out."""
    return [step.words for step in steps(page) if isinstance(step, Command)]


def squeezed(text: str) -> str:
    """Return a text on one line, each run of blanks as one: how a terminal wrapped it no longer matters."""
    return " ".join(text.split())


def _steps(text: str) -> Iterator[Command | Edit]:
    last: Command | None = None  # not yielded yet: what it prints may stand right below it
    for part in PART.finditer(text):
        if part["kind"] == "text" and last:
            yield replace(last, prints=tuple(squeezed(line) for line in part["block"].splitlines() if line.strip()))
            last = None
            continue
        for command in _typed(part):
            if last:
                yield last
            last = command
        if last and not _typed(part):
            yield last
            last = None
        if part["kind"] == "diff":
            yield _edit(part["file"], part["block"].splitlines(keepends=True))
    if last:
        yield last


def _typed(part: re.Match[str]) -> list[Command]:
    """Return the commands of a part of a page."""
    lines = [part["indented"]] if part["indented"] else (part["block"] or "").splitlines() if part["kind"] in SHELLS else []
    return [_command(line.removeprefix("$ ")) for line in lines if line.removeprefix("$ ").startswith("posture ")]


def _command(line: str) -> Command:
    ends = ENDS.search(line)
    return Command(shlex.split(line, comments=True), int(ends[1]) if ends else 0)


def _edit(file: str, lines: list[str]) -> Edit:
    return Edit(file, "".join(x[1:] for x in lines if x[0] in "- "), "".join(x[1:] for x in lines if x[0] in "+ "))
