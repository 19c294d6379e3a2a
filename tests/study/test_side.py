"""One side of a plan: only the rows of the side asked for, with steps by name; what is not there is named with what is."""

from dataclasses import replace

import pytest

from planner.scenario import Condition, Selector
from planner.scenario.scenario import Area, AreaLimit
from planner.study.side import Side, UnknownSideError, conditions_of, side, unused
from planner.study.tidy import tables, text
from planner.verify import account
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
    assert list(told) == ["posture", "movements", "standby", "presence", "double_hatted", "conditions"]


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


def test_a_month_after_the_calendar_is_no_month_of_it():
    # 8 of 12 companies: FOC is not reached in the calendar's months
    made = plan(base(), FRENCH)
    assert made.metrics["foc_month"] == base().months
    assert "foc_month,\n" in tables(base(), made)["metrics"]


def test_tidy_tables_name_the_phase_beside_the_step():
    told = tables(base(), plan(base(), FRENCH))
    head, first = told["decided-place"].splitlines()[:2]
    assert head == "offer,requirement,site,step,phase,units"
    assert first == "FRA-bg,land,camp,1,entry,2"


def waiting():
    """Return the base where the Estonian company waits for a condition that never holds."""
    made = base()
    tiers = made.frames["tiers"].copy()
    tiers["requires"] = [
        (("vote",),) if offer == "EST-coy" else asked for offer, asked in zip(tiers["offer"], tiers["requires"], strict=True)
    ]
    conditions = {**made.conditions, "vote": Condition("vote", "denied")}
    return replace(made, conditions=conditions, frames={**made.frames, "tiers": tiers})


def test_an_unused_offer_says_why():
    idle = unused(waiting(), plan(base(), FRENCH), "EST")
    assert idle[["offer", "unit_type", "units"]].values.tolist() == [["EST-coy", "infantry-coy", 4.0]]
    assert "condition vote does not hold" in idle["why"].iloc[0]
    # the line is short of companies, and nothing bars these four
    assert unused(base(), plan(base(), FRENCH), "EST")["why"].tolist() == ["nothing known keeps it out of land, which is short"]
    assert unused(base(), plan(base(), FRENCH + ESTONIAN), "EST").empty


def test_a_nation_s_side_has_the_conditions_it_asks_for():
    assert conditions_of(waiting(), "EST") == {"vote"}
    assert conditions_of(waiting(), "FRA") == frozenset()


def test_a_limit_of_an_area_shows_at_its_sites_and_lines():
    sea = Area("sea", frozenset({"camp"}), (AreaLimit("people", "personnel", Selector(), 5000.0),))
    made = replace(base(), areas=(sea,))
    judged = account(made, plan(base(), FRENCH).decisions)
    placed = replace(plan(base(), FRENCH), frames=judged.frames)
    for asked in (Side(site="camp"), Side(requirement="land")):
        assert set(side(made, placed, asked)["areas"]["limit"]) == {"people"}
    elsewhere = replace(made, areas=(replace(sea, sites=frozenset({"port"})),))
    assert side(elsewhere, placed, Side(site="camp"))["areas"].empty
