"""What a report says, on the hand-made plan of handmade.py, computed on paper there."""

from dataclasses import replace

import pandas as pd
import pytest

from planner.plan import GoalLevel
from planner.scenario import Problem
from reports.content import content, coverage
from reports.content.alike import alike
from reports.content.numbers import THIN, inert, listed, percent, plural, serving, share_number, things, whole, words
from reports.content.quality import took
from reports.content.summary import MOST_WORDS
from reports.formats import brief_html
from tests.reports.handmade import CONDITIONS, MONTHLY, ROWS, empty_plan, gathered, plan, scenario
from tests.reports.test_basis import read


@pytest.fixture(scope="module")
def said():
    return content(gathered(), "staff")


def spaced(text: str) -> str:
    return text.replace(THIN, " ")


def test_the_first_lines_say_what_is_filled_what_is_short_and_how_near_the_backstop_is(said):
    assert spaced(said.first) == (
        "The plan fills 95 % of the given need of priority 1 and meets every minimum. "
        "One line is short: sea-mcm, 4 of 5 ships in stabilise."
    )
    assert spaced(said.second) == "Condition us-backstop holds by 500 persons: less than one battlegroup (1 200)."
    assert spaced(said.title) == (
        "The plan fills 95 % of the given need of priority 1, but hangs on condition us-backstop, which holds by 500 persons"
    )


def test_the_bottom_line_has_at_most_sixty_words(said):
    assert said.bluf.startswith(f"The plan puts 7{THIN}200 persons in Ukraine from June 2026, meets every minimum and costs")
    assert words(said.bluf) <= MOST_WORDS


def test_long_names_do_not_make_the_bottom_line_longer():
    long = "a very long name of a line of the statement of requirements that never ends " * 3
    rows = {"requirements": [r | {"title": long} for r in ROWS["requirements"]]}
    found = content(gathered(scenario=scenario(rows=rows)))
    assert words(found.bluf) <= MOST_WORDS


def test_the_groups_of_people_each_add_up(said):
    everyone = next(r for r in said.people if r.group == "All").values
    for group in ("By place", "By pillar", "By domain"):
        rows = [r.values for r in said.people if r.group == group]
        assert tuple(map(sum, zip(*rows, strict=True))) == everyone == (0, 3600, 7360, 7440)


def test_who_carries_what_adds_up(said):
    burden = said.burden
    for i in range(len(burden.pillars)):
        assert sum(c.persons[i] for c in burden.carriers) == burden.total.persons[i]
    assert sum(c.total for c in burden.carriers) == burden.total.total == 7440
    assert sum(c.meur for c in burden.carriers) == pytest.approx(burden.total.meur) == 1127.5
    assert "ESP is not used" in burden.note
    assert "77 M EUR more" in burden.note


def test_presence_adds_up(said):
    for k in range(len(said.presence.countries)):
        for i in range(len(said.presence.periods)):
            assert sum(values[k][i] for _, _, values in said.presence.rows) == said.presence.total[k][i]
    assert said.presence.countries == ("Ukraine", "Romania")


def test_coverage_shows_the_worst_phase_its_firm_share_and_every_phase(said):
    line = next(x for x in said.lines if x.id == "sea-mcm")
    assert (line.share, line.firm, line.state) == (0.8, 0.0, 2)
    assert [(c.filled, c.need) for c in line.cells] == [(0, 0), (0, 0), (4, 5), (5.4, 5)]


def test_conditions_say_distance_what_hangs_on_them_and_by_when(said):
    backstop = said.commitments[0]
    assert (backstop.id, backstop.persons, backstop.margin) == ("us-backstop", 1200, 500)
    assert [tuple(map(spaced, d)) for d in backstop.distances] == [
        ("entry", "3 600 of 3 500, +100", "–"),  # nobody hangs on it then: nothing is to be decided
        ("stabilise to sustain", "6 000 of 5 500, +500", "1 Jun 2026"),
    ]
    assert spaced(backstop.hangs) == "1 200 persons in land-west hang on it"
    straits = next(c for c in said.commitments if c.id == "straits-open")
    assert (straits.held, straits.state, straits.decide_by) == ("held from sustain", 1, "1 Mar 2027")


def test_a_phase_of_several_steps_shows_the_most_of_it_and_says_so():
    # one Spanish ship (40) until April; entry is fullest in May: 7 200 on land, 80 Romanians and 80 Turks at sea, and no Spaniard
    frames = {name: plan().frames[name] for name in ("posture", "presence")}
    ship = {"nation": "ESP", "country": "ROU", "step": 1, "persons": 40.0}
    more = {"offer": "ESP-mcm", "requirement": "sea-mcm", "site": "port", "pillar": "reassurance", "domain": "sea", "own_soil": False}
    frames["presence"] = pd.concat([frames["presence"], pd.DataFrame([ship])], ignore_index=True)
    frames["posture"] = pd.concat([frames["posture"], pd.DataFrame([ship | more])], ignore_index=True)
    frames["posture"] = frames["posture"][frames["posture"]["step"] < 3]
    found = content(gathered(scenario=scenario(steps=MONTHLY), plan=plan(frames=frames)), "staff")
    assert found.most == "most in each phase"
    rows = {code: values[found.presence.countries.index("Romania")] for code, _, values in found.presence.rows}
    assert (rows["ESP"][1], rows["ROU"][1], rows["TUR"][1]) == (40.0, 80.0, 80.0)
    assert found.presence.total[found.presence.countries.index("Romania")][1] == 160.0  # at one time: less than 200
    assert "may add up to more than All" in found.no_sum
    assert found.burden.period == "entry, May 2026"
    assert found.burden.total.total == sum(c.total for c in found.burden.carriers) == 7360.0
    assert "At other times in entry: ESP up to 40." in spaced(found.burden.note)


def test_foreign_persons_are_called_so_where_others_stand_on_their_own_soil():
    # 1 200 Ukrainians stand at the camp too: people in Ukraine count them, what a withdrawal takes does not
    posture = plan().frames["posture"]
    own = posture[posture["country"] == "UKR"].tail(1).assign(nation="UKR", own_soil=True)
    found = content(gathered(plan=plan(frames={"posture": pd.concat([posture, own], ignore_index=True)})), "staff")
    assert "7 200 to 2 400 foreign persons in Ukraine" in spaced(found.withdrawal)
    assert "7 200 foreign persons in Ukraine" in spaced(found.bluf)
    assert "<span>foreign persons in Ukraine</span>" in brief_html.render(found).decode()


@pytest.mark.parametrize(
    ("owner", "said"), [("DEU parliament", "DEU parliament"), ("USA", "United States"), ("GBR and FRA", "GBR and FRA")]
)
def test_an_owner_is_said_as_written_and_a_code_alone_by_its_name(owner, said):
    conditions = CONDITIONS | {"straits-open": replace(CONDITIONS["straits-open"], owner=owner)}
    found = content(gathered(scenario=scenario(conditions=conditions)))
    assert next(c for c in found.commitments if c.id == "straits-open").owner == said


def nearly_full():
    """Return the plan with 4.9 of 5 ships in stabilise: 98 %, above the first threshold and yet short."""
    coverage = plan().frames["coverage"].copy()
    row = (coverage["requirement"] == "sea-mcm") & (coverage["step"] == 2)
    coverage.loc[row, ["filled", "short"]] = 4.9, 0.1
    return plan(frames={"coverage": coverage})


def test_a_line_just_below_its_need_is_short_wherever_lines_are_counted():
    found = content(gathered(plan=nearly_full()))
    assert {x.id: (x.short, x.state) for x in found.lines} == {"land-west": (False, 0), "sea-mcm": (True, 0)}
    assert "One line is short" in found.first
    assert coverage.worst_first(found.lines, 1)[1:] == (1, 1)  # land-west is left out and full
    text = brief_html.render(found).decode()
    assert "Coverage: 1 of 2 lines short" in text
    assert "Shortfalls in 1 line, the heaviest" in text


def test_what_the_figures_rest_on(said):
    # sustain: FRA 3 600 and GBR 2 400 derived; GBR 1 200, its hulls 80 and ROU 80 assumed; TUR 80 quoted; of 7 440
    assert spaced(said.rests_on) == "quoted 1 %, derived 82 %, assumed 17 % of person-months"
    assert spaced(said.firmness) == "firm 83 %"


def test_it_says_optimal_only_of_what_is_proven():
    assert "All 4 goals are proven optimal" in content(gathered()).proof
    stopped = (*plan().levels[:3], GoalLevel("cost", 1204.5, 1100.0, "stopped"))
    found = content(gathered(plan=plan(levels=stopped, status="feasible", stopped_by="clock")))
    assert found.proven == "3 of 4 proven"
    assert spaced(found.proof) == (
        "3 of 4 goals are proven; time ended the search. Goal 4, cost, stands at 1 204.5 M EUR; nothing below 1 100.0 exists, "
        "a better plan may."
    )
    everything = " ".join([found.title, found.first, found.bluf, found.proof, *(x.words + x.state for x in found.levels)])
    assert "optimal" not in everything
    assert found.levels[3].gap == f"8.7{THIN}%"


def test_a_bound_that_looks_like_the_plan_is_no_proof_and_no_tenth_of_a_per_cent():
    close = (*plan().levels[:3], GoalLevel("cost", 1204.53, 1204.51, "stopped"))
    found = content(gathered(plan=plan(levels=close, status="feasible", stopped_by="clock")))
    assert found.levels[3].gap == f"< 0.1{THIN}%"
    assert "nothing below" not in found.proof
    assert spaced(found.proof).endswith("stands at 1 204.5 M EUR; its bound is the same in all figures printed.")


def test_goals_that_a_crash_cut_off_are_open_not_left_out():
    cut = (*plan().levels[:2], GoalLevel("resilience_gap", 0.4, float("nan"), "stopped"), GoalLevel("cost", float("nan"), 0, "skipped"))
    found = content(gathered(plan=plan(levels=cut, status="feasible", stopped_by="crash")))
    assert found.proven == "2 of 4 proven"
    assert found.proof == (
        "2 of 4 goals are proven; a crash of the solver ended the search. Goal 3, resilience_gap, stands at 0.4000; "
        "a better plan may exist."
    )
    assert found.crashed == "The solver ended by itself; the best plan so far."
    assert "A better plan may exist" in found.bluf
    assert found.skipped == ""
    assert found.levels[3].words == "never begun"
    assert content(gathered()).crashed == ""


def test_a_goal_that_the_scenario_notes_as_not_planned_is_left_out():
    notes = (Problem("note", None, "goal cost: read, not yet planned"),)
    levels = (*plan().levels[:3], GoalLevel("cost", 1204.5, 0, "skipped"))
    found = content(gathered(scenario=scenario(problems=notes), plan=plan(levels=levels)))
    assert found.proven == "all proven"
    assert found.proof.startswith("All 3 goals")
    assert "cost" in found.skipped


@pytest.mark.parametrize(
    ("by", "words"), [("interrupted", "an interruption"), ("memory", "the memory limit"), ("stall", "no more progress")]
)
def test_every_end_has_its_words(by, words):
    stopped = (*plan().levels[:3], GoalLevel("cost", 1204.5, 1100.0, "stopped"))
    found = content(gathered(plan=plan(levels=stopped, status="feasible", stopped_by=by)))
    assert f"3 of 4 goals are proven; {words} ended the search." in found.proof


def test_seconds_that_nobody_kept_are_not_told():
    assert took({}) == ""


def test_a_goal_after_an_unproven_one_says_so():
    first, second, *rest = plan().levels
    levels = (first, replace(second, state="stopped", bound=0.05), *(replace(x, under_unproven=True) for x in rest))
    found = content(gathered(plan=plan(levels=levels, stopped_by="clock")))
    assert [x.proven for x in found.levels] == [True, False, False, False]
    assert all(x.words.startswith("under an unproven level") for x in found.levels[2:])


def test_what_is_not_planned_is_said():
    notes = (
        Problem("note", None, "training: read, not yet planned"),
        Problem("note", None, "goal changes: there is no baseline: it would be 0"),
    )
    found = content(gathered(scenario=scenario(problems=notes)))
    assert found.skipped == "goal changes: there is no baseline: it would be 0; training: read, not yet planned"


def test_a_plan_with_breaches_is_not_to_be_used():
    found = content(gathered(breaches=2))
    assert "breaks its rules in 2 places: not to be used" in found.title
    assert found.verified == "2 breaches found: the plan is not to be used"


def test_an_empty_plan_sends_nobody():
    found = content(gathered(plan=empty_plan()))
    assert found.title == "The plan sends nobody"
    assert (found.ioc, found.foc) == ("not reached", "not reached")
    assert found.burden.carriers == ()
    assert words(found.bluf) <= MOST_WORDS


def test_names_for_chiefs_ids_for_staff():
    assert "Mine countermeasures" in content(gathered()).first
    assert "sea-mcm" in content(gathered(), "staff").first


@pytest.mark.parametrize(
    ("number", "text"), [(12940, f"12{THIN}940"), (-650, "−650"), (0, "0"), (999.6, f"1{THIN}000"), (float("nan"), "–")]
)
def test_whole_numbers(number, text):
    assert whole(number) == text


@pytest.mark.parametrize(
    ("share", "digits", "text"),
    [(0.8, 0, "80"), (0.9999, 0, "99"), (1.0, 0, "100"), (0.0001, 0, "1"), (0.968, 1, "96.8"), (0.99999, 1, "99.9")],
)
def test_a_share_is_full_only_where_it_is_full(share, digits, text):
    assert share_number(share, digits) == text
    assert percent(share, digits) == f"{text}{THIN}%"


@pytest.mark.parametrize(
    ("unit", "many"),
    [
        ("company", "companies"),
        ("ship", "ships"),
        ("aircraft", "aircraft"),
        ("battery", "batteries"),
        ("person", "persons"),
        ("staff officers", "staff officers"),
        ("patrol aircraft", "patrol aircraft"),
        ("detachment of four", "detachments of four"),
        ("t/day", "t/day"),
    ],
)
def test_units_are_said_in_the_plural(unit, many):
    assert plural(unit, 2) == many
    assert plural(unit, 1) == unit


def test_text_of_others_is_inert():
    assert inert("a\x1b[31mred\x07\n\u202eb") == "a[31mred b"
    assert len(inert("x" * 500)) == 200
    assert listed(["a", "b", "c", "d"], 3) == "a, b and 2 more"


def test_what_later_goals_took_within_a_tolerance_is_said():
    first, *rest = plan().levels
    kept = tuple(replace(level, reached=level.value) for level in (first, *rest))
    assert content(gathered(plan=plan(levels=kept))).price == "No goal raised an earlier one."
    raised = (first, replace(rest[0], value=0.1, bound=0.05, reached=0.05), *rest[1:])
    assert content(gathered(plan=plan(levels=raised))).price == (
        "Later goals raised earlier ones within their tolerance: shortfall, priority 1 0.0500 above the 0.0500 that was reached."
    )


def three_short():
    """Return a dossier with two more lines that want ships: 1 of 4 at Odesa in stabilise, 0 of 2 at Izmail, for the reason of sea-mcm."""
    more = {"sea-odesa": (4, 1), "sea-izmail": (2, 0)}
    rows = {
        "requirements": [
            *ROWS["requirements"],
            *({"requirement": k, "pillar": "reassurance", "title": f"Mine countermeasures {k[4:]}"} for k in more),
        ],
        "reach": [*ROWS["reach"], *({"requirement": k, "site": "port"} for k in more)],
        "needs": [*ROWS["needs"], *({"requirement": k, "capability": "mcm", "step": 2, "level": v[0]} for k, v in more.items())],
    }
    table = plan().frames["coverage"]
    mine = table[(table["requirement"] == "sea-mcm") & (table["step"] == 2)].iloc[0].to_dict()
    added = [
        mine | {"requirement": k, "level": v[0], "reference": v[0], "filled": v[1], "assumed": v[1], "short": v[0] - v[1]}
        for k, v in more.items()
    ]
    coverage = pd.concat([table, pd.DataFrame(added)]).sort_values(["requirement", "step"], ignore_index=True)
    return gathered(scenario=scenario(rows=rows), plan=plan(frames={"coverage": coverage}))


def test_lines_short_of_the_same_for_the_same_reason_are_one_row():
    dossier = three_short()
    found = content(dossier)
    (gap,) = found.gaps
    assert (gap.title, gap.filled, set(gap.lines)) == (
        "mine countermeasures on 3 lines", "5 of 11 ships", {"sea-mcm", "sea-odesa", "sea-izmail"},
    )  # fmt: skip
    assert "odesa" in gap.effect
    assert "izmail" in gap.effect
    assert "3 lines are short, first mine countermeasures on 3 lines, 5 of 11 ships in stabilise." in found.first
    assert "Shortfalls in 3 lines" in brief_html.render(found).decode()
    for fact in found.facts:
        assert read(dossier, fact.trace) == pytest.approx(fact.value), fact.id


def test_two_lines_are_told_one_by_one():
    shortfalls = three_short().shortfalls
    assert [len(group) for group in alike(shortfalls[:2])] == [1, 1]
    other = replace(shortfalls[0], causes=(replace(shortfalls[0].causes[0], kind="caveat", subject="not here"),))
    assert [len(group) for group in alike((other, *shortfalls[1:]))] == [1, 1, 1]


@pytest.mark.parametrize(
    ("count", "needed", "sent"),
    [
        (0.4, "0.4 of one battery", "1 battery at times"),
        (1.0, "1 battery", "1 battery"),
        (2.6, "2.6 batteries", "2.6 batteries"),
    ],
)
def test_a_part_of_a_thing_is_said_to_be_one(count, needed, sent):
    assert (things(count, "battery"), serving(count, "battery")) == (needed, sent)
    assert things(0.4, "t/day") == "0.4 t/day"
