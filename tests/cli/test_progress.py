"""The live frame: what it shows, and that it fits 80 columns."""

from planner.cli.progress import clock, picture
from planner.narrate import Frame, Row

ROWS = (
    Row("below_minimum", "0.0000", "0.0000", "0 %", "proven", "0.5 s"),
    Row("shortfall, priority 1", "0.0947", "–", "–", "searching"),
    Row("cost, M EUR", "2 862.7"),
)


def shown(**changes):
    fields = {"filled": "every line full", "last": "4.7 s " + "a change that takes many words to tell " * 9, "worth": "", "planned": True}
    frame = Frame("EXERCISE - [bold]NOTIONAL[/bold]\x1b[2J", ROWS, **(fields | changes))
    return picture(frame, 5.0, 300.0, "Ctrl-C stops, verifies and saves this plan").plain


def test_a_frame_fits_eighty_columns():
    lines = shown().splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0] == "─" * 80 == lines[-1]


def test_a_frame_says_how_far_each_goal_is():
    text = shown()
    assert "  1 below_minimum              0.0000     0.0000      0 %   ● proven      0.5 s" in text
    assert "  2 shortfall, priority 1      0.0947          –        –   ◆ searching" in text
    assert " proven   █░░  1 of 3 goals" in text
    assert "0:05 elapsed, at most 4:55 left" in text
    assert " worth " not in text


def test_a_frame_takes_the_marking_as_text():
    assert "[bold]NOTIONAL[/bold][2J" in shown()


def test_a_frame_without_a_limit_says_no_time_left():
    frame = Frame("X", ROWS, "", "", "", planned=False)
    assert "left" not in picture(frame, 5.0, None, "Ctrl-C stops").plain


def test_clocks():
    assert [clock(s) for s in (0.9, 65, 3725)] == ["0:00", "1:05", "1:02:05"]
