"""Documents hold together: links lead somewhere, verbs exist, scenarios are named, no file names a machine. `make check` runs it."""

import re
import subprocess
import sys
from pathlib import Path

from tests.docs.commands import PAGES, ROOT, commands

FORBIDDEN = re.compile(r"(?<![\w.])/(?:home|Users|root|tmp)/\w|index[-_]url|\.\./shared/design")


def faults() -> list[str]:
    """Return a line for each fault."""
    return [*broken_links(), *lost_files(), *unknown_verbs(), *machine_paths(), *scenarios_without_readme()]


def broken_links() -> list[str]:
    """Return links to files that are not there."""
    found = []
    for page in PAGES:
        text = (ROOT / page).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
            if "://" not in target and not (ROOT / page).parent.joinpath(target).exists():
                found.append(f"{page}: link to {target}, which is not there")
    return found


def lost_files() -> list[str]:
    """Return files of ours that a page names between back quotes, and that are not there."""
    named = re.compile(r"`((?:planner|solvers|reports|tests|docs|scenarios)/[\w./-]+\.(?:py|md|csv|yaml|json|txt|toml))`")
    return [
        f"{page}: names {name}, which is not there"
        for page in PAGES
        for name in named.findall((ROOT / page).read_text(encoding="utf-8"))
        if not (ROOT / name).exists()
    ]


def unknown_verbs() -> list[str]:
    """Return commands in documents whose verb does not exist."""
    verbs = {p.stem for p in (ROOT / "planner/cli").glob("*.py")}
    return [
        f"{page}: posture {words[1]} is no verb"
        for page in PAGES
        for words in commands(page)
        if len(words) > 1 and not words[1].startswith("-") and words[1] not in verbs
    ]


def machine_paths() -> list[str]:
    """Return files that name a path of one machine or a download address."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    texts = [f for f in listed if Path(f).suffix in {".md", ".py", ".toml", ".txt", ".yaml", ".csv"} and f != "tests/docs/check.py"]
    return [
        f"{f}: names {m.group(0)}" for f in texts if (ROOT / f).exists() and (m := FORBIDDEN.search((ROOT / f).read_text(encoding="utf-8")))
    ]


def scenarios_without_readme() -> list[str]:
    """Return shipped scenarios that no page of scenarios/README.md names."""
    page = ROOT / "scenarios/README.md"
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    return [
        f"scenarios/README.md does not name {p.name}" for p in sorted((ROOT / "scenarios").iterdir()) if p.is_dir() and p.name not in text
    ]


if __name__ == "__main__":
    lines = faults()
    sys.stdout.write("\n".join(lines) + "\n" if lines else "documents: no fault\n")
    sys.exit(1 if lines else 0)
