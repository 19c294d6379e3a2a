"""Conditions: who comes only if something is true comes only while it is true, and what must be earned is earned by what stands.

A granted condition holds in its months, a denied one never. One that must be earned may be relied on in a step if its test is true there,
given the others that hold; it may be earned and left unused. A test counts posture, offers, money, what fills a line, or other conditions.
What counts may be asked to stand by itself: then nobody counts who comes only because the condition holds. Loops, A because of B and B
because of A, hold together or not at all. A partial condition opens only some types of unit: no other may come by it.
"""

import math

import pandas as pd

from planner.account import SLACK, Account, Row, breaches, exceeds
from planner.decisions import Decisions
from planner.frames import make, records
from planner.rules._clauses import settled
from planner.rules._earned import Ground, counting, parts, threshold
from planner.rules._posture import marked, standing
from planner.rules._reliance import by_step, dependent, mandates, together, used
from planner.rules._sound import unsound
from planner.rules._tiers import Holding, holding, in_date
from planner.rules._words import figure, key, listed
from planner.scenario import Condition, Covered, Pledged, Problem, Reach, Scenario


def check(scenario: Scenario) -> list[Problem]:
    """Warn of conditions whose threshold is asked in no step: they can never be earned."""
    return [
        Problem(
            "warning", c.mark, f"condition {name} can never be earned: no step has a threshold", "give `at_least` a phase of the calendar"
        )
        for name, c in scenario.conditions.items()
        if c.granted == "if-earned"
        and isinstance(c.earned, Reach | Covered | Pledged)
        and all(math.isnan(least) for least in c.earned.at_least)
    ]


def account(scenario: Scenario, decisions: Decisions) -> Account:
    """Return each condition in each step, what counts towards it and who hangs on it; and what holds or stands without right."""
    scenario = settled(scenario, decisions)  # what a plan lifts asks for nothing any more
    ground, held = Ground(scenario, standing(scenario, decisions)), holding(scenario, decisions)
    found = unsound(scenario, decisions, "holds", "conditions")
    found += [*_without_right(scenario, decisions, ground, held), *_without_condition(scenario, ground, held)]
    months = ground.stands["months"].mask(ground.stands["standby"], 0.0)  # who waits at home is no presence
    persons = sum(ground.stands["persons"] * months)
    earned = [n for n, c in scenario.conditions.items() if c.granted == "if-earned"]
    reliant = sum(dependent(scenario, ground, held, earned) * months)
    metrics = {"conditional_reliance": float(reliant / persons) if persons else 0.0}
    hanging = {name: dependent(scenario, ground, held, [name]) for name in scenario.conditions}
    frames = {
        "conditions": _frame(scenario, ground, held, hanging),
        "mandates": mandates(scenario, ground, held, hanging),
    }
    return Account(frames, metrics, breaches(found))


def largest(scenario: Scenario, decisions: Decisions) -> Holding:
    """Return the largest consistent set of conditions for a posture, step by step, whatever the plan relies on."""
    return Ground(settled(scenario, decisions), standing(scenario, decisions)).largest()


def dependents(scenario: Scenario, decisions: Decisions) -> pd.DataFrame:
    """Return who could not stand without each condition, directly or through another: condition, offer, requirement, step, persons.

    Those in place; of those at notice the frame `conditions` says how many.
    """
    ground, held = Ground(settled(scenario, decisions), standing(scenario, decisions)), holding(scenario, decisions)
    rows = ground.stands[["offer", "requirement", "step"]]
    parts = [rows.assign(condition=name, persons=dependent(scenario, ground, held, [name])) for name in scenario.conditions]
    every = pd.concat([p[~ground.stands["standby"]] for p in parts], ignore_index=True) if parts else rows.assign(condition="", persons=0.0)
    key = ["condition", "offer", "requirement", "step"]
    return every[every["persons"] > SLACK].groupby(key, as_index=False)[["persons"]].sum()


def _frame(scenario: Scenario, ground: Ground, held: Holding, hanging: dict[str, pd.Series]) -> pd.DataFrame:
    could, asked, loops, rows = ground.largest(), used(scenario, ground, held), together(scenario, ground, held), []
    for name, condition in scenario.conditions.items():
        value, least = _measured(ground, condition, held)
        hang = by_step(ground, hanging[name]).reindex(range(len(held)), fill_value=0.0)
        idle = [condition.granted == "if-earned" and name not in asked[p] and hang.loc[p].max() <= SLACK for p in range(len(held))]
        rows += [
            {
                "condition": name,
                "step": p,
                "holds": name in held[p],
                "could_hold": name in could[p],
                "value": value[p],
                "threshold": least[p],
                "persons": float(hang["persons"][p]),
                "at_notice": float(hang["at_notice"][p]),
                "unused": name in could[p] and idle[p],
                "promised": name in held[p] and _promised(condition, p),
                "together": loops[p].get(name, ()),
            }
            for p in range(len(held))
        ]
    return make("conditions", rows)


def _measured(ground: Ground, condition: Condition, held: Holding) -> tuple[list[float], list[float]]:
    """Return what counts and what is asked for, by step, of a condition whose test counts one thing; else no number."""
    tests = counting(condition.earned) if condition.granted == "if-earned" else []
    if len(tests) != 1:
        return [math.nan] * len(held), [math.nan] * len(held)
    return ground.value(condition.name, tests[0], held), [threshold(tests[0], p) for p in range(len(held))]


def _promised(condition: Condition, step: int) -> bool:
    """Say whether a test counts what is planned for a later step: a promise."""
    return any(isinstance(t, Reach | Covered) and t.seen_in and t.seen_in[step] > step for t in parts(condition.earned))


def _without_right(scenario: Scenario, decisions: Decisions, ground: Ground, held: Holding) -> list[Row]:
    rights, found = ground.rightful(held), list[Row]()
    for name, p in records(marked(scenario, decisions, "holds", "holds"), "condition", "step"):
        if name not in scenario.conditions or (name in rights[p] and scenario.conditions[name].granted == "if-earned"):
            continue
        condition, step = scenario.conditions[name], scenario.steps[p]
        values, leasts = _measured(ground, condition, held)
        value, least = values[p], leasts[p]
        if condition.granted == "denied":
            cause = "denied"
        elif not in_date(condition, step):
            cause = "dates"
        elif condition.granted == "granted":
            cause = "granted"
        else:
            cause = "unreached" if exceeds(least, value) else "untrue"
        value, least = (0.0 if number != number else number for number in (value, least))
        found.append(("conditions", key(name, step.name), value, least, say(cause, name, step.name, value, least)))
    return found


def _without_condition(scenario: Scenario, ground: Ground, held: Holding) -> list[Row]:
    found = list[Row]()
    for row in records(ground.clauses):
        stands = ground.stands.loc[row.row]
        if not set(row.clause) & held[stands["step"]]:
            step = scenario.steps[stands["step"]].name
            who = f"{stands['offer']} on {stands['requirement']} at {stands['site']}"
            if row.clause:
                text = say(row.rule, who, step, of=row.cause, conditions=listed(row.clause))
            else:
                asking = f"caveat {row.cause}" if row.rule == "caveat" else row.cause
                text = say("shut", who, step, of=asking, conditions=listed(row.written))
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
    "shut": "{who} in {step}: {of} asks for {conditions}, which does not open it to units of this type",
}


def say(cause: str, who: str, step: str, value: float = 0.0, least: float = 0.0, of: str = "", conditions: str = "") -> str:
    """Return the sentence for a condition that holds without right, or a unit that stands without its condition."""
    return SENTENCES[cause].format(who=who, step=step, value=figure(value), least=figure(least), of=of, conditions=conditions)
