"""A plan that stands, and every way to falsify it: its decisions, its figures, its claims, its scenario."""

from dataclasses import replace

import pandas as pd
import pytest

from planner.decisions import frame
from planner.frames import ACCOUNTS
from planner.plan import GoalLevel, Plan
from planner.rules import NAMES, rule
from planner.scenario import Condition, Goal, Host, Pin, Reach, Selector
from planner.verify import account, judge_digest, verify
from tests.rules.plans import assert_same, decide, raw
from tests.tiny import ROWS, tiny

LINE = ROWS["requirements"][0] | {"lead": ("FRA",), "lead_share": 0.5, "n_minus_1": True}
BACKSTOP = Condition("backstop", "if-earned", earned=Reach("personnel", "", Selector(), False, (9.0, 1000.0, 1000.0)))
GOALS = (Goal("below_minimum"), Goal("shortfall", 1), Goal("resilience_gap"), Goal("leaderless"), Goal("cost"), Goal("contributors"))
SCENARIO = tiny(
    {"requirements": [LINE]},
    conditions={"backstop": BACKSTOP},
    hosts={"UKR": Host("UKR", frozenset({"FRA", "EST"}), frozenset({"camp"}), 5000, (("backstop",),))},
    consent_explicit=True,
    pins=(Pin(Selector(offers=frozenset({"FRA-bg"})), 1, 2, (1, 2)),),
    goals=GOALS,
)
DECISIONS = decide(
    [("FRA-bg", "land", "camp", 1, 2), ("FRA-bg", "land", "camp", 2, 2), ("EST-coy", "land", "camp", 2, 1)],
    [("camp", 1), ("camp", 2)],
    [("backstop", 1), ("backstop", 2)],
    [("FRA", "land", 1), ("FRA", "land", 2)],
)


def plan(**changes):
    made = account(SCENARIO, DECISIONS)
    levels = tuple(GoalLevel(g.name, made.metrics[g.name], made.metrics[g.name], "proven") for g in GOALS)
    stands = Plan(SCENARIO.digest, "base", DECISIONS, dict(made.frames), dict(made.metrics), levels, "proven", "proof")
    return replace(stands, **changes)


def names(found):
    return sorted(set(found["rule"]))


def test_a_plan_that_stands():
    assert verify(SCENARIO, plan()).empty


def test_every_declared_account_is_made_by_one_rule():
    made = [name for rule_name in NAMES for name in rule(rule_name).account(SCENARIO, DECISIONS).frames]
    assert sorted(made) == sorted(f.name for f in ACCOUNTS)


def test_every_metric_is_made_by_one_rule_and_every_goal_has_one():
    made = [name for rule_name in NAMES for name in rule(rule_name).account(SCENARIO, DECISIONS).metrics]
    wanted = {
        "below_minimum", "shortfall.1", "coverage.1", "coverage", "resilience_gap", "uncovered", "support_gap", "leaderless", "cost",
        "contributors", "ioc_month", "foc_month", "conditional_reliance", "person_months", "gini",
        "basis.quoted", "basis.derived", "basis.assumed", "firm", "arrivals", "asks", "changes", "standby", "unrelieved",
        "jain", "peak_ratio.gdp", "peak_ratio.equal",
    }  # fmt: skip
    assert sorted(made) == sorted(wanted)
    assert {g.name for g in GOALS} <= wanted


def test_a_priority_that_is_only_a_goal_has_a_metric_too():
    scenario = replace(SCENARIO, goals=(*GOALS, Goal("shortfall", 7)))
    assert account(scenario, DECISIONS).metrics["shortfall.7"] == 0


def test_an_empty_posture_is_a_plan():
    free = replace(SCENARIO, pins=())
    made = account(free, {})
    assert made.breaches.empty
    assert made.metrics["shortfall.1"] == made.metrics["below_minimum"] == 1
    assert_same(made, account(free, decide()))


HALF = raw("place", ("FRA-bg", "land", "camp", 1, 0.5), ("FRA-bg", "land", "camp", 2, 1))  # 600 people earn no backstop


def placed(*rows):
    return DECISIONS | {"place": frame("place", list(rows))}


@pytest.mark.parametrize(
    ("decisions", "rules"),
    [
        (placed(("FRA-bg", "land", "camp", 1, 2), ("FRA-bg", "land", "camp", 2, 3)), ["national", "pins", "rotation", "sites"]),
        (placed(*[("FRA-bg", "land", "camp", p, 2) for p in (1, 2)], ("EST-coy", "land", "hub", 1, 1)), ["admissibility"]),
        (DECISIONS | {"open": frame("open", [("camp", 2, 1)])}, ["sites"]),
        (DECISIONS | {"holds": frame("holds", [("backstop", 1, 1)])}, ["conditions"]),
        (DECISIONS | {"lead": frame("lead", [("EST", "land", 2, 1)])}, ["command"]),
        (DECISIONS | {"spell": pd.DataFrame()}, ["stored"]),
        (DECISIONS | {"place": DECISIONS["place"].drop(columns="units")}, ["stored"]),
        (
            DECISIONS | raw("place", ("FRA-bg", "land", "camp", 1, 0.5), ("FRA-bg", "land", "camp", 2, 1)),
            ["admissibility", "conditions", "pins"],
        ),
    ],
)
def test_decisions_that_break_a_rule(decisions, rules):
    made = account(SCENARIO, decisions)
    assert names(made.breaches) == rules
    honest = plan(decisions=decisions, frames=made.frames, metrics=made.metrics, levels=(), status="hand-made")
    assert names(verify(SCENARIO, honest)) == rules


def other(name, column, value, row=0):
    table = plan().frames[name].copy()
    table[column] = table[column].astype(object)
    table.loc[row, column] = value
    return plan(frames=plan().frames | {name: table})


@pytest.mark.parametrize(
    ("falsified", "key"),
    [
        (other("coverage", "filled", 8.001), "coverage / land / manoeuvre_coy / 1 / filled"),
        (other("posture", "nation", "GBR", row=2), "posture / FRA-bg / land / camp / 2 / nation"),
        (other("conditions", "could_hold", value=False, row=1), "conditions / backstop / 1 / could_hold"),
        (other("conditions", "value", float("nan"), row=2), "conditions / backstop / 2 / value"),
        (other("coverage", "level", "much"), "coverage"),
        (plan(frames=plan().frames | {"costs": plan().frames["costs"].iloc[1:]}), "costs"),
        (plan(frames=plan().frames | {"costs": plan().frames["costs"].drop(columns="meur")}), "costs"),
        (plan(frames={k: v for k, v in plan().frames.items() if k != "presence"}), "presence"),
        (plan(frames=plan().frames | {"wishes": plan().frames["costs"]}), "wishes"),
        (plan(metrics=plan().metrics | {"gini": 0.5}), "gini"),
        (plan(metrics=plan().metrics | {"glory": 1.0}), "glory"),
        (plan(metrics={k: v for k, v in plan().metrics.items() if k != "cost"}), "cost"),
    ],
)
def test_stored_figures_that_the_rules_do_not_make(falsified, key):
    found = verify(SCENARIO, falsified)
    assert found[["rule", "key"]].values.tolist() == [["stored", key]]


def claiming(goal, **claims):
    """Return the plan with other claims about one goal."""
    return plan(levels=tuple(replace(level, **claims) if level.goal == goal else level for level in plan().levels))


COST = plan().metrics["cost"]
LEVELS = plan().levels
FALSE_CLAIMS = {
    "a value that is not the plan's": claiming("cost", value=1.0, bound=1.0),
    "no value": claiming("cost", value=float("nan")),
    "a bound above the value": claiming("cost", bound=COST + 1),
    "proven with a bound below": claiming("cost", bound=COST - 5),
    "proven without a bound": claiming("cost", bound=float("nan")),
    "proven at infinity": claiming("cost", bound=-float("inf")),
    "a state that is none": claiming("cost", state="banana"),
    "under an unproven level, which is not so": claiming("cost", under_unproven=True),
    "reached less than the tolerance allows": claiming("cost", reached=COST - 50, bound=COST - 50),
    "proven after one that is not": claiming("below_minimum", state="stopped"),
    "no goals": plan(levels=()),
    "a goal too few": plan(levels=LEVELS[:-1]),
    "goals in another order": plan(levels=LEVELS[::-1]),
    "a goal twice": plan(levels=(*LEVELS, LEVELS[-1])),
    "all proven, called feasible": plan(status="feasible"),
    "infeasible": plan(status="infeasible"),
    "another option": plan(option="other"),
}


@pytest.mark.parametrize("claim", FALSE_CLAIMS)
def test_false_claims_are_found(claim):
    assert names(verify(SCENARIO, FALSE_CLAIMS[claim])) == ["goal"]


def test_a_plan_cut_short_claims_no_more_than_it_has():
    last = replace(LEVELS[-1], state="stopped", bound=LEVELS[-1].value - 1)
    assert verify(SCENARIO, plan(levels=(*LEVELS[:-1], last), status="feasible")).empty
    assert names(verify(SCENARIO, plan(levels=(*LEVELS[:-1], last), status="proven"))) == ["goal"]


@pytest.mark.parametrize(("factor", "wrong"), [(1 + 5e-7, []), (1 + 5e-6, ["goal"])])
def test_claims_are_compared_at_a_millionth(factor, wrong):
    assert names(verify(SCENARIO, claiming("cost", value=COST * factor, bound=COST * factor))) == wrong


def test_a_plan_of_another_scenario():
    assert names(verify(SCENARIO, plan(digest="other"))) == ["digest"]
    assert judge_digest(SCENARIO, plan()) == []


def test_order_of_rows_is_nothing():
    shuffled = {kind: table.sample(frac=1.0, random_state=3) for kind, table in DECISIONS.items()}
    assert_same(account(SCENARIO, DECISIONS), account(SCENARIO, shuffled))
    stored = {name: table.iloc[::-1] for name, table in plan().frames.items()}
    assert verify(SCENARIO, plan(frames=stored)).empty
