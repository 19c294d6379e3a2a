"""Derived needs: what the posture itself asks for, such as cover for those who are deployed.

So many batteries for so many people, so large a reserve for so many companies in front: the level follows the posture, and no line asks
for itself. A lack is measured against the reference, the level that the lines behind it would make if each stood exactly at what it
needs. A line that is marked hard is no wish: nobody stands whom it does not support.
"""

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import TypeAlias

import pandas as pd

from planner.account import Account, Row, breaches, exceeds
from planner.decisions import Decisions
from planner.frames import arrange, records
from planner.rules import coverage
from planner.rules._demand import drivers, serving
from planner.rules._driven import shares
from planner.rules._lines import counted, in_lines
from planner.rules._looked_after import goals_of
from planner.rules._posture import standing
from planner.rules._supply import supplied
from planner.rules._words import figure, key
from planner.scenario import Goal, Mark, Problem, Scenario

Drivers: TypeAlias = Sequence[tuple[str, Mapping[tuple[str, str], float]]]  # of each derivation, its line, and who asks how much of it


def check(scenario: Scenario) -> list[Problem]:
    """Refuse needs that ask for each other, lines half given and half derived, and goals in an order that keeps people at home."""
    serve = serving(scenario)
    who = [(d.requirement, drivers(scenario, d, serve)) for d in scenario.derivations]
    return [*_circles(scenario, who), *_mixed(scenario), *_order(scenario, behind(who))]


def account(scenario: Scenario, decisions: Decisions) -> Account:
    """Return what is uncovered and unsupported, who makes each need, and the hard lines that stand below their level."""
    stands = standing(scenario, decisions)
    filled = coverage.covered(scenario, decisions, stands)
    driven = arrange("driven", shares(scenario, stands, supplied(scenario, decisions, stands)))
    lines = scenario.frames["requirements"]
    hard = lines.index[(lines["derived"] != "") & lines["hard"].astype(bool)]
    metrics = {name: in_lines(scenario, name, counted(scenario, name, {"coverage": filled})) for name in ("uncovered", "support_gap")}
    return Account({"driven": driven}, metrics, breaches(_unsupported(scenario, filled[filled["requirement"].isin(hard)])))


def _unsupported(scenario: Scenario, hard: pd.DataFrame) -> list[Row]:
    return [
        (
            "derived",
            key(row.requirement, row.capability, name),
            row.filled,
            row.level,
            say(row.requirement, row.capability, name, row.filled, row.level),
        )
        for row in records(hard)
        if exceeds(row.level, row.filled) and (name := scenario.steps[row.step].name)
    ]


def say(requirement: str, capability: str, step: str, filled: float, level: float) -> str:
    """Return the sentence for a hard line below the level that the posture makes."""
    asked = f"the posture asks for {figure(level)} of {capability}, {figure(filled)} stand"
    return f"{requirement} in {step}: {asked}; this line limits whom it supports"


def behind(who: Drivers) -> dict[str, set[str]]:
    """Return the lines that drive each derived line with an amount above 0."""
    found: dict[str, set[str]] = {}
    for line, asks in who:
        found.setdefault(line, set()).update(driver for (driver, _), most in asks.items() if most > 0)
    return found


def _circles(scenario: Scenario, who: Drivers) -> list[Problem]:
    graph: dict[str, set[str]] = {}
    for line, asks in who:
        graph.setdefault(line, set()).update(driver for driver, _ in asks)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        path = " → ".join(reversed(circle.args[1]))
        return [
            Problem(
                "error",
                scenario.mark("requirements", circle.args[1][0]),
                f"derived needs ask for each other: {path}",
                "narrow a `per` selector",
            )
        ]
    return []


def _mixed(scenario: Scenario) -> list[Problem]:
    lines = scenario.frames["requirements"]
    mixed = sorted(set(scenario.frames["needs"]["requirement"]) & set(lines.index[lines["derived"] != ""]))
    return [
        Problem(
            "error", scenario.mark("requirements", r), f"{r} has both given and derived needs", "split it into two lines with the same area"
        )
        for r in mixed
    ]


def _order(scenario: Scenario, driven: Mapping[str, set[str]]) -> list[Problem]:
    """Return the goals that stand too late: a lack of support must never keep at home those whom it would support."""
    lines = scenario.frames["requirements"]
    place = {g.name: i for i, g in enumerate(scenario.goals)}
    found = []
    for line, lines_behind in sorted(driven.items()):
        if lines.at[line, "hard"]:
            continue
        own = "uncovered" if lines.at[line, "cover"] else "support_gap"
        if own not in place:
            found.append(
                Problem(
                    "warning", scenario.mark("requirements", line), f"no goal looks after {line}", f"add `- {{minimise: {own}}}` to goals"
                )
            )
            continue
        before = goals_of(scenario, lines_behind) - {"support_gap"}  # lines of support may need each other
        late = sorted((g for g in before if place.get(g, -1) > place[own]), key=lambda g: place[g])
        if late:
            what = f"{own} stands before {late[0]}: for want of {line} those who need it would be left at home"
            found.append(Problem("error", _where(scenario.goals, own), what, f"put {own} after {late[-1]} in goals"))
    return found


def _where(goals: tuple[Goal, ...], name: str) -> Mark | None:
    return next(g.mark for g in goals if g.name == name)
