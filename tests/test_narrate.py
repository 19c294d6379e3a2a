"""The narrator on hand-made events: what a planner reads, moment by moment."""

from dataclasses import replace

import pytest

from planner.frames import make
from planner.narrate import Narrator, filling, gains, gap, plural, printed
from planner.plan import GoalLevel, Plan
from solvers.program import Event
from tests.tiny import tiny


def coverage(entry: float, stabilise: float):
    line = {"requirement": "land", "capability": "manoeuvre_coy"}
    rows = [(1, 12.0, entry), (2, 16.0, stabilise)]
    return make("coverage", [line | {"step": p, "level": level, "reference": level, "filled": filled} for p, level, filled in rows])


def plan(entry: float, stabilise: float, *values: float) -> Plan:
    nan = float("nan")
    levels = tuple(GoalLevel(goal.name, value, nan, "stopped") for goal, value in zip(tiny().goals, values, strict=True))
    return Plan("tiny", "base", {}, {"coverage": coverage(entry, stabilise)}, {}, levels, "feasible", "interrupted")


def incumbent(seconds: float, level: int, value: float) -> Event:
    return Event("incumbent", seconds, 0.0, level, value)


def test_before_anything_is_known_every_goal_waits():
    frame = Narrator(tiny()).frame()
    assert [(row.goal, row.plan, row.state) for row in frame.rows] == [
        ("below_minimum", "–", "waits"), ("shortfall, priority 1", "–", "waits"), ("cost, M EUR", "–", "waits"),
    ]  # fmt: skip
    assert not frame.planned
    assert frame.filled == ""


def test_a_solve_as_it_is_told():
    narrator = Narrator(tiny())
    assert narrator.tell(Event("step", 0.1, 0.0, -1, note="feasibility")) == "0.1 s no plan yet"
    assert narrator.tell(Event("step", 0.2, 0.0, 0, note="proof")) == ""
    assert narrator.tell(incumbent(0.5, 0, 2.0), plan(0, 0, 2.0, 1.0, 0.0)) == "0.5 s below_minimum 2.0000"
    assert (
        narrator.tell(incumbent(1.0, 0, 0.0), plan(8, 16, 0.0, 0.25, 500.0))
        == "1.0 s below_minimum 2.0000 to 0.0000: land full from stabilise"
    )
    assert narrator.tell(Event("level", 1.2, 0.0, 0, 0.0, 0.0, note="proven")) == "1.2 s below_minimum proven at 0.0000"
    frame = narrator.frame()
    assert [row.state for row in frame.rows] == ["proven", "searching", "waits"]
    assert frame.rows[0].at == "1.2 s"
    assert frame.rows[2].plan == "500.0"
    assert frame.proven == 1
    assert frame.filled == "every line full but land: 8 of 12 companies in entry"


def test_the_last_goal_says_what_is_still_to_be_had():
    narrator = Narrator(tiny())
    narrator.tell(incumbent(0.5, 0, 0.0), plan(12, 16, 0.0, 0.0, 2732.4))
    for level in (0, 1):
        narrator.tell(Event("level", 1.0, 0.0, level, 0.0, 0.0, note="proven"))
    said = narrator.tell(Event("bound", 10.0, 0.0, 2, 2732.4, 2725.1))
    assert said == "10.0 s bound of cost 2 725.1; plan since 0.5 s"
    assert narrator.frame().worth == "at most 7.3 M EUR are still to be saved; goals 1 to 2 are settled"
    assert narrator.frame().rows[2].gap == "0.27 %"


def test_bounds_alone_are_told_every_five_seconds_at_most():
    narrator = Narrator(tiny())
    narrator.tell(incumbent(0.5, 2, 100.0), plan(12, 16, 0.0, 0.0, 100.0))
    said = [bool(narrator.tell(Event("bound", t, 0.0, 2, 100.0, 10.0 + t))) for t in (1.0, 2.0, 5.9, 6.0, 7.0)]
    assert said == [True, False, False, True, False]
    assert narrator.frame().rows[2].bound == "17.0"


def test_a_better_earlier_goal_sends_the_later_ones_round_again():
    narrator = Narrator(tiny())
    narrator.tell(incumbent(0.5, 0, 1.0), plan(0, 0, 1.0, 1.0, 0.0))
    for level in (0, 1):
        narrator.tell(Event("level", 1.0, 0.0, level, 1.0, 0.0, note="stopped"))
    narrator.tell(incumbent(2.0, 0, 0.5), None)
    assert [row.state for row in narrator.frame().rows][1] == "waits"


def test_goals_without_a_level_are_left_out_once_a_plan_says_so():
    shorter = replace(plan(12, 16, 0.0, 0.0, 5.0), levels=(GoalLevel("cost", 5.0, float("nan"), "stopped"),))
    narrator = Narrator(tiny())
    narrator.tell(incumbent(0.5, 0, 5.0), shorter)
    assert [row.goal for row in narrator.frame().rows] == ["cost, M EUR"]


def test_the_end_shows_the_returned_plan():
    narrator = Narrator(tiny())
    narrator.tell(incumbent(0.5, 0, 1.0), plan(0, 0, 1.0, 1.0, 0.0))
    final = plan(12, 16, 0.0, 0.0, 300.0)
    narrator.end(replace(final, levels=tuple(replace(level, bound=level.value, state="proven") for level in final.levels)))
    frame = narrator.frame()
    assert frame.proven == 3
    assert frame.filled == "every line full"
    assert frame.worth == ""


def test_gains_name_the_line_and_from_when_it_is_full():
    scenario = tiny()
    assert gains(scenario, coverage(0, 0), coverage(12, 16)) == ["land full from entry"]
    assert gains(scenario, coverage(12, 8), coverage(12, 12)) == ["land: 12 of 16 companies in stabilise"]
    assert gains(scenario, coverage(12, 16), coverage(8, 16)) == []


def test_what_is_filled_when_many_lines_are_open():
    rows = [{"requirement": f"line-{i}", "capability": "manoeuvre_coy", "step": 1, "level": 4.0, "filled": float(i)} for i in range(5)]
    assert filling(tiny(), make("coverage", rows)) == "1 of 5 lines full; emptiest line-0: 0 of 4 companies in entry"


@pytest.mark.parametrize(("value", "bound", "text"), [(2.0, 2.0, "0 %"), (100.0, 99.0, "1 %"), (0.5, 0.0, "100 %"), (0.0, 0.0, "0 %")])
def test_gaps(value, bound, text):
    assert gap(value, bound) == text


def test_words_and_numbers():
    assert [plural(unit) for unit in ("company", "ship", "aircraft", "t/day", "day", "battery")] == [
        "companies", "ships", "aircraft", "t/day", "days", "batteries",
    ]  # fmt: skip
    assert printed("cost", 2862.66) == "2 862.7"
    assert printed("leaderless", 22.0) == "22"
    assert printed("shortfall.1", 0.09474) == "0.0947"
    assert (printed("peak_burden.2", 12345.6), printed("asks", 3.0)) == ("12 346", "3.0")
    assert printed("cost", float("nan")) == "–"
