"""Movement on paper: camp takes in 1 000 persons and 900 t a month; a battlegroup is 1 200 persons and 600 t, a company 150 and 100 t."""

from dataclasses import replace

import pytest

from planner.plan import Plan
from planner.rules import movement
from planner.rules._demand import derived, references
from planner.rules._posture import standing
from planner.rules._supply import supplied
from planner.scenario import Condition, Derivation, Goal, Mark, Selector, Step
from planner.verify import account as every_account
from planner.verify import verify
from tests.rules.plans import assert_order_is_nothing, decide, keys, sentences
from tests.tiny import ROWS, tiny

OWN = [{"site": "camp", "measure": "persons", "a_month": 1000}, {"site": "camp", "measure": "t", "a_month": 900}]
ROAD = {"site": "camp", "over": "road", "measure": "t", "a_month": 300, "first_month": 2}
RAIL = {"site": "camp", "over": "rail", "measure": "t", "a_month": 200}
HEAVY = [t | {"lift_t": w} for t, w in zip(ROWS["unit_types"], (600, 100), strict=True)]
BOTH = {"reach": [{"requirement": "land", "site": s} for s in ("camp", "hub")]}


def scenario(reception=OWN, rows=None, **fields):
    return tiny({"reception": reception, "unit_types": HEAVY, **(rows or {})}, **fields)


def stands(units, offer="FRA-bg", step=1, site="camp"):
    return (offer, "land", site, step, units)


def frame(name, place, *args, **fields):
    return movement.account(scenario(*args, **fields), decide(place)).frames[name]


def moved(place, *columns, **fields):
    return frame("movements", place, **fields)[list(columns)].values.tolist()


def test_who_comes_must_fit_through_the_months_before():
    """Before entry lie the two months of prepare: 2 000 persons and 1 800 t at most."""
    fits, crowd = decide([stands(1), stands(5, "EST-coy")]), decide([stands(2)])
    assert keys(movement, scenario(), fits) == []
    assert sentences(movement, scenario(), crowd) == ["2 400 persons come to camp before entry; it takes in 2 000 until then"]


def test_people_and_kit_are_limited_each():
    heavy = {"unit_types": [HEAVY[0] | {"lift_t": 1801}, HEAVY[1]]}
    assert keys(movement, scenario(rows=heavy), decide([stands(1)])) == ["camp / t / entry"]
    assert keys(movement, scenario(OWN[:1], rows=heavy), decide([stands(1)])) == []


def test_what_stands_is_relieved_in_place_and_only_growth_comes():
    """One battlegroup in entry, two in stabilise: one comes before each."""
    assert moved([stands(1), stands(2, step=2)], "step", "units", "persons", "tonnes") == [[1, 1, 1200, 600], [2, 1, 1200, 600]]


def test_the_first_step_came_before_the_calendar():
    made = movement.account(scenario(), decide([stands(9, step=0), stands(9)]))
    assert made.frames["movements"].empty
    assert made.metrics["arrivals"] == 0
    assert made.breaches.empty


def test_who_goes_to_another_site_arrives_there():
    place = [stands(1), stands(1, site="hub", step=2)]
    assert moved(place, "site", "step", rows=BOTH) == [["camp", 1], ["hub", 2]]
    assert movement.account(scenario(rows=BOTH), decide(place)).metrics["arrivals"] == 2400


def test_own_soil_has_no_arrival():
    at_home = {"sites": [ROWS["sites"][0] | {"country": "FRA"}, ROWS["sites"][1]]}
    made = movement.account(scenario(rows=at_home), decide([stands(2)]))
    assert made.frames["movements"].empty
    assert made.breaches.empty


def test_over_routes_come_what_they_carry_once_they_are_usable():
    """Rail alone in the two months before entry: 400 t; rail and road in the three before stabilise: 1 500 t."""
    plan = decide([stands(5, "EST-coy"), stands(3, step=2), stands(5, "EST-coy", step=2)])
    assert sentences(movement, scenario([ROAD, RAIL]), plan) == [
        "500 t come to camp before entry; it takes in 400 until then",
        "1 800 t come to camp before stabilise; it takes in 1 500 until then",
    ]
    assert moved([stands(1), stands(2, step=2)], "step", "via", reception=[ROAD, RAIL]) == [[1, "rail"], [2, "rail, road"]]


def test_the_site_and_its_routes_limit_together():
    """By itself 900 t a month, over its routes 500: 1 500 t in the three months of entry."""
    ramp = frame("ramp_up", [stands(2, step=2)], [*OWN, ROAD | {"first_month": 0}, RAIL])
    assert ramp["most_tonnes"].unique().tolist() == [500]


def test_they_come_in_order_and_as_late_as_will_do():
    """1 950 persons need both months: the companies, first by their id, come in the first, the battlegroup in both."""
    place = [stands(1), stands(5, "EST-coy")]
    assert moved(place, "offer", "begins", "arrives") == [["EST-coy", 0, 0], ["FRA-bg", 0, 1]]
    ramp = frame("ramp_up", place)
    assert ramp[["month", "persons", "most_persons"]].values.tolist() == [[0, 1000, 1000], [1, 950, 1000]]
    assert ramp["tonnes"].tolist() == [900, 200]
    assert moved([stands(5, "EST-coy")], "begins", "arrives") == [[1, 1]]  # 750 fit into the last month


def test_the_line_of_the_higher_priority_comes_first():
    lines = [ROWS["requirements"][0] | {"priority": 2}, ROWS["requirements"][0] | {"requirement": "posts"}]
    rows = {"requirements": lines, "reach": [*ROWS["reach"], {"requirement": "posts", "site": "camp"}]}
    place = [("EST-coy", "land", "camp", 1, 5), ("FRA-bg", "posts", "camp", 1, 1)]
    assert moved(place, "offer", "begins", "arrives", rows=rows, reception=OWN[:1]) == [["EST-coy", 1, 1], ["FRA-bg", 0, 1]]


def test_where_nothing_limits_all_come_in_the_last_month():
    place = [stands(2), stands(5, "EST-coy")]
    assert moved(place, "begins", "arrives", reception=[]) == [[1, 1], [1, 1]]
    ramp = frame("ramp_up", place, [])
    assert ramp[["month", "persons", "tonnes"]].values.tolist() == [[1, 3150, 1700]]
    assert ramp["most_persons"].isna().all()


def test_a_site_that_takes_in_nobody_is_crowded_by_one():
    shut = [OWN[0] | {"a_month": 0}]
    assert keys(movement, scenario(shut), decide([stands(1, "EST-coy")])) == ["camp / persons / entry"]
    assert moved([stands(1, "EST-coy")], "arrives", reception=shut) == [[1]]


def test_the_month_in_which_a_line_is_fully_there():
    """Two battlegroups stand from stabilise on: the second has come by the last month before it, and most stand then."""
    assert moved([stands(1), stands(2, step=2)], "arrives", "line_there") == [[1, 4], [4, 4]]
    assert moved([stands(2, step=0), stands(1, "EST-coy"), stands(1)], "line_there") == [[-1]]


def test_ready_by_dates_notice_and_conditions():
    tiers = [ROWS["tiers"][0] | {"first_month": 1}, ROWS["tiers"][1] | {"requires": (("mandate", "peace"),)}]
    held = {n: Condition(n, "granted", first_month=m) for n, m in (("mandate", 2), ("peace", 1))}
    place = [stands(1), stands(1, "EST-coy", step=2)]
    assert moved(place, "offer", "ready", rows={"tiers": tiers}, conditions=held) == [["EST-coy", 1], ["FRA-bg", 1]]
    earned = {"mandate": Condition("mandate", "if-earned"), "peace": Condition("peace", "denied")}
    rows = scenario(rows={"tiers": tiers}, conditions=earned)
    decisions = decide(place, holds=[("mandate", p) for p in (0, 1, 2)])
    assert movement.account(rows, decisions).frames["movements"]["ready"].tolist() == [0, 1]


LIFT = Derivation("ships", "sealift", 0.5, "lift", Selector(requirements=frozenset({"land"})), kind="lift")
SHIPS = {
    "capabilities": [*ROWS["capabilities"], {"capability": "sealift"}],
    "requirements": [*ROWS["requirements"], {"requirement": "ships", "pillar": "neighbour", "derived": "ratio"}],
}


def lift(place, **fields):
    made = scenario(rows=SHIPS, derivations=(LIFT,), **fields)
    decisions = decide(place)
    stood = standing(made, decisions)
    return derived(made, stood, supplied(made, decisions, stood)).set_index("step")[["level", "reference"]].T.to_dict("list")


def test_who_moves_asks_for_lift_in_the_step_before():
    """Half of 600 t in two months, 150 t a month; half of 1 200 t in three, 200. A level that rises by 12 and then by 4 asks for
    150 t a company: half of 1 800 t in two months, half of 600 t in three."""
    assert lift([stands(1), stands(3, step=2)]) == {0: [150, 450], 1: [200, 100]}


def test_who_comes_late_needs_lift_too():
    """The level stays at 12 in stabilise: its last rise, of 12, counts in entry: half of 12 x 150 t in three months."""
    needs = [ROWS["needs"][0], ROWS["needs"][1] | {"level": 12}]
    made = scenario(rows=SHIPS | {"needs": needs}, derivations=(LIFT,))
    assert references(made) == {("ships", "sealift", 0): 450, ("ships", "sealift", 1): 300}


def test_a_level_that_is_there_from_the_start_can_come_late():
    needs = [ROWS["needs"][0] | {"step": p, "level": 4} for p in range(2)]
    made = scenario(rows=SHIPS | {"needs": needs}, derivations=(LIFT,))
    assert references(made) == {("ships", "sealift", 0): 150}


GOALS = (Goal("shortfall", 1), Goal("arrivals"))


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ([stands(2)], "camp / persons / entry"),
        ([stands(1), stands(1, step=2), stands(21, "EST-coy", step=2)], "camp / persons / stabilise"),
        ([stands(1, step=0), stands(0, step=1), stands(3, step=2)], "camp / persons / stabilise"),
    ],
)
def test_verify_finds_who_could_not_come(place, found):
    made = scenario(goals=GOALS)
    told = every_account(made, decide(place))
    plan = Plan("tiny", "base", decide(place), told.frames, told.metrics, (), "hand-made", "")
    breaches = verify(made, plan)
    assert found in breaches.loc[breaches["rule"] == "movement", "key"].tolist()


def test_verify_finds_what_is_told_of_movements_and_is_not_so():
    made = scenario(goals=GOALS)
    decisions = decide([stands(1)])
    told = every_account(made, decisions)
    early = told.frames["movements"].assign(arrives=0)
    spare = told.frames["ramp_up"].assign(most_persons=5000.0)
    for frames, metrics, key in (
        ({"movements": early}, {}, "movements / FRA-bg / land / camp / 1 / arrives"),
        ({"ramp_up": spare}, {}, "ramp_up / camp / 0 / most_persons"),
        ({}, {"arrivals": 0.0}, "arrivals"),
    ):
        plan = Plan("tiny", "base", decisions, {**told.frames, **frames}, {**told.metrics, **metrics}, (), "hand-made", "")
        breaches = verify(made, plan)
        assert key in breaches.loc[breaches["rule"] == "stored", "key"].tolist()


def told(made):
    return [p.what for p in movement.check(made)]


def test_check_names_units_that_can_never_come():
    """In the three months of entry, the longest before a step, 330 persons: no battlegroup; 600 t are too heavy for two months alone."""
    narrow = [OWN[0] | {"a_month": 110}, OWN[1]]
    assert "one battlegroup is 1 200 persons, and camp never takes in more than 330 before a step" in told(scenario(narrow))
    assert told(scenario([OWN[0] | {"a_month": 400}], steps=(*tiny().steps[:2], Step("late", "late", 5, 9))))[0].startswith("land needs")
    assert told(scenario([])) == []


def test_check_names_all_types_that_are_too_large_at_once_and_where_it_lies():
    """Over a route of 10 t a month neither comes; by a reception of 10 t neither does, and then the route is not to blame."""

    def at(rows):
        made = scenario(rows)
        found = replace(made, marks={("sites", "camp"): Mark("s.yaml", 1, 1), ("routes", "road"): Mark("s.yaml", 2, 1)})
        return [(p.where.line, p.hint) for p in movement.check(found) if " t" in p.what and "too large" in p.what]

    way = {"site": "camp", "over": "road", "measure": "t", "a_month": 10.0, "first_month": 0}
    assert at([way]) == [(2, "check the capacity of road, or have it come elsewhere")]
    own = {"site": "camp", "over": "", "measure": "t", "a_month": 10.0, "first_month": 0}
    assert at([own, way | {"a_month": 9000.0}]) == [(1, "check its reception, or have it come elsewhere")]


def test_check_names_lines_that_cannot_be_there_in_time():
    """12 companies are 1 800 persons or more; the two months of prepare take in 1 600, so 16 are there in stabilise."""
    rate = [OWN[0] | {"a_month": 800}]
    assert told(scenario(rate)) == [
        "land needs 1 800 persons or more in entry, and its sites take in 1 600 until then: it cannot be full in time"
    ]
    assert told(scenario(rate, rows=BOTH)) == []  # nothing limits who comes to the hub
    from_the_start = {"needs": [*ROWS["needs"], ROWS["needs"][0] | {"step": 0}]}
    assert told(scenario(rate, rows=from_the_start)) == []


def test_order_of_rows_is_nothing():
    place = [stands(1), stands(4, "EST-coy"), stands(2, step=2), stands(1, "EST-coy", step=2, site="hub")]
    assert_order_is_nothing(movement, scenario([*OWN, ROAD, RAIL], rows=BOTH), decide(place))


def test_the_digest_of_the_frame_follows_from_the_decisions_alone():
    made = scenario()
    again = replace(made, goals=GOALS)
    place = decide([stands(1), stands(5, "EST-coy")])
    assert movement.account(made, place).frames["movements"].equals(movement.account(again, place).frames["movements"])
