"""Which line delays which date: three lines over three steps, ready where filled, as far as 95 % of the largest level."""

import pandas as pd

from planner.rules import full, initial
from planner.study.capability import delay
from tests.tiny import tiny

LINES = {"requirements": [{"requirement": r, "pillar": "reassurance"} for r in ("a", "b", "c")]}


def coverage(**filled: tuple[float, float, float]) -> pd.DataFrame:
    """Return coverage of lines that need 10 in each step, 2 of them as a minimum."""
    rows = [(r, "manoeuvre_coy", p, 10.0, 2.0, f) for r, given in filled.items() for p, f in enumerate(given)]
    table = pd.DataFrame(rows, columns=["requirement", "capability", "step", "level", "minimum", "filled"])
    return table.assign(below=(table["minimum"] - table["filled"]).clip(lower=0.0))


def test_the_only_line_that_is_late_delays_alone():
    ready = full(tiny(LINES), coverage(a=(0, 10, 10), b=(0, 9, 9.5)))
    assert ready.step == 2
    found = delay("FOC", ready, ("b", "manoeuvre_coy"))
    assert (found.would_be, found.planned, found.alone) == (1, 2, True)
    assert delay("FOC", ready, ("a", "manoeuvre_coy")) is None


def test_what_is_never_reached_is_kept_away_by_those_missing_where_fewest_are():
    ready = full(tiny(LINES), coverage(a=(10, 0, 10), b=(0, 0, 9), c=(0, 10, 9)))
    assert ready.step is None
    assert [(d.others, d.alone) if (d := delay("FOC", ready, (r, "manoeuvre_coy"))) else None for r in ("a", "b", "c")] == [
        None,
        (1, False),
        (1, False),
    ]


def test_a_line_that_alone_prevents_a_date():
    ready = full(tiny(LINES), coverage(a=(10, 10, 10), b=(0, 0, 9)))
    found = delay("FOC", ready, ("b", "manoeuvre_coy"))
    assert (found.would_be, found.planned, found.alone) == (1, None, True)  # not before anything is asked for


def test_a_capability_without_a_minimum_on_a_line_that_has_one_is_not_asked_for():
    """As the rule reads it: only a line without any minimum must stand with something of each capability."""
    rows = [("a", "manoeuvre_coy", 1, 10.0, 2.0, 2.0), ("a", "engineers", 1, 4.0, 0.0, 0.0), ("b", "engineers", 1, 4.0, 0.0, 0.0)]
    table = pd.DataFrame(rows, columns=["requirement", "capability", "step", "level", "minimum", "filled"]).assign(below=0.0)
    assert initial(tiny(LINES), table[table["requirement"] == "a"]).step == 1
    assert initial(tiny(LINES), table).step is None


def test_initial_capability_asks_for_minima_only():
    assert initial(tiny(LINES), coverage(a=(1, 2, 2), b=(2, 2, 2))).step == 1
