"""Conditions: who comes only if something is true comes only while it is true, and what must be earned is earned by what stands.

A granted condition holds in its months, a denied one never. One that must be earned may be relied on in a step if the posture passes its
test there, given the others that hold; it may be earned and left unused. What counts towards a threshold may be asked to stand by itself:
then nobody counts who comes only because the condition holds. Loops, A because of B and B because of A, hold together or not at all.
"""

import math

import pandas as pd

from planner.account import SLACK, Account, Row, breaches, exceeds
from planner.decisions import Decisions
from planner.frames import make, records
from planner.rules._clauses import only_by
from planner.rules._earned import Ground, reaches
from planner.rules._posture import marked, standing
from planner.rules._sound import unsound
from planner.rules._tiers import Holding, holding, in_date, rate, strength
from planner.rules._words import figure, key, listed
from planner.scenario import Problem, Reach, Scenario


def check(scenario: Scenario) -> list[Problem]:
    """Warn of conditions whose threshold is asked in no step: they can never be earned."""
    return [
        Problem(
            "warning", c.mark, f"condition {name} can never be earned: no step has a threshold", "give `at_least` a phase of the calendar"
        )
        for name, c in scenario.conditions.items()
        if c.granted == "if-earned" and isinstance(c.earned, Reach) and all(math.isnan(least) for least in c.earned.at_least)
    ]


def account(scenario: Scenario, decisions: Decisions) -> Account:
    """Return each condition in each step, what counts towards it and who hangs on it; and what holds or stands without right."""
    ground = Ground(scenario, standing(scenario, decisions))
    held = holding(scenario, decisions)
    found = unsound(scenario, decisions, "holds", "conditions")
    found += [*_without_right(scenario, decisions, ground, held), *_without_condition(scenario, ground, held)]
    persons = sum(ground.stands["persons"] * ground.stands["months"])
    earned = [n for n, c in scenario.conditions.items() if c.granted == "if-earned"]
    reliant = sum(_dependent(scenario, ground, held, earned) * ground.stands["months"])
    metrics = {"conditional_reliance": float(reliant / persons) if persons else 0.0}
    return Account({"conditions": _frame(scenario, ground, held)}, metrics, breaches(found))


def largest(scenario: Scenario, decisions: Decisions) -> Holding:
    """Return the largest consistent set of conditions for a posture, step by step, whatever the plan relies on."""
    return Ground(scenario, standing(scenario, decisions)).largest()


def dependents(scenario: Scenario, decisions: Decisions) -> pd.DataFrame:
    """Return who could not stand without each condition, directly or through another: condition, offer, requirement, step, persons."""
    ground, held = Ground(scenario, standing(scenario, decisions)), holding(scenario, decisions)
    rows = ground.stands[["offer", "requirement", "step"]]
    parts = [rows.assign(condition=name, persons=_dependent(scenario, ground, held, [name])) for name in scenario.conditions]
    every = pd.concat(parts, ignore_index=True) if parts else rows.assign(condition="", persons=0.0)
    key = ["condition", "offer", "requirement", "step"]
    return every[every["persons"] > SLACK].groupby(key, as_index=False)[["persons"]].sum()


def _frame(scenario: Scenario, ground: Ground, held: Holding) -> pd.DataFrame:
    could, rows = ground.largest(), []
    for name, condition in scenario.conditions.items():
        tests = reaches(condition.earned) if condition.granted == "if-earned" else []
        value = ground.value(name, tests[0], held) if len(tests) == 1 else [math.nan] * len(held)
        least = tests[0].at_least if len(tests) == 1 else [math.nan] * len(held)
        persons = _dependent(scenario, ground, held, [name]).groupby(ground.stands["step"]).sum()
        rows += [
            {
                "condition": name,
                "step": p,
                "holds": name in held[p],
                "could_hold": name in could[p],
                "value": value[p],
                "threshold": least[p],
                "persons": float(persons.get(p, 0.0)),
            }
            for p in range(len(held))
        ]
    return make("conditions", rows)


def _dependent(scenario: Scenario, ground: Ground, held: Holding, on: list[str]) -> pd.Series:
    """Return the persons of each row that could not stand without the conditions `on`.

    All of a row with a clause that only they, or what hangs on them, fulfil; of the rest of an offer what stands above its other tiers.
    """
    stands, gone = ground.stands, ground.hanging(on)
    bound = stands.index.isin(only_by(ground.clauses, gone))
    free = stands["units"].where(~bound, 0.0)
    by = [stands["offer"], stands["step"]]
    every, other = strength(ground.tiers(held)), strength(ground.tiers(held), without=gone)
    pair = pd.MultiIndex.from_frame(stands[["offer", "step"]])
    sure = other.reindex(pair, fill_value=0.0).to_numpy() * stands["offer"].map(rate(scenario)).to_numpy(dtype=float)
    untouched = other.reindex(pair, fill_value=0.0).to_numpy() >= every.reindex(pair, fill_value=0.0).to_numpy()
    posture = free.groupby(by).transform("sum")
    over = ((posture - sure).clip(lower=0.0) / posture.where(posture > 0, 1.0)).mask(untouched, 0.0)
    return stands["persons"].where(bound, stands["persons"] * over)


def _without_right(scenario: Scenario, decisions: Decisions, ground: Ground, held: Holding) -> list[Row]:
    rights, found = ground.rightful(held), list[Row]()
    for name, p in records(marked(scenario, decisions, "holds", "holds"), "condition", "step"):
        if name not in scenario.conditions or (name in rights[p] and scenario.conditions[name].granted == "if-earned"):
            continue
        condition, step = scenario.conditions[name], scenario.steps[p]
        tests = reaches(condition.earned)
        value, least = (ground.value(name, tests[0], held)[p], tests[0].at_least[p]) if len(tests) == 1 else (0.0, 0.0)
        if condition.granted == "denied":
            cause = "denied"
        elif not in_date(condition, step):
            cause = "dates"
        elif condition.granted == "granted":
            cause = "granted"
        else:
            cause = "unreached" if len(tests) == 1 and exceeds(least, value) else "untrue"
        found.append(
            ("conditions", key(name, step.name), value, 0.0 if least != least else least, say(cause, name, step.name, value, least))
        )
    return found


def _without_condition(scenario: Scenario, ground: Ground, held: Holding) -> list[Row]:
    found = list[Row]()
    for row in records(ground.clauses):
        stands = ground.stands.loc[row.row]
        if not set(row.clause) & held[stands["step"]]:
            step = scenario.steps[stands["step"]].name
            who = f"{stands['offer']} on {stands['requirement']} at {stands['site']}"
            text = say(row.rule, who, step, of=row.cause, conditions=listed(row.clause))
            found.append(("conditions", key(stands["offer"], stands["requirement"], stands["site"], step), stands["units"], 0.0, text))
    return found


SENTENCES = {
    "denied": "{who} in {step}: the plan relies on it, but it is not granted",
    "dates": "{who} in {step}: the plan relies on it outside its dates",
    "granted": "{who} in {step}: it is granted by date and no decision, yet the plan stores it as one",
    "unreached": "{who} in {step}: the plan relies on it, {value} counts towards the {least} that it asks for",
    "untrue": "{who} in {step}: the plan relies on it, but its test is not true of this posture",
    "caveat": "{who} in {step}: caveat {of} forbids it unless {conditions} holds",
    "consent": "{who} in {step}: {of} consents only if {conditions} holds",
    "area": "{who} in {step}: {of} may be entered only if {conditions} holds",
}


def say(cause: str, who: str, step: str, value: float = 0.0, least: float = 0.0, of: str = "", conditions: str = "") -> str:
    """Return the sentence for a condition that holds without right, or a unit that stands without its condition."""
    return SENTENCES[cause].format(who=who, step=step, value=figure(value), least=figure(least), of=of, conditions=conditions)
