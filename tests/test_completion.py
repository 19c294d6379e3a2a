"""Hand-made plans: what follows from who stands where, and a table with everything wrong in it."""

import pytest
from openpyxl import Workbook

from planner.completion import complete, read_plan
from planner.conductor import solve
from planner.decisions import frame
from planner.scenario import After, Caveat, Condition, Reach, Selector, Step, load
from planner.shipped import scenarios
from planner.verify import account
from tests.families.small import line, offer, small
from tests.tiny import ROWS, STEPS, tiny

ANY = Selector()


def place(*rows):
    return frame("place", list(rows))


def rows(decisions, kind):
    return [tuple(r) for r in decisions[kind].itertuples(index=False)]


def test_a_site_is_open_from_its_first_use_and_stays_open():
    made = complete(tiny(), place(("FRA-bg", "land", "camp", 1, 1), ("EST-coy", "land", "hub", 1, 1)))
    assert rows(made, "open") == [("camp", 1, 1), ("camp", 2, 1)]
    assert account(tiny(), complete(tiny(), place(("FRA-bg", "land", "camp", 2, 1)))).breaches.empty


def test_all_conditions_hold_that_may():
    """1 200 people earn the backstop, the parliament votes once it has held; what is denied or out of date does not hold."""
    conditions = {
        "backstop": Condition("backstop", "if-earned", earned=Reach("personnel", "", ANY, False, (1200.0, 1200.0, 1201.0))),
        "closed": Condition("closed", "denied"),
        "mandate": Condition("mandate", "granted", 5),
        "parliament": Condition("parliament", "if-earned", earned=After("backstop")),
    }
    stands = place(("FRA-bg", "land", "camp", 1, 1), ("FRA-bg", "land", "camp", 2, 1))
    scenario = tiny(conditions=conditions, caveats=(Caveat("c", Selector(offers=frozenset()), unless=(("closed",),)),))
    made = complete(scenario, stands)
    assert rows(made, "holds") == [
        ("backstop", 1, 1),
        ("parliament", 1, 1),
        ("parliament", 2, 1),
    ]  # the mandate is granted by date, not decided
    assert account(scenario, made).breaches.empty


def led(*placed, **fields):
    scenario = tiny({"requirements": [ROWS["requirements"][0] | {"lead": ("EST", "FRA")} | fields]})
    return [row[:3] for row in rows(complete(scenario, place(*placed)), "lead")]


def stands(offer, step, units):
    return (offer, "land", "camp", step, units)


def test_the_listed_nation_with_most_people_leads():
    assert led(stands("FRA-bg", 1, 1), stands("EST-coy", 1, 4), stands("EST-coy", 2, 4)) == [("EST", "land", 2), ("FRA", "land", 1)]
    assert led(stands("FRA-bg", 1, 1), stands("EST-coy", 1, 4), lead=("EST",)) == [("EST", "land", 1)]
    assert led(stands("FRA-bg", 1, 1), stands("EST-coy", 1, 8), lead_share=0.6) == []  # 1 200 each: nobody has 60 %
    assert led(stands("FRA-bg", 1, 1), stands("EST-coy", 1, 8)) == [("EST", "land", 1)]  # a tie goes by name
    assert led(stands("FRA-bg", 1, 1), lead=()) == []


def test_one_lead_throughout_is_who_can_longest():
    """France has more people for 3 months, Estonia is there for all 12."""
    both = [stands("FRA-bg", 1, 1), stands("EST-coy", 1, 4), stands("EST-coy", 2, 4)]
    assert led(*both, lead_fixed=True) == [("EST", "land", 1), ("EST", "land", 2)]


def test_nothing_is_mended():
    made = complete(tiny(), place(("FRA-bg", "land", "camp", 0, 3)))
    assert sorted(set(account(tiny(), made).breaches["rule"])) == ["admissibility", "national", "rotation", "sites"]


def proven_and_completed(lesson, option="base"):
    """Hold the completion of a proven plan's placements to the plan: no rule is broken, and no goal comes out better."""
    scenario = load(scenarios() / "lessons" / lesson, option)
    plan = solve(scenario)
    made = account(scenario, complete(scenario, plan.decisions["place"]))
    assert made.breaches.empty, made.breaches["say"].tolist()
    goals = [(made.metrics[level.goal], level.value) for level in plan.levels if level.state != "skipped"]
    worse = next((mine > proven for mine, proven in goals if abs(mine - proven) > 1e-6 * max(1.0, abs(proven))), True)
    assert worse, goals


@pytest.mark.parametrize("lesson", ["asks", "expansion"])
def test_who_is_placed_as_in_a_proven_plan_breaks_no_rule(lesson):
    proven_and_completed(lesson)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lesson", "option"),
    [(f.name, option) for f in sorted((scenarios() / "lessons").iterdir()) if f.is_dir() for option in ("base", *load(f).options)],
)
def test_who_is_placed_as_in_any_proven_plan_breaks_no_rule(lesson, option):
    proven_and_completed(lesson, option)


SITES = [
    {"site": "base", "country": "POL", "existing": True},
    {"site": "camp", "country": "UKR", "existing": True},
]
GROWS = {
    "sites": SITES,
    "occupies": [{"unit_type": "coy", "resource": "beds", "amount": 100}],
    "capacity": [{"site": site, "resource": "beds", "free": 100} for site in ("base", "camp")],
    "stages": [{"site": "camp", "stage": n, "name": f"ramp {n}", "first_month": m} for n, m in ((1, 0), (2, 6), (3, 0))],
    "stage_adds": [{"site": "camp", "stage": n, "resource": r, "amount": 100} for n, r in ((1, "berths"), (2, "beds"), (3, "beds"))],
}


@pytest.mark.parametrize(
    ("units", "stages"), [((1, 1), []), ((1, 2), [(1, 1), (2, 1)]), ((2, 2), [(1, 1), (2, 1)]), ((1, 3), [(1, 1), (2, 1), (3, 1)])]
)
def test_a_site_grows_by_as_few_steps_as_it_needs_once_their_works_are_done(units, stages):
    """100 beds and 100 more by each of the last two steps, from the second half-year, with the one written before them."""
    asked = small([offer("EST", 9)], [line("a", 9)], GROWS)
    made = complete(asked, place(*[("EST", "a", "camp", p, n) for p, n in enumerate(units)]))
    assert [(stage, p) for _, stage, p, _ in rows(made, "grow")] == stages


def test_a_soft_caveat_is_lifted_where_it_bars_somebody_and_nothing_else_lets_him_in():
    """Two Estonian companies earn the vote by which Latvia may come; without Estonia's own exception the caveat on Estonia is lifted."""
    vote = Condition("vote", "if-earned", earned=Reach("units", "", Selector(nations=frozenset({"EST"})), False, (2.0, 2.0)))
    caveats = (
        Caveat("on-est", Selector(nations=frozenset({"EST"})), soft=True, price=5),
        Caveat("on-lva", Selector(nations=frozenset({"LVA"})), unless=(("vote",),), soft=True, price=3),
        Caveat("on-pol", Selector(nations=frozenset({"POL"})), soft=True, price=1),
    )
    asked = small([offer("EST", 2), offer("LVA", 1), offer("POL", 1)], [line("a", 9)], conditions={"vote": vote}, caveats=caveats)
    both = [(n, "a", "camp", p, units) for n, units in (("EST", 2), ("LVA", 1)) for p in (0, 1)]
    assert rows(complete(asked, place(*both)), "lift") == [("on-est", 1)]
    assert rows(complete(asked, place(*both[2:])), "lift") == [("on-lva", 1)]
    assert account(asked, complete(asked, place(*both))).breaches.empty


def read(tmp_path, text, scenario=None):
    path = tmp_path / "plan.csv"
    path.write_text(text, encoding="utf-8")
    return read_plan(path, scenario or tiny())


def test_a_table_of_placements(tmp_path):
    table, problems = read(tmp_path, "offer,requirement,site,phase,units\nFRA-bg,land,camp,entry,2\n\nEST-coy, land ,camp,stabilise,1.0\n")
    assert problems == []
    assert rows({"place": table}, "place") == [("EST-coy", "land", "camp", 2, 1, 4), ("FRA-bg", "land", "camp", 1, 2, 2)]


def test_columns_in_any_order_semicolons_and_a_byte_order_mark(tmp_path):
    table, problems = read(tmp_path, "\ufeffUnits;Phase;Offer;Requirement;Site;remark\n2;entry;FRA-bg;land;camp;first\n")
    assert [(p.severity, p.where.line) for p in problems] == [("note", 1)]
    assert rows({"place": table}, "place") == [("FRA-bg", "land", "camp", 1, 2, 2)]


def test_a_phase_means_all_of_its_steps_and_a_step_itself(tmp_path):
    cut = (STEPS[0], STEPS[1], Step("stabilise-1", "stabilise", 5, 4), Step("stabilise-2", "stabilise", 9, 5))
    text = "offer,requirement,site,phase,units\nFRA-bg,land,camp,stabilise,1\nEST-coy,land,camp,stabilise-2,1\n"
    table, problems = read(tmp_path, text, tiny(steps=cut))
    assert problems == []
    assert table[["offer", "step", "line"]].values.tolist() == [["EST-coy", 3, 3], ["FRA-bg", 2, 2], ["FRA-bg", 3, 2]]


def test_quotes_around_every_cell_and_rows_of_nobody(tmp_path):
    """A row of no units places nobody, and the lines after it keep their numbers."""
    text = '"offer";"requirement";"site";"phase";"units"\n"FRA-bg";"land";"camp";"entry";"0"\n"EST-coy";"land";"camp";"entry";"1"\n'
    table, problems = read(tmp_path, text)
    assert "error" not in {p.severity for p in problems}
    assert rows({"place": table}, "place") == [("EST-coy", "land", "camp", 1, 1, 3)]


def test_a_quoted_cell_with_a_comma_keeps_the_place_of_those_behind_it(tmp_path):
    _, problems = read(tmp_path, 'remark,offer,requirement,site,phase,units\n"as agreed, first",FRA-bg,land,kamp,entry,1\n')
    assert [(p.where.cell, p.where.column) for p in problems] == [("row 2, site", 32)]


def test_a_workbook_says_where_too(tmp_path):
    book = Workbook()
    for row in (
        ["offer", "requirement", "site", "phase", "units"],
        ["FRA-bg", "land", "camp", "entry", 2],
        ["FRA-bg", "land", "kamp", "entry", 2],
    ):
        book.active.append(row)
    book.save(tmp_path / "plan.xlsx")
    table, problems = read_plan(tmp_path / "plan.xlsx", tiny())
    assert rows({"place": table}, "place") == [("FRA-bg", "land", "camp", 1, 2, 2)]
    assert [p.where.cell for p in problems] == ["sheet Sheet, row 3, site"]


WRONG = """offer,requirement,site,phase,units
FRA-bgs,land,camp,entry,1
FRA-bg,sea,camp,entry,1
FRA-bg,land,kamp,entry,1
FRA-bg,land,camp,later,1
FRA-bg,land,camp,entry,two
FRA-bg,land,camp,entry,1.5
FRA-bg,land,camp,entry,-1
FRA-bg,land,camp,entry,nan
FRA-bg,land,camp,,
FRA-bg,land,camp,entry,1
FRA-bg,land,camp,entry,1
"""


def test_every_wrong_row_is_named_with_its_cell(tmp_path):
    table, problems = read(tmp_path, WRONG)
    assert [(p.where.line, p.where.cell, p.what) for p in problems] == [
        (2, "row 2, offer", "the scenario has no offer FRA-bgs"),
        (3, "row 3, requirement", "the scenario has no requirement sea"),
        (4, "row 4, site", "the scenario has no site kamp"),
        (5, "row 5, phase", "the scenario has no phase later"),
        (6, "row 6, units", "two is not a number of units"),
        (7, "row 7, units", "1.5 is not a whole number of units"),
        (8, "row 8, units", "-1 is not a whole number of units"),
        (9, "row 9, units", "nan is not a whole number of units"),
        (10, "row 10, phase", "the row names no phase"),
        (10, "row 10, units", "nothing is not a number of units"),
        (12, "row 12, offer", "FRA-bg / land / camp / entry stands in row 11 already"),
    ]
    assert problems[0].hint == "did you mean FRA-bg?"
    assert (problems[2].where.column, problems[2].where.text) == (13, "FRA-bg,land,kamp,entry,1")
    assert len(table) == 1


def test_more_units_than_a_number_can_hold_are_a_problem_and_no_fault(tmp_path):
    table, problems = read(tmp_path, "offer,requirement,site,phase,units\nFRA-bg,land,camp,entry,1e30\n")
    assert [(p.where.cell, p.what) for p in problems] == [("row 2, units", "1e30 is more units than any plan can hold")]
    assert table.empty


@pytest.mark.parametrize("text", ["offer\n", "offer,line,site,phase,units\nFRA-bg,land,camp,entry,1\n"])
def test_a_table_without_its_columns(tmp_path, text):
    table, problems = read(tmp_path, text)
    assert (table.empty, table.columns[-1]) == (True, "line")
    assert any("has no column requirement" in p.what for p in problems)


def test_a_file_that_cannot_be_read(tmp_path):
    table, problems = read_plan(tmp_path / "none.csv", tiny())
    assert table.empty
    assert "there is no such file" in problems[0].what
    for data, words in (
        (b"", "the file is empty"),
        (b"\xff\xfe\x00\x80", "UTF-16"),
        (b"offer,units\nFRA,1,2\n", "has no column requirement"),
    ):
        (tmp_path / "plan.csv").write_bytes(data)
        table, problems = read_plan(tmp_path / "plan.csv", tiny())
        assert (table.empty, problems[-1].severity) == (True, "error")
        assert any(words in p.what for p in problems)
