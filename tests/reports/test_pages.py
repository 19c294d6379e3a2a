"""The brief on paper: in a browser no page is higher than A4, however much there is to say. Skipped without a browser."""

import re
import shutil
import subprocess
from dataclasses import replace

import pytest

from reports.content import Content, content
from reports.content.parts import Carrier, Cell, Decision
from reports.formats import brief_html
from tests.reports.handmade import empty_plan, gathered, plan, scenario

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
A4 = 297.0  # mm
NAME = "a rather long name of forty-eight characters ..."
MEASURE = """<script>document.title = [...document.querySelectorAll('.page')]
.map(p => (p.getBoundingClientRect().height / 96 * 25.4).toFixed(1)).join(' ')</script></body>"""

OVERLAPS = """<script>document.title = [...document.querySelectorAll('.hm td, .hm th')].filter(cell => {
const text = document.createRange(); text.selectNodeContents(cell)
const words = text.getBoundingClientRect(), room = cell.getBoundingClientRect()
return cell.textContent && (words.left < room.left - 1 || words.right > room.right + 1) })
.map(cell => cell.textContent).join(' ') || 'none'</script></body>"""

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no browser here")


def heights(found: Content, tmp_path) -> list[float]:
    """Return the height of each page in mm, as a browser lays it out."""
    return [float(h) for h in measured(found, MEASURE, tmp_path).split()]


def measured(found: Content, script: str, tmp_path) -> str:
    """Return what a script finds on the page in a browser."""
    page = re.sub(r"<meta http-equiv[^>]*>", "", brief_html.render(found).decode()).replace("</body>", script)
    (tmp_path / "brief.html").write_text(page, encoding="utf-8")
    command = [
        BROWSER,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--window-size=900,1200",
        "--dump-dom",
        f"file://{tmp_path}/brief.html",
    ]
    made = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    return re.search(r"<title>([^<]*)</title>", made)[1]


def full(found: Content) -> Content:
    """Return a content in which every table is full and every name as long as names may be."""
    gap, line, condition = found.gaps[0], found.lines[0], found.commitments[0]
    return replace(
        found,
        decisions=(Decision("ENDORSE", "the list of enablers to ask for in the second round", "Chiefs of Staff", "15 Dec 2026"),) * 2,
        gaps=(replace(gap, title=NAME, cause=gap.cause * 2, could=gap.could * 2),) * 9,
        lines=tuple(replace(line, id=f"{i}", title=NAME) for i in range(40)),
        commitments=(replace(condition, title=NAME, owner=NAME),) * 16,
        burden=replace(found.burden, carriers=tuple(Carrier(f"{i}", NAME, (100.0,), 100.0, 10.0) for i in range(38))),
    )


@pytest.mark.parametrize("name", ["as it is", "empty", "full", "options", "full options"])
def test_no_page_is_higher_than_a4(name, tmp_path):
    other = (replace(scenario(), option="no-backstop", option_title=NAME, digest="f" * 16), replace(plan(), option="no-backstop"))
    found = content(gathered(plan=empty_plan() if name == "empty" else plan(), others=(other,) * 3 if "options" in name else ()))
    made = heights(full(found) if "full" in name else found, tmp_path)
    assert made
    assert max(made) <= A4 + 0.5


@pytest.mark.parametrize("names", [("prepare", "entry", "stabilise"), ("prepare", "entry", "stabilise", "handover")])
@pytest.mark.parametrize("figure", [150.0, 5000.0])
def test_no_figure_of_coverage_runs_into_another(names, figure, tmp_path):
    found = content(gathered())
    periods = tuple(replace(found.periods[0], name=name) for name in names)
    lines = tuple(replace(x, cells=(Cell(figure, 0.54 * figure, 1.0, 0),) * len(names)) for x in found.lines)
    assert measured(replace(found, periods=periods, lines=lines), OVERLAPS, tmp_path) == "none"
