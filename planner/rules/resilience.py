"""Resilience: whether the least that is of use still stands after a loss, and what is held at notice behind it.

On the lines that ask for it, each capability in each step: take away any one nation, a group that is named, or a site with all that stands
at it, and see what is left of the minimum; the loss that leaves least counts. Conditions, pairs and leads are held as they are; what would
fall with them is a question of its own. A gap is a goal, never a breach. A stand-by waits at home: what the others hold there of the same
capability counts as left on the lines that it backs, and no loss of a site takes it away. Who waits cannot be elsewhere: `standby` counts
the persons at notice, times months.
"""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from planner.account import Account
from planner.decisions import Decisions
from planner.frames import arrange, items, records
from planner.rules._demand import KEY
from planner.rules._demand import given as needs_given
from planner.rules._lines import in_lines
from planner.rules._posture import given, needed, standing
from planner.rules._words import figure
from planner.scenario import Problem, Scenario


def check(scenario: Scenario) -> list[Problem]:
    """Warn of losses without a minimum to keep, without a goal, or of what is not there; and of stand-by that helps no line."""
    return [*_for_nothing(scenario), *_elsewhere(scenario), *_behind_nothing(scenario)]


def account(scenario: Scenario, decisions: Decisions) -> Account:
    """Return for each line that asks for it the loss that hurts most and what is then missing; and what is held at notice at home."""
    stands = standing(scenario, decisions)
    needs, lines = needs_given(scenario), scenario.frames["requirements"]
    rows = needs[needs["requirement"].map(lines["n_minus_1"]).astype(bool)].reset_index(drop=True)
    parts = _parts(scenario, given(scenario, stands))
    at = [_worst(scenario, need, parts) for need in records(rows)]
    rows["loss_of"] = rows["requirement"].map(lines["loss_of"])
    rows["lost"], rows["left"] = [lost for lost, _ in at], [left for _, left in at]
    rows["gap"] = (rows["minimum"] - rows["left"].astype(float)).clip(lower=0.0)
    waiting = stands[stands["standby"]]
    metrics = {
        "resilience_gap": in_lines(scenario, "resilience_gap", rows),
        "standby": float((waiting["persons"] * waiting["months"]).sum()),
    }
    frames = {"resilience": arrange("resilience", rows[rows["minimum"] > 0]), "standby": _held(scenario, waiting)}
    return Account(frames, metrics)


def _parts(scenario: Scenario, gave: pd.DataFrame) -> pd.DataFrame:
    """Return who gives what towards each line: on the line itself, and on the stand-by lines that back it; at no site there."""
    backs = scenario.frames["requirements"]["backs"]
    behind = gave.assign(requirement=gave["requirement"].map(backs), site="").explode("requirement").dropna(subset="requirement")
    every = pd.concat([gave.assign(site=gave["site"].mask(gave["standby"], "")), behind])
    return every.groupby([*KEY, "nation", "site"], as_index=False)[["amount"]].sum()


def _worst(scenario: Scenario, need: Any, parts: pd.DataFrame) -> tuple[str, float]:
    """Return the loss that leaves least of one need, and what it leaves; no name where none takes anything away."""
    here = parts
    for column in KEY:
        here = here[here[column] == getattr(need, column)]
    total, worst, lost = float(here["amount"].sum()), 0.0, ""
    for name, gone in _losses(scenario, need.requirement, here):
        if (taken := float(here.loc[gone, "amount"].sum())) > worst:
            worst, lost = taken, name
    return lost, total - worst


def _losses(scenario: Scenario, requirement: str, here: pd.DataFrame) -> Iterator[tuple[str, pd.Series]]:
    """Yield each loss that a line must survive, in order of name, with the rows that it takes."""
    line, groups = scenario.frames["requirements"].loc[requirement], scenario.frames["nations"]["groups"]
    if line["loss_of"] == "group":
        for group in line["losses"]:
            yield group, here["nation"].isin({n for n, of in items(groups) if group in of})
        return
    of = here[line["loss_of"]]
    for name in line["losses"] or sorted(set(of) - {""}):
        yield name, of == name


def _held(scenario: Scenario, waiting: pd.DataFrame) -> pd.DataFrame:
    """Return the frame `standby` of the rows that are held at notice."""
    backs, notice = scenario.frames["requirements"]["backs"], scenario.frames["tiers"].groupby("offer")["notice_days"].max()
    held = waiting.groupby(["offer", "requirement", "step", "nation"], as_index=False)[["units", "persons"]].sum()
    held["backs"], held["notice_days"] = held["requirement"].map(backs), held["offer"].map(notice)
    return arrange("standby", held)


def say(requirement: str, capability: str, step: str, loss_of: str, lost: str, left: float, minimum: float) -> str:
    """Return the sentence for a line that would fall below its minimum after a loss."""
    gone = f"{lost} leaves" if loss_of == "nation" else f"{lost} is lost" if loss_of == "site" else f"the nations of {lost} leave"
    return f"{requirement} in {step}: if {gone}, {figure(left)} of {capability} are left, {figure(minimum)} is the minimum"


def _for_nothing(scenario: Scenario) -> Iterator[Problem]:
    lines, needs = scenario.frames["requirements"], scenario.frames["needs"]
    asking = lines.index[lines["n_minus_1"].astype(bool)]
    kept = set(needs.loc[needs["minimum"] > 0, "requirement"])
    for line in asking:
        if line not in kept:
            what = f"{line} asks for n-1 and has no minimum, so nothing is to be kept"
            yield Problem("warning", scenario.mark("requirements", line), what, "give it a `minimum`")
    if len(asking) and not any(g.metric == "resilience_gap" for g in scenario.goals):
        what = "lines ask for n-1, but no goal looks after it"
        yield Problem("warning", scenario.mark("requirements", asking[0]), what, "add `- {minimise: resilience_gap}` to goals")


def _elsewhere(scenario: Scenario) -> Iterator[Problem]:
    lines, reach = scenario.frames["requirements"], scenario.frames["reach"]
    for line, losses in items(lines.loc[lines["n_minus_1"].astype(bool) & (lines["loss_of"] == "site"), "losses"]):
        for site in sorted(set(losses) - set(reach.loc[reach["requirement"] == line, "site"])):
            what = f"{line} must survive the loss of {site}, which is not in its area: nothing is lost with it"
            yield Problem("warning", scenario.mark("requirements", line), what, "name a site of its area")


def _behind_nothing(scenario: Scenario) -> Iterator[Problem]:
    lines, needs = scenario.frames["requirements"], scenario.frames["needs"]
    able = needed(scenario)
    for held, backs in items(lines.loc[lines["standby"].astype(bool), "backs"]):
        of_its_own = set(able.loc[able["requirement"] == held, "capability"])
        for line in backs:
            kept = set(needs.loc[(needs["requirement"] == line) & (needs["minimum"] > 0), "capability"])
            if lines.at[line, "n_minus_1"] and kept & of_its_own:
                continue
            why = "which does not ask for n-1" if not lines.at[line, "n_minus_1"] else "and holds nothing of which it has a minimum"
            hint = f"give {line} `resilience: n-1` and a `minimum` of what is held"
            yield Problem("warning", scenario.mark("requirements", held), f"{held} backs {line}, {why}: it counts nowhere there", hint)
