"""When a condition holds, how far it is from its threshold, and where it is missed, on the plan of handmade.py."""

from dataclasses import replace

import pandas as pd

from planner.study.earning import COLUMNS
from reports.content import content
from reports.content.mandates import who
from tests.reports.handmade import CONDITIONS, MONTHLY, gathered, plan, scenario
from tests.reports.test_content import spaced


def conditions_with(*rows):
    """Return the plan with these rows of the backstop: step, holds, value, threshold."""
    table = plan().frames["conditions"].copy()
    for step, holds, value, threshold in rows:
        row = (table["condition"] == "us-backstop") & (table["step"] == step)
        table.loc[row, ["value", "threshold"]] = value, threshold
        table.loc[row, "holds"] = holds
        table.loc[row & ~table["holds"], "persons"] = 0
    return plan(frames={"conditions": table})


def test_a_condition_that_fails_in_the_next_phase_is_said_to_fail():
    # in stabilise 6 000 of 5 500 and 1 200 persons hang on it; in sustain 6 000 of 26 500 are not enough
    found = content(gathered(plan=conditions_with((3, False, 6000.0, 26500.0))), "staff")
    fails = "holds in stabilise by 500 persons, fails in sustain by 20 500"
    assert spaced(found.commitments[0].fails) == fails
    assert spaced(found.second) == f"Condition us-backstop {fails}."
    assert spaced(found.title).endswith(f"hangs on condition us-backstop, which {fails}")


def test_what_is_earned_and_not_used_is_not_missed():
    found = content(gathered(plan=conditions_with((1, False, 4150.0, 3500.0))), "staff")
    assert [spaced(d[1]) for d in found.commitments[0].distances] == [
        "4 150 of 3 500, +650, earned, not used", "6 000 of 5 500, +500",
    ]  # fmt: skip
    assert found.commitments[0].fails == ""


def test_a_condition_is_not_missed_where_nothing_that_hangs_on_it_is_needed():
    # the line that the third British battlegroup serves ends with stabilise: the threshold of sustain is nobody's loss
    coverage = plan().frames["coverage"].copy()
    coverage.loc[(coverage["requirement"] == "land-west") & (coverage["step"] == 3), "level"] = 0.0
    made = conditions_with((3, False, 6000.0, 26500.0))
    found = content(gathered(plan=replace(made, frames={**made.frames, "coverage": coverage})), "staff")
    assert found.commitments[0].fails == ""
    assert spaced(found.second).startswith("Condition us-backstop holds by 500 persons")


def test_a_margin_in_things_is_said_as_exactly_as_its_line():
    # of 3 ships 5.5 are there, then 2.96: a half is neither rounded up nor down, and what is missing is never nought
    ships = replace(CONDITIONS["us-backstop"].earned, measure="capability", capability="mcm")
    conditions = CONDITIONS | {"us-backstop": replace(CONDITIONS["us-backstop"], earned=ships)}
    made = conditions_with((1, True, 7.0, 3.0), (2, True, 5.5, 3.0), (3, False, 2.96, 3.0))
    found = content(gathered(scenario=scenario(conditions=conditions), plan=made), "staff").commitments[0]
    assert [spaced(d[1]) for d in found.distances] == ["7 of 3 ships, +4", "5.5 of 3 ships, +2.5", "2.96 of 3 ships, −0.04, not held"]
    assert found.fails == "holds in stabilise by 2.5 ships, fails in sustain by 0.04"


def test_a_condition_that_begins_inside_a_phase_says_the_month():
    # step 2 is May, the second step of entry: neither "from entry" nor "in entry to sustain" is true of it
    made = conditions_with((1, False, 3600.0, 3500.0))
    found = content(gathered(scenario=scenario(steps=MONTHLY), plan=made), "staff").commitments[0]
    assert found.held == "held from May 2026"
    assert [d[0] for d in found.distances] == ["Mar 2026 to Apr 2026", "May 2026 to Dec 2027"]
    gap = content(gathered(scenario=scenario(steps=MONTHLY), plan=conditions_with((2, False, 6000.0, 5500.0))), "staff").commitments[0]
    assert gap.held == "held in Mar 2026 to Apr 2026 and sustain"


def test_who_is_sent_only_to_earn_is_said_by_units():
    row = ("FRA-bg", "FRA", "land-west", 2, 1, 1200.0, ("us-backstop",))
    dossier = replace(gathered(), earning=pd.DataFrame([row, (*row[:3], 3, *row[4:])], columns=COLUMNS))
    said = [spaced(sentence) for sentence in content(dossier, "staff").reliance]
    assert said == ["FRA-bg: 1 (1 200 persons) on land-west are sent only to earn us-backstop; no goal is worse without them"]


def test_a_condition_on_which_nobody_hangs_leads_no_bottom_line():
    idle = conditions_with()
    nobody = idle.frames["conditions"].assign(persons=0.0, at_notice=0.0)
    found = content(gathered(plan=replace(idle, frames={**idle.frames, "conditions": nobody})))
    assert found.second == ""
    assert "hangs on" not in found.title
    assert "us-backstop" not in found.bluf


def test_a_condition_with_a_title_is_called_by_it():
    titled = CONDITIONS | {"us-backstop": replace(CONDITIONS["us-backstop"], title="US backstop")}
    found = content(gathered(scenario=scenario(conditions=titled)))
    assert spaced(found.second).startswith("“US backstop” holds by 500 persons")


def test_who_hangs_in_place_and_at_notice():
    assert [spaced(who(*counts)) for counts in ((300, 0, " in land"), (300, 900, " in land"), (0, 900))] == [
        "300 persons in land", "300 persons in land and 900 at notice", "900 persons at notice",
    ]  # fmt: skip
    table = plan().frames["conditions"].copy()
    table.loc[(table["condition"] == "us-backstop"), "persons"] = 0
    table.loc[(table["condition"] == "us-backstop") & (table["step"] == 2), "at_notice"] = 900
    found = content(gathered(plan=plan(frames={"conditions": table})), "staff")
    (mine,) = (c for c in found.commitments if c.id == "us-backstop")
    assert (mine.hangs, mine.persons) == ("900 persons at notice hang on it", 0)


def test_who_comes_after_a_condition_hangs_on_it_though_it_is_relied_on_no_more():
    made = plan()
    table = made.frames["conditions"]
    past = table["holds"] & ~((table["condition"] == "us-backstop") & (table["step"] >= 2))  # 1 200 stand by it in both of these
    frames = {**made.frames, "conditions": table.assign(holds=past)}
    found = content(gathered(plan=replace(made, frames=frames)), "staff").commitments[0]
    assert (found.persons, spaced(found.hangs)) == (1200, "1 200 persons in land-west hang on it")
