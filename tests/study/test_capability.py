"""Which line delays which date: three lines over three steps, ready where filled, as far as 95 % of the largest level."""

import pandas as pd

from planner.study.capability import full, initial
from tests.tiny import tiny

LINES = {"requirements": [{"requirement": r, "pillar": "reassurance"} for r in ("a", "b", "c")]}


def coverage(**filled: tuple[float, float, float]) -> pd.DataFrame:
    """Return coverage of lines that need 10 in each step, 2 of them as a minimum."""
    rows = [(r, "manoeuvre_coy", p, 10.0, 2.0, f) for r, given in filled.items() for p, f in enumerate(given)]
    return pd.DataFrame(rows, columns=["requirement", "capability", "step", "level", "minimum", "filled"])


def test_the_only_line_that_is_late_delays_alone():
    ready = full(tiny(LINES), coverage(a=(0, 10, 10), b=(0, 9, 9.5)))
    assert ready.step == 2
    delay = ready.delay(("b", "manoeuvre_coy"))
    assert (delay.would_be, delay.planned, delay.alone) == (1, 2, True)
    assert ready.delay(("a", "manoeuvre_coy")) is None


def test_what_is_never_reached_is_kept_away_by_those_missing_where_fewest_are():
    ready = full(tiny(LINES), coverage(a=(10, 0, 10), b=(0, 0, 9), c=(0, 10, 9)))
    assert ready.step is None
    assert [(d.others, d.alone) if (d := ready.delay((r, "manoeuvre_coy"))) else None for r in ("a", "b", "c")] == [
        None,
        (1, False),
        (1, False),
    ]


def test_a_line_that_alone_prevents_a_date():
    ready = full(tiny(LINES), coverage(a=(10, 10, 10), b=(0, 0, 9)))
    delay = ready.delay(("b", "manoeuvre_coy"))
    assert (delay.would_be, delay.planned, delay.alone) == (1, None, True)  # not before anything is asked for


def test_initial_capability_asks_for_minima_only():
    assert initial(tiny(LINES), coverage(a=(1, 2, 2), b=(2, 2, 2))).step == 1
