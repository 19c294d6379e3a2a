"""The scenario's own criteria: raw values of selected lines, nations, sites and phases; alike with the goals where nothing is selected."""

from dataclasses import replace
from pathlib import Path

import pytest

from planner.completion import complete
from planner.conductor import load
from planner.decisions import frame
from planner.frames import make
from planner.placements import placements
from planner.scenario import Criterion, Scenario, Selector
from planner.study.compare import compare
from planner.study.criteria import of_option, value
from planner.verify import account
from tests.study.test_compare import ESTONIAN, FRENCH, base, half, plan

TUTORIAL = Path(__file__).parents[2] / "scenarios/tutorial"
FRANCE, ESTONIA = (Selector(nations=frozenset({nation})) for nation in ("FRA", "EST"))
SAME = {  # a criterion of everything is the metric of the plan, in its own unit
    "coverage": ("coverage", 100.0), "below_minimum": ("below_minimum", 1.0), "resilience_gap": ("resilience_gap", 1.0),
    "uncovered": ("uncovered", 1.0), "support_gap": ("support_gap", 1.0), "leaderless": ("leaderless", 1.0), "ioc": ("ioc_month", 1.0),
    "foc": ("foc_month", 1.0), "conditional_reliance": ("conditional_reliance", 100.0), "cost": ("cost", 1.0),
    "contributors": ("contributors", 1.0), "person_months": ("person_months", 1.0), "arrivals": ("arrivals", 1.0),
    "changes": ("changes", 1.0),
}  # fmt: skip


@pytest.fixture(scope="module")
def everywhere():
    """Return the tutorial with one unit wherever one may stand: no good plan, but something in every account."""
    scenario = load(TUTORIAL)
    chosen = placements(scenario).chosen[["offer", "requirement", "site"]]
    rows = [(*row, p, 1) for row in chosen.to_numpy().tolist() for p in range(1, len(scenario.steps))]  # nobody in the first: they come
    decisions = complete(scenario, frame("place", rows))
    decisions = {**decisions, "lead": decisions["lead"].iloc[1:]}  # one line and phase without a lead
    return scenario, account(scenario, decisions), decisions


def of(scenario: Scenario, placed: list[tuple[str | int, ...]], metric: str, **terms: object) -> float:
    """Return the value of a hand-made plan on a criterion."""
    made = plan(scenario, placed)
    return value(scenario, account(scenario, made.decisions), made.decisions, Criterion(metric, metric, **terms))


@pytest.mark.parametrize("metric", SAME)
def test_of_everything_a_criterion_is_the_goal(everywhere, metric):
    scenario, made, decisions = everywhere
    name, factor = SAME[metric]
    assert value(scenario, made, decisions, Criterion(metric, metric)) == pytest.approx(factor * made.metrics[name], rel=1e-12)


def test_the_most_loaded_nation_by_any_key(everywhere):
    scenario, made, decisions = everywhere
    ratios = {k: value(scenario, made, decisions, Criterion(k, "peak_burden", key=k)) for k in ("equal", "gdp", "active")}
    assert (ratios["equal"], ratios["gdp"]) == (made.metrics["peak_ratio.equal"], made.metrics["peak_ratio.gdp"])
    rows = made.frames["burden"].query("key == 'equal'").set_index("nation")["amount"]
    active = scenario.frames["nations"]["active_personnel"].reindex(rows.index)
    assert ratios["active"] == pytest.approx(max(rows / rows.sum() / (active / active.sum())))


def test_of_a_priority_a_criterion_is_its_goal(everywhere):
    scenario, made, decisions = everywhere
    for k in (1, 2):
        for metric, factor in (("shortfall", 1.0), ("coverage", 100.0)):
            found = value(scenario, made, decisions, Criterion(metric, metric, priority=k))
            assert found == pytest.approx(factor * made.metrics[f"{metric}.{k}"])


def test_something_stands_behind_each_of_these(everywhere):
    """A test of zeros would show nothing."""
    metrics = everywhere[1].metrics
    assert all(metrics[name] > 0 for name, _ in SAME.values() if name not in {"below_minimum", "resilience_gap", "support_gap", "changes"})


def test_coverage_of_a_phase_takes_the_phase_for_the_whole():
    # 9 of 12 companies in entry, 9 of 16 in stabilise
    assert of(base(), FRENCH + ESTONIAN, "coverage", phase="entry") == pytest.approx(75.0)
    assert of(base(), FRENCH + ESTONIAN, "coverage", phase="stabilise") == pytest.approx(100 * 9 / 16)


def test_coverage_of_nations_is_what_they_fill_alone():
    # 8 and 1 of 12, 8 and 1 of 16
    assert of(base(), FRENCH + ESTONIAN, "coverage", phase="entry", select=FRANCE) == pytest.approx(100 * 8 / 12)
    assert of(base(), FRENCH + ESTONIAN, "coverage", phase="stabilise", select=ESTONIA) == pytest.approx(100 / 16)


def test_firm_coverage_counts_what_is_announced():
    # the French battlegroups are, the Estonian company is not
    assert of(base(), FRENCH + ESTONIAN, "coverage_firm", phase="stabilise") == pytest.approx(50.0)
    assert of(base(), FRENCH + ESTONIAN, "coverage_firm", phase="stabilise", select=ESTONIA) == 0.0


def test_coverage_of_a_place_counts_the_lines_that_reach_it():
    hub = make("requirements", [*base().frames["requirements"].reset_index().to_dict("records"), {"requirement": "rear"}])
    needs = make(
        "needs", [*base().frames["needs"].to_dict("records"), {"requirement": "rear", "capability": "manoeuvre_coy", "step": 1, "level": 9}]
    )
    reach = make("reach", [*base().frames["reach"].to_dict("records"), {"requirement": "rear", "site": "hub"}])
    scenario = replace(base(), frames={**base().frames, "requirements": hub, "needs": needs, "reach": reach})
    camp = Selector(sites=frozenset({"camp"}))
    assert of(scenario, FRENCH + ESTONIAN, "coverage", phase="entry", select=camp) == pytest.approx(75.0)
    assert of(scenario, FRENCH + ESTONIAN, "coverage", phase="entry") == pytest.approx(75.0 / 2)  # nothing of the line in the rear


def test_what_is_below_the_minimum_alone_and_with_one_nation_gone():
    # minima 6 and 8: the Estonian company alone lacks 5/6 and 7/8, and just that is left when France goes
    lines = make("requirements", [row | {"n_minus_1": True} for row in base().frames["requirements"].reset_index().to_dict("records")])
    scenario = replace(base(), frames={**base().frames, "requirements": lines})
    lack = 1 / 4 * 5 / 6 + 3 / 4 * 7 / 8
    assert of(scenario, FRENCH + ESTONIAN, "below_minimum") == 0.0
    assert of(scenario, FRENCH + ESTONIAN, "below_minimum", select=ESTONIA) == pytest.approx(lack)
    assert of(scenario, FRENCH + ESTONIAN, "resilience_gap") == pytest.approx(lack)
    assert of(scenario, FRENCH + ESTONIAN, "resilience_gap", phase="entry") == pytest.approx(5 / 6)


def test_people_of_a_phase_and_of_nations():
    placed = [*FRENCH, ("EST-coy", "land", "camp", 2, 1)]
    assert of(base(), placed, "personnel") == 2550.0  # the most in any phase
    assert of(base(), placed, "personnel", phase="entry") == 2400.0
    assert of(base(), placed, "person_months", select=ESTONIA) == 9 * 150.0
    assert of(base(), placed, "contributors", phase="entry") == 1.0
    assert of(base(), [], "personnel") == 0.0


def test_cost_is_told_by_who_pays_and_for_what():
    # a company: 0.9 a month for 12 months, two moves of 1.1; the camp is its host's to pay for
    estonian = 12 * 0.9 + 2 * 1.1
    assert of(base(), FRENCH + ESTONIAN, "cost", select=ESTONIA) == pytest.approx(estonian)
    assert of(base(), FRENCH + ESTONIAN, "cost", select=Selector(unit_types=frozenset({"infantry-coy"}))) == pytest.approx(estonian)
    assert of(base(), FRENCH + ESTONIAN, "cost", select=Selector(offers=frozenset({"FRA-bg"}), nations=frozenset({"EST"}))) == 0.0
    everything = of(base(), FRENCH + ESTONIAN, "cost")
    assert everything > of(base(), FRENCH + ESTONIAN, "cost", select=Selector(offers=frozenset({"FRA-bg", "EST-coy"}))) > estonian


def test_an_option_that_asks_for_less_is_scored_on_the_yardstick():
    coverage = Criterion("coverage", "coverage")
    pairs = [(replace(base(), criteria=(coverage,)), plan(base(), FRENCH + ESTONIAN)), (half(), plan(half(), FRENCH))]
    found = compare(pairs).weighing
    rows = found.values.set_index("option")
    assert rows.loc["half", "own"] == pytest.approx(100.0)
    assert rows.loc["half", "yardstick"] == pytest.approx(100 * 13 / 24)
    assert rows["score"].to_dict() == {"base": 100.0, "half": 0.0}
    # by half's own measure the two are alike: that is what the scenario says by `yardstick: half`
    found = compare([(replace(s, yardstick="half", criteria=(coverage,)), p) for s, p in pairs])
    assert found.yardstick.option == "half"
    assert found.weighing.values["yardstick"].tolist() == pytest.approx([100.0, 100.0])
    assert found.asks_less() == []
    assert found.asks[found.asks["option"] == "base"]["asked"].tolist() == [16.0, 3000.0]


def test_without_criteria_nothing_is_weighed():
    assert compare([(base(), plan(base(), FRENCH))]).weighing is None


def test_a_criterion_is_read_by_each_option_and_its_lines_by_the_yardstick():
    def told(scenario: Scenario, lines: set[str], nations: set[str]) -> Scenario:
        select = Selector(requirements=frozenset(lines), nations=frozenset(nations))
        return replace(scenario, criteria=(Criterion("x", "coverage", "pillar, group", select),))

    rows = [{"requirement": r} for r in ("land", "sea")]
    yardstick = told(replace(base(), frames={**base().frames, "requirements": make("requirements", rows)}), {"land", "sea"}, {"FRA"})
    own = told(base(), {"land", "air"}, {"FRA", "EST"})
    select = of_option(yardstick.criteria[0], own, yardstick).select
    assert select == Selector(requirements=frozenset({"land", "sea", "air"}), nations=frozenset({"FRA", "EST"}))
    assert of_option(yardstick.criteria[0], own) == own.criteria[0]


def test_values_of_a_plan_are_the_same_in_any_order(everywhere):
    scenario, made, decisions = everywhere
    shuffled = {kind: table.sample(frac=1.0, random_state=3) for kind, table in decisions.items()}
    criterion = Criterion("x", "coverage_firm", select=Selector(nations=frozenset({"DEU", "GBR"})))
    assert value(scenario, made, decisions, criterion) == value(scenario, account(scenario, shuffled), shuffled, criterion) > 0
