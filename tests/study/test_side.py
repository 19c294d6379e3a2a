"""One side of a plan: only the rows of the side asked for, with steps by name; what is not there is named with what is."""

import pytest

from planner.study.side import Side, UnknownSideError, side
from planner.study.tidy import tables, text
from tests.study.test_compare import ESTONIAN, FRENCH, base, plan


def test_a_nation_s_side():
    told = side(base(), plan(base(), FRENCH + ESTONIAN), Side(nation="EST"))
    assert set(told["posture"]["offer"]) == {"EST-coy"}
    assert set(told["pools"]["pool"]) == {"EST infantry-coy"}
    assert set(told["costs"]["payer"]) <= {"EST"}
    assert "coverage" not in told


def test_sides_combine():
    told = side(base(), plan(base(), FRENCH + ESTONIAN), Side(nation="FRA", phase="entry"))
    assert told["posture"][["offer", "step", "units"]].values.tolist() == [["FRA-bg", "entry", 2]]
    assert list(told) == ["posture", "presence"]


def test_without_a_side_every_frame_is_there():
    made = plan(base(), FRENCH)
    assert set(side(base(), made, Side())) == set(made.frames)


def test_what_is_not_there_is_named_with_what_is():
    with pytest.raises(UnknownSideError, match="no nation FRE; did you mean FRA"):
        side(base(), plan(base(), FRENCH), Side(nation="FRE"))


def test_tidy_cells_never_start_a_formula():
    made = plan(base(), FRENCH)
    frame = made.frames["posture"].assign(offer=["=1+1", "@x"])
    assert "'=1+1" in text(frame)
    assert "'@x" in text(frame)
    # numbers below zero stay numbers
    assert "-2" in text(frame.assign(units=-2))
    assert "'-2" not in text(frame.assign(units=-2))


def test_tidy_tables_name_the_phase_beside_the_step():
    told = tables(base(), plan(base(), FRENCH))
    head, first = told["decided-place"].splitlines()[:2]
    assert head == "offer,requirement,site,step,phase,units"
    assert first == "FRA-bg,land,camp,1,entry,2"
