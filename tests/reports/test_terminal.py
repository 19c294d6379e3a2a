"""The printed plan: committed at 80 and 160 columns (tests/reports/snapshots); no line is wider, nothing in a name is markup."""

import os
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from reports.content import content
from reports.formats import brief_text, terminal
from tests.reports.handmade import ROWS, STANDS, empty_plan, gathered, plan, scenario

SNAPSHOTS = Path(__file__).parent / "snapshots"


def printed(found, width: int, colour: bool = False) -> str:
    out = StringIO()
    Console(file=out, width=width, force_terminal=colour, color_system="truecolor" if colour else None).print(terminal.render(found, width))
    return out.getvalue()


def snapshot(name: str, text: str) -> None:
    """Hold a text to its committed snapshot; `make snapshots` renews it."""
    path = SNAPSHOTS / name
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [80, 160])
def test_snapshot(width):
    snapshot(f"terminal-{width}.txt", printed(content(gathered(), "staff"), width))


def test_the_text_brief_is_kept_too():
    snapshot("brief.txt", brief_text.render(content(gathered())).decode())


@pytest.mark.parametrize("width", [80, 100, 160])
@pytest.mark.parametrize("empty", [False, True])
def test_no_line_is_wider_than_the_screen(width, empty):
    found = content(gathered(plan=empty_plan()) if empty else gathered(), "staff")
    assert max(cell_len(line) for line in printed(found, width).splitlines()) <= width


def test_long_and_wide_names_are_cut_not_wrapped():
    rows = {"requirements": [r | {"title": "機雷掃海" * 30} for r in ROWS["requirements"]]}
    text = printed(content(gathered(scenario=scenario(rows=rows))), 80)
    assert max(cell_len(line) for line in text.splitlines()) <= 80


def test_markup_and_control_characters_in_names_are_text():
    rows = {"requirements": [r | {"title": "[red]x[/red] \x1b[2J"} for r in ROWS["requirements"]]}
    text = printed(content(gathered(scenario=scenario(rows=rows))), 160)
    assert "[red]x[/red]" in text
    assert "\x1b" not in text


def test_without_colour_number_and_glyph_say_the_same():
    plain, coloured = (printed(content(gathered(), "staff"), 80, colour) for colour in (False, True))
    assert "80 % ▼" in plain
    assert "\x1b[" in coloured


def test_a_command_is_never_cut():
    steps = (("posture show latest --requirement camp-air-defence-of-the-rear", "why it is short"), ("posture brief latest", "one page"))
    lines = printed(replace(content(gathered(), "staff"), next_steps=steps), 80).splitlines()
    at = next(i for i, line in enumerate(lines) if "Next" in line)
    assert lines[at].endswith("posture show latest --requirement camp-air-defence-of-the-rear")
    assert lines[at + 1].strip() == "why it is short"
    assert lines[at + 2].endswith("posture brief latest  one page")


def test_a_plan_of_a_solver_that_died_says_so_above_the_first_lines():
    text = printed(content(gathered(plan=plan(stopped_by="crash")), "staff"), 80)
    assert text.index("The solver ended by itself; the best plan so far.") < text.index("The plan fills")


def test_marked_at_the_top_and_at_the_bottom():
    lines = printed(content(gathered(scenario=scenario(marking="EXERCISE RED"))), 80).splitlines()
    assert lines[0].strip() == lines[-1].strip() == "EXERCISE RED"


def test_a_plan_of_one_nation_prints():
    alone = plan()
    posture = alone.frames["posture"]
    frames = {**alone.frames, "posture": posture[posture["nation"] == "FRA"].reset_index(drop=True)}
    decisions = {**alone.decisions, "place": alone.decisions["place"][lambda t: t["offer"] == "FRA-bg"].reset_index(drop=True)}
    text = printed(content(gathered(plan=replace(alone, frames=frames, decisions=decisions)), "staff"), 160)
    assert "Loses most if FRA leaves: 3 600 to 0 in Ukraine" in text


def test_the_same_plan_is_the_same_bytes():
    assert printed(content(gathered()), 80) == printed(content(gathered()), 80)
    assert len(STANDS) == len(plan().decisions["place"])


def test_the_text_brief_sets_options_beside_one_another():
    other = replace(scenario(), option="no-backstop", option_title="No US backstop", digest="f" * 16)
    worse = replace(plan(), option="no-backstop")
    found = content(gathered(others=((other, worse),)))
    text = brief_text.render(found).decode()
    assert "A base, B No US backstop" in text or "A as assumed, B No US backstop" in text
    assert max(cell_len(line) for line in text.splitlines()) <= 80
    assert [o.letter for o in found.options.columns] == ["A", "B"]
