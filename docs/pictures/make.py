"""Draw plan.png, the plan of the worked example on a terminal of 160 columns, with headless Chromium: python docs/pictures/make.py."""

import contextlib
import subprocess
import tempfile
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI

from planner.cli.report import of_run
from planner.conductor import load, run
from reports.content import content
from reports.formats import terminal
from solvers import Limits

HERE = Path(__file__).parent
SCENARIO = HERE.parents[1] / "scenarios" / "worked-example"
PAGE = (
    "<!doctype html><meta charset=utf-8><body style='margin:12px;color:{foreground};background:{background}'>"
    "<pre style='font:13px/1.25 \"DejaVu Sans Mono\",monospace'>{code}</pre>"
)
WIDTH, HEIGHT, MARGIN = 1290, 17, 60  # pixels: of the page, of a line, above and below


def main() -> None:
    """Solve, print to HTML, take a picture."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        done = run(load(SCENARIO), Limits(seconds=60))
        console = Console(record=True, width=160, force_terminal=True, file=StringIO())
        console.print(terminal.render(content(of_run(done, "scenarios/worked-example"), "staff"), 160))
        page = Path(folder, "plan.html")
        page.write_text(console.export_html(theme=DIMMED_MONOKAI, inline_styles=True, code_format=PAGE), encoding="utf-8")
        lines = page.read_text(encoding="utf-8").count("\n")
        subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--screenshot={HERE / 'plan.png'}",
             f"--window-size={WIDTH},{lines * HEIGHT + MARGIN}", page.as_uri()],
            check=True,
        )  # fmt: skip


if __name__ == "__main__":
    main()
