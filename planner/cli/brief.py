"""posture brief: the pages on which chiefs of staff can decide."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from planner.cli.app import app
from planner.cli.faults import UseError
from planner.cli.types import RunsDir

SUFFIXES = (".html", ".txt")
Runs = Annotated[
    list[str] | None, Argument(metavar="[RUN]...", help="The run that is briefed (id, path or latest); further runs stand beside it.")
]
To = Annotated[
    Path | None,
    Option(
        "--to",
        metavar="FILE",
        help="Where to write; .html, or .txt for text alone.",
        show_default="brief.html in the run's folder, and brief.txt",
    ),
]


@app.command()
def brief(run: Runs = None, to: To = None, runs_dir: RunsDir = None) -> None:
    """Write the brief of RUN, two or three pages, as HTML and as text.

    Example: posture brief latest --to brief.html
    """
    from planner import store
    from planner.cli import report, screen
    from planner.cli.saved import planned
    from reports.content import content
    from reports.formats import brief_html, brief_text

    if to is not None and to.suffix.lower() not in SUFFIXES:
        raise UseError(f"{to}: a brief is written as .html or, text alone, as .txt; name such a file with --to")
    names = run or ["latest"]
    first, *others = [planned(name, runs_dir) for name in names]
    page = content(report.of_saved(first, others, handle=names[0]))
    for target in [to] if to else [first.path / "brief.html", first.path / "brief.txt"]:
        render = brief_text.render if target.suffix.lower() == ".txt" else brief_html.render
        store.write(target, render(page))
        screen.say(f"Written: {target}")
