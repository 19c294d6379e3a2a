"""The commands that the documents show: what a reader would type, in the order of the page."""

import re
import shlex
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "CONTRIBUTING.md", *sorted(str(p.relative_to(ROOT)) for p in (ROOT / "docs").rglob("*.md")))


def commands(page: str) -> list[list[str]]:
    """Return each `posture ...` command of a page's code blocks, split into words, comments left out."""
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^```(?:console|sh|bash)?\n(.*?)^```", text, flags=re.M | re.S)
    indented = re.findall(r"^ {4}(?:\$ )?(posture .*)$", text, flags=re.M)
    fenced = [line.removeprefix("$ ") for block in blocks for line in block.splitlines() if line.removeprefix("$ ").startswith("posture ")]
    return [shlex.split(line, comments=True) for line in [*fenced, *indented]]
